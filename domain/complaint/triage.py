"""Triage answers, which every contact has, and the outcome of a contact that is not a complaint."""

from datetime import datetime
from enum import StrEnum

from domain.policy.definition import Classification, Trigger
from domain.policy.staff import Officer
from domain.value import Day, Given, Value


class Choice(StrEnum):
    """What a dissatisfied person chose when the choice to complain was offered (A-02)."""

    COMPLAINT = "complaint"
    QUICK_RESOLUTION = "quick_resolution"
    NEITHER = "neither"
    """They want what they asked for, and no complaint."""


class TriageAnswers(Given):
    """The triage answers by which a handler tells a complaint from other contacts; what was not asked is left out."""

    classification: Classification = Classification.COMPLAINT
    """What it is."""
    first_contact: bool | None = None
    """Whether this is the first time they have contacted us about it."""
    earlier_contacts: tuple[Day, ...] = ()
    """A date on which they contacted us about it before."""
    initial_response_given: bool | None = None
    """Whether they have had an answer before."""
    initial_response_satisfactory: bool | None = None
    """Whether that answer satisfied them; they may complain either way."""
    dissatisfied: bool | None = None
    """Whether they are dissatisfied, however they put it."""
    chose: Choice | None = None
    """What they chose when offered the choice to complain."""
    passed_on_to: str = ""
    """The service it is passed on to, such as repairs; printed in the letter."""
    policy: str = ""
    """The policy the matter is about, where it is kept as feedback for its next review; printed in the letter."""
    agreed_action: str = ""
    """What will be done at once, as agreed with the resident; printed in the letter."""
    agreed_how: str = ""
    """How the resident agreed: by telephone, in person …"""
    why: str = ""
    """The reason for this classification, where it needs one."""

    @property
    def triggers(self) -> tuple[Trigger, ...]:
        """What in these answers makes it a stage 1 complaint (R-051)."""
        there = {
            Trigger.CONTACTED_BEFORE: self.first_contact is False,
            Trigger.UNHAPPY_WITH_ACTION: self.initial_response_satisfactory is False,
            Trigger.WANTS_TO_COMPLAIN: self.chose is Choice.COMPLAINT,
        }
        return tuple(trigger for trigger, is_there in there.items() if is_there)


class ServiceRequest(Value):
    """A request or an enquiry that a service deals with; it goes on beside a complaint about it (Q-031, Code 1.5)."""

    passed_on_to: str
    passed_on_at: datetime
    answered_at: datetime | None = None
    outcome: str = ""


class QuickTry(Value):
    """An early or quick resolution: what was agreed, and what came of it."""

    agreed_at: datetime
    by: Officer
    action: str
    agreed_how: str = ""
    resolved_at: datetime | None = None
    outcome: str = ""
    failed_at: datetime | None = None
    why_failed: str = ""
    lapsed: bool = False
    """Whether it failed by itself, because its time ended."""

    @property
    def is_open(self) -> bool:
        """Whether it is still being put right."""
        return self.resolved_at is None and self.failed_at is None


class Conversion(Value):
    """A reclassification of the contact; the first contact stays as it was."""

    at: datetime
    was: Classification
    became: Classification
