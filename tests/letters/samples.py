"""Plainly invented landlords, people and facts, for every kind of notice."""

from datetime import UTC, date, datetime
from pathlib import Path

from domain.complaint.exclusions import Refusal
from domain.complaint.issues import Issue
from domain.complaint.late import LateThing
from domain.complaint.notice_facts import Due, Facts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES
from domain.complaint.notices import Notice
from domain.complaint.ombudsman import OmbudsmanContact
from domain.complaint.recipients import THE_RESIDENT, Audience, first_of
from domain.complaint.resident import Resident
from domain.complaint.resident_facts import (
    AcknowledgementFacts,
    ActionChangedFacts,
    ActionCompletedFacts,
    ActionReleasedFacts,
    ClosureFacts,
    ContactNoteFacts,
    DateMovedFacts,
    DetailsChangedFacts,
    EscalationDeclinedFacts,
    EscalationReceiptFacts,
    ExtensionFacts,
    FinalResponseFacts,
    HandlerChangedFacts,
    IssueRefusedFacts,
    LateLetterFacts,
    LetterCorrectedFacts,
    LetterWrongFacts,
    OmbudsmanDetailsFacts,
    QuickAgreedFacts,
    ReceiptCorrectedFacts,
    ReceiptFacts,
    RedirectFacts,
    RefusalFacts,
    RefusalReversedFacts,
    ReopenedFacts,
    RequestWithdrawnFacts,
    ResponseFacts,
    SomethingChangedFacts,
    Stage1BegunFacts,
    Stage2OfferedFacts,
)
from domain.complaint.responses import Finding, IssueFinding, Lesson, Outcome, Promise, Response
from domain.complaint.staff_facts import (
    ActionUnsatisfactoryFacts,
    AddressNeededFacts,
    AgeToReviewFacts,
    ApprovalRequestedFacts,
    AssignmentFacts,
    CannotReachFacts,
    ClosingSoonFacts,
    DatesMovedFacts,
    DraftApprovedFacts,
    DraftReturnedFacts,
    EscalatedFacts,
    ExtensionApprovedFacts,
    ExtensionReturnedFacts,
    ExtensionToApproveFacts,
    IssueDecidedFacts,
    LateRequestFacts,
    LettersTakenBackFacts,
    LetterToPostFacts,
    LifeLostFacts,
    MessageRejectedFacts,
    NeedsHandlerFacts,
    NotSentFacts,
    OmbudsmanAskedFacts,
    OmbudsmanDirectedFacts,
    PassedOnFacts,
    ReferralFacts,
    ReminderFacts,
    RevivedFacts,
    ToAllocateFacts,
    UnknownOutcomeFacts,
    UnsatisfiedFacts,
)
from domain.outbox.errands import Errand
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.duty_kinds import ROWS, DutyKind
from domain.policy.staff import Officer, Person
from domain.policy.stages import Stage
from providers.letters import LetterWriter
from providers.rulebook import Rulebook

LANDLORDS = ("reliance", "qualitas")
REFERENCE = "SAMPLE-2026-000123"
STAFF = frozenset(kind for kind, rule in NOTICES.items() if rule.audience is Audience.STAFF)
RESIDENT = frozenset(NoticeKind) - STAFF

HANDLER = Officer(id="p-nair", name="Priya Nair", job_title="Complaints Handler", department="Customer Services")
READER = Person(
    id="s-reader",
    name="Sam Reader",
    job_title="Team Supervisor",
    roles=frozenset({"supervisor"}),
    email="s@example.org",
)
AMINA = Resident(
    name="Amina Example",
    email="amina@example.org",
    mobile="+447700900123",
    address=("1 Sample Street", "Exampleton", "EX1 1EX"),
)
TAKEN_DOWN = datetime(2026, 11, 30, 10, 5, tzinfo=UTC)
ISSUES = (
    Issue(
        number=1,
        words="Nobody could get upstairs, the lift has been dead for weeks!",
        understood="The invented lift has been still since 2 November.",
        desired_outcome="You want it repaired.",
        added_at=TAKEN_DOWN,
    ),
)
THREE_ISSUES = (
    ISSUES[0].model_copy(update={"confirmed_at": TAKEN_DOWN}),
    Issue(
        number=2,
        words="And the hall window will not close.",
        understood="The window in the hall has not closed since it was painted.",
        added_at=TAKEN_DOWN,
    ),
    Issue(
        number=3,
        words="The street lamp flickers.",
        understood="The street lamp flickers.",
        desired_outcome="You want a steady lamp.",
        not_ours="The street lamps belong to the invented council",
        added_at=TAKEN_DOWN,
    ),
)
FINDINGS = (
    IssueFinding(issue=1, finding=Finding.UPHELD, reasons="The lift stood still for three weeks."),
    IssueFinding(issue=2, finding=Finding.NOT_UPHELD, reasons="The window was painted at your wish, and closes."),
    IssueFinding(issue=3, finding=Finding.NOT_OURS),
)
RESPONSE = Response(
    outcome=Outcome.PARTLY_UPHELD,
    complaint="The invented lift stood still for three weeks.",
    reasons="We repaired it late. We did tell you about it in time.",
    remedy="We apologise, and will pay you 50 pounds.",
    promises=(
        Promise(what="Fit the new invented part", owner="Lena Brown, Repairs Manager", due_on=date(2027, 1, 15)),
        Promise(what="Check the lift again", owner="Sample Lifts Ltd", due_on=date(2027, 2, 1)),
    ),
    learning=(Lesson(words="We will order invented parts sooner"),),
)
REFUSAL = Refusal(
    code="invented",
    clause="3.2.1",
    reasons="You ask us to pay for the piano that the invented lift dropped",
    alternative="Our repairs team will ring you on Monday.",
    evidence="Your letter of 30 November.",
    prior_reference="SAMPLE-2025-000007",
    prior_answered_on=date(2025, 6, 2),
    court_reference="K00SAMPLE",
    claim_filed_on=date(2026, 10, 1),
    ombudsman_reference="202512345",
    appeal_route="Ask the invented tribunal",
    review_on=date(2027, 6, 1),
    discretion="Nothing kept you from telling us before",
    policy="Lifts Policy",
    passed_on_to="repairs",
    referred_to="insurance_team",
    investigated_internally=True,
    decided_by=HANDLER,
    decided_at=TAKEN_DOWN,
    reversed_by_ombudsman="202512346",
)
"""A refusal with all there can be in it, as no single one has."""
DUTIES = (
    Due(what="Acknowledge the complaint", due_on=date(2026, 12, 4), clause="4.1.1"),
    Due(what="Speak with the resident", due_on=date(2026, 12, 1), overdue_by=1, clause="4.0"),
    Due(what="Send the response", due_on=date(2026, 11, 27), overdue_by=3),
)
RESPONSE_LATE, PROMISE_LATE = ROWS[DutyKind.RESPOND].told_late, ROWS[DutyKind.ACTION].told_late
LIFT, RECEIVED_ON = "The invented lift.", date(2026, 11, 30)
FACTS: dict[NoticeKind, Facts] = {
    NoticeKind.RECEIPT: ReceiptFacts(received_on=RECEIVED_ON, due_on=date(2026, 12, 7), summary=LIFT),
    NoticeKind.REDIRECT: RedirectFacts(
        received_on=RECEIVED_ON,
        summary=LIFT,
        classification=Classification.SERVICE_REQUEST,
        was=Classification.COMPLAINT,
        passed_on_to="repairs",
        covered_by="Repairs Policy",
    ),
    NoticeKind.QUICK_AGREED: QuickAgreedFacts(
        received_on=RECEIVED_ON,
        summary=LIFT,
        what="We will send the invented engineer on Tuesday.",
        due_on=date(2026, 12, 4),
        handler=HANDLER,
    ),
    NoticeKind.STAGE_1_BEGUN: Stage1BegunFacts(
        was=Classification.CONCERN,
        received_on=RECEIVED_ON,
        due_on=date(2026, 12, 7),
        summary=LIFT,
        passed_on_to="repairs",
    ),
    NoticeKind.STAGE_1_TO_ALLOCATE: ToAllocateFacts(
        was=Classification.CONCERN,
        received_on=RECEIVED_ON,
        due_on=date(2026, 12, 7),
        summary=LIFT,
        why="The resident asked for it.",
        handler=HANDLER,
    ),
    NoticeKind.PASSED_ON: PassedOnFacts(
        received_on=RECEIVED_ON, due_on=date(2026, 12, 30), summary=LIFT, passed_on_to="repairs"
    ),
    NoticeKind.ACKNOWLEDGEMENT: AcknowledgementFacts(
        stage=Stage.ONE,
        summary=LIFT,
        handler=HANDLER,
        issues=ISSUES,
        understood="You would like us to look at your complaint again.",
        desired_outcome="You want more than 50 pounds.",
        received_on=RECEIVED_ON,
        due_on=date(2026, 12, 16),
    ),
    NoticeKind.HANDLER_CHANGED: HandlerChangedFacts(
        stage=Stage.ONE, summary=LIFT, handler=HANDLER, due_on=date(2026, 12, 16)
    ),
    NoticeKind.CONTACT_NOTE: ContactNoteFacts(
        stage=Stage.ONE, summary=LIFT, handler=HANDLER, due_on=date(2026, 12, 16)
    ),
    NoticeKind.EXTENSION: ExtensionFacts(
        stage=Stage.ONE,
        summary=LIFT,
        due_on=date(2026, 12, 31),
        previous_due_on=date(2026, 12, 16),
        reason="The invented part is made to order.",
        exceptional=True,
        asks_agreement=True,
    ),
    NoticeKind.OMBUDSMAN_DETAILS: OmbudsmanDetailsFacts(stage=Stage.ONE, summary=LIFT, due_on=date(2026, 12, 31)),
    NoticeKind.RESPONSE: ResponseFacts(
        received_on=RECEIVED_ON,
        summary=LIFT,
        handler=HANDLER,
        response=RESPONSE,
        issues=ISSUES,
        last_day=date(2027, 1, 14),
        window="20 working days",
    ),
    NoticeKind.ESCALATION_RECEIPT: EscalationReceiptFacts(
        received_on=date(2026, 12, 21), summary=LIFT, due_on=date(2026, 12, 30), late=False
    ),
    NoticeKind.ESCALATION_DECLINED: EscalationDeclinedFacts(
        received_on=date(2026, 12, 21), summary=LIFT, reason="It is with the court.", last_day=date(2026, 12, 17)
    ),
    NoticeKind.FINAL_RESPONSE: FinalResponseFacts(
        received_on=date(2026, 12, 21),
        summary=LIFT,
        handler=HANDLER.model_copy(update={"name": "Owen Senior", "job_title": "Manager"}),
        response=RESPONSE.model_copy(update={"stage_1_stands": False}),
        issues=ISSUES,
    ),
    NoticeKind.ACTION_COMPLETED: ActionCompletedFacts(
        what="Fit the new invented part", completed_on=date(2027, 1, 12), asks_if_satisfactory=True
    ),
    NoticeKind.ACTION_CHANGED: ActionChangedFacts(
        what="Fit the new invented part",
        reason="the part is out of stock",
        due_on=date(2027, 2, 2),
        owner="Parts Ltd",
        previous_due_on=date(2027, 1, 12),
        previous_owner="Priya Sample",
        is_later=True,
    ),
    NoticeKind.ACTION_RELEASED: ActionReleasedFacts(
        what="Fit the new invented part",
        reason="you told us that the old part works again",
        previous_due_on=date(2027, 1, 12),
    ),
    NoticeKind.LETTER_CORRECTED: LetterCorrectedFacts(
        dated=date(2026, 12, 16),
        went_on=date(2026, 12, 18),
        last_day=date(2027, 1, 20),
        previous_last_day=date(2027, 1, 18),
        handler=HANDLER,
    ),
    NoticeKind.DATE_MOVED: DateMovedFacts(
        what="our full response",
        due_on=date(2026, 12, 17),
        previous_due_on=date(2026, 12, 16),
        reason="Monday 14 December 2026 is a bank holiday",
    ),
    NoticeKind.LATE_LETTER: LateLetterFacts(
        summary=LIFT,
        late=(
            LateThing(what="you should have had our full response to your complaint", due_on=date(2026, 12, 16)),
            LateThing(
                what="something we promised you should have been done",
                due_on=date(2026, 12, 15),
                promised="Fit the new invented part",
            ),
        ),
        hear_by=date(2026, 12, 24),
    ),
    NoticeKind.CLOSURE: ClosureFacts(
        summary=LIFT, reason="You told us that you are satisfied with our response.", actions_open=True
    ),
    NoticeKind.STAGE_2_OFFERED: Stage2OfferedFacts(
        summary=LIFT,
        received_on=date(2026, 12, 17),
        is_closed=False,
        last_day=date(2027, 1, 15),
        due_on=date(2026, 12, 21),
    ),
    NoticeKind.OMBUDSMAN_DIRECTED: OmbudsmanDirectedFacts(
        summary=LIFT,
        reference_of_theirs="HOS-SAMPLE-1",
        what="a review at stage 2",
        reason="Review it by the day we name.",
        due_on=date(2026, 12, 31),
    ),
    NoticeKind.UNSATISFIED: UnsatisfiedFacts(
        stage=Stage.ONE,
        summary=LIFT,
        received_on=date(2026, 12, 17),
        reason="It still stops between two floors.",
        due_on=date(2026, 12, 21),
    ),
    NoticeKind.REQUEST_WITHDRAWN: RequestWithdrawnFacts(
        summary=LIFT, received_on=date(2026, 12, 21), withdrawn_on=date(2026, 12, 22), is_closed=True
    ),
    NoticeKind.REOPENED: ReopenedFacts(
        summary=LIFT,
        received_on=date(2026, 12, 7),
        closed_on=date(2026, 12, 1),
        by_mistake=False,
        actions_open=True,
        due_on=date(2026, 12, 14),
        was_answered=True,
        stage=Stage.ONE,
    ),
    NoticeKind.DETAILS_CHANGED: DetailsChangedFacts(
        changed_on=date(2026, 12, 3), changed=("your e-mail address", "how you want us to write to you")
    ),
    NoticeKind.SOMETHING_CHANGED: SomethingChangedFacts(),
    NoticeKind.RECEIPT_CORRECTED: ReceiptCorrectedFacts(
        received_on=date(2026, 12, 1),
        previous_received_on=RECEIVED_ON,
        due_on=date(2026, 12, 17),
        previous_due_on=date(2026, 12, 16),
    ),
    NoticeKind.LETTER_WRONG: LetterWrongFacts(
        sent_on=date(2026, 12, 3),
        wrong_person=False,
        wrong="We wrote that the invented lift is in the east wing.",
        right="It is in the west wing.",
    ),
    NoticeKind.REFUSAL: RefusalFacts(
        received_on=RECEIVED_ON,
        refusal=REFUSAL,
        excludes="claims for what an invented lift has spoiled",
        handler=HANDLER,
        passed_on_to="repairs",
        covered_by="Repairs Policy",
    ),
    NoticeKind.ISSUE_REFUSED: IssueRefusedFacts(
        received_on=RECEIVED_ON,
        issue=ISSUES[0].model_copy(update={"refusal": REFUSAL}),
        refusal=REFUSAL,
        excludes="claims for what an invented lift has spoiled",
        handler=HANDLER,
        passed_on_to="repairs",
        covered_by="Repairs Policy",
    ),
    NoticeKind.REFUSAL_REVERSED: RefusalReversedFacts(
        received_on=RECEIVED_ON,
        begun_on=date(2026, 12, 21),
        due_on=date(2026, 12, 30),
        summary=LIFT,
        refusal=REFUSAL,
    ),
    NoticeKind.AGE_TO_REVIEW: AgeToReviewFacts(
        issues=(ISSUES[0].model_copy(update={"occurred_on": date(2025, 10, 1)}),),
        late=True,
        due_on=date(2026, 12, 7),
    ),
    NoticeKind.ISSUE_DECIDED: IssueDecidedFacts(
        issues=(ISSUES[0].model_copy(update={"occurred_on": date(2025, 10, 1)}),),
        accepted=True,
        handler=HANDLER,
        reason="The resident was in hospital for most of the year.",
        due_on=date(2026, 12, 7),
    ),
    NoticeKind.REFERRAL: ReferralFacts(
        excludes="claims for what an invented lift has spoiled", handler=HANDLER, passed_on_to="Insurance Team"
    ),
    NoticeKind.OMBUDSMAN_ASKED: OmbudsmanAskedFacts(
        stage=Stage.ONE,
        received_on=RECEIVED_ON,
        due_on=date(2026, 12, 7),
        summary=LIFT,
        is_past=False,
        ombudsman_contact=OmbudsmanContact(
            reference="HOS-SAMPLE-7",
            respond_by=date(2026, 12, 18),
            asked="Please send us your file.",
            contacted_at=datetime(2026, 11, 30, 9, 30, tzinfo=UTC),
        ),
    ),
    NoticeKind.ASSIGNMENT: AssignmentFacts(
        stage=Stage.ONE,
        received_on=RECEIVED_ON,
        due_on=date(2026, 12, 16),
        summary=LIFT,
        handler=HANDLER,
        acknowledge_by=date(2026, 12, 7),
    ),
    NoticeKind.NEEDS_HANDLER: NeedsHandlerFacts(stage=Stage.TWO, summary=LIFT, due_on=date(2026, 12, 16)),
    NoticeKind.REMINDER: ReminderFacts(summary=LIFT, duties=DUTIES),
    NoticeKind.OVERDUE: ReminderFacts(summary=LIFT, duties=DUTIES[1:], handler=HANDLER),
    NoticeKind.APPROVAL_REQUESTED: ApprovalRequestedFacts(
        stage=Stage.ONE, summary=LIFT, handler=HANDLER, response=RESPONSE, issues=ISSUES, due_on=date(2026, 12, 14)
    ),
    NoticeKind.DRAFT_RETURNED: DraftReturnedFacts(
        stage=Stage.ONE, comments="Please say when.", handler=HANDLER, due_on=date(2026, 12, 14)
    ),
    NoticeKind.DRAFT_APPROVED: DraftApprovedFacts(stage=Stage.ONE, handler=HANDLER, due_on=date(2026, 12, 16)),
    NoticeKind.EXTENSION_TO_APPROVE: ExtensionToApproveFacts(
        stage=Stage.ONE,
        summary=LIFT,
        handler=HANDLER,
        previous_due_on=date(2026, 12, 16),
        new_due_on=date(2027, 1, 11),
        longer="15 working days",
        reason="The invented part is made to order.",
        why="Only one firm makes it.",
        due_on=date(2026, 12, 16),
    ),
    NoticeKind.EXTENSION_APPROVED: ExtensionApprovedFacts(stage=Stage.ONE, handler=HANDLER, due_on=date(2027, 1, 11)),
    NoticeKind.EXTENSION_RETURNED: ExtensionReturnedFacts(
        stage=Stage.ONE, comments="Ten days will do.", handler=HANDLER, due_on=date(2026, 12, 16)
    ),
    NoticeKind.ESCALATED: EscalatedFacts(
        received_on=date(2026, 12, 21), due_on=date(2026, 12, 30), summary=LIFT, handler=HANDLER
    ),
    NoticeKind.LATE_REQUEST: LateRequestFacts(
        received_on=date(2027, 1, 21),
        last_day=date(2027, 1, 14),
        due_on=date(2027, 1, 28),
        summary=LIFT,
        why="Still broken.",
    ),
    NoticeKind.CLOSING_SOON: ClosingSoonFacts(closes_on=date(2027, 1, 15), summary=LIFT, actions_open=False),
    NoticeKind.ADDRESS_NEEDED: AddressNeededFacts(notice=NoticeKind.CLOSURE, due_on=date(2026, 12, 16)),
    NoticeKind.LETTER_TO_POST: LetterToPostFacts(
        notice=NoticeKind.RESPONSE, letter="7", post_on=date(2026, 12, 14), due_on=date(2026, 12, 16)
    ),
    NoticeKind.LETTERS_TAKEN_BACK: LettersTakenBackFacts(letters=("4 (acknowledgement)", "7 (response)")),
    NoticeKind.CANNOT_REACH: CannotReachFacts(
        channel=Channel.TEXT, notice=NoticeKind.ACKNOWLEDGEMENT, why="the number does not exist"
    ),
    NoticeKind.NOT_SENT: NotSentFacts(notice=NoticeKind.RECEIPT, channel=Channel.EMAIL, why="the provider was away"),
    NoticeKind.UNKNOWN_OUTCOME: UnknownOutcomeFacts(
        notice=NoticeKind.RESPONSE, channel=Channel.EMAIL, tried_on=date(2026, 12, 14), letter="7"
    ),
    NoticeKind.MESSAGE_REJECTED: MessageRejectedFacts(
        what="Close the complaint", why="A promised action is still open."
    ),
    NoticeKind.LIFE_LOST: LifeLostFacts(replaced_from=12, replaced_through=15),
    NoticeKind.ACTION_UNSATISFACTORY: ActionUnsatisfactoryFacts(
        what="Fit the new invented part", due_on=date(2027, 1, 26), comments="It still squeaks."
    ),
    NoticeKind.DATES_MOVED: DatesMovedFacts(summary=LIFT, duties=DUTIES),
    NoticeKind.REVIVED: RevivedFacts(summary=LIFT, duties=DUTIES, held=("extension by email",)),
}


POLICIES = Path(__file__).parents[2] / "policies"


def writer() -> LetterWriter:
    """What writes the letters of the landlords there are."""
    return LetterWriter(POLICIES, Rulebook(POLICIES).landlord)


def errand(key: str, kind: NoticeKind, facts: Facts | None = None, resident: Resident = AMINA) -> Errand:
    """A notice of *kind* on its way, with its sample facts or others."""
    at = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)
    return Errand(
        landlord=key,
        reference=REFERENCE,
        resident=resident,
        notice=Notice(
            key=f"{kind}/1",
            kind=kind,
            to=first_of("supervisor") if kind in STAFF else THE_RESIDENT,
            channels=(Channel.EMAIL,),
            created_at=at,
            not_before=at,
            useful_until=at,
            facts=FACTS[kind] if facts is None else facts,
        ),
    )
