"""An entry of the record holds facts; its sentence is made from them, and nothing reads it back (D17)."""

import ast
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from domain.complaint.actor import RESIDENT
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.record import EntryFacts
from domain.procedure.stages.withdraw import Withdraw
from domain.views.written import record_in_words
from rehearsal.rehearsal import rehearse
from rehearsal.scenarios import read_story
from tests.rehearsal.rehearsals import SAMPLES
from tests.spec.cast import RULEBOOK, Landlord
from tests.spec.letters import WRITER

MODELS = get_args(get_args(EntryFacts)[0])
ROOT = Path(__file__).parents[2]
PRODUCT = (
    "activities",
    "cli",
    "desk",
    "domain",
    "intake",
    "providers",
    "register",
    "rehearsal",
    "temporal",
    "workflows",
)
SENTENCES = {"text", "said", "next_due", "sentence"}
"""What holds, or makes, a sentence."""
TAKES_APART = {"startswith", "endswith", "partition", "rpartition", "split", "removeprefix", "removesuffix", "find"}


@cache
def complaint_of(scenario: Path) -> Complaint:
    story = read_story(scenario.read_text(encoding="utf-8"), scenario.name, RULEBOOK)
    return rehearse(story, WRITER).complaint


SCENARIOS = sorted(SAMPLES.glob("*.toml"))


def test_D17_every_kind_of_entry_has_one_model_of_facts() -> None:
    assert sorted(model.model_fields["kind"].default for model in MODELS) == sorted(EntryKind)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.stem)
def test_D17_a_record_is_read_back_as_it_was(scenario: Path) -> None:
    complaint = complaint_of(scenario)

    again = Complaint.model_validate_json(complaint.model_dump_json())

    assert again == complaint
    assert record_in_words(again) == record_in_words(complaint)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.stem)
def test_D17_without_their_names_staff_are_told_by_their_ids(scenario: Path) -> None:
    complaint = complaint_of(scenario)
    blanked = complaint.changed(people=())
    names = {name.signature for name in complaint.people}

    said = [f"{entry.text} {entry.by}" for entry in record_in_words(blanked)]

    assert names
    assert [words for words in said for name in names if name in words] == []


def test_D15_an_entry_keeps_who_acted_by_id_and_roles() -> None:
    complaint = complaint_of(SAMPLES / "reliance-late.toml")
    acted = [entry.by for entry in complaint.record if entry.kind is EntryKind.ALLOCATED]

    assert [(by.kind, by.id) for by in acted][:1] == [("staff", "daniel-osei")]
    assert "team_supervisor" in acted[0].roles


def test_D6_an_entry_keeps_who_sat_at_the_desk_beside_who_did_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", recorded_by=landlord.parts.colleague)
    landlord.obeys(Withdraw(at=landlord.now, by=RESIDENT, recorded_by=landlord.parts.handler, reason="It is mended."))

    record = landlord.complaint.record
    kept = {entry.kind: entry.recorded_by for entry in record if entry.by.kind.is_person}
    assert (kept[EntryKind.RECEIVED], kept[EntryKind.CLOSED]) == (landlord.parts.colleague, landlord.parts.handler)
    assert not any(entry.recorded_by for entry in record if not entry.by.kind.is_person)
    (closed,) = (entry for entry in record_in_words(landlord.complaint) if entry.kind is EntryKind.CLOSED)
    assert (closed.recorder, closed.entry.recorded_by) == (landlord.parts.handler, landlord.parts.handler)


def test_D17_nothing_takes_a_sentence_apart() -> None:
    for folder in PRODUCT:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                assert not takes_a_sentence_apart(node), f"{file.relative_to(ROOT)}, line {getattr(node, 'lineno', 0)}"


@pytest.mark.parametrize(
    "code",
    ['entry.text.startswith("refused")', '"in time" in entry.text', 'complaint.sentence(entry).partition(": ")'],
)
def test_D17_and_would_be_found(code: str) -> None:
    assert any(takes_a_sentence_apart(node) for node in ast.walk(ast.parse(code)))


def takes_a_sentence_apart(node: ast.AST) -> bool:
    """Whether *node* looks into a sentence, or cuts it."""
    if isinstance(node, ast.Compare):
        return any(isinstance(how, ast.In | ast.NotIn) for how in node.ops) and is_sentence(node.comparators[-1])
    cuts = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TAKES_APART
    return cuts and is_sentence(node.func.value)  # type: ignore[attr-defined]  # as it cuts


def is_sentence(node: ast.expr) -> bool:
    """Whether *node* is a sentence of an entry."""
    made = node.func if isinstance(node, ast.Call) else node
    of_entry = isinstance(made, ast.Attribute) and isinstance(made.value, ast.Name)
    return of_entry and made.attr in SENTENCES and made.value.id in _OWNERS  # type: ignore[attr-defined]  # as it is one


_OWNERS = {"entry", "line", "complaint", "standing", "answer", "case", "each"}
