"""Acknowledging: who deals with it, what was understood, when to expect the response."""

from datetime import date

from domain.calendar.days import short
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import AcknowledgementFacts, ContactNoteFacts, ReceiptFacts
from domain.duties.of_a_stage import internal_targets, literal_response_due
from domain.policy.channels import Channel
from tests.spec.cast import Landlord, posted


def test_R_061_acknowledged_within_five_working_days(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Wed 01 Apr 2026")
    reliance.allocates()

    reliance.acknowledges(on="Fri 10 Apr 2026")  # day five: Easter does not count

    assert "Fri 10 Apr: stage 1 acknowledgement done in time (due Friday 10 April 2026) (4.1.1)" in reliance.record
    assert reliance.missed == []


def test_R_061_complaint_not_acknowledged_in_five_working_days_is_recorded_as_missed(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Wed 01 Apr 2026")

    reliance.waits(until="Fri 10 Apr 2026", at="23:59")
    before = reliance.missed
    reliance.waits(until="Sat 11 Apr 2026", at="00:00")

    assert before == []
    assert "Sat 11 Apr: stage 1 acknowledgement missed: due Friday 10 April 2026 (4.1.1)" in reliance.record


def test_Q_040_Q_053_acknowledged_within_two_working_days_across_christmas(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Wed 23 Dec 2026")
    qualitas.allocates()

    qualitas.acknowledges(on="Tue 29 Dec 2026", at="18:00")

    assert "Tue 29 Dec: stage 1 acknowledgement done in time (due Tuesday 29 December 2026) (8.1)" in qualitas.record


def test_R_065_the_acknowledgement_tells_who_and_when(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    landlord.acknowledges(on="Tue 03 Nov 2026")

    facts = landlord.facts(AcknowledgementFacts)
    assert facts.handler == landlord.owner
    assert facts.due_on == date(2026, 11, 17)
    assert facts.issues
    assert [(issue.understood, issue.desired_outcome) for issue in facts.issues] == [
        ("The bedroom is damp.", "The damp treated.")
    ]


def test_R_065_it_needs_somebody_who_deals_with_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(landlord.acknowledges)

    assert sentence.endswith("tells the resident who deals with the complaint; allocate it first.")


def test_R_062_it_sets_out_what_was_understood(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    sentence = landlord.refuses(lambda: landlord.acknowledges(understood=" "))

    assert "say what was understood" in sentence


def test_R_061_a_stage_is_acknowledged_once(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()

    sentence = landlord.refuses(lambda: landlord.acknowledges(understood="Something else."))

    assert sentence.endswith("stage 1 has already been acknowledged.")


def test_D4_a_late_acknowledgement_buys_no_time(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    reliance.acknowledges(on="Fri 13 Nov 2026")  # due Mon 09 Nov

    assert reliance.due("stage_1.respond") == "Mon 23 Nov 2026"  # ten working days from when it was due
    assert reliance.facts(AcknowledgementFacts).due_on == date(2026, 11, 23)


def test_D4_the_literal_reading_is_kept_beside_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    before = literal_response_due(reliance.complaint.progress, reliance.rules)

    reliance.acknowledges(on="Fri 13 Nov 2026")

    literal = literal_response_due(reliance.complaint.progress, reliance.rules)
    assert before is None
    assert literal is not None
    assert short(literal.on) == "Fri 27 Nov 2026"


def test_D4_an_early_acknowledgement_brings_the_response_forward(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    landlord.acknowledges(on="Mon 02 Nov 2026", at="17:00")

    assert landlord.due("stage_1.respond") == "Mon 16 Nov 2026"


def test_A_46_the_response_is_due_from_day_one_though_nobody_acknowledges(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    assert (
        landlord.due("stage_1.respond") == {"reliance": "Mon 23 Nov 2026", "qualitas": "Wed 18 Nov 2026"}[landlord.key]
    )


def test_R_060_day_one_is_receipt_gives_an_internal_target_a_day_earlier(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")

    targets = internal_targets(reliance.complaint, reliance.complaint.progress, reliance.rules)

    assert {key.name: short(on) for key, on in targets.items()} == {"stage_1.acknowledge": "Fri 06 Nov 2026"}


def test_D11_it_is_met_when_the_provider_takes_it_not_when_it_is_decided(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.providers.away = {Channel.EMAIL}
    reliance.acknowledges(on="Mon 09 Nov 2026", at="16:00")

    reliance.providers.away = set()
    reliance.waits(until="Tue 10 Nov 2026", at="00:00")

    assert "stage_1.acknowledge due Mon 09 Nov 2026" in reliance.missed
    assert (
        "Tue 10 Nov: stage 1 acknowledgement done 1 working day late (due Monday 9 November 2026) (4.1.1)"
        in reliance.record
    )


def test_D11_an_acknowledgement_that_went_by_post_already_meets_it_then(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.waits(until="Fri 20 Nov 2026")

    landlord.acknowledges(already_sent=posted("Tue 03 Nov 2026"))

    assert landlord.duty("stage_1.acknowledge").done_on == date(2026, 11, 3)
    assert landlord.due("stage_1.respond") == "Tue 17 Nov 2026"


def test_D6_a_miss_is_corrected_when_a_late_message_shows_it_was_done_in_time(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.waits(until="Wed 11 Nov 2026")
    before = reliance.missed

    reliance.acknowledges(already_sent=posted("Mon 09 Nov 2026"))

    assert "stage_1.acknowledge due Mon 09 Nov 2026" in before
    assert "stage_1.acknowledge due Mon 09 Nov 2026" not in reliance.missed
    assert (
        "Mon 09 Nov: stage 1 acknowledgement was not missed: "
        "it was done on Monday 9 November 2026 and recorded later (4.1.1)" in reliance.record
    )


def test_D11_by_hand_it_is_received_the_same_day_and_by_post_two_working_days_later(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()

    qualitas.acknowledges(already_sent=posted("Mon 02 Nov 2026", at="12:30"), on="Mon 02 Nov 2026", at="13:00")

    sending = qualitas.complaint.progress.acknowledgement
    assert sending is not None
    assert sending.received_on == date(2026, 11, 4)


def test_R_065_an_acknowledgement_after_the_day_to_respond_by_says_that_it_has_passed(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    landlord.acknowledges(on="Fri 04 Dec 2026")

    assert landlord.facts(AcknowledgementFacts).is_past


def test_R_065_an_acknowledgement_in_time_promises_a_day_to_come(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    landlord.acknowledges(on="Tue 03 Nov 2026")

    assert landlord.facts(AcknowledgementFacts).is_past is None


def test_R_061_Q_040_a_complaint_logged_late_is_not_promised_a_day_that_has_passed(landlord: Landlord) -> None:
    landlord.takes_receipt(landlord.receipt("Mon 02 Nov 2026"), on="Wed 18 Nov 2026")

    assert landlord.facts(ReceiptFacts).due_on is None  # "We will write to you soon."


def test_R_062_Q_054_a_note_after_the_day_to_respond_by_does_not_name_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    for day_ in ("Tue 03 Nov 2026", "Wed 04 Nov 2026", "Thu 05 Nov 2026"):
        landlord.tries_to_reach_resident(on=day_)

    landlord.leaves_a_written_note(on="Fri 04 Dec 2026")

    assert landlord.facts(ContactNoteFacts).due_on is None


def test_D11_an_acknowledgement_that_came_back_is_posted_not_given_again(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.bounces(NoticeKind.ACKNOWLEDGEMENT)

    sentence = landlord.refuses(lambda: landlord.acknowledges(on="Wed 04 Nov 2026"))

    assert sentence.endswith("has already been acknowledged; the letter came back: post it, and record that.")
    assert landlord.would_help == "record_posted"
