"""What notices may say: the facts that several kinds have in common."""

from datetime import date
from typing import Self

from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.value import Value


class Facts(Value):
    """What the template of a kind of notice may say; each kind has a model of its own.

    A field without a default is always there. One with a default may be missing: a template asks first, and where
    it is blank it counts as missing too.
    """


class SoonFacts(Facts):
    """The facts of a notice that names the next day to hear from us, or says "soon"."""

    due_on: date | None = None
    """The next day to hear from us; missing where it has passed, and the letter says "soon"."""

    def as_of(self, today: date) -> Self:
        """These facts as they are told *today*: without a day that has passed."""
        return self.model_copy(update={"due_on": None}) if self.due_on and self.due_on < today else self


class StageFacts(Facts):
    """The facts of a notice that comes at either stage."""

    stage: Stage
    summary: str
    handler: Officer | None = None
    """Who owns the stage, and signs."""


class Due(Value):
    """One line of a reminder: what is owed, by when, and how many working days past it is."""

    what: str
    due_on: date
    overdue_by: int = 0
    clause: str = ""
    stands_in_for: str = ""
    """The name of whoever would have been told, and is away: known when it goes."""


class OwedFacts(Facts):
    """The facts of a notice that lists what is owed."""

    summary: str
    duties: tuple[Due, ...]
