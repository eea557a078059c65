"""Where each rule of the two policies is carried out, and which tests hold it to that: `make clauses`.

The rules stand in `docs/clauses.toml`, the readings of what is unclear in `docs/readings.toml`. A test's name begins
with their numbers: test_R_061_Q_040_... has two rows. `tests/law/` holds each list to its own rules, and every
reference to a number, wherever it stands, to the lists.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from textwrap import wrap
from typing import Final

from tests.law.decisions import decision_faults
from tests.law.names import NamedTest, all_tests
from tests.law.readings import STATUSES as READ_AS
from tests.law.readings import Reading, reading_faults, readings_of, side_by_side
from tests.law.references import defined, reference_faults
from tests.law.rows import STATUSES, Rule, row_faults, rules_of

ROOT: Final = Path(__file__).parents[1]

COLUMNS: Final = (("row", 5), ("status", 13), ("clause", 26), ("where, or why not", 50), ("tests", 46))
READING_COLUMNS: Final = (("no.", 5), ("status", 7), ("reading", 56), ("where, and what waits", 50), ("tests", 46))
GAP: Final = "  "


def faults(root: Path) -> Iterator[str]:
    """A sentence for each thing that is wrong."""
    tests = all_tests(root)
    rules, readings = rules_of(root, tests), readings_of(root, tests)
    numbers = (*(rule.row for rule in rules), *(reading.number for reading in readings))
    yield from row_faults(rules, root)
    yield from reading_faults(readings, tests, root)
    yield from decision_faults(root)
    yield from reference_faults(root, defined(root, numbers), tests)


def table(rules: Sequence[Rule], readings: Sequence[Reading]) -> Iterator[str]:
    """The lines of the table of rules, each with the readings beside it, then the counts."""
    yield from _lines(tuple(title for title, _ in COLUMNS), COLUMNS)
    for rule in rules:
        status = "open (partly)" if rule.is_partly_done else rule.status
        where = rule.why if rule.status == "open" else ", ".join(rule.where) or rule.why
        clause = "; ".join((rule.clause, *(reading.number for reading in readings if rule.row in reading.reads)))
        yield from _lines((rule.row, status, clause, where, _files(rule.tests)), COLUMNS)
    count = Counter(rule.status for rule in rules)
    partly = sum(rule.is_partly_done for rule in rules)
    counts = ", ".join(f"{count[status]} {status}" for status in STATUSES)
    yield f"{len(rules)} rows: {counts} ({partly} of them partly done)."


def reading_table(readings: Sequence[Reading]) -> Iterator[str]:
    """The lines of the table of readings, then the counts."""
    yield from _lines(tuple(title for title, _ in READING_COLUMNS), READING_COLUMNS)
    for reading in side_by_side(readings):
        where = " ".join(filter(None, (", ".join(reading.settled), reading.waits)))
        cells = (reading.number, reading.status, reading.says, where, _files(reading.tests))
        yield from _lines(cells, READING_COLUMNS)
    count = Counter(reading.status for reading in readings)
    yield f"{len(readings)} readings: {', '.join(f'{count[status]} {status}' for status in READ_AS)}."


def _files(tests: Sequence[NamedTest]) -> str:
    """The files of *tests*, each with how many of them it has."""
    count = Counter(test.file.removeprefix("tests/") for test in tests)
    return ", ".join(f"{file} {number}" for file, number in count.items())


def _lines(cells: Sequence[str], columns: Sequence[tuple[str, int]]) -> Iterator[str]:
    """One row, each cell folded to the width of its column."""
    folded = [wrap(cell, width) for cell, (_, width) in zip(cells, columns, strict=True)]
    for parts in zip_longest(*folded, fillvalue=""):
        yield GAP.join(part.ljust(width) for part, (_, width) in zip(parts, columns, strict=True)).rstrip()


def main(root: Path) -> int:
    """Print both tables, and say what is wrong on the error stream; the exit code says whether anything was."""
    tests = all_tests(root)
    readings = readings_of(root, tests)
    for lines in (reading_table(readings), ("",), table(rules_of(root, tests), readings)):
        sys.stdout.writelines(f"{line}\n" for line in lines)
    found = tuple(faults(root))
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(ROOT))
