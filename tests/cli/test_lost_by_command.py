"""`complaints revive` and `register reconcile` as they are typed: their options, how they end, and that a look changes
nothing. The register is real; what Temporal answers is stood in for.
"""

import json
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, select
from typer.testing import CliRunner, Result

from activities.ports import NotRunningError
from cli.main import app
from desk.desk import Desk
from domain.complaint.complaint import Case, Complaint
from domain.complaint.reference import ComplaintId
from domain.views.page import Handed, Page, next_page
from domain.views.standing import standing
from providers.sealed_states import StateSeals
from register.engine import at_register, open_register
from register.queries import Queries
from register.record_book import RegisterRecordBook
from register.tables import Table
from temporal.histories import Known
from tests.register.fresh import fresh_register
from tests.spec.cast import RULEBOOK, Landlord
from tests.world import KEYS, RING, register_desk

PLACE = ComplaintId(landlord="reliance", reference="REL-7K4M-9QXP")
T = TypeVar("T")


class Temporal:
    """What Temporal says of the one complaint, and with what it was started."""

    def __init__(self, landlord: Landlord, page: Page) -> None:
        self._landlord = landlord
        self._page = page
        self.has_it = False
        self.started: Case | None = None

    async def last_run(self, _: ComplaintId) -> None:
        return None

    async def now(self, _: ComplaintId) -> datetime:
        return self._landlord.now

    async def start_revived(self, _: ComplaintId, case: Case) -> bool:
        self.started = case
        return True

    async def case(self, _: ComplaintId) -> Case:
        if not self.has_it:
            raise NotRunningError("it is not running at Temporal")
        complaint = self._landlord.complaint
        return Case(complaint=complaint.changed(record=()), rules=self._landlord.rules)

    async def complaint(self, place: ComplaintId) -> Complaint:
        return (await self.case(place)).complaint

    async def complaints(self) -> tuple[Known, ...]:
        return (Known(place=PLACE, is_running=True),) if self.has_it else ()

    async def pages(self, _: ComplaintId) -> tuple[Page, ...]:
        return (self._page,) if self.has_it else ()


@pytest.fixture
def landlord() -> Landlord:
    reliance = Landlord("reliance")
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.complaint = reliance.complaint.changed(reference=PLACE.reference)
    return reliance


@pytest.fixture
def page(landlord: Landlord) -> Page:
    line = standing(landlord.complaint, landlord.rules, landlord.now)
    return next_page(landlord.complaint, landlord.rules, line, Handed())


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    url = fresh_register(tmp_path / "register.db")
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.delenv("PUTRIGHT_STAFF", raising=False)
    engine = open_register(url)
    yield engine
    engine.dispose()


@pytest.fixture
def temporal(landlord: Landlord, page: Page, register: Engine, monkeypatch: pytest.MonkeyPatch) -> Temporal:
    """A Temporal that both commands ask."""
    temporal = Temporal(landlord, page)
    stands_in: Any = temporal

    async def at_desk(act: Callable[[Desk], Awaitable[T]]) -> T:
        return await act(Desk(stands_in, register_desk(Queries(register)), RULEBOOK))

    async def connected(_: object) -> object:
        return object()

    monkeypatch.setattr("cli.at_desk.acting_at_desk", at_desk)
    monkeypatch.setattr("cli.operations.reconcile.set_up_quiet_logs", lambda *_: None)
    monkeypatch.setattr("cli.operations.reconcile.connect", connected)
    for name in ("TemporalComplaints", "Histories"):
        monkeypatch.setattr(f"cli.operations.reconcile.{name}", lambda _: stands_in)
    return temporal


def write(register: Engine, page: Page, *, with_state: bool = True) -> None:
    state = StateSeals(RING).seal(PLACE, page.state.complaint) if with_state and page.state else None
    RegisterRecordBook(register).write(page, state)


def held(register: Engine) -> dict[str, list[Any]]:
    """All that the register holds."""
    with at_register(register) as connection:
        return {table.name: list(connection.execute(select(table))) for table in Table.metadata.sorted_tables}


def complaints(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_a_complaint_is_built_from_its_tables_where_no_state_is_kept_and_a_look_starts_nothing(
    register: Engine, temporal: Temporal, page: Page
) -> None:
    write(register, page, with_state=False)
    before = held(register)

    without, look = complaints("revive", PLACE.reference), complaints("revive", PLACE.reference, "--from-record")

    assert (without.exit_code, without.stdout) == (1, "")
    assert "add --from-record to build it from the tables" in without.stderr
    assert look.exit_code == 0
    assert look.stdout.startswith(f"{PLACE.reference}: would go on from the record kept with entry ")
    assert look.stdout.endswith("Nothing was done. Add --yes to revive them as shown.\n")
    assert (temporal.started, held(register)) == (None, before)

    done = complaints("revive", "--all", "--from-record", "--yes", "--json")

    assert (done.exit_code, [each["done"] for each in json.loads(done.stdout)]) == (0, [True])
    assert temporal.started
    assert temporal.started.complaint.hold


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name one complaint, or give --all"),
        ((PLACE.reference, "--all"), "name one complaint, or give --all"),
        (("--all", "--end-run", "one"), "--end-run ends a run of one complaint"),
        ((PLACE.reference, "--landlord", "reliance"), "--landlord goes with --all"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: tuple[str, ...], says: str, temporal: Temporal) -> None:
    said = complaints("revive", *arguments)

    assert (said.exit_code, said.stdout, temporal.started) == (2, "", None)
    assert says in said.stderr


def test_where_register_and_temporal_hold_the_same_reconcile_says_so(
    register: Engine, temporal: Temporal, page: Page
) -> None:
    write(register, page)
    temporal.has_it = True

    said = complaints("register", "reconcile")

    assert (said.exit_code, said.stdout) == (0, "The register and Temporal hold the same.\n")


def test_reconcile_shows_what_is_lacking_and_changes_nothing_until_it_is_told_to(
    register: Engine, temporal: Temporal, page: Page
) -> None:
    write(register, page.model_copy(update={"entries": page.entries[:1]}))
    temporal.has_it = True
    before, last = held(register), len(page.entries)

    look = complaints("register", "reconcile")

    assert (look.exit_code, look.stderr) == (1, "1 of the complaints differ\n")
    assert look.stdout.splitlines()[0] == f"{PLACE.reference}: the register lacks entries 2 to {last}."
    assert look.stdout.endswith("Nothing was done. Add --yes to fill what can be filled.\n")
    assert held(register) == before

    filled = complaints("register", "reconcile", "--yes", "--json")

    assert (filled.exit_code, filled.stderr) == (0, "")
    assert json.loads(filled.stdout)[0]["filled"] == list(range(2, last + 1))
    assert complaints("register", "reconcile").exit_code == 0


def test_reconcile_leaves_what_temporal_has_lost_to_revive(register: Engine, temporal: Temporal, page: Page) -> None:
    write(register, page)
    before = held(register)

    said = complaints("register", "reconcile", "--yes")

    assert (said.exit_code, said.stderr) == (1, "1 of the complaints differ still\n")
    assert f"`complaints revive {PLACE.reference}`" in said.stdout
    assert (held(register), temporal.started) == (before, None)
