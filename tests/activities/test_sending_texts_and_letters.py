"""Texts are looked up before they are sent again; letters are kept once (D12)."""

from datetime import timedelta

import pytest

from activities.ports import (
    AccountFaultError,
    ProviderAwayError,
    ProviderRejectedError,
    ProviderUnsureError,
    RegisterAwayError,
)
from domain.complaint.recipients import first_of
from domain.outbox.errands import Errand
from domain.policy.channels import Channel
from tests.activities.errands import ANN, PRIYA, errand
from tests.activities.office import Office, WorkerKilled
from tests.fakes import NOT_A_NUMBER, STOPPED, FakeClock, Fault

TEXT, LETTER = errand(Channel.TEXT), errand(Channel.LETTER)
UNSURE = ProviderUnsureError("no answer came")


def test_a_text_goes_from_the_landlords_number_and_its_own_words_are_its_first_line(office: Office) -> None:
    accepted = office.runs(office.sending.send_text, TEXT)

    (text,) = office.texts.sent
    assert (text.to, text.sender) == ("+447700900123", "+441632960001")
    assert (accepted.channel, accepted.to, accepted.provider_id) == (Channel.TEXT, "resident", text.provider_id)
    assert accepted.first_line == text.body


def test_killed_between_send_and_confirm_the_text_is_found_and_not_sent_again(office: Office) -> None:
    office.texts.faults = [Fault(WorkerKilled(), accepted_first=True)]
    office.is_killed(office.sending.send_text, TEXT)

    accepted = office.runs(office.sending.send_text, TEXT)

    (text,) = office.texts.sent
    assert (accepted.provider_id, accepted.maybe_twice) == (text.provider_id, False)
    assert office.ledger.claim(TEXT.notice.errand_key).provider_id == text.provider_id


def test_a_text_tried_again_at_night_waits_for_the_morning(office: Office) -> None:
    office.landlords.texts_wait = timedelta(hours=9)

    failure = office.fails(office.sending.send_text, TEXT)

    assert (office.texts.sent, failure.type) == ([], "ProviderAway")
    assert failure.next_retry_delay
    assert timedelta(hours=8, minutes=59) < failure.next_retry_delay <= timedelta(hours=9)


def test_a_text_that_went_before_the_night_is_known_at_once(office: Office) -> None:
    office.texts.faults = [Fault(UNSURE, accepted_first=True)]
    office.fails(office.sending.send_text, TEXT)
    office.landlords.texts_wait = timedelta(hours=9)

    accepted = office.runs(office.sending.send_text, TEXT)

    assert [text.provider_id for text in office.texts.sent] == [accepted.provider_id]


def test_an_unsure_text_that_is_not_found_is_sent(office: Office) -> None:
    office.texts.faults = [Fault(UNSURE)]
    failure = office.fails(office.sending.send_text, TEXT)

    accepted = office.runs(office.sending.send_text, TEXT)

    (text,) = office.texts.sent
    assert (failure.type, accepted.provider_id) == ("ProviderUnsure", text.provider_id)


def test_a_second_text_after_an_unsure_one_says_that_it_may_have_gone_twice(office: Office) -> None:
    """The list may not have shown the first; no look-up proves that it did not go."""
    office.texts.faults = [Fault(UNSURE)]
    office.fails(office.sending.send_text, TEXT)

    accepted = office.runs(office.sending.send_text, TEXT)

    assert accepted.maybe_twice


def test_a_text_that_may_have_gone_twice_is_looked_up_and_never_sent_a_third_time(office: Office) -> None:
    office.texts.faults = [Fault(UNSURE), Fault(UNSURE)]
    for _ in range(4):
        office.fails(office.sending.send_text, TEXT)
    office.texts.send(sender="+441632960001", to="+447700900123", body=office.letters.render(TEXT, None).text)

    accepted = office.runs(office.sending.send_text, TEXT)

    assert (accepted.provider_id, len(office.texts.sent)) == ("text-1", 1)


def test_a_text_that_is_found_twice_says_so_and_is_not_sent_again(office: Office) -> None:
    office.texts.faults = [Fault(UNSURE, accepted_first=True)]
    office.fails(office.sending.send_text, TEXT)
    office.texts.sent.append(office.texts.sent[0]._replace(provider_id="text-2"))

    accepted = office.runs(office.sending.send_text, TEXT)

    assert (accepted.provider_id, accepted.maybe_twice, len(office.texts.sent)) == ("text-1", True, 2)


def another_with_the_same_words() -> Errand:
    """Another text of the complaint that says the same."""
    return TEXT.model_copy(update={"notice": TEXT.notice.model_copy(update={"key": f"{TEXT.notice.key}-too"})})


@pytest.mark.parametrize(("went", "texts"), [(True, 2), (False, 2)], ids=["it went", "it did not go"])
def test_another_text_with_the_same_words_is_not_taken_for_this_one(office: Office, *, went: bool, texts: int) -> None:
    first = office.runs(office.sending.send_text, another_with_the_same_words())
    office.texts.faults = [Fault(UNSURE, accepted_first=went)]
    office.fails(office.sending.send_text, TEXT)

    accepted = office.runs(office.sending.send_text, TEXT)

    assert accepted.provider_id != first.provider_id
    assert accepted.maybe_twice is not went
    assert len(office.texts.sent) == texts


def test_where_the_register_cannot_say_which_texts_are_known_none_is_looked_up(office: Office) -> None:
    office.texts.faults = [Fault(UNSURE)]
    office.fails(office.sending.send_text, TEXT)
    office.ledger.away = {"ids_beside"}

    failure = office.fails(office.sending.send_text, TEXT)

    assert (failure.type, office.texts.sent) == ("ProviderAway", [])


def test_our_accounts_fault_is_tried_again_and_says_nothing_of_the_number(office: Office) -> None:
    office.texts.faults = [Fault(AccountFaultError("Twilio answered 400, code 21408"))]

    failure = office.fails(office.sending.send_text, TEXT)
    accepted = office.runs(office.sending.send_text, TEXT)

    assert (failure.type, failure.non_retryable, accepted.maybe_twice) == ("AccountFault", False, False)


def test_the_same_words_sent_long_before_are_not_taken_for_this_text(office: Office) -> None:
    clock = FakeClock()
    office.texts.clock = office.ledger.clock = clock
    office.texts.send(sender="+441632960001", to="+447700900123", body=office.letters.render(TEXT, None).text)
    clock.now += timedelta(days=1)
    office.texts.faults = [Fault(UNSURE)]
    office.fails(office.sending.send_text, TEXT)

    office.runs(office.sending.send_text, TEXT)

    assert len(office.texts.sent) == 2


def test_what_an_earlier_try_left_open_is_looked_up_after_a_later_one_failed(office: Office) -> None:
    office.texts.faults = [Fault(UNSURE, accepted_first=True)]
    office.texts.find_faults = [ProviderAwayError("looking the text up: it answered 503")]
    office.fails(office.sending.send_text, TEXT)

    failure = office.fails(office.sending.send_text, TEXT)
    office.runs(office.sending.send_text, TEXT)

    assert (failure.type, len(office.texts.sent)) == ("ProviderAway", 1)


def test_a_text_whose_try_the_register_held_up_is_left_to_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as held_up:
        held_up.setattr("activities.sending.GOES_WITHIN", timedelta(0))
        failure = office.fails(office.sending.send_text, TEXT)
    assert (failure.type, office.texts.sent) == ("ProviderAway", [])

    office.runs(office.sending.send_text, TEXT)

    assert len(office.texts.sent) == 1


def test_a_stopped_number_is_told_apart_from_one_that_cannot_work(office: Office) -> None:
    stopped, wrong, unknown = (
        office.fails(office.sending.send_text, errand(Channel.TEXT, resident=ANN.model_copy(update={"mobile": number})))
        for number in (STOPPED, NOT_A_NUMBER, None)
    )

    assert [failure.details[1] for failure in (stopped, wrong, unknown)] == [True, False, False]
    assert all(failure.non_retryable and failure.type == "ProviderRejected" for failure in (stopped, wrong, unknown))


def test_a_text_that_is_itself_at_fault_says_nothing_of_the_number(office: Office) -> None:
    office.texts.faults.append(Fault(ProviderRejectedError("the text is too long", of_notice=True)))

    failure = office.fails(office.sending.send_text, errand(Channel.TEXT))

    assert (failure.type, failure.non_retryable) == ("NoticeRejected", True)


def test_staff_have_no_number_so_a_text_to_them_is_refused(office: Office) -> None:
    failure = office.fails(office.sending.send_text, errand(Channel.TEXT, to=first_of(PRIYA.id)))

    assert (failure.type, failure.message) == ("ProviderRejected", "no mobile number is known")


def test_a_notice_without_words_for_a_text_is_a_template_fault(office: Office) -> None:
    office.letters.without_text = True

    failure = office.fails(office.sending.send_text, TEXT)

    assert (failure.type, failure.non_retryable) == ("LetterFault", False)


def test_a_letter_is_kept_for_print_once(office: Office) -> None:
    first = office.runs(office.sending.print_letter, LETTER)

    again = office.runs(office.sending.print_letter, LETTER)

    ((place, page),) = office.print_room.pages.items()
    assert first.provider_id == again.provider_id == place
    assert (first.channel, first.to) == (Channel.LETTER, "resident")
    assert "Dear Ann Example" in page


def test_an_unsure_text_is_looked_up_by_the_words_in_which_it_went(office: Office) -> None:
    office.texts.faults = [Fault(UNSURE, accepted_first=True)]
    office.fails(office.sending.send_text, TEXT)
    office.letters.closing = " in other words"

    accepted = office.runs(office.sending.send_text, TEXT)

    (text,) = office.texts.sent
    assert (accepted.provider_id, accepted.first_line) == (text.provider_id, text.body)


def test_the_page_for_print_is_the_one_that_is_kept(office: Office) -> None:
    office.print_room.away = True
    office.fails(office.sending.print_letter, LETTER)
    office.print_room.away, office.letters.closing = False, " in other words"

    office.runs(office.sending.print_letter, LETTER)

    (page,) = office.print_room.pages.values()
    assert page == office.ledger.copies[LETTER.notice.errand_key].words.html
    assert "in other words" not in page


def test_with_the_register_away_nothing_is_printed(office: Office) -> None:
    office.ledger.away = {"keep_copy"}

    with pytest.raises(RegisterAwayError):
        office.runs(office.sending.print_letter, LETTER)

    assert office.print_room.pages == {}
