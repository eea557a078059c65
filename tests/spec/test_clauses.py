"""The list of the policies' rules is whole, and `make clauses` refuses what is wrong with it."""

import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from tests.clauses import CATALOGUE, ROOT, RULES, faults, main, rows_named

ROW = re.compile(r"[RFQ]-\d{3}")
LINES = re.compile(r"L\d+(-\d+)?(, L\d+(-\d+)?)*")
SAYING = re.compile(r"[A-Z0-9].*\.")


class Clause(BaseModel):
    """One rule of a landlord's policy, and where it stands there."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    policy: str
    clause: str
    lines: str
    says: str
    why: str = "Not said."


def rows() -> dict[str, Clause]:
    text = (ROOT / RULES).read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Clause]).validate_python(tomllib.loads(text))


CLAUSES = rows()


def test_there_are_178_rows() -> None:
    kinds = [row[0] for row in CATALOGUE]

    assert {kind: kinds.count(kind) for kind in kinds} == {"R": 62, "F": 41, "Q": 75}
    assert len(set(CATALOGUE)) == 178


@pytest.mark.parametrize(("row", "clause"), CLAUSES.items(), ids=CLAUSES)
def test_each_row_has_its_policy_its_clause_and_one_line(row: str, clause: Clause) -> None:
    assert ROW.fullmatch(row)
    assert clause.policy == ("qualitas" if row.startswith("Q") else "reliance")
    assert clause.clause.strip()
    assert LINES.fullmatch(clause.lines)
    assert SAYING.fullmatch(clause.says)
    assert SAYING.fullmatch(clause.why)


def test_nothing_is_wrong_with_ours() -> None:
    assert not list(faults(ROOT))


@pytest.mark.parametrize(
    ("source", "named"),
    [
        pytest.param("def test_R_061_acknowledged(): ...", ["R-061"], id="a function"),
        pytest.param("async def test_Q_040_acknowledged(): ...", ["Q-040"], id="an async function"),
        pytest.param("class TestForm:\n    def test_F_021_details(self): ...", ["F-021"], id="a method"),
        pytest.param("def test_R_061_Q_040_acknowledged(): ...", ["R-061", "Q-040"], id="two rows"),
        pytest.param("def test_A_08b_D6_R_061_acknowledged(): ...", ["R-061"], id="after what else it settles"),
        pytest.param("def test_R_0611_acknowledged(): ...", ["R-0611"], id="a digit too many"),
        pytest.param("def test_A_46_late(): ...\ndef test_R_us(): ...\n# test_R_999_x", [], id="none"),
    ],
)
def test_rows_are_read_from_the_names_of_tests(source: str, named: list[str]) -> None:
    assert [row for _, row in rows_named(source)] == named


# -- what is refused


def written(root: Path, *, test: str = "def test_R_061_late(): ...", without: str = "", **said: str) -> Path:
    """A project where one row is as it is *said*, all others are open, and there is one test."""
    tables = {row: 'status = "open"' for row in CATALOGUE if row != without}
    tables |= {row.replace("_", "-"): keys for row, keys in said.items()}
    for folder in ("docs", "domain/duties", "tests"):
        (root / folder).mkdir(parents=True)
    (root / RULES).write_text("\n".join(f"[{row}]\n{keys}" for row, keys in tables.items()), encoding="utf-8")
    (root / "domain" / "duties" / "owed.py").write_text("", encoding="utf-8")
    (root / "tests" / "test_steps.py").write_text(test, encoding="utf-8")
    return root


DONE = 'status = "enforced"\nwhere = ["domain/duties/owed.py"]'


def test_a_rule_with_its_code_and_its_test_is_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(written(tmp_path, R_061=f'clause = "4.1.1"\n{DONE}'))

    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert ["R-061", "enforced", "4.1.1", "domain/duties/owed.py", "test_steps.py", "1"] in lines
    assert " ".join(lines[-1]) == "178 rows: 1 enforced, 0 data, 0 beyond, 177 open (0 of them partly done)."


def test_an_open_rule_that_a_test_names_is_partly_done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(written(tmp_path))

    assert "R-061  open (partly)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        pytest.param(
            {"without": "Q-110"},
            "Q-110 is missing from docs/clauses.toml.",
            id="a row is missing",
        ),
        pytest.param(
            {"R_999": 'status = "open"'},
            "R-999 is in docs/clauses.toml and is no row of the catalogue.",
            id="a row too many",
        ),
        pytest.param(
            {"test": "def test_R_061_R_999_late(): ..."},
            "tests/test_steps.py::test_R_061_R_999_late names R-999, and there is no such row.",
            id="a test names no row",
        ),
        pytest.param(
            {"R_062": DONE},
            "R-062 has the status enforced and no test names it.",
            id="done without a test",
        ),
        pytest.param(
            {"R_061": 'status = "data"'},
            "R-061 has the status data and does not say where.",
            id="done nowhere",
        ),
        pytest.param(
            {"R_061": 'status = "data"\nwhere = ["domain/lost.py"]'},
            "R-061 names domain/lost.py, which does not exist.",
            id="a file that does not exist",
        ),
        pytest.param(
            {"R_061": 'status = "beyond"\nwhy = " "'},
            "R-061 has the status beyond and does not say why.",
            id="beyond without a reason",
        ),
        pytest.param(
            {"R_061": 'status = "done"'},
            "R-061 has the status 'done'; there are enforced, data, beyond, open.",
            id="an unknown status",
        ),
        pytest.param(
            {"R_061": 'status = "open"\nwher = []'},
            "R-061 has the key 'wher', which nobody reads.",
            id="an unknown key",
        ),
    ],
)
def test_what_is_wrong_is_said_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], said: dict[str, str], fault: str
) -> None:
    code = main(written(tmp_path, **said))

    assert code == 1
    assert capsys.readouterr().err == f"{fault}\n"
