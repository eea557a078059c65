"""The list of the policies' rules is whole, and no test names a rule that is not on it."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

ROOT = Path(__file__).parents[2]
ROW = re.compile(r"[RFQ]-\d{3}")
LINES = re.compile(r"L\d+(-\d+)?(, L\d+(-\d+)?)*")
SAYING = re.compile(r"[A-Z0-9].*\.")
NAMED_IN_TEST = re.compile(r"test((?:_[RFQ]_\d+)+)")


class Clause(BaseModel):
    """One rule of a landlord's policy, and where it stands there."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    policy: str
    clause: str
    lines: str
    says: str


def rows() -> dict[str, Clause]:
    text = (ROOT / "docs" / "clauses.toml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Clause]).validate_python(tomllib.loads(text))


def rows_named(source: str) -> set[str]:
    """The rows that the names of *source*'s test functions begin with: test_R_061_Q_040_... names two."""
    functions = (
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    named = (match[1] for function in functions if (match := NAMED_IN_TEST.match(function.name)))
    return {f"{policy}-{number}" for rows in named for policy, number in re.findall(r"_([RFQ])_(\d+)", rows)}


CLAUSES = rows()
TEST_FILES = sorted((ROOT / "tests").rglob("*.py"))


def test_there_are_178_rows() -> None:
    kinds = [row[0] for row in CLAUSES]

    assert {kind: kinds.count(kind) for kind in kinds} == {"R": 62, "F": 41, "Q": 75}
    assert len(CLAUSES) == 178


@pytest.mark.parametrize(("row", "clause"), CLAUSES.items(), ids=CLAUSES)
def test_each_row_has_its_policy_its_clause_and_one_line(row: str, clause: Clause) -> None:
    assert ROW.fullmatch(row)
    assert clause.policy == ("qualitas" if row.startswith("Q") else "reliance")
    assert clause.clause.strip()
    assert LINES.fullmatch(clause.lines)
    assert SAYING.fullmatch(clause.says)


@pytest.mark.parametrize("path", TEST_FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_row_that_a_test_names_exists(path: Path) -> None:
    unknown = rows_named(path.read_text(encoding="utf-8")) - CLAUSES.keys()

    assert not unknown


@pytest.mark.parametrize(
    ("source", "named"),
    [
        pytest.param("def test_R_061_acknowledged(): ...", {"R-061"}, id="a function"),
        pytest.param("async def test_Q_040_acknowledged(): ...", {"Q-040"}, id="an async function"),
        pytest.param("class TestForm:\n    def test_F_021_details(self): ...", {"F-021"}, id="a method"),
        pytest.param("def test_R_061_Q_040_acknowledged(): ...", {"R-061", "Q-040"}, id="two rows"),
        pytest.param("def test_R_0611_acknowledged(): ...", {"R-0611"}, id="a digit too many"),
        pytest.param("def test_A_46_late(): ...\ndef test_R_us(): ...\n# test_R_999_x", set(), id="none"),
    ],
)
def test_rows_are_read_from_the_names_of_tests(source: str, named: set[str]) -> None:
    assert rows_named(source) == named
