"""Stand-ins that honour the ports, for tests that need no vendor and no database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from activities.ports import (
    Claim,
    Copy,
    KeptState,
    Known,
    LetterError,
    LostLifeError,
    ProviderAwayError,
    ProviderRejectedError,
    RegisterAwayError,
    Rendered,
    SealedState,
    Written,
)
from domain.outbox.errands import Errand
from domain.policy.staff import Person
from domain.views.page import Page, Standing
from domain.views.written import WrittenEntry

NOT_A_NUMBER, STOPPED = "+15005550001", "+15005550004"
"""Twilio's own test numbers: never accepted, and texts stopped."""


def real_time() -> datetime:
    """Real time, which the providers and the ledger keep."""
    return datetime.now(UTC)


class FakeClock:
    """Real time, as far as a test lets it pass."""

    def __init__(self) -> None:
        self.now = real_time()

    def __call__(self) -> datetime:
        return self.now


class Fault(NamedTuple):
    """What goes wrong with a send, and whether the provider has taken it before."""

    error: BaseException
    accepted_first: bool = False


class SentMail(NamedTuple):
    """An e-mail that was accepted."""

    provider_id: str
    key: str
    sender: str
    sender_name: str
    to: str
    words: Rendered


class SentText(NamedTuple):
    """A text that was accepted."""

    provider_id: str
    sender: str
    to: str
    body: str
    at: datetime


@dataclass
class FakeMail:
    """Keeps what it accepts; the next sends fail as `faults` say, first to last."""

    sent: list[SentMail] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def send(self, *, key: str, sender: str, sender_name: str, to: str, words: Rendered) -> str:
        if "@" not in to:
            raise ProviderRejectedError("the e-mail address was refused")
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or fault.accepted_first:
            self.sent.append(SentMail(f"mail-{len(self.sent) + 1}", key, sender, sender_name, to, words))
        if fault:
            raise fault.error
        return self.sent[-1].provider_id


@dataclass
class FakeTexts:
    """Keeps what it accepts; the next sends and look-ups fail as `faults` and `find_faults` say, first to last."""

    sent: list[SentText] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    find_faults: list[Exception] = field(default_factory=list)
    clock: Callable[[], datetime] = real_time

    def send(self, *, sender: str, to: str, body: str) -> str:
        if to == NOT_A_NUMBER:
            raise ProviderRejectedError("it is not a telephone number")
        if to == STOPPED:
            raise ProviderRejectedError("the resident has stopped texts", stopped=True)
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or fault.accepted_first:
            self.sent.append(SentText(f"text-{len(self.sent) + 1}", sender, to, body, self.clock()))
        if fault:
            raise fault.error
        return self.sent[-1].provider_id

    def find(self, *, to: str, body: str, since: datetime, but: frozenset[str] = frozenset()) -> tuple[str, ...]:
        if self.find_faults:
            raise self.find_faults.pop(0)
        found = (text for text in self.sent if (text.to, text.body) == (to, body) and text.at >= since)
        return tuple(text.provider_id for text in found if text.provider_id not in but)


@dataclass
class FakePrintRoom:
    """Keeps pages, each key's first, unless it is `away`."""

    pages: dict[str, str] = field(default_factory=dict)
    away: bool = False

    def keep(self, *, reference: str, key: str, page: str) -> str:
        if self.away:
            raise ProviderAwayError("the letters' folder cannot be written")
        place = f"{reference}/{key.replace('/', '-')}.html"
        self.pages.setdefault(place, page)
        return place


@dataclass
class FakeLetters:
    """Words made of the notice's kind, reference and reader; `faulty` is the sentence of a broken template."""

    faulty: str = ""
    without_text: bool = False
    closing: str = ""

    def render(self, errand: Errand, reader: Person | None) -> Rendered:
        if self.faulty:
            raise LetterError(self.faulty)
        who = reader.name if reader else errand.resident.name
        subject = f"{errand.notice.kind} {errand.reference}"
        body = f"{subject}\n\nDear {who}{self.closing}"
        return Rendered(subject=subject, body=body, html=f"<p>{body}</p>", text=self.text(errand, reader))

    def text(self, errand: Errand, reader: Person | None) -> str:
        if self.faulty:
            raise LetterError(self.faulty)
        return "" if self.without_text else f"{errand.reference}: {errand.notice.kind} {errand.reference}{self.closing}"


@dataclass
class FakeLandlords:
    """A landlord whose people answer by id; `asked_at` keeps the instants it was asked for."""

    people: tuple[Person, ...] = ()
    asked_at: list[datetime] = field(default_factory=list)
    texts_wait: timedelta = timedelta()

    def reader(self, landlord: str, candidates: tuple[str, ...], at: datetime, *, not_to: frozenset[str]) -> Person:
        self.asked_at.append(at)
        may_be_told = [person for person in self.people if person.id not in not_to]
        return next(person for wanted in candidates for person in may_be_told if person.id == wanted)

    def stood_in_for(
        self, landlord: str, candidates: tuple[str, ...], at: datetime, *, not_to: frozenset[str]
    ) -> Person | None:
        first = next((person for person in self.people if person.id == candidates[0]), None)
        return first if first and first.is_away(at.date()) else None

    def when_texts_go(self, landlord: str, at: datetime) -> datetime:
        return at + self.texts_wait

    def sender(self, landlord: str) -> tuple[str, str, str]:
        return f"{landlord.title()} Homes", f"complaints@{landlord}.example.com", "+441632960001"


@dataclass
class _Send:
    claimed_at: datetime
    unsettled: int = 0
    tries: int = 0
    provider_id: str = ""
    accepted_at: datetime | None = None
    maybe_twice: bool = False
    copy: Copy | None = None


@dataclass
class FakeKeptTexts:
    """Long texts by their hashes; none is of any complaint in particular."""

    texts: dict[str, str] = field(default_factory=dict)

    def read(self, landlord: str, reference: str, digests: frozenset[str]) -> Mapping[str, str]:
        return {digest: self.texts[digest] for digest in digests & self.texts.keys()}


@dataclass
class FakeLedger:
    """The ledger's rules in memory; the methods named in `away` find the register away."""

    clock: Callable[[], datetime] = real_time
    away: set[str] = field(default_factory=set)
    sends: dict[str, _Send] = field(default_factory=dict)
    copies: dict[str, Copy] = field(default_factory=dict)
    """Of what was printed."""

    def claim(self, key: str, copy: Copy | None = None, *, most: int | None = None) -> Claim:
        self._reach("claim")
        send = self.sends.setdefault(key, _Send(self.clock()))
        is_new = not (send.provider_id or send.unsettled)
        if copy and send.copy and not is_new and send.copy.facts not in {"", copy.facts}:
            raise LostLifeError(f"the ledger has {key} with other facts")
        is_spent = most is not None and send.unsettled >= most and not send.provider_id
        if is_new:
            send.claimed_at = self.clock()
        if copy and (is_new or not send.copy or send.copy.recipient != copy.recipient) and not send.provider_id:
            send.copy = copy
        earlier = send.unsettled
        if not (is_spent or send.provider_id):
            send.unsettled, send.tries = send.unsettled + 1, send.tries + 1
        return Claim(
            claimed_at=send.claimed_at,
            is_new=is_new,
            is_spent=is_spent,
            tries=send.tries,
            unsettled=earlier,
            provider_id=send.provider_id,
            accepted_at=send.accepted_at,
            maybe_twice=send.maybe_twice,
            words=send.copy.words if send.copy and not is_new else None,
        )

    def known(self, key: str) -> Known | None:
        self._reach("known")
        send, printed = self.sends.get(key), self.copies.get(key)
        if send is None:
            kept = printed and {name: getattr(printed, name) for name in ("recipient", "facts", "words")}
            return Known(tries=1, unsettled=1, **kept) if kept else None
        return Known(
            tries=send.tries,
            unsettled=send.unsettled,
            unsettled_for=self.clock() - send.claimed_at if send.unsettled else timedelta(0),
            provider_id=send.provider_id,
            accepted_at=send.accepted_at,
            maybe_twice=send.maybe_twice,
            recipient=send.copy.recipient if send.copy else "",
            facts=send.copy.facts if send.copy else "",
            words=send.copy.words if send.copy else None,
        )

    def ids_beside(self, copy: Copy) -> frozenset[str]:
        self._reach("ids_beside")
        theirs = f"{copy.landlord}/{copy.reference}/"
        others = (send for key, send in self.sends.items() if key.startswith(theirs) and key != copy.key)
        return frozenset(send.provider_id for send in others if send.provider_id)

    def keep_copy(self, copy: Copy) -> Rendered:
        self._reach("keep_copy")
        kept = self.copies.setdefault(copy.key, copy)
        if kept.facts not in {"", copy.facts}:
            raise LostLifeError(f"{copy.key} was printed with other facts")
        return kept.words

    def confirm(self, key: str, provider_id: str, accepted_at: datetime, *, maybe_twice: bool) -> None:
        self._reach("confirm")
        send = self.sends.get(key)
        if send is None:
            return
        if not send.provider_id:
            send.provider_id, send.accepted_at, send.maybe_twice = provider_id, accepted_at, maybe_twice
        elif send.provider_id != provider_id:
            send.maybe_twice = True

    def release(self, key: str) -> None:
        self._reach("release")
        send = self.sends.get(key)
        if send and not send.provider_id:
            send.unsettled = max(send.unsettled - 1, 0)

    def _reach(self, method: str) -> None:
        if method in self.away:
            raise RegisterAwayError("the register does not answer")


@dataclass
class FakeRecordBook:
    """The record book's rules in memory, and what a desk could read of it; `away` says that it cannot be reached."""

    away: bool = False
    _entries: dict[tuple[str, str], dict[int, WrittenEntry]] = field(default_factory=dict)
    _standing: dict[tuple[str, str], tuple[int, Standing]] = field(default_factory=dict)
    states: dict[tuple[str, str], SealedState] = field(default_factory=dict)
    _lives: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def write(self, page: Page, state: SealedState | None = None) -> Written:
        self._reach()
        whose = (page.landlord, page.reference)
        written = self._entries.setdefault(whose, {})
        aside = self._take_over(page, written)
        last_before, _ = self._standing.get(whose, (0, None))
        last = max((entry.number for entry in page.entries), default=last_before)
        if last >= last_before:
            self._standing[whose] = (last, page.standing)
            self.states |= {whose: state} if state else {}
        new = {entry.number: entry for entry in page.entries if entry.number not in written}
        written.update(new)
        return Written(new=frozenset(new), set_aside=aside)

    def _take_over(self, page: Page, written: dict[int, WrittenEntry]) -> tuple[int, ...]:
        lives = self._lives.setdefault((page.landlord, page.reference), [page.life])
        others = [each.number for each in page.entries if written.get(each.number, each).entry != each.entry]
        if page.life in lives:
            if others or page.life != lives[-1]:
                raise LostLifeError("the record has gone on otherwise")
            return ()
        lives.append(page.life)
        self._standing.pop((page.landlord, page.reference), None)
        first = min((*others, page.through + 1))
        return tuple(number for number in sorted(written) if number >= first and written.pop(number))

    def kept_state(self, landlord: str, reference: str) -> KeptState | None:
        self._reach()
        state, last = self.states.get((landlord, reference)), self._standing.get((landlord, reference), (0, None))[0]
        return KeptState(through=last, has_ended=True, state=state) if state else None

    def entries(self, landlord: str, reference: str) -> tuple[WrittenEntry, ...]:
        return tuple(entry for _, entry in sorted(self._entries.get((landlord, reference), {}).items()))

    def standing(self, landlord: str, reference: str) -> Standing | None:
        return self._standing.get((landlord, reference), (0, None))[1]

    def _reach(self) -> None:
        if self.away:
            raise RegisterAwayError("the register does not answer")
