"""While Temporal answers, too, no command shows a complaint to whoever it is about, or to who does not say who asks."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from desk.desk import Desk
from domain.complaint.complaint import Case, Complaint
from domain.complaint.reference import ComplaintId
from domain.procedure.apply import Offer, offers
from domain.views.deadlines import DeadlineShown, deadlines_shown
from domain.views.standing import standing
from register.lines import Filters, Part, QueuePage, RegisteredComplaint
from temporal.runs import Run
from tests.spec.cast import RULEBOOK, Landlord

REFERENCE, ABOUT, COLLEAGUE = "REL-7K4M-9QXP", "priya-nair", "leah-brooks"
T = TypeVar("T")


class Temporal:
    """What Temporal answers of one complaint, and whether its clock was moved."""

    def __init__(self, landlord: Landlord) -> None:
        self._landlord = landlord
        self.moved = False

    async def complaint(self, _: ComplaintId) -> Complaint:
        return self._landlord.complaint

    async def case(self, _: ComplaintId) -> Case:
        return Case(complaint=self._landlord.complaint, rules=self._landlord.rules)

    async def deadlines(self, _: ComplaintId) -> tuple[DeadlineShown, ...]:
        return deadlines_shown(self._landlord.complaint, self._landlord.rules)

    async def offers(self, _: ComplaintId, by: Any) -> tuple[Offer, ...]:  # noqa: ANN401 - as the desk gives it
        return offers(self._landlord.complaint, by, self._landlord.rules, self._landlord.now)

    async def now(self, _: ComplaintId) -> datetime:
        return self._landlord.now

    async def fast_forward(self, _: ComplaintId, by: timedelta) -> datetime:
        self.moved = True
        return self._landlord.now + by

    async def last_run(self, _: ComplaintId) -> Run:
        return Run(run_id="one", started_at=self._landlord.now, is_running=True, status="running")


class Register:
    """What the register answers of it."""

    def __init__(self, landlord: Landlord) -> None:
        self._landlord = landlord

    async def complaint(self, place: ComplaintId) -> RegisteredComplaint:
        line = standing(self._landlord.complaint, self._landlord.rules, self._landlord.now)
        return RegisteredComplaint(**place.model_dump(), key="", opened_with="", opened_at=None, standing=line)

    async def with_record(self, complaint: Complaint) -> Complaint:
        return complaint

    async def in_full(self, _: ComplaintId, value: T, *__: object) -> T:
        return value

    async def page(self, landlord: str, filters: Filters, *_: object, part: Part, **__: object) -> QueuePage:
        line = await self.complaint(ComplaintId(landlord="reliance", reference=REFERENCE))
        ours = landlord == "reliance" and part is Part.DUE and filters.reader != ABOUT
        return QueuePage(lines=(line,) if ours else ())

    async def last_case(self, _: ComplaintId) -> Case:
        return Case(complaint=self._landlord.complaint, rules=self._landlord.rules)

    async def nothing(self, *_: object) -> tuple[()]:
        return ()

    entries = letters = former_entries = sends = nothing


@pytest.fixture(autouse=True)
def temporal(monkeypatch: pytest.MonkeyPatch) -> Temporal:
    """A desk at a complaint about Priya Nair."""
    reliance = Landlord("reliance")
    reliance.receives_complaint(on="Mon 02 Nov 2026", about_staff=(ABOUT,))
    reliance.complaint = reliance.complaint.changed(reference=REFERENCE)
    stands_in: Any = Temporal(reliance), Register(reliance)
    desk = Desk(stands_in[0], stands_in[1], RULEBOOK)

    async def at_it(act: Callable[[Desk], Awaitable[T]]) -> T:
        return await act(desk)

    monkeypatch.setattr("cli.at_desk.acting_at_desk", at_it)
    monkeypatch.delenv("PUTRIGHT_STAFF", raising=False)
    temporal: Temporal = stands_in[0]
    return temporal


def complaints(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


READING = [
    ("show", REFERENCE),
    ("show", REFERENCE, "--json"),
    ("show", REFERENCE, "--draft"),
    ("show", REFERENCE, "--former"),
    ("letter", REFERENCE),
    ("letter", REFERENCE, "receipt"),
    ("form", REFERENCE),
    ("form", REFERENCE, "--json"),
    ("may", REFERENCE),
    ("fast-forward", REFERENCE, "5d"),
    ("withdraw", REFERENCE, "--reason", "Sorted.", "--preview"),
    ("allocate", REFERENCE, "--handler", COLLEAGUE, "--preview"),
    ("settle-letter", REFERENCE, "--letter", "1", "--arrived", "--known-by", "Ann says so.", "--preview"),
    ("revive", REFERENCE),
]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_whoever_it_is_about_is_refused(
    command: tuple[str, ...], temporal: Temporal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUTRIGHT_STAFF", ABOUT)

    said = complaints(*command)

    assert (said.exit_code, said.stdout) == (1, "")
    assert "Code 5.8" in said.stderr or "about" in said.stderr
    assert not temporal.moved


@pytest.mark.parametrize("command", [each for each in READING[:-3] if each[0] != "may"], ids=" ".join)
def test_who_does_not_say_who_asks_is_asked(command: tuple[str, ...], temporal: Temporal) -> None:
    said = complaints(*command)

    assert (said.exit_code, said.stdout) == (1, "")
    assert "say who asks with --by, or set PUTRIGHT_STAFF" in said.stderr
    assert not temporal.moved


@pytest.mark.parametrize("command", [each for each in READING if not {"--draft", "receipt", "settle-letter"} & {*each}])
def test_a_colleague_is_answered(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUTRIGHT_STAFF", "daniel-osei" if command[0] == "allocate" else COLLEAGUE)

    said = complaints(*command)

    assert "Code 5.8" not in said.stderr
    assert (said.exit_code, said.stderr) == (0, "") or command[0] == "revive"


def test_what_is_held_is_not_listed_for_them_and_to_nobody_in_particular_it_is_not_told() -> None:
    to_them, to_another, to_nobody = (complaints("held", *who) for who in (["--by", ABOUT], ["--by", COLLEAGUE], []))

    assert REFERENCE not in to_them.stdout
    assert f"{REFERENCE}: nothing is waiting now" in to_another.stdout
    assert f"{REFERENCE}: Code 5.8: {REFERENCE} is not open to everybody; say who asks with --by" in to_nobody.stdout


def test_of_all_that_would_be_revived_theirs_is_counted_and_not_shown() -> None:
    to_them, to_another = (complaints("revive", "--all", "--json", "--by", who) for who in (ABOUT, COLLEAGUE))

    assert (to_them.stdout, to_them.stderr) == ("[]\n", "1 more, which you may not read: the same would be done.\n")
    assert REFERENCE in to_another.stdout
    assert to_another.stderr == ""
