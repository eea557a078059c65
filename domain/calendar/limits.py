"""What a limit is: an amount, a unit, an event it counts from, and the clause that says so."""

from enum import StrEnum

from pydantic import PositiveInt

from domain.value import Value


class Unit(StrEnum):
    """What a limit counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class Anchor(StrEnum):
    """The events a clock may start from."""

    RECEIVED = "received"
    QUICK_RESOLUTION_AGREED = "quick_resolution_agreed"
    PASSED_ON = "passed_on"
    REFUSED = "refused"
    ACKNOWLEDGED = "acknowledged"
    RESPONSE_DUE = "response_due"
    RESPONSE_SENT = "response_sent"
    RESPONSE_RECEIVED = "response_received"
    ESCALATION_REQUESTED = "escalation_requested"
    UNDERSTANDING_SENT = "understanding_sent"
    ACTION_COMPLETED = "action_completed"
    ACTION_ANSWERED = "action_answered"
    REACTION = "reaction"
    """The resident said what they think of the response."""
    READY_TO_POST = "ready_to_post"
    """A letter was printed, or came back."""
    MISSED = "missed"
    LATE_LETTER_SENT = "late_letter_sent"
    GIVEN = "given"
    """Nothing is counted: the day itself was named."""


class Cited(Value):
    """Something the policy says: its clause as printed, and the ambiguities (A-nn) the reading settles."""

    clause: str
    settles: tuple[str, ...] = ()
    ours: bool = False
    """True where the policy is silent or its number is lost, and the number is our default."""
    note: str = ""


class TimeLimit(Cited):
    """The most days a duty may take, what they count from, and the clause that says so."""

    amount: PositiveInt
    unit: Unit
    starts_from: Anchor
    before: bool = False
    """True for a limit that is counted back from its anchor."""
    variants: tuple[str, ...] = ()
    """Other figures the policy prints for the same limit, kept for the reader and never used."""

    @property
    def words(self) -> str:
        """The length as people say it: "5 working days"."""
        unit = self.unit.replace("_", " ")
        return f"{self.amount} {unit if self.amount > 1 else unit.removesuffix('s')}"
