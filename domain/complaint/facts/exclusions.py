"""Record entries about refusals, their reversal, and issues that are old (Code 2)."""

from datetime import date
from typing import Literal

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People
from domain.value import Value


class IssueAge(Value):
    """An issue, and the day its age counts from."""

    number: int
    starts_from: date

    @property
    def words(self) -> str:
        """As entries and refusals name it: "issue 1 (from Friday 2 May 2025)"."""
        return f"issue {self.number} (from {in_words(self.starts_from)})"


class AgeToReview(Fact):
    """An issue is old enough for somebody to look."""

    kind: Literal[EntryKind.AGE_TO_REVIEW] = EntryKind.AGE_TO_REVIEW
    issues: tuple[IssueAge, ...]
    policy_months: int
    """The months that the policy prints."""
    limit_months: int
    """The months that decide."""
    beyond: bool
    """Whether an issue is beyond those."""
    deciders: str = ""
    """The roles that decide on it, in words."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which issues, and what follows."""
        within = f"it is accepted, within {self.limit_months} months"
        follows = f"{self.deciders or 'somebody'} must decide whether to accept it" if self.beyond else within
        return f"{_listed(self.issues)}: older than {self.policy_months} months; {follows}"


class AcceptedLate(Fact):
    """A complaint was accepted though an issue is beyond the age limit."""

    kind: Literal[EntryKind.ACCEPTED_LATE] = EntryKind.ACCEPTED_LATE
    issues: tuple[IssueAge, ...]
    limit_months: int
    reasons: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which issues, and why."""
        return f"accepted although {_listed(self.issues)} is older than {self.limit_months} months: {self.reasons}"


class NotAccepted(Fact):
    """The complaint was refused."""

    kind: Literal[EntryKind.NOT_ACCEPTED] = EntryKind.NOT_ACCEPTED
    code: str
    reasons: str
    issue: int | None = None
    """The one issue that was refused; None where the whole complaint was."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """For which of the policy's reasons, and why."""
        what = "not accepted as a complaint" if self.issue is None else f"issue {self.issue} not accepted"
        return f"{what} ({self.code}): {self.reasons}"


class Referred(Fact):
    """A refused matter was handed to somebody, or is investigated all the same."""

    kind: Literal[EntryKind.REFERRED] = EntryKind.REFERRED
    role: str = ""
    """The role it was handed to, in words; empty where it is investigated internally."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names a role
        """To whom."""
        return f"handed to: {self.role}" if self.role else "refused, and investigated internally all the same"


class RefusalReversed(Fact):
    """A refused complaint is taken after all."""

    kind: Literal[EntryKind.REFUSAL_REVERSED] = EntryKind.REFUSAL_REVERSED
    code: str
    because: str
    begun_on: date
    received_on: date
    issue: int | None = None
    """The one issue that had been refused; None where the whole complaint had."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Why, and from when stage 1 counts."""
        if self.issue is not None:
            return f"refusal of issue {self.issue} ({self.code}) reversed: {self.because}; it is part of the complaint"
        dates = f"stage 1 starts again on {in_words(self.begun_on)}; first received on {in_words(self.received_on)}"
        return f"refusal ({self.code}) reversed: {self.because}; {dates}"


def _listed(issues: tuple[IssueAge, ...]) -> str:
    return ", ".join(issue.words for issue in issues)


ExclusionFact = AgeToReview | AcceptedLate | NotAccepted | Referred | RefusalReversed
"""Whether it was taken as a complaint."""
