"""The rows of `docs/clauses.toml`: each rule of the two policies, where it is carried out, and which tests name it."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.law.names import NamedTest, by_number

RULES: Final = Path("docs", "clauses.toml")

NUMBERS: Final = {
    "R": "001-002 010-012 020-025 030-041 050-057 060-073 080-088 090-091 095 100-101 110-113",
    "F": "001-004 010-016 020-025 030-031 040-045 060-063 070-082",
    "Q": "001-007 010-024 030-038 040-045 050-062 070-081 090-091 100-110",
}
"""The numbers of the catalogue, kept apart from the file of rules so that a rule which is lost there is missed."""

STATUSES: Final = ("enforced", "data", "beyond", "open")
DONE: Final = ("enforced", "data")
KEYS: Final = frozenset({"policy", "clause", "lines", "says", "status", "where", "why"})


def spelt_out(kind: str, numbers: str) -> Iterator[str]:
    """The rows that "060-073 095" stands for."""
    for span in numbers.split():
        first, _, last = span.partition("-")
        yield from (f"{kind}-{number:03}" for number in range(int(first), int(last or first) + 1))


BESIDE: Final = ("D-01", "D-03", "D-08", "C-27", "C-28", "C-29", "A-16", "A-37", "A-38", "A-44", "A-50", "A-53")
"""The inventories, clocks and ambiguities that are obligations as well, though no single rule of a policy says them."""

CATALOGUE: Final = (*(row for kind, numbers in NUMBERS.items() for row in spelt_out(kind, numbers)), *BESIDE)


@dataclass(frozen=True)
class Rule:
    """One row as the file has it, with the tests that name it."""

    row: str
    said: Mapping[str, Any]
    tests: tuple[NamedTest, ...]

    @property
    def status(self) -> str:
        """What was done about it."""
        return str(self.said.get("status", ""))

    @property
    def clause(self) -> str:
        """Its clause as printed."""
        return str(self.said.get("clause", ""))

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


def rules_of(root: Path, tests: Sequence[NamedTest]) -> tuple[Rule, ...]:
    """The rules in the order of the file."""
    named = by_number(tests)
    written = tomllib.loads((root / RULES).read_text(encoding="utf-8"))
    return tuple(Rule(row, said, named.get(row, ())) for row, said in written.items())


def row_faults(rules: Sequence[Rule], root: Path) -> Iterator[str]:
    """A sentence for each thing that is wrong with the rows."""
    known = {rule.row for rule in rules}
    yield from (f"{row} is missing from {RULES}." for row in CATALOGUE if row not in known)
    for rule in rules:
        yield from _faults_of(rule, root)


def _faults_of(rule: Rule, root: Path) -> Iterator[str]:
    if rule.row not in CATALOGUE:
        yield f"{rule.row} is in {RULES} and is not a row of the catalogue."
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
    if rule.status == "open" and not rule.why.strip():
        yield f"{rule.row} has the status open and does not say what is still to come."
