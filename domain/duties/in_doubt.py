"""What becomes of a letter in doubt once somebody knows: it had gone when it was tried, or it goes again (D12)."""

from datetime import datetime, timedelta

from domain.complaint.complaint import Complaint
from domain.complaint.facts.duties import DutyMissed
from domain.complaint.marks import Missed
from domain.complaint.notices import Notice
from domain.complaint.recipients import Audience
from domain.complaint.unknown_letters import UnknownLetter
from domain.duties.accepted import fulfil
from domain.duties.duty import is_noted_missed
from domain.duties.fulfilment import duty_of
from domain.duties.letters import kept_letter
from domain.duties.owed import open_duties
from domain.duties.readdressing import send_again
from domain.outbox.errands import Accepted
from domain.outbox.tell import tell_that_it_went
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage


def notice_in_doubt(complaint: Complaint, letter: UnknownLetter) -> Notice | None:
    """The notice of *letter*; None where the stage it belonged to has been undone since."""
    return next((gone for gone in complaint.gone if gone.key == letter.notice), None)


def note_gone(complaint: Complaint, letter: UnknownLetter, rules: Rules, now: datetime) -> Complaint:
    """It had gone when it was first tried: what it was owed for is met as of then."""
    notice, known = notice_in_doubt(complaint, letter), complaint.without_unknown(letter.notice)
    if notice is None:
        return known
    told = tell_that_it_went(known, rules, notice, now) if _is_news(complaint, letter, rules, now) else known
    if told.owed_letter(notice.key) is None and kept_letter(told, notice) is None:
        return told
    went = Accepted(
        key=notice.key,
        channel=letter.channel,
        at=letter.tried_at,
        to=Audience.RESIDENT.value,
        provider_id="",
        first_line="",
    )
    return fulfil(told, notice, went, rules, now)


def _is_news(complaint: Complaint, letter: UnknownLetter, rules: Rules, now: datetime) -> bool:
    """Whether a text that *letter* has gone is still true and of use: it is owed, and was tried days ago at most."""
    useful_until = letter.tried_at + timedelta(days=rules.landlord.usefulness.status)
    return now < useful_until and goes_again(complaint, letter, rules)


def note_not_gone(
    complaint: Complaint, letter: UnknownLetter, rules: Rules, now: datetime, *, by_post: bool = False
) -> Complaint:
    """It never arrived: it goes again as the resident is reached now, or *by_post*, where it is still owed."""
    notice, known = notice_in_doubt(complaint, letter), complaint.without_unknown(letter.notice)
    if notice is None or not goes_again(complaint, letter, rules):
        return note_missed_meanwhile(known, notice, rules, now)
    return send_again(known, notice, rules, now, by_post=by_post)


def note_missed_meanwhile(complaint: Complaint, notice: Notice | None, rules: Rules, now: datetime) -> Complaint:
    """A letter that never arrived, and that nothing waits for any more, was missed where its day passed before that."""
    if notice is None or notice.fulfils is None or kept_letter(complaint, notice) is None:
        return complaint
    duty = duty_of(complaint, rules, notice.fulfils)
    ended_at, passed_at = _ended_at(complaint, notice.fulfils), duty.deadline.passes_at()
    still_tells = duty.is_open or duty.done_at or is_noted_missed(duty, complaint)
    if still_tells or ended_at is None or ended_at < passed_at:
        return complaint
    missed = Missed(duty=duty.key, due_on=duty.due_on)
    facts = DutyMissed(duty=duty.key, called=duty.words, due_on=duty.due_on)
    noted = complaint.noting(facts, at=passed_at, now=now, clause=duty.clause, stage=duty.stage)
    return noted.changed(missed=(*noted.missed, missed))


def _ended_at(complaint: Complaint, duty: DutyKey) -> datetime | None:
    """When what was owed under *duty* was overtaken: the answer was given, or the complaint closed."""
    progress = complaint.at_stage(duty.stage) if duty.stage else None
    answer = progress.responded if progress else None
    review = complaint.at_stage(Stage.TWO)
    if duty.kind is DutyKind.RESPOND:
        answer = review.responded if review else None
    answered_at = answer and (answer.decided_at if duty.kind is DutyKind.EXTENSION_LETTER else answer.met_at)
    closed_at = complaint.closed.at if complaint.closed else None
    return min((at for at in (answered_at, closed_at) if at), default=None)


def goes_again(complaint: Complaint, letter: UnknownLetter, rules: Rules) -> bool:
    """Whether *letter* is still owed, so that it goes again where it never arrived."""
    notice = notice_in_doubt(complaint, letter)
    if notice is None or complaint.owed_letter(letter.notice):
        return notice is not None
    waits = notice.fulfils in {duty.key for duty in open_duties(complaint, rules)}
    return waits and kept_letter(complaint, notice) is not None
