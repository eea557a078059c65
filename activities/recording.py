"""The recording activities: what the workflow knows, written to the register (D13)."""

import structlog
from temporalio import activity

from activities.counting import count_entries, count_write
from activities.lives import new_life
from activities.ports import LostLifeError, RecordBook
from domain.value import Value
from domain.views.page import Page

log = structlog.get_logger()


class KeptCase(Value):
    """An ending complaint's last state, so that it can come back (D7)."""

    landlord: str
    reference: str
    through: int
    """The last entry of its record."""
    case: str
    """The workflow's input as JSON, as it would continue as new."""


class Recorded(Value):
    """What came of a page: it was written, unless a new life is named."""

    new_life: str = ""
    """The life in which the complaint writes it again: the record had gone on otherwise."""
    set_aside: tuple[int, ...] = ()
    """The numbers of the entries that were of a former life, and are kept beside the record."""


class Recording:
    """Writes the durable record; every write may be repeated."""

    def __init__(self, record: RecordBook) -> None:
        self._record = record

    @activity.defn
    def write_record(self, page: Page) -> Recorded:
        """Write entries and standing, or say in which life the complaint goes on."""
        try:
            written = self._record.write(page)
        except LostLifeError as error:
            log.warning("life.lost", why=str(error))
            return Recorded(new_life=new_life())
        count_write()
        count_entries(page.landlord, (entry for entry in page.entries if entry.number in written.new))
        log.info("record.written", entries=[entry.number for entry in page.entries], texts=len(page.texts))
        return Recorded(set_aside=written.set_aside)

    @activity.defn
    def keep_case(self, kept: KeptCase) -> None:
        """Keep an ending complaint's last state."""
        self._record.keep(kept.landlord, kept.reference, kept.case)
        count_write()
        log.info("case.kept")
