"""What a response says: outcome, reasons, remedy, promised actions, learning."""

from enum import StrEnum

from pydantic import PositiveInt

from domain.value import Day, Value


class Outcome(StrEnum):
    """What the landlord found."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"

    @property
    def words(self) -> str:
        """As people say it: "partly upheld"."""
        return self.replace("_", " ")


class Finding(StrEnum):
    """What was found of one issue (A-24)."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    NOT_OURS = "not_ours"
    """The landlord is not responsible for it, as the acknowledgement said (Code 5.7)."""

    @property
    def words(self) -> str:
        """As people say it."""
        return "not ours to decide" if self is Finding.NOT_OURS else self.replace("_", " ")


class IssueFinding(Value):
    """The finding on one issue, with the reasons for it."""

    issue: PositiveInt
    finding: Finding
    reasons: str = ""

    @property
    def says_why(self) -> bool:
        """Whether it gives its reasons; of what is not ours the issue itself says whose it is."""
        return bool(self.reasons.strip()) or self.finding is Finding.NOT_OURS


class Promise(Value):
    """Something the landlord will do, who will do it, and by when."""

    what: str
    owner: str
    """A person's id in the staff directory, or the name of a managing agent or contractor."""
    due_on: Day
    owner_name: str = ""
    """The owner as letters name them; filled in by the desk where the owner is a person's id."""


class Response(Value):
    """A response as its author wrote it; what is still missing is named by the procedure."""

    outcome: Outcome | None = None
    """As it follows from the findings (A-24); a complaint of one issue needs no finding beside it."""
    findings: tuple[IssueFinding, ...] = ()
    complaint: str = ""
    reasons: str = ""
    remedy: str = ""
    promises: tuple[Promise, ...] = ()
    learning: tuple[str, ...] = ()
    no_learning_because: str = ""
    stage_1_stands: bool | None = None
    """At stage 2, whether the stage 1 outcome stands (A-23); the outcome above is the complaint's."""
