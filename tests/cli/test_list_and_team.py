"""`complaints list` and `complaints team` on a register of their own, without Temporal."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner, Result

from cli.lists import team_in_lines
from cli.main import app
from desk.team import Member
from domain.calendar.days import landlord_day
from domain.policy.stages import Stage
from domain.views.page import Page, Standing, Waiting, WaitsFor
from providers.rulebook import policies_folder
from register.engine import open_register
from register.record_book import RegisterRecordBook
from tests.register.fresh import fresh_register
from tests.world import KEYS, free_port

LONG = "stage 1 acknowledged, stage 2 can be asked for until Tue 5 Jan 2027; stage 1 response due Thu 19 Nov 2026"


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    url = fresh_register(tmp_path / "register.db")
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    monkeypatch.setattr("cli.at_desk.set_up_quiet_logs", lambda *_: None)
    engine = open_register(url)
    yield engine
    engine.dispose()


def write(register: Engine, reference: str, days: int | None = 1, **more: object) -> None:
    due = None if days is None else datetime.now(UTC) + timedelta(days=days)
    line = Standing(words="stage 1 received", stage=Stage.ONE, handler="priya-nair", next_due_at=due)
    standing = line.model_copy(update=more)
    page = Page(landlord="reliance", reference=reference, key=reference, entries=(), standing=standing)
    RegisterRecordBook(register).write(page)


def complaints(*arguments: str) -> Result:
    said = CliRunner().invoke(app, arguments)
    assert said.exit_code == 0, said.stderr
    return said


def listed(*arguments: str) -> list[str]:
    return [known["reference"] for known in json.loads(complaints("list", *arguments, "--json").stdout)]


def test_a_line_says_who_has_it_how_it_stands_whose_it_is_and_what_it_waits_for(register: Engine) -> None:
    waits = Waiting(what=WaitsFor.LATE_REQUEST, of=("department_manager", "slt"))
    write(register, "REL-1", -1, name="Tess Sample", matter="Black mould is back.", waits_for=(waits,))

    assert complaints("list").stdout.splitlines() == [
        "REL-1  priya-nair          OVERDUE  stage 1 received",
        "               Tess Sample: Black mould is back.",
        "               waits for late request (department manager or slt)",
    ]


def test_Q_062_a_line_says_what_was_promised_where_that_is_due_next(register: Engine) -> None:
    write(register, "REL-1", 1, next_due="promised action 1 (Damp Ltd)", promised="Treat the damp")

    assert complaints("list").stdout.splitlines() == [
        "REL-1  priya-nair          stage 1 received",
        "               promised: Treat the damp",
    ]


def test_no_line_is_wider_than_100_columns(register: Engine) -> None:
    write(register, "REL-6ZMN-S495", -1, words=LONG, name="N" * 70, matter="word " * 16)

    lines = complaints("list").stdout.splitlines()

    assert max(len(line) for line in lines) <= 100
    assert " ".join(" ".join(lines[:2]).split()) == f"REL-6ZMN-S495 priya-nair OVERDUE {LONG}"
    assert lines[2].endswith("…")


def test_what_is_due_next_comes_first_then_what_has_nothing_due_then_what_is_settled(register: Engine) -> None:
    write(register, "REL-1", None)
    write(register, "REL-2", 2, closed=True)
    write(register, "REL-3", 1)
    write(register, "REL-4", None, closed=True, settled=True)

    assert listed() == ["REL-3", "REL-2", "REL-1"]
    assert listed("--all") == ["REL-3", "REL-2", "REL-1", "REL-4"]


def test_a_list_is_narrowed_by_its_options(register: Engine) -> None:
    write(register, "REL-1", -1, tags=("late",))
    write(register, "REL-2", handler="", waits_for=(Waiting(what=WaitsFor.ALLOCATION, of=("team_supervisor",)),))
    write(register, "REL-3", None, stage=Stage.TWO, handler="amara-okafor")

    assert listed("--handler", "priya-nair") == ["REL-1"]
    assert listed("--handler", "nobody") == ["REL-2"]
    assert listed("--team", "Housing") == ["REL-3"]
    assert listed("--overdue") == listed("--tag", "late") == ["REL-1"]
    assert listed("--stage", "stage_2") == ["REL-3"]
    assert listed("--waits-for", "allocation") == ["REL-2"]
    assert listed("--landlord", "qualitas") == []


def test_what_is_left_out_is_said(register: Engine) -> None:
    for number in range(3):
        write(register, f"REL-{number}", number)
    for number in range(3, 5):
        write(register, f"REL-{number}", None)

    two, four = complaints("list", "--limit", "2").stdout, complaints("list", "--limit", "4").stdout

    assert two.splitlines()[2] == (
        "… and 3 more: --limit, or narrow it with --handler, --team, --stage, --waits-for, --tag or --overdue."
    )
    assert "… and 1 more: " in four
    assert "more" not in complaints("list", "--limit", "5").stdout
    assert "more" not in complaints("list", "--limit", "3", "--overdue").stdout
    programs = complaints("list", "--limit", "2", "--json")
    assert (len(json.loads(programs.stdout)), "… and 3 more" in programs.stderr) == (2, True)


def test_beyond_a_thousand_it_says_so(register: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    for where in ("register.queries", "desk.lists", "cli.lists"):
        monkeypatch.setattr(f"{where}.COUNTED", 3)
    for number in range(8):
        write(register, f"REL-{number}", number)

    assert "… and more than 1 more: --limit" in complaints("list", "--limit", "2").stdout


def test_a_team_is_shown_within_100_columns(register: Engine) -> None:
    write(register, "REL-1", -1)
    write(register, "REL-2", handler="")
    write(register, "REL-3", handler="somebody-who-left-us-long-ago")

    lines = complaints("team", "reliance").stdout.splitlines()

    assert max(len(line) for line in lines) <= 100
    assert lines[0].split() == ["team", "open", "overdue", "today", "week", "away", "until", "deputy"]
    assert lines[1].split()[:3] == ["nobody", "yet", "1"]
    assert "(left)" in lines[2]
    assert lines[3].split() == ["Priya", "Nair", "Customer", "Services", "1", "1", "0", "0", "Tom", "Hughes"]
    of = {each["id"]: each for each in json.loads(complaints("team", "reliance", "--json").stdout)}
    assert (of["priya-nair"]["overdue"], of["tom-hughes"]["unsettled"]) == (1, 0)


def test_who_is_away_is_shown_with_the_last_day() -> None:
    away = Member(
        id="tom-hughes",
        name="Tom Hughes",
        unsettled=2,
        overdue=0,
        due=2,
        today=1,
        absent_until=date(2026, 12, 18),
        deputy="Priya Nair",
    )

    shown = team_in_lines((away,)).splitlines()[1].split()
    assert shown[2:] == ["2", "0", "1", "2", "Fri", "18", "Dec", "Priya", "Nair"]


def test_what_is_due_today_is_marked_and_an_absent_handler_named_with_who_stands_in(register: Engine) -> None:
    today = landlord_day(datetime.now(UTC), "Europe/London")
    write(register, "REL-1", 1, next_due_on=today)
    write(register, "REL-2", 2, next_due_on=today + timedelta(days=1), handler="mo-left")

    assert complaints("list").stdout.splitlines() == [
        "REL-1  priya-nair          DUE TODAY  stage 1 received",
        "REL-2  mo-left             stage 1 received",
        "               mo-left has left",
    ]
    (priya,) = [each for each in json.loads(complaints("team", "reliance", "--json").stdout) if each["today"]]
    assert (priya["id"], priya["today"]) == ("priya-nair", 1)


def test_a_faulty_staff_file_of_one_landlord_keeps_nobody_from_the_lists_of_all(
    register: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(policies_folder(), tmp_path / "policies")
    (folder / "qualitas" / "staff.toml").write_text("people = 1\n")
    monkeypatch.setenv("PUTRIGHT_POLICIES", str(folder))
    write(register, "REL-1", 1)

    assert listed() == listed("--team", "Customer Services") == listed("--handler", "priya-nair") == ["REL-1"]
    assert "staff.toml" in CliRunner().invoke(app, ("team", "qualitas")).stderr
