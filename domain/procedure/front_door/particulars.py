"""Changing what the resident is to the landlord, and which property or agent it is about, at any time (F-012)."""

from datetime import datetime
from typing import ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.complainant import Particulars, Relation
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.contact_details import PARTICULARS, ParticularsChanged
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import DetailsChangedFacts
from domain.messages.message import Message
from domain.outbox.tell import tell_resident
from domain.policy.rules import Rules
from domain.procedure.gates import may_always
from domain.procedure.step import Step, When, Whose


class ChangeParticulars(Message):
    """Change the relationship to the landlord, or the property, agent or contractor it is about.

    Source: F-012 to F-016.
    """

    name: ClassVar[str] = "change_particulars"

    relation: Relation | None = None
    """What their relationship to the landlord is."""
    property_address: str | None = None
    """The property it is about; blank where that is their home."""
    managing_agent: str | None = None
    """The managing agent it is about; blank where there is none."""
    about_contractor: str | None = None
    """The contractor, or other person acting for the landlord, that it is about; blank where there is none."""
    note: str = ""
    """Anything worth keeping."""


def check_change(complaint: Complaint, order: ChangeParticulars, _rules: Rules) -> None:
    """Something changes.

    Raises:
        NotAllowedError: nothing does.
    """
    if _as_changed(complaint.particulars, order) == complaint.particulars:
        raise NotAllowedError("That is on record already; say what has changed.")


def change_particulars(complaint: Complaint, order: ChangeParticulars, rules: Rules, now: datetime) -> Complaint:
    """Keep the particulars as they are now, and tell the resident; what was is in the record."""
    after = _as_changed(complaint.particulars, order)
    facts = ParticularsChanged(was=complaint.particulars, now=after, note=order.note)
    changed = complaint.changed(particulars=after).noting(facts, at=order.at, now=now, by=order.by)
    told = DetailsChangedFacts(
        changed_on=landlord_day(order.at, rules.zone), changed=tuple(_RESIDENTS_HEAR[name] for name in facts.changed)
    )
    return tell_resident(changed, rules, NoticeKind.DETAILS_CHANGED, told, now)


_RESIDENTS_HEAR = {
    "relation": "how you are connected with us",
    "property_address": "which property this is about",
    "managing_agent": "which managing agent this is about",
    "about_contractor": "which contractor this is about",
}
"""How a letter says which of the particulars were changed."""


def _as_changed(before: Particulars, order: ChangeParticulars) -> Particulars:
    given = {name: it for name in PARTICULARS if (it := getattr(order, name)) is not None}
    return before.model_copy(update=given)


STEPS = (
    Step(
        ChangeParticulars,
        said="change-particulars",
        whose=Whose.ANYBODY,
        may=may_always,
        check=check_change,
        does=change_particulars,
        when=When.BEFORE_STAGE_1_TOO,
        undoes=("change_particulars",),
    ),
)
