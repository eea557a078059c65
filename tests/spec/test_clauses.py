"""The list of the policies' rules is whole, and `make clauses` refuses what is wrong with it."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from tests.clauses import ROOT, faults, main
from tests.law.names import read_tests
from tests.law.rows import BESIDE, CATALOGUE, RULES
from tests.spec.made_up import DONE_ROW, project

ROW = re.compile(r"[RFQ]-\d{3}")
LINES = re.compile(r"L\d+(-\d+)?(, L\d+(-\d+)?)*")
SAYING = re.compile(r"[A-Z0-9`].*\.")
WHOSE = {"R": "reliance", "F": "reliance", "Q": "qualitas"}


class Clause(BaseModel):
    """One rule of a landlord's policy, and where it stands there."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    policy: str
    clause: str
    lines: str = ""
    says: str
    why: str = "Not said."


def rows() -> dict[str, Clause]:
    text = (ROOT / RULES).read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Clause]).validate_python(tomllib.loads(text))


CLAUSES = rows()
OF_A_POLICY = {row: clause for row, clause in CLAUSES.items() if row not in BESIDE}
OF_BOTH = {row: clause for row, clause in CLAUSES.items() if row in BESIDE}


def test_there_are_192_rows_of_which_12_are_of_both_policies() -> None:
    kinds = [row[0] for row in CATALOGUE if row not in BESIDE]

    assert {kind: kinds.count(kind) for kind in kinds} == {"R": 63, "F": 42, "Q": 75}
    assert len(BESIDE) == 12
    assert len(set(CATALOGUE)) == 192


@pytest.mark.parametrize(("row", "clause"), CLAUSES.items(), ids=CLAUSES)
def test_each_row_has_its_clause_and_one_line(row: str, clause: Clause) -> None:
    assert clause.policy == ("both" if row in BESIDE else WHOSE[row[0]])
    assert clause.clause.strip()
    assert SAYING.fullmatch(clause.says)
    assert SAYING.fullmatch(clause.why)


@pytest.mark.parametrize(("row", "clause"), OF_A_POLICY.items(), ids=OF_A_POLICY)
def test_each_row_of_a_policy_says_where_it_is_printed(row: str, clause: Clause) -> None:
    assert ROW.fullmatch(row)
    assert LINES.fullmatch(clause.lines)


@pytest.mark.parametrize("clause", OF_BOTH.values(), ids=OF_BOTH)
def test_a_row_of_both_policies_has_no_lines(clause: Clause) -> None:
    assert not clause.lines


def test_nothing_is_wrong_with_ours() -> None:
    assert not list(faults(ROOT))


@pytest.mark.parametrize(
    ("source", "named"),
    [
        pytest.param("def test_R_061_acknowledged(): ...", ["R-061"], id="a function"),
        pytest.param("async def test_Q_040_acknowledged(): ...", ["Q-040"], id="an async function"),
        pytest.param("class TestForm:\n    def test_F_021_details(self): ...", ["F-021"], id="a method"),
        pytest.param("def test_R_061_Q_040_acknowledged(): ...", ["R-061", "Q-040"], id="two rows"),
        pytest.param("def test_A_08b_D6_R_061_late(): ...", ["A-08b", "D6", "R-061"], id="what else it settles"),
        pytest.param("def test_D_01_D1_states(): ...", ["D-01", "D1"], id="an inventory and a decision"),
        pytest.param("def test_R_0611_acknowledged(): ...", ["R-0611"], id="a digit too many"),
        pytest.param("def test_R_us(): ...\ndef R_061(): ...\n# test_R_999_x", [], id="none"),
    ],
)
def test_numbers_are_read_from_the_names_of_tests(source: str, named: list[str]) -> None:
    assert [number for test in read_tests(source, "test_steps.py") for number in test.numbers] == named


# -- what is refused


def test_nothing_is_wrong_with_the_project_that_is_made_up(tmp_path: Path) -> None:
    assert not list(faults(project(tmp_path)))


def test_a_rule_with_its_code_and_its_test_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(project(tmp_path, rows={"R-061": f'clause = "4.1.1"\n{DONE_ROW}'}))

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert ["R-061", "enforced", "4.1.1", "domain/duties/owed.py", "test_steps.py", "1"] in lines
    assert " ".join(lines[-1]) == "192 rows: 1 enforced, 0 data, 0 beyond, 191 open (0 of them partly done)."


def test_an_open_rule_that_a_test_names_is_partly_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(project(tmp_path))

    assert "R-061  open (partly)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        pytest.param(
            {"R-999": 'status = "open"\nwhy = "It is to come."'},
            "R-999 is in docs/clauses.toml and is not a row of the catalogue.",
            id="a row too many",
        ),
        pytest.param(
            {"R-062": DONE_ROW},
            "R-062 has the status enforced and no test names it.",
            id="done without a test",
        ),
        pytest.param(
            {"R-061": 'status = "data"'},
            "R-061 has the status data and does not say where.",
            id="done nowhere",
        ),
        pytest.param(
            {"R-061": 'status = "data"\nwhere = ["domain/lost.py"]'},
            "R-061 names domain/lost.py, which does not exist.",
            id="a file that does not exist",
        ),
        pytest.param(
            {"R-061": 'status = "beyond"\nwhy = " "'},
            "R-061 has the status beyond and does not say why.",
            id="beyond without a reason",
        ),
        pytest.param(
            {"R-061": 'status = "open"'},
            "R-061 has the status open and does not say what is still to come.",
            id="open without a reason",
        ),
        pytest.param(
            {"R-061": 'status = "done"'},
            "R-061 has the status 'done'; there are enforced, data, beyond, open.",
            id="an unknown status",
        ),
        pytest.param(
            {"R-061": 'status = "open"\nwhy = "It is to come."\nwher = []'},
            "R-061 has the key 'wher', which nobody reads.",
            id="an unknown key",
        ),
    ],
)
def test_what_is_wrong_is_said_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rows: dict[str, str], fault: str
) -> None:
    code = main(project(tmp_path, rows=rows))

    assert code == 1
    assert capsys.readouterr().err == f"{fault}\n"


@pytest.mark.parametrize("row", ["Q-110", "D-01"])
def test_a_row_that_is_lost_is_missed(tmp_path: Path, row: str) -> None:
    wrong = list(faults(project(tmp_path, without=row)))

    assert wrong == [f"{row} is missing from docs/clauses.toml."]
