"""The names of tests: each begins with the numbers of what it holds, test_R_061_D4_... with R-061 and D4."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

_HEAD = re.compile(r"test((?:_[A-Z]_?\d+[a-z]?)+)")
_NUMBER = re.compile(r"_([A-Z])(_?)(\d+[a-z]?)")


@dataclass(frozen=True)
class NamedTest:
    """A test function, and the numbers that its name begins with."""

    file: str
    name: str
    numbers: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where it is, as pytest says it."""
        return f"{self.file}::{self.name}"


def numbers_in(name: str) -> tuple[str, ...]:
    """The numbers that the name of a test begins with."""
    head = _HEAD.match(name)
    found = _NUMBER.findall(head[1]) if head else []
    return tuple(f"{kind}{'-' if dash else ''}{number}" for kind, dash, number in found)


def read_tests(source: str, file: str) -> Iterator[NamedTest]:
    """Each test function of *source*."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield NamedTest(file, node.name, numbers_in(node.name))


def all_tests(root: Path) -> tuple[NamedTest, ...]:
    """All tests of the project."""
    return tuple(
        test
        for path in sorted((root / "tests").rglob("test_*.py"))
        for test in read_tests(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    )


def by_number(tests: Iterable[NamedTest]) -> dict[str, tuple[NamedTest, ...]]:
    """The tests that name each number."""
    found: dict[str, tuple[NamedTest, ...]] = {}
    for test in tests:
        for number in test.numbers:
            found[number] = (*found.get(number, ()), test)
    return found
