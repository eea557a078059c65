"""The recording activities: what the workflow knows, written to the register (D13)."""

import structlog
from temporalio import activity

from activities.counting import count_entries, count_write
from activities.kept_states import opened_state
from activities.lives import new_life
from activities.ports import LostLifeError, RecordBook, Seals
from domain.complaint.complaint import Case
from domain.complaint.reference import ComplaintId
from domain.value import Value
from domain.views.page import Page

log = structlog.get_logger()


class Recorded(Value):
    """What came of a page: it was written, unless a new life is named."""

    new_life: str = ""
    """The life in which the complaint writes it again: the record had gone on otherwise."""
    set_aside: tuple[int, ...] = ()
    """The numbers of the entries that were of a former life, and are kept beside the record."""


class Came(Value):
    """A complaint that came back, and the last entry that it knows the register to have."""

    landlord: str
    reference: str
    through: int


class Recording:
    """Writes the durable record; every write may be repeated."""

    def __init__(self, record: RecordBook, seals: Seals) -> None:
        self._record = record
        self._seals = seals

    @activity.defn
    def write_record(self, page: Page) -> Recorded:
        """Write entries, standing, tables and the sealed state, or say in which life the complaint goes on."""
        place = ComplaintId(landlord=page.landlord, reference=page.reference)
        sealed = self._seals.seal(place, page.state.complaint) if page.state else None
        try:
            written = self._record.write(page, sealed)
        except LostLifeError as error:
            log.warning("life.lost", why=str(error))
            return Recorded(new_life=new_life())
        count_write()
        count_entries(page.landlord, (entry for entry in page.entries if entry.number in written.new))
        log.info("record.written", entries=[entry.number for entry in page.entries], texts=len(page.texts))
        return Recorded(set_aside=written.set_aside)

    @activity.defn
    def later_case(self, came: Came) -> Case | None:
        """The state that was kept since the one with which a complaint came back; None where that is the last."""
        kept = self._record.kept_state(came.landlord, came.reference)
        if kept is None or kept.through <= came.through:
            return None
        log.warning("state.older", came_through=came.through, kept_through=kept.through)
        return opened_state(lambda: self._seals, ComplaintId(landlord=came.landlord, reference=came.reference), kept)
