"""Notices: what happens when a provider refuses, is away, or sends something back (D11, D12)."""

from datetime import date, timedelta

import pytest

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.staff_facts import CannotReachFacts, LetterToPostFacts
from domain.outbox.errands import Accepted, held, setting_out
from domain.outbox.tell import drop_one
from domain.policy.channels import Channel
from domain.procedure.news import delivery as sending
from tests.spec.cast import SAM, Landlord


@pytest.fixture
def handled(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026 with its handler."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    landlord.allocates()
    return landlord


def unposted(landlord: Landlord, resident: Resident) -> Landlord:
    """A resident whom only a letter reaches, acknowledged on Tue 03 Nov 2026 but not yet posted."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    return landlord


def test_D11_a_number_that_cannot_work_is_never_tried_again_and_the_handler_told(handled: Landlord) -> None:
    handled.providers.refusing = {Channel.TEXT: "not a mobile number"}
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.providers.refusing = {}

    handled.responds(on="Tue 10 Nov 2026")

    assert handled.told(NoticeKind.CANNOT_REACH) == [
        f"Tue 03 Nov 12:00 cannot_reach to {handled.parts.handler} by email"
    ]
    assert [sent.channel for sent in handled.sent if sent.kind is NoticeKind.RESPONSE] == [Channel.EMAIL]


def test_E31_a_resident_who_stopped_texts_still_gets_what_the_policy_promises(handled: Landlord) -> None:
    handled.providers.refusing = {Channel.TEXT: "the resident sent STOP"}

    handled.acknowledges(on="Tue 03 Nov 2026")

    assert not handled.duty("stage_1.acknowledge").is_open
    assert Channel.TEXT in handled.complaint.resident.unusable


def test_D11_an_address_that_cannot_work_makes_it_a_letter_and_a_task(handled: Landlord) -> None:
    handled.providers.refusing = {}
    refuse_to_resident(handled)

    handled.acknowledges(on="Tue 03 Nov 2026")

    assert handled.told(NoticeKind.ACKNOWLEDGEMENT)[0] == "Tue 03 Nov 12:00 acknowledgement to resident by letter"
    assert handled.facts(LetterToPostFacts).due_on == handled.duty("stage_1.acknowledge").due_on
    assert handled.duty("stage_1.acknowledge").is_open


def refuse_to_resident(landlord: Landlord) -> None:
    resident = landlord.complaint.resident.without(Channel.EMAIL)
    landlord.complaint = landlord.complaint.changed(resident=resident)


def test_D11_posting_the_letter_meets_the_duty(handled: Landlord) -> None:
    refuse_to_resident(handled)
    handled.acknowledges(on="Tue 03 Nov 2026")

    handled.posts("acknowledgement", on="Wed 04 Nov 2026")

    assert handled.duty("stage_1.acknowledge").done_on == date(2026, 11, 4)
    assert any("acknowledgement letter posted" in line for line in handled.record)


@pytest.mark.parametrize(
    "resident",
    [
        pytest.param(Resident(name="Sam", address=("3 Example Street",)), id="no e-mail and no number"),
        pytest.param(SAM.model_copy(update={"prefers": Channel.LETTER, "mobile": None}), id="prefers letters"),
    ],
)
def test_D11_without_email_it_is_printed_and_somebody_posts_it(landlord: Landlord, resident: Resident) -> None:
    unposted(landlord, resident)

    assert landlord.told(NoticeKind.ACKNOWLEDGEMENT) == ["Tue 03 Nov 12:00 acknowledgement to resident by letter"]
    assert "acknowledgement printed" in " ".join(landlord.record)
    assert landlord.told(NoticeKind.LETTER_TO_POST, to=landlord.parts.handler)
    assert landlord.duty("stage_1.acknowledge").is_open


def test_D11_a_letter_that_nobody_posts_is_missed(reliance: Landlord) -> None:
    unposted(reliance, Resident(name="Sam"))

    reliance.waits(until="Tue 10 Nov 2026")

    assert "stage_1.acknowledge due Mon 09 Nov 2026" in reliance.missed


def test_D11_only_a_letter_that_waits_is_posted_and_not_before_it_was_written(handled: Landlord) -> None:
    assert handled.refuses(lambda: handled.posts("response")) == "No letter is waiting to be posted."

    refuse_to_resident(handled)
    handled.acknowledges(on="Tue 03 Nov 2026")

    assert handled.refuses(lambda: handled.posts("response")).startswith("No response letter is waiting to be posted.")
    assert "Waiting: " in handled.refuses(lambda: handled.posts("extension"))
    assert "decided on later than that" in handled.refuses(
        lambda: handled.posts("acknowledgement", on="Mon 02 Nov 2026")
    )


def test_D11_posted_by_a_handler_before_it_was_printed_it_is_not_printed_again(handled: Landlord) -> None:
    refuse_to_resident(handled)
    handled.providers.away = {Channel.LETTER}
    handled.acknowledges(on="Tue 03 Nov 2026")

    handled.posts("acknowledgement", on="Tue 03 Nov 2026", at="15:00", by_hand=True)

    assert not [notice for notice in handled.complaint.outbox if notice.fulfils]
    assert any("acknowledgement letter handed over" in line for line in handled.record)


def test_D11_at_stage_2_the_stage_1_response_can_still_be_recorded_as_posted(landlord: Landlord) -> None:
    unposted(landlord, Resident(name="Sam"))
    landlord.responds(on="Tue 10 Nov 2026")
    landlord.is_asked_for_stage_2(on="Wed 11 Nov 2026")

    landlord.posts("response", on="Tue 10 Nov 2026", at="16:00")

    assert landlord.duty("stage_1.respond").done_on == date(2026, 11, 10)


# -- a provider that is away


def test_D11_a_provider_that_is_away_delays_nothing_else(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL, Channel.TEXT}
    handled.acknowledges(on="Tue 03 Nov 2026")

    handled.waits(until="Fri 27 Nov 2026")

    assert any("stage 1 response missed" in line for line in handled.record)


def test_D11_when_it_is_back_each_notice_that_is_still_useful_goes_once(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL, Channel.TEXT}
    handled.acknowledges(on="Mon 02 Nov 2026", at="14:00")
    handled.waits(until="Wed 04 Nov 2026", at="09:00")

    handled.providers.away = set()
    handled.waits(until="Wed 04 Nov 2026", at="09:05")

    assert handled.told(NoticeKind.ACKNOWLEDGEMENT) == [
        "Wed 04 Nov 09:05 acknowledgement to resident by email",
        "Wed 04 Nov 09:05 acknowledgement to resident by text",
    ]


def test_D11_away_until_it_would_tell_old_news_a_status_text_is_given_up_and_a_person_told(handled: Landlord) -> None:
    handled.providers.away = {Channel.TEXT}
    handled.acknowledges(on="Tue 03 Nov 2026", at="14:00")

    handled.waits(until="Mon 09 Nov 2026")

    assert any("acknowledgement could not be sent by text: no answer" in line for line in handled.record)
    assert handled.told(NoticeKind.NOT_SENT)
    assert not [sent for sent in handled.sent if sent.channel is Channel.TEXT and sent.kind == "acknowledgement"]


def test_D11_a_statutory_letter_goes_another_way(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.providers.away = {Channel.EMAIL}
    handled.responds(on="Tue 10 Nov 2026")

    handled.waits(until="Fri 11 Dec 2026")

    assert handled.told(NoticeKind.RESPONSE)[-1].endswith("response to resident by letter")


def test_D11_a_reminder_that_could_not_go_gives_way_to_the_next(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.providers.away = {Channel.EMAIL}
    reliance.waits(until="Fri 06 Nov 2026")

    waiting = [notice for notice in reliance.complaint.outbox if notice.kind is NoticeKind.REMINDER]

    assert len(waiting) == 1


def test_D11_a_print_room_that_refuses_a_letter_leaves_it_to_the_handler(handled: Landlord) -> None:
    refuse_to_resident(handled)
    handled.providers.refusing = {Channel.LETTER: "no paper"}

    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.posts("acknowledgement", on="Tue 03 Nov 2026", at="16:00")

    assert handled.told(NoticeKind.CANNOT_REACH)
    assert not handled.duty("stage_1.acknowledge").is_open
    assert handled.complaint.resident.can_have(Channel.LETTER)


def test_D11_a_closure_that_can_go_no_way_at_all_stays_owed(handled: Landlord) -> None:
    handled.acknowledges()
    handled.responds()
    handled.providers.refusing = {Channel.EMAIL: "no mailbox", Channel.TEXT: "no number", Channel.LETTER: "no paper"}

    handled.closes()
    owed = handled.owes()
    handled.posts("closure")

    assert [line.split(" ")[0] for line in owed] == ["stage_1.post_closure_letter"]
    assert handled.settled


# -- bounces


def test_D11_a_letter_that_comes_back_is_owed_again_while_time_is_left(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")

    handled.bounces(NoticeKind.ACKNOWLEDGEMENT)

    assert handled.duty("stage_1.acknowledge").is_open
    assert any("stage 1 acknowledgement is owed again: no such mailbox" in line for line in handled.record)
    assert handled.told(NoticeKind.ACKNOWLEDGEMENT)[-1] == "Tue 03 Nov 12:00 acknowledgement to resident by letter"


def test_D11_posted_then_it_is_met(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.bounces(NoticeKind.ACKNOWLEDGEMENT)

    handled.posts("acknowledgement", on="Wed 04 Nov 2026")

    assert handled.duty("stage_1.acknowledge").done_on == date(2026, 11, 4)


def test_D11_too_late_to_be_owed_again_it_still_goes_another_way(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.waits(until="Fri 13 Nov 2026")

    handled.bounces(NoticeKind.ACKNOWLEDGEMENT)
    handled.posts("acknowledgement", on="Fri 13 Nov 2026", at="15:00")

    assert handled.duty("stage_1.acknowledge").done_on == date(2026, 11, 3)
    assert any("acknowledgement letter posted" in line for line in handled.record)


def test_D11_an_extension_letter_that_comes_back_is_owed_again(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.extends(5, on="Thu 05 Nov 2026")

    handled.bounces(NoticeKind.EXTENSION)

    assert handled.due("stage_1.extension_letter") == "Tue 17 Nov 2026"
    assert handled.duty("stage_1.extension_letter").is_open


def test_D11_a_letter_that_fulfils_nothing_goes_another_way_too(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.extends(5, resident_agrees=False)
    key = next(sent.notice.key for sent in qualitas.sent if sent.kind is NoticeKind.OMBUDSMAN_DETAILS)

    qualitas.complaint = sending.note_bounced(
        qualitas.complaint, key, None, "no such mailbox", qualitas.now, qualitas.rules, qualitas.now
    )

    waiting = qualitas.letter(NoticeKind.OMBUDSMAN_DETAILS)
    assert waiting.channels == (Channel.LETTER,)


def test_E27_news_that_is_repeated_changes_nothing(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.bounces(NoticeKind.ACKNOWLEDGEMENT)
    key = handled.sent[0].notice.key
    once = sending.note_delivered(handled.complaint, key, handled.now, handled.rules, handled.now)
    handled.complaint = once

    handled.bounces(NoticeKind.ACKNOWLEDGEMENT)

    assert handled.complaint == once
    assert sending.note_delivered(once, key, handled.now, handled.rules, handled.now) == once
    assert any(line.endswith("notice 1-receipt delivered") for line in handled.record)


def test_D12_news_of_a_notice_that_is_gone_changes_nothing(handled: Landlord) -> None:
    before = handled.complaint
    news = Accepted(
        key="reliance/X/99-receipt",
        channel=Channel.EMAIL,
        at=handled.now,
        to="resident",
        provider_id="-",
        first_line="-",
    )

    assert sending.note_accepted(before, news, handled.rules, handled.now) == before
    assert (
        sending.note_undeliverable(before, news.key, Channel.EMAIL, "-", handled.now, handled.rules, handled.now)
        == before
    )
    assert sending.note_expired(before, news.key, "-", handled.now, handled.rules, handled.now) == before


def test_D12_stale_news_of_a_way_already_given_up_changes_nothing(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL, Channel.LETTER}
    handled.acknowledges(on="Tue 03 Nov 2026")
    notice = next(notice for notice in handled.complaint.outbox if notice.fulfils)
    news = (notice.key, Channel.EMAIL, "no mailbox", handled.now, handled.rules, handled.now)
    once = sending.note_undeliverable(handled.complaint, *news)

    assert sending.note_undeliverable(once, *news) == once


def test_D11_a_letter_that_comes_back_before_it_is_known_as_sent_goes_another_way(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL, Channel.LETTER}
    handled.acknowledges(on="Tue 03 Nov 2026")
    notice = next(notice for notice in handled.complaint.outbox if notice.fulfils)

    handled.complaint = sending.note_bounced(
        handled.complaint, notice.key, None, "no such mailbox", handled.now, handled.rules, handled.now
    )

    waiting = handled.complaint.notice(notice.key)
    assert waiting is not None
    assert waiting.channels == (Channel.LETTER,)
    assert Channel.EMAIL in handled.complaint.resident.unusable
    assert handled.duty("stage_1.acknowledge").is_open


def test_D11_an_extension_letter_that_comes_back_after_the_next_one_owes_nothing_again(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.extends(5)
    first = reliance.letter(NoticeKind.EXTENSION).key
    reliance.extends(5, exceptional_reason="A flood.", approved_by=reliance.parts.approver)

    reliance.complaint = sending.note_bounced(
        reliance.complaint, first, None, "no such mailbox", reliance.now, reliance.rules, reliance.now
    )

    assert not reliance.duty("stage_1.extension_letter").is_open


def test_D6_what_passed_before_the_news_is_recorded_before_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.providers.away = {Channel.EMAIL}
    reliance.acknowledges(on="Mon 09 Nov 2026", at="23:50")
    notice = next(notice for notice in reliance.complaint.outbox if notice.fulfils)
    at = reliance.now + timedelta(minutes=30)
    news = Accepted(key=notice.key, channel=Channel.EMAIL, at=at, to="resident", provider_id="-", first_line="-")

    reliance.complaint = sending.note_accepted(reliance.complaint, news, reliance.rules, at)

    lines = [line for line in reliance.record if "stage 1 acknowledgement" in line]
    assert lines[-2:] == [
        "Tue 10 Nov: stage 1 acknowledgement missed: due Monday 9 November 2026 (4.1.1)",
        "Tue 10 Nov: stage 1 acknowledgement done 1 working day late (due Monday 9 November 2026) (4.1.1)",
    ]


def test_D12_a_notice_that_nobody_knows_of_comes_back_and_the_handler_looks(handled: Landlord) -> None:
    handled.complaint = sending.note_bounced(
        handled.complaint, "reliance/REL-TEST/99-receipt", None, "gone", handled.now, handled.rules, handled.now
    )

    assert handled.complaint.outbox[-1].kind is NoticeKind.CANNOT_REACH


def test_D12_for_what_nobody_knows_of_no_address_is_given_up(handled: Landlord) -> None:
    handled.complaint = sending.note_bounced(
        handled.complaint,
        "reliance/REL-TEST/99-reminder",
        Channel.EMAIL,
        "gone",
        handled.now,
        handled.rules,
        handled.now,
    )

    assert not handled.complaint.resident.unusable


def test_D12_of_what_comes_back_from_staff_somebody_else_is_told_and_of_that_nobody(handled: Landlord) -> None:
    key = next(sent.notice.key for sent in handled.sent if sent.kind is NoticeKind.ASSIGNMENT)
    reader = handled.officer(handled.parts.handler)

    handled.complaint = sending.note_bounced(
        handled.complaint, key, Channel.EMAIL, "mailbox full", handled.now, handled.rules, handled.now
    )

    told = handled.complaint.outbox[-1]
    assert handled.record[-1].endswith("came back by email: mailbox full")
    assert isinstance(told.facts, CannotReachFacts)
    assert (told.facts.colleague, told.facts.notice) == (reader.name, NoticeKind.ASSIGNMENT)
    assert reader.id in told.not_to

    again = sending.note_bounced(
        handled.complaint, told.key, Channel.EMAIL, "mailbox full", handled.now, handled.rules, handled.now
    )
    assert not [notice for notice in again.outbox if notice.kind is NoticeKind.CANNOT_REACH]


def test_D12_a_text_that_was_taken_back_and_bounces_is_known_by_what_it_was(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL}
    handled.acknowledges(on="Tue 03 Nov 2026")
    notice = next(notice for notice in handled.complaint.outbox if notice.fulfils)
    handled.complaint = drop_one(handled.complaint, notice, "it is not true any more", handled.now)

    handled.complaint = sending.note_bounced(
        handled.complaint, notice.key, Channel.EMAIL, "no such mailbox", handled.now, handled.rules, handled.now
    )

    assert handled.complaint.resident.unusable == {Channel.EMAIL}


def test_D12_a_reminder_that_comes_back_says_nothing_of_the_residents_address(handled: Landlord) -> None:
    key = next(sent.notice.key for sent in handled.sent if sent.kind is NoticeKind.ASSIGNMENT)

    handled.complaint = sending.note_bounced(
        handled.complaint, key, Channel.EMAIL, "mailbox full", handled.now, handled.rules, handled.now
    )

    assert not handled.complaint.resident.unusable


def test_D12_an_email_that_may_have_gone_twice_says_so(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL}
    handled.acknowledges(on="Tue 03 Nov 2026")
    notice = next(notice for notice in handled.complaint.outbox if notice.fulfils)
    news = Accepted(
        key=notice.key,
        channel=Channel.EMAIL,
        at=handled.now,
        to="resident",
        provider_id="-",
        first_line="-",
        maybe_twice=True,
    )

    handled.complaint = sending.note_accepted(handled.complaint, news, handled.rules, handled.now)

    assert any("acknowledgement sent (it may have been sent twice)" in line for line in handled.record)


def test_A_22_a_text_does_not_acknowledge_a_complaint_at_qualitas(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.providers.away = {Channel.EMAIL}
    qualitas.acknowledges()
    notice = next(notice for notice in qualitas.complaint.outbox if notice.fulfils)
    news = Accepted(
        key=notice.key, channel=Channel.TEXT, at=qualitas.now, to="resident", provider_id="-", first_line="-"
    )

    qualitas.complaint = sending.note_accepted(qualitas.complaint, news, qualitas.rules, qualitas.now)

    assert qualitas.duty("stage_1.acknowledge").is_open


def test_D12_sent_by_email_after_all_once_the_handler_has_posted_it_the_duty_stays_met(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL}
    handled.acknowledges(on="Tue 03 Nov 2026")
    notice = next(notice for notice in handled.complaint.outbox if notice.fulfils)
    handled.posts("acknowledgement", on="Tue 03 Nov 2026", at="12:30")
    handled.complaint = handled.complaint.changed(outbox=(notice,))

    handled.providers.away = set()
    handled.waits(until="Wed 04 Nov 2026")

    assert handled.duty("stage_1.acknowledge").done_on == date(2026, 11, 3)


# -- hours for texts


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        pytest.param("07:59", "Mon 02 Nov 08:00", id="early"),
        pytest.param("08:00", "Mon 02 Nov 08:00", id="from eight"),
        pytest.param("19:59", "Mon 02 Nov 19:59", id="until eight"),
        pytest.param("20:00", "Tue 03 Nov 08:00", id="late"),
    ],
)
def test_D11_texts_wait_for_the_hours_of_the_day(landlord: Landlord, at: str, goes: str) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at=at)

    landlord.waits(until="Tue 03 Nov 2026")

    assert f"{goes} receipt to resident by text" in landlord.told(NoticeKind.RECEIPT)
    assert f"Mon 02 Nov {at} receipt to resident by email" in landlord.told(NoticeKind.RECEIPT)


def test_E5_on_the_night_the_clocks_go_back_they_wait_for_eight_all_the_same(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Sat 24 Oct 2026", at="21:00")

    landlord.waits(until="Sun 25 Oct 2026")

    assert "Sun 25 Oct 08:00 receipt to resident by text" in landlord.told(NoticeKind.RECEIPT)


def test_D11_in_the_morning_the_resident_is_told_how_it_stands_then_and_nothing_older(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="20:30")
    landlord.allocates()
    landlord.acknowledges(on="Mon 02 Nov 2026", at="21:00")

    landlord.waits(until="Tue 03 Nov 2026")

    texts = [told for told in landlord.told(to="resident") if told.endswith("by text")]
    assert texts == ["Tue 03 Nov 08:00 acknowledgement to resident by text"]
    assert any("receipt not sent by text: a letter now says more" in line for line in landlord.record)


def test_D11_a_note_that_nobody_was_reached_leaves_the_texts_before_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="20:30")
    landlord.allocates()
    landlord.leaves_a_written_note(on="Mon 02 Nov 2026", at="21:00")

    landlord.waits(until="Tue 03 Nov 2026")

    assert "Tue 03 Nov 08:00 receipt to resident by text" in landlord.told(NoticeKind.RECEIPT)


def test_D11_the_text_that_a_response_was_sent_waits_until_the_letter_is_posted(reliance: Landlord) -> None:
    by_post = Resident(name="Pat Post", mobile="+447700900123", prefers=Channel.LETTER)
    reliance.receives_complaint(on="Mon 02 Nov 2026", resident=by_post)
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.posts("acknowledgement", on="Tue 03 Nov 2026")
    reliance.responds(on="Thu 05 Nov 2026")
    told_before = [line for line in reliance.told(NoticeKind.RESPONSE) if "by text" in line]

    reliance.posts("response", on="Fri 06 Nov 2026")

    assert told_before == []
    assert [line[:10] for line in reliance.told(NoticeKind.RESPONSE) if "by text" in line] == ["Fri 06 Nov"]


@pytest.mark.parametrize("kind", [NoticeKind.ACKNOWLEDGEMENT, NoticeKind.RESPONSE])
def test_D11_no_text_tells_of_a_letter_that_has_not_gone(landlord: Landlord, kind: NoticeKind) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026") if kind is NoticeKind.RESPONSE else None
    landlord.providers.refusing = {Channel.EMAIL: "no such mailbox"}
    landlord.acknowledges(on="Tue 03 Nov 2026") if kind is NoticeKind.ACKNOWLEDGEMENT else landlord.responds()
    landlord.providers.refusing = {}
    before = landlord.told(kind)

    landlord.posts("response" if kind is NoticeKind.RESPONSE else kind, on="Wed 04 Nov 2026")

    assert [line.rsplit(" ", 1)[-1] for line in before] == ["letter"]
    assert landlord.told(kind)[-1] == f"Wed 04 Nov 12:00 {kind} to resident by text"


def test_D11_a_text_about_a_letter_goes_after_it_when_mail_is_back(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL}
    handled.acknowledges(on="Mon 02 Nov 2026", at="14:00")
    handled.waits(until="Mon 02 Nov 2026", at="15:00")
    before = handled.told(NoticeKind.ACKNOWLEDGEMENT)

    handled.providers.away = set()
    handled.waits(until="Mon 02 Nov 2026", at="16:00")

    assert before == []
    assert [line.rsplit(" ", 1)[-1] for line in handled.told(NoticeKind.ACKNOWLEDGEMENT)] == ["email", "text"]


def test_D11_after_an_outage_an_older_letter_is_not_sent_where_a_newer_one_says_more(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL, Channel.TEXT}
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.speaks_with_resident()
    handled.responds(on="Thu 05 Nov 2026")

    handled.providers.away = set()
    handled.waits(until="Thu 05 Nov 2026", at="13:00")

    assert handled.told(NoticeKind.ACKNOWLEDGEMENT) == []
    assert [line.rsplit(" ", 1)[-1] for line in handled.told(NoticeKind.RESPONSE)] == ["email", "text"]
    assert any("acknowledgement not sent by email: a newer letter says more" in line for line in handled.record)


def waits_for_mail(landlord: Landlord) -> Landlord:
    """Acknowledged and extended while no e-mail goes."""
    landlord.providers.away = {Channel.EMAIL}
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.extends(5, on="Wed 04 Nov 2026")
    return landlord


def test_D11_what_waited_for_mail_sets_out_in_order_and_one_at_a_time(handled: Landlord) -> None:
    waits_for_mail(handled)

    going = [notice.kind for notice in setting_out(handled.complaint, handled.now) if notice.is_for_resident]

    assert going == [NoticeKind.ACKNOWLEDGEMENT]
    assert [notice.kind for notice in held(handled.complaint, handled.now)] == [NoticeKind.EXTENSION]
    ahead = handled.complaint.changed(outbox=held(handled.complaint, handled.now))
    assert [notice.kind for notice in setting_out(ahead, handled.now)] == [NoticeKind.EXTENSION]


def test_D11_a_letter_that_goes_again_is_in_its_place_and_staff_wait_for_nobody(handled: Landlord) -> None:
    waits_for_mail(handled)
    outbox = handled.complaint.outbox
    handled.complaint = handled.complaint.changed(outbox=tuple(reversed(outbox)))

    going = list(setting_out(handled.complaint, handled.now))

    assert [notice.kind for notice in going if notice.is_for_resident] == [NoticeKind.ACKNOWLEDGEMENT]
    assert [each for each in going if not each.is_for_resident] == [each for each in outbox if not each.is_for_resident]


def test_D11_what_waits_behind_another_is_given_up_once_it_is_of_no_use(handled: Landlord) -> None:
    waits_for_mail(handled)
    useful_until = held(handled.complaint, handled.now)[0].useful_until

    assert held(handled.complaint, useful_until) == ()
    handled.waits(until="Mon 07 Dec 2026")
    assert any("extension could not be sent by email: no answer" in line for line in handled.record)


def test_D2_D11_a_date_that_moves_twice_while_no_mail_goes_is_told_once(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.speaks_with_resident()
    handled.providers.away = {Channel.EMAIL}
    handled.hears_of_holiday("Mon 09 Nov 2026")
    handled.hears_of_holiday("Tue 10 Nov 2026")

    handled.providers.away = set()
    handled.waits(until="Wed 04 Nov 2026")

    by_email = [line for line in handled.told(NoticeKind.DATE_MOVED) if line.endswith("by email")]
    assert len(by_email) == 1
    assert any("date moved not sent by email: a later date has been given" in line for line in handled.record)
