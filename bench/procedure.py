"""The domain alone, no server: counting working days, what a turn of a complaint costs, and what a complaint carries.

Working days are held against `holidays`' own method and numpy's business days, which first have to give the same days.
A turn is held against reading the same complaint from its JSON once, with pydantic: what a replay does at the least.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date, datetime, timedelta
from importlib import import_module
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

from holidays import country_holidays

from bench.figures import Figure, Measurement, load
from bench.stories import soon, through_stage_2
from domain.calendar.working_calendar import Nation, WorkingCalendar
from domain.complaint.actor import staff
from domain.complaint.complaint import Complaint
from domain.complaint.facts.stages import Contacted
from domain.complaint.stages import ContactOutcome
from domain.messages.room import size
from domain.outbox.errands import Accepted
from domain.policy.rules import Rules
from domain.procedure.apply import apply, check
from domain.procedure.news.delivery import note_accepted
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.respond import Respond
from domain.procedure.time.tick import next_due, tick
from domain.value import required
from domain.views.standing import standing
from providers.calendars import national_calendar
from providers.rulebook import Rulebook, policies_folder

_FIRST, _LAST = date(2026, 1, 1), date(2028, 12, 31)
_DAYS = tuple(_FIRST + timedelta(days=n) for n in range(700))
_COUNTS = (1, 5, 10, 20)
_ENTRIES = 200
"""A long record, as at the end of stage 2."""
_CARRIED = (20, 200, 2_000)
_US = 1e6
_KB = 1_000


class Turn(NamedTuple):
    """A complaint in the middle of stage 2, and what acts on it."""

    complaint: Complaint
    rules: Rules
    now: datetime
    order: RecordContact


async def measure(turns: int) -> AsyncIterator[Measurement]:
    """Days, then turns, then what a complaint carries."""
    yield _days()
    yield _turns(turns)
    yield _carried(turns)


def _days() -> Measurement:
    busy, calendar = load(), national_calendar(Nation.ENGLAND, _FIRST, _LAST)
    bank_holidays = country_holidays("GB", subdiv="ENG", years=range(_FIRST.year, _LAST.year + 1))
    ours = [calendar.nth_working_day(day, n) for day, n in _sums()]
    _same(ours, [bank_holidays.get_nth_working_day(day, n) for day, n in _sums()], "holidays")
    mine = _each(calendar.nth_working_day)
    theirs = _each(bank_holidays.get_nth_working_day)
    figures = [Figure("n-th working day after", mine, "µs", "holidays", theirs), *_with_numpy(calendar, ours, mine)]
    making = _middle(lambda: national_calendar(Nation.ENGLAND, _FIRST, _LAST), 20) * _US
    figures.append(Figure("three years' calendar made", making, "µs, once a complaint"))
    conditions = f"{len(_DAYS)} days of England, 1, 5, 10 and 20 working days on; all give the same days"
    return Measurement("working days", conditions, busy, tuple(figures))


def _with_numpy(calendar: WorkingCalendar, ours: list[date], mine: float) -> Iterator[Figure]:
    """Where numpy is installed: one sum at a time, and all in one array."""
    try:
        numpy: Any = import_module("numpy")
    except ModuleNotFoundError:
        return
    working = numpy.busdaycalendar(holidays=[day.on for day in calendar.closed])
    days = numpy.array([day for day, _ in _sums()], dtype="datetime64[D]")
    counts = numpy.array([n for _, n in _sums()])

    def one(day: date, n: int) -> object:
        return numpy.busday_offset(day, n, roll="backward", busdaycal=working)

    def at_once() -> Any:  # noqa: ANN401 - numpy's array
        return numpy.busday_offset(days, counts, roll="backward", busdaycal=working)

    _same(ours, at_once().astype(object).tolist(), "numpy")
    yield Figure("n-th working day after", mine, "µs", "numpy, one at a time", _each(one))
    yield Figure("n-th working day after", mine, "µs", "numpy, in one array", _middle(at_once, 20) / len(ours) * _US)


def _sums() -> Iterator[tuple[date, int]]:
    return ((day, n) for n in _COUNTS for day in _DAYS)


def _same(ours: list[date], theirs: list[date], whose: str) -> None:
    for (day, n), mine, other in zip(_sums(), ours, theirs, strict=True):
        if mine != other:
            raise ValueError(f"working day {n} after {day} is {mine}, by {whose} {other}")


def _each(count: Callable[[date, int], object]) -> float:
    """Microseconds a sum."""

    def all_of_them() -> None:
        for day, n in _sums():
            count(day, n)

    return _middle(all_of_them, 5) / (len(_DAYS) * len(_COUNTS)) * _US


def _turns(times: int) -> Measurement:
    busy, turn = load(), _mid_stage_2()
    complaint, rules, now, order = turn
    text = complaint.model_dump_json()
    reading = _fresh(turn, times, lambda _: Complaint.model_validate_json(text))
    steps: dict[str, Callable[[Complaint], object]] = {
        "tick": lambda fresh: tick(fresh, rules, now),
        "next due": lambda fresh: next_due(fresh, rules, now),
        "standing": lambda fresh: standing(fresh, rules, now),
        "check an order": lambda fresh: check(fresh, order, rules, now),
        "apply an order": lambda fresh: apply(fresh, order, rules, now),
    }
    figures = [
        Figure(name, _fresh(turn, times, does), "µs", "to read it from JSON", reading) for name, does in steps.items()
    ]
    conditions = f"a complaint at stage 2 with {len(complaint.record)} entries, {times} times, median"
    return Measurement("a turn", conditions, busy, tuple(figures))


def _fresh(turn: Turn, times: int, does: Callable[[Complaint], object]) -> float:
    """Microseconds, each of a value of its own, as if it had just changed: what was worked out before is of no use."""
    taken = []
    for fresh in (turn.complaint.changed(stages=(*turn.complaint.stages,)) for _ in range(times)):
        began = perf_counter()
        does(fresh)
        taken.append(perf_counter() - began)
    return median(taken) * _US


def _carried(times: int) -> Measurement:
    """What a complaint carries once the register has its record, beside the same with its record, as it was before."""
    busy, figures = load(), list[Figure]()
    for entries in _CARRIED:
        turn = _mid_stage_2(entries)
        whole, light = turn.complaint, turn.complaint.written(entries)
        ours, before = _tick(turn._replace(complaint=light), times), _tick(turn, times)
        figures += [
            Figure(f"state, {entries} entries", size(light) / _KB, "kB", "with its record", size(whole) / _KB),
            Figure(f"tick, {entries} entries", ours, "µs", "with its record", before),
        ]
    conditions = f"a complaint at stage 2 with so many entries on its record, {times} times, median"
    return Measurement("what a complaint carries", conditions, busy, tuple(figures))


def _tick(turn: Turn, times: int) -> float:
    return _fresh(turn, times, lambda fresh: tick(fresh, turn.rules, turn.now))


def _mid_stage_2(entries: int = _ENTRIES) -> Turn:
    story = through_stage_2(Rulebook(policies_folder()), soon())
    responses = [place for place, step in enumerate(story.steps) if isinstance(step.order, Respond)]
    before_response = story.steps[: responses[-1]]
    complaint, rules, now = story.case("REL-BENCH").complaint, story.rules, story.received_at
    for step in before_response:
        complaint = _lived(complaint, rules, now, step.order.at)
        now = step.order.at
        complaint, _ = apply(complaint, step.order, rules, now)
    complaint = _sent(tick(complaint, rules, now), rules, now)
    while len(complaint.record) < entries:
        complaint = complaint.noting(Contacted(outcome=ContactOutcome.NO_ANSWER, note="a call"), at=now, now=now)
    handler = complaint.handler
    order = RecordContact(
        at=now, by=staff(required(handler, "handler")), outcome=ContactOutcome.SPOKE, note="She asks when."
    )
    return Turn(complaint, rules, now, order)


def _lived(complaint: Complaint, rules: Rules, now: datetime, until: datetime) -> Complaint:
    """The complaint as it stands at *until*: all that falls due by itself has happened, all notices are sent."""
    complaint = _sent(tick(complaint, rules, now), rules, now)
    while (due := next_due(complaint, rules, now)) and due.at <= until:
        now = max(now, due.at)
        complaint = _sent(tick(complaint, rules, now), rules, now)
    return complaint


def _sent(complaint: Complaint, rules: Rules, now: datetime) -> Complaint:
    while notice := next((each for each in complaint.outbox if each.not_before <= now), None):
        taken = Accepted(
            key=notice.key, channel=notice.channel, at=now, to="bench", provider_id="bench", first_line="A notice"
        )
        complaint = note_accepted(complaint, taken, rules, now)
    return complaint


def _middle(does: Callable[[], object], times: int) -> float:
    """Seconds, the median of so many times."""
    taken = []
    for _ in range(times):
        began = perf_counter()
        does()
        taken.append(perf_counter() - began)
    return median(taken)
