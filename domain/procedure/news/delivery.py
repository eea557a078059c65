"""News of notices: taken by a provider, refused for good, no longer useful, bounced later (D11, D12)."""

from datetime import datetime

from domain.calendar.days import landlord_day
from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Complaint
from domain.complaint.facts.fact import name_of, shortened
from domain.complaint.facts.front_door import Reopened
from domain.complaint.facts.notices import (
    NoticeArrived,
    NoticeExpired,
    NoticeSent,
    NoticeUndeliverable,
    NoticeUnknown,
)
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES, Event
from domain.complaint.notices import Failure, Notice, notice_and_channel
from domain.complaint.recipients import Audience
from domain.complaint.staff_facts import CannotReachFacts, LetterToPostFacts, NotSentFacts, UnknownOutcomeFacts
from domain.complaint.unknown_letters import UnknownLetter
from domain.duties.accepted import fulfil
from domain.duties.beside_the_stages import post_key
from domain.duties.fulfilment import duty_of
from domain.duties.in_doubt import goes_again, note_gone, note_missed_meanwhile
from domain.duties.letters import (
    is_kept,
    is_posted,
    note_owed_again,
    owe_letter,
    reopen,
)
from domain.duties.owed import open_duties
from domain.duties.posting import brought_up_to_date, is_too_late_for_its_post, made_for, print_again
from domain.duties.readdressing import go_again
from domain.outbox.errands import Accepted, Ended
from domain.outbox.posting import posting_day
from domain.outbox.tell import drop, is_overtaken, tell_handler, tell_that_it_went, when_it_may_go
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKey
from domain.policy.rules import Rules
from domain.procedure.news.credible import never_was
from domain.procedure.time.tick import pass_deadlines
from domain.value import required

_MOST_TO_TELL = 10
"""Bounces of notices that nobody knows, of which the handler hears in a day."""
_ADDRESS_WRONG = "it came back by post: ask for the right address"
_NOT_PRINTED = "it could not be printed: write it another way"
_OPENS_THE_WINDOW = frozenset({NoticeKind.RESPONSE})
"""Without which nobody can know that they may ask for stage 2, nor until when."""


def note_accepted(complaint: Complaint, news: Accepted, rules: Rules, now: datetime) -> Complaint:
    """A provider took it: record that, and meet the duty it fulfils; a printed letter waits until it is posted."""
    notice = complaint.notice(news.key)
    if notice is None:
        return complaint
    complaint = pass_deadlines(complaint, rules, news.at, now)
    went = complaint.without(notice.key).noting(
        _sent(complaint, notice, news), at=news.at, now=now, clause=notice.clause
    )
    went = _note_told_too(went, news, now)
    if notice.must_reach_resident:
        went = _keeping(went, notice)
    if news.channel is Channel.LETTER and went.death:
        return went.with_page(notice)
    if news.channel is Channel.LETTER:
        went = went.with_page(notice)
        return _to_be_posted(went, notice, news.at, rules, now)
    if notice.must_reach_resident:
        went = tell_that_it_went(went, rules, notice, now)
    return fulfil(went, notice, news, rules, now)


def _keeping(complaint: Complaint, notice: Notice) -> Complaint:
    """With *notice* kept in case it comes back; of its kind only the last, where that says all the older ones said."""
    says_all = notice.kind in NOTICES[notice.kind].overtaken_by
    left = (
        gone
        for gone in complaint.gone
        if not says_all or gone.kind is not notice.kind or gone.fulfils or complaint.owed_letter(gone.key)
    )
    return complaint.changed(gone=(*left, notice))


def _note_told_too(complaint: Complaint, news: Accepted, now: datetime) -> Complaint:
    """The other reminders that were told in the same message have gone with it."""
    for notice in (notice for key in news.told_too if (notice := complaint.notice(key))):
        sent = _sent(complaint, notice, news).model_copy(update={"in_one": True})
        complaint = complaint.without(notice.key).noting(sent, at=news.at, now=now, clause=notice.clause)
    return complaint


def _to_be_posted(complaint: Complaint, notice: Notice, at: datetime, rules: Rules, now: datetime) -> Complaint:
    """A letter is printed: its duty waits until it is posted, or, where it has none, the posting is owed by itself.

    One that was printed too late for the day it was made for is printed again for the next.
    """
    if is_too_late_for_its_post(notice, at, rules):
        return print_again(complaint, notice, posting_day(now, rules), rules, now)
    waiting = notice.fulfils in {duty.key for duty in open_duties(complaint, rules)}
    if not waiting and complaint.owed_letter(notice.key) is None:
        complaint = owe_letter(complaint, notice, at)
    letter = complaint.owed_letter(notice.key)
    duty = duty_of(complaint, rules, post_key(letter) if letter else required(notice.fulfils, "duty"))
    facts = LetterToPostFacts(
        notice=notice.kind, letter=complaint.letter_number(notice.key), due_on=duty.watch_on, post_on=notice.post_on
    )
    return tell_handler(complaint, rules, NoticeKind.LETTER_TO_POST, facts, now)


def note_end_of_taken_back(
    complaint: Complaint, notice: Notice, ended: Ended, rules: Rules, now: datetime
) -> Complaint:
    """*notice* was taken back in the middle of a try: the record says that it went all the same, or that nobody knows.

    Nothing follows from it, unless the same letter waits under another key, written for another day: then it has gone.
    """
    again = next((each for each in complaint.outbox if notice.errand_key in each.formerly), None)
    if again and ended.accepted:
        return note_accepted(complaint, ended.accepted.model_copy(update={"key": again.key}), rules, now)
    # Where it goes another way under the same key, the record says that by this one it came back.
    goes_on = again or complaint.notice(notice.key)
    if goes_on or complaint.record_summary.news_of(complaint.label(notice.key)).sent_at:
        return complaint
    if notice.channel is Channel.LETTER and (ended.accepted or ended.nobody_knows):
        complaint = complaint.with_page(notice)
    if ended.accepted:
        facts = _sent(complaint, notice, ended.accepted, all_the_same=True)
        return complaint.noting(facts, at=ended.accepted.at, now=now)
    if ended.nobody_knows:
        return complaint.noting(_unknown(complaint, notice, ended, taken_back=True), at=now, now=now)
    return complaint


def _sent(complaint: Complaint, notice: Notice, news: Accepted, *, all_the_same: bool = False) -> NoticeSent:
    return NoticeSent(
        label=complaint.label(notice.key),
        notice=notice.kind,
        channel=news.channel,
        to=news.to,
        first_line=news.first_line,
        maybe_twice=news.maybe_twice,
        all_the_same=all_the_same,
        tries=news.tries,
    )


def note_undeliverable(
    complaint: Complaint,
    key: str,
    channel: Channel,
    why: str,
    at: datetime,
    rules: Rules,
    now: datetime,
    *,
    tries: int = 0,
) -> Complaint:
    """It can never go that way: try the next, tell the handler, and never use the number or address again.

    What goes by the old way alone goes no other, and says nothing of how the resident is reached now.
    """
    notice = complaint.notice(key)
    if notice is None or notice.channel is not channel:
        return complaint
    label, why = complaint.label(key), shortened(why)
    refused = NoticeUndeliverable(
        label=label, notice=notice.kind, channel=channel, why=why, came_back=False, tries=tries
    )
    noted = complaint.noting(refused, at=at, now=now)
    if notice.is_for_resident and not notice.reach and channel not in complaint.resident.unusable:
        noted = noted.changed(resident=complaint.resident.without(channel))
        facts = CannotReachFacts(channel=channel, why=why, notice=notice.kind)
        noted = tell_handler(noted, rules, NoticeKind.CANNOT_REACH, facts, now)
    return _try_next(noted, notice, Failure(channel=channel, why=why, at=at), rules, now)


def note_unknown(complaint: Complaint, key: str, ended: Ended, rules: Rules, now: datetime) -> Complaint:
    """Nobody knows whether it went: it goes no other way by itself, and somebody is told and finds out.

    What the letter was to meet is neither met nor missed by that; where nothing waits for it, it is owed by itself.
    """
    notice = complaint.notice(key)
    if notice is None:
        return complaint
    left = complaint.without(key).noting(_unknown(complaint, notice, ended), at=now, now=now, clause=notice.clause)
    if not notice.is_for_resident:
        return left
    tried_at = ended.tried_at or now
    if notice.must_reach_resident:
        left = _in_doubt(left, notice, tried_at, rules, now)
    facts = UnknownOutcomeFacts(
        channel=notice.channel,
        notice=notice.kind,
        tried_on=landlord_day(tried_at, rules.zone),
        letter=complaint.letter_number(key) if notice.must_reach_resident else None,
    )
    return tell_handler(left, rules, NoticeKind.UNKNOWN_OUTCOME, facts, now)


def _unknown(complaint: Complaint, notice: Notice, ended: Ended, *, taken_back: bool = False) -> NoticeUnknown:
    return NoticeUnknown(
        label=complaint.label(notice.key),
        notice=notice.kind,
        channel=notice.channel,
        tries=ended.tries,
        unknown=ended.unknown,
        taken_back=taken_back,
    )


def _in_doubt(complaint: Complaint, notice: Notice, tried_at: datetime, rules: Rules, now: datetime) -> Complaint:
    """With *notice* kept for when somebody knows, and owed by itself where no duty waits for it."""
    letter = UnknownLetter(notice=notice.key, channel=notice.channel, tried_at=tried_at, since=now)
    kept = complaint.changed(gone=(*complaint.gone, notice), unknown_letters=(*complaint.unknown_letters, letter))
    waits = notice.fulfils in {duty.key for duty in open_duties(kept, rules)}
    return kept if waits or kept.owed_letter(notice.key) else owe_letter(kept, notice, now)


def note_expired(
    complaint: Complaint, key: str, why: str, at: datetime, rules: Rules, now: datetime, *, tries: int = 0
) -> Complaint:
    """The provider was away until it was no longer useful: it goes another way if it must, and a person is told."""
    notice = complaint.notice(key)
    if notice is None:
        return complaint
    why = shortened(why)
    given_up = NoticeExpired(notice=notice.kind, channel=notice.channel, why=why, tries=tries)
    noted = complaint.noting(given_up, at=at, now=now)
    if not notice.is_for_resident:
        return noted.without(key)
    facts = NotSentFacts(channel=notice.channel, why=why, notice=notice.kind)
    noted = tell_handler(noted, rules, NoticeKind.NOT_SENT, facts, now)
    return _try_next(noted, notice, Failure(channel=notice.channel, why=why, at=at), rules, now)


def note_delivered(complaint: Complaint, key: str, at: datetime, rules: Rules, now: datetime) -> Complaint:
    """The provider says it arrived; saying so again changes nothing.

    With that it is known of a letter in doubt, and of an e-mail whose answer was lost, that it had gone.
    """
    key, channel = notice_and_channel(key)
    facts = NoticeArrived(label=complaint.label(key))
    if complaint.record_summary.knows(facts):
        return complaint
    noted, key = complaint.noting(facts, at=at, now=now), _key_it_has_now(complaint, key)
    letter, waiting = noted.unknown_letter(key), noted.notice(key)
    if letter and channel in {None, letter.channel}:
        return note_gone(noted, letter, rules, now)
    if waiting and channel is waiting.channel and waiting.is_for_resident:
        went_at = max(min(at, now), waiting.created_at)
        went = Accepted(
            key=key, channel=channel, at=went_at, to=Audience.RESIDENT.value, provider_id="", first_line=waiting.words
        )
        return note_accepted(noted, went, rules, now)
    return noted


def _key_it_has_now(complaint: Complaint, key: str) -> str:
    """The key under which what had that *key* waits or is in doubt now: it may have been written for another day."""
    doubted = {letter.notice for letter in complaint.unknown_letters}
    unsure = (*complaint.outbox, *(gone for gone in complaint.gone if gone.key in doubted))
    return next((each.key for each in unsure if f"{key}/{each.channel}" in each.formerly), key)


def is_told_of_bounce(complaint: Complaint, key: str, now: datetime) -> bool:
    """Whether the handler hears that it came back: of one of a former life only the first ones of a day."""
    key = _key_it_has_now(complaint, notice_and_channel(key)[0])
    label = complaint.label(key)
    of_this_life = complaint.key_of(label.rpartition("/")[2]) == key and not never_was(complaint, key)
    here = any(notice.key == key for notice in (*complaint.outbox, *complaint.gone))
    if of_this_life or here or complaint.record_summary.news_of(label).notice:
        return True
    return complaint.record_summary.news_on(now) < _MOST_TO_TELL


def note_bounced(
    complaint: Complaint,
    key: str,
    channel: Channel | None,
    why: str,
    at: datetime,
    rules: Rules,
    now: datetime,
    *,
    is_told: bool = True,
) -> Complaint:
    """It was taken, and came back: a letter goes another way, its duty is owed again, and the handler is told (D11).

    What went to staff says nothing of how the resident can be reached: somebody else is told of it. Of what nobody
    knows the handler is told, where *is_told*, but no address is given up for it.
    """
    key, named = notice_and_channel(key)
    label, why = complaint.label(key), shortened(why)
    key = _key_it_has_now(complaint, key)
    channel, waiting = channel or named, complaint.notice(key)
    notice = next((gone for gone in complaint.gone if gone.key == key), waiting)
    told = complaint.record_summary.news_of(complaint.label(key))
    kind = notice.kind if notice else told.notice
    by, channel = channel, channel or (notice.channel if notice else told.channel)
    failed = NoticeUndeliverable(label=label, notice=kind, channel=channel, why=why, came_back=True, by=by)
    if complaint.record_summary.knows(failed):
        return complaint
    noted = complaint.noting(failed, at=at, now=now)
    went_at = told.sent_at or (notice.created_at if notice else None)
    elsewhere = _went_elsewhere(complaint, kind, channel, went_at)
    if channel and _was_for_resident(kind) and not elsewhere:
        noted = noted.changed(resident=noted.resident.without(channel))
    reader = "" if notice else told.to
    noted = _tell_of_bounce(noted, reader, failed, rules, now) if is_told else noted
    letter = noted.unknown_letter(key)
    if letter and notice and channel is letter.channel:
        return _goes_another_way(noted, notice, why, at, rules, now, elsewhere=elsewhere)
    if waiting and waiting.channel is channel and channel is not Channel.LETTER:
        return _try_next(noted, waiting, Failure(channel=channel, why=why, at=at), rules, now)  # not yet known as sent
    if notice is None or notice is waiting or notice.reach or not _had_gone(noted, notice, channel):
        return noted
    if noted.death or is_overtaken(noted, notice) or (notice.fulfils and not is_kept(noted, notice)):
        return noted
    if notice.channel is not Channel.LETTER and not elsewhere:
        left = tuple(gone for gone in noted.gone if gone.key != key)
        noted = noted.changed(gone=left, outbox=(*noted.outbox, notice))
        noted = _try_next(noted, notice, Failure(channel=notice.channel, why=why, at=at), rules, now)
    owed = _owe_again(noted, notice, why, at, rules, now)
    return go_again(owed, notice, rules, now) if elsewhere else owed


def _goes_another_way(
    complaint: Complaint, notice: Notice, why: str, at: datetime, rules: Rules, now: datetime, *, elsewhere: bool
) -> Complaint:
    """A letter in doubt certainly did not arrive: it goes on as what came back before it was known as sent."""
    known, letter = complaint.without_unknown(notice.key), required(complaint.unknown_letter(notice.key), "letter")
    if not goes_again(complaint, letter, rules):
        return note_missed_meanwhile(known, notice, rules, now)
    if elsewhere:
        return go_again(known, notice, rules, now)
    left = tuple(gone for gone in known.gone if gone.key != notice.key)
    waits = known.changed(gone=left, outbox=(*known.outbox, notice))
    return _try_next(waits, notice, Failure(channel=notice.channel, why=why, at=at), rules, now)


def _had_gone(complaint: Complaint, notice: Notice, channel: Channel | None) -> bool:
    """Whether *notice* went the way by which it is said to have come back; printed, it goes when it is posted."""
    if channel is not notice.channel:
        return False
    return channel is not Channel.LETTER or is_posted(complaint, notice)


def _owe_again(complaint: Complaint, notice: Notice, why: str, at: datetime, rules: Rules, now: datetime) -> Complaint:
    """What came back is owed again: by its duty while that can be kept, else by itself until it has gone."""
    kept = is_kept(complaint, notice)
    if notice.fulfils and kept and _can_be_kept(complaint, notice, notice.fulfils, rules, now):
        return reopen(complaint, rules, notice.fulfils, why, now)
    if complaint.closed and complaint.closed.reason is CloseReason.WINDOW_PASSED and notice.kind in _OPENS_THE_WINDOW:
        complaint = complaint.changed(closed=None).noting(
            Reopened(unanswerable=True), at=now, now=now, clause=rules.edition.closing.clause
        )
        complaint = drop(complaint, Event.REOPENED, now)
    lacks = _ADDRESS_WRONG if notice.channel is Channel.LETTER else ""
    owed = owe_letter(complaint, notice, now, lacks)
    return note_owed_again(owed, required(owed.owed_letter(notice.key), "owed letter"), why, at, now)


def _can_be_kept(complaint: Complaint, notice: Notice, duty: DutyKey, rules: Rules, now: datetime) -> bool:
    """Whether there is time left for *duty*; a refusal closes the complaint, and is owed all the same."""
    ended = complaint.closed and notice.kind is not NoticeKind.REFUSAL
    return not ended and not duty_of(complaint, rules, duty).deadline.is_late(now)


def _was_for_resident(kind: NoticeKind | None) -> bool:
    return kind is not None and NOTICES[kind].audience is Audience.RESIDENT


def _went_elsewhere(
    complaint: Complaint, kind: NoticeKind | None, channel: Channel | None, went_at: datetime | None
) -> bool:
    """Whether it went to an address or number that the resident has given another for since."""
    since = any(way.channel is channel and went_at and went_at <= way.at for way in complaint.new_ways)
    return since or kind is NoticeKind.SOMETHING_CHANGED


def _tell_of_bounce(
    complaint: Complaint, reader: str, failed: NoticeUndeliverable, rules: Rules, now: datetime
) -> Complaint:
    """Tell the handler; of what was for a member of staff somebody else, but not of such a notice, or it never ends.

    *reader* is the id of that member of staff, where it is known.
    """
    if failed.notice is NoticeKind.SOMETHING_CHANGED:
        return complaint
    facts = CannotReachFacts(channel=failed.channel, why=failed.why, notice=failed.notice)
    if failed.notice is None or NOTICES[failed.notice].audience is Audience.RESIDENT:
        return tell_handler(complaint, rules, NoticeKind.CANNOT_REACH, facts, now)
    if failed.notice is NoticeKind.CANNOT_REACH:
        return complaint
    colleague = name_of(reader, complaint.people) if reader else "a member of staff"
    not_to = frozenset({reader}) if reader else frozenset()
    facts = facts.model_copy(update={"colleague": colleague})
    return tell_handler(complaint, rules, NoticeKind.CANNOT_REACH, facts, now, not_to=not_to)


def _try_next(complaint: Complaint, notice: Notice, failure: Failure, rules: Rules, now: datetime) -> Complaint:
    left = notice.channels[1:]
    if notice.is_for_resident:
        left = tuple(channel for channel in left if complaint.resident.can_have(channel))
    if not left:
        return _give_up(complaint, notice, rules, now)
    complaint, notice = brought_up_to_date(complaint, notice, rules)
    again = notice.model_copy(
        update={
            "channels": left,
            "formerly": (),
            "failures": (*notice.failures, failure),
            "not_before": when_it_may_go(left[0], now, rules),
            "useful_until": max(notice.useful_until, now + (notice.useful_until - notice.created_at)),
        }
    )
    if left[0] is Channel.LETTER:
        complaint, again = made_for(complaint, again, posting_day(now, rules), rules)
    outbox = tuple(again if old.key == notice.key else old for old in complaint.outbox)
    return complaint.changed(outbox=outbox)


def _give_up(complaint: Complaint, notice: Notice, rules: Rules, now: datetime) -> Complaint:
    """No way is left: what must reach the resident stays owed, and somebody finds a way."""
    left = complaint.without(notice.key)
    waits = notice.fulfils in {duty.key for duty in open_duties(left, rules)}
    if not notice.must_reach_resident or waits:
        return left
    return owe_letter(left.changed(gone=(*left.gone, notice)), notice, now, _NOT_PRINTED)
