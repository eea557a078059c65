"""Opening a complaint: the same key or the same reference gives the same complaint, for good (D7)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from uuid import uuid4

from pydantic import Field

from activities.ports import RegisterAwayError
from domain.complaint import Case
from domain.dating import CLOCK_SKEW
from domain.days import landlord_day, local_time
from domain.landlord import Landlord
from domain.notices import Resident
from domain.orders import Receive
from domain.receiving import receive
from domain.standing import DeadlineShown, deadlines_shown
from domain.value import Instant, Order, Value
from intake import input_checks
from intake.desk_refusals import BadInputError, DeskError, FutureDateError, TemporalAwayError
from intake.references import Place, candidates, understood
from intake.register_desk import RegisterDesk
from intake.workflow_calls import TakenError, WorkflowCalls
from providers.rulebook import Rulebook

_MOST_CANDIDATES = 20
_LONGEST_KEY = 200
"""Bytes. The register finds complaints by their keys, and a database indexes no long ones."""


class NewComplaint(Order):
    """A complaint as it reaches the desk."""

    landlord: str
    summary: str = Field(min_length=1)
    resident: Resident
    channel: str = ""
    at: Instant | None = None
    """When it reached any member of staff; now, where nothing is said."""
    recorded_by: str = ""
    """The staff id of whoever took it down."""
    about_staff: tuple[str, ...] = ()
    reference: str = ""
    key: str = ""
    """By which opening it again is known; without one, every opening is another complaint."""


class Opened(Value):
    """What came of opening a complaint."""

    place: Place
    existed: bool = False
    """It was there already: nothing was opened."""
    received_at: datetime | None = None
    deadlines: tuple[DeadlineShown, ...] = ()


class Opening:
    """Opens complaints."""

    def __init__(self, workflows: WorkflowCalls, register: RegisterDesk, rulebook: Rulebook) -> None:
        self._workflows = workflows
        self._register = register
        self._rulebook = rulebook

    async def open(self, new: NewComplaint) -> Opened:
        """Start the complaint, or find the one there is.

        Raises:
            BadInputError: something in it cannot be used.
            FutureDateError: it has not been received yet.
            TemporalAwayError: nothing was started, or nobody can say.
            RegisterAwayError: nobody can say whether it was opened before.
        """
        landlord = self._rulebook.landlord(new.landlord)
        now = datetime.now(UTC)
        checked = _checked(new, landlord, now)
        self._check_people(checked)
        key = checked.key or str(uuid4())
        checked = checked.model_copy(update={"key": key})
        if new.key and (known := await self._register.by_key(landlord.key, key)):
            return Opened(place=known, existed=True)
        try:
            return await self._start_first_free(checked, landlord, now, asked=new)
        except TemporalAwayError as away:
            again = f"give it again with --key {key}, which never opens a second one"
            raise TemporalAwayError(f"{away}, so the complaint was not accepted; {again}") from away

    async def _start_first_free(
        self, new: NewComplaint, landlord: Landlord, now: datetime, *, asked: NewComplaint
    ) -> Opened:
        for reference in islice(_references(new, landlord), _MOST_CANDIDATES):
            place = Place(landlord=landlord.key, reference=reference)
            if await self._is_registered(place, must_ask=bool(asked.key or asked.reference)):
                if asked.reference:
                    return Opened(place=place, existed=True)
                continue
            case = self._case(place, new, now)
            try:
                await self._workflows.start(place, case)
            except TakenError as taken:
                if taken.same_key or asked.reference:
                    return Opened(place=place, existed=True)
                continue
            shown = deadlines_shown(case.complaint, case.rules)
            return Opened(place=place, received_at=case.complaint.received_at, deadlines=shown)
        raise DeskError("no free reference was found; give one with --reference")

    async def _is_registered(self, place: Place, *, must_ask: bool) -> bool:
        """Whether the register has that reference, by another key or after Temporal has forgotten it.

        A complaint whose key was made just now cannot have been opened before: it need not wait for the register.
        """
        try:
            return await self._register.knows(place)
        except RegisterAwayError:
            if must_ask:
                raise
            return False

    def _case(self, place: Place, new: NewComplaint, now: datetime) -> Case:
        order = Receive(
            at=new.at or now,
            recorded_by=new.recorded_by,
            channel=new.channel,
            key=new.key,
            landlord=place.landlord,
            reference=place.reference,
            summary=new.summary,
            resident=new.resident,
            about_staff=new.about_staff,
        )
        rules = self._rulebook.rules(
            place.landlord, landlord_day(order.at, self._rulebook.landlord(place.landlord).time_zone)
        )
        return Case(complaint=receive(order, rules, now), rules=rules)

    def _check_people(self, new: NewComplaint) -> None:
        directory = self._rulebook.directory(new.landlord)
        for person in (*new.about_staff, *([new.recorded_by] if new.recorded_by else [])):
            directory.person(person)


def _checked(new: NewComplaint, landlord: Landlord, now: datetime) -> NewComplaint:
    """*new* with everything as it is kept."""
    input_checks.check_texts(new)
    if len(new.key.encode()) > _LONGEST_KEY:
        raise BadInputError(f"key is too long: {_LONGEST_KEY} characters are the most")
    if not new.summary.strip():
        raise BadInputError("summary is blank; say what the complaint is about")
    resident = new.resident.model_copy(
        update={
            "name": input_checks.name(new.resident.name),
            "email": input_checks.email(new.resident.email) if new.resident.email else None,
            "mobile": input_checks.mobile(new.resident.mobile) if new.resident.mobile else None,
        }
    )
    at = new.at or now
    if at > now + CLOCK_SKEW:
        shown = f"{local_time(at, landlord.time_zone):%a %d %b %Y %H:%M}"
        raise FutureDateError(f"{shown} is in the future; give when the complaint was received")
    reference = understood(new.reference, {landlord.key: landlord.reference_prefix}).reference if new.reference else ""
    return new.model_copy(update={"resident": resident, "at": min(at, now), "reference": reference})


def _references(new: NewComplaint, landlord: Landlord) -> Iterator[str]:
    return iter([new.reference]) if new.reference else candidates(landlord.key, landlord.reference_prefix, new.key)
