"""A complaint that Temporal has lost goes on from what the register kept (D13).

Nobody knows what was done after that was kept. So nothing goes to the resident until a person has looked at it, what
the ledger has as sent is taken as sent, and staff are told at once what is due and what was missed.
"""

from collections.abc import Iterable
from datetime import datetime

from domain.calendar.days import landlord_day
from domain.complaint.complaint import Case, Complaint
from domain.complaint.facts.revival import Revived
from domain.complaint.hold import Hold
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.recipients import Audience
from domain.complaint.staff_facts import RevivedFacts
from domain.duties.ladder import line_of
from domain.duties.owed import open_duties
from domain.outbox.errands import Accepted, Ended
from domain.outbox.tell import tell_handler
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.procedure.news.delivery import note_accepted, note_unknown
from domain.procedure.time.tick import pass_deadlines
from domain.procedure.ways_back.release_notices import as_told, on_hold
from domain.value import Value, required


class KnownSend(Value):
    """What the ledger knows of a notice by one channel."""

    key: str
    """The errand's key."""
    claimed_at: datetime
    """When its first try began."""
    accepted_at: datetime | None = None
    """When its provider took it; None where nobody knows whether it did."""
    provider_id: str = ""
    tries: int = 1
    unknown: int = 0
    """Of the tries, how many may have been taken."""
    to: str = ""
    """The id of a member of staff, or "resident"; empty where no copy was kept."""
    first_line: str = ""

    @property
    def may_concern_resident(self) -> bool:
        """Whether the resident was told by it, as far as anybody knows."""
        return self.to in {"", Audience.RESIDENT}

    @property
    def notice(self) -> str:
        """The notice's key."""
        return self.key.rpartition("/")[0]


def revive(
    case: Case,
    sends: Iterable[KnownSend],
    now: datetime,
    *,
    life: str,
    from_record: bool = False,
    not_rebuilt: tuple[str, ...] = (),
) -> Case:
    """*case* as it goes on: held, brought up to *now*, with the staff told; *sends* are all the ledger has of it.

    It begins *life*, so that nothing it tells now has a key that was used after the state was kept.
    *not_rebuilt* says in words what somebody has to look up, where it was built from the record.
    """
    kept, rules, sends = case.complaint, case.rules, tuple(sends)
    begun = kept.changed(life=life, hold=Hold(since=now, from_record=from_record))
    held = _settle(begun, sends, rules, now)
    brought = pass_deadlines(held, rules, now, now)
    theirs = tuple(send for send in sends if send.may_concern_resident)
    facts = Revived(
        through=kept.record_summary.entries,
        from_record=from_record,
        held=as_told(on_hold(brought)),
        went=tuple(_label(kept, send) for send in theirs if send.accepted_at and not _knows(kept, send)),
        unsure=tuple(_label(kept, send) for send in theirs if not send.accepted_at and _is_open(kept, send)),
        not_rebuilt=not_rebuilt,
    )
    noted = brought.noting(facts, at=now, now=now)
    return Case(complaint=_tell_staff(noted, facts, rules, now), rules=rules)


def _settle(complaint: Complaint, sends: tuple[KnownSend, ...], rules: Rules, now: datetime) -> Complaint:
    """What waits to go, and has gone as the ledger knows, has gone; what may have gone does not go by itself.

    A letter for print is kept once under its key: it can be printed again.
    """
    for send in sends:
        notice = next((each for each in complaint.outbox if send.key in {each.errand_key, *each.formerly}), None)
        if notice is None:
            continue
        tried = tuple(each for each in sends if each.key in {notice.errand_key, *notice.formerly})
        if accepted := next((each for each in tried if each.accepted_at), None):
            complaint = note_accepted(complaint, _accepted(notice, accepted), rules, now)
        elif notice.is_for_resident and notice.channel is not Channel.LETTER:
            tries, unknown = sum(each.tries for each in tried), sum(each.unknown for each in tried)
            ended = Ended(tries=tries, unknown=unknown, tried_at=send.claimed_at)
            complaint = note_unknown(complaint, notice.key, ended, rules, now)
    return complaint


def _accepted(notice: Notice, send: KnownSend) -> Accepted:
    return Accepted(
        key=notice.key,
        channel=notice.channel,
        at=required(send.accepted_at, "time of acceptance"),
        to=send.to or notice.to.audience,
        provider_id=send.provider_id,
        first_line=send.first_line or notice.words,
        tries=send.tries,
    )


def _knows(kept: Complaint, send: KnownSend) -> bool:
    """Whether the kept state had made the notice of that send: then it says itself what became of it.

    Numbers tell within one life; of another life it is the earlier one, and settled, unless it was tried since.
    """
    label = kept.label(send.notice)
    if kept.record_summary.news_of(label).notice:
        return True
    if label.rpartition("/")[0] != kept.life:
        last_at = kept.record_summary.last_at
        return bool(kept.life) and last_at is not None and send.claimed_at < last_at
    number = kept.letter_number(send.notice)
    return number.isdigit() and int(number) <= kept.notices_made


def _is_open(kept: Complaint, send: KnownSend) -> bool:
    """Whether a send whose end nobody knows is of a notice that waits still, or that the kept state had not made."""
    waiting = kept.notice(send.notice)
    return waiting.errand_key == send.key if waiting else not _knows(kept, send)


def _label(complaint: Complaint, send: KnownSend) -> str:
    return f"{complaint.label(send.notice).rpartition('/')[2]} by {send.key.rpartition('/')[2]}"


def _tell_staff(complaint: Complaint, facts: Revived, rules: Rules, now: datetime) -> Complaint:
    today = landlord_day(now, rules.zone)
    told = RevivedFacts(
        summary=complaint.summary,
        duties=tuple(line_of(duty, rules, today) for duty in open_duties(complaint, rules)),
        from_record=facts.from_record or None,
        held=tuple(each.words for each in facts.held) or None,
        went=facts.went or None,
        unsure=facts.unsure or None,
        not_rebuilt=facts.not_rebuilt or None,
    )
    return tell_handler(complaint, rules, NoticeKind.REVIVED, told, now)
