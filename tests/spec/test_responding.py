"""The response: draft, approval, what it must say, and when it is due."""

from datetime import date
from typing import Any

import pytest

from domain.complaint.actor import RESIDENT, staff
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import FinalResponseFacts, ResponseFacts
from domain.complaint.responses import Outcome, Response
from domain.procedure.stages.approve import Approve
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.issues import ConfirmIssue
from domain.procedure.stages.respond import Respond
from domain.views.page import Waiting, WaitsFor
from domain.views.waiting import waits_for
from tests.spec.cast import Landlord, posted, promise, response


@pytest.fixture
def acknowledged(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026, acknowledged on Thu 05 Nov by Reliance and Wed 04 Nov by Qualitas."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on={"reliance": "Thu 05 Nov 2026", "qualitas": "Wed 04 Nov 2026"}[landlord.key])
    landlord.speaks_with_resident()
    return landlord


def test_R_072_F_042_ten_working_days_from_the_acknowledgement(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Thu 05 Nov 2026")

    reliance.responds(on="Thu 19 Nov 2026", at="23:59")

    assert "Thu 19 Nov: stage 1 response done in time (due Thursday 19 November 2026) (4.1.1)" in reliance.record


def test_Q_055_ten_working_days_across_christmas(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Wed 23 Dec 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Thu 24 Dec 2026")

    qualitas.waits(until="Wed 13 Jan 2027", at="00:00")

    assert "Wed 13 Jan: stage 1 response missed: due Tuesday 12 January 2027 (8.2)" in qualitas.record


def test_D10_a_miss_never_blocks_the_late_step(acknowledged: Landlord) -> None:
    acknowledged.waits(until="Mon 30 Nov 2026")

    acknowledged.responds()

    assert any("stage 1 response done" in line and "late" in line for line in acknowledged.record)


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        pytest.param({"outcome": None}, "the outcome", id="R-067 F-040"),
        pytest.param({"complaint": ""}, "the complaint in words", id="Q-059"),
        pytest.param({"reasons": " "}, "the reasons", id="Code 6.9"),
        pytest.param({"remedy": ""}, "the remedy", id="Q-060"),
        pytest.param({"learning": ()}, "the learning, or why there is none", id="F-041"),
    ],
)
def test_R_067_F_040_F_041_Q_059_Q_060_a_response_says_what_it_lacks(
    acknowledged: Landlord, lack: dict[str, Any], words: str
) -> None:
    sentence = acknowledged.refuses(lambda: acknowledged.drafts(**lack))

    assert sentence.endswith(f": the response still lacks: {words}.")


def test_R_067_all_that_is_missing_is_named_at_once(acknowledged: Landlord) -> None:
    order = PutDraft(at=acknowledged.now, by=staff(acknowledged.owner), response=Response())

    sentence = acknowledged.refuses(lambda: acknowledged.obeys(order))

    assert sentence.count(";") == 4


@pytest.mark.parametrize("blank", [("  ",), ({"words": " "},), ({"words": "Calls are logged."}, {"words": "\n"})])
def test_F_041_spaces_alone_are_no_lesson_that_a_letter_could_print(acknowledged: Landlord, blank: Any) -> None:  # noqa: ANN401
    learning = Response.model_validate({"learning": blank}).learning

    assert "the response still lacks: the " in acknowledged.refuses(lambda: acknowledged.responds(learning=learning))


def test_F_041_no_learning_with_the_reason_will_do(acknowledged: Landlord) -> None:
    acknowledged.responds(learning=(), no_learning_because="Everything was done as it should be.")

    assert acknowledged.complaint.progress.responded is not None


def test_Q_060_a_complaint_that_is_not_upheld_needs_no_remedy(acknowledged: Landlord) -> None:
    acknowledged.responds(outcome=Outcome.NOT_UPHELD, remedy="")

    assert acknowledged.complaint.progress.responded is not None


def test_F_045_a_promise_needs_somebody_and_a_day_to_come(acknowledged: Landlord) -> None:
    nobody = promise(owner=" ")
    past = promise(due_on="Mon 02 Nov 2026")

    assert "what will be done, by whom and by when" in acknowledged.refuses(
        lambda: acknowledged.drafts(promises=(nobody,))
    )
    assert "by Monday 2 November 2026, which is already past" in acknowledged.refuses(
        lambda: acknowledged.drafts(promises=(past,))
    )


def test_R_063_a_stage_is_acknowledged_before_it_is_answered(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()

    assert reliance.refuses(reliance.responds) == "4.1.1: stage 1 is not acknowledged yet."


def test_R_067_there_must_be_a_response_to_give(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()

    sentence = reliance.refuses(lambda: reliance.obeys(Respond(at=reliance.now, by=staff(reliance.owner))))

    assert sentence == "4.1.1: there is no response and no draft; give the response."


def test_D6_a_response_is_not_dated_before_the_acknowledgement(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Thu 05 Nov 2026")

    sentence = reliance.refuses(lambda: reliance.responds(on="Wed 04 Nov 2026"))

    assert "dated before the acknowledgement" in sentence


def test_R_072_a_response_is_written_by_a_member_of_staff(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()

    sentence = reliance.refuses(lambda: reliance.obeys(Respond(at=reliance.now, by=RESIDENT, response=response())))

    assert sentence == "Only a member of staff can do this: say who."


def test_R_069_F_044_Q_070_the_letter_tells_of_stage_2_and_the_last_day_to_ask(acknowledged: Landlord) -> None:
    acknowledged.responds(on="Tue 17 Nov 2026")

    facts = acknowledged.facts(ResponseFacts)
    assert facts.last_day == date(2026, 12, 15)
    assert facts.window == "20 working days"


def test_F_044_a_letter_that_has_gone_must_have_told_them_too(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    went = posted("Mon 02 Nov 2026", at="15:00", told=False)
    reliance.waits(until="Tue 03 Nov 2026")
    order = Respond(at=reliance.now, by=staff(reliance.owner), response=response(), already_sent=went)

    sentence = reliance.refuses(lambda: reliance.obeys(order))

    assert sentence.endswith("told the resident about stage 2 and the last day to ask for it.")


def test_R_072_a_response_posted_before_it_was_recorded_counts_from_when_it_went(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Mon 02 Nov 2026", at="14:00")
    reliance.waits(until="Wed 18 Nov 2026")

    reliance.obeys(
        Respond(at=reliance.now, by=staff(reliance.owner), response=response(), already_sent=posted("Mon 16 Nov 2026"))
    )
    reliance.is_asked_for_stage_2(on="Tue 17 Nov 2026")

    assert reliance.duty("stage_1.respond").done_on == date(2026, 11, 16)
    assert reliance.complaint.progress.started_at.date() == date(2026, 11, 17)


def test_F_030_the_response_ends_the_investigation(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()

    reliance.responds()

    assert reliance.complaint.progress.investigated_at is not None


def test_R_095_a_text_tells_that_the_letter_has_gone(acknowledged: Landlord) -> None:
    acknowledged.responds(on="Tue 17 Nov 2026", at="11:00")

    assert acknowledged.told(NoticeKind.RESPONSE) == [
        "Tue 17 Nov 11:00 response to resident by email",
        "Tue 17 Nov 11:00 response to resident by text",
    ]


# -- Qualitas: approval


@pytest.fixture
def drafted(qualitas: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026 at Qualitas, its response due Wed 18 Nov, drafted on Thu 12 Nov."""
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Wed 04 Nov 2026")
    qualitas.speaks_with_resident()
    qualitas.drafts(on="Thu 12 Nov 2026")
    return qualitas


def test_Q_052_a_draft_goes_to_senior_management_for_approval(drafted: Landlord) -> None:
    assert drafted.told(NoticeKind.APPROVAL_REQUESTED) == [
        "Thu 12 Nov 12:00 approval_requested to victoria-lane by email"
    ]


def test_Q_052_A_29_the_approval_is_due_two_working_days_before_the_response(drafted: Landlord) -> None:
    assert (drafted.due("stage_1.approve"), drafted.due("stage_1.respond")) == ("Mon 16 Nov 2026", "Wed 18 Nov 2026")


def test_A_29_but_never_before_the_draft_was_there(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges(on="Wed 04 Nov 2026")

    qualitas.drafts(on="Tue 17 Nov 2026")

    assert qualitas.due("stage_1.approve") == "Tue 17 Nov 2026"


def test_Q_052_no_response_goes_without_it(drafted: Landlord) -> None:
    sentence = drafted.refuses(drafted.responds)

    assert sentence == "8.1: the Senior Management Team has not approved a response yet; put a draft forward."


def test_Q_052_nor_another_response_than_the_one_approved(drafted: Landlord) -> None:
    drafted.approves()
    other = response(reasons="Other reasons.")

    sentence = drafted.refuses(lambda: drafted.obeys(Respond(at=drafted.now, by=staff(drafted.owner), response=other)))

    assert sentence.endswith("not the response that the Senior Management Team approved; draft it again.")


def test_Q_052_an_approved_response_goes(drafted: Landlord) -> None:
    drafted.approves(on="Fri 13 Nov 2026")

    drafted.responds(on="Fri 13 Nov 2026", at="15:00")

    assert (
        "Fri 13 Nov: stage 1 approval of the response done in time (due Monday 16 November 2026) (8.1)"
        in drafted.record
    )
    assert drafted.told(NoticeKind.DRAFT_APPROVED) == ["Fri 13 Nov 12:00 draft_approved to nadia-karim by email"]
    assert "Fri 13 Nov: stage 1 response done in time (due Wednesday 18 November 2026) (8.2)" in drafted.record


def test_D6_the_response_is_not_dated_before_its_approval(drafted: Landlord) -> None:
    drafted.approves(on="Fri 13 Nov 2026")

    sentence = drafted.refuses(lambda: drafted.responds(on="Thu 12 Nov 2026", at="13:00"))

    assert "dated before its approval" in sentence


def test_Q_052_only_senior_management_approves(drafted: Landlord) -> None:
    sentence = drafted.refuses(lambda: drafted.approves(by="rachel-stone"))

    assert (
        sentence
        == "8.1: only the role Senior Management Team can approve responses, and Rachel Stone does not hold it."
    )


def test_Q_052_and_never_the_resident(drafted: Landlord) -> None:
    assert (
        drafted.refuses(lambda: drafted.obeys(Approve(at=drafted.now, by=RESIDENT)))
        == "Only a member of staff can do this: say who."
    )


def test_D15_the_author_does_not_approve(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.also_holds("victoria-lane", "operations")
    qualitas.drafts(by="victoria-lane")

    sentence = qualitas.refuses(lambda: qualitas.approves(by="victoria-lane"))

    assert sentence == (
        "8.1: Victoria Lane wrote the draft, or one before it; "
        "somebody else in the role Senior Management Team must approve it."
    )
    assert qualitas.told(NoticeKind.APPROVAL_REQUESTED, to="george-abbott")


def test_Q_052_words_that_a_colleague_puts_forward_again_are_not_approved_by_whoever_wrote_them(
    qualitas: Landlord,
) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.also_holds("victoria-lane", "operations")
    qualitas.drafts(by="victoria-lane")
    qualitas.drafts(by="nadia-karim")

    sentence = qualitas.refuses(lambda: qualitas.approves(by="victoria-lane"))

    assert sentence.startswith("8.1: Victoria Lane wrote the draft, or one before it")
    assert [sent.to for sent in qualitas.sent if sent.kind is NoticeKind.APPROVAL_REQUESTED] == ["george-abbott"] * 2


def test_Q_052_the_author_is_not_reminded_to_approve(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.also_holds("victoria-lane", "operations")
    qualitas.drafts(by="victoria-lane")

    qualitas.waits(until="Mon 16 Nov 2026")

    reminded = [line for line in qualitas.reminders() if "reminder to" in line and "approval of the response" in line]
    assert reminded
    assert all("to george-abbott" in line for line in reminded)


def test_R_101_whom_the_complaint_is_about_is_not_asked_to_approve(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", about_staff=("victoria-lane",))
    qualitas.allocates()
    qualitas.acknowledges()

    qualitas.drafts()

    assert [sent.to for sent in qualitas.sent if sent.kind is NoticeKind.APPROVAL_REQUESTED] == ["george-abbott"]


def test_Q_052_a_deputy_approves_while_senior_management_is_away(drafted: Landlord) -> None:
    drafted.is_away("patrick-doyle", "Thu 12 Nov 2026", "Fri 13 Nov 2026")
    for person in ("victoria-lane", "george-abbott", "marcus-bell"):
        drafted.is_away(person, "Thu 12 Nov 2026", "Fri 13 Nov 2026")
    people = tuple(
        person.model_copy(update={"deputy": "elaine-foster"}) if person.id == "marcus-bell" else person
        for person in drafted.staff.people
    )
    drafted.staff = drafted.staff.model_copy(update={"people": people})

    drafted.approves(by="elaine-foster")

    assert drafted.complaint.progress.draft is not None
    assert drafted.complaint.progress.draft.approved_by == drafted.officer("elaine-foster")


def test_Q_052_a_draft_is_returned_with_comments_and_drafted_again(drafted: Landlord) -> None:
    drafted.returns_draft(comments="Say when the inspection is.")
    owed_between = drafted.owes()

    drafted.drafts(reasons="We inspect on Monday.")
    drafted.approves()

    assert drafted.told(NoticeKind.DRAFT_RETURNED) == ["Thu 12 Nov 12:01 draft_returned to nadia-karim by email"]
    assert not any(line.startswith("stage_1.approve") for line in owed_between)
    assert drafted.complaint.progress.draft is not None
    assert drafted.complaint.progress.draft.approved_at is not None


def test_Q_052_a_returned_draft_is_no_approval_done(drafted: Landlord) -> None:
    drafted.returns_draft()

    assert not any("approval of the response" in line for line in drafted.record_of(EntryKind.DUTY_MET))
    assert Waiting(what=WaitsFor.CHANGES, of=("nadia-karim",)) in waits_for(drafted.complaint, drafted.rules)


def test_Q_052_D6_a_draft_that_was_returned_in_time_was_no_missed_approval(drafted: Landlord) -> None:
    drafted.waits(until="Tue 17 Nov 2026")

    drafted.returns_draft(on="Mon 16 Nov 2026")

    assert drafted.missed == []
    assert any("it was no longer owed before" in line for line in drafted.record_of(EntryKind.MISSED_CORRECTED))


def test_Q_052_returned_without_comments_it_would_help_nobody(drafted: Landlord) -> None:
    assert drafted.refuses(lambda: drafted.returns_draft(comments=" ")).endswith("say what the author should change.")


def test_Q_052_what_was_returned_awaits_no_approval(drafted: Landlord) -> None:
    drafted.returns_draft()

    assert drafted.refuses(drafted.approves) == "8.1: no draft is waiting for approval."


def test_Q_052_the_same_words_drafted_approved_and_returned_again_are_not_repeats(drafted: Landlord) -> None:
    drafted.returns_draft()
    drafted.drafts()
    drafted.returns_draft()
    drafted.drafts()
    drafted.approves()
    drafted.drafts()

    drafted.approves()

    assert drafted.complaint.progress.draft is not None
    assert drafted.complaint.progress.draft.approved_at is not None


def test_D6_an_approval_is_not_dated_before_the_draft(drafted: Landlord) -> None:
    sentence = drafted.refuses(lambda: drafted.approves(on="Wed 11 Nov 2026"))

    assert sentence == "8.1: this is dated before the draft was put forward; give the right date."


def test_Q_052_a_missed_approval_is_recorded_and_does_not_put_the_response_off(drafted: Landlord) -> None:
    drafted.waits(until="Tue 17 Nov 2026")

    assert drafted.missed == ["stage_1.approve due Mon 16 Nov 2026"]
    assert drafted.due("stage_1.respond") == "Wed 18 Nov 2026"
    assert "Tue 17 Nov overdue to patrick-doyle: stage 1 approval of the response" in drafted.reminders()


def test_R_072_reliance_asks_for_no_approval(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.drafts()

    assert reliance.refuses(reliance.approves) == "Nothing is waiting for approval at stage 1."
    reliance.responds()
    assert reliance.facts(ResponseFacts).response is not None


def test_F_045_the_letter_names_who_keeps_a_promise(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()

    reliance.responds(promises=(promise().model_copy(update={"owner_name": "Priya Nair"}), promise(owner="Damp Ltd")))

    told = reliance.facts(ResponseFacts).response
    assert told is not None
    assert [each.owner for each in told.promises] == ["Priya Nair", "Damp Ltd"]


def test_R_067_Q_059_a_response_tells_what_was_promised_before_and_is_not_done_yet(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.promises("Fri 18 Dec 2026", what="Paint the wall")
    landlord.promises("Wed 04 Nov 2026", what="Dry the wall")
    landlord.completes_action(2)

    landlord.responds(promises=(promise("Fri 29 Jan 2027"),))

    facts = landlord.facts(ResponseFacts)
    assert facts.still_to_do is not None
    assert [(each.what, each.due_on) for each in facts.still_to_do] == [("Paint the wall", date(2026, 12, 18))]


def test_R_088_Q_079_a_final_response_tells_what_stage_1_promised_and_has_not_done(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds(on="Mon 09 Nov 2026", promises=(promise("Fri 29 Jan 2027", owner="Damp Ltd"),))
    landlord.is_asked_for_stage_2(on="Mon 16 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges()
    landlord.consults(landlord.parts.consulted_at_stage_2)

    landlord.responds(on="Mon 23 Nov 2026", stage_1_stands=True)

    facts = landlord.facts(FinalResponseFacts)
    assert facts.still_to_do is not None
    assert [(each.what, each.owner) for each in facts.still_to_do] == [("Treat the damp", "Damp Ltd")]
    assert landlord.facts(ResponseFacts).still_to_do is None


def test_F_045_the_record_names_who_keeps_a_promise(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()

    reliance.responds(promises=(promise().model_copy(update={"owner_name": "Priya Nair"}),))

    assert any("Treat the damp (Priya Nair)" in line for line in reliance.record)


def test_D11_a_response_that_came_back_is_given_again_in_the_same_words(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.responds(on="Tue 10 Nov 2026")
    landlord.bounces(NoticeKind.RESPONSE, "mailbox full")
    landlord.waits(until="Wed 11 Nov 2026", at="10:00")

    landlord.responds()

    assert landlord.answer
    assert not landlord.answer.repeated
    assert len(landlord.record_of(EntryKind.RESPONDED)) == 2
    landlord.posts("response")
    assert "stage_1.respond" not in "".join(landlord.owes())


def test_D11_the_letter_that_waits_gives_way_to_the_response_that_is_given_again(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.responds(on="Tue 10 Nov 2026")
    first = reliance.letter(NoticeKind.RESPONSE).key
    reliance.providers.away = set(reliance.complaint.resident.short_channels)
    reliance.bounces(NoticeKind.RESPONSE, "mailbox full")
    reliance.waits(until="Wed 11 Nov 2026", at="10:00")

    reliance.responds()

    waiting = [notice.key for notice in reliance.complaint.outbox if notice.kind is NoticeKind.RESPONSE]
    assert len(waiting) == 1
    assert first not in waiting


def test_R_080_R_088_F_079_nobody_answers_while_nobody_has_the_stage(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    about = landlord.owner
    landlord.obeys(
        ConfirmIssue(
            at=landlord.now, by=staff(landlord.officer(landlord.parts.colleague)), issue=1, confirmed=False, about=about
        )
    )

    sentence = landlord.refuses(lambda: landlord.responds(by=landlord.parts.colleague))

    assert "nobody deals with stage 1 now" in sentence
    assert landlord.would_help == "allocate"
