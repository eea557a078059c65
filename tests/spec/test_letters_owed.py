"""Whatever must reach the resident stays owed until it has gone (D11; 9.1, Q-070, R-053, 4.1.1)."""

import pytest

from domain.calendar.days import short
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ResponseFacts
from domain.duties.owed import escalation_window
from domain.policy.channels import Channel
from tests.spec.cast import SAM, Landlord, promise
from tests.spec.days import day
from tests.spec.letters import written

REFUSED = {"reliance": "unreasonable", "qualitas": "other_appeal_route"}
BY_POST = SAM.model_copy(update={"prefers": Channel.LETTER, "mobile": None})


@pytest.fixture
def answered(landlord: Landlord) -> Landlord:
    """Answered by e-mail on its due day, Tue 17 Nov 2026."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident(on="Tue 03 Nov 2026", at="14:00")
    landlord.responds(on="Tue 17 Nov 2026")
    landlord.waits(until="Wed 18 Nov 2026")
    return landlord


@pytest.fixture
def reviewed(landlord: Landlord) -> Landlord:
    """The final response went by e-mail on its due day."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident(on="Tue 03 Nov 2026", at="14:00")
    landlord.responds(on="Mon 09 Nov 2026")
    landlord.is_asked_for_stage_2(on="Tue 10 Nov 2026")
    landlord.allocates(on="Wed 11 Nov 2026", to=landlord.parts.reviewer)
    landlord.acknowledges(on="Wed 11 Nov 2026", at="15:00")
    landlord.speaks_with_resident(on="Wed 11 Nov 2026", at="16:00")
    if landlord.key == "reliance":
        landlord.consults(landlord.parts.consulted_at_stage_2, on="Thu 12 Nov 2026")
    landlord.responds(on=landlord.due("stage_2.respond"))
    landlord.waits(until=short(landlord.rules.calendar.nth_working_day(landlord.today(), 1)))
    return landlord


def posting(landlord: Landlord) -> list[str]:
    return [line for line in landlord.owes() if ".post_" in line or line.startswith("post_")]


def window(landlord: Landlord) -> str:
    last_day = escalation_window(landlord.complaint, landlord.rules)
    return short(last_day.on) if last_day else ""


def test_R_053_Q_070_a_response_that_came_back_after_its_day_is_owed_and_no_window_runs(answered: Landlord) -> None:
    answered.bounces(NoticeKind.RESPONSE)

    assert posting(answered) == ["stage_1.post_response_letter due Thu 19 Nov 2026"]
    assert window(answered) == ""


def test_R_053_Q_070_nothing_closes_and_somebody_is_reminded_until_it_is_posted(answered: Landlord) -> None:
    answered.bounces(NoticeKind.RESPONSE)

    answered.waits(until="Fri 29 Jan 2027")

    assert answered.complaint.closed is None
    assert not answered.settled
    assert [line for line in answered.reminders() if line.endswith("posting of the response letter")]


def test_Q_070_the_window_runs_from_the_day_the_posted_letter_counts_as_received(qualitas: Landlord) -> None:
    came_back(qualitas)

    qualitas.posts("response", on="Mon 30 Nov 2026")

    received = qualitas.rules.calendar.nth_working_day(day("Mon 30 Nov 2026"), 2)
    assert window(qualitas) == short(qualitas.rules.calendar.nth_working_day(received, 20))


def test_R_053_the_window_runs_from_the_day_the_letter_was_posted(reliance: Landlord) -> None:
    came_back(reliance)

    reliance.posts("response", on="Mon 30 Nov 2026")

    assert window(reliance) == short(reliance.rules.calendar.nth_working_day(day("Mon 30 Nov 2026"), 20))


def came_back(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident(on="Tue 03 Nov 2026", at="14:00")
    landlord.responds(on="Tue 17 Nov 2026")
    landlord.waits(until="Wed 18 Nov 2026")
    landlord.bounces(NoticeKind.RESPONSE)


def test_D11_what_was_met_in_time_stays_met(answered: Landlord) -> None:
    answered.bounces(NoticeKind.RESPONSE)

    answered.posts("response", on="Mon 30 Nov 2026")

    assert answered.duty("stage_1.respond").done_on == day("Tue 17 Nov 2026")
    assert not [line for line in answered.missed if "respond" in line or "post" in line]


def test_D11_a_response_that_bounces_twice_is_owed_twice(answered: Landlord) -> None:
    answered.bounces(NoticeKind.RESPONSE)
    answered.posts("response", on="Fri 20 Nov 2026")
    answered.waits(until="Mon 30 Nov 2026")

    answered.bounces(NoticeKind.RESPONSE, "no such street", channel=Channel.LETTER)

    assert posting(answered) == ["stage_1.post_response_letter due Tue 01 Dec 2026"]
    assert "ask for the right address" in answered.duty("stage_1.post_response_letter").words
    assert window(answered) == ""
    answered.posts("response", on="Wed 02 Dec 2026", by_hand=True)
    assert window(answered) == short(answered.facts(ResponseFacts).last_day)


def test_D11_a_response_that_comes_back_after_the_window_closed_it_opens_it_again(answered: Landlord) -> None:
    answered.waits(until="Fri 29 Jan 2027")
    assert answered.complaint.closed

    answered.bounces(NoticeKind.RESPONSE)

    assert answered.complaint.closed is None
    assert any("the response never arrived" in line for line in answered.record)
    assert posting(answered)[0].startswith("stage_1.post_response_letter due Mon 01 Feb 2027")
    answered.posts("response", on="Mon 01 Feb 2027")
    answered.is_asked_for_stage_2(on="Mon 08 Feb 2027")
    assert answered.complaint.stage == "stage_2"


def test_R_072_Q_079_a_final_response_that_came_back_is_posted_before_it_is_closed(reviewed: Landlord) -> None:
    reviewed.bounces(NoticeKind.FINAL_RESPONSE)

    sentence = reviewed.refuses(lambda: reviewed.closes(reason="unable_to_agree"))

    assert "the stage 2 response came back" in sentence
    assert [line.split(" ")[0] for line in posting(reviewed)] == ["stage_2.post_final_response_letter"]
    reviewed.posts("response")
    reviewed.closes(reason="unable_to_agree")
    assert reviewed.complaint.closed


def test_R_030_Q_020_a_refusal_that_came_back_after_its_day_is_owed(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.refuses_as(REFUSED[landlord.key], on="Wed 04 Nov 2026")
    landlord.waits(until="Wed 18 Nov 2026")

    landlord.bounces(NoticeKind.REFUSAL)
    landlord.waits(until="Mon 01 Feb 2027")

    assert posting(landlord) == ["stage_1.post_refusal_letter due Thu 19 Nov 2026"]
    assert not landlord.settled


def test_D11_a_stage_1_response_that_comes_back_after_stage_2_began_is_owed_all_the_same(answered: Landlord) -> None:
    answered.is_asked_for_stage_2(on="Thu 19 Nov 2026")

    answered.bounces(NoticeKind.RESPONSE)

    assert posting(answered)[0].startswith("stage_1.post_response_letter")


def final_response_posted(landlord: Landlord) -> None:
    """The whole of stage 2, asked for on Thu 19 Nov 2026."""
    landlord.is_asked_for_stage_2(on="Thu 19 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Fri 20 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.speaks_with_resident()
    if landlord.key == "reliance":
        landlord.consults(landlord.parts.consulted_at_stage_2)
    landlord.responds(on="Mon 23 Nov 2026")
    landlord.posts("final_response")


def test_D11_a_stage_1_response_that_came_back_is_owed_until_the_final_response_takes_its_place(
    answered: Landlord,
) -> None:
    answered.bounces(NoticeKind.RESPONSE)

    final_response_posted(answered)

    assert posting(answered) == []
    assert any("response not sent by letter: a newer letter says more" in line for line in answered.record)
    answered.closes(reason="unable_to_agree")
    assert answered.settled


def test_D11_a_stage_1_response_that_comes_back_after_the_final_response_is_not_sent_again(reviewed: Landlord) -> None:
    reviewed.bounces(NoticeKind.RESPONSE)

    assert posting(reviewed) == []


def test_D11_a_stage_1_response_never_posted_is_owed_no_longer_once_the_final_response_has_gone(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.posts("acknowledgement")
    landlord.speaks_with_resident()
    landlord.responds(on="Tue 10 Nov 2026")

    final_response_posted(landlord)

    assert not landlord.duty("stage_1.respond").is_open
    assert any(missed.startswith("stage_1.respond due Tue 17 Nov 2026") for missed in landlord.missed)


def test_D11_an_acknowledgement_that_comes_back_after_the_response_is_not_sent_again(answered: Landlord) -> None:
    answered.bounces(NoticeKind.ACKNOWLEDGEMENT)

    assert posting(answered) == []
    assert not answered.complaint.outbox


def test_D11_an_acknowledgement_that_came_back_late_is_posted_not_given_again(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.waits(until="Fri 13 Nov 2026")
    landlord.bounces(NoticeKind.ACKNOWLEDGEMENT)

    sentence = landlord.refuses(landlord.acknowledges)

    assert sentence.endswith("the letter came back: post it, and record that.")
    assert [line.split(" ")[0] for line in posting(landlord)] == ["stage_1.post_acknowledgement_letter"]


def test_D11_a_letter_with_no_duty_behind_it_is_owed_once_it_is_printed(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.posts("acknowledgement", on="Tue 03 Nov 2026")

    landlord.hears_withdrawal(on="Wed 04 Nov 2026")

    assert posting(landlord) == ["stage_1.post_closure_letter due Thu 05 Nov 2026"]
    assert not landlord.settled
    landlord.posts("closure", on="Wed 04 Nov 2026", at="16:00")
    assert landlord.settled


def test_D11_a_receipt_that_was_printed_and_not_posted_gives_way_to_the_acknowledgement(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    owed = posting(landlord)

    landlord.acknowledges(on="Tue 03 Nov 2026")

    assert owed == ["stage_1.post_receipt_letter due Tue 03 Nov 2026"]
    assert posting(landlord) == []
    assert any("receipt not sent by letter: a newer letter says more" in line for line in landlord.record)


def test_D11_an_owed_letter_is_not_posted_before_it_came_back(answered: Landlord) -> None:
    answered.bounces(NoticeKind.RESPONSE)

    sentence = answered.refuses(lambda: answered.posts("response", on="Tue 17 Nov 2026"))

    assert "printed or came back later than that" in sentence


@pytest.mark.parametrize(
    "kind",
    [
        NoticeKind.ESCALATION_DECLINED,
        NoticeKind.CLOSURE,
        NoticeKind.ACTION_COMPLETED,
    ],
)
def test_D11_whatever_comes_back_is_owed_with_or_without_a_duty_behind_it(landlord: Landlord, kind: NoticeKind) -> None:
    everything_is_told(landlord)

    landlord.bounces(kind)

    assert any(f"post_{kind}" in line for line in posting(landlord))
    assert not landlord.settled
    landlord.posts(kind)
    assert not any(f"post_{kind}" in line for line in posting(landlord))


def test_D11_a_moved_date_that_comes_back_is_owed_until_the_response_is_given(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.hears_of_holiday("Fri 13 Nov 2026")
    landlord.bounces(NoticeKind.DATE_MOVED)
    before = posting(landlord)

    landlord.responds(on="Thu 12 Nov 2026")

    assert [line.split(" ")[0] for line in before] == ["stage_1.post_date_moved_letter"]
    assert posting(landlord) == []


def everything_is_told(landlord: Landlord) -> None:
    """A promise kept, closed by itself, a late request declined: all by e-mail."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    landlord.promises("Fri 13 Nov 2026")
    landlord.responds(on="Thu 12 Nov 2026")
    landlord.completes_action(on="Thu 12 Nov 2026")
    landlord.hears_of_action(satisfactory=True)
    landlord.waits(until="Mon 04 Jan 2027")
    landlord.is_asked_for_stage_2(on="Mon 04 Jan 2027")
    landlord.decides_late_request(on="Tue 05 Jan 2027", accept=False, by=MANAGERS_APART[landlord.key], reasons=REASONS)


MANAGERS_APART = {"reliance": "helen-marsh", "qualitas": "marcus-bell"}
REASONS = "The time to ask ended three weeks ago, and nothing that was new to us has come up since then."


def test_Q_081_D11_ombudsmans_details_that_come_back_are_owed(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.extends(5, resident_agrees=False)

    qualitas.bounces(NoticeKind.OMBUDSMAN_DETAILS)

    assert [line.split(" ")[0] for line in posting(qualitas)] == ["stage_1.post_ombudsman_details_letter"]


def test_D11_what_came_back_in_an_earlier_release_is_owed_from_the_next_look(answered: Landlord) -> None:
    answered.bounces(NoticeKind.RESPONSE)
    answered.complaint = answered.complaint.changed(owed_letters=())  # as that release kept it

    answered.waits(until="Thu 19 Nov 2026")

    assert posting(answered) == ["stage_1.post_response_letter due Fri 20 Nov 2026"]


def test_D11_what_came_back_and_was_taken_back_since_is_not_owed_again(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.waits(until="Fri 13 Nov 2026")
    landlord.bounces(NoticeKind.ACKNOWLEDGEMENT)

    landlord.hears_withdrawal(on="Mon 16 Nov 2026")
    landlord.waits(until="Tue 24 Nov 2026")

    assert posting(landlord) == []
    assert landlord.settled


def test_D11_an_extension_that_came_back_is_not_owed_once_the_response_takes_its_place(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.extends(5, on="Mon 16 Nov 2026")
    landlord.waits(until="Thu 19 Nov 2026")
    landlord.bounces(NoticeKind.EXTENSION)

    landlord.responds(on="Fri 20 Nov 2026")
    landlord.waits(until="Mon 23 Nov 2026")

    assert posting(landlord) == []


# -- released


def test_D11_a_manager_releases_what_can_reach_nobody_and_the_complaint_can_end(answered: Landlord) -> None:
    answered.bounces(NoticeKind.RESPONSE)

    answered.releases_letter("response", on="Mon 30 Nov 2026")

    assert posting(answered) == []
    assert window(answered) == short(answered.rules.calendar.nth_working_day(day("Mon 30 Nov 2026"), 20))
    assert any("response letter released, as it can reach nobody; tried: Called" in line for line in answered.record)


def test_D11_released_before_it_ever_went_nothing_waits_for_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")

    landlord.releases_letter("acknowledgement", on="Wed 04 Nov 2026")

    assert not landlord.duty("stage_1.acknowledge").is_open
    assert "No letter is waiting to be posted." in landlord.refuses(lambda: landlord.posts("acknowledgement"))


def test_D11_only_a_manager_releases_a_letter_and_says_what_was_tried(answered: Landlord) -> None:
    nothing = answered.refuses(lambda: answered.releases_letter("response"))
    answered.bounces(NoticeKind.RESPONSE)

    by_handler = answered.refuses(lambda: answered.releases_letter("response", by=answered.parts.handler))
    silent = answered.refuses(lambda: answered.releases_letter("response", tried=" "))

    assert nothing == "No letter is waiting to be posted."
    assert "releases a letter that can reach nobody" in by_handler
    assert "say what was tried to reach the resident" in silent


# -- after a death


def test_A_38_a_death_stops_every_letter_to_the_resident(answered: Landlord) -> None:
    answered.bounces(NoticeKind.RESPONSE)
    before = len(answered.told(to="resident"))

    answered.hears_of_death(on="Fri 20 Nov 2026", died_on="Thu 19 Nov 2026")
    answered.promises("Fri 27 Nov 2026")
    answered.completes_action()
    answered.waits(until="Fri 29 Jan 2027")

    assert posting(answered) == []
    assert len(answered.told(to="resident")) == before
    assert answered.settled
    assert any(
        "the resident died on Thursday 19 November 2026 (their daughter told us)" in line for line in answered.record
    )


def test_A_38_after_a_death_nobody_is_chased_for_what_only_the_resident_could_have_had(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    landlord.hears_of_death(on="Tue 03 Nov 2026")
    landlord.waits(until="Wed 02 Dec 2026")

    chased = {line.split(": ")[1] for line in landlord.reminders() if not line.startswith("Tue 03 Nov")}
    assert not {"stage 1 acknowledgement", "stage 1 contact with the resident", "stage 1 details on record"} & chased
    assert not [missed for missed in landlord.missed if "acknowledge" in missed or "details" in missed]
    letter = written(landlord, NoticeKind.OVERDUE)
    assert "Nothing is sent to them any more. Ask whoever speaks for them what they want." in letter
    assert "the resident is waiting" not in letter
    landlord.hears_withdrawal(reason="Her daughter wants no answer.")
    assert landlord.settled


def test_A_38_a_resident_who_died_is_asked_nothing_and_is_not_said_to_have_kept_silent(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Tue 03 Nov 2026")
    qualitas.speaks_with_resident()
    qualitas.responds(on="Mon 09 Nov 2026", promises=(promise(),))
    qualitas.hears_reaction(satisfied=False, said="It leaks.")
    qualitas.completes_action()

    qualitas.hears_of_death(on="Tue 10 Nov 2026")
    qualitas.waits(until="Wed 20 Jan 2027")

    assert not [line for line in qualitas.record if "no reply from the resident" in line]
    assert "stage_1.offer_stage_2" not in " ".join(qualitas.missed)
    assert qualitas.settled


def test_A_38_what_was_said_of_the_response_is_recorded_after_a_death_and_offers_nobody_a_review(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    landlord.responds(on="Mon 09 Nov 2026")
    landlord.hears_of_death(on="Thu 12 Nov 2026")

    landlord.hears_reaction(satisfied=False, said="Her daughter says that it leaks.")

    assert "the resident is not satisfied with the stage 1 response" in landlord.steps[-1]
    assert not any("offer_stage_2" in owed for owed in landlord.owes())
    letter = written(landlord, NoticeKind.UNSATISFIED)
    assert "The resident has died, so we offer them nothing." in letter
    assert "does not close before they have said" not in letter


def test_A_38_what_waits_to_go_to_somebody_who_died_is_taken_back_and_meets_nothing(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.providers.away = {Channel.EMAIL}
    landlord.acknowledges(on="Tue 03 Nov 2026")

    landlord.hears_of_death(on="Wed 04 Nov 2026")
    landlord.providers.away = set()
    landlord.waits(until="Thu 05 Nov 2026")

    assert landlord.told(NoticeKind.ACKNOWLEDGEMENT) == []
    assert not landlord.duty("stage_1.acknowledge").is_open
    assert not landlord.duty("stage_1.contact").is_open
    assert landlord.refuses(landlord.hears_of_death) == "The resident's death is on record already."


def test_A_38_nobody_dies_after_it_is_recorded(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    sentence = landlord.refuses(lambda: landlord.hears_of_death(on="Tue 03 Nov 2026", died_on="Wed 04 Nov 2026"))

    assert sentence == "Wednesday 4 November 2026 is later than that; give the right day."
