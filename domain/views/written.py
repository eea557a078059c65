"""The record as it is read: each entry with its sentence, and with who did it in words."""

from datetime import datetime

from domain.complaint.actor import PROCEDURE, ActorRef
from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.record import Entry, EntryFacts
from domain.policy.stages import Stage
from domain.value import Value


class WrittenEntry(Value):
    """One entry of the record with its sentence: what the register keeps, and what every face shows."""

    number: int
    kind: EntryKind
    at: datetime
    """When it happened."""
    recorded_at: datetime
    """When the complaint learnt of it."""
    facts: EntryFacts
    text: str
    """The facts in a sentence."""
    actor: ActorRef = PROCEDURE.ref
    """Who did it, by id and roles."""
    by: str = ""
    """Who did it, in words; empty for the procedure itself."""
    recorded_by: str = ""
    """The staff id of who recorded it; empty where nobody did."""
    clause: str = ""
    stage: Stage | None = None

    @property
    def tells_who(self) -> bool:
        """Whether the sentence itself says who did it."""
        return self.facts.tells_who or self.facts.names(self.actor.id)

    @property
    def recorder(self) -> str:
        """The id of who recorded it, where that was somebody else than who did it."""
        return self.recorded_by if self.recorded_by != self.actor.id else ""

    @property
    def entry(self) -> Entry:
        """The entry of which this is the written form."""
        return Entry(
            number=self.number,
            at=self.at,
            recorded_at=self.recorded_at,
            facts=self.facts,
            by=self.actor,
            recorded_by=self.recorded_by,
            clause=self.clause,
            stage=self.stage,
        )


def put_in_words(entry: Entry, complaint: Complaint) -> WrittenEntry:
    """*entry* of the complaint's record in words."""
    return WrittenEntry(
        number=entry.number,
        kind=entry.kind,
        at=entry.at,
        recorded_at=entry.recorded_at,
        facts=entry.facts,
        text=complaint.sentence(entry),
        actor=entry.by,
        by=complaint.who(entry.by),
        recorded_by=entry.recorded_by,
        clause=entry.clause,
        stage=entry.stage,
    )


def record_in_words(complaint: Complaint) -> tuple[WrittenEntry, ...]:
    """The complaint's record in words, in the order in which it learnt of things."""
    return tuple(put_in_words(entry, complaint) for entry in complaint.record)
