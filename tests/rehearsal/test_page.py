"""A rehearsal's page: its columns, and who is named in a line."""

from dataclasses import replace

import pytest

from domain.complaint.entry_kinds import EntryKind
from rehearsal.page import page
from tests.rehearsal.rehearsals import A_STORY, played


@pytest.mark.parametrize("kind", [kind for kind in EntryKind if kind is not EntryKind.NOTICE_SENT])
def test_a_label_keeps_apart_from_the_words(kind: EntryKind) -> None:
    rehearsal = played(A_STORY)
    line = rehearsal.lines[0].model_copy(update={"kind": kind.value, "text": "WORDS"})

    assert " WORDS" in page(replace(rehearsal, lines=(line,)))


def test_whoever_the_sentence_names_is_not_named_again() -> None:
    told = page(played(A_STORY.replace('by = "daniel-osei"', 'by = "priya-nair"')))

    assert "by Priya Nair" not in next(line for line in told.splitlines() if "allocated to" in line)
