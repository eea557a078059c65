"""Stories of any kind: orders in any sequence, time passing, providers that refuse or are away."""

from collections.abc import Callable
from copy import copy, deepcopy
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st

from domain.complaint.actor import RESIDENT, staff
from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.responses import Outcome, Promise
from domain.complaint.stages import ContactOutcome
from domain.complaint.triage import Choice, TriageAnswers
from domain.duties.letters import unsent_letters
from domain.messages.message import AlreadySent, How, Message
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.staff import Officer
from domain.procedure.front_door.convert import Convert
from domain.procedure.front_door.resolve import Resolve
from domain.procedure.front_door.triage import Triage
from domain.procedure.remedies.actions import AddAction, AnswerAction, CompleteAction
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate, Reassign
from domain.procedure.stages.approve import Approve, ReturnDraft
from domain.procedure.stages.close import Close
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.details import RecordDetails
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.escalate import DecideEscalation, RequestEscalation
from domain.procedure.stages.extend import AnswerExtension, RequestExtension
from domain.procedure.stages.investigate import Consult, RecordInvestigation
from domain.procedure.stages.post import PrintAgain, RecordPosted
from domain.procedure.stages.react import RecordReaction
from domain.procedure.stages.release_letter import ReleaseLetter
from domain.procedure.stages.respond import Respond
from domain.procedure.stages.withdraw import Withdraw
from domain.procedure.ways_back.reopen import Reopen
from tests.spec.cast import SAM, TOO_LATE, Landlord, response

PEOPLE = {
    "reliance": ("priya-nair", "leah-brooks", "amara-okafor", "simon-wright", "helen-marsh"),
    "qualitas": ("nadia-karim", "owen-price", "femi-adeyemi", "rachel-stone", "victoria-lane", "marcus-bell"),
}
_START = "Mon 07 Dec 2026"


class Move(NamedTuple):
    """One move of a story; the numbers choose who, how and how long."""

    what: str
    who: int
    how: int
    late: int


def _who(landlord: Landlord, number: int) -> Officer:
    people = PEOPLE[landlord.key]
    return landlord.officer(people[number % len(people)])


def _outcome(how: int) -> ContactOutcome:
    return tuple(ContactOutcome)[how % len(ContactOutcome)]


def _promises(landlord: Landlord, how: int) -> tuple[Promise, ...]:
    due_on = landlord.today() + timedelta(days=how * 3)
    return (Promise(what=f"Action {how}", owner=PEOPLE[landlord.key][0], due_on=due_on),) if how % 2 else ()


def _open(landlord: Landlord, how: int, which: int) -> tuple[int, ...]:
    """Every second of the promises that are open, from one end or the other."""
    return tuple(action.number for action in landlord.complaint.open_actions if (action.number + how) % 2 == which)


def _sent(landlord: Landlord, how: int) -> AlreadySent | None:
    if how % 4:
        return None
    return AlreadySent(at=landlord.now - timedelta(hours=how), how=tuple(How)[how % 2], next_step_told=True)


def _unsent(landlord: Landlord, how: int) -> str:
    """The number of a letter that has not gone, where there is one."""
    numbers = [letter.number for letter in unsent_letters(landlord.complaint)]
    return numbers[how % len(numbers)] if numbers else "response"


def _sorting(how: int) -> TriageAnswers:
    """Something else each time, often a concern that is put right at once."""
    kinds = (*Classification, *(Classification.CONCERN, Classification.SERVICE_REQUEST) * 3)
    quick = kinds[how] is Classification.CONCERN
    return TriageAnswers(
        classification=kinds[how],
        first_contact=True,
        dissatisfied=quick,
        chose=Choice.QUICK_RESOLUTION if quick else None,
        agreed_action="Make the visit.",
        agreed_how="by telephone",
        passed_on_to="repairs",
    )


def _convert(at: datetime, by: Officer, how: int) -> Convert:
    """Most often to a complaint, by the resident."""
    if how % 3:
        return Convert(at=at, by=RESIDENT, why=f"Why {how}")
    to = (Classification.ENQUIRY, Classification.COMPLIMENT)[how % 2]
    return Convert(at=at, by=staff(by), to=to, passed_on_to="repairs", resident_agrees=True)


def _order(landlord: Landlord, move: Move) -> Message:
    """The order a move stands for, dated now or some hours back."""
    at, by, how = landlord.now - timedelta(hours=move.late), _who(landlord, move.who), move.how
    answer = response(outcome=tuple(Outcome)[how % 3], promises=_promises(landlord, how), stage_1_stands=bool(how % 2))
    number = 1 + how % 2
    made: dict[str, Callable[[], Message]] = {
        "allocate": lambda: Allocate(at=at, by=staff(by), handler=by),
        "reassign": lambda: Reassign(at=at, by=staff(by), handler=by),
        "acknowledge": lambda: Acknowledge(at=at, by=staff(by), understood="Damp.", already_sent=_sent(landlord, how)),
        "contact": lambda: RecordContact(at=at, by=staff(by), outcome=_outcome(how), desired_outcome="Dry."),
        "details": lambda: RecordDetails(
            at=at, by=staff(by), understood="Damp.", desired_outcome="Dry.", told_timescale=True
        ),
        "investigate": lambda: RecordInvestigation(at=at, by=staff(by), found=f"Found {how}."),
        "consult": lambda: Consult(at=at, by=staff(by), officer=_who(landlord, how), summary="Agreed."),
        "draft": lambda: PutDraft(at=at, by=staff(by), response=answer),
        "return": lambda: ReturnDraft(at=at, by=staff(by), comments="Say when."),
        "approve": lambda: Approve(at=at, by=staff(by)),
        "respond": lambda: Respond(
            at=at, by=staff(by), response=answer if how % 3 else None, already_sent=_sent(landlord, how)
        ),
        "post": lambda: RecordPosted(at=at, by=staff(by), letter=_unsent(landlord, how), went_anyway=True),
        "release letter": lambda: ReleaseLetter(at=at, by=staff(by), letter=_unsent(landlord, how), tried="Called."),
        "print again": lambda: PrintAgain(at=at, by=staff(by), letter=_unsent(landlord, how)),
        "promise": lambda: AddAction(
            at=at, by=staff(by), promise=Promise(what="More", owner="Damp Ltd", due_on=at.date() + timedelta(days=how))
        ),
        "complete": lambda: CompleteAction(at=at, by=staff(by), action=number),
        "answer": lambda: AnswerAction(at=at, by=RESIDENT, action=number, satisfactory=bool(how % 3)),
        "extend": lambda: RequestExtension(
            at=at,
            by=staff(by),
            working_days=1 + how,
            reason="The surveyor is away.",
            exceptional_reason="A flood." if how % 3 == 0 else "",
            approver=_who(landlord, how) if how % 2 else None,
            already_sent=_sent(landlord, how),
        ),
        "agree": lambda: AnswerExtension(at=at, by=RESIDENT, agrees=bool(how % 2)),
        "triage": lambda: Triage(at=at, by=staff(by), sorting=_sorting(how)),
        "convert": lambda: _convert(at, by, how),
        "resolve": lambda: Resolve(
            at=at,
            by=staff(by),
            outcome=f"Outcome {how}",
            resident_happy=(True, False, None)[how % 3],
            chose=(*Choice, None)[how % 4],
        ),
        "escalate": lambda: RequestEscalation(at=at, by=RESIDENT, reasons=f"Reason {how}"),
        "decide": lambda: DecideEscalation(at=at, by=staff(by), accept=bool(how % 2), reasons=TOO_LATE),
        "withdraw": lambda: Withdraw(at=at, by=RESIDENT, keep=_open(landlord, how, 0), release=_open(landlord, how, 1)),
        "reopen": lambda: Reopen(
            at=at, by=staff(by) if how % 2 else RESIDENT, why=f"Again {how}", by_mistake=how % 5 == 1
        ),
        "react": lambda: RecordReaction(
            at=at,
            by=RESIDENT,
            satisfied=bool(how % 2),
            wants_stage_2=None if how % 2 else (True, False, None)[how % 3],
        ),
        "close": lambda: Close(
            at=at,
            by=staff(by),
            reason=tuple(CloseReason)[how % 4],
            resolution_agreed=True,
            no_wish_to_escalate=True,
        ),
    }
    return made[move.what]()


ORDERS = (
    *("allocate", "reassign", "acknowledge", "contact", "details", "investigate", "consult", "draft", "return"),
    *(
        "approve",
        "respond",
        "post",
        "post",
        "release letter",
        "promise",
        "complete",
        "answer",
        "extend",
        "agree",
        "escalate",
        "decide",
    ),
    *("withdraw", "reopen", "react", "react", "close", "triage", "triage", "convert", "convert", "resolve"),
)
WORLD = ("wait", "wait", "wait", "outage", "bounce", "refuse text", "mail away", "mail back", "holiday")
moves = st.builds(
    Move,
    what=st.sampled_from((*ORDERS, *WORLD)),
    who=st.integers(0, 5),
    how=st.integers(0, 11),
    late=st.sampled_from((0, 0, 0, 1, 30)),
)

_TRODDEN = ("allocate", "acknowledge", "contact", "consult", "draft", "approve", "respond")
trodden_paths = st.lists(
    st.one_of(moves, st.builds(Move, st.sampled_from(_TRODDEN), st.integers(0, 5), st.integers(1, 3), st.just(0))),
    max_size=30,
)
"""Stories that go the usual way more often than chance would."""


landlords = pytest.mark.parametrize("key", ["reliance", "qualitas"])
ways = st.tuples(st.booleans(), st.booleans())
"""Whether the resident has their letters by post, and whether all goes the usual way through stage 1 at first."""

unhurried = settings(deadline=None, derandomize=True, max_examples=40, suppress_health_check=[HealthCheck.too_slow])

alike = seed(1)
"""Tests that ask for a way and a path, and nothing else, get the same ones: each story is played once for all."""


class Step(NamedTuple):
    """What came of one move."""

    order: Message | None
    """The order that was carried out, if one was."""
    at: datetime
    before: Complaint
    after: Complaint


def begin(key: str, *, by_letter: bool = False) -> Landlord:
    """A complaint just before Christmas 2026, about one member of staff."""
    landlord = Landlord(key)
    resident = SAM.model_copy(update={"prefers": Channel.LETTER}) if by_letter else SAM
    landlord.receives_complaint(on=_START, resident=resident, about_staff=(PEOPLE[key][1],))
    return landlord


def usual(landlord: Landlord) -> None:
    """Through stage 1, the way it should go."""
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds()


def story(key: str, way: tuple[bool, bool], path: list[Move]) -> Landlord:
    """A landlord in the state that story leads to."""
    played, _ = _played(key, way, tuple(path))
    landlord = copy(played)
    landlord.sent, landlord.providers = [*played.sent], deepcopy(played.providers)
    return landlord


def steps(key: str, way: tuple[bool, bool], path: list[Move]) -> tuple[Step, ...]:
    """What came of each move of that story."""
    _, played = _played(key, way, tuple(path))
    return played


@cache
def _played(key: str, way: tuple[bool, bool], path: tuple[Move, ...]) -> tuple[Landlord, tuple[Step, ...]]:
    by_letter, is_usual = way
    landlord, played = begin(key, by_letter=by_letter), []
    if is_usual:
        usual(landlord)
    for move in path:
        before = landlord.complaint
        order = play(landlord, move)
        played.append(Step(order, landlord.now, before, landlord.complaint))
    return landlord, tuple(played)


def play(landlord: Landlord, move: Move, *, key: str = "") -> Message | None:
    """Make a move; the order that was carried out, if one was."""
    if move.what in ORDERS:
        try:
            order = _order(landlord, move).model_copy(update={"key": key})
            landlord.obeys(order)
        except NotAllowedError:
            return None
        return order
    _happen(landlord, move)
    return None


def _happen(landlord: Landlord, move: Move) -> None:
    until = landlord.now + timedelta(hours=1 + move.how * 17)
    gone = [sent for sent in landlord.sent if sent.notice.must_reach_resident]
    match move.what:
        case "wait":
            landlord._pass(until)
        case "outage":
            landlord._now = until
            landlord._look()
        case "bounce" if gone:
            landlord.bounces(gone[-1 - move.who % len(gone)].kind, why=f"no mailbox {move.how}")
        case "refuse text":
            landlord.providers.refusing = {Channel.TEXT: "not a mobile number"}
        case "mail away":
            landlord.providers.away = {Channel.EMAIL}
        case "mail back":
            landlord.providers.away = set()
            landlord._look()
        case "holiday":
            landlord.hears_of_holiday(f"{landlord.today() + timedelta(days=move.how):%a %d %b %Y}")
        case _:
            pass
