"""Which complaints are revived, and which are left alone: asked of a Temporal and a register that are stood in for."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from activities.ports import NoWorkerError, TemporalAwayError, UnreadableError
from desk.reviving import How, Reviving
from domain.complaint.complaint import Case, Complaint
from domain.complaint.facts.revival import Revived
from domain.complaint.reference import ComplaintId
from domain.revival.revive import KnownSend
from domain.value import required
from domain.views.standing import standing
from domain.views.tables import tables
from domain.views.written import record_in_words
from register.lines import Part, QueuePage, RegisteredComplaint
from temporal.runs import Run
from tests.spec.cast import RULEBOOK, Landlord

PLACE = ComplaintId(landlord="reliance", reference="REL-TEST")
OLD = Run(run_id="an-old-run", started_at=datetime(2026, 11, 2, tzinfo=UTC), is_running=True, status="running")
ENDED = OLD.model_copy(update={"is_running": False, "status": "terminated"})


@dataclass
class Temporal:
    """What Temporal has, and what it was asked to do."""

    now_is: datetime
    run: Run | None = None
    case_there: Case | Exception | None = None
    done: list[str] = field(default_factory=list)
    started: Case | None = None
    is_away: bool = False

    async def last_run(self, _: ComplaintId) -> Run | None:
        if self.is_away:
            raise TemporalAwayError("Temporal does not answer")
        return self.run

    async def now(self, _: ComplaintId) -> datetime:
        return self.now_is

    async def case(self, _: ComplaintId) -> Case:
        if isinstance(self.case_there, Exception):
            raise self.case_there
        return required(self.case_there, "case")

    async def end_run(self, _: ComplaintId, run_id: str, why: str) -> None:
        assert why
        self.done.append(f"ended {run_id}")

    async def start_revived(self, _: ComplaintId, case: Case) -> bool:
        self.done.append("started")
        self.started = case
        return True


@dataclass
class Register:
    """What the register has of one complaint."""

    landlord: Landlord
    kept: Complaint | Exception | None
    settled: bool = False
    sent: tuple[KnownSend, ...] = ()

    async def complaint(self, place: ComplaintId) -> RegisteredComplaint:
        line = standing(self.landlord.complaint, self.landlord.rules, self.landlord.now)
        return RegisteredComplaint(
            landlord=place.landlord,
            reference=place.reference,
            key="",
            opened_with="",
            opened_at=None,
            standing=line.model_copy(update={"settled": self.settled}),
        )

    async def last_case(self, _: ComplaintId) -> Case | None:
        if isinstance(self.kept, Exception):
            raise self.kept
        return Case(complaint=self.kept, rules=self.landlord.rules) if self.kept else None

    async def sends(self, _: ComplaintId) -> tuple[KnownSend, ...]:
        return self.sent

    async def tables(self, _: ComplaintId) -> object:
        return tables(self.landlord.complaint, self.landlord.rules)

    async def entries(self, _: ComplaintId) -> object:
        return record_in_words(self.landlord.complaint)

    async def page(self, landlord: str, *_: object, part: Part, **__: object) -> QueuePage:
        ours = landlord == PLACE.landlord and part is Part.DUE
        return QueuePage(lines=(await self.complaint(PLACE),) if ours else ())


@pytest.fixture
def register() -> Register:
    reliance = Landlord("reliance")
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    return Register(reliance, reliance.complaint)


@pytest.fixture
def temporal(register: Register) -> Temporal:
    return Temporal(now_is=register.landlord.now + timedelta(days=1))


def reviving(temporal: Temporal, register: Register) -> Reviving:
    stands_in: Any = temporal, register
    return Reviving(stands_in[0], stands_in[1], RULEBOOK)


@pytest.mark.parametrize("run", [None, ENDED], ids=["no run", "one that was terminated"])
async def test_what_temporal_has_no_run_of_goes_on_from_its_kept_state(
    temporal: Temporal, register: Register, run: Run | None
) -> None:
    temporal.run = run

    revival = await reviving(temporal, register).revive(PLACE)

    assert revival.is_possible
    assert (temporal.done, revival.through) == (["started"], register.landlord.complaint.record_summary.entries)
    assert temporal.started
    assert temporal.started.complaint.hold
    assert temporal.started.complaint.life != register.landlord.complaint.life


async def test_a_plan_starts_nothing_and_says_what_is_due(temporal: Temporal, register: Register) -> None:
    revival = await reviving(temporal, register).plan(PLACE)

    assert temporal.done == []
    assert "stage 1 acknowledgement due Mon 09 Nov 2026" in revival.due


async def test_silence_is_not_taken_for_a_loss(temporal: Temporal, register: Register) -> None:
    temporal.is_away = True

    with pytest.raises(TemporalAwayError):
        await reviving(temporal, register).revive(PLACE, How(end_older=True))
    assert temporal.done == []


async def test_what_runs_is_left_alone(temporal: Temporal, register: Register) -> None:
    temporal.run = OLD

    revival = await reviving(temporal, register).revive(PLACE)

    assert revival.why_not.startswith("Temporal has it running, as run an-old-run since 02 Nov 2026 00:00 UTC")
    assert (temporal.done, revival.is_running) == ([], True)


@pytest.mark.parametrize("how", [How(end_older=True), How(end_run="an-old-run")], ids=["any", "by its name"])
async def test_a_run_that_knows_less_is_ended_first_where_somebody_asks(
    temporal: Temporal, register: Register, how: How
) -> None:
    older = register.landlord.complaint
    register.landlord.acknowledges()
    register.kept = register.landlord.complaint
    temporal.run, temporal.case_there = OLD, Case(complaint=older, rules=register.landlord.rules)

    revival = await reviving(temporal, register).revive(PLACE, how)

    assert temporal.done == ["ended an-old-run", "started"]
    assert revival.ends == "an-old-run"


@pytest.mark.parametrize("how", [How(end_older=True), How(end_run="an-old-run")], ids=["any", "by its name"])
async def test_a_run_that_knows_as_much_as_the_register_is_never_ended(
    temporal: Temporal, register: Register, how: How
) -> None:
    here = Case(complaint=register.landlord.complaint, rules=register.landlord.rules)
    temporal.run, temporal.case_there = OLD, here

    revival = await reviving(temporal, register).revive(PLACE, how)

    assert temporal.done == []
    assert "knows all that the register has" in revival.why_not


async def test_a_run_that_no_key_opens_is_ended_where_somebody_asks(temporal: Temporal, register: Register) -> None:
    temporal.run, temporal.case_there = OLD, UnreadableError("no key")

    await reviving(temporal, register).revive(PLACE, How(end_older=True, from_record=True))

    assert temporal.done == ["ended an-old-run", "started"]


async def test_a_run_of_which_no_worker_tells_is_ended_by_its_name_alone(
    temporal: Temporal, register: Register
) -> None:
    temporal.run, temporal.case_there = OLD, NoWorkerError("no worker answered")

    left = await reviving(temporal, register).revive(PLACE, How(end_older=True))
    done = list(temporal.done)
    await reviving(temporal, register).revive(PLACE, How(end_run="an-old-run"))

    assert "nobody can say how far it has come: no worker answered" in left.why_not
    assert done == []
    assert temporal.done == ["ended an-old-run", "started"]


async def test_what_has_ended_is_not_revived(temporal: Temporal, register: Register) -> None:
    register.settled = True

    revival = await reviving(temporal, register).revive(PLACE)

    assert "an order brings it back by itself" in revival.why_not
    assert temporal.done == []


@pytest.mark.parametrize("kept", [None, UnreadableError("it is sealed with the key first")], ids=["none", "sealed"])
async def test_a_state_that_cannot_be_had_is_said_and_the_tables_are_left(
    temporal: Temporal, register: Register, kept: Exception | None
) -> None:
    register.kept = kept

    left = await reviving(temporal, register).revive(PLACE)
    built = await reviving(temporal, register).revive(PLACE, How(from_record=True))

    assert "add --from-record" in left.why_not
    assert built.from_record
    assert temporal.started
    (revived,) = [each.facts for each in temporal.started.complaint.record if isinstance(each.facts, Revived)]
    assert revived.from_record
    assert temporal.started.rules.edition.edition == register.landlord.rules.edition.edition


async def test_every_open_line_of_every_landlord_is_looked_at(temporal: Temporal, register: Register) -> None:
    places = [place async for place in reviving(temporal, register).open_complaints()]

    assert places == [PLACE]
