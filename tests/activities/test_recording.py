"""The record is written and read back through the recording activities."""

import pytest
from temporalio.testing import ActivityEnvironment

from activities.ports import NoPageError, RegisterAwayError
from activities.recording import KeptCase, Recording
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.front_door import Received
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.views.page import Page, Standing
from domain.views.written import WrittenEntry
from tests.activities.errands import STARTED_AT
from tests.fakes import FakeRecordBook

FACTS = Received(classification=Classification.COMPLAINT, channel="telephone")
ENTRY = WrittenEntry(
    number=1, kind=EntryKind.RECEIVED, at=STARTED_AT, recorded_at=STARTED_AT, facts=FACTS, text="received"
)
PAGE = Page(
    landlord="qualitas",
    reference="QH-2031-1",
    key="web-1",
    entries=(ENTRY,),
    standing=Standing(words="at stage 1", stage=Stage.ONE),
)
CASE = KeptCase(landlord="qualitas", reference="QH-2031-1", through=1, case="{}")


def test_a_page_is_written_and_the_last_state_kept() -> None:
    book = FakeRecordBook()

    ActivityEnvironment().run(Recording(book).write_record, PAGE)
    ActivityEnvironment().run(Recording(book).keep_case, CASE)

    assert book.entries("qualitas", "QH-2031-1") == (ENTRY,)
    assert book.kept_case("qualitas", "QH-2031-1") == "{}"


def test_a_register_that_is_away_fails_the_try_so_that_temporal_tries_again() -> None:
    with pytest.raises(RegisterAwayError):
        ActivityEnvironment().run(Recording(FakeRecordBook(away=True)).write_record, PAGE)


def test_a_state_before_any_page_is_tried_again_too() -> None:
    with pytest.raises(NoPageError):
        ActivityEnvironment().run(Recording(FakeRecordBook()).keep_case, CASE)
