"""Who may read a complaint: nobody it is about; and one that is about staff, nobody who does not say who they are."""

from collections.abc import Collection
from datetime import UTC, datetime

from desk.errors import DeskError
from domain.access.viewing import Hidden, Openness, Part, Viewer, may_see, why_hidden
from domain.calendar.days import landlord_day
from domain.complaint.reference import ComplaintId
from domain.policy.staff import UnknownPersonError
from providers.rulebook import Rulebook, RulebookError
from register.lines import RegisteredComplaint


class HiddenError(DeskError):
    """Whoever asks may not read the complaint."""


class WhoAsksError(DeskError):
    """The complaint is about members of staff, and whoever asks has not said who they are."""


def check_reader(place: ComplaintId, reader: str, hidden_from: Collection[str], rulebook: Rulebook) -> None:
    """Whether *reader*, a staff id or nothing, may read a complaint that is hidden from some.

    Raises:
        HiddenError: it is hidden from them.
        WhoAsksError: it is hidden from somebody, and they do not say who they are.
        UnknownPersonError: nobody at its landlord has that id.
    """
    if not reader:
        if hidden_from:
            raise WhoAsksError(f"Code 5.8: {place.reference} is not open to everybody; say who asks")
        return
    complaint = Openness(landlord=place.landlord, hidden_from=frozenset(hidden_from))
    match why_hidden(viewer_at(place.landlord, reader, rulebook), complaint, rulebook.access(place.landlord)):
        case None:
            pass
        case Hidden.REPORTS_ONLY:
            raise HiddenError(_reports_only(reader))
        case _:
            raise HiddenError(f"Code 5.8: {place.reference} is not open to {reader}; somebody else deals with it")


def viewer_at(landlord: str, reader: str, rulebook: Rulebook) -> Viewer:
    """*reader* as they look at a landlord's complaints today.

    Raises:
        UnknownPersonError: nobody there has that id.
    """
    today = landlord_day(datetime.now(UTC), rulebook.landlord(landlord).time_zone)
    return Viewer(landlord=landlord, person=reader, roles=rulebook.directory(landlord).officer(reader, today).roles)


def landlords_of(reader: str, landlord: str | None, rulebook: Rulebook) -> tuple[str, ...]:
    """Where *reader* may look: at that landlord or at all, of these where they work.

    Raises:
        UnknownLandlordError: there is no such landlord.
        UnknownPersonError: they work at none of them.
        HiddenError: where they work, they see no complaints.
    """
    if landlord:
        rulebook.landlord(landlord)
    keys = (landlord,) if landlord else rulebook.landlords()
    if not reader:
        return tuple(keys)
    theirs = tuple(key for key in keys if _works_at(key, reader, rulebook, is_asked_for=bool(landlord)))
    if not theirs:
        raise UnknownPersonError(f"nobody in the staff directory has the id {reader!r}")
    open_to_them = tuple(
        key for key in theirs if may_see(viewer_at(key, reader, rulebook), Part.COMPLAINTS, rulebook.access(key))
    )
    if not open_to_them:
        raise HiddenError(_reports_only(reader))
    return open_to_them


def _works_at(landlord: str, reader: str, rulebook: Rulebook, *, is_asked_for: bool) -> bool:
    try:
        return any(each.id == reader for each in rulebook.directory(landlord).people)
    except RulebookError:
        if is_asked_for:
            raise
        return False  # one landlord's faulty file is no trouble of another's: the doctor names it


def is_open_to(line: RegisteredComplaint, reader: str) -> bool:
    """Whether *reader*, who sees their landlord's complaints, sees that one; the register's queries ask the same."""
    return reader not in line.standing.hidden_from


def veiled(line: RegisteredComplaint, reader: str) -> RegisteredComplaint:
    """*line* as *reader* may see it: without whose it is and what about, where they must say first who they are."""
    if reader or not line.standing.hidden_from:
        return line
    veil = {"name": "", "matter": "not open to everybody: say who asks", "promised": ""}
    return line.model_copy(update={"standing": line.standing.model_copy(update=veil)})


def _reports_only(reader: str) -> str:
    return f"no complaint is open to {reader}: their role sees reports alone"
