"""The sending activities: one notice, by one channel, once (D11, D12).

Each try is claimed in the ledger, where a copy of its words is kept, sent, then confirmed. A try that ends in between
leaves claim and copy behind, and the next one knows that the notice may have gone: a text is looked up at its provider
first, an e-mail is sent once more in the words that were kept, and the result says so. Two e-mails that may have gone
are enough: after them nobody knows, and a person finds out.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import NoReturn

import structlog
from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from activities.counting import Result, count_notice
from activities.lives import new_life
from activities.ports import (
    AccountFaultError,
    Claim,
    Copy,
    KeptTexts,
    Known,
    Landlords,
    Ledger,
    LetterError,
    Letters,
    LostLifeError,
    Mail,
    PrintRoom,
    ProviderAwayError,
    ProviderRejectedError,
    ProviderUnsureError,
    RegisterAwayError,
    Rendered,
    Texts,
)
from domain.complaint.long_texts import as_texts, fill_in, wanted
from domain.complaint.notices import Notice
from domain.complaint.recipients import Audience
from domain.outbox.errands import Accepted, Ended, Errand
from domain.outbox.together import REMINDERS, Told, in_one_message
from domain.policy.channels import Channel
from domain.policy.staff import Person, UnknownPersonError
from domain.value import Value, required

log = structlog.get_logger()

LOST_LIFE = "LostLife"
"""The type of the failure of a notice whose key an earlier life used; its detail names a new life."""
_AT_ONCE = timedelta(seconds=1)
MOST_UNSURE = 2
"""Messages of one notice that may have gone: no third follows. A text goes on to be looked up, an e-mail cannot be."""
GOES_WITHIN = timedelta(seconds=20)
"""A try that has waited for longer, as for a register that is held up, sends nothing: another may have begun."""
NOBODY_KNOWS = "NobodyKnows"
"""The type of the failure after which nothing is tried any more: the notice may have gone."""


class WaitsError(ProviderAwayError):
    """Nothing is wrong: a text waits for the hours in which texts go."""


class Sent(Value):
    """What came of a try."""

    provider_id: str
    maybe_twice: bool = False
    told_too: tuple[str, ...] = ()
    """The keys of other reminders in the same message; after an unsure try nobody knows, and they go by themselves."""


class Sending:
    """Sends notices; every activity may be repeated."""

    def __init__(
        self,
        *,
        mail: Mail,
        texts: Texts,
        print_room: PrintRoom,
        letters: Letters,
        landlords: Landlords,
        ledger: Ledger,
        texts_kept: KeptTexts,
    ) -> None:
        self._mail = mail
        self._texts = texts
        self._print_room = print_room
        self._letters = letters
        self._landlords = landlords
        self._ledger = ledger
        self._texts_kept = texts_kept

    @activity.defn
    def send_email(self, errand: Errand) -> Accepted:
        """Send the notice as an e-mail; after an unsure try it is sent again, and may have gone twice."""
        now = _clock()
        reader = self._reader(errand, now())
        facts = errand.notice.facts_digest
        errand, told_too = self._in_one_message(errand, now())
        copy = _copy(errand, reader, self._letter(errand, reader), facts)
        name, address, _ = self._landlords.sender(errand.landlord)

        def send(claim: Claim, words: Rendered) -> Sent:
            to = _known(copy.address, "e-mail address")
            _check_in_time(now())
            provider_id = self._mail.send(key=copy.key, sender=address, sender_name=name, to=to, words=words)
            return Sent(
                provider_id=provider_id,
                maybe_twice=claim.unsettled > 0,
                told_too=() if claim.unsettled else told_too,
            )

        return self._once(errand, copy, send, now, most=MOST_UNSURE)

    @activity.defn
    def send_text(self, errand: Errand) -> Accepted:
        """Send the notice as a text; after an unsure try it is looked up before it is sent again."""
        now = _clock()
        reader = self._reader(errand, now())
        copy = _copy(errand, reader, _text_alone(self._text(errand, reader)), errand.notice.facts_digest)
        number = self._landlords.sender(errand.landlord)[2]

        def send(claim: Claim, words: Rendered) -> Sent:
            known, body = _known(copy.address, "mobile number"), words.text
            found = () if claim.is_new else self._look_up(copy, known, body, claim.claimed_at)
            if found:
                return Sent(provider_id=found[0], maybe_twice=len(found) > 1)
            if claim.unsettled >= MOST_UNSURE:
                raise ProviderAwayError("it may have gone twice, and the list shows neither: it is only looked up")
            # A try may come hours after the first, when its provider was away.
            wait = self._landlords.when_texts_go(errand.landlord, now()) - now()
            if wait > _AT_ONCE:
                raise WaitsError("texts wait for the morning", retry_after=wait.total_seconds())
            _check_in_time(now())
            provider_id = self._texts.send(sender=number, to=known, body=body)
            # A list that does not show the first is no proof that it did not go.
            return Sent(provider_id=provider_id, maybe_twice=not claim.is_new)

        return self._once(errand, copy, send, now)

    @activity.defn
    def print_letter(self, errand: Errand) -> Accepted:
        """Keep the notice as a page for print; the print room keeps it once, so no try is claimed."""
        now = _clock()
        reader = self._reader(errand, now())
        copy = _copy(errand, reader, self._letter(errand, reader), errand.notice.facts_digest)
        with _told_to_temporal(errand):
            words = self._ledger.keep_copy(copy)
        with _told_to_temporal(errand):
            place = self._print_room.keep(reference=errand.reference, key=copy.key, page=words.html)
        count_notice(errand, Result.ACCEPTED)
        log.info("letter.kept", key=copy.key)
        return _accepted(errand, copy.recipient, Sent(provider_id=place), now(), words)

    @activity.defn
    def how_it_ended(self, errand: Errand) -> Ended:
        """What the ledger knows of an errand that was turned back or given up, under every key it had."""
        former, own = self._known_formerly(errand), self._ledger.known(errand.notice.errand_key)
        # With other facts it was a former life's: nothing of that was this errand.
        is_ours = own and own.facts in {"", errand.notice.facts_digest}
        return _ended(errand, [*former, own] if own and is_ours else former)

    def _look_up(self, copy: Copy, to: str, body: str, since: datetime) -> tuple[str, ...]:
        """The ids of the texts that may be this one: another of the complaint's may say the same in the same minute."""
        try:
            others = self._ledger.ids_beside(copy)
        except RegisterAwayError as error:
            raise ProviderAwayError("the register cannot say which texts are known") from error
        return self._texts.find(to=to, body=body, since=since, but=others)

    def _reader(self, errand: Errand, at: datetime) -> Person | None:
        if errand.notice.is_for_resident:
            return None
        return self._landlords.reader(errand.landlord, errand.notice.to.candidates, at, not_to=errand.notice.not_to)

    def _in_one_message(self, errand: Errand, at: datetime) -> tuple[Errand, tuple[str, ...]]:
        """*errand* with what its reader is told in the same minute, and the keys of the notices that told it."""

        def who(notice: Notice) -> Told | None:
            of, not_to = notice.to.candidates, notice.not_to
            try:
                reader = self._landlords.reader(errand.landlord, of, at, not_to=not_to)
                absent = self._landlords.stood_in_for(errand.landlord, of, at, not_to=not_to)
            except UnknownPersonError:  # it goes by itself, and says so
                return None
            return Told(reader.id, absent.name if absent else "")

        if errand.notice.kind not in REMINDERS:
            return errand, ()
        notice, told_too = in_one_message(errand.notice, errand.beside, who)
        return errand.model_copy(update={"notice": notice}), told_too

    def _in_full(self, errand: Errand) -> Errand:
        """*errand* with the long texts of its notice in their places."""
        named = wanted(errand.notice)
        if not named:
            return errand
        texts = as_texts(errand.texts)
        missing = named - texts.keys()
        texts |= self._texts_kept.read(errand.landlord, errand.reference, missing)
        if not named <= texts.keys():
            _template_fault(errand, LetterError(f"the register lacks a text of the notice {errand.notice.kind}"))
        return errand.model_copy(update={"notice": fill_in(errand.notice, texts)})

    def _letter(self, errand: Errand, reader: Person | None) -> Rendered:
        try:
            return self._letters.render(self._in_full(errand), reader)
        except LetterError as error:
            _template_fault(errand, error)

    def _text(self, errand: Errand, reader: Person | None) -> str:
        try:
            words = self._letters.text(self._in_full(errand), reader)
        except LetterError as error:
            _template_fault(errand, error)
        if not words.strip():
            _template_fault(errand, LetterError(f"the notice {errand.notice.kind} has no words for a text"))
        return words

    def _once(
        self,
        errand: Errand,
        copy: Copy,
        send: Callable[[Claim, Rendered], Sent],
        now: Callable[[], datetime],
        *,
        most: int | None = None,
    ) -> Accepted:
        """Claim, send, confirm; or what an earlier try's confirmation says. So many tries as *most* may have gone."""
        former = self._under_former_keys(errand)
        if former.accepted:
            return former.accepted
        with _told_to_temporal(errand):
            claim = self._claimed(errand, copy, former, most)
        words = claim.words or copy.words
        if claim.provider_id and claim.accepted_at:
            before = Sent(provider_id=claim.provider_id, maybe_twice=claim.maybe_twice)
            return _accepted(errand, copy.recipient, before, claim.accepted_at, words, claim.tries)
        is_last = most is not None and claim.unsettled + 1 >= most
        with _told_to_temporal(errand, is_last=is_last), self._released_when_not_accepted(errand):
            sent = send(claim, words)
        accepted = _accepted(errand, copy.recipient, sent, now(), words, claim.tries)
        self._confirm(errand, accepted)
        count_notice(errand, Result.MAYBE_TWICE if sent.maybe_twice else Result.ACCEPTED)
        log.info("notice.sent", key=copy.key, maybe_twice=sent.maybe_twice)
        return accepted

    def _under_former_keys(self, errand: Errand) -> Ended:
        """What became of it under the keys that it had on earlier days."""
        known = self._known_formerly(errand)
        return _ended(errand, known) if known else Ended()

    def _known_formerly(self, errand: Errand) -> list[Known]:
        return [known for key in errand.notice.formerly if (known := self._ledger.known(key))]

    def _claimed(self, errand: Errand, copy: Copy, former: Ended, most: int | None) -> Claim:
        """One more try, with what is known of all before it, also of those under a former key."""
        left = None if most is None else most - former.unknown
        claim = self._ledger.claim(copy.key, copy, most=left) if left is None or left > 0 else None
        if claim is None or claim.is_spent:
            _nobody_knows(errand, "it may have gone, and its answer was lost each time")
        tries, unsettled = claim.tries + former.tries, claim.unsettled + former.unknown
        return claim.model_copy(update={"tries": tries, "unsettled": unsettled})

    @contextmanager
    def _released_when_not_accepted(self, errand: Errand) -> Iterator[None]:
        try:
            yield
        except (ProviderRejectedError, ProviderAwayError):
            try:
                self._ledger.release(errand.notice.errand_key)
            except RegisterAwayError:
                # The claim stays, and the next try takes this one for unsure: safe, and the answer matters more.
                log.warning("claim.not_released", key=errand.notice.errand_key)
            raise

    def _confirm(self, errand: Errand, accepted: Accepted) -> None:
        key = errand.notice.errand_key
        try:
            self._ledger.confirm(key, accepted.provider_id, accepted.at, maybe_twice=accepted.maybe_twice)
        except RegisterAwayError:
            # The provider has it, and the result in the workflow's record confirms it: to fail would send it again.
            log.warning("claim.not_confirmed", key=key)


def _clock() -> Callable[[], datetime]:
    """The activity's own clock, which runs on from its start: virtual on a development server (D6)."""
    started_at, started = activity.info().started_time, time.monotonic()
    return lambda: started_at + timedelta(seconds=time.monotonic() - started)


def _check_in_time(now: datetime) -> None:
    """Let nothing go from a try beside which another may have begun.

    Raises:
        ProviderAwayError: this one has lasted too long already.
    """
    if now - activity.info().started_time > GOES_WITHIN:
        raise ProviderAwayError("the register kept this try waiting for too long; the next one sends it")


def _known(to: str, what: str) -> str:
    if not to:
        raise ProviderRejectedError(f"no {what} is known")
    return to


def _text_alone(text: str) -> Rendered:
    return Rendered(subject="", body="", html="", text=text)


def _copy(errand: Errand, reader: Person | None, words: Rendered, facts: str) -> Copy:
    """What is kept of a try: its words, to whom they go, and of which facts; staff are told by e-mail alone."""
    notice = errand.notice
    by_email = notice.channel is Channel.EMAIL
    address = (reader.email if by_email else "") if reader else errand.resident.address_by(notice.channel)
    return Copy(
        key=notice.errand_key,
        landlord=errand.landlord,
        reference=errand.reference,
        kind=notice.kind,
        channel=notice.channel,
        recipient=reader.id if reader else Audience.RESIDENT.value,
        address=address,
        words=words,
        facts=facts,
    )


def _ended(errand: Errand, known: Sequence[Known]) -> Ended:
    """What is *known* of an errand under each of its keys, by the activity's own clock."""
    accepted = next((_accepted_before(errand, each) for each in known if each.provider_id), None)
    unsure = [] if accepted else [each for each in known if each.unsettled]
    return Ended(
        accepted=accepted,
        tries=sum(each.tries for each in known),
        unknown=sum(each.unsettled for each in unsure),
        tried_at=_clock()() - max(each.unsettled_for for each in unsure) if unsure else None,
    )


def _accepted_before(errand: Errand, known: Known) -> Accepted:
    """What the ledger says of an errand that its provider had taken."""
    sent = Sent(provider_id=known.provider_id, maybe_twice=known.maybe_twice)
    at, words = required(known.accepted_at, "time of acceptance"), known.words or _text_alone("")
    return _accepted(errand, known.recipient, sent, at, words, known.tries)


def _accepted(errand: Errand, recipient: str, sent: Sent, at: datetime, words: Rendered, tries: int = 1) -> Accepted:
    return Accepted(
        key=errand.notice.key,
        channel=Channel(errand.notice.channel),
        at=at,
        to=recipient,
        provider_id=sent.provider_id,
        first_line=words.first_line,
        told_too=sent.told_too,
        maybe_twice=sent.maybe_twice,
        tries=tries,
    )


def _nobody_knows(errand: Errand, why: str, error: Exception | None = None) -> NoReturn:
    """End the errand: as many of its tries may have gone as may.

    Raises:
        ApplicationError: always; it is not tried again.
    """
    log.warning("notice.unknown", key=errand.notice.errand_key, why=why)
    raise ApplicationError(why, type=NOBODY_KNOWS, non_retryable=True) from error


@contextmanager
def _told_to_temporal(errand: Errand, *, is_last: bool = False) -> Iterator[None]:
    """The provider's answer as Temporal understands it: never again, again when asked to, or again.

    After the try that *is_last* of those that may have gone, nothing follows.
    """
    told = log.bind(key=errand.notice.errand_key)
    try:
        yield
    except LostLifeError as error:
        told.error("life.lost", why=str(error))
        raise ApplicationError(str(error), new_life(), type=LOST_LIFE, non_retryable=True) from error
    except ProviderRejectedError as error:
        count_notice(errand, Result.REJECTED)
        told.warning("notice.rejected", why=str(error), stopped=error.stopped)
        raise ApplicationError(
            str(error),
            str(error),
            error.stopped,
            type="NoticeRejected" if error.of_notice else "ProviderRejected",
            non_retryable=True,
        ) from error
    except AccountFaultError as error:
        count_notice(errand, Result.OUR_FAULT)
        told.error("provider.account_fault", why=str(error))
        raise ApplicationError(str(error), type="AccountFault", category=ApplicationErrorCategory.BENIGN) from error
    except ProviderAwayError as error:
        count_notice(errand, Result.WAITING if isinstance(error, WaitsError) else Result.FAILED)
        told.warning("provider.away", why=str(error))
        delay = None if error.retry_after is None else timedelta(seconds=error.retry_after)
        raise ApplicationError(
            str(error), type="ProviderAway", next_retry_delay=delay, category=ApplicationErrorCategory.BENIGN
        ) from error
    except ProviderUnsureError as error:
        count_notice(errand, Result.UNSURE)
        if is_last:
            _nobody_knows(errand, str(error), error)
        told.warning("provider.unsure", why=str(error))
        raise ApplicationError(str(error), type="ProviderUnsure", category=ApplicationErrorCategory.BENIGN) from error


def _template_fault(errand: Errand, error: LetterError) -> NoReturn:
    """Fail so that the next try may find the template mended."""
    log.error("letter.faulty", key=errand.notice.errand_key, why=str(error))
    raise ApplicationError(str(error), type="LetterFault") from error
