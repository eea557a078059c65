"""What is asked of everything that comes in, and what became of what is no complaint."""

from datetime import datetime
from enum import StrEnum

from domain.policy.definition import Classification, Trigger
from domain.policy.staff import Officer
from domain.value import Day, Value


class Choice(StrEnum):
    """What a dissatisfied person chose when the choice to complain was offered (A-02)."""

    COMPLAINT = "complaint"
    QUICK_RESOLUTION = "quick_resolution"
    NEITHER = "neither"
    """They want what they asked for, and no complaint."""


class Sorting(Value):
    """The answers by which a handler tells a complaint from what is none; what was not asked is left out."""

    classification: Classification = Classification.COMPLAINT
    first_contact: bool | None = None
    """Whether this is the first time they contact the landlord about it (F-020)."""
    earlier_contacts: tuple[Day, ...] = ()
    initial_response_given: bool | None = None
    initial_response_satisfactory: bool | None = None
    """Asked, never required: nobody is kept from complaining by it (R-011, A-01)."""
    dissatisfied: bool | None = None
    chose: Choice | None = None
    """What they chose when the choice was offered, whatever words they used."""
    passed_on_to: str = ""
    """The service a request or an enquiry goes to."""
    policy: str = ""
    """The policy that feedback is about; the complaints policy itself where none is named."""
    agreed_action: str = ""
    """What will be done at once, as it was agreed with the resident (Q-042)."""
    agreed_how: str = ""
    """How they agreed: by telephone, in person …"""
    why: str = ""

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
    """A change of what it was taken for; the first contact stays as it was."""

    at: datetime
    was: Classification
    became: Classification
    by: str
    why: str = ""
