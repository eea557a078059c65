"""The pages of `docs/decisions/`: each has a date and a status, and the index has each."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

DECISIONS: Final = Path("docs", "decisions")
INDEX: Final = "README.md"

_TITLE = re.compile(r"# (?:(\d+)\. )?(.+)")
_DATE = re.compile(r"^Date: \d{4}-\d{2}-\d{2}$", re.MULTILINE)
_STATUS = re.compile(r"^Status: (accepted|superseded)\b", re.MULTILINE)


def pages(root: Path) -> tuple[Path, ...]:
    """The pages beside the index."""
    return tuple(page for page in sorted((root / DECISIONS).glob("*.md")) if page.name != INDEX)


def decision_numbers(root: Path) -> frozenset[int]:
    """The numbers of the decisions that have a page."""
    return frozenset(int(page.name[:4]) for page in pages(root) if page.name[:4].isdigit())


def decision_faults(root: Path) -> Iterator[str]:
    """A sentence for each thing that is wrong with the pages."""
    index = (root / DECISIONS / INDEX).read_text(encoding="utf-8")
    for page in pages(root):
        yield from _faults_of(page, index)


def _faults_of(page: Path, index: str) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    name = f"{DECISIONS}/{page.name}"
    if not _DATE.search(text):
        yield f"{name} has no line 'Date: YYYY-MM-DD'."
    status = _STATUS.search(text)
    if not status:
        yield f"{name} has no line 'Status: accepted' or 'Status: superseded …'."
    title = _TITLE.match(text)
    if title and title[1] and status and not _is_listed(page.name, title[1], title[2], status[1], index):
        yield f"{name} is not in {DECISIONS}/{INDEX} with its number, title and status."


def _is_listed(name: str, number: str, title: str, status: str, index: str) -> bool:
    return f"| [{int(number):04}]({name}) | {title} | {status}" in index
