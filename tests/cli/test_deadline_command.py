"""`complaints deadline` and `complaints working-day`, as people and programs call them."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import COMMAND_HELP, COMMANDS, app
from domain.procedure.steps import STEPS
from providers.rulebook import policies_folder

CHRISTMAS = ["2026-12-25", "2026-12-26", "2026-12-27", "2026-12-28"]


def complaints(*arguments: str, typed: str | bytes = "") -> Result:
    return CliRunner().invoke(app, arguments, input=typed)


def test_a_deadline_in_words() -> None:
    said = complaints("deadline", "qualitas", "stage_1.acknowledge", "2026-12-23")

    assert said.exit_code == 0
    assert said.stderr == ""
    assert said.stdout.splitlines()[:3] == [
        "2026-12-29: Tuesday 29 December 2026",
        (
            "2 working days after Wednesday 23 December 2026 (day zero) is Tuesday 29 December 2026; not counted: "
            "Friday 25 December (Christmas Day), Saturday 26 December, Sunday 27 December, "
            "Monday 28 December (Boxing Day (substitute day))."
        ),
        "Clause 8.1 of the Resolving Complaints Policy, edition 2024-04.",
    ]


def test_a_deadline_as_json() -> None:
    said = complaints("deadline", "qualitas", "stage_1.acknowledge", "2026-12-23", "--json")

    answer = json.loads(said.stdout)
    assert list(answer) == ["due_on", "clause", "edition", "in_force", "limit", "skipped", "explanation"]
    assert (answer["due_on"], answer["clause"]) == ("2026-12-29", "8.1")
    assert answer["limit"] == {"amount": 2, "unit": "working_days"}
    assert [closed["on"] for closed in answer["skipped"]] == CHRISTMAS
    assert answer["skipped"][0] == {"on": "2026-12-25", "why": "Christmas Day"}


def test_a_day_before_the_first_edition_is_judged_by_the_first_and_says_so() -> None:
    said = complaints("deadline", "reliance", "stage_1.acknowledge", "2022-09-16")
    later = complaints("deadline", "reliance", "stage_1.acknowledge", "2026-09-16")

    assert "That edition came into force later, on Saturday 1 June 2024." in said.stdout.splitlines()
    assert "came into force later" not in later.stdout


def test_a_number_of_ours_says_so() -> None:
    said = complaints("deadline", "reliance", "stage_2.investigate", "2026-11-30", "--edition", "2024-06")

    assert "The number is ours: the policy gives none." in said.stdout


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        pytest.param(("reliance", "stage_1.extension", "2026-11-19"), "2026-12-03", id="extension"),
        pytest.param(("reliance", "stage_1.extension", "19/11/2026"), "2026-12-03", id="the day first"),
        pytest.param(("reliance", "stage_1.extension", "19 November 2026"), "2026-12-03", id="the month in words"),
        pytest.param(("qualitas", "stage_1.approve", "2027-01-12"), "2027-01-08", id="counted back"),
        pytest.param(("qualitas", "quick_resolution", "2026-12-23"), "2026-12-30", id="quick resolution"),
        pytest.param(("reliance", "stage_1.acknowledge", "2022-09-16"), "2022-09-26", id="before the edition"),
    ],
)
def test_deadlines(arguments: tuple[str, ...], due: str) -> None:
    assert json.loads(complaints("deadline", *arguments, "--json").stdout)["due_on"] == due


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param(("nobody", "stage_1.respond", "2026-11-02"), 2, "there is no landlord 'nobody'", id="landlord"),
        pytest.param(("reliance", "stage_3.respond", "2026-11-02"), 2, "no clock 'stage_3.respond'", id="clock"),
        pytest.param(
            ("reliance", "stage_1.respond", "2026-02-30"), 2, "'2026-02-30' is not a date", id="impossible date"
        ),
        pytest.param(("reliance", "stage_1.respond", "20261102"), 2, "write it as 24/12/2026", id="another notation"),
        pytest.param(("reliance", "stage_1.respond", "２０２６-11-02"), 2, "write it as", id="other digits"),  # noqa: RUF001 - the digits are the point
        pytest.param(("reliance", "stage_1.respond"), 2, "Missing argument", id="no date"),
        pytest.param(
            ("reliance", "stage_1.respond", "2026-11-02", "--edition", "x"), 2, "no edition 'x'", id="edition"
        ),
        pytest.param(("reliance", "stage_1.respond", "2026-11-02", "--why"), 2, "No such option: --why", id="option"),
        pytest.param(("reliance", "stage_1.approve", "2026-11-02"), 1, "sets no limit for stage_1.approve", id="unset"),
        pytest.param(("reliance", "stage_1.respond", "2035-12-31"), 1, "the calendar covers", id="beyond the calendar"),
        pytest.param(("reliance", "stage_1.respond", "9999-12-31"), 2, "check its year", id="the end of time"),
        pytest.param(("reliance", "stage_1.respond", "0001-01-01"), 2, "check its year", id="its beginning"),
    ],
)
def test_a_refusal_is_one_sentence_and_its_exit_code(arguments: tuple[str, ...], code: int, sentence: str) -> None:
    said = complaints("deadline", *arguments)

    assert (said.exit_code, said.stdout) == (code, "")
    assert sentence in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_broken_policy_file_is_refused_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(policies_folder(), tmp_path / "policies")
    edition = folder / "reliance" / "2024-06.toml"
    edition.write_text(edition.read_text(encoding="utf-8").replace("amount = 9", "amount = 0"), encoding="utf-8")
    monkeypatch.setenv("PUTRIGHT_POLICIES", str(folder))

    said = complaints("deadline", "reliance", "stage_1.respond", "2026-11-02")

    assert (said.exit_code, said.stdout) == (1, "")
    assert "policies/reliance/2024-06.toml, line" in said.stderr
    assert "stage_1.investigate.amount: must be more than zero, not 0" in said.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(("2026-12-24", "1", "--nation", "england"), "2026-12-29", id="after"),
        pytest.param(("2026-12-24", "-1", "--nation", "england"), "2026-12-23", id="before"),
        pytest.param(("--nation", "england", "2026-12-29", "-2"), "2026-12-23", id="option first"),
        pytest.param(("2026-12-24", "+5", "--nation", "scotland"), "2027-01-06", id="Scotland"),
        pytest.param(("2027-03-25", "2", "--nation", "wales"), "2027-03-31", id="Wales"),
        pytest.param(("2026-07-10", "1", "--nation", "northern-ireland"), "2026-07-14", id="Northern Ireland"),
    ],
)
def test_working_day(arguments: tuple[str, ...], expected: str) -> None:
    said = complaints("working-day", *arguments)

    assert (said.exit_code, said.stdout, said.stderr) == (0, f"{expected}\n", "")


def test_working_day_as_json_names_the_days_left_out() -> None:
    answer = json.loads(complaints("working-day", "2026-12-24", "1", "--nation", "england", "--json").stdout)

    assert answer["date"] == "2026-12-29"
    assert [closed["on"] for closed in answer["skipped"]] == CHRISTMAS


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        pytest.param(("2026-12-24", "0", "--nation", "england"), 2, "there is no 0th working day", id="zero"),
        pytest.param(
            ("2026-12-24", "1", "--nation", "france"), 2, "'france' is not a nation here; choose from: eng", id="nation"
        ),
        pytest.param(("2026-12-24", "1"), 2, "working-day needs DATE, N and --nation, or --batch", id="no nation"),
        pytest.param(
            ("2026-12-24", "1.5", "--nation", "england"), 2, "is not a count of working days", id="a fraction"
        ),
        pytest.param(("2026-13-24", "1", "--nation", "england"), 2, "'2026-13-24' is not a date", id="impossible date"),
        pytest.param(("2026-12-24", "99999", "--nation", "england"), 1, "the calendar covers", id="too far"),
        pytest.param(("2011-12-31", "1", "--nation", "england"), 1, "the calendar covers", id="too early"),
        pytest.param(("2026-12-24", "1", "--batch", "-"), 2, "with --batch each line gives", id="batch and a date"),
        pytest.param(("--batch", "no-such-file"), 2, "no-such-file cannot be read", id="no file"),
    ],
)
def test_working_day_refuses(arguments: tuple[str, ...], code: int, sentence: str) -> None:
    said = complaints("working-day", *arguments)

    assert (said.exit_code, said.stdout) == (code, "")
    assert sentence in said.stderr
    assert said.stderr.count("\n") == 1


def test_a_batch_answers_each_line(tmp_path: Path) -> None:
    lines = tmp_path / "lines.csv"
    lines.write_bytes(b"\xef\xbb\xbf2026-12-24,1,england\r\n2026-12-24, -1, scotland\r\n")

    said = complaints("working-day", "--batch", str(lines))

    assert (said.exit_code, said.stdout, said.stderr) == (0, "2026-12-29\n2026-12-23\n", "")


def test_a_bad_line_is_empty_and_its_reason_on_standard_error() -> None:
    bad = [
        b"",
        b"2026-12-24,1",
        b"2026-12-24,0,wales",
        b"x,1,wales",
        b"2026-12-24,1,mars",
        b"2026-12-24,9999999,wales",
        b"\xff",
    ]

    said = complaints("working-day", "--batch", "-", typed=b"\n".join([*bad, b"2026-12-24,1,wales"]))

    assert said.exit_code == 1
    assert said.stdout == "\n" * len(bad) + "2026-12-29\n"
    assert [line.split(":")[0] for line in said.stderr.splitlines()] == [f"line {n}" for n in range(1, len(bad) + 1)]


def test_a_batch_as_json_is_one_object_a_line() -> None:
    said = complaints("working-day", "--batch", "-", "--json", typed="2026-11-02,1,england\n")

    assert json.loads(said.stdout) == {"date": "2026-11-03", "skipped": []}


def test_an_unknown_command_is_bad_usage() -> None:
    said = complaints("deadlines")

    assert (said.exit_code, said.stdout, said.stderr) == (
        2,
        "",
        "No such command 'deadlines'. Did you mean deadline or details?\n",
    )


def test_help_lists_every_command() -> None:
    said = complaints("--help")

    assert said.exit_code == 0
    assert all(command in said.stdout for command in COMMANDS)
    assert said.stdout.index("Open, look and find:") < said.stdout.index("Through the stages:")


def test_a_word_that_is_like_no_command_is_told_where_they_are_listed() -> None:
    said = complaints("xyzzy")

    assert (said.exit_code, said.stderr) == (2, "No such command 'xyzzy'. `complaints --help` lists them.\n")


def test_an_option_that_says_no_has_one_no() -> None:
    said = complaints("close", "--help").stdout

    assert "--no-wish-to-escalate / --wish-to-escalate" in " ".join(said.split())
    assert "--no-no" not in said


def test_help_names_no_number_of_the_catalogue_of_rules() -> None:
    helps = [text for commands in tomllib.loads(COMMAND_HELP.read_text("utf-8")).values() for text in commands.values()]
    helps += [field.description or "" for step in STEPS.values() for field in step.order.model_fields.values()]

    assert not [text for text in helps if re.search(r"\b[RFQA]-\d", text)]


def test_the_console_script_answers() -> None:
    script = Path(sys.executable).with_name("complaints")

    said = subprocess.run(
        [script, "working-day", "2026-12-24", "-1", "--nation", "england"], capture_output=True, text=True, check=True
    )

    assert said.stdout == "2026-12-23\n"


def test_the_console_script_leaves_with_the_refusals_exit_code() -> None:
    script = Path(sys.executable).with_name("complaints")

    said = subprocess.run(
        [script, "deadline", "reliance", "x", "2026-11-02"], capture_output=True, text=True, check=False
    )

    assert (said.returncode, said.stdout) == (2, "")
    assert said.stderr.startswith("there is no clock 'x'")


def test_a_deadline_loads_nothing_heavy() -> None:
    asked = (
        "import sys; from cli.main import app; from typer.testing import CliRunner; "
        "answer = CliRunner().invoke(app, ['deadline', 'reliance', 'stage_1.respond', '2026-11-02']); "
        "assert answer.exit_code == 0, answer.output; print(*sorted(sys.modules))"
    )

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    heavy = {"temporalio", "sqlalchemy", "sendgrid", "twilio", "jinja2", "fastapi", "rich", "holidays.countries"}
    assert heavy.isdisjoint(said.stdout.split())
