"""Who may read a complaint: nobody it is about; and one that is about staff, nobody who does not say who they are."""

from collections.abc import Collection

from desk.errors import DeskError
from domain.policy.staff import StaffDirectory, UnknownPersonError
from providers.rulebook import Rulebook, RulebookError
from register.lines import RegisteredComplaint


class HiddenError(DeskError):
    """Whoever asks may not read the complaint."""


class WhoAsksError(DeskError):
    """The complaint is about members of staff, and whoever asks has not said who they are."""


def check_reader(reader: str, reference: str, hidden_from: Collection[str], people: StaffDirectory) -> None:
    """Whether *reader*, a staff id or nothing, may read a complaint that is hidden from some.

    Raises:
        HiddenError: it is hidden from them.
        WhoAsksError: it is hidden from somebody, and they do not say who they are.
        UnknownPersonError: nobody at its landlord has that id.
    """
    if reader:
        people.person(reader)
    if reader in hidden_from:
        raise HiddenError(f"Code 5.8: {reference} is not open to {reader}; somebody else deals with it")
    if hidden_from and not reader:
        raise WhoAsksError(f"Code 5.8: {reference} is not open to everybody; say who asks")


def landlords_of(reader: str, landlord: str | None, rulebook: Rulebook) -> tuple[str, ...]:
    """Where *reader* may look: at that landlord or at all, of these where they work.

    Raises:
        UnknownLandlordError: there is no such landlord.
        UnknownPersonError: they work at none of them.
    """
    if landlord:
        rulebook.landlord(landlord)
    keys = (landlord,) if landlord else rulebook.landlords()
    if not reader:
        return tuple(keys)
    theirs = tuple(key for key in keys if _works_at(key, reader, rulebook, is_asked_for=bool(landlord)))
    if not theirs:
        raise UnknownPersonError(f"nobody in the staff directory has the id {reader!r}")
    return theirs


def _works_at(landlord: str, reader: str, rulebook: Rulebook, *, is_asked_for: bool) -> bool:
    try:
        return any(each.id == reader for each in rulebook.directory(landlord).people)
    except RulebookError:
        if is_asked_for:
            raise
        return False  # one landlord's faulty file is no trouble of another's: the doctor names it


def veiled(line: RegisteredComplaint, reader: str) -> RegisteredComplaint:
    """*line* as *reader* may see it: without whose it is and what about, where they must say first who they are."""
    if reader or not line.standing.hidden_from:
        return line
    veil = {"name": "", "matter": "not open to everybody: say who asks", "promised": ""}
    return line.model_copy(update={"standing": line.standing.model_copy(update=veil)})
