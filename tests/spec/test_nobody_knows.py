"""A send has three outcomes: it went, it did not, or nobody knows (D12)."""

import pytest

from domain.calendar.days import short
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.resident_facts import AcknowledgementFacts
from domain.complaint.staff_facts import UnknownOutcomeFacts
from domain.outbox.errands import Accepted, Ended
from domain.policy.channels import Channel
from domain.procedure.news import delivery as news
from domain.views.page import WaitsFor
from domain.views.standing import standing
from domain.views.status import Tag
from tests.spec.cast import Landlord
from tests.spec.days import day


@pytest.fixture
def handled(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026 with its handler."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    landlord.allocates()
    return landlord


@pytest.fixture
def in_doubt(handled: Landlord) -> Landlord:
    """The answer to each try at the acknowledgement by e-mail was lost, on Tue 03 Nov 2026 at noon."""
    handled.providers.losing = {Channel.EMAIL}
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.providers.losing = set()
    return handled


def acknowledgements(landlord: Landlord) -> list[Channel]:
    return at_length(landlord, NoticeKind.ACKNOWLEDGEMENT)


def at_length(landlord: Landlord, kind: NoticeKind) -> list[Channel]:
    """How letters of that kind went, but for the texts beside them."""
    return [sent.channel for sent in landlord.sent if sent.kind is kind and sent.channel is not Channel.TEXT]


def test_D12_nobody_knows_is_an_entry_of_its_own_with_its_tries(in_doubt: Landlord) -> None:
    assert in_doubt.record_of(EntryKind.NOTICE_UNKNOWN) == [
        "nobody knows whether the acknowledgement went by email: tried twice, no answer came"
    ]
    assert not in_doubt.record_of(EntryKind.NOTICE_EXPIRED)


def test_D12_what_may_have_gone_goes_no_other_way_by_itself(in_doubt: Landlord) -> None:
    in_doubt.waits(until="Mon 30 Nov 2026")

    assert acknowledgements(in_doubt) == []


def test_D12_the_handler_is_told_in_true_words(in_doubt: Landlord) -> None:
    (told,) = in_doubt.told(NoticeKind.UNKNOWN_OUTCOME)
    facts = in_doubt.facts(UnknownOutcomeFacts)

    assert told == f"Tue 03 Nov 12:00 unknown_outcome to {in_doubt.parts.handler} by email"
    assert (facts.notice, facts.channel) == (NoticeKind.ACKNOWLEDGEMENT, Channel.EMAIL)
    assert facts.letter
    assert not in_doubt.told(NoticeKind.NOT_SENT)


def test_D12_its_duty_is_neither_met_nor_missed_and_stays_owed(in_doubt: Landlord) -> None:
    in_doubt.waits(until="Mon 30 Nov 2026")

    duty = in_doubt.duty("stage_1.acknowledge")
    assert duty.is_open
    assert duty.in_full.endswith("acknowledgement (nobody knows whether its letter went)")
    assert not [line for line in in_doubt.missed if "acknowledge" in line]
    assert [line for line in in_doubt.reminders() if "acknowledgement (nobody knows" in line]


def test_D12_lists_and_digest_show_that_nobody_knows(in_doubt: Landlord) -> None:
    line = standing(in_doubt.complaint, in_doubt.rules, in_doubt.now)

    assert Tag.NOBODY_KNOWS in line.tags
    assert Tag.UNDELIVERED not in line.tags
    assert [each.of for each in line.waits_for if each.what is WaitsFor.OUTCOME] == [(in_doubt.parts.handler,)]


def test_D12_a_letter_that_no_duty_waits_for_is_owed_by_itself(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.speaks_with_resident(on="Tue 03 Nov 2026", at="14:00")
    handled.responds(on="Tue 10 Nov 2026")
    handled.providers.losing = {Channel.EMAIL}
    handled.closes(on="Wed 11 Nov 2026")

    (owed,) = [line for line in handled.owes() if "post_" in line]
    assert "closure" in owed
    assert not handled.settled


def test_D12_a_text_in_doubt_is_on_record_and_told_and_nothing_is_owed(handled: Landlord) -> None:
    owed = handled.owes()
    handled.providers.losing = {Channel.TEXT}
    handled.acknowledges(on="Tue 03 Nov 2026")

    assert "went by text" in handled.record_of(EntryKind.NOTICE_UNKNOWN)[0]
    assert len(handled.told(NoticeKind.UNKNOWN_OUTCOME)) == 1
    assert handled.facts(UnknownOutcomeFacts).letter is None
    assert not handled.complaint.unknown_letters
    assert len(handled.owes()) <= len(owed)


def test_D12_what_was_for_staff_is_on_record_and_gone(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL}
    handled.reassigns(handled.parts.colleague, on="Tue 03 Nov 2026")
    (notice,) = [each for each in handled.complaint.outbox if each.kind is NoticeKind.ASSIGNMENT]
    ended = Ended(tries=2, unknown=2, tried_at=handled.now)

    complaint = news.note_unknown(handled.complaint, notice.key, ended, handled.rules, handled.now)

    assert complaint.notice(notice.key) is None
    assert not [each for each in complaint.outbox if each.kind is NoticeKind.UNKNOWN_OUTCOME]


# Taken back in the middle of a try


@pytest.fixture
def on_its_way(handled: Landlord) -> Landlord:
    """The acknowledgement of Tue 03 Nov 2026 waits, as e-mail does not go."""
    handled.providers.away = {Channel.EMAIL}
    handled.acknowledges(on="Tue 03 Nov 2026")
    return handled


def waiting(landlord: Landlord) -> Notice:
    return next(each for each in landlord.complaint.outbox if each.kind is NoticeKind.ACKNOWLEDGEMENT)


def accepted(notice: Notice, landlord: Landlord) -> Ended:
    went = Accepted(
        key=notice.key, channel=Channel.EMAIL, at=landlord.now, to="resident", provider_id="1", first_line="Dear Sam"
    )
    return Ended(accepted=went, tries=1)


def hears_the_end(landlord: Landlord, notice: Notice, ended: Ended) -> None:
    landlord.complaint = news.note_end_of_taken_back(landlord.complaint, notice, ended, landlord.rules, landlord.now)


def test_D12_taken_back_in_the_middle_of_a_try_the_record_says_that_it_went(on_its_way: Landlord) -> None:
    notice = waiting(on_its_way)
    on_its_way.hears_withdrawal(on="Tue 03 Nov 2026", at="14:00")

    hears_the_end(on_its_way, notice, accepted(notice, on_its_way))

    assert "acknowledgement went by email anyway: it was already on its way" in on_its_way.record[-1]


def test_D12_taken_back_in_the_middle_of_a_try_the_record_says_that_nobody_knows(on_its_way: Landlord) -> None:
    notice = waiting(on_its_way)
    on_its_way.hears_withdrawal(on="Tue 03 Nov 2026", at="14:00")

    hears_the_end(on_its_way, notice, Ended(tries=3, unknown=1, tried_at=on_its_way.now))

    (entry,) = on_its_way.record_of(EntryKind.NOTICE_UNKNOWN)
    assert entry.startswith("nobody knows whether the acknowledgement went by email: tried 3 times, once no answer")
    assert entry.endswith("; it was withdrawn in the middle of that")


def test_D12_taken_back_before_it_was_tried_the_record_says_no_more(on_its_way: Landlord) -> None:
    notice = waiting(on_its_way)
    on_its_way.hears_withdrawal(on="Tue 03 Nov 2026", at="14:00")
    entries = len(on_its_way.record)

    hears_the_end(on_its_way, notice, Ended(tries=2))

    assert len(on_its_way.record) == entries


def test_D12_what_came_back_in_the_middle_of_a_try_is_not_said_to_be_unknown(on_its_way: Landlord) -> None:
    notice = waiting(on_its_way)
    on_its_way.hears_of_bounce(notice.errand_key)

    hears_the_end(on_its_way, notice, Ended(tries=1, unknown=1, tried_at=on_its_way.now))

    assert "came back by email" in "\n".join(on_its_way.record)
    assert not on_its_way.record_of(EntryKind.NOTICE_UNKNOWN)


def test_D12_what_waits_for_an_address_after_it_came_back_is_not_said_to_be_unknown(on_its_way: Landlord) -> None:
    notice = waiting(on_its_way)
    without = on_its_way.complaint.resident.model_copy(update={"address": ()})
    on_its_way.complaint = on_its_way.complaint.changed(resident=without)
    on_its_way.hears_of_bounce(notice.errand_key)

    hears_the_end(on_its_way, notice, Ended(tries=1, unknown=1, tried_at=on_its_way.now))

    assert waiting(on_its_way).channel is Channel.LETTER
    assert not on_its_way.record_of(EntryKind.NOTICE_UNKNOWN)


def test_D12_written_for_another_day_it_names_the_keys_under_which_it_may_have_gone(late: Landlord) -> None:
    before = waiting(late)

    late.waits(until="Thu 12 Nov 2026")

    assert waiting(late).key != before.key
    assert before.errand_key in waiting(late).formerly


def test_D12_what_went_at_midnight_under_its_former_key_has_gone(late: Landlord) -> None:
    before = waiting(late)
    late.waits(until="Thu 12 Nov 2026")

    hears_the_end(late, before, accepted(before, late))

    assert not [each for each in late.complaint.outbox if each.channel is Channel.EMAIL and each.formerly]
    assert not late.duty("stage_1.acknowledge").is_open


def test_D12_what_may_have_gone_at_midnight_is_asked_about_under_its_new_key(late: Landlord) -> None:
    before = waiting(late)
    late.waits(until="Thu 12 Nov 2026")
    entries = len(late.record)

    hears_the_end(late, before, Ended(tries=1, unknown=1, tried_at=late.now))

    assert len(late.record) == entries
    assert waiting(late).formerly


@pytest.fixture
def late(handled: Landlord) -> Landlord:
    """An acknowledgement that waits, and says other things after its day has passed."""
    handled.providers.away = {Channel.EMAIL}
    handled.acknowledges(on=handled.due("stage_1.acknowledge"))
    return handled


# Until somebody knows


def test_D12_a_person_says_that_it_arrived_and_it_was_met_when_it_was_tried(in_doubt: Landlord) -> None:
    in_doubt.waits(until="Mon 30 Nov 2026")

    in_doubt.settles("acknowledgement", arrived=True)

    duty = in_doubt.duty("stage_1.acknowledge")
    assert (duty.is_open, duty.is_late) == (False, False)
    assert not [line for line in in_doubt.missed if "acknowledge" in line]
    assert in_doubt.record_of(EntryKind.LETTER_SETTLED) == [
        "acknowledgement letter arrived: The resident has it in front of them"
    ]
    assert not in_doubt.complaint.unknown_letters


def test_D12_a_person_says_that_it_did_not_arrive_and_it_goes_again(in_doubt: Landlord) -> None:
    in_doubt.settles("acknowledgement", arrived=False, on="Wed 04 Nov 2026")

    assert acknowledgements(in_doubt) == [Channel.EMAIL]
    assert not in_doubt.duty("stage_1.acknowledge").is_open
    assert in_doubt.record_of(EntryKind.LETTER_SETTLED)[0].endswith("; it goes again by email")
    assert in_doubt.letter(NoticeKind.ACKNOWLEDGEMENT).formerly == ()


def test_D12_a_person_has_it_printed(in_doubt: Landlord) -> None:
    in_doubt.settles("acknowledgement", arrived=False, on="Wed 04 Nov 2026", print_it=True)

    assert acknowledgements(in_doubt) == [Channel.LETTER]
    assert in_doubt.duty("stage_1.acknowledge").is_open
    in_doubt.posts("acknowledgement")
    assert not in_doubt.duty("stage_1.acknowledge").is_open


def test_D12_what_did_not_arrive_by_its_day_was_missed(in_doubt: Landlord) -> None:
    due = in_doubt.due("stage_1.acknowledge")
    in_doubt.waits(until="Mon 30 Nov 2026")

    in_doubt.settles("acknowledgement", arrived=False)

    assert f"stage_1.acknowledge due {due}" in in_doubt.missed
    assert in_doubt.duty("stage_1.acknowledge").is_late


@pytest.mark.parametrize("by_news", [True, False], ids=["it came back", "a person says so"])
@pytest.mark.parametrize(("answered_on", "is_missed"), [("Mon 16 Nov 2026", True), ("Wed 04 Nov 2026", False)])
def test_D12_what_never_arrived_was_missed_where_its_day_passed_before_the_answer_went(
    in_doubt: Landlord, answered_on: str, *, is_missed: bool, by_news: bool
) -> None:
    due = in_doubt.due("stage_1.acknowledge")
    (letter,) = in_doubt.complaint.unknown_letters
    in_doubt.speaks_with_resident(on="Tue 03 Nov 2026", at="14:00")
    in_doubt.responds(on=answered_on)

    if by_news:
        in_doubt.hears_of_bounce(f"{letter.notice}/email")
    else:
        in_doubt.settles("acknowledgement", arrived=False)

    assert (f"stage_1.acknowledge due {due}" in in_doubt.missed) is is_missed
    assert acknowledgements(in_doubt) == []


def test_D12_of_what_is_known_nothing_is_settled(in_doubt: Landlord) -> None:
    in_doubt.settles("acknowledgement", arrived=True)

    refused = in_doubt.refuses(lambda: in_doubt.settles("acknowledgement", arrived=False))

    assert refused == "Of every letter it is known whether it went."


def test_D12_it_is_said_how_that_is_known(in_doubt: Landlord) -> None:
    assert in_doubt.refuses(lambda: in_doubt.settles("acknowledgement", arrived=True, known_by=" ")).startswith(
        "Say how"
    )
    assert "(acknowledgement)" in in_doubt.refuses(lambda: in_doubt.settles("77", arrived=True))
    assert in_doubt.refuses(lambda: in_doubt.settles("acknowledgement", arrived=True, print_it=True))


def test_D12_with_its_response_in_doubt_it_is_not_closed_before_somebody_finds_out(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.speaks_with_resident(on="Tue 03 Nov 2026", at="14:00")
    handled.providers.losing = {Channel.EMAIL}
    handled.responds(on="Tue 10 Nov 2026")
    handled.providers.losing = set()

    for step in (lambda: handled.closes(on="Wed 11 Nov 2026"), lambda: handled.hears_withdrawal(on="Wed 11 Nov 2026")):
        assert "nobody knows whether the stage 1 response went; find out" in handled.refuses(step)
        assert handled.would_help == "settle_letter"

    handled.settles("response", arrived=True)
    handled.closes(on="Thu 12 Nov 2026")
    assert handled.complaint.closed


def test_D12_an_owed_letter_that_did_not_arrive_goes_again(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.speaks_with_resident(on="Tue 03 Nov 2026", at="14:00")
    handled.responds(on="Tue 10 Nov 2026")
    handled.providers.losing = {Channel.EMAIL}
    handled.closes(on="Wed 11 Nov 2026")
    handled.providers.losing = set()

    handled.settles("closure", arrived=False, on="Thu 12 Nov 2026")

    assert not [line for line in handled.owes() if "post_" in line]
    assert at_length(handled, NoticeKind.CLOSURE) == [Channel.EMAIL]


def test_D12_the_provider_says_that_it_arrived(in_doubt: Landlord) -> None:
    (letter,) = in_doubt.complaint.unknown_letters
    in_doubt.waits(until="Mon 30 Nov 2026")

    in_doubt.hears_of_delivery(f"{letter.notice}/email")

    assert not in_doubt.duty("stage_1.acknowledge").is_open
    assert not in_doubt.complaint.unknown_letters
    assert in_doubt.record_of(EntryKind.NOTICE_DELIVERED)


def test_D12_the_provider_says_that_it_came_back_and_it_goes_another_way(in_doubt: Landlord) -> None:
    (letter,) = in_doubt.complaint.unknown_letters

    in_doubt.hears_of_bounce(f"{letter.notice}/email")

    assert acknowledgements(in_doubt) == [Channel.LETTER]
    assert not in_doubt.complaint.unknown_letters
    assert in_doubt.duty("stage_1.acknowledge").is_open


def test_D12_news_that_it_arrived_is_enough_for_what_still_waits_for_its_answer(on_its_way: Landlord) -> None:
    on_its_way.hears_of_delivery(waiting(on_its_way).errand_key)

    assert not on_its_way.duty("stage_1.acknowledge").is_open
    assert not [each for each in on_its_way.complaint.outbox if each.kind is NoticeKind.ACKNOWLEDGEMENT]


def test_D12_news_of_what_it_was_before_midnight_is_of_the_letter_that_waits(late: Landlord) -> None:
    before = waiting(late)
    late.waits(until="Thu 12 Nov 2026")

    late.hears_of_delivery(before.errand_key)

    assert not late.duty("stage_1.acknowledge").is_open
    assert not [each for each in late.complaint.outbox if each.kind is NoticeKind.ACKNOWLEDGEMENT]


@pytest.fixture
def late_in_doubt(late: Landlord) -> Landlord:
    """Of an acknowledgement that was written again after midnight nobody knows whether it went."""
    late.waits(until="Thu 12 Nov 2026")
    late.providers.away, late.providers.losing = set(), {Channel.EMAIL}
    late.waits(until="Thu 12 Nov 2026", at="13:00")
    late.providers.losing = set()
    return late


def test_D12_news_of_what_it_was_before_midnight_is_of_the_letter_in_doubt(late_in_doubt: Landlord) -> None:
    (letter,) = late_in_doubt.complaint.unknown_letters
    (former,) = next(gone.formerly for gone in late_in_doubt.complaint.gone if gone.key == letter.notice)

    late_in_doubt.hears_of_delivery(former)

    assert not late_in_doubt.complaint.unknown_letters
    assert not late_in_doubt.duty("stage_1.acknowledge").is_open


def test_D12_what_came_back_as_it_was_before_midnight_goes_another_way(late_in_doubt: Landlord) -> None:
    (letter,) = late_in_doubt.complaint.unknown_letters
    (former,) = next(gone.formerly for gone in late_in_doubt.complaint.gone if gone.key == letter.notice)

    late_in_doubt.hears_of_bounce(former)

    assert not late_in_doubt.complaint.unknown_letters
    assert acknowledgements(late_in_doubt) == [Channel.LETTER]


def test_D12_a_letter_that_goes_again_says_what_holds_by_now(in_doubt: Landlord) -> None:
    in_doubt.reassigns(in_doubt.parts.colleague, on="Wed 04 Nov 2026")
    in_doubt.corrects_receipt("Fri 30 Oct 2026", on="Wed 04 Nov 2026", at="14:00")
    in_doubt.hears_of_holiday("Mon 16 Nov 2026")

    in_doubt.settles("acknowledgement", arrived=False, on="Thu 05 Nov 2026")

    facts = in_doubt.facts(AcknowledgementFacts)
    assert facts.handler.id == in_doubt.parts.colleague
    assert facts.received_on == day("Fri 30 Oct 2026")
    assert short(facts.due_on) == in_doubt.due("stage_1.respond")


def test_D12_what_came_back_after_its_handler_changed_names_the_new_one(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.reassigns(handled.parts.colleague, on="Wed 04 Nov 2026")

    handled.bounces(NoticeKind.ACKNOWLEDGEMENT)

    assert acknowledgements(handled) == [Channel.EMAIL, Channel.LETTER]
    assert handled.facts(AcknowledgementFacts).handler.id == handled.parts.colleague


def test_D12_no_text_tells_of_a_letter_that_says_what_is_over(in_doubt: Landlord) -> None:
    in_doubt.hears_withdrawal(on="Wed 04 Nov 2026")

    in_doubt.settles("acknowledgement", arrived=True)

    assert not [line for line in in_doubt.told(NoticeKind.ACKNOWLEDGEMENT) if "by text" in line]


def test_D12_no_text_tells_after_weeks_that_a_letter_has_gone(in_doubt: Landlord) -> None:
    in_doubt.waits(until="Mon 30 Nov 2026")

    in_doubt.settles("acknowledgement", arrived=True)

    assert not [line for line in in_doubt.told(NoticeKind.ACKNOWLEDGEMENT) if "by text" in line]


def test_D12_a_letter_of_a_stage_that_was_undone_is_still_called_by_its_name(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    reliance.allocates()
    reliance.providers.losing = {Channel.EMAIL}
    reliance.refuses_as("insurance_claim", on="Wed 04 Nov 2026")
    reliance.providers.losing = set()
    reliance.reverses_refusal(on="Fri 06 Nov 2026")

    reliance.settles("refusal", arrived=True)

    assert reliance.record_of(EntryKind.LETTER_SETTLED)[0].startswith("refusal letter arrived")


def test_D12_another_address_does_not_send_what_may_have_arrived(in_doubt: Landlord) -> None:
    in_doubt.changes_contact(on="Wed 04 Nov 2026", email="sam.new@example.com", safe=True)

    assert acknowledgements(in_doubt) == []


def test_D12_recorded_as_posted_it_is_in_doubt_no_more(in_doubt: Landlord) -> None:
    in_doubt.posts_as_it_is("acknowledgement", on="Wed 04 Nov 2026")

    assert not in_doubt.complaint.unknown_letters
    assert not in_doubt.duty("stage_1.acknowledge").is_open


def test_D12_in_doubt_and_not_posted_after_all_it_is_printed(in_doubt: Landlord) -> None:
    in_doubt.posts_as_it_is("acknowledgement", on="Wed 04 Nov 2026")

    in_doubt.corrects_posting("acknowledgement", on="Thu 05 Nov 2026")

    assert acknowledgements(in_doubt) == [Channel.LETTER]
    in_doubt.posts("acknowledgement", on="Thu 05 Nov 2026", at="15:00")
    assert not in_doubt.duty("stage_1.acknowledge").is_open


def test_D12_where_a_newer_letter_says_more_the_record_does_not_say_that_it_did_not_go(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.tries_to_reach_resident(on="Tue 03 Nov 2026", at="14:00")
    handled.providers.losing = {Channel.EMAIL}
    handled.leaves_a_written_note(on="Wed 04 Nov 2026")
    handled.providers.losing = set()

    handled.responds(on="Tue 10 Nov 2026")

    assert handled.record_of(EntryKind.NOTICE_DROPPED)[-1] == (
        "contact note not sent again, though nobody knows whether it went: a newer letter says more"
    )
    assert not handled.complaint.unknown_letters
