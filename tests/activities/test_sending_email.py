"""E-mails go once; where that cannot be known they go again, and the result says so (D12)."""

from datetime import date, timedelta

import pytest
from temporalio.exceptions import ApplicationErrorCategory

from activities.ports import ProviderAwayError, ProviderUnsureError, RegisterAwayError
from activities.sending import NOBODY_KNOWS
from domain.complaint.notice_facts import Due
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.recipients import first_of
from domain.complaint.staff_facts import ReminderFacts
from domain.outbox.errands import Ended, Errand
from domain.policy.channels import Channel
from domain.policy.staff import Person
from tests.activities.errands import ANN, PRIYA, STARTED_AT, errand
from tests.activities.office import Office, WorkerKilled
from tests.fakes import Fault

EMAIL = errand(Channel.EMAIL)
AWAY, UNSURE = ProviderAwayError("it answered 503"), ProviderUnsureError("no answer came")


def test_an_email_to_the_resident_goes_with_the_landlords_name_and_the_errands_key(office: Office) -> None:
    accepted = office.runs(office.sending.send_email, EMAIL)

    (mail,) = office.mail.sent
    assert (mail.to, mail.key) == ("ann@example.com", EMAIL.notice.errand_key)
    assert (mail.sender, mail.sender_name) == ("complaints@qualitas.example.com", "Qualitas Homes")
    assert (accepted.key, accepted.channel, accepted.to) == (EMAIL.notice.key, Channel.EMAIL, "resident")
    assert (accepted.provider_id, accepted.maybe_twice) == (mail.provider_id, False)
    assert accepted.first_line == mail.words.first_line == "acknowledgement QH-2031-1"


def test_a_member_of_staff_is_found_when_the_email_goes_by_the_complaints_own_clock(office: Office) -> None:
    accepted = office.runs(office.sending.send_email, errand(Channel.EMAIL, to=first_of(PRIYA.id)))

    (asked_at,) = office.landlords.asked_at
    assert (accepted.to, office.mail.sent[0].to) == (PRIYA.id, PRIYA.email)
    assert STARTED_AT <= asked_at <= accepted.at < STARTED_AT + timedelta(minutes=1)


def reminder(number: int, to: Person) -> Errand:
    """A reminder of that minute with one line."""
    facts = ReminderFacts(summary="Damp.", duties=(Due(what=f"duty {number}", due_on=date(2026, 11, 17)),))
    sent = errand(Channel.EMAIL, to=first_of(to.id))
    notice = sent.notice.model_copy(
        update={"key": f"qualitas/QH-2031-1/{number}-reminder", "kind": NoticeKind.REMINDER, "facts": facts}
    )
    return sent.model_copy(update={"notice": notice})


def test_reminders_of_one_reader_are_one_message_and_the_answer_names_them(office: Office) -> None:
    first, second = reminder(1, PRIYA), reminder(2, PRIYA)

    accepted = office.runs(office.sending.send_email, first.model_copy(update={"beside": (second.notice,)}))

    assert accepted.told_too == (second.notice.key,)
    assert len(office.mail.sent) == 1


def test_a_reminder_after_an_unsure_try_tells_only_of_itself_so_that_nothing_is_lost(office: Office) -> None:
    first, second = reminder(1, PRIYA), reminder(2, PRIYA)
    both = first.model_copy(update={"beside": (second.notice,)})
    office.mail.faults = [Fault(WorkerKilled(), accepted_first=True)]
    office.is_killed(office.sending.send_email, both)

    accepted = office.runs(office.sending.send_email, both)

    assert (accepted.maybe_twice, accepted.told_too) == (True, ())


def test_a_try_that_the_register_held_up_sends_nothing_as_another_has_begun(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as held_up:
        held_up.setattr("activities.sending.GOES_WITHIN", timedelta(0))
        failure = office.fails(office.sending.send_email, EMAIL)
    assert (failure.type, office.mail.sent) == ("ProviderAway", [])

    accepted = office.runs(office.sending.send_email, EMAIL)

    assert (len(office.mail.sent), accepted.maybe_twice) == (1, False)


def test_asked_again_after_it_was_confirmed_it_gives_the_same_answer_and_sends_nothing(office: Office) -> None:
    first = office.runs(office.sending.send_email, EMAIL)

    again = office.runs(office.sending.send_email, EMAIL)

    assert (again, len(office.mail.sent)) == (first, 1)


def test_killed_between_send_and_confirm_it_sends_again_and_says_so(office: Office) -> None:
    office.mail.faults = [Fault(WorkerKilled(), accepted_first=True)]
    office.is_killed(office.sending.send_email, EMAIL)

    accepted = office.runs(office.sending.send_email, EMAIL)

    assert (accepted.maybe_twice, len(office.mail.sent)) == (True, 2)
    assert office.runs(office.sending.send_email, EMAIL) == accepted


def test_killed_between_claim_and_send_it_is_sent_and_called_unsure(office: Office) -> None:
    office.mail.faults = [Fault(WorkerKilled())]
    office.is_killed(office.sending.send_email, EMAIL)

    accepted = office.runs(office.sending.send_email, EMAIL)

    assert (accepted.maybe_twice, len(office.mail.sent)) == (True, 1)


def test_an_unsure_send_is_retried_quietly(office: Office) -> None:
    office.mail.faults = [Fault(UNSURE, accepted_first=True)]

    failure = office.fails(office.sending.send_email, EMAIL)

    assert (failure.type, failure.non_retryable) == ("ProviderUnsure", False)
    assert failure.category is ApplicationErrorCategory.BENIGN
    assert office.runs(office.sending.send_email, EMAIL).maybe_twice


def lost(times: int) -> list[Fault]:
    """So many tries that are accepted, and whose answer is lost."""
    return [Fault(UNSURE, accepted_first=True)] * times


def test_an_email_whose_answer_was_lost_goes_once_more_and_no_more(office: Office) -> None:
    office.mail.faults = lost(5)

    failures = [office.fails(office.sending.send_email, EMAIL) for _ in range(4)]

    assert [(failure.type, failure.non_retryable) for failure in failures] == [
        ("ProviderUnsure", False),
        *[(NOBODY_KNOWS, True)] * 3,
    ]
    assert len(office.mail.sent) == 2


def test_workers_that_die_while_they_send_do_not_make_a_third_email(office: Office) -> None:
    office.mail.faults = [Fault(WorkerKilled(), accepted_first=True)] * 2
    office.is_killed(office.sending.send_email, EMAIL)
    office.is_killed(office.sending.send_email, EMAIL)

    failure = office.fails(office.sending.send_email, EMAIL)

    assert (failure.type, len(office.mail.sent)) == (NOBODY_KNOWS, 2)


def test_a_try_that_was_certainly_not_accepted_does_not_count_as_one_of_the_two(office: Office) -> None:
    office.mail.faults = [*lost(1), Fault(AWAY), Fault(AWAY)]
    for _ in range(3):
        office.fails(office.sending.send_email, EMAIL)

    accepted = office.runs(office.sending.send_email, EMAIL)

    assert (accepted.maybe_twice, accepted.tries) == (True, 4)


def written_for_another_day(errand: Errand) -> Errand:
    """*errand* as it goes on another day, under another key."""
    former = errand.notice
    again = former.model_copy(update={"key": f"{former.key}-again", "formerly": (former.errand_key,)})
    return errand.model_copy(update={"notice": again})


def test_what_may_have_gone_under_a_former_key_counts(office: Office) -> None:
    office.mail.faults = lost(5)
    office.fails(office.sending.send_email, EMAIL)

    failures = [office.fails(office.sending.send_email, written_for_another_day(EMAIL)) for _ in range(2)]

    assert [failure.type for failure in failures] == [NOBODY_KNOWS] * 2
    assert len(office.mail.sent) == 2


def test_what_was_accepted_under_a_former_key_is_not_sent_again(office: Office) -> None:
    first = office.runs(office.sending.send_email, EMAIL)

    again = office.runs(office.sending.send_email, written_for_another_day(EMAIL))

    assert (again.provider_id, again.at, len(office.mail.sent)) == (first.provider_id, first.at, 1)


def test_how_it_ended_says_that_nobody_knows_and_since_when(office: Office) -> None:
    office.mail.faults = lost(2)
    for _ in range(2):
        office.fails(office.sending.send_email, EMAIL)

    ended = office.runs(office.sending.how_it_ended, written_for_another_day(EMAIL))

    assert ended.nobody_knows
    assert (ended.tries, ended.unknown) == (2, 2)
    assert ended.tried_at
    assert ended.tried_at <= STARTED_AT + timedelta(minutes=1)


def test_how_it_ended_says_that_it_went_all_the_same(office: Office) -> None:
    accepted = office.runs(office.sending.send_email, EMAIL)

    ended = office.runs(office.sending.how_it_ended, EMAIL)

    assert (ended.accepted, ended.nobody_knows) == (accepted, False)


def test_what_a_former_life_sent_under_the_key_says_nothing_of_how_this_errand_ended(office: Office) -> None:
    office.runs(office.sending.send_email, EMAIL)
    facts = EMAIL.notice.facts.model_copy(update={"summary": "Another matter."})
    other = EMAIL.model_copy(update={"notice": EMAIL.notice.model_copy(update={"facts": facts})})

    assert office.runs(office.sending.how_it_ended, other) == Ended()


def test_how_it_ended_says_that_it_never_went(office: Office) -> None:
    office.mail.faults = [Fault(AWAY)]
    office.fails(office.sending.send_email, EMAIL)

    ended = office.runs(office.sending.how_it_ended, EMAIL)

    assert (ended.accepted, ended.nobody_knows, ended.tries) == (None, False, 1)


def test_a_provider_that_is_away_is_asked_again_when_it_wishes(office: Office) -> None:
    office.mail.faults = [Fault(ProviderAwayError("it answered 429", retry_after=90))]

    failure = office.fails(office.sending.send_email, EMAIL)

    assert (failure.type, failure.non_retryable) == ("ProviderAway", False)
    assert failure.next_retry_delay == timedelta(seconds=90)
    assert failure.category is ApplicationErrorCategory.BENIGN


def test_after_a_try_that_was_certainly_not_accepted_it_has_not_gone_twice(office: Office) -> None:
    office.mail.faults = [Fault(AWAY)]
    failure = office.fails(office.sending.send_email, EMAIL)

    accepted = office.runs(office.sending.send_email, EMAIL)

    assert (failure.next_retry_delay, accepted.maybe_twice) == (None, False)


def test_a_refused_connection_later_does_not_settle_what_an_unsure_try_left_open(office: Office) -> None:
    office.mail.faults = [Fault(UNSURE, accepted_first=True), Fault(AWAY)]
    office.fails(office.sending.send_email, EMAIL)
    office.fails(office.sending.send_email, EMAIL)

    accepted = office.runs(office.sending.send_email, EMAIL)

    assert accepted.maybe_twice


@pytest.mark.parametrize("email", ["nobody", None], ids=["refused", "unknown"])
def test_an_address_that_can_never_work_is_not_tried_again(office: Office, email: str | None) -> None:
    failure = office.fails(
        office.sending.send_email, errand(Channel.EMAIL, resident=ANN.model_copy(update={"email": email}))
    )

    assert (failure.type, failure.non_retryable) == ("ProviderRejected", True)
    assert failure.details[1] is False
    assert office.ledger.claim(EMAIL.notice.errand_key).is_new


def test_a_faulty_template_is_tried_again_until_it_is_mended_and_claims_nothing(office: Office) -> None:
    office.letters.faulty = "qualitas/letters/acknowledgement.txt asks for ((due_on))"
    failure = office.fails(office.sending.send_email, EMAIL)
    office.letters.faulty = ""

    accepted = office.runs(office.sending.send_email, EMAIL)

    assert (failure.type, failure.non_retryable) == ("LetterFault", False)
    assert "((due_on))" in failure.message
    assert not accepted.maybe_twice


def test_with_the_register_away_nothing_is_sent(office: Office) -> None:
    office.ledger.away = {"claim"}

    with pytest.raises(RegisterAwayError):
        office.runs(office.sending.send_email, EMAIL)

    assert office.mail.sent == []


def test_once_accepted_it_is_not_sent_again_because_the_register_is_away(office: Office) -> None:
    office.ledger.away = {"confirm"}

    accepted = office.runs(office.sending.send_email, EMAIL)

    assert accepted.provider_id == office.mail.sent[0].provider_id


def test_the_providers_answer_is_told_although_the_register_is_away(office: Office) -> None:
    office.mail.faults, office.ledger.away = [Fault(AWAY)], {"release"}

    failure = office.fails(office.sending.send_email, EMAIL)
    office.ledger.away = set()

    assert failure.type == "ProviderAway"
    assert office.runs(office.sending.send_email, EMAIL).maybe_twice


def test_the_failure_holds_nothing_personal(office: Office) -> None:
    failures = [
        office.fails(
            office.sending.send_email, errand(Channel.EMAIL, resident=ANN.model_copy(update={"email": "ann"}))
        ),
        office.fails(office.sending.send_text, errand(Channel.TEXT, resident=ANN.model_copy(update={"mobile": None}))),
    ]

    for failure in failures:
        assert not any(personal in repr(failure) for personal in ("ann", "Ann", "447700"))


def test_after_an_unsure_try_the_same_words_go_again_whatever_the_template_says_by_then(office: Office) -> None:
    office.mail.faults = [Fault(UNSURE, accepted_first=True)]
    office.fails(office.sending.send_email, EMAIL)
    office.letters.closing = "in other words"

    accepted = office.runs(office.sending.send_email, EMAIL)

    first, again = office.mail.sent
    assert again.words == first.words
    assert accepted.maybe_twice


def test_after_a_try_that_certainly_did_not_go_a_mended_template_is_used(office: Office) -> None:
    office.mail.faults = [Fault(AWAY)]
    office.fails(office.sending.send_email, EMAIL)
    office.letters.closing = "mended"

    office.runs(office.sending.send_email, EMAIL)

    assert office.mail.sent[0].words.body.endswith("mended")


def test_the_copy_says_to_whom_and_where_it_went(office: Office) -> None:
    office.runs(office.sending.send_email, errand(Channel.EMAIL, to=first_of(PRIYA.id)))

    copy = office.ledger.sends[EMAIL.notice.errand_key].copy
    assert copy is not None
    assert (copy.recipient, copy.address, copy.reference) == (PRIYA.id, PRIYA.email, EMAIL.reference)
    assert copy.words == office.mail.sent[0].words
