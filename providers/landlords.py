"""Each landlord's people and its own addresses as the files stand today."""

from datetime import datetime

from activities.ports import LandlordFiles
from domain.calendar.days import landlord_day
from domain.outbox.tell import when_texts_go
from domain.policy.staff import Person


class RulebookLandlords:
    """Reads who is told, and who sends, from the landlord's files; staff files are read again each time."""

    def __init__(self, files: LandlordFiles) -> None:
        self._files = files

    def reader(self, landlord: str, candidates: tuple[str, ...], at: datetime, *, not_to: frozenset[str]) -> Person:
        """The member of staff who is told at that instant: the first candidate present who may be, else their deputy.

        Raises:
            UnknownPersonError: no candidate is in the directory.
            RulebookError: the staff file does not hold together.
        """
        on = landlord_day(at, self._files.landlord(landlord).time_zone)
        return self._files.directory(landlord).recipient(candidates, on, not_to)

    def stood_in_for(
        self, landlord: str, candidates: tuple[str, ...], at: datetime, *, not_to: frozenset[str]
    ) -> Person | None:
        """Whoever would be told at that instant but is away, so that another is; None where the first is told.

        Raises:
            UnknownPersonError: no candidate is in the directory.
            RulebookError: the staff file does not hold together.
        """
        on = landlord_day(at, self._files.landlord(landlord).time_zone)
        return self._files.directory(landlord).stood_in_for(candidates, on, not_to)

    def when_texts_go(self, landlord: str, at: datetime) -> datetime:
        """*at* within the landlord's hours for texts, or the next time they begin."""
        return when_texts_go(at, self._files.landlord(landlord))

    def sender(self, landlord: str) -> tuple[str, str, str]:
        """The landlord's name, the address its e-mail comes from, and the number its texts come from."""
        known = self._files.landlord(landlord)
        return known.name, known.sends_from_email, known.sends_from_number
