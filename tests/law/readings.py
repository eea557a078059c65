"""The readings of `docs/readings.toml`: the ambiguities of the policies (A-nn), and our own beside them (P-nn)."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.law.names import NamedTest, by_number

READINGS: Final = Path("docs", "readings.toml")

AMBIGUITIES: Final = (*(f"A-{number:02}" for number in range(1, 55)), "A-03b", "A-04b", "A-06b", "A-08b")
"""The ambiguities of the catalogue, kept apart from the file so that one which is lost there is missed."""

STATUSES: Final = ("settled", "open")
KEYS: Final = {
    "A": frozenset({"places", "ambiguous", "default", "status", "settled", "waits", "tests"}),
    "P": frozenset({"reads", "says", "settled", "tests"}),
}
SAID: Final = {"A": ("places", "ambiguous", "default"), "P": ("reads", "says")}
"""What must not be left out."""


@dataclass(frozen=True)
class Reading:
    """One reading as the file has it, with the tests that hold it."""

    number: str
    said: Mapping[str, Any]
    tests: tuple[NamedTest, ...]

    @property
    def kind(self) -> str:
        """A for an ambiguity of the policies, P for a reading of the procedure's own."""
        return self.number[:1]

    @property
    def status(self) -> str:
        """Whether what is built does so; a reading of our own was written down because it does."""
        return str(self.said.get("status", "settled" if self.kind == "P" else ""))

    @property
    def says(self) -> str:
        """The reading itself."""
        return str(self.said.get("default", self.said.get("says", "")))

    @property
    def reads(self) -> tuple[str, ...]:
        """What a reading of our own stands beside; the first is what it is listed under."""
        return tuple(self.said.get("reads", ()))

    @property
    def settled(self) -> tuple[str, ...]:
        """The files that settle it."""
        return tuple(self.said.get("settled", ()))

    @property
    def waits(self) -> str:
        """What is still to come."""
        return str(self.said.get("waits", ""))


def readings_of(root: Path, tests: Sequence[NamedTest]) -> tuple[Reading, ...]:
    """The readings in the order of the file, each with the tests that name it and those it names."""
    named = by_number(tests)
    written = tomllib.loads((root / READINGS).read_text(encoding="utf-8"))
    return tuple(
        Reading(number, said, _held_by(said.get("tests", ()), named.get(number, ()), tests))
        for number, said in written.items()
    )


def side_by_side(readings: Sequence[Reading]) -> Iterator[Reading]:
    """Each ambiguity with our own readings under it, then those that stand beside a row or a decision."""
    ambiguities = tuple(reading for reading in readings if reading.kind == "A")
    numbers = frozenset(reading.number for reading in ambiguities)
    for ambiguity in ambiguities:
        yield ambiguity
        yield from (reading for reading in readings if reading.reads[:1] == (ambiguity.number,))
    yield from (reading for reading in readings if reading.kind == "P" and not numbers & set(reading.reads[:1]))


def _held_by(listed: Sequence[str], naming: tuple[NamedTest, ...], tests: Sequence[NamedTest]) -> tuple[NamedTest, ...]:
    return (*naming, *(test for test in tests if test.name in listed and test not in naming))


def reading_faults(readings: Sequence[Reading], tests: Sequence[NamedTest], root: Path) -> Iterator[str]:
    """A sentence for each thing that is wrong with the readings."""
    known = {reading.number for reading in readings}
    yield from (f"{number} is missing from {READINGS}." for number in AMBIGUITIES if number not in known)
    names = {test.name for test in tests}
    for reading in readings:
        yield from _faults_of(reading, names, root)
    files = {reading.number: reading.settled for reading in readings}
    for number, file in settled_by_policies(root):
        if file not in files.get(number, ()):
            yield f"{file} settles {number}, and {READINGS} does not say so."


def _faults_of(reading: Reading, names: set[str], root: Path) -> Iterator[str]:
    number = reading.number
    if reading.kind != "P" and number not in AMBIGUITIES:
        yield f"{number} is in {READINGS} and is not an ambiguity of the catalogue."
        return
    yield from (f"{number} does not say '{key}'." for key in SAID[reading.kind] if not _is_said(reading.said.get(key)))
    extra = reading.said.keys() - KEYS[reading.kind]
    yield from (f"{number} has the key '{key}', which nobody reads." for key in sorted(extra))
    yield from (
        f"{number} names {file}, which does not exist." for file in reading.settled if not (root / file).is_file()
    )
    yield from (
        f"{number} names {test}, and there is no such test."
        for test in reading.said.get("tests", ())
        if test not in names
    )
    yield from _status_faults(reading)


def _is_said(value: object) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _status_faults(reading: Reading) -> Iterator[str]:
    if reading.status not in STATUSES:
        yield f"{reading.number} has the status '{reading.status}'; there are {', '.join(STATUSES)}."
    if reading.status == "settled" and not reading.settled:
        yield f"{reading.number} is settled and does not say where."
    if reading.status == "settled" and not reading.tests:
        yield f"{reading.number} is settled and no test holds it."
    if reading.status == "open" and not reading.waits.strip():
        yield f"{reading.number} is open and does not say what is still to come."


def settled_by_policies(root: Path) -> Iterator[tuple[str, str]]:
    """Each ambiguity that a policy file settles, with the file."""
    for path in sorted((root / "policies").rglob("*.toml")):
        file = path.relative_to(root).as_posix()
        numbers = dict.fromkeys(_settled_in(tomllib.loads(path.read_text(encoding="utf-8"))))
        yield from ((number, file) for number in numbers)


def _settled_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (str(number) for number in value.get("settles", ()))
        yield from (number for inner in value.values() for number in _settled_in(inner))
    elif isinstance(value, list):
        yield from (number for inner in value for number in _settled_in(inner))
