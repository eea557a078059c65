"""Letters at the desk: what an order would send, before it is sent, and what went, as it went.

A preview carries the order out on a copy and puts what it would tell the resident into words as a worker does: nothing
is sent or recorded, and what the policy refuses is refused with the same sentence.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from activities.ports import NoAnswerError, Rendered, TemporalAwayError
from desk.desk import Desk
from desk.errors import DeskError
from domain.complaint.complaint import Case, Complaint, NotAllowedError
from domain.complaint.facts.notices import NoticeSent
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.recipients import Audience
from domain.complaint.reference import ComplaintId
from domain.messages.message import Message
from domain.outbox.errands import errand_of
from domain.outbox.tell import tell_that_it_went
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.procedure.apply import apply
from domain.procedure.time.tick import pass_deadlines
from domain.value import Value
from intake.new_complaint import NewComplaint
from providers.letters import LetterWriter
from providers.segments import segments
from register.lines import KeptLetter


class DoneAlreadyError(NotAllowedError):
    """The order was carried out before: it would tell nobody anything."""


class State(StrEnum):
    """How far a letter has come."""

    WOULD_GO = "would go"
    FOLLOWS = "follows once the letter has gone"
    WAITS = "waits to go"
    WENT = "went"
    FOR_PRINT = "is kept for print"
    UNSURE = "may have gone"
    NOT_ACCEPTED = "was not accepted"


class LetterShown(Value):
    """A letter, an e-mail or a text in the words in which it would go, or went."""

    kind: NoticeKind
    channel: Channel
    notice: str = Field(default="", exclude=True)
    """The key of its notice."""
    page: str = Field(default="", exclude=True)
    """The letter as a page to print, where it is kept."""
    state: State
    to: str
    """The id of a member of staff or their role, or "resident"."""
    address: str = ""
    """The e-mail address, mobile number or postal address."""
    at: datetime
    """When it went, or was tried; else the first moment at which it may go."""
    maybe_twice: bool = False
    subject: str = ""
    body: str = ""
    """The e-mail or letter; empty of a text, and of what staff would be told."""
    text: str = ""
    """The text message; empty of an e-mail or a letter."""

    @property
    def is_for_resident(self) -> bool:
        """Whether the resident is told, rather than staff."""
        return self.to == Audience.RESIDENT

    @property
    def segments(self) -> int:
        """How many segments the text is sent and charged as; none where there is no text."""
        return segments(self.text) if self.text else 0


class LettersShown(Value):
    """A complaint's letters: what went, the oldest first, then what waits."""

    letters: tuple[LetterShown, ...]
    why_unknown: str = ""
    """Why nobody knows what waits; empty where that is known."""
    not_kept: tuple[str, ...] = ()
    """What went as the record says, and of which the register has no copy, as after a restore: "receipt by email"."""


def told_by(case: Case, order: Message, now: datetime) -> tuple[Complaint, tuple[Notice, ...]]:
    """The complaint once *order* was carried out on a copy, and the notices that come of the order, not of time.

    Raises:
        NotAllowedError: the policy refuses it.
        DoneAlreadyError: it was carried out before.
    """
    before = pass_deadlines(case.complaint, case.rules, min(order.at, now), now)
    done, answer = apply(case.complaint, order, case.rules, now)
    if answer.repeated:
        raise DoneAlreadyError(answer.said)
    known = {notice.key for notice in before.outbox}
    return done, tuple(notice for notice in done.outbox if notice.key not in known)


def texts_that_follow(
    complaint: Complaint, rules: Rules, letters: tuple[Notice, ...], now: datetime
) -> tuple[Notice, ...]:
    """The texts that tell of *letters*: each goes once its letter has gone."""
    known, to_resident = len(complaint.outbox), (letter for letter in letters if letter.is_for_resident)
    return tuple(
        text for letter in to_resident for text in tell_that_it_went(complaint, rules, letter, now).outbox[known:]
    )


def without_copies(complaint: Complaint, kept: Iterable[KeptLetter]) -> Iterator[str]:
    """What went as the record of *complaint* says, and is not among the copies that are *kept*, in words."""
    copied = {complaint.label(letter.key.rpartition("/")[0]) for letter in kept}
    for entry in complaint.record:
        match entry.facts:
            case NoticeSent(in_one=False) as sent if sent.label not in copied:
                yield f"{sent.notice.replace('_', ' ')} by {sent.channel}"
            case _:
                pass


class LetterDesk:
    """Shows letters before and after they go."""

    def __init__(self, desk: Desk, writer: LetterWriter) -> None:
        self._desk = desk
        self._writer = writer

    async def preview(
        self, place: ComplaintId, order: Message, *, before: Iterable[Message] = ()
    ) -> tuple[LetterShown, ...]:
        """What *order* would tell the resident, in words, and which notices staff would have; first come *before*.

        Raises:
            NotAllowedError: the policy refuses one of the orders.
            HiddenError, WhoAsksError: whoever gives it, or takes it down, may not read the complaint.
            LetterError: a letter cannot be put into words.
            as `Desk.case`
        """
        case, now = await self._desk.case_for_order(place), await self._desk.now(place)
        asks = order.recorded_by or (order.by.officer.id if order.by.officer else "")
        self._desk.check_reader(place, asks, case.complaint.about_staff)
        for earlier in before:
            carried, _ = apply(case.complaint, earlier, case.rules, now)
            case = case.model_copy(update={"complaint": carried})
        done, notices = told_by(case, order, now)
        goes = self._shown_all(done, await self._desk.in_full(done, notices), State.WOULD_GO)
        texts = await self._desk.in_full(done, texts_that_follow(done, case.rules, notices, now))
        return (*goes, *self._shown_all(done, texts, State.FOLLOWS))

    async def preview_opening(self, new: NewComplaint) -> tuple[str, tuple[LetterShown, ...]]:
        """The reference of an example, and what the resident and staff would be told were it opened now.

        Raises:
            LetterError: a letter cannot be put into words.
            as `Desk.drafted`
        """
        complaint = (await self._desk.drafted(new)).complaint
        notices = await self._desk.in_full(complaint, complaint.outbox)
        return complaint.reference, self._shown_all(complaint, notices, State.WOULD_GO)

    async def letters(self, place: ComplaintId, reader: str = "") -> LettersShown:
        """The complaint's letters: what went, as it went, and what waits, as it would go.

        Raises:
            LetterError: what waits cannot be put into words.
            RegisterAwayError: what went cannot be read.
            HiddenError, WhoAsksError: *reader*, who asks, may not read it.
            as `Desk.complaint`, where nothing went; else what waits is said to be unknown
        """
        try:
            complaint = await self._desk.complaint(place)
        except (NoAnswerError, TemporalAwayError, DeskError) as why:
            gone = await self.gone(place, str(why))
            if not gone.letters:
                raise
            known = await self._desk.line(place)
            self._desk.check_reader(place, reader, known.standing.hidden_from)
            return gone
        self._desk.check_reader(place, reader, complaint.about_staff)
        return await self.letters_of(complaint)

    async def letters_of(self, complaint: Complaint) -> LettersShown:
        """The letters of *complaint*, as `letters` shows them, for somebody who may read it.

        Raises:
            LetterError: what waits cannot be put into words.
            RegisterAwayError: what went cannot be read.
        """
        place = ComplaintId(landlord=complaint.landlord, reference=complaint.reference)
        kept = await self._desk.letters(place)
        return LettersShown(letters=self._all(complaint, kept), not_kept=tuple(without_copies(complaint, kept)))

    async def gone(self, place: ComplaintId, why_unknown: str) -> LettersShown:
        """What went alone, for somebody who may read the complaint; nobody knows what waits.

        Raises:
            RegisterAwayError: it cannot be read.
        """
        kept = await self._desk.letters(place)
        return LettersShown(letters=tuple(_went(letter, None) for letter in kept), why_unknown=why_unknown)

    def _all(self, complaint: Complaint, kept: tuple[KeptLetter, ...]) -> tuple[LetterShown, ...]:
        waiting = {notice.errand_key: notice for notice in complaint.outbox}
        untried = waiting.keys() - {letter.key for letter in kept}
        return (
            *(_went(letter, waiting.get(letter.key)) for letter in kept),
            *(self._shown(complaint, waiting[key], State.WAITS) for key in waiting if key in untried),
        )

    def _shown_all(self, complaint: Complaint, notices: tuple[Notice, ...], state: State) -> tuple[LetterShown, ...]:
        return tuple(self._shown(complaint, notice, state) for notice in notices)

    def _shown(self, complaint: Complaint, notice: Notice, state: State) -> LetterShown:
        of_all = {"kind": notice.kind, "channel": notice.channel, "state": state, "at": notice.not_before}
        of_all |= {"notice": notice.key}
        if not notice.is_for_resident:
            return LetterShown.model_validate({**of_all, "to": notice.to.candidates[0]})
        errand = errand_of(complaint, notice)
        words = (
            {"text": self._writer.text(errand, None)}
            if notice.channel is Channel.TEXT
            else _at_length(self._writer.render(errand, None))
        )
        address = errand.resident.address_by(notice.channel)
        return LetterShown.model_validate({**of_all, **words, "to": Audience.RESIDENT.value, "address": address})


def _went(letter: KeptLetter, waiting: Notice | None) -> LetterShown:
    is_text = letter.channel is Channel.TEXT
    words = {"text": letter.words.text} if is_text else _at_length(letter.words)
    return LetterShown.model_validate(
        {
            "kind": letter.kind,
            "channel": letter.channel,
            "notice": letter.key.rpartition("/")[0],
            "page": letter.words.html if letter.channel is Channel.LETTER else "",
            "state": _state(letter, waiting),
            "to": letter.recipient,
            "address": letter.address,
            "at": letter.accepted_at or letter.kept_at,
            "maybe_twice": letter.maybe_twice,
            **words,
        }
    )


def _at_length(words: Rendered) -> dict[str, str]:
    return {"subject": words.subject, "body": words.body}


def _state(letter: KeptLetter, waiting: Notice | None) -> State:
    if letter.accepted_at:
        return State.WENT
    if letter.unsettled:
        return State.UNSURE
    if waiting:
        return State.WAITS
    return State.FOR_PRINT if letter.channel is Channel.LETTER else State.NOT_ACCEPTED
