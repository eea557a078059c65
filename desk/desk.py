"""The desk: where people, over any channel, reach a complaint, and the only door to its workflow (D6, D7, D8)."""

import logging
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from activities.ports import (
    LostAnswerError,
    NoAnswerError,
    NotRunningError,
    NoTurnError,
    NoWorkerError,
    RegisterAwayError,
    TemporalAwayError,
)
from desk.errors import DeskError, NotKeptError, UnansweredError, UnknownComplaintError
from desk.finding import Finding, Found
from desk.lists import Lists
from desk.opening import Opened, Opening
from desk.readers import check_reader
from desk.register_reads import RegisterDesk
from desk.reviving import Reviving
from desk.team import Member
from domain.calendar.days import landlord_day, local_time
from domain.complaint.actor import staff
from domain.complaint.complaint import Case, Complaint, NotAllowedError
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.exclusions import Prior
from domain.complaint.long_texts import as_texts, fill_in, wanted, without_stubs
from domain.complaint.notices import Notice
from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer, Message
from domain.policy.staff import Person
from domain.procedure.apply import Offer, apply, offers, say_what_was_added
from domain.procedure.exclusions.refuse import RefuseComplaint
from domain.procedure.front_door.contact_details import ChangeContact
from domain.procedure.stages.issues import AddIssue, ConfirmIssue
from domain.procedure.steps import step_of
from domain.procedure.time.calendar_changed import change_calendar
from domain.value import Key
from domain.views.deadlines import DeadlineShown, deadlines_shown
from domain.views.written import WrittenEntry
from intake.checks import check_known, check_texts, contact
from intake.errors import BadInputError, NotMeantError
from intake.moments import has_time, has_year, instant
from intake.new_complaint import NewComplaint, new_complaint
from intake.order_reader import OrderReader
from intake.references import BadReferenceError, read_reference
from providers.rulebook import Rulebook
from register.lines import (
    EVERYTHING,
    After,
    Counts,
    Filters,
    FormerEntry,
    KeptLetter,
    Part,
    QueuePage,
    RegisteredComplaint,
)

if TYPE_CHECKING:
    from temporal.complaints import TemporalComplaints  # it loads Temporal's SDK

_TRIES = 3
"""A complaint whose own clock was moved comes back in two steps, and may end again between them."""


class Desk:
    """Takes complaints, orders and questions."""

    def __init__(self, workflows: "TemporalComplaints", register: RegisterDesk, rulebook: Rulebook) -> None:
        self._workflows = workflows
        self._register = register
        self.rulebook = rulebook
        self._lists = Lists(register, rulebook)

    @property
    def reviving(self) -> Reviving:
        """Revives complaints that Temporal has lost."""
        return Reviving(self._workflows, self._register, self.rulebook)

    async def open(self, new: NewComplaint) -> Opened:
        """Open a complaint, or find the one that was opened with the same reference or key.

        Raises:
            BadInputError: something in it cannot be used.
            FutureDateError: it has not been received yet.
            KeyUsedError: its key was used for something else.
            NotOpenedError: Temporal does not answer.
            NoFreeReferenceError: every reference that was tried is taken.
            RegisterAwayError: nobody can say whether it was opened before.
        """
        opened = await Opening(self._workflows, self._register, self.rulebook).open(new)
        place = opened.place
        _log("complaint.opened", landlord=place.landlord, reference=place.reference, existed=opened.existed)
        return opened

    def new_complaint(self, values: Mapping[str, object]) -> NewComplaint:
        """A new contact, given in plain values: dates and times in the landlord's local time.

        Raises:
            BadInputError: one of them cannot be meant.
            UnknownLandlordError: there is no such landlord.
        """
        landlord = values.get("landlord")
        if not isinstance(landlord, str):
            why = f"is missing; choose from: {', '.join(self.rulebook.landlords())}"
            raise BadInputError(f"landlord {why}", ("landlord",), why)
        return new_complaint(values, self.rulebook.landlord(landlord).time_zone, datetime.now(UTC))

    async def place(self, typed: str) -> ComplaintId:
        """Which complaint is meant by what somebody typed; no landlord's file is read for it but for its prefixes.

        Raises:
            BadReferenceError: none, or it may be of several landlords, whose files have the same prefix.
        """
        try:
            meant = read_reference(typed, self.rulebook.prefixes())
        except BadReferenceError as refusal:
            raise await self._of_a_former_prefix(typed) or refusal from refusal
        if len(meant) > 1:
            meant = await self._there(meant) or meant[:1]
        if len(meant) > 1:
            like = " or ".join(f"{each.landlord}/{each.reference}" for each in meant)
            raise BadReferenceError(f"{typed!r} may be of several landlords, which share its prefix: write {like}")
        return meant[0]

    async def _of_a_former_prefix(self, typed: str) -> BadReferenceError | None:
        """Why a reference is not read whose prefix its landlord has changed; None where there is no such complaint."""
        reference = typed.strip().rpartition("/")[2].upper()
        for landlord in self.rulebook.landlords():
            with suppress(RegisterAwayError):
                if await self._register.knows(ComplaintId(landlord=landlord, reference=reference)):
                    file, prefix = f"policies/{landlord}/landlord.toml", reference.partition("-")[0]
                    return BadReferenceError(
                        f'{typed!r} has a former prefix of {landlord}: add "{prefix}" to former_prefixes in {file}, '
                        "and it is found again"
                    )
        return None

    async def _there(self, meant: tuple[ComplaintId, ...]) -> tuple[ComplaintId, ...]:
        """Those of several that there are; all of them where nobody can say."""
        try:
            return tuple([each for each in meant if await self._register.knows(each)])
        except RegisterAwayError:
            return meant

    async def order_from(self, place: ComplaintId, step: str, given: Mapping[str, object]) -> Message:
        """The order somebody gives in plain values: people by their ids, moments in the landlord's local time.

        Without `at` it happened now, by the complaint's own clock.

        Raises:
            BadInputError: something in it cannot be meant.
            TemporalAwayError: Temporal does not answer.
            RegisterAwayError: it names an earlier complaint, and nobody can look it up now.
        """
        landlord = self.rulebook.landlord(place.landlord)
        rest, zone = dict(given), landlord.time_zone
        written = rest.pop("at", None)
        with _wrong_in(("at",)):
            at = await self._instant(place, written, zone)
        match rest:
            case {"already_sent": {"at": sent, **how}}:
                with _wrong_in(("already_sent", "at")):
                    sent_at = instant(sent, zone, landlord_day(at, zone), now=at)
                rest["already_sent"] = {**how, "at": local_time(sent_at, zone).replace(tzinfo=None)}
        reader = OrderReader(self.rulebook.directory(place.landlord), zone, {})
        try:
            order = reader.order(step, rest, at, ())
        except NotMeantError as refusal:
            raise BadInputError(refusal.sentence, refusal.key, refusal.why) from refusal
        check_texts(order)
        match order:
            case AddIssue(issue=issue) | (ConfirmIssue() as issue):
                check_known(issue.occurred_on, issue.known_on)
            case ChangeContact(details=details):
                return order.model_copy(update={"details": contact(details, landlord)})
            case RefuseComplaint(prior_reference=prior) if prior.strip():
                return order.model_copy(update={"prior": await self._known_of(place.landlord, prior)})
        return order

    async def _known_of(self, landlord: str, typed: str) -> Prior:
        """What the register knows of the earlier complaint that somebody names."""
        try:
            prior = await self.place(typed)
        except BadReferenceError:
            return Prior.UNKNOWN
        if prior.landlord != landlord or not await self._register.knows(prior):
            return Prior.UNKNOWN
        entries = await self._register.entries(prior)
        return Prior.ANSWERED if any(each.kind is EntryKind.RESPONDED for each in entries) else Prior.UNANSWERED

    async def _instant(self, place: ComplaintId, written: object, zone: str) -> datetime:
        """When an order happened, as it is written, else now; without a year it was the last such date."""
        if written and has_year(written) and has_time(written):
            return instant(written, zone)
        now = await self._workflows.now(place)
        return instant(written, zone, landlord_day(now, zone), now=now) if written else now

    async def order(self, place: ComplaintId, order: Message) -> Answer:
        """Give an order to a complaint, and bring it back for that where it has ended.

        Raises:
            NotAllowedError: the policy refuses it.
            UnknownComplaintError: there is no such complaint.
            NotKeptError: it ended without its last state.
            UnansweredError: nobody answered in time.
            DeskError: it came back, and ended again before the order reached it.
            TemporalAwayError: Temporal does not answer.
            RegisterAwayError: the complaint has ended, and its last state cannot be read now.
        """
        try:
            answer = await self._given(place, order)
        except NotAllowedError as refusal:
            raise await self._telling_what_was_added(place, refusal) from refusal
        except (NoWorkerError, LostAnswerError) as silent:
            raise self._unanswered(place, order, silent) from silent
        answer = answer.model_copy(update={"said": await self._said(place, answer.said)})
        _log("order.carried_out", order=order.name, reference=place.reference, repeated=answer.repeated)
        return answer

    def _unanswered(self, place: ComplaintId, order: Message, silent: Exception) -> UnansweredError:
        at = local_time(order.at, self.rulebook.landlord(place.landlord).time_zone)
        no_worker, may_leave = isinstance(silent, NoWorkerError), step_of(order).is_signal
        lacks_worker = no_worker and not isinstance(silent, NoTurnError)
        return UnansweredError(
            str(silent), place.reference, at, may_leave=may_leave and no_worker, lacks_worker=lacks_worker
        )

    async def _given(self, place: ComplaintId, order: Message) -> Answer:
        try:
            return await self._workflows.update(place, order)
        except NotRunningError:
            return await self._order_ended(place, order)

    async def _telling_what_was_added(self, place: ComplaintId, refusal: NotAllowedError) -> NotAllowedError:
        """*refusal* with what the entries say that its sender has not seen, and that the complaint carries no more."""
        if not refusal.unseen:
            return refusal
        try:
            entries = await self._register.entries(place)
        except RegisterAwayError:
            return refusal
        told = {entry.number: f"({entry.by}): {entry.text}" for entry in entries}
        if refusal.unseen[-1] not in told:  # the complaint carries it still, and has told of it
            return refusal
        return NotAllowedError(say_what_was_added(refusal.unseen, told), unseen=refusal.unseen)

    async def _said(self, place: ComplaintId, said: str) -> str:
        """*said* with the words of earlier orders in it, which the complaint carries no more."""
        if not wanted(said):
            return said
        try:
            return await self._register.in_full(place, said)
        except RegisterAwayError:
            return without_stubs(said)

    async def leave(self, place: ComplaintId, order: Message) -> None:
        """Leave a request that is taken up as soon as a worker is there; refused, it stands on the record.

        Raises:
            as `order`
        """
        try:
            await self._left(place, order)
        except LostAnswerError as silent:
            raise self._unanswered(place, order, silent) from silent
        _log("order.left", order=order.name, reference=place.reference)

    async def _left(self, place: ComplaintId, order: Message) -> None:
        try:
            await self._workflows.signal(place, order)
        except NotRunningError:
            await self._workflows.signal_again(place, await self._renewed_case(place), order)

    async def complaint(self, place: ComplaintId) -> Complaint:
        """The complaint as it stands, also after its end.

        While the register cannot be read it has only the last entries of its record, and long texts as they begin.

        Raises:
            as `order`, but NotAllowedError
        """
        complaint = await self._carried(place)
        try:
            return await self._register.with_record(complaint)
        except RegisterAwayError:
            return without_stubs(fill_in(complaint, as_texts(complaint.texts)))

    async def case(self, place: ComplaintId) -> Case:
        """The complaint with the rules that it is judged by: its own edition and calendar, whatever the files say now.

        Raises:
            as `complaint`
            RegisterAwayError: its record cannot be read now.
        """
        try:
            case = await self._workflows.case(place)
        except NotRunningError:
            case = await self._kept_case(place)
        return case.model_copy(update={"complaint": await self._register.with_record(case.complaint)})

    async def case_to_read(self, place: ComplaintId) -> Case:
        """As `case`; of a complaint that Temporal has lost, as the register kept it last.

        Raises:
            as `case`, where the register has kept none that can be opened
        """
        try:
            return await self.case(place)
        except NotKeptError:
            kept = await self._register.last_case(place)
            if kept is None:
                raise
            return kept.model_copy(update={"complaint": await self._register.with_record(kept.complaint)})

    async def case_for_order(self, place: ComplaintId) -> Case:
        """The complaint as an order would find it: one that has ended with a calendar that covers the days to come.

        Raises:
            as `case`
        """
        try:
            case = await self._workflows.case(place)
        except NotRunningError:
            case = await self._renewed_case(place)
        return case

    async def in_full(self, complaint: Complaint, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
        """*notices* of *complaint* with every long text in its place.

        Raises:
            RegisterAwayError: one cannot be read now.
        """
        place = ComplaintId(landlord=complaint.landlord, reference=complaint.reference)
        return await self._register.in_full(place, notices, complaint.texts) if wanted(notices) else notices

    async def drafted(self, new: NewComplaint) -> Case:
        """A complaint as it would be opened now: its reference is an example, unless it was given.

        Raises:
            as `open`, but NotOpenedError and NoFreeReferenceError
        """
        return await Opening(self._workflows, self._register, self.rulebook).draft(new)

    async def letters(self, place: ComplaintId) -> tuple[KeptLetter, ...]:
        """The complaint's letters, e-mails and texts as they went, the oldest first; none where nobody knows it.

        Raises:
            RegisterAwayError: they cannot be read.
        """
        return await self._register.letters(place)

    async def deadlines(self, place: ComplaintId) -> tuple[DeadlineShown, ...]:
        """Its deadlines, open and done, with the sum in words.

        Raises:
            as `complaint`
        """
        try:
            return await self._workflows.deadlines(place)
        except (NotRunningError, NoWorkerError) as silent:
            case = await self._last_case(place, silent)
            return deadlines_shown(case.complaint, case.rules)

    async def may(self, place: ComplaintId, officer: str) -> tuple[Offer, ...]:
        """Every order, with whether *officer* may give it now, and for the others why not.

        Raises:
            UnknownPersonError: nobody has that id.
            HiddenError: it is about them.
            as `complaint`
        """
        await self.check_who_asks(place, officer)
        return await self.offers_to(place, officer, await self._workflows.now(place))

    async def offers_to(self, place: ComplaintId, officer: str, now: datetime) -> tuple[Offer, ...]:
        """As `may`, *now* by the complaint's own clock, for somebody who may read it.

        Raises:
            UnknownPersonError: nobody has that id.
            as `complaint`
        """
        zone = self.rulebook.landlord(place.landlord).time_zone
        by = staff(self.rulebook.directory(place.landlord).officer(officer, landlord_day(now, zone)))
        try:
            return await self._workflows.offers(place, by)
        except NotRunningError:
            case = await self._kept_case(place)
            return offers(case.complaint, by, case.rules, now)

    def check_reader(self, place: ComplaintId, reader: str, hidden_from: Collection[str]) -> None:
        """Whether *reader*, a staff id or nothing, may read a complaint that is hidden from some.

        Raises:
            as `check_reader` of readers
        """
        check_reader(place, reader, hidden_from, self.rulebook)

    async def check_who_asks(self, place: ComplaintId, reader: str) -> None:
        """Whether *reader*, a staff id or nothing, may read that complaint: as it stands, else as the register has it.

        Raises:
            as `check_reader`
            as `registered`, where Temporal does not answer
        """
        try:
            hidden_from: Collection[str] = (await self._carried(place)).about_staff
        except (NoAnswerError, TemporalAwayError):
            known, _ = await self.registered(place)
            hidden_from = known.standing.hidden_from
        self.check_reader(place, reader, hidden_from)

    async def check_may_open(self, place: ComplaintId, reader: str) -> None:
        """Whether *reader* may open that complaint, by its line in the register; where it has none yet, as it stands.

        What is shown of it is checked again, as it stands, by whoever reads it.

        Raises:
            as `check_who_asks`
        """
        known = await self._register.complaint(place)
        if known is None:
            await self.check_who_asks(place, reader)
        else:
            self.check_reader(place, reader, known.standing.hidden_from)

    async def registered(self, place: ComplaintId) -> tuple[RegisteredComplaint, tuple[WrittenEntry, ...]]:
        """The complaint and its record as the register holds them.

        Raises:
            UnknownComplaintError: it holds none.
            RegisterAwayError: it cannot be read.
        """
        return await self.line(place), await self._register.entries(place)

    async def line(self, place: ComplaintId) -> RegisteredComplaint:
        """How the complaint stands in a line, as the register has it.

        Raises:
            as `registered`
        """
        known = await self._register.complaint(place)
        if known is None:
            raise _unknown(place)
        return known

    async def former_entries(self, place: ComplaintId) -> tuple[FormerEntry, ...]:
        """What former lives of the complaint had otherwise than its record, in order.

        Raises:
            RegisterAwayError: they cannot be read.
        """
        return await self._register.former_entries(place)

    async def page(
        self,
        landlord: str | None = None,
        filters: Filters = EVERYTHING,
        *,
        team: str = "",
        part: Part = Part.DUE,
        after: After | None = None,
        limit: int = 50,
    ) -> QueuePage:
        """A page of a queue, beyond *after*: of one landlord, else of all. A team is a department of the directory.

        Raises:
            BadInputError: there is no such team.
            RegisterAwayError: the register cannot be read.
        """
        return await self._lists.page(landlord, filters, team, part=part, after=after, limit=limit)

    async def count(
        self,
        landlord: str | None = None,
        filters: Filters = EVERYTHING,
        *,
        team: str = "",
        part: Part = Part.DUE,
    ) -> int:
        """How many lines such a queue has in all; counting stops at 1,001.

        Raises:
            as `page`
        """
        return await self._lists.count(landlord, filters, team, part=part)

    async def counts(self, landlord: str, filters: Filters = EVERYTHING, *, team: str = "") -> Counts:
        """How many complaints a landlord has, how many are overdue, due this week, not due, and with nobody.

        Each number stops at 1,001.

        Raises:
            as `page`
        """
        return await self._lists.counts(landlord, filters, team)

    async def team(self, landlord: str, team: str = "", *, reader: str = "") -> tuple[Member, ...]:
        """Each person of a landlord, or of one team: what they have, how long they are away, who stands in for them.

        What is about *reader*, a staff id, is not counted.

        Raises:
            as `page`
        """
        return await self._lists.team(landlord, team, reader)

    def today_of(self, lines: tuple[RegisteredComplaint, ...]) -> tuple[tuple[date | None, str], ...]:
        """Of each line the day at its landlord, and how long its handler is away and who stands in."""
        return self._lists.today_of(lines)

    def people_of(self, landlord: str, *, is_asked_for: bool) -> tuple[Person, ...]:
        """Who works at a landlord; nobody where its files are faulty, unless that landlord is asked for.

        Raises:
            RulebookError: they are.
        """
        return self._lists.people_of(landlord, is_asked_for=is_asked_for)

    async def find(self, typed: str, landlord: str | None = None, by: str = "") -> Found:
        """Complaints by how their resident is called or reached, or by reference; none that is about *by*.

        Raises:
            BadInputError: nothing was typed.
            UnknownLandlordError: there is no such landlord.
            UnknownPersonError: nobody has the id *by*.
            RegisterAwayError: the register cannot be read.
        """
        return await Finding(self._register, self.rulebook).find(typed, landlord, by)

    async def now(self, place: ComplaintId) -> datetime:
        """The instant by the complaint's own clock.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        return await self._workflows.now(place)

    async def fast_forward(self, place: ComplaintId, by: timedelta) -> datetime:
        """Move a complaint's clock on, on a development server, and return what it shows then.

        Raises:
            UnknownComplaintError: it is not running.
            NoWorkerError: its clock has stood still for too long.
            FixedClockError: it is not a development server.
            TemporalAwayError: Temporal does not answer.
        """
        try:
            return await self._workflows.fast_forward(place, by)
        except NotRunningError as ended:
            raise UnknownComplaintError(f"{place.reference} is not running: its clock cannot be moved") from ended

    async def _carried(self, place: ComplaintId) -> Complaint:
        """The complaint as its workflow carries it, or as it did last."""
        try:
            return await self._workflows.complaint(place)
        except (NotRunningError, NoWorkerError) as silent:
            return (await self._last_case(place, silent)).complaint

    async def _last_case(self, place: ComplaintId, silent: NoAnswerError) -> Case:
        """The last state of a complaint that ended, or that was stopped before a worker could answer for it."""
        if isinstance(silent, NotRunningError):
            return await self._kept_case(place)
        if case := await self._workflows.unbegun(place):
            return case
        raise silent

    async def _order_ended(self, place: ComplaintId, order: Message) -> Answer:
        """Bring an ended complaint back for *order*, unless nothing would come of it."""
        case = await self._renewed_case(place)
        if not step_of(order).is_signal:  # those are recorded where they are refused, so they always go in
            _, answer = apply(case.complaint, order, case.rules, await self._workflows.now(place))
            if answer.repeated:
                return answer
        for _ in range(_TRIES):
            with suppress(NotRunningError):
                return await self._workflows.update_again(place, case, order)
            case = await self._renewed_case(place)
        raise DeskError("the complaint came back and ended before the order reached it; repeat the order")

    async def _renewed_case(self, place: ComplaintId) -> Case:
        """The last state, with a calendar that covers the days to come."""
        case = await self._kept_case(place)
        now = await self._workflows.now(place)
        old = case.rules.calendar
        covers_to = max(old.covers_to, date(now.year + 2, 12, 31))
        calendar = self.rulebook.calendar(place.landlord, old.covers_from, covers_to)
        complaint, rules = case.complaint, case.rules
        if calendar != old:
            complaint, rules = change_calendar(complaint, rules, calendar, now)
        return case.model_copy(update={"complaint": complaint, "rules": rules, "comes_back": True})

    async def _kept_case(self, place: ComplaintId) -> Case:
        if case := await self._register.kept_case(place):
            return case
        if await self._register.knows(place):
            raise NotKeptError(await self._why_not_kept(place))
        if case := await self._workflows.unbegun(place):
            return case
        raise _unknown(place)

    async def _why_not_kept(self, place: ComplaintId) -> str:
        """Why a complaint that is open in the register does not run, and what can be done."""
        revive = f"`complaints revive {place.reference}` starts it from what the register kept last"
        if await self._workflows.last_run(place):
            stopped = "was stopped at Temporal before its last state was kept"
            return f"{place.reference} {stopped}; {revive}, or an engineer can reset it in Temporal's UI"
        return f"Temporal has lost {place.reference}, which is open in the register; {revive}"


@contextmanager
def _wrong_in(key: Key) -> Iterator[None]:
    """Say of a moment that cannot be meant where it stands in the order."""
    try:
        yield
    except BadInputError as refusal:
        raise BadInputError(str(refusal), key, str(refusal)) from refusal


def _log(fact: str, **more: object) -> None:
    """Log what happened at the desk, where anybody listens: what writes logs takes as long to load as an order."""
    if logging.getLogger(__name__).isEnabledFor(logging.INFO):
        import structlog  # noqa: PLC0415 - as above

        structlog.get_logger().info(fact, **more)


def _unknown(place: ComplaintId) -> UnknownComplaintError:
    return UnknownComplaintError(f"there is no complaint {place.reference} at {place.landlord}")
