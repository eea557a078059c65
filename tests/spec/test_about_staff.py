"""A complaint about a member of staff: they take no part in it, whenever that is found out (Code 5.8, R-101, D15)."""

from datetime import UTC, datetime

import pytest

from domain.complaint.actor import RESIDENT, staff
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.complaint.triage import TriageAnswers
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.duty_kinds import DutyKind
from domain.policy.stages import Stage
from domain.procedure.apply import offers
from domain.procedure.remedies.actions import AddAction
from domain.procedure.stages.issues import AddIssue, ConfirmIssue
from domain.procedure.stages.withdraw import Withdraw
from intake.order_reader import OrderReader
from tests.spec.cast import RULEBOOK, SAM, Landlord, promise, put_right_at_once, response
from tests.spec.days import day
from tests.spec.letters import written

BY_POST = Resident(name="Sam Sample", prefers=Channel.LETTER, address=("3 Example Street", "Birmingham", "B99 1AA"))


def begun(landlord: Landlord, resident: Resident = SAM) -> Landlord:
    """Stage 1, acknowledged, with its handler."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident(on="Wed 04 Nov 2026")
    return landlord


def at_stage_2(landlord: Landlord) -> Landlord:
    """Stage 2, acknowledged, with its reviewer."""
    begun(landlord).responds(on="Mon 09 Nov 2026")
    landlord.is_asked_for_stage_2(on="Tue 10 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Wed 11 Nov 2026")
    return landlord


def open_to(landlord: Landlord, person: str) -> set[str]:
    """The orders that somebody may give."""
    found = offers(landlord.complaint, staff(landlord.officer(person)), landlord.rules, landlord.now)
    return {offer.order for offer in found if offer.is_open}


# -- who records it, and when


def test_Code_5_8_only_those_with_oversight_record_it(landlord: Landlord) -> None:
    begun(landlord)

    sentence = landlord.refuses(lambda: landlord.is_found_about(landlord.parts.handler, by=landlord.parts.colleague))

    assert "only the role" in sentence
    assert "record_about" not in open_to(landlord, landlord.parts.colleague)


def test_Code_5_8_it_is_recorded_once(landlord: Landlord) -> None:
    begun(landlord).is_found_about(landlord.parts.handler)

    sentence = landlord.refuses(lambda: landlord.is_found_about(landlord.parts.handler, why="Told again."))

    assert sentence.startswith("Code 5.8: it is on record already that the complaint is about ")


def test_Code_5_8_it_is_recorded_of_a_closed_complaint_too(landlord: Landlord) -> None:
    begun(landlord).hears_withdrawal()

    landlord.is_found_about(landlord.parts.handler, why="The resident told us on the phone.")

    name = landlord.officer(landlord.parts.handler).signature
    assert landlord.record_of(EntryKind.ABOUT_STAFF) == [
        f"the complaint is about {name}: The resident told us on the phone."
    ]
    assert open_to(landlord, landlord.parts.handler) == set()
    assert not landlord.told(NoticeKind.NEEDS_HANDLER)


# -- what they may do


def test_D15_they_do_nothing_more_with_it(landlord: Landlord) -> None:
    at_stage_2(landlord).is_found_about(landlord.parts.reviewer)

    assert open_to(landlord, landlord.parts.reviewer) == set()
    assert landlord.complaint.handler is None


def test_D15_nor_do_they_record_what_somebody_else_said(landlord: Landlord) -> None:
    begun(landlord).is_found_about(landlord.parts.handler)
    order = Withdraw(at=landlord.now, by=RESIDENT, recorded_by=landlord.parts.handler, reason="A change of mind.")

    sentence = landlord.refuses(lambda: landlord.obeys(order))

    name = landlord.officer(landlord.parts.handler).name
    assert sentence == (f"Code 5.8: the complaint is about {name}, who may record nothing in it; somebody else must.")


# -- what they had


@pytest.mark.parametrize("stage", Stage)
def test_R_064_what_they_had_needs_somebody_else_who_is_told(landlord: Landlord, stage: Stage) -> None:
    story, handler = (begun, "handler") if stage is Stage.ONE else (at_stage_2, "reviewer")
    had_it = getattr(story(landlord).parts, handler)

    landlord.is_found_about(had_it)

    (told,) = [sent for sent in landlord.sent if sent.kind is NoticeKind.NEEDS_HANDLER]
    words = written(landlord, NoticeKind.NEEDS_HANDLER)
    assert told.to not in {had_it, landlord.parts.handler}
    assert f"Complaint REL-TEST, at {stage.words}, has nobody to handle it" in words
    assert "Please allocate it to somebody else. The next thing is due on" in words


def test_D15_what_is_no_complaint_is_put_right_by_somebody_else_and_nobody_is_asked_to_allocate_it(
    landlord: Landlord,
) -> None:
    officer = landlord.staff.officer(landlord.parts.handler, day("Mon 02 Nov 2026"))
    sorting = TriageAnswers(classification=Classification.CONCERN, **put_right_at_once())
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=sorting, by=staff(officer))

    landlord.is_found_about(landlord.parts.handler)

    letter = written(landlord, NoticeKind.NEEDS_HANDLER)
    assert "Please see that somebody else puts it right or answers it, and records the outcome." in letter
    assert "allocate" not in letter
    landlord.resolves(by=landlord.parts.colleague)
    assert landlord.complaint.closed


def test_D15_their_reminders_go_to_somebody_else(landlord: Landlord) -> None:
    at_stage_2(landlord).is_found_about(landlord.parts.reviewer)
    until_now = len(landlord.sent)

    landlord.waits(until="Mon 30 Nov 2026")

    later = {sent.to for sent in landlord.sent[until_now:] if not sent.notice.is_for_resident}
    assert later
    assert landlord.parts.reviewer not in later


def test_D15_what_waits_to_go_to_them_is_taken_back(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.providers.away.add(Channel.EMAIL)
    landlord.allocates(on="Mon 02 Nov 2026")

    landlord.is_found_about(landlord.parts.handler)
    landlord.providers.away.clear()
    landlord.waits(until="Tue 03 Nov 2026")

    assert not landlord.told(to=landlord.parts.handler)


# -- what they wrote and approved


@pytest.mark.parametrize("part", ["handler", "approver"])
def test_Q_052_what_they_wrote_or_approved_goes_only_once_others_have(qualitas: Landlord, part: str) -> None:
    begun(qualitas)
    qualitas.drafts()
    qualitas.approves()
    qualitas.is_found_about(getattr(qualitas.parts, part))
    if part == "handler":
        qualitas.allocates(to="owen-price")
    owner = qualitas.owner.id

    sentence = qualitas.refuses(lambda: qualitas.responds(by=owner))
    if part == "handler":
        qualitas.drafts(by=owner)
    qualitas.approves(by="george-abbott")
    qualitas.responds(by=owner)

    assert "has not approved a response yet" in sentence
    assert qualitas.complaint.progress.responded


def test_Q_052_whoever_approves_is_asked_again(qualitas: Landlord) -> None:
    begun(qualitas)
    qualitas.drafts()
    qualitas.approves()

    qualitas.is_found_about(qualitas.parts.approver)

    assert qualitas.told(NoticeKind.APPROVAL_REQUESTED)[-1].split(" to ")[1].startswith("george-abbott")


def test_R_072_a_draft_of_theirs_is_not_sent_where_nobody_approves(reliance: Landlord) -> None:
    begun(reliance)
    reliance.drafts()
    reliance.is_found_about("priya-nair")
    reliance.allocates(to="leah-brooks")

    sentence = reliance.refuses(lambda: reliance.responds(by="leah-brooks"))

    assert "The complaint is about whoever put this forward" in sentence
    reliance.drafts(by="leah-brooks")
    reliance.responds(by="leah-brooks")
    assert reliance.complaint.progress.responded


def test_R_072_an_answer_of_theirs_that_waits_to_be_posted_is_taken_back(landlord: Landlord) -> None:
    begun(landlord, BY_POST)
    landlord.posts("acknowledgement")
    landlord.responds(on="Mon 09 Nov 2026")
    had_it = landlord.parts.handler

    landlord.is_found_about(had_it)

    assert landlord.complaint.progress.responded is None
    assert landlord.duty(DutyKind.RESPOND.at(Stage.ONE).name).is_open
    assert (
        "about somebody who wrote, approved or gave this response" in landlord.record_of(EntryKind.NOTICE_DROPPED)[-1]
    )
    landlord.allocates(to=landlord.parts.colleague)
    assert "letter is waiting to be posted" in landlord.refuses(lambda: landlord.posts("response"))


@pytest.mark.parametrize("resident", [SAM, BY_POST], ids=["e-mail", "post"])
def test_R_064_an_acknowledgement_of_theirs_that_has_not_gone_is_given_by_somebody_else(
    landlord: Landlord, resident: Resident
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    landlord.allocates()
    landlord.providers.away.add(Channel.EMAIL)
    landlord.acknowledges(on="Tue 03 Nov 2026")

    landlord.is_found_about(landlord.parts.handler)
    landlord.providers.away.clear()
    landlord.waits(until="Wed 04 Nov 2026")

    assert landlord.duty("stage_1.acknowledge").is_open
    assert any(said.startswith("acknowledgement") for said in landlord.record_of(EntryKind.NOTICE_DROPPED))
    if resident is SAM:
        assert not landlord.told(NoticeKind.ACKNOWLEDGEMENT)
    assert "- the acknowledgement letter" in written(landlord, NoticeKind.NEEDS_HANDLER)
    landlord.allocates(to=landlord.parts.colleague)
    landlord.acknowledges()
    name = landlord.officer(landlord.parts.colleague).name
    assert name in written(landlord, NoticeKind.ACKNOWLEDGEMENT)


def test_R_064_an_acknowledgement_that_has_gone_stands_though_its_text_still_waits(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.providers.away.add(Channel.TEXT)
    landlord.acknowledges(on="Tue 03 Nov 2026")

    landlord.is_found_about(landlord.parts.handler)

    assert not landlord.duty("stage_1.acknowledge").is_open
    assert landlord.complaint.progress.acknowledgement


def test_R_073_an_extension_of_theirs_that_has_not_gone_does_not_put_the_response_off(landlord: Landlord) -> None:
    begun(landlord)
    due = landlord.due("stage_1.respond")
    landlord.providers.away.add(Channel.EMAIL)
    landlord.extends(3, on="Mon 09 Nov 2026")

    landlord.is_found_about(landlord.parts.handler)
    landlord.providers.away.clear()
    landlord.waits(until="Tue 10 Nov 2026")

    assert landlord.due("stage_1.respond") == due
    assert not landlord.told(NoticeKind.EXTENSION)
    assert "- the extension letter" in written(landlord, NoticeKind.NEEDS_HANDLER)


def test_R_030_a_refusal_of_theirs_that_has_not_gone_is_for_somebody_else_to_decide(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    due = landlord.due("stage_1.respond")
    landlord.providers.away.add(Channel.EMAIL)
    landlord.refuses_as(REFUSED_FOR[landlord.key], on="Tue 03 Nov 2026")

    landlord.is_found_about(landlord.parts.approver)
    landlord.providers.away.clear()
    landlord.waits(until="Wed 04 Nov 2026")

    assert not landlord.told(NoticeKind.REFUSAL)
    assert landlord.complaint.refused is None
    assert landlord.due("stage_1.respond") == due
    letter = written(landlord, NoticeKind.NEEDS_HANDLER)
    assert "Somebody may not deal with complaint REL-TEST any more." in letter
    assert "- the refusal letter" in letter
    other = {"reliance": "simon-wright", "qualitas": "marcus-bell"}[landlord.key]
    landlord.refuses_as(REFUSED_FOR[landlord.key], by=other)
    assert landlord.told(NoticeKind.REFUSAL)


REFUSED_FOR = {"reliance": "insurance_claim", "qualitas": "with_or_concluded_by_ombudsman"}


def test_R_054_a_late_request_that_they_declined_waits_for_somebody_else(landlord: Landlord) -> None:
    begun(landlord).responds(on="Mon 09 Nov 2026")
    landlord.is_asked_for_stage_2(on="Wed 20 Jan 2027")
    landlord.providers.away.add(Channel.EMAIL)
    landlord.decides_late_request(accept=False)

    landlord.is_found_about(landlord.parts.decider)
    landlord.providers.away.clear()
    landlord.waits(until="Thu 21 Jan 2027")

    assert not landlord.told(NoticeKind.ESCALATION_DECLINED)
    assert landlord.complaint.waiting_request


def test_R_080_no_response_goes_that_says_they_will_do_something(landlord: Landlord) -> None:
    begun(landlord)
    landlord.providers.away.add(Channel.EMAIL)
    landlord.responds(on="Mon 09 Nov 2026", promises=(promise(owner=landlord.parts.colleague),))

    landlord.is_found_about(landlord.parts.colleague)
    landlord.providers.away.clear()
    landlord.waits(until="Tue 10 Nov 2026")

    assert not landlord.told(NoticeKind.RESPONSE)
    assert landlord.owes() == [f"stage_1.respond due {landlord.due('stage_1.respond')}"]
    assert "- the response letter" in written(landlord, NoticeKind.NEEDS_HANDLER)


def test_R_072_their_advice_is_not_the_consultation_that_the_policy_asks_for(reliance: Landlord) -> None:
    at_stage_2(reliance).speaks_with_resident()
    reliance.consults("helen-marsh")

    reliance.is_found_about("helen-marsh")

    assert "record the consultation" in reliance.refuses(reliance.responds)
    reliance.consults("yusuf-rahman")
    reliance.responds()
    assert reliance.told(NoticeKind.FINAL_RESPONSE)


def test_Code_5_8_what_they_would_only_have_signed_goes_without_their_name(landlord: Landlord) -> None:
    begun(landlord).promises("Mon 30 Nov 2026")
    landlord.providers.away.add(Channel.EMAIL)
    landlord.changes_action(1, due_on="Fri 27 Nov 2026")

    landlord.is_found_about(landlord.parts.handler)
    landlord.providers.away.clear()
    landlord.waits(until="Wed 04 Nov 2026", at="13:00")

    letter = written(landlord, NoticeKind.ACTION_CHANGED)
    assert landlord.officer(landlord.parts.handler).name not in letter


def test_R_073_nobody_hears_that_more_time_is_approved_which_was_taken_back(landlord: Landlord) -> None:
    begun(landlord)
    landlord.extends(15, on="Mon 09 Nov 2026", exceptional_reason="The wall has to dry before it can be opened.")
    landlord.providers.away.add(Channel.EMAIL)
    landlord.approves()

    landlord.is_found_about(landlord.parts.approver)
    landlord.providers.away.clear()
    landlord.waits(until="Tue 10 Nov 2026")

    assert not landlord.told(NoticeKind.EXTENSION)
    assert not landlord.told(NoticeKind.EXTENSION_APPROVED)
    assert landlord.told(NoticeKind.NEEDS_HANDLER, to=landlord.parts.handler)


# -- what is promised


def test_R_080_no_response_says_again_that_they_will_keep_a_promise(landlord: Landlord) -> None:
    begun(landlord).responds(on="Mon 09 Nov 2026", promises=(promise(owner=landlord.parts.handler),))
    landlord.is_asked_for_stage_2(on="Tue 10 Nov 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Wed 11 Nov 2026")
    landlord.speaks_with_resident()
    landlord.consults(landlord.parts.consulted_at_stage_2)
    landlord.is_found_about(landlord.parts.handler)

    sentence = landlord.refuses(landlord.responds)
    landlord.changes_action(owner="Damp Ltd")
    landlord.responds()

    assert (
        "whoever has promised action 1 (Treat the damp), and the response names them; first say who does it now"
        in sentence
    )
    assert "Who will do it: Damp Ltd." in written(landlord, NoticeKind.FINAL_RESPONSE)


@pytest.mark.parametrize("then", ["open", "withdrawn"])
def test_R_080_somebody_is_told_at_once_that_a_promise_of_theirs_needs_another_owner(
    landlord: Landlord, then: str
) -> None:
    begun(landlord).promises("Fri 26 Mar 2027", what="Mend the fan", owner=landlord.parts.colleague)
    if then == "withdrawn":
        landlord.hears_withdrawal(keep=(1,))

    landlord.is_found_about(landlord.parts.colleague)

    (told,) = [sent for sent in landlord.sent if sent.kind is NoticeKind.NEEDS_HANDLER]
    letter = written(landlord, NoticeKind.NEEDS_HANDLER)
    assert told.to == landlord.parts.handler
    assert "Please say who does each of these now." in letter
    assert "- Mend the fan" in letter
    assert "allocate" not in letter


def test_R_080_nothing_is_promised_that_they_would_do(landlord: Landlord) -> None:
    begun(landlord).is_found_about("tom-hughes" if landlord.key == "reliance" else "chloe-bennett")
    (theirs,) = landlord.complaint.about_staff
    order = AddAction(at=landlord.now, by=staff(landlord.owner), promise=promise(owner=theirs))

    by_itself = landlord.refuses(lambda: landlord.obeys(order))
    with_response = landlord.refuses(lambda: landlord.responds(promises=(promise(owner=theirs),)))

    assert by_itself.endswith("so somebody else must do what is promised; name another owner.")
    assert with_response == by_itself


def test_R_080_what_was_theirs_to_do_is_named_on_the_record(landlord: Landlord) -> None:
    begun(landlord).promises("Mon 30 Nov 2026", owner=landlord.parts.colleague)

    landlord.is_found_about(landlord.parts.colleague)
    landlord.waits(until="Tue 01 Dec 2026")

    assert "(promised action 1 needs another owner)" in landlord.record_of(EntryKind.ABOUT_STAFF)[-1]
    assert not landlord.told(NoticeKind.REMINDER, to=landlord.parts.colleague)


# -- how it is said


@pytest.mark.parametrize(
    ("step", "given", "kind"),
    [
        ("confirm-issue", {"issue": 1, "understood": "Priya was rude."}, ConfirmIssue),
        ("add-issue", {"issue": {"words": "Priya was rude."}}, AddIssue),
    ],
)
def test_Code_5_8_whom_an_issue_is_about_is_said_by_their_id(step: str, given: dict[str, object], kind: type) -> None:
    reader = OrderReader(RULEBOOK.directory("reliance"), "Europe/London", {})
    at = datetime(2026, 11, 4, 10, tzinfo=UTC)

    order = reader.order(step, given | {"by": "daniel-osei", "about": "priya-nair"}, at, ())

    assert isinstance(order, kind)
    assert isinstance(order, AddIssue | ConfirmIssue)
    assert order.about == RULEBOOK.directory("reliance").officer("priya-nair", at.date())


def test_Q_052_a_draft_is_not_lost_where_an_issue_turns_out_to_be_about_its_author(qualitas: Landlord) -> None:
    begun(qualitas)
    qualitas.drafts()
    qualitas.approves()

    qualitas.confirms_issue(by=qualitas.parts.colleague, confirmed=False, about=qualitas.officer("nadia-karim"))

    draft = qualitas.complaint.progress.draft
    assert draft
    assert draft.response == response()
    assert not draft.awaits_approval
    assert draft.approved_at is None
