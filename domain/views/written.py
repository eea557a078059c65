"""The record as it is read: each entry with its sentence, and with who did it in words."""

from datetime import datetime

from domain.complaint.actor import PROCEDURE, ActorRef
from domain.complaint.complaint import Complaint
from domain.complaint.record import Entry, EntryKind
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from domain.value import Value


class WrittenEntry(Value):
    """One entry of the record in words: what the register keeps, and what every face shows."""

    number: int
    kind: EntryKind
    at: datetime
    """When it happened."""
    recorded_at: datetime
    """When the complaint learnt of it."""
    text: str
    """The entry in a sentence."""
    actor: ActorRef = PROCEDURE.ref
    """Who did it, by id and roles."""
    by: str = ""
    """Who did it, in words; empty for the procedure itself."""
    clause: str = ""
    stage: Stage | None = None
    to: str = ""
    channel: Channel | None = None
    first_line: str = ""
    notice: str = ""
    """The notice's kind, where the entry is about one."""


def written(entry: Entry, complaint: Complaint) -> WrittenEntry:
    """*entry* of the complaint's record in words."""
    facts = entry.model_dump(exclude={"by"})
    return WrittenEntry(**facts, actor=entry.by, by=complaint.who(entry.by))


def record_in_words(complaint: Complaint) -> tuple[WrittenEntry, ...]:
    """The complaint's record in words, in the order in which it learnt of things."""
    return tuple(written(entry, complaint) for entry in complaint.record)
