"""The two stories that are measured: a complaint that is closed at stage 1, and one that goes on through stage 2.

Each step has the working day on which it happens, counted from the day of receipt, and the time: the clock of the
complaint is moved there first. A step without a time follows a minute after the one before.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import NamedTuple

from domain.calendar.days import instant_on, landlord_day
from domain.complaint.actor import RESIDENT as THE_RESIDENT
from domain.complaint.actor import staff
from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Case
from domain.complaint.resident import Resident
from domain.complaint.responses import Lesson, Outcome, Response
from domain.complaint.stages import ContactOutcome
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.procedure.front_door.receive import Receive, receive
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.close import Close
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.details import RecordDetails
from domain.procedure.stages.escalate import RequestEscalation
from domain.procedure.stages.investigate import Consult, RecordInvestigation
from domain.procedure.stages.react import RecordReaction
from domain.procedure.stages.respond import Respond
from providers.rulebook import Rulebook

ZONE = "Europe/London"
LANDLORD = "reliance"
TEN, HALF_PAST_TEN = time(10), time(10, 30)

RESIDENT = Resident(name="Sam Sample", email="sam@example.com", mobile="+447700900123")
BY_EMAIL_ONLY = Resident(name="Sam Sample", email="sam@example.com")
_SUMMARY = "Damp in the back bedroom was reported three times and never treated."


class Step(NamedTuple):
    """What is asked of a complaint, and when."""

    order: Message
    moves_on: bool
    """Whether the complaint's clock is moved to the order's instant first."""


class Story(NamedTuple):
    """A complaint from its receipt to its end."""

    name: str
    received_at: datetime
    rules: Rules
    steps: tuple[Step, ...]

    def case(self, reference: str) -> Case:
        """The complaint as its workflow is given it."""
        return new_case(self.rules, reference, self.received_at)

    def step(self, place: int) -> Step | None:
        """The step at *place*; None after the last."""
        return self.steps[place] if place < len(self.steps) else None


def new_case(rules: Rules, reference: str, at: datetime, resident: Resident = RESIDENT) -> Case:
    """A complaint that is received at *at*."""
    order = Receive(at=at, by=THE_RESIDENT, landlord=LANDLORD, reference=reference, summary=_SUMMARY, resident=resident)
    return Case(complaint=receive(order, rules, at), rules=rules)


def through_stage_1(rulebook: Rulebook, now: datetime) -> Story:
    """A typical complaint: acknowledged, answered and closed at stage 1."""
    tell = _Teller(rulebook, now)
    return tell.story("stage 1", (*tell.stage_1(), *tell.close(8, CloseReason.RESOLVED_SATISFIED, "priya-nair")))


def through_stage_2(rulebook: Rulebook, now: datetime) -> Story:
    """One whose resident asks for stage 2, and that is closed after it."""
    tell = _Teller(rulebook, now)
    closing = tell.close(17, CloseReason.UNABLE_TO_AGREE, "simon-wright")
    return tell.story("stage 2", (*tell.stage_1(), *tell.stage_2(), *closing))


def first_orders(rulebook: Rulebook, now: datetime, count: int) -> tuple[Message, ...]:
    """The orders with which a complaint begins; whoever gives them says when."""
    return tuple(step.order for step in islice(_Teller(rulebook, now).stage_1(), count))


class _Teller:
    """Tells a story in working days from a Monday on which somebody works, at least an hour ahead."""

    def __init__(self, rulebook: Rulebook, now: datetime) -> None:
        day = landlord_day(now, ZONE) + timedelta(days=1)
        self._calendar = rulebook.calendar(LANDLORD, day, day + timedelta(days=120))
        while day.weekday() or not self._calendar.is_working_day(day):
            day += timedelta(days=1)
        self._day, self._directory = day, rulebook.directory(LANDLORD)
        self._received_at = instant_on(day, TEN, ZONE)
        self._rules = rulebook.rules(LANDLORD, day)

    def story(self, name: str, steps: tuple[Step, ...]) -> Story:
        return Story(name, self._received_at, self._rules, steps)

    def stage_1(self) -> Iterator[Step]:
        by = self._officer("priya-nair")
        yield Step(Allocate(at=self._at(0), by=staff(self._officer("daniel-osei")), handler=by), moves_on=False)
        yield Step(
            RecordContact(at=self._at(0), by=staff(by), outcome=ContactOutcome.SPOKE, note="Behind the wardrobe."),
            moves_on=False,
        )
        understood, desired = "There is damp in your back bedroom.", "You want it treated before winter."
        yield Step(
            Acknowledge(at=self._at(3), by=staff(by), understood=understood, desired_outcome=desired), moves_on=True
        )
        yield Step(
            RecordDetails(at=self._at(3), by=staff(by), first_contact=False, told_timescale=True), moves_on=False
        )
        yield Step(
            RecordInvestigation(at=self._at(7), by=staff(by), found="A gutter above the window leaks."), moves_on=True
        )
        yield Step(Respond(at=self._at(7), by=staff(by), response=_response()), moves_on=False)

    def stage_2(self) -> Iterator[Step]:
        by, above = self._officer("simon-wright"), self._officer("helen-marsh")
        yield Step(
            RequestEscalation(at=self._at(9), by=THE_RESIDENT, reasons="It is not enough.", desired_outcome="More."),
            moves_on=True,
        )
        yield Step(Allocate(at=self._at(9), by=staff(above), handler=by), moves_on=False)
        understood, desired = "You think that the offer is too low.", "You want more compensation."
        yield Step(
            Acknowledge(at=self._at(10), by=staff(by), understood=understood, desired_outcome=desired), moves_on=True
        )
        yield Step(
            RecordContact(at=self._at(10), by=staff(by), outcome=ContactOutcome.SPOKE, note="She keeps a diary."),
            moves_on=False,
        )
        found = "The offer leaves out the months in which the room could not be used."
        yield Step(
            RecordInvestigation(at=self._at(15), by=staff(by), found=found, stage_1_complete=True), moves_on=True
        )
        yield Step(
            Consult(at=self._at(15), by=staff(by), officer=above, summary="Offer 400 pounds in all."), moves_on=False
        )
        yield Step(Respond(at=self._at(16), by=staff(by), response=_response(stage_1_stands=False)), moves_on=True)

    def close(self, day: int, reason: CloseReason, by: str) -> Iterator[Step]:
        satisfied = reason is CloseReason.RESOLVED_SATISFIED
        heard = RecordReaction(
            at=self._at(day), by=staff(self._officer(by)), satisfied=satisfied, how="by telephone", wants_stage_2=False
        )
        yield Step(heard, moves_on=True)
        yield Step(
            Close(at=self._at(day), by=staff(self._officer(by)), reason=reason, resolution_agreed=True), moves_on=True
        )

    def _at(self, working_day: int) -> datetime:
        if not working_day:
            return self._received_at
        return instant_on(self._on(working_day), HALF_PAST_TEN, ZONE)

    def _on(self, working_day: int) -> date:
        return self._calendar.nth_working_day(self._day, working_day)

    def _officer(self, person: str) -> Officer:
        return self._directory.officer(person, self._day)


def _response(*, stage_1_stands: bool | None = None) -> Response:
    return Response(
        outcome=Outcome.UPHELD,
        complaint="You told us three times about damp in your back bedroom, and nobody came.",
        reasons="Our contractor closed each report without a visit, and we did not check.",
        remedy="We apologise and will pay you 150 pounds.",
        learning=(Lesson(words="A report of damp is closed only after a visit."),),
        stage_1_stands=stage_1_stands,
    )


def soon() -> datetime:
    """Now, as the stories count from it."""
    return datetime.now(UTC)
