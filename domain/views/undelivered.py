"""What could not be delivered, as the record has it."""

from domain.complaint.complaint import Complaint
from domain.complaint.facts.notices import AboutNotice, NoticeExpired, NoticeUndeliverable
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.record import Entry
from domain.policy.channels import Channel


def undelivered(complaint: Complaint) -> tuple[Entry, ...]:
    """The last failure of each notice that has not gone since and is still wanted, oldest first.

    A text stands beside what is told at length: it makes good no e-mail and no letter, and they make good a text.
    """
    failed: dict[tuple[NoticeKind, bool], Entry] = {}
    told: set[NoticeKind] = set()
    for entry in complaint.record:
        facts = entry.facts
        if not isinstance(facts, AboutNotice) or facts.notice is None:
            continue
        by_text = facts.channel is Channel.TEXT
        if not isinstance(facts, NoticeUndeliverable | NoticeExpired):
            failed.pop((facts.notice, True), None)
            if not by_text:
                failed.pop((facts.notice, False), None)
                told.add(facts.notice)
        elif not (by_text and facts.notice in told):
            failed[facts.notice, by_text] = entry
    return tuple(failed.values())
