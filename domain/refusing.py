"""Refusals: what was asked and could not be done, kept for the auditor and told to the handler (D6, D8)."""

from datetime import datetime

from domain.complaint import Complaint
from domain.notices import Facts, NoticeKind
from domain.policy import Rules
from domain.record import EntryKind
from domain.telling import tell_handler

_LONGEST = 500


def refuse(complaint: Complaint, asked: str, came: str, why: str, rules: Rules, now: datetime) -> Complaint:
    """Record that *asked* was refused, with what came (shortened) and why, and tell the handler."""
    came = came if len(came) <= _LONGEST else f"{came[:_LONGEST]}… ({len(came)} characters)"
    text = f"refused: {asked.replace('_', ' ')}: {why}{f' What came: {came}' if came else ''}"
    noted = complaint.noting(EntryKind.REFUSED, text, at=now, now=now)
    facts = Facts(stage=complaint.progress.stage, what=asked.replace("_", " "), why=why)
    return tell_handler(noted, rules, NoticeKind.MESSAGE_REFUSED, facts, now)
