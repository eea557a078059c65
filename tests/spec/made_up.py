"""A made-up project in which nothing is wrong with the lists, until a test says otherwise."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.law.readings import AMBIGUITIES, READINGS
from tests.law.rows import CATALOGUE, RULES

OPEN_ROW: Final = 'status = "open"\nwhy = "It is still to come."'
DONE_ROW: Final = 'status = "enforced"\nwhere = ["domain/duties/owed.py"]'
OPEN_READING: Final = (
    'places = "4.1.1"\nambiguous = "It can be read twice."\ndefault = "Once."\nstatus = "open"\nwaits = "All of it."'
)
SETTLED_READING: Final = (
    'places = "4.1.1"\nambiguous = "It can be read twice."\ndefault = "Once."\n'
    'status = "settled"\nsettled = ["domain/duties/owed.py"]\ntests = ["test_R_061_late"]'
)
FILES: Final = {
    "domain/duties/owed.py": "",
    "policies/reliance/2024-06.toml": 'settles = []\n[[exclusions]]\ncode = "anonymous"\n',
    "tests/test_steps.py": "def test_R_061_late(): ...\n",
    "docs/inventories.md": "## D-04 Letters\n\n| C-01 | acknowledgement |\n",
    "docs/edge_cases.md": "| E4 | late |\n",
    "docs/decisions/design.md": "# Design decisions\n\nDate: 2026-11-21\nStatus: accepted\n\n## D4. No time\n",
    "docs/decisions/0001-one.md": "# 1. One\n\nDate: 2026-11-21\nStatus: accepted\n",
    "docs/decisions/README.md": "| [0001](0001-one.md) | One | accepted |\n",
}


def tables(numbers: tuple[str, ...], of_each: str, without: str, said: Mapping[str, str]) -> str:
    """A file of tables: all *numbers* but one, alike but for what is *said*."""
    written = {number: of_each for number in numbers if number != without} | dict(said)
    return "\n".join(f"[{number}]\n{keys}" for number, keys in written.items())


def project(
    root: Path,
    *,
    rows: Mapping[str, str] | None = None,
    readings: Mapping[str, str] | None = None,
    files: Mapping[str, str] | None = None,
    without: str = "",
) -> Path:
    """A project under *root* with those rows, readings and files, and *without* one row or reading."""
    lists = {
        str(RULES): tables(CATALOGUE, OPEN_ROW, without, rows or {}),
        str(READINGS): tables(AMBIGUITIES, OPEN_READING, without, readings or {}),
    }
    for file, text in (FILES | lists | dict(files or {})).items():
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        (root / file).write_text(text, encoding="utf-8")
    return root
