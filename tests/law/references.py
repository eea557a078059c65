"""References: each number that code, policies, tests or documentation refer to is one that a list defines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.law.decisions import DECISIONS, decision_numbers, pages
from tests.law.names import NamedTest

LISTS: Final = (
    Path("docs", "inventories.md"),
    Path("docs", "edge_cases.md"),
    DECISIONS / "design.md",
)
"""The pages whose headings and first columns define inventories, clocks, edge cases and design decisions."""

READ: Final = frozenset({".py", ".toml", ".md", ".txt", ".html", ".css", ".yaml", ".yml", ".cfg", ".ini"})
"""The files that may refer to something."""
UNREAD_FOLDERS: Final = frozenset({"var", "dist", "build", "__pycache__"})
MADE_UP: Final = frozenset(
    {
        "tests/spec/made_up.py",
        "tests/spec/test_clauses.py",
        "tests/spec/test_law_of_readings.py",
        "tests/spec/test_law_of_references.py",
    }
)
"""Tests of this very check: what they refer to is made up."""

OTHERS: Final = frozenset({"P-256"})
"""What looks like a number of ours, and is not: a curve that keys are made on."""

_DEFINED = re.compile(r"^(?:#{2,} |\| )([CD]-\d+|[DE]\d+)\b", re.MULTILINE)
_NUMBER = re.compile(r"\b(?:([ACDFPQR]-\d+[a-z]?)|E-(\d+)|(D\d{1,2}))\b")
_DECISION = re.compile(r"\bdecisions? (\d+)\b", re.IGNORECASE)
_PAGE = re.compile(r"\b(\d{4}-[a-z][a-z0-9-]*\.md)\b")


def defined(root: Path, numbers: Iterable[str]) -> frozenset[str]:
    """All numbers there are: those of rows and readings, and those that a page defines."""
    there = [path for page in LISTS if (path := root / page).is_file()]
    listed = (number for path in there for number in _DEFINED.findall(path.read_text(encoding="utf-8")))
    return frozenset((*numbers, *listed))


def reference_faults(root: Path, known: frozenset[str], tests: Sequence[NamedTest]) -> Iterator[str]:
    """A sentence for each reference that leads nowhere."""
    decisions, names = decision_numbers(root), frozenset(page.name for page in pages(root))
    for path in files(root):
        file = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            for what in (*_undefined(line, known), *_without_page(line, decisions, names)):
                yield f"{file}:{number} refers to {what}."
    for test in tests:
        if test.file not in MADE_UP:
            yield from (
                f"{test.place} names {number}, which no list defines." for number in test.numbers if number not in known
            )


def files(root: Path) -> Iterator[Path]:
    """The files of the project that may refer to something."""
    for path in sorted(root.iterdir()):
        if path.name.startswith(".") or path.name in UNREAD_FOLDERS:
            continue
        within = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (file for file in within if _is_read(file, root))


def _is_read(path: Path, root: Path) -> bool:
    inside = path.relative_to(root)
    is_text = path.suffix in READ and path.is_file()
    return is_text and not UNREAD_FOLDERS & set(inside.parts) and inside.as_posix() not in MADE_UP


def _undefined(line: str, known: frozenset[str]) -> Iterator[str]:
    for match in _NUMBER.finditer(line):
        number = f"E{match[2]}" if match[2] else match[0]
        if number not in known | OTHERS:
            yield f"{match[0]}, which no list defines"


def _without_page(line: str, decisions: frozenset[int], names: frozenset[str]) -> Iterator[str]:
    yield from (
        f"decision {found}, which has no page" for found in _DECISION.findall(line) if int(found) not in decisions
    )
    yield from (f"{found}, which does not exist" for found in _PAGE.findall(line) if found not in names)
