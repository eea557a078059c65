"""Where each rule of the two policies is carried out, and which tests hold it to that: `make clauses`.

The rules stand in `docs/clauses.toml`. A test's name begins with its rows: test_R_061_Q_040_... has two.
"""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
RULES: Final = Path("docs", "clauses.toml")

NUMBERS: Final = {
    "R": "001-002 010-012 020-025 030-041 050-056 060-073 080-088 090-091 095 100-101 110-113",
    "F": "001-003 010-016 020-025 030-031 040-045 060-063 070-082",
    "Q": "001-007 010-024 030-038 040-045 050-062 070-081 090-091 100-110",
}
"""The numbers of the catalogue, kept apart from the file of rules so that a rule which is lost there is missed."""

STATUSES: Final = ("enforced", "data", "beyond", "open")
DONE: Final = ("enforced", "data")
KEYS: Final = frozenset({"policy", "clause", "lines", "says", "status", "where", "why"})

COLUMNS: Final = (("row", 5), ("status", 13), ("clause", 26), ("where, or why not", 50), ("tests", 46))
GAP: Final = "  "

_HEAD = re.compile(r"test((?:_[A-Z]_?\d+[a-z]?)+)")
"""The rows, decisions and ambiguities that a test's name begins with."""


def spelt_out(kind: str, numbers: str) -> Iterator[str]:
    """The rows that "060-073 095" stands for."""
    for span in numbers.split():
        first, _, last = span.partition("-")
        yield from (f"{kind}-{number:03}" for number in range(int(first), int(last or first) + 1))


CATALOGUE: Final = tuple(row for kind, numbers in NUMBERS.items() for row in spelt_out(kind, numbers))


@dataclass(frozen=True)
class Rule:
    """One row as the file has it, with the tests that name it."""

    row: str
    said: Mapping[str, Any]
    tests: tuple[str, ...]

    @property
    def status(self) -> str:
        """What was done about it."""
        return str(self.said.get("status", ""))

    @property
    def where(self) -> tuple[str, ...]:
        """The files that carry it out."""
        return tuple(self.said.get("where", ()))

    @property
    def why(self) -> str:
        """Why no software can keep it, or what is still to come."""
        return str(self.said.get("why", ""))

    @property
    def is_partly_done(self) -> bool:
        """Whether tests name it though it is open."""
        return self.status == "open" and bool(self.tests)

    @property
    def cells(self) -> tuple[str, ...]:
        """Its line of the table."""
        status = "open (partly)" if self.is_partly_done else self.status
        files = Counter(test.partition("::")[0].removeprefix("tests/") for test in self.tests)
        tests = ", ".join(f"{file} {count}" for file, count in files.items())
        return (self.row, status, str(self.said.get("clause", "")), ", ".join(self.where) or self.why, tests)


def rows_named(source: str) -> Iterator[tuple[str, str]]:
    """Each test function of *source* with each row its name begins with."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (head := _HEAD.match(node.name)):
            for kind, number in re.findall(r"_([RFQ])_(\d+)", head[1]):
                yield node.name, f"{kind}-{number}"


def tests_by_row(root: Path) -> dict[str, tuple[str, ...]]:
    """The tests that name each row, as pytest calls them."""
    found: dict[str, tuple[str, ...]] = {}
    for file in sorted((root / "tests").rglob("test_*.py")):
        for test, row in rows_named(file.read_text(encoding="utf-8")):
            found[row] = (*found.get(row, ()), f"{file.relative_to(root).as_posix()}::{test}")
    return found


def rules_of(root: Path) -> tuple[Rule, ...]:
    """The rules in the order of the file."""
    tests = tests_by_row(root)
    written = tomllib.loads((root / RULES).read_text(encoding="utf-8"))
    return tuple(Rule(row, said, tests.get(row, ())) for row, said in written.items())


def faults(root: Path) -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    rules = rules_of(root)
    known = {rule.row for rule in rules}
    yield from (f"{row} is missing from {RULES}." for row in CATALOGUE if row not in known)
    for rule in rules:
        yield from _faults_of(rule, root)
    for row, tests in tests_by_row(root).items():
        if row not in CATALOGUE:
            yield from (f"{test} names {row}, and there is no such row." for test in tests)


def _faults_of(rule: Rule, root: Path) -> Iterator[str]:
    if rule.row not in CATALOGUE:
        yield f"{rule.row} is in {RULES} and is no row of the catalogue."
    yield from (f"{rule.row} has the key '{key}', which nobody reads." for key in sorted(rule.said.keys() - KEYS))
    yield from (f"{rule.row} names {file}, which does not exist." for file in rule.where if not (root / file).is_file())
    if rule.status not in STATUSES:
        yield f"{rule.row} has the status '{rule.status}'; there are {', '.join(STATUSES)}."
    if rule.status in DONE and not rule.where:
        yield f"{rule.row} has the status {rule.status} and does not say where."
    if rule.status in DONE and not rule.tests:
        yield f"{rule.row} has the status {rule.status} and no test names it."
    if rule.status == "beyond" and not rule.why.strip():
        yield f"{rule.row} has the status beyond and does not say why."


def table(rules: tuple[Rule, ...]) -> Iterator[str]:
    """The lines of the table, then the counts."""
    yield from _lines(tuple(title for title, _ in COLUMNS))
    for rule in rules:
        yield from _lines(rule.cells)
    count = Counter(rule.status for rule in rules)
    partly = sum(rule.is_partly_done for rule in rules)
    counts = ", ".join(f"{count[status]} {status}" for status in STATUSES)
    yield f"{len(rules)} rows: {counts} ({partly} of them partly done)."


def _lines(cells: tuple[str, ...]) -> Iterator[str]:
    """One row, each cell folded to the width of its column."""
    folded = [wrap(cell, width) for cell, (_, width) in zip(cells, COLUMNS, strict=True)]
    for parts in zip_longest(*folded, fillvalue=""):
        yield GAP.join(part.ljust(width) for part, (_, width) in zip(parts, COLUMNS, strict=True)).rstrip()


def main(root: Path) -> int:
    """Print the table, and say what is wrong on the error stream; the exit code says whether anything was."""
    sys.stdout.writelines(f"{line}\n" for line in table(rules_of(root)))
    found = tuple(faults(root))
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(ROOT))
