"""Lost lives: the complaint goes on from an older copy of itself, and what it did since then is known elsewhere (D12).

A restored database or a reset makes it forget what it sent and wrote. The ledger and the register tell it so; what it
decides now is another matter, and a person looks at what the former life had done.
"""

from datetime import datetime

from domain.complaint.complaint import Complaint
from domain.complaint.facts.messages import LifeLost
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.staff_facts import LifeLostFacts
from domain.duties.lives import begin_life, take_into_life
from domain.outbox.tell import tell_handler
from domain.policy.rules import Rules


def note_key_used(complaint: Complaint, notice: Notice, life: str, rules: Rules, now: datetime) -> Complaint:
    """A notice's key was used with other facts: it goes under a key of a new *life*, and a person is told."""
    if complaint.key_of(complaint.label(notice.key).rpartition("/")[2]) == notice.key:
        complaint = begin_life(complaint, life)
    facts = LifeLost(label=complaint.label(notice.key), notice=notice.kind)
    noted = take_into_life(complaint, notice).noting(facts, at=now, now=now)
    return tell_handler(noted, rules, NoticeKind.LIFE_LOST, LifeLostFacts(notice=notice.kind), now)


def note_set_aside(complaint: Complaint, numbers: tuple[int, ...], rules: Rules, now: datetime) -> Complaint:
    """The register had entries of those *numbers* that this life does not know: they are kept, and a person is told."""
    kept = {"replaced_from": min(numbers), "replaced_through": max(numbers)}
    noted = complaint.noting(LifeLost.model_validate(kept), at=now, now=now)
    return tell_handler(noted, rules, NoticeKind.LIFE_LOST, LifeLostFacts.model_validate(kept), now)
