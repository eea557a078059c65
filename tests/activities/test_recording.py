"""The record is written and read back through the recording activities."""

import pytest
from temporalio.testing import ActivityEnvironment

from activities.ports import RegisterAwayError
from activities.recording import Recording
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.front_door import Received
from domain.complaint.reference import ComplaintId
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.views.page import LastState, Page, Standing
from domain.views.written import WrittenEntry
from providers.key_ring import KeyRing
from providers.sealed_states import StateSeals
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
SEALS = StateSeals(KeyRing({"tests": b"k" * 32}, "tests"))
HERE = ComplaintId(landlord="qualitas", reference="QH-2031-1")


def test_a_page_is_written_with_its_state_which_only_the_key_opens() -> None:
    book = FakeRecordBook()
    last = PAGE.model_copy(update={"state": LastState(complaint='{"name": "Sam"}', through=1)})

    ActivityEnvironment().run(Recording(book, SEALS).write_record, last)

    assert book.entries("qualitas", "QH-2031-1") == (ENTRY,)
    kept = book.states["qualitas", "QH-2031-1"]
    assert (kept.sealed_with, SEALS.open(HERE, kept)) == ("tests", '{"name": "Sam"}')
    assert b"Sam" not in kept.state


def test_a_register_that_is_away_fails_the_try_so_that_temporal_tries_again() -> None:
    with pytest.raises(RegisterAwayError):
        ActivityEnvironment().run(Recording(FakeRecordBook(away=True), SEALS).write_record, PAGE)
