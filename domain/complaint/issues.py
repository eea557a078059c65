"""The issues of a complaint: one row each, in the resident's own words beside our understanding (F-023, F-024)."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from domain.complaint.exclusions import Refusal
from domain.complaint.long_texts import beginning, length_of
from domain.policy.exclusions import AgeException
from domain.value import Day, Given, Value


class NewIssue(Given):
    """An issue as somebody takes it down."""

    words: str = Field(min_length=1)
    """What the resident is not happy with, as they say it; printed in the letter."""
    understood: str = ""
    """What the resident means, as we understood it; printed in the letter."""
    desired_outcome: str = ""
    """The outcome the resident wants; printed in the letter."""
    not_ours: str = ""
    """Whose it is, and why the landlord is not responsible for it; printed in the letter."""
    occurred_on: Day | None = None
    """When it happened."""
    known_on: Day | None = None
    """When the resident found out, if that was later."""
    age_exception: AgeException | None = None
    """Why an old issue is accepted all the same."""


class Issue(Value):
    """One issue of a complaint."""

    number: int
    words: str
    understood: str = ""
    desired_outcome: str = ""
    not_ours: str = ""
    occurred_on: date | None = None
    known_on: date | None = None
    age_exception: AgeException | None = None
    added_at: datetime
    confirmed_at: datetime | None = None
    """When the resident said that the understanding is right."""
    refusal: Refusal | None = None
    """The decision not to take this one issue, while the others go on."""

    @property
    def is_taken(self) -> bool:
        """Whether the complaint is about it: it was not refused, or that was reversed."""
        return self.refusal is None or self.refusal.reversed_at is not None

    @property
    def starts_from(self) -> date | None:
        """The day its age counts from: the later of when it happened and when the resident knew (A-03)."""
        return max((day for day in (self.occurred_on, self.known_on) if day), default=None)

    @property
    def in_their_words(self) -> str:
        """The resident's words, where they say more than our understanding does and are short enough to repeat."""
        longest = 1000
        same = " ".join(self.words.split()).casefold() == " ".join(self.understood.split()).casefold()
        return "" if same or not self.understood or length_of(self.words) > longest else self.words

    @property
    def described(self) -> str:
        """As a letter describes it: our understanding, or their words while there is none."""
        return self.understood or self.words

    def learning(
        self, *, understood: str = "", desired_outcome: str = "", not_ours: str = "", confirmed_at: datetime | None
    ) -> Self:
        """This issue with what was learnt of it; what is left blank stays.

        A changed understanding is unconfirmed until the resident says that it is right.
        """
        changed = bool(understood.strip()) and understood != self.understood
        still_confirmed = None if changed else self.confirmed_at
        return self.model_copy(
            update={
                "understood": understood if understood.strip() else self.understood,
                "desired_outcome": desired_outcome if desired_outcome.strip() else self.desired_outcome,
                "not_ours": not_ours if not_ours.strip() else self.not_ours,
                "confirmed_at": confirmed_at or still_confirmed,
            }
        )

    @property
    def shown(self) -> str:
        """As a refusal or a queue names it: "issue 2 (The window does not close.)"."""
        longest = 60
        words = " ".join(beginning(self.understood or self.words).split())
        return f"issue {self.number} ({words if len(words) <= longest else f'{words[:longest]}…'})"


def list_issues(issues: tuple[Issue, ...]) -> str:
    """The issues as a refusal lists them: "issue 1 (The lift.) and issue 2 (The window.)"."""
    *before, last = (issue.shown for issue in issues)
    return f"{', '.join(before)} and {last}" if before else last
