"""Opening a complaint: the same key or the same reference gives the same complaint, for good (D7).

A key that was used for other words is refused (D8).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from activities.ports import LostAnswerError, RegisterAwayError, TemporalAwayError
from desk.errors import KeyUsedError, NoFreeReferenceError, NotOpenedError
from desk.register_reads import RegisterDesk
from domain.calendar.days import landlord_day
from domain.complaint.actor import RESIDENT, Actor, staff
from domain.complaint.complaint import Case
from domain.complaint.reference import ComplaintId
from domain.policy.definition import Classification
from domain.policy.landlord import Landlord
from domain.procedure.exclusions.age_limit import too_old
from domain.procedure.front_door.receive import Receive, receive
from domain.value import Value
from domain.views.deadlines import DeadlineShown, deadlines_shown
from intake.errors import BadInputError
from intake.new_complaint import NewComplaint, check_and_complete
from intake.references import candidates
from providers.rulebook import Rulebook
from register.lines import RegisteredComplaint
from temporal.refusals import TakenError

if TYPE_CHECKING:
    from temporal.complaints import TemporalComplaints  # it loads Temporal's SDK

_MOST_CANDIDATES = 20


class Opened(Value):
    """What came of opening a complaint."""

    place: ComplaintId
    classification: Classification = Classification.COMPLAINT
    existed: bool = False
    """It was there already: nothing was opened."""
    received_at: datetime | None = None
    deadlines: tuple[DeadlineShown, ...] = ()
    too_old: str = ""
    """Which issues are beyond the age limit, and who must decide on them, in a sentence; empty where none is."""
    lacks_a_way: bool = False
    """Whether they said who they are, and nobody knows how to reach them."""


class Opening:
    """Opens complaints."""

    def __init__(self, workflows: "TemporalComplaints", register: RegisterDesk, rulebook: Rulebook) -> None:
        self._workflows = workflows
        self._register = register
        self._rulebook = rulebook

    async def open(self, new: NewComplaint) -> Opened:
        """Start the complaint, or find the one there is.

        Raises:
            BadInputError: something in it cannot be used.
            FutureDateError: it has not been received yet.
            KeyUsedError: its key was used for something else.
            NotOpenedError: nothing was started, or nobody can say.
            NoFreeReferenceError: every reference that was tried is taken.
            RegisterAwayError: nobody can say whether it was opened before.
            RulebookError: its landlord's files cannot be used.
        """
        landlord = self._rulebook.landlord(new.landlord)
        await self._check_prefix(landlord)
        now = await self._now()
        kept = self._kept(new, landlord, now)
        if new.key and (known := await self._register.by_key(landlord.key, new.key)):
            return _known(ComplaintId(landlord=known.landlord, reference=known.reference), kept, known.opened_with)
        try:
            return await self._start_first_free(kept, landlord, now, asked=new)
        except TemporalAwayError as away:
            raise NotOpenedError(str(away), kept.key, is_sure=not isinstance(away, LostAnswerError)) from away

    async def draft(self, new: NewComplaint) -> Case:
        """The complaint as it would be opened now, under the first reference that would be tried.

        Raises:
            BadInputError: something in it cannot be used, or it is there already.
            FutureDateError: it has not been received yet.
            KeyUsedError: its key was used for something else.
            RegisterAwayError: nobody can say whether it was opened before.
        """
        landlord, now = self._rulebook.landlord(new.landlord), datetime.now(UTC)
        kept = self._kept(new, landlord, now)
        if new.key and (known := await self._register.by_key(landlord.key, new.key)):
            there = _known(ComplaintId(landlord=known.landlord, reference=known.reference), kept, known.opened_with)
            raise BadInputError(f"it is there already, as {there.place.reference}: opening it again would tell nobody")
        place = ComplaintId(landlord=landlord.key, reference=next(_references(kept, landlord)))
        return self._case(place, kept, now)

    async def _check_prefix(self, landlord: Landlord) -> None:
        """Whether its references can be told from others': of those who share a prefix, whose it was may go on.

        Raises:
            RulebookError: they cannot.
            RegisterAwayError: it shares a prefix, and nobody can say whose that was.
        """
        prefix = landlord.reference_prefix
        shared = self._rulebook.why_shared(landlord.key)
        if shared and not await self._register.uses_prefix(landlord.key, prefix):
            raise shared

    async def _now(self) -> datetime:
        """Real time; by this machine's clock while Temporal is away, for then nothing is opened."""
        try:
            return await self._workflows.real_now()
        except TemporalAwayError:
            return datetime.now(UTC)

    def _kept(self, new: NewComplaint, landlord: Landlord, now: datetime) -> NewComplaint:
        """*new* as it is kept, checked, with a key."""
        kept = check_and_complete(new, landlord, now)
        self._check_people(kept)
        return kept.model_copy(update={"key": kept.key or str(uuid4())})

    async def _start_first_free(
        self, new: NewComplaint, landlord: Landlord, now: datetime, *, asked: NewComplaint
    ) -> Opened:
        for reference in islice(_references(new, landlord), _MOST_CANDIDATES):
            place = ComplaintId(landlord=landlord.key, reference=reference)
            if there := await self._registered(place, must_ask=bool(asked.key or asked.reference)):
                if there.key == new.key:
                    return _known(place, new, there.opened_with)
                if asked.reference:
                    return Opened(place=place, existed=True)
                continue
            case = self._case(place, new, now)
            try:
                await self._workflows.start(place, case)
            except TakenError as taken:
                if taken.same_key:
                    return _known(place, new, taken.opened_with)
                if asked.reference:
                    return Opened(place=place, existed=True)
                continue
            shown = deadlines_shown(case.complaint, case.rules)
            complaint = case.complaint
            return Opened(
                place=place,
                classification=complaint.classification,
                received_at=complaint.received_at,
                deadlines=shown,
                too_old=too_old(complaint, case.rules),
                lacks_a_way=complaint.resident.lacks_a_way,
            )
        raise NoFreeReferenceError("no free reference was found; give one")

    async def _registered(self, place: ComplaintId, *, must_ask: bool) -> RegisteredComplaint | None:
        """The complaint the register has under that reference, by another key or after Temporal has forgotten it.

        A complaint whose key was made just now cannot have been opened before: it need not wait for the register.
        """
        try:
            return await self._register.complaint(place)
        except RegisterAwayError:
            if must_ask:
                raise
            return None

    def _case(self, place: ComplaintId, new: NewComplaint, now: datetime) -> Case:
        at = new.at or now
        order = Receive(
            at=at,
            by=self._brought_by(new, landlord_day(at, self._rulebook.landlord(place.landlord).time_zone)),
            recorded_by=new.recorded_by,
            channel=new.channel,
            key=new.key,
            landlord=place.landlord,
            reference=place.reference,
            summary=new.summary,
            resident=new.resident,
            about_staff=new.about_staff,
            issues=new.issues,
            sorting=new.sorting,
            particulars=new.particulars,
            support=new.support,
            ombudsman=new.ombudsman,
        )
        rules = self._rulebook.rules(
            place.landlord, landlord_day(order.at, self._rulebook.landlord(place.landlord).time_zone)
        )
        return Case(complaint=receive(order, rules, now).changed(opened_with=new.content), rules=rules)

    def _brought_by(self, new: NewComplaint, on: date) -> Actor:
        """Whoever takes it down answers the questions by which it is sorted; a complaint is the resident's own."""
        if new.sorting is None or not new.recorded_by:
            return RESIDENT
        return staff(self._rulebook.directory(new.landlord).officer(new.recorded_by, on))

    def _check_people(self, new: NewComplaint) -> None:
        directory = self._rulebook.directory(new.landlord)
        for person in (*new.about_staff, *([new.recorded_by] if new.recorded_by else [])):
            directory.person(person)


def _known(place: ComplaintId, new: NewComplaint, opened_with: str) -> Opened:
    """The complaint of the same key that is there; where it was opened before words were kept, whatever they were.

    Raises:
        KeyUsedError: it was opened with other words.
    """
    if opened_with not in {"", new.content}:
        raise KeyUsedError(place.reference)
    return Opened(place=place, existed=True)


def _references(new: NewComplaint, landlord: Landlord) -> Iterator[str]:
    return iter([new.reference]) if new.reference else candidates(landlord.key, landlord.reference_prefix, new.key)
