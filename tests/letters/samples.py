"""Plainly invented landlords, people and facts, for every kind of notice."""

from datetime import UTC, date, datetime
from pathlib import Path

from domain.notices import Due, Errand, Facts, Notice, NoticeKind, Resident
from domain.people import Officer, Person
from domain.policy import Channel, Stage
from domain.responses import Outcome, Promise, Response
from providers.letters import LetterWriter
from providers.rulebook import Rulebook

LANDLORDS = ("reliance", "qualitas")
REFERENCE = "SAMPLE-2026-000123"
STAFF = frozenset(
    kind for kind in NoticeKind if list(NoticeKind).index(kind) > list(NoticeKind).index(NoticeKind.CLOSURE)
)
RESIDENT = frozenset(NoticeKind) - STAFF

HANDLER = Officer(id="p-nair", name="Priya Nair", job_title="Complaints Handler")
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
RESPONSE = Response(
    outcome=Outcome.PARTLY_UPHELD,
    complaint="The invented lift stood still for three weeks.",
    reasons="We repaired it late. We did tell you about it in time.",
    remedy="We apologise, and will pay you 50 pounds.",
    promises=(
        Promise(what="Fit the new invented part", owner="Lena Brown, Repairs Manager", due_on=date(2027, 1, 15)),
        Promise(what="Check the lift again", owner="Sample Lifts Ltd", due_on=date(2027, 2, 1)),
    ),
    learning=("We will order invented parts sooner",),
)
DUTIES = (
    Due(what="Acknowledge the complaint", due_on=date(2026, 12, 4), clause="4.1.1"),
    Due(what="Speak with the resident", due_on=date(2026, 12, 1), overdue_by=1, clause="4.0"),
    Due(what="Send the response", due_on=date(2026, 11, 27), overdue_by=3),
)
FACTS: dict[NoticeKind, Facts] = {
    NoticeKind.RECEIPT: Facts(received_on=date(2026, 11, 30), due_on=date(2026, 12, 7), summary="The invented lift."),
    NoticeKind.ACKNOWLEDGEMENT: Facts(
        stage=Stage.ONE,
        handler=HANDLER,
        understood="The invented lift has been still since 2 November.",
        desired_outcome="You want it repaired.",
        received_on=date(2026, 11, 30),
        due_on=date(2026, 12, 16),
        summary="The invented lift.",
    ),
    NoticeKind.CONTACT_NOTE: Facts(handler=HANDLER, due_on=date(2026, 12, 16)),
    NoticeKind.EXTENSION: Facts(
        stage=Stage.ONE,
        due_on=date(2026, 12, 31),
        previous_due_on=date(2026, 12, 16),
        reason="The invented part is made to order.",
        exceptional=True,
        asks_agreement=True,
    ),
    NoticeKind.OMBUDSMAN_DETAILS: Facts(due_on=date(2026, 12, 31)),
    NoticeKind.RESPONSE: Facts(
        stage=Stage.ONE, response=RESPONSE, handler=HANDLER, last_day=date(2027, 1, 14), window="20 working days"
    ),
    NoticeKind.ESCALATION_RECEIPT: Facts(received_on=date(2026, 12, 21), due_on=date(2026, 12, 30)),
    NoticeKind.ESCALATION_DECLINED: Facts(received_on=date(2026, 12, 21), reason="It is with the court."),
    NoticeKind.FINAL_RESPONSE: Facts(
        stage=Stage.TWO,
        response=RESPONSE.model_copy(update={"stage_1_stands": False}),
        handler=HANDLER.model_copy(update={"name": "Owen Senior", "job_title": "Manager"}),
    ),
    NoticeKind.ACTION_COMPLETED: Facts(
        what="Fit the new invented part", completed_on=date(2027, 1, 12), asks_if_satisfactory=True
    ),
    NoticeKind.DATE_MOVED: Facts(
        due_on=date(2026, 12, 17),
        previous_due_on=date(2026, 12, 16),
        reason="Monday 14 December 2026 is a bank holiday",
    ),
    NoticeKind.CLOSURE: Facts(reason="You told us that you are satisfied with our response.", actions_open=True),
    NoticeKind.ASSIGNMENT: Facts(stage=Stage.ONE, received_on=date(2026, 11, 30), duties=DUTIES[:1]),
    NoticeKind.REMINDER: Facts(duties=DUTIES),
    NoticeKind.OVERDUE: Facts(duties=DUTIES[1:], handler=HANDLER),
    NoticeKind.APPROVAL_REQUESTED: Facts(stage=Stage.ONE, handler=HANDLER, due_on=date(2026, 12, 14)),
    NoticeKind.DRAFT_RETURNED: Facts(comments="Please say when.", handler=HANDLER, due_on=date(2026, 12, 14)),
    NoticeKind.DRAFT_APPROVED: Facts(handler=HANDLER, due_on=date(2026, 12, 16), comments="Clear."),
    NoticeKind.ESCALATED: Facts(received_on=date(2026, 12, 21), handler=HANDLER, due_on=date(2026, 12, 30)),
    NoticeKind.LATE_REQUEST: Facts(
        received_on=date(2027, 1, 21), last_day=date(2027, 1, 14), due_on=date(2027, 1, 28), why="Still broken."
    ),
    NoticeKind.CLOSING_SOON: Facts(closes_on=date(2027, 1, 15)),
    NoticeKind.LETTER_TO_POST: Facts(notice=NoticeKind.RESPONSE, due_on=date(2026, 12, 16), why="No e-mail is known"),
    NoticeKind.CANNOT_REACH: Facts(
        channel=Channel.TEXT, notice=NoticeKind.ACKNOWLEDGEMENT, why="the number does not exist"
    ),
    NoticeKind.NOT_SENT: Facts(notice=NoticeKind.RECEIPT, channel=Channel.EMAIL, why="the provider was away"),
    NoticeKind.MESSAGE_REFUSED: Facts(what="Close the complaint", why="A promised action is still open."),
    NoticeKind.ACTION_UNSATISFACTORY: Facts(what="Fit the new invented part", comments="It still squeaks."),
    NoticeKind.DATES_MOVED: Facts(
        due_on=date(2026, 12, 17),
        previous_due_on=date(2026, 12, 16),
        reason="Monday 14 December 2026 is a bank holiday",
    ),
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
            to=("supervisor",) if kind in STAFF else (),
            channels=(Channel.EMAIL,),
            created_at=at,
            not_before=at,
            useful_until=at,
            facts=FACTS[kind] if facts is None else facts,
        ),
    )
