"""Finding complaints by how their resident is called and reached, or by reference."""

from datetime import UTC, datetime

from desk.readers import is_open_to, landlords_of, veiled
from desk.register_reads import RegisterDesk
from domain.value import Value
from intake.finding import Wanted, read_wanted
from intake.references import BadReferenceError, read_reference
from providers.rulebook import Rulebook
from register.lines import MOST_HITS, RegisteredComplaint


class Found(Value):
    """What was found."""

    hits: tuple[RegisteredComplaint, ...]
    more: bool
    """Whether there are more than are shown: another word is needed."""


class Finding:
    """Finds complaints, and none for somebody it is about."""

    def __init__(self, register: RegisterDesk, rulebook: Rulebook) -> None:
        self._register = register
        self._rulebook = rulebook

    async def find(self, typed: str, landlord: str | None, by: str) -> Found:
        """What has every word that was typed; a whole reference finds that complaint alone.

        One that is about staff is found by somebody's name only for those who say who they are: that it is found so
        would tell whose it is.

        Raises:
            BadInputError: nothing was typed.
            UnknownLandlordError: there is no such landlord.
            UnknownPersonError: nobody has the id *by*.
            RegisterAwayError: the register cannot be read.
        """
        wanted = read_wanted(typed)
        landlords = landlords_of(by, landlord, self._rulebook)
        hits = await self._by_reference(typed, landlords, by) or await self._everywhere(landlords, wanted, by)
        return Found(hits=tuple(veiled(hit, by) for hit in hits[:MOST_HITS]), more=len(hits) > MOST_HITS)

    async def _by_reference(self, typed: str, landlords: tuple[str, ...], by: str) -> tuple[RegisteredComplaint, ...]:
        prefixes = {key: held for key, held in self._rulebook.prefixes().items() if key in landlords}
        try:
            meant = read_reference(typed, prefixes)
        except BadReferenceError:
            return ()
        known = [await self._register.complaint(place) for place in meant]
        return tuple(each for each in known if each and is_open_to(each, by))

    async def _everywhere(
        self, landlords: tuple[str, ...], wanted: tuple[Wanted, ...], by: str
    ) -> tuple[RegisteredComplaint, ...]:
        each = [await self._register.find(landlord, wanted, datetime.now(UTC), by) for landlord in landlords]
        return tuple(hit for hits in each for hit in hits if by or not hit.standing.hidden_from)
