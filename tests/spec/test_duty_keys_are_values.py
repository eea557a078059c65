"""No code splits, matches or spells the name of a duty's key: a key is a value, and its name is printed only."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.policy.duty_kinds import NAMED, DutyKind

ROOT = Path(__file__).parents[2]
PRODUCT = sorted(file for file in ROOT.glob("[a-z]*/**/*.py") if file.relative_to(ROOT).parts[0] != "tests")
ROWS = ROOT / "domain" / "policy" / "duty_kinds.py"
SPELT = re.compile(rf"\bstage_[12]\.\w*|\.(?:{'|'.join(DutyKind)})|(?:{'|'.join(DutyKind)})\.\d*", re.ASCII)
AT_A_STAGE = re.compile(r"(?:.*\.)?stage|Stage\..*")
NAMES = {"name", "ladder", "clock"}
TAKEN_APART_BY = {
    "split",
    "rsplit",
    "partition",
    "rpartition",
    "startswith",
    "endswith",
    "removeprefix",
    "removesuffix",
}


def found_in(source: str) -> list[str]:
    tree = ast.parse(source)
    words = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    looks = (_spelt(node) for node in ast.walk(tree) if id(node) not in words)
    return [found for look in looks for found in look]


def _spelt(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(words)) if SPELT.fullmatch(words):
            yield words
        case ast.JoinedStr(values=[ast.FormattedValue(value=first), ast.Constant(value=str(words)), *_]) if (
            words.startswith(".") and AT_A_STAGE.fullmatch(ast.unparse(first))
        ):
            yield ast.unparse(node)
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name), attr=method)) if (
            name in NAMES and method in TAKEN_APART_BY
        ):
            yield ast.unparse(node)
        case ast.Compare(left=ast.Attribute(attr=name), comparators=[ast.Constant(value=value)]) if (
            name in NAMES and value in NAMED
        ):
            yield ast.unparse(node)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('duty_of(complaint, rules, "stage_1.acknowledge")', id="spelt"),
        pytest.param('duty_of(complaint, rules, f"{progress.stage}.respond")', id="put together"),
        pytest.param('key = f"{Stage.ONE}.{name}"', id="put together of parts"),
        pytest.param('key = f"action.{number}"', id="numbered"),
        pytest.param('key = "action.2"', id="with its number"),
        pytest.param('duty.key.endswith(".respond")', id="its end matched"),
        pytest.param('key.startswith("stage_1.")', id="its beginning matched"),
        pytest.param('stage = key.name.split(".")[0]', id="split"),
        pytest.param('if shown.clock == "ombudsman": pass', id="compared"),
    ],
)
def test_a_key_that_is_spelt_is_found(source: str) -> None:
    assert found_in(source)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param('"""As "stage_1.acknowledge"."""', id="docstring"),
        pytest.param("DutyKind.RESPOND.at(Stage.ONE).name", id="printed"),
        pytest.param('f"{stage.words} response"', id="words"),
        pytest.param('("stage_1", "escalation_window")', id="place in a file"),
    ],
)
def test_what_spells_no_key_is_let_be(source: str) -> None:
    assert not found_in(source)


def test_no_code_spells_or_takes_apart_the_name_of_a_key() -> None:
    found = {file: found_in(file.read_text(encoding="utf-8")) for file in PRODUCT if file != ROWS}

    assert {str(file.relative_to(ROOT)): each for file, each in found.items() if each} == {}
    assert ROWS in PRODUCT
