"""What could not be delivered, as the record has it."""

from domain.complaint.complaint import Complaint
from domain.complaint.record import Entry, EntryKind
from domain.policy.channels import Channel

_DID_NOT_GO = {EntryKind.NOTICE_FAILED, EntryKind.NOTICE_EXPIRED}
_SETTLED = {EntryKind.NOTICE_SENT, EntryKind.NOTICE_DROPPED}


def undelivered(complaint: Complaint) -> tuple[Entry, ...]:
    """The last failure of each notice that has not gone since and is still wanted, oldest first.

    A text stands beside what is told at length: it makes good no e-mail and no letter, and they make good a text.
    """
    failed: dict[tuple[str, bool], Entry] = {}
    told: set[str] = set()
    for entry in complaint.record:
        by_text = entry.channel is Channel.TEXT
        if entry.kind in _DID_NOT_GO and entry.notice and not (by_text and entry.notice in told):
            failed[entry.notice, by_text] = entry
        elif entry.kind in _SETTLED:
            failed.pop((entry.notice, True), None)
            if not by_text:
                failed.pop((entry.notice, False), None)
                told.add(entry.notice)
    return tuple(failed.values())
