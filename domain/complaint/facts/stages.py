"""Record entries about the steps of a stage, from allocation to response (Code 6)."""

from datetime import date
from typing import ClassVar, Literal

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People, after_colon, in_one_line, name_of, signature_of
from domain.complaint.notice_kinds import letter_called
from domain.complaint.responses import Outcome, Response
from domain.complaint.stages import ContactOutcome
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from domain.value import Value


class Allocated(Fact):
    """The stage has an owner."""

    kind: Literal[EntryKind.ALLOCATED] = EntryKind.ALLOCATED
    to: str
    """A staff id."""
    reason: str = ""

    def sentence(self, people: People) -> str:
        """Who, and why where it was said."""
        return f"allocated to {signature_of(self.to, people)}{after_colon(self.reason)}"


class Reassigned(Fact):
    """The stage has another owner."""

    kind: Literal[EntryKind.REASSIGNED] = EntryKind.REASSIGNED
    to: str
    """A staff id."""
    reason: str = ""

    def sentence(self, people: People) -> str:
        """Who, and why."""
        return f"reassigned to {signature_of(self.to, people)}{after_colon(self.reason)}"


class FoundAbout(Fact):
    """The complaint is about a member of staff, who takes no further part in it."""

    kind: Literal[EntryKind.ABOUT_STAFF] = EntryKind.ABOUT_STAFF
    officer: str
    """A staff id."""
    why: str = ""
    promises: tuple[int, ...] = ()
    """Numbers of the promised actions that were theirs to do."""

    def sentence(self, people: People) -> str:
        """Whom, why, and what needs another owner."""
        numbers = ", ".join(str(number) for number in self.promises)
        theirs = f" (promised action {numbers} needs another owner)" if numbers else ""
        return f"the complaint is about {signature_of(self.officer, people)}{theirs}{after_colon(self.why)}"


class Acknowledged(Fact):
    """The acknowledgement was decided on."""

    kind: Literal[EntryKind.ACKNOWLEDGED] = EntryKind.ACKNOWLEDGED
    stage: Stage
    response_by: date
    telephone: str = ""
    """What came of telephoning first, where the policy wants that."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """The day it tells, and what came of telephoning first."""
        said = f"{self.stage.words} acknowledgement: full response by {in_words(self.response_by)}"
        return in_one_line(said, f"telephone call first: {self.telephone}" if self.telephone else "")


class Contacted(Fact):
    """Somebody tried to speak with the resident."""

    kind: Literal[EntryKind.CONTACT] = EntryKind.CONTACT
    outcome: ContactOutcome
    channel: str = ""
    issues: tuple[int, ...] = ()
    note: str = ""
    agreed: str = ""
    """What was agreed in it."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """How it went: "contact by telephone: spoke about issues 1 and 2: she wants it dry"."""
        by = f" by {self.channel}" if self.channel else ""
        numbers = " and ".join(str(number) for number in self.issues)
        about = f" about issue{'s' if len(self.issues) > 1 else ''} {numbers}" if self.issues else ""
        said = in_one_line(self.note, f"agreed: {self.agreed}") if self.agreed else self.note
        return f"contact{by}: {self.outcome.replace('_', ' ')}{about}{after_colon(said)}"


class IssueLearnt(Value):
    """What is known of one issue beside the resident's own words."""

    number: int
    understood: str = ""
    desired_outcome: str = ""
    not_ours: str = ""
    starts_from: date | None = None
    """The day its age counts from."""

    @property
    def words(self) -> tuple[str, ...]:
        """Each thing that is known."""
        return (
            f"understood: {self.understood}" if self.understood else "",
            f"wants: {self.desired_outcome}" if self.desired_outcome else "",
            f"not ours: {self.not_ours}" if self.not_ours else "",
            f"its age counts from {in_words(self.starts_from)}" if self.starts_from else "",
        )


class DetailsRecorded(Fact):
    """What the resident is unhappy with and wants, and the day they were told to expect the response by."""

    kind: Literal[EntryKind.DETAILS] = EntryKind.DETAILS
    issues: tuple[IssueLearnt, ...]
    """At stage 2 the request for a review, as if it were one."""
    response_by: date | None = None

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What is on record."""
        told = f"told to expect the full response by {in_words(self.response_by)}" if self.response_by else ""
        return in_one_line(f"details: {self._known}", told)

    @property
    def _known(self) -> str:
        if len(self.issues) == 1:
            only = self.issues[0]
            return in_one_line(only.understood, f"wants: {only.desired_outcome}")
        return in_one_line(*(in_one_line(f"issue {issue.number}", *issue.words) for issue in self.issues))


class IssueAdded(Fact):
    """An issue joined the complaint."""

    kind: Literal[EntryKind.ISSUE_ADDED] = EntryKind.ISSUE_ADDED
    words: str
    """The resident's own."""
    learnt: IssueLearnt
    about: str = ""
    """The id of the member of staff it is about."""

    def sentence(self, people: People) -> str:
        """What it is."""
        return in_one_line(
            f"issue {self.learnt.number} added: {self.words}", *self.learnt.words, _about(self.about, people)
        )


class IssueConfirmed(Fact):
    """What was understood of an issue, and whether the resident confirmed it."""

    kind: Literal[EntryKind.ISSUE_CONFIRMED] = EntryKind.ISSUE_CONFIRMED
    learnt: IssueLearnt
    confirmed_now: bool
    confirmed: bool
    """Whether it stands confirmed, now or from before."""
    is_ours: bool = False
    """Whether it is ours after all."""
    about: str = ""
    """The id of the member of staff it is about."""

    def sentence(self, people: People) -> str:
        """What is known of it."""
        what = "recorded" if self.confirmed else "recorded, not confirmed yet"
        what = "confirmed by the resident" if self.confirmed_now else what
        ours = "it is ours after all" if self.is_ours else ""
        return in_one_line(f"issue {self.learnt.number} {what}", *self.learnt.words, ours, _about(self.about, people))


def _about(person: str, people: People) -> str:
    return f"it is about {name_of(person, people)}, who takes no further part" if person else ""


class Investigated(Fact):
    """What an investigation or a review found."""

    kind: Literal[EntryKind.INVESTIGATED] = EntryKind.INVESTIGATED
    found: str
    issue: int | None = None
    stage_1_complete: bool | None = None
    more_needed: bool = False

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What was found, and whether that is all."""
        on = f" on issue {self.issue}" if self.issue else ""
        return f"found{on}: {self.found}{_COMPLETE[self.stage_1_complete]}{more(needed=self.more_needed)}"


_COMPLETE = {None: "", True: " Stage 1 was complete.", False: " Stage 1 was not complete."}


def more(*, needed: bool) -> str:
    """That more has to be looked into, where it has."""
    return " More investigation is needed." if needed else ""


class RefusedMatterLookedInto(Fact):
    """What was found in a matter that was refused: by an internal investigation, or when it was looked at again."""

    kind: Literal[EntryKind.REFUSED_MATTER_LOOKED_INTO] = EntryKind.REFUSED_MATTER_LOOKED_INTO
    found: str
    again: bool
    """Whether it was looked at again, as the letter promised."""
    more_needed: bool = False

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What was found."""
        what = "looked at again" if self.again else "internal investigation"
        return f"{what}: {self.found}{more(needed=self.more_needed)}"


class Consulted(Fact):
    """Somebody was asked for advice."""

    kind: Literal[EntryKind.CONSULTED] = EntryKind.CONSULTED
    whom: str
    """A staff id."""
    summary: str

    def sentence(self, people: People) -> str:
        """Whom, and what they concluded."""
        return f"consulted {signature_of(self.whom, people)}: {self.summary}"


class Drafted(Fact):
    """A response was put forward."""

    kind: Literal[EntryKind.DRAFTED] = EntryKind.DRAFTED
    response: Response | None = None
    """What was put forward, in its own words."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """That it was."""
        return "response drafted"


class DraftChanged(Fact):
    """Parts of the draft were changed."""

    kind: Literal[EntryKind.DRAFT_CHANGED] = EntryKind.DRAFT_CHANGED
    parts: tuple[str, ...]
    """Their names."""
    response: Response | None = None
    """What was put forward then, in its own words."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which."""
        return f"draft changed: {', '.join(part.replace('_', ' ') for part in self.parts)}"


class DraftReturned(Fact):
    """A draft went back to its author."""

    kind: Literal[EntryKind.RETURNED] = EntryKind.RETURNED
    author: str
    """A staff id."""
    comments: str

    def sentence(self, people: People) -> str:
        """To whom, with what comments."""
        return f"draft returned to {name_of(self.author, people)}: {self.comments}"


class DraftApproved(Fact):
    """A draft was approved."""

    kind: Literal[EntryKind.APPROVED] = EntryKind.APPROVED

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """That it was."""
        return "response approved"


class Responded(Fact):
    """The stage was answered."""

    kind: Literal[EntryKind.RESPONDED] = EntryKind.RESPONDED
    stage: Stage
    outcome: Outcome | None = None

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """With what outcome."""
        return f"{self.stage.words} response: {self.outcome.words if self.outcome else ''}"


class Posted(Fact):
    """A printed letter has gone."""

    kind: Literal[EntryKind.POSTED] = EntryKind.POSTED
    letter: str
    by_hand: bool = False
    printed_for: date | None = None
    """The day it was made for, where it went on another."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, and how."""
        another = f", though it was printed for {in_words(self.printed_for)}" if self.printed_for else ""
        return f"{letter_called(self.letter)} {'handed over' if self.by_hand else 'posted'}{another}"


class PrintedAgain(Fact):
    """A printed letter is printed once more, for another day."""

    kind: Literal[EntryKind.PRINTED_AGAIN] = EntryKind.PRINTED_AGAIN
    letter: str
    post_on: date

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, and for which day."""
        return f"{letter_called(self.letter)} printed again, to go on {in_words(self.post_on)}"


class ExtensionRequested(Fact):
    """More time than the policy allows was asked of whoever approves it."""

    kind: Literal[EntryKind.EXTENSION_ASKED] = EntryKind.EXTENSION_ASKED
    due_on: date
    """The day of the response if it is approved."""
    reason: str
    exceptional_reason: str
    approver: str = ""
    """The id of whoever was asked by name."""

    def sentence(self, people: People) -> str:
        """Until when, why, and whom."""
        of = f" of {signature_of(self.approver, people)}" if self.approver else ""
        why = in_one_line(self.reason, self.exceptional_reason)
        return f"approval asked{of} for a response by {in_words(self.due_on)}: {why}"


class ExtensionReturned(Fact):
    """More time than the policy allows was not approved as it was asked for."""

    kind: Literal[EntryKind.EXTENSION_RETURNED] = EntryKind.EXTENSION_RETURNED
    asker: str
    """A staff id."""
    comments: str

    def sentence(self, people: People) -> str:
        """To whom it went back, and why."""
        return f"extension not approved, returned to {name_of(self.asker, people)}: {self.comments}"


class LetterReleased(Fact):
    """A letter that can reach nobody is owed no more."""

    kind: Literal[EntryKind.LETTER_RELEASED] = EntryKind.LETTER_RELEASED
    letter: str
    tried: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, and what was tried."""
        return f"{letter_called(self.letter)} released, as it can reach nobody; tried: {self.tried}"


class LetterSettled(Fact):
    """Somebody found out whether a letter arrived of which nobody knew."""

    kind: Literal[EntryKind.LETTER_SETTLED] = EntryKind.LETTER_SETTLED
    letter: str
    arrived: bool
    known_by: str
    """How that is known."""
    again: Channel | None = None
    """By which way it goes again; None where it does not."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, whether it arrived, how that is known, and what follows."""
        if self.arrived:
            return f"{letter_called(self.letter)} arrived: {in_one_line(self.known_by)}"
        again = f"; it goes again by {self.again}" if self.again else ""
        return f"{letter_called(self.letter)} did not arrive: {in_one_line(self.known_by)}{again}"


class Extended(Fact):
    """The response was put off."""

    kind: Literal[EntryKind.EXTENDED] = EntryKind.EXTENDED
    previous_due_on: date
    due_on: date
    reason: str
    approved_by: str = ""
    """A staff id."""
    told_late: bool = False
    """Whether the old date had passed."""

    def sentence(self, people: People) -> str:
        """From when to when, and why."""
        approved = f"; approved by {signature_of(self.approved_by, people)}" if self.approved_by else ""
        late = "; told after the old date had passed" if self.told_late else ""
        dates = f"from {in_words(self.previous_due_on)} to {in_words(self.due_on)}"
        return f"response extended {dates}: {self.reason}{approved}{late}"


class ExtensionAnswered(Fact):
    """Whether the resident agrees to the new date."""

    kind: Literal[EntryKind.EXTENSION_ANSWERED] = EntryKind.EXTENSION_ANSWERED
    tells_who: ClassVar[bool] = True
    agrees: bool

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Whether they do."""
        return f"the resident {'agrees' if self.agrees else 'does not agree'} to the new date"


class Escalated(Fact):
    """Stage 2 began."""

    kind: Literal[EntryKind.ESCALATED] = EntryKind.ESCALATED
    accepted_by: str = ""
    """The id of the manager who accepted a late request."""
    again: bool = False
    """Whether it had been asked for before, and withdrawn."""
    directed: str = ""
    """The Ombudsman's reference, where they directed it."""
    reasons: str = ""
    """Why it was asked for, as far as that was said; of a late request or a direction its own entry says it."""
    desired_outcome: str = ""

    def sentence(self, people: People) -> str:
        """Whether it is again, who accepted a late request, or directed it, and why it was asked for."""
        return _with_why(self._begun(people), self.reasons, self.desired_outcome)

    def _begun(self, people: People) -> str:
        if self.directed:
            return f"escalated to stage 2{' again' if self.again else ''}, as the Ombudsman directed ({self.directed})"
        by = f"; the late request was accepted by {signature_of(self.accepted_by, people)}" if self.accepted_by else ""
        return f"escalated to stage 2{' again' if self.again else ''}{by}"


def _with_why(asked: str, reasons: str, desired_outcome: str) -> str:
    """That a review was asked for, why, and what is wanted of it, as far as that was said."""
    return in_one_line(f"{asked}{after_colon(reasons)}", f"wants: {desired_outcome}" if desired_outcome else "")


class LateRequestMade(Fact):
    """Stage 2 was asked for after the window."""

    kind: Literal[EntryKind.LATE_REQUEST] = EntryKind.LATE_REQUEST
    last_day: date
    reasons: str = ""
    """Why it was asked for, as far as that was said."""
    desired_outcome: str = ""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """The day until which it could be asked for, and why it was."""
        asked = f"stage 2 requested after the last day to ask ({in_words(self.last_day)}); a manager must decide"
        return _with_why(asked, self.reasons, self.desired_outcome)


class LateRequestDeclined(Fact):
    """A late request for stage 2 was declined."""

    kind: Literal[EntryKind.LATE_REQUEST_DECLINED] = EntryKind.LATE_REQUEST_DECLINED
    reasons: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Why."""
        return f"late request for stage 2 declined: {self.reasons}"


class LateRequestWithdrawn(Fact):
    """The resident took a late request for stage 2 back."""

    kind: Literal[EntryKind.LATE_REQUEST_WITHDRAWN] = EntryKind.LATE_REQUEST_WITHDRAWN
    reason: str = ""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """That they did, and why."""
        return f"the resident took the late request for stage 2 back{after_colon(self.reason)}"


class ReactionRecorded(Fact):
    """What the resident says of a response."""

    kind: Literal[EntryKind.REACTION] = EntryKind.REACTION
    stage: Stage
    satisfied: bool
    how: str = ""
    said: str = ""
    wants_stage_2: bool | None = None
    """None where they have not said."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Whether they are satisfied, what they want, how they told us and in what words."""
        is_so = "is satisfied" if self.satisfied else "is not satisfied"
        wants = {None: "", True: ", and wants stage 2", False: ", and does not want stage 2"}[self.wants_stage_2]
        how = f", told {self.how}" if self.how else ""
        return f"the resident {is_so} with the {self.stage.words} response{wants}{how}{after_colon(self.said)}"


class WaitsToClose(Fact):
    """The time to ask for stage 2 has passed while a promise is open."""

    kind: Literal[EntryKind.WAITS_TO_CLOSE] = EntryKind.WAITS_TO_CLOSE

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """For what it waits."""
        return "the time to ask for stage 2 has passed; the complaint closes when the promised actions are completed"


StageFact = (
    Allocated
    | Reassigned
    | FoundAbout
    | Acknowledged
    | Contacted
    | DetailsRecorded
    | IssueAdded
    | IssueConfirmed
    | Investigated
    | RefusedMatterLookedInto
    | Consulted
    | Drafted
    | DraftChanged
    | DraftReturned
    | DraftApproved
    | Responded
    | Posted
    | LetterReleased
    | LetterSettled
    | PrintedAgain
    | ExtensionRequested
    | ExtensionReturned
    | Extended
    | ExtensionAnswered
    | Escalated
    | LateRequestMade
    | LateRequestDeclined
    | LateRequestWithdrawn
    | ReactionRecorded
    | WaitsToClose
)
"""What was done at a stage."""
