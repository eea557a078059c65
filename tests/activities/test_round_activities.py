"""The rounds' activities over fakes: whom they tell, once a day, and what they leave alone."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.calendar_checks import Batch, CalendarChecks, older
from activities.ports import NotRunningError, ProviderAwayError, ProviderRejectedError, ProviderUnsureError, Swept
from activities.reporting import Reporting
from activities.rounds import StaffRounds, Telling
from activities.sweeping import Alarm, Sweeping
from domain.calendar.working_calendar import ClosedDay, WorkingCalendar
from domain.complaint.complaint import Case
from domain.complaint.reference import ComplaintId
from domain.policy.stages import Stage
from domain.rounds.reports import Round, RoundKind, Work
from domain.views.page import Standing
from providers.letters import LetterWriter
from providers.rulebook import policies_folder
from tests.fakes import FakeLedger, FakeMail, Fault
from tests.spec.cast import Landlord
from tests.spec.days import RULEBOOK

T = TypeVar("T")

CHRISTMAS_EVE = datetime(2026, 12, 24, 8, 30, tzinfo=UTC)
BOXING_MONDAY = datetime(2026, 12, 28, 8, 30, tzinfo=UTC)
DIGEST = Round(kind=RoundKind.DIGEST, landlord="reliance")
REPORT = Round(kind=RoundKind.OVERDUE_REPORT, landlord="reliance")
SWEEP = Round(kind=RoundKind.SWEEP, landlord="reliance")
CHECK = Round(kind=RoundKind.CALENDAR_CHECK, landlord="reliance")

PRIYAS = Telling(round=DIGEST, reader="priya-nair", handlers=("priya-nair",))


@dataclass
class FakeOpenWork:
    """What is open, in memory; calendars by reference beside it."""

    open: tuple[Work, ...] = ()

    def due(self, landlord: str, by: datetime, handlers: tuple[str, ...] | None = None) -> tuple[Work, ...]:
        theirs = (each for each in self.open if handlers is None or each.standing.handler in handlers)
        return tuple(each for each in theirs if each.standing.next_due_at and each.standing.next_due_at <= by)

    def quiet(self, landlord: str, since: datetime) -> tuple[Work, ...]:
        return tuple(each for each in self.open if each.recorded_at is None or each.recorded_at < since)

    def marks(self, landlord: str) -> dict[str, int]:
        marks = [each.standing.calendar for each in self.open]
        return {mark: marks.count(mark) for mark in marks}

    def counting_by(self, landlord: str, marks: tuple[str, ...], after: str, limit: int) -> tuple[str, ...]:
        found = sorted(each.reference for each in self.open if each.standing.calendar in marks)
        return tuple(reference for reference in found if reference > after)[:limit]


@dataclass
class FakeRunning:
    """Complaints that run, by reference."""

    cases: dict[str, Case] = field(default_factory=dict)

    async def case(self, place: ComplaintId) -> Case:
        if place.reference not in self.cases:
            raise NotRunningError("it is not running at Temporal")
        return self.cases[place.reference]

    async def change_calendar(self, place: ComplaintId, calendar: WorkingCalendar) -> None:
        raise AssertionError("a check changes nothing")


@dataclass
class Staffroom:
    """Everything the rounds need, and a way to run them."""

    work: FakeOpenWork = field(default_factory=FakeOpenWork)
    mail: FakeMail = field(default_factory=FakeMail)
    running: FakeRunning = field(default_factory=FakeRunning)
    ledger: FakeLedger = field(default_factory=FakeLedger)
    operations: str = "operations@example.com"
    now: datetime = CHRISTMAS_EVE
    forget: Callable[[], Swept] = Swept

    @property
    def reporting(self) -> Reporting:
        return Reporting(self.mail, LetterWriter(policies_folder(), RULEBOOK.landlord), self.ledger)

    @property
    def staff(self) -> StaffRounds:
        return StaffRounds(self.work, lambda: RULEBOOK, self.reporting)

    @property
    def calendars(self) -> CalendarChecks:
        return CalendarChecks(self.work, lambda: RULEBOOK, self.running, self.reporting)

    @property
    def sweeping(self) -> Sweeping:
        after = timedelta(minutes=30)
        return Sweeping(
            self.work, lambda: RULEBOOK, self.reporting, after=after, operations=self.operations, forget=self.forget
        )

    def runs(self, activity: Callable[..., T], given: object) -> T:
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, started_time=self.now)
        return environment.run(activity, given)


@pytest.fixture
def staffroom() -> Staffroom:
    return Staffroom()


def work(reference: str, due: datetime, **more: object) -> Work:
    stands = Standing(
        words="",
        stage=Stage.ONE,
        handler="priya-nair",
        next_due_at=due,
        next_due="stage 1 response",
        next_due_on=(due - timedelta(days=1)).date(),
    )
    return Work(reference=reference, recorded_at=None, standing=stands.model_copy(update=more))


def midnight_after(day: int, month: int = 12) -> datetime:
    return datetime(2026, month, day, tzinfo=UTC) + timedelta(days=1)


def test_a_digest_goes_once_a_day_to_one_person_however_often_the_round_runs(staffroom: Staffroom) -> None:
    staffroom.work.open = (work("REL-1", midnight_after(24)), work("REL-2", midnight_after(21)))
    readers = staffroom.runs(staffroom.staff.readers_of_digest, DIGEST)
    (telling,) = readers.each

    went = [staffroom.runs(staffroom.staff.send_digest, telling) for _ in range(3)]
    staffroom.now = datetime(2026, 12, 29, 8, 30, tzinfo=UTC)
    went.append(staffroom.runs(staffroom.staff.send_digest, telling))

    assert telling == PRIYAS
    assert went == [True, False, False, True]
    assert [mail.key for mail in staffroom.mail.sent] == [
        "digest/reliance/2026-12-24/priya-nair",
        "digest/reliance/2026-12-29/priya-nair",
    ]
    assert "- REL-2: stage 1 response, was due Monday 21 December 2026" in staffroom.mail.sent[0].words.body


def test_on_a_bank_holiday_nobody_is_told(staffroom: Staffroom) -> None:
    staffroom.work.open, staffroom.now = (work("REL-1", midnight_after(24)),), BOXING_MONDAY

    readers = staffroom.runs(staffroom.staff.readers_of_digest, DIGEST)

    assert not readers.each
    assert readers.why_none.startswith("Monday 28 December 2026 is not a working day: Boxing Day")


def test_what_was_done_since_the_round_began_is_not_told(staffroom: Staffroom) -> None:
    assert not staffroom.runs(staffroom.staff.send_digest, PRIYAS)
    assert not staffroom.mail.sent


def test_after_the_bank_holiday_the_managers_have_their_report(staffroom: Staffroom) -> None:
    staffroom.work.open, staffroom.now = (work("REL-1", midnight_after(24)),), BOXING_MONDAY
    on_the_holiday = staffroom.runs(staffroom.staff.readers_of_overdue_report, REPORT)
    staffroom.now += timedelta(days=1)

    readers = staffroom.runs(staffroom.staff.readers_of_overdue_report, REPORT)
    staffroom.runs(staffroom.staff.send_overdue_report, readers.each[0])

    assert not on_the_holiday.each
    assert [each.reader for each in readers.each][:3] == ["daniel-osei", "ruth-ellison", "amara-okafor"]
    assert "Overdue: 1 of the 1 that are open or still owe something." in staffroom.mail.sent[0].words.body


def test_a_provider_that_is_away_is_asked_again_and_one_that_refuses_is_not(staffroom: Staffroom) -> None:
    staffroom.work.open = (work("REL-1", midnight_after(24)),)
    staffroom.mail.faults = [Fault(ProviderAwayError("503")), Fault(ProviderRejectedError("no such address"))]
    telling, final = PRIYAS, []

    for _ in range(2):
        with pytest.raises(ApplicationError) as failed:
            staffroom.runs(staffroom.staff.send_digest, telling)
        final.append(failed.value.non_retryable)

    assert final == [False, True]
    assert staffroom.runs(staffroom.staff.send_digest, telling)


def test_a_digest_that_may_have_gone_twice_does_not_go_again(staffroom: Staffroom) -> None:
    staffroom.work.open = (work("REL-1", midnight_after(24)),)
    staffroom.mail.faults = [Fault(ProviderUnsureError("no answer"), accepted_first=True) for _ in range(2)]

    for _ in range(2):
        with pytest.raises(ApplicationError, match="no answer"):
            staffroom.runs(staffroom.staff.send_digest, PRIYAS)

    assert not staffroom.runs(staffroom.staff.send_digest, PRIYAS)
    assert len(staffroom.mail.sent) == 2


def test_a_digest_that_has_gone_is_not_sent_again_for_a_register_that_fails(staffroom: Staffroom) -> None:
    staffroom.work.open = (work("REL-1", midnight_after(24)),)
    staffroom.ledger.away.add("confirm")

    assert staffroom.runs(staffroom.staff.send_digest, PRIYAS)
    assert len(staffroom.mail.sent) == 1


def test_each_sweep_forgets_what_pages_have_kept_for_long_enough(staffroom: Staffroom) -> None:
    forgotten: list[Swept] = []

    def forget() -> Swept:
        forgotten.append(Swept(drafts=2))
        return forgotten[-1]

    staffroom.forget = forget
    staffroom.runs(staffroom.sweeping.find_stuck, SWEEP)

    assert forgotten == [Swept(drafts=2)]


def test_operations_are_told_of_what_is_stuck_once_a_day(staffroom: Staffroom) -> None:
    rung = CHRISTMAS_EVE - timedelta(minutes=31)
    awake = work("REL-2", midnight_after(29), acts_at=(rung,)).model_copy(update={"recorded_at": rung})
    staffroom.work.open = (work("REL-1", midnight_after(29), acts_at=(rung,)), awake)

    found = staffroom.runs(staffroom.sweeping.find_stuck, SWEEP)
    sent = [staffroom.runs(staffroom.sweeping.send_alarm, Alarm(round=SWEEP, report=found)) for _ in range(2)]

    assert found.references == ("REL-1",)
    assert sent == [True, False]
    assert [mail.to for mail in staffroom.mail.sent] == ["operations@example.com"]


def test_where_nobody_is_named_the_alarm_is_in_the_log_and_the_metrics_alone(staffroom: Staffroom) -> None:
    staffroom.operations = ""
    found = staffroom.runs(staffroom.sweeping.find_stuck, SWEEP)

    assert found.count == 0
    assert not staffroom.runs(staffroom.sweeping.send_alarm, Alarm(round=SWEEP, report=found))


def test_only_a_calendar_that_differs_today_is_older(staffroom: Staffroom) -> None:
    today = RULEBOOK.rules("reliance", CHRISTMAS_EVE.date()).calendar
    staffroom.work.open = (
        work("REL-1", midnight_after(29), calendar=today.mark),
        work("REL-2", midnight_after(29), calendar=with_holiday(today).mark),
        work("REL-3", midnight_after(29)),  # written by an earlier version
    )

    found = older(staffroom.work, RULEBOOK, "reliance", CHRISTMAS_EVE)

    assert set(found.marks) == {with_holiday(today).mark, ""}
    assert found.complaints == 2


def test_a_calendar_that_ends_within_a_year_is_older_though_its_days_are_the_same(staffroom: Staffroom) -> None:
    ends_soon = RULEBOOK.rules("reliance", CHRISTMAS_EVE.date().replace(year=2024)).calendar
    staffroom.work.open = (work("REL-1", midnight_after(29), calendar=ends_soon.mark),)

    assert older(staffroom.work, RULEBOOK, "reliance", CHRISTMAS_EVE).complaints == 1


async def test_each_complaint_that_differs_says_what_would_move_and_none_is_changed(staffroom: Staffroom) -> None:
    reliance = Landlord("reliance")
    reliance.receives_complaint(on="Wed 16 Dec 2026")  # to be acknowledged by Wed 23 Dec
    rules = reliance.rules.model_copy(update={"calendar": without_christmas(reliance.rules.calendar)})
    reliance.waits(until="Fri 18 Dec 2026")
    case = Case(complaint=reliance.complaint, rules=rules)
    staffroom.work.open = tuple(
        work(reference, midnight_after(29), calendar=rules.calendar.mark) for reference in ("REL-1", "REL-2")
    )
    staffroom.running.cases = {"REL-1": case}
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, started_time=staffroom.now)

    batch = Batch(landlord="reliance", marks=(rules.calendar.mark,), size=10)
    asked = await environment.run(staffroom.calendars.ask_how_dates_move, batch)

    assert (asked.last, asked.answered) == ("REL-2", 1)
    assert asked.failed == ("REL-2: it is not running at Temporal",)
    assert "stage 1 response" in asked.moves[0].changes
    assert "moves from" in asked.moves[0].changes
    assert "Friday 25 December 2026 does not count: Christmas Day" in asked.days


def with_holiday(calendar: WorkingCalendar) -> WorkingCalendar:
    closed = (*calendar.closed, ClosedDay(on=datetime(2027, 5, 4, tzinfo=UTC).date(), why="A day of mourning"))
    return WorkingCalendar.model_validate(calendar.model_dump() | {"closed": closed})


def without_christmas(calendar: WorkingCalendar) -> WorkingCalendar:
    closed = tuple(day for day in calendar.closed if day.on.month != 12)
    return WorkingCalendar.model_validate(calendar.model_dump() | {"closed": closed})
