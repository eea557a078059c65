"""What a letter that has gone was owed for is done: its duty, or the sending of what had come back (D11)."""

from datetime import datetime

from domain.complaint.complaint import Complaint
from domain.complaint.notices import Notice
from domain.duties.letters import letter_of, meet_by_letter, meet_owed
from domain.outbox.errands import Accepted
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.rules import Rules
from domain.value import required


def fulfil(complaint: Complaint, notice: Notice, news: Accepted, rules: Rules, now: datetime) -> Complaint:
    """What *notice* was owed for is done: its duty, or the sending of what had come back."""
    if owed := complaint.owed_letter(notice.key):
        return meet_owed(complaint, rules, owed, news.at, now, channel=news.channel)
    return _meet(complaint, notice.fulfils, news, rules, now) if notice.fulfils else complaint


def _meet(complaint: Complaint, duty: DutyKey, news: Accepted, rules: Rules, now: datetime) -> Complaint:
    counts_by = rules.edition.stage(required(duty.stage, "stage of a letter")).acknowledge.counts_by
    if duty.kind is DutyKind.ACKNOWLEDGE and news.channel not in counts_by:
        return complaint
    if letter_of(complaint, duty).met_at is not None:
        return complaint
    return meet_by_letter(complaint, rules, duty, news.at, now, channel=news.channel)
