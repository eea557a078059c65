"""What a response says: outcome, reasons, remedy, promised actions, learning."""

from enum import StrEnum

from pydantic import PositiveInt, model_validator

from domain.value import Day, Given


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


class IssueFinding(Given):
    """The finding on one issue, with the reasons for it."""

    issue: PositiveInt
    """The issue."""
    finding: Finding
    """What was found."""
    reasons: str = ""
    """The reasons; printed in the letter."""

    @property
    def says_why(self) -> bool:
        """Whether it gives its reasons; of what is not ours the issue itself says whose it is."""
        return bool(self.reasons.strip()) or self.finding is Finding.NOT_OURS


class Promise(Given):
    """Something the landlord will do, who will do it, and by when."""

    what: str
    """What will be done; printed in the letter."""
    owner: str
    """Who will do it; printed in the letter."""
    due_on: Day
    """By when; printed in the letter."""
    owner_name: str = ""
    """The owner as letters name them; filled in by the desk where the owner is a person's id."""
    same_as: PositiveInt | None = None
    """The action that was promised before and is said again in other words."""

    @property
    def owner_in_words(self) -> str:
        """Who will do it, as people are told."""
        return self.owner_name or self.owner

    @property
    def same_words(self) -> str:
        """What will be done, by which it is told from other promises: without regard to case, spaces or a full stop."""
        return " ".join(self.what.split()).rstrip(".").casefold()


class NewTerms(Given):
    """What becomes of a promise: another day, another owner, or both."""

    due_on: Day | None = None
    """The new day by which it will be done; printed in the letter."""
    owner: str = ""
    """Who will do it from now on; printed in the letter."""
    owner_name: str = ""
    """The new owner as letters name them; filled in by the desk where the owner is a person's id."""

    def of(self, promise: Promise) -> Promise:
        """*promise* on these terms."""
        same = promise if not self.owner.strip() else self
        return promise.model_copy(
            update={"due_on": self.due_on or promise.due_on, "owner": same.owner, "owner_name": same.owner_name}
        )


class Whose(StrEnum):
    """Whose lesson it is (F-041, F-076)."""

    LANDLORD = "landlord"
    MANAGING_AGENT = "managing_agent"
    BOTH = "both"

    @property
    def words(self) -> str:
        """As people say it."""
        return "landlord and managing agent" if self is Whose.BOTH else self.replace("_", " ")


class Lesson(Given):
    """Something learnt from a complaint, and who learns it."""

    words: str
    """What is learnt."""
    whose: Whose | None = None
    """Whose lesson it is; the landlord's, where nobody said."""

    @model_validator(mode="before")
    @classmethod
    def _in_a_line(cls, given: object) -> object:
        """A lesson may be typed in a line: its words, and whose it is after a last semicolon."""
        if not isinstance(given, str):
            return given
        words, _, last = given.rpartition(";")
        whose = last.strip().casefold().replace(" ", "_")
        return {"words": words.strip(), "whose": whose} if words.strip() and whose in set(Whose) else {"words": given}

    @property
    def with_whose(self) -> str:
        """What is learnt, and by whom, as forms and pages list it."""
        return f"{self.words} ({(self.whose or Whose.LANDLORD).words})"

    @property
    def is_for_agent(self) -> bool:
        """Whether the managing agent alone learns it."""
        return self.whose is Whose.MANAGING_AGENT

    @property
    def is_for_both(self) -> bool:
        """Whether landlord and managing agent learn it."""
        return self.whose is Whose.BOTH


class Response(Given):
    """A response as its author wrote it; what is still missing is named by the procedure."""

    outcome: Outcome | None = None
    """The outcome; printed in the letter."""
    findings: tuple[IssueFinding, ...] = ()
    """What was found of an issue; printed in the letter."""
    complaint: str = ""
    """The complaint as the response sets it out; printed in the letter."""
    reasons: str = ""
    """The reasons; printed in the letter."""
    remedy: str = ""
    """How things are put right; printed in the letter."""
    promises: tuple[Promise, ...] = ()
    """An action that is promised; printed in the letter."""
    learning: tuple[Lesson, ...] = ()
    """What is learnt from the complaint; printed in the letter."""
    no_learning_because: str = ""
    """Why nothing is learnt from it; printed in the letter."""
    stage_1_stands: bool | None = None
    """Whether the outcome of stage 1 stands; printed in the letter."""
