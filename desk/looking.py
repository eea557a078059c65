"""Looking at a complaint: as it stands, else as the register has it where nobody answers for it."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from activities.ports import NoAnswerError, RegisterAwayError, TemporalAwayError
from desk.desk import Desk
from desk.errors import NotKeptError, UnknownComplaintError
from domain.complaint.complaint import Complaint
from domain.complaint.reference import ComplaintId
from domain.procedure.apply import Offer
from domain.views.deadlines import DeadlineShown
from domain.views.overview import unknown_to
from domain.views.written import WrittenEntry
from register.lines import FormerEntry, RegisteredComplaint


@dataclass(frozen=True)
class Standing:
    """A complaint as it stands."""

    complaint: Complaint
    deadlines: tuple[DeadlineShown, ...]
    now: datetime
    """By the complaint's own clock."""
    unknown_to_it: tuple[WrittenEntry, ...]
    """What the register has of the record and the complaint does not know, as it was wound back."""
    former: tuple[FormerEntry, ...]
    """What former lives had otherwise than its record."""
    offers: tuple[Offer, ...] = ()
    """Every order, with whether the reader may give it now; none where they were not asked for."""
    known: RegisteredComplaint | None = None
    """The line that the register has of it; None where it has none yet, or cannot be read."""


@dataclass(frozen=True)
class Registered:
    """A complaint as the register has it, as nobody answered for it."""

    known: RegisteredComplaint
    entries: tuple[WrittenEntry, ...]
    former: tuple[FormerEntry, ...]
    why: Exception
    """Why it could not be asked."""


async def look(
    desk: Desk, place: ComplaintId, reader: str, *, offers_to: str = "", seconds: float | None = None
) -> Standing | Registered:
    """The complaint as it stands, for *reader*; as the register has it where nobody answers within *seconds*.

    *offers_to* is the staff id of whoever may want to give it an order.

    Raises:
        HiddenError, WhoAsksError, UnknownPersonError: as `Desk.check_reader`.
        as `Desk.registered`, where nobody answers
    """
    known, written = await _written(desk, place)  # before the complaint is asked, which may write meanwhile
    try:
        async with asyncio.timeout(seconds):
            complaint, deadlines, (now, offers) = await asyncio.gather(
                desk.complaint(place), desk.deadlines(place), _offers(desk, place, offers_to)
            )
            desk.check_reader(place, reader, complaint.about_staff)
    except (NoAnswerError, NotKeptError, TemporalAwayError, TimeoutError) as silent:
        return await _from_the_register(desk, place, reader, silent)
    former = await _former(desk, place)
    return Standing(complaint, deadlines, now, unknown_to(complaint, written), former, offers, known)


async def _offers(desk: Desk, place: ComplaintId, officer: str) -> tuple[datetime, tuple[Offer, ...]]:
    """The complaint's own instant, and what *officer* may do then; of nobody nothing is asked."""
    now = await desk.now(place)
    return now, await desk.offers_to(place, officer, now) if officer else ()


async def _from_the_register(desk: Desk, place: ComplaintId, reader: str, why: Exception) -> Registered:
    known, entries = await desk.registered(place)
    desk.check_reader(place, reader, known.standing.hidden_from)
    return Registered(known, entries, await desk.former_entries(place), why)


async def _written(desk: Desk, place: ComplaintId) -> tuple[RegisteredComplaint | None, tuple[WrittenEntry, ...]]:
    """What the register has of it; nothing where it has no such complaint, or cannot be read."""
    with suppress(RegisterAwayError, UnknownComplaintError):
        return await desk.registered(place)
    return None, ()


async def _former(desk: Desk, place: ComplaintId) -> tuple[FormerEntry, ...]:
    try:
        return await desk.former_entries(place)
    except RegisterAwayError:  # the page says of the record that the register cannot be read
        return ()
