"""The record as tests read it: each entry in words, with what an entry about a notice says of it."""

from collections.abc import Iterable

from domain.complaint.complaint import Complaint
from domain.complaint.facts.notices import AboutNotice, NoticeSent
from domain.views.written import WrittenEntry, record_in_words


class Read(WrittenEntry):
    """An entry in words."""

    @property
    def notice(self) -> str:
        return (self.facts.notice or "") if isinstance(self.facts, AboutNotice) else ""

    @property
    def channel(self) -> str | None:
        return self.facts.channel if isinstance(self.facts, AboutNotice) else None

    @property
    def to(self) -> str:
        return self.facts.to if isinstance(self.facts, NoticeSent) else ""

    @property
    def first_line(self) -> str:
        return self.facts.first_line if isinstance(self.facts, NoticeSent) else ""


def read(complaint: Complaint) -> tuple[Read, ...]:
    """The record of *complaint*."""
    return as_read(record_in_words(complaint))


def as_read(entries: Iterable[WrittenEntry]) -> tuple[Read, ...]:
    """Entries as the register has them."""
    return tuple(Read.model_construct(**dict(entry)) for entry in entries)
