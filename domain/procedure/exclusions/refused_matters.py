"""What is still owed on a matter that was refused: an internal investigation, and looking at it again (R-030, R-039).

The letter promises both to the resident, so both have a day, are reminded of, and keep the record from ending.
"""

from datetime import datetime, timedelta
from typing import Protocol

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import RefusedMatterLookedInto
from domain.duties.fulfilment import duty_of, note_met
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.rules import Rules
from domain.value import required

INVESTIGATION = DutyKind.INTERNAL_INVESTIGATION.key
REVIEW = DutyKind.REFUSAL_REVIEW.key
_LOOKED_AT_FROM = timedelta(days=31)
"""How long before its day a matter may be looked at again."""


class FindsOut(Protocol):
    """An order that says what was found."""

    @property
    def at(self) -> datetime:
        """When it was found."""
        ...

    @property
    def by(self) -> Actor:
        """Who found it."""
        ...

    @property
    def found(self) -> str:
        """What it was."""
        ...

    @property
    def more_needed(self) -> bool | None:
        """Whether more has to be looked into."""
        ...


def owed_on_refused(complaint: Complaint, at: datetime, rules: Rules) -> DutyKey | None:
    """Which of the two duties findings recorded at *at* do; None where neither is owed by then."""
    refusal = complaint.refused
    if refusal is None:
        return None
    if refusal.investigated_internally and refusal.looked_into_at is None:
        return INVESTIGATION
    may_look_again = refusal.review_on and landlord_day(at, rules.zone) >= refusal.review_on - _LOOKED_AT_FROM
    return REVIEW if may_look_again and refusal.reviewed_at is None else None


def check_found(complaint: Complaint, order: FindsOut, rules: Rules) -> None:
    """What was found is put in words.

    Raises:
        NotAllowedError: nothing is said.
    """
    if not order.found.strip():
        key = required(owed_on_refused(complaint, order.at, rules), "duty of what was refused")
        clause = duty_of(complaint, rules, key).clause
        raise NotAllowedError(f"{clause}: say what was found.")


def record_found(complaint: Complaint, order: FindsOut, rules: Rules, now: datetime) -> Complaint:
    """Record what was found in a refused matter; the refusal stands until somebody reverses it."""
    key = required(owed_on_refused(complaint, order.at, rules), "duty of what was refused")
    duty, refusal = duty_of(complaint, rules, key), required(complaint.refused, "refusal")
    facts = RefusedMatterLookedInto(found=order.found, again=key != INVESTIGATION, more_needed=bool(order.more_needed))
    noted = complaint.noting(facts, at=order.at, now=now, by=order.by, clause=duty.clause)
    if order.more_needed:
        return noted
    done = {"looked_into_at": order.at} if key == INVESTIGATION else {"reviewed_at": order.at}
    noted = noted.changed(refusals=(*complaint.refusals[:-1], refusal.model_copy(update=done)))
    return note_met(noted, rules, duty, order.at, landlord_day(order.at, rules.zone), now)
