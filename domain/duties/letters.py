"""Letters that fulfil a duty: sent, posted, handed over, come back and sent again (D11)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from domain.calendar.days import landlord_day
from domain.calendar.deadlines import working_day
from domain.complaint.complaint import Complaint
from domain.complaint.facts.duties import DutyReopened
from domain.complaint.notice_facts import Facts
from domain.complaint.notice_kinds import NoticeKind, letter_called
from domain.complaint.notice_rules import NOTICES, Event, kinds_called
from domain.complaint.notices import Notice
from domain.complaint.owed_letters import OwedLetter
from domain.complaint.stages import Extension, Letter, StageProgress
from domain.duties.beside_the_stages import post_key
from domain.duties.duty import Duty
from domain.duties.fulfilment import duty_of, note_met
from domain.duties.owed import open_duties
from domain.messages.message import AlreadySent, How
from domain.outbox.posting import posting_day
from domain.outbox.tell import drop_one, drop_overtaken, note_handler_named, tell_by_text, tell_resident
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.rules import Rules
from domain.value import required


def send_letter(
    complaint: Complaint,
    rules: Rules,
    kind: NoticeKind,
    facts: Facts,
    now: datetime,
    *,
    duty: DutyKey,
    already_sent: AlreadySent | None,
) -> Complaint:
    """Send the letter that fulfils *duty*, or note that it has gone; a status text tells of it once it has."""
    owed = duty_of(complaint, rules, duty)
    if complaint.resident.is_anonymous or complaint.death:
        return _met_with_nobody(tell_resident(complaint, rules, kind, facts, now), rules, owed, now)
    if kind is not NoticeKind.CONTACT_NOTE:
        complaint = _without_old_news(complaint, now)
    if already_sent:
        named = note_handler_named(drop_overtaken(complaint, kind, now), kind, facts, now)
        told = tell_by_text(named, rules, kind, facts, now)
        channel = Channel.LETTER
        by_hand = already_sent.how is How.BY_HAND
        return meet_by_letter(told, rules, duty, already_sent.at, now, channel=channel, by_hand=by_hand)
    told = tell_resident(complaint, rules, kind, facts, now, fulfils=duty, clause=owed.clause)
    notice = told.outbox[-1].key
    letter = letter_of(complaint, duty)
    return with_letter(told, duty, letter.model_copy(update={"notice": notice}))


def _met_with_nobody(complaint: Complaint, rules: Rules, owed: Duty, now: datetime) -> Complaint:
    """Nobody knows whom to write to: what was decided is on record, and no letter is owed (R-031)."""
    letter = letter_of(complaint, owed.key)
    at = letter.decided_at
    met = with_letter(complaint, owed.key, letter.model_copy(update={"met_at": at}))
    return note_met(met, rules, owed, at, landlord_day(at, rules.zone), now)


def meet_by_letter(
    complaint: Complaint,
    rules: Rules,
    duty: DutyKey,
    at: datetime,
    now: datetime,
    *,
    channel: Channel,
    by_hand: bool = False,
) -> Complaint:
    """The letter that fulfils *duty* has gone, by *channel*, at *at*."""
    owed = duty_of(complaint, rules, duty)
    went_on = landlord_day(at, rules.zone)
    received = received_on(went_on, channel, rules, by_hand=by_hand)
    gone = {"met_at": at, "channel": channel, "received_on": received, "reopened": False}
    letter = letter_of(complaint, duty)
    met = with_letter(complaint.without_unknown(letter.notice), duty, letter.model_copy(update=gone))
    counted_on = counts_on(duty, went_on, channel, rules, by_hand=by_hand)
    return note_met(met, rules, owed, at, counted_on, now)


def how_it_goes(
    complaint: Complaint, already_sent: AlreadySent | None, rules: Rules, now: datetime
) -> tuple[date, Channel, bool]:
    """The day on which a letter went, or is to go, by which way, and whether by hand."""
    if already_sent:
        return landlord_day(already_sent.at, rules.zone), Channel.LETTER, already_sent.how is How.BY_HAND
    channel = complaint.resident.long_channels[0]
    goes_on = posting_day(now, rules) if channel is Channel.LETTER else landlord_day(now, rules.zone)
    return goes_on, channel, False


def counts_on(duty: DutyKey, went_on: date, channel: Channel, rules: Rules, *, by_hand: bool = False) -> date:
    """The day that counts for a letter that meets *duty*: when it goes or, where the policy asks for that, arrives."""
    arrives = duty.stage and duty.kind is DutyKind.RESPOND and rules.edition.stage(duty.stage).respond.arrives
    return received_on(went_on, channel, rules, by_hand=by_hand) if arrives else went_on


def received_on(went_on: date, channel: Channel, rules: Rules, *, by_hand: bool = False) -> date:
    """The day a notice counts as received (A-33)."""
    delivery = rules.landlord.delivery
    by_channel = {Channel.EMAIL: delivery.email, Channel.TEXT: delivery.text, Channel.LETTER: delivery.letter}
    days = delivery.by_hand if by_hand else by_channel[channel]
    if not days:
        return went_on
    return working_day(went_on, days, rules.calendar)


def owe_letter(complaint: Complaint, notice: Notice, since: datetime, lacks: str = "") -> Complaint:
    """*notice* was printed and no duty waits for it, or it came back: from then on somebody owes it to the resident."""
    meets = notice.fulfils if is_kept(complaint, notice) else None
    before = next((letter for letter in complaint.owed_letters if letter.notice == notice.key), None)
    again = {"since": since, "lacks": lacks, "gone_at": None, "released_at": None}
    if meets:
        complaint = with_letter(complaint, meets, letter_of(complaint, meets).model_copy(update={"came_back": True}))
    if before:
        return complaint.with_owed(before.model_copy(update=again))
    of_its_kind = sum(letter.kind is notice.kind for letter in complaint.owed_letters)
    owed = OwedLetter(
        notice=notice.key,
        kind=notice.kind,
        number=of_its_kind + 1 if of_its_kind else None,
        stage=notice.fulfils.stage if notice.fulfils else complaint.stage,
        since=since,
        clause=notice.clause,
        meets=meets,
        lacks=lacks,
    )
    return complaint.changed(owed_letters=(*complaint.owed_letters, owed))


def owe_what_came_back(complaint: Complaint, now: datetime) -> Complaint:
    """An earlier release owed nobody a letter that came back late: in complaints that it kept, it is owed from now.

    One that was owed since, and was taken back or released, stays so.
    """
    owed_once = {letter.notice for letter in complaint.owed_letters}
    came_back = {
        letter.notice
        for progress in complaint.stages
        for kept in KEPT_LETTERS.values()
        if (letter := kept.of(progress)) and letter.came_back and letter.notice not in owed_once
    }
    for notice in (*complaint.outbox, *complaint.gone) if came_back else ():
        complaint = owe_letter(complaint, notice, now) if notice.key in came_back else complaint
    return complaint


def note_owed_again(complaint: Complaint, letter: OwedLetter, why: str, at: datetime, now: datetime) -> Complaint:
    """Say on the record that *letter* came back, and is owed."""
    facts = DutyReopened(duty=post_key(letter), called=letter.called, why=why)
    return complaint.noting(facts, at=at, now=now, clause=letter.clause, stage=letter.stage)


def meet_owed(
    complaint: Complaint,
    rules: Rules,
    letter: OwedLetter,
    at: datetime,
    now: datetime,
    *,
    channel: Channel,
    by_hand: bool = False,
) -> Complaint:
    """An owed letter has gone, by *channel*, at *at*: what it had met before stands as it was."""
    owed, went_on = duty_of(complaint, rules, post_key(letter)), landlord_day(at, rules.zone)
    gone = complaint.without_unknown(letter.notice).with_owed(letter.model_copy(update={"gone_at": at}))
    if letter.meets:
        again = {"came_back": False, "again_at": at, "channel": channel}
        received = {"again_received_on": received_on(went_on, channel, rules, by_hand=by_hand)}
        kept = letter_of(gone, letter.meets).model_copy(update=again | received)
        gone = with_letter(gone, letter.meets, kept)
    return note_met(gone, rules, owed, at, went_on, now)


def release_owed(complaint: Complaint, letter: OwedLetter, at: datetime) -> Complaint:
    """An owed letter can reach nobody: it is owed no more, and what it had met stands."""
    released = complaint.without_unknown(letter.notice).with_owed(letter.model_copy(update={"released_at": at}))
    return release_kept(released, letter.meets, at) if letter.meets else released


def release_kept(complaint: Complaint, duty: DutyKey, at: datetime) -> Complaint:
    """The letter that *duty* waits for can reach nobody: nothing waits for it any more."""
    released, letter = {"came_back": False, "released_at": at}, letter_of(complaint, duty)
    known = complaint.without_unknown(letter.notice)
    return with_letter(known, duty, letter.model_copy(update=released))


def release_all(complaint: Complaint, at: datetime) -> Complaint:
    """No letter to the resident is owed any more, whatever it was for."""
    for owed in complaint.owed_letters:
        complaint = release_owed(complaint, owed, at) if owed.waits else complaint
    for progress in complaint.stages:
        for kind in KEPT_LETTERS:
            letter = letter_decided_on(progress, kind)
            if letter and letter.through_at is None:
                complaint = release_kept(complaint, kind.at(progress.stage), at)
    return complaint


def is_kept(complaint: Complaint, notice: Notice) -> bool:
    """Whether a stage keeps *notice* as the letter that met its duty; not once a newer one has taken its place."""
    letter = kept_letter(complaint, notice)
    return letter is not None and letter.met_at is not None


def is_posted(complaint: Complaint, notice: Notice) -> bool:
    """Whether somebody recorded that the printed *notice* has gone."""
    owed = [letter for letter in complaint.owed_letters if letter.notice == notice.key]
    return owed[-1].gone_at is not None if owed else is_kept(complaint, notice)


def kept_letter(complaint: Complaint, notice: Notice) -> Letter | None:
    """The letter that *notice* is, where a stage keeps it."""
    duty = notice.fulfils
    progress = complaint.at_stage(duty.stage) if duty and duty.stage else None
    letter = letter_decided_on(progress, duty.kind) if duty and progress else None
    return letter if letter and letter.notice == notice.key else None


def reopen(complaint: Complaint, rules: Rules, duty: DutyKey, why: str, now: datetime) -> Complaint:
    """The letter that had met *duty* never reached the resident: it is owed again (D11)."""
    owed = duty_of(complaint, rules, duty)
    letter = letter_of(complaint, duty)
    not_gone = {
        "met_at": None,
        "channel": None,
        "received_on": None,
        "again_at": None,
        "reopened": True,
        "reopened_at": now,
    }
    again = with_letter(complaint, duty, letter.model_copy(update=not_gone))
    facts = DutyReopened(duty=duty, called=owed.words, why=why)
    return again.noting(facts, at=now, now=now, clause=owed.clause, stage=owed.stage)


class UnsentLetter(NamedTuple):
    """A letter that has not gone."""

    number: str
    """By which people tell it from the complaint's other letters."""
    notice: str
    """The key of its notice."""
    words: str
    since: datetime
    """When it was decided on; of an owed one, the minute in which it was printed or came back."""
    duty: DutyKey
    """The duty that is met when it goes."""
    owed: OwedLetter | None = None
    """Where no duty of a stage waits for it."""

    @property
    def called(self) -> str:
        """As a sentence calls it: "response letter"."""
        return letter_called(self.words)

    def is_called(self, name: str) -> bool:
        """Whether it is the letter of that number, or of the kind of that name."""
        return name == self.number or any(self.notice.endswith(f"/{self.number}-{kind}") for kind in kinds_called(name))


def unsent_letters(complaint: Complaint) -> Iterator[UnsentLetter]:
    """Every letter that was decided on, printed or came back, and has not gone since; the latest stage's first."""
    for progress in reversed(complaint.stages):
        for kind in KEPT_LETTERS:
            letter = letter_decided_on(progress, kind)
            if letter and letter.met_at is None and letter.released_at is None:
                number, duty = complaint.letter_number(letter.notice), kind.at(progress.stage)
                yield UnsentLetter(number, letter.notice, duty.row.letter, letter.decided_at, duty)
    for owed in reversed(complaint.owed_letters):
        if owed.waits:
            number, since = complaint.letter_number(owed.notice), owed.since.replace(second=0, microsecond=0)
            yield UnsentLetter(number, owed.notice, owed.words, since, post_key(owed), owed)


def letters_to_post(complaint: Complaint, rules: Rules) -> Iterator[UnsentLetter]:
    """The letters that are printed and wait to be posted; what was overtaken waits no more."""
    printed = {notice.key for notice in complaint.gone if notice.channel is Channel.LETTER}
    if printed:
        owed = {duty.key for duty in open_duties(complaint, rules)}
        yield from (each for each in unsent_letters(complaint) if each.notice in printed and each.duty in owed)


def letters_in_doubt(complaint: Complaint, rules: Rules) -> Iterator[UnsentLetter]:
    """The letters that are owed, and of which nobody knows whether they went."""
    if complaint.unknown_letters:
        owed = {duty.key for duty in open_duties(complaint, rules)}
        unsent = (each for each in unsent_letters(complaint) if each.duty in owed)
        yield from (each for each in unsent if complaint.unknown_letter(each.notice))


def letter_of(complaint: Complaint, duty: DutyKey) -> Letter:
    """The letter that fulfils *duty*.

    Raises:
        LookupError: none was decided on.
    """
    return required(letter_decided_on(_stage_of(complaint, duty), duty.kind), f"letter for {duty.name}")


def letter_decided_on(progress: StageProgress, kind: DutyKind) -> Letter | None:
    """The letter decided on for the duty of that kind at a stage."""
    return KEPT_LETTERS[kind].of(progress)


def with_letter(complaint: Complaint, duty: DutyKey, letter: Letter) -> Complaint:
    """This complaint with that letter for *duty*."""
    progress = _stage_of(complaint, duty)
    return complaint.with_progress(progress, **KEPT_LETTERS[duty.kind].fields(progress, letter))


def with_key(complaint: Complaint, old: str, new: str) -> Complaint:
    """This complaint with the letter of the key *old* kept, or owed, under the key *new*."""
    for progress in complaint.stages:
        for kept in KEPT_LETTERS.values():
            letter = kept.of(progress)
            if letter and letter.notice == old:
                fields = kept.fields(progress, letter.model_copy(update={"notice": new}))
                complaint = complaint.with_progress(progress, **fields)
    renewed = {"notice": new, "lacks": ""}
    owed = tuple(each.model_copy(update=renewed) if each.notice == old else each for each in complaint.owed_letters)
    return complaint.changed(owed_letters=owed)


def _stage_of(complaint: Complaint, duty: DutyKey) -> StageProgress:
    stage = required(duty.stage, f"stage of {duty.name}")
    return required(complaint.at_stage(stage), stage)


def _with_last_extension(progress: StageProgress, letter: Letter) -> tuple[Extension, ...]:
    last = progress.extensions[-1].model_copy(update={"letter": letter})
    return (*progress.extensions[:-1], last)


class KeptLetter(NamedTuple):
    """Where a stage keeps a letter that fulfils a duty."""

    of: Callable[[StageProgress], Letter | None]
    """The letter; None where none was decided on."""
    fields: Callable[[StageProgress, Letter], dict[str, Any]]
    """The fields of the stage that hold another in its place."""


KEPT_LETTERS = {
    DutyKind.ACKNOWLEDGE: KeptLetter(
        lambda progress: progress.acknowledgement, lambda _, letter: {"acknowledgement": letter}
    ),
    DutyKind.RESPOND: KeptLetter(lambda progress: progress.responded, lambda _, letter: {"responded": letter}),
    DutyKind.EXTENSION_LETTER: KeptLetter(
        lambda progress: progress.extensions[-1].letter if progress.extensions else None,
        lambda progress, letter: {"extensions": _with_last_extension(progress, letter)},
    ),
    DutyKind.REFUSAL_LETTER: KeptLetter(
        lambda progress: progress.refusal_letter, lambda _, letter: {"refusal_letter": letter}
    ),
}
"""Where each letter that fulfils a duty is kept."""


def _without_old_news(complaint: Complaint, now: datetime) -> Complaint:
    """Take back the texts that wait for the morning: two of them would tell two states, in any order."""
    for notice in complaint.outbox:
        waits = notice.channel is Channel.TEXT and notice.not_before > now and not notice.fulfils
        if waits and Event.A_LETTER_TELLS_MORE in NOTICES[notice.kind].untrue_after:
            complaint = drop_one(complaint, notice, Event.A_LETTER_TELLS_MORE, now)
    return complaint
