"""Refusals: what was asked and could not be done, kept for the auditor and told to the handler (D6, D8)."""

from datetime import datetime

from domain.complaint import Complaint
from domain.notices import Facts, NoticeKind
from domain.policy import Rules
from domain.record import EntryKind
from domain.telling import tell_handler

_LONGEST = 500


def note_refusal(complaint: Complaint, asked: str, came: str, why: str, now: datetime, by: str = "") -> Complaint:
    """Record that *asked* was refused, with what came (shortened) and why."""
    came = came if len(came) <= _LONGEST else f"{came[:_LONGEST]}… ({len(came)} characters)"
    text = f"refused: {asked.replace('_', ' ')}: {why}{f' What came: {came}' if came else ''}"
    return complaint.noting(EntryKind.REFUSED, text, at=now, now=now, by=by)


def refuse(complaint: Complaint, asked: str, came: str, why: str, rules: Rules, now: datetime) -> Complaint:
    """Record the refusal of a message whose sender waits for no answer, and tell the handler of it."""
    facts = Facts(stage=complaint.progress.stage, what=asked.replace("_", " "), why=why)
    return tell_handler(note_refusal(complaint, asked, came, why, now), rules, NoticeKind.MESSAGE_REFUSED, facts, now)
