"""Record entries about the front door: how a contact came in, its triage, and its outcome without a stage."""

from datetime import date
from typing import Literal

from domain.calendar.days import in_words
from domain.complaint.closing import CloseReason
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People, after_colon, in_one_line, signature_of
from domain.complaint.sources import say_how_it_came_as_typed
from domain.complaint.support import Support
from domain.complaint.triage import Choice, TriageAnswers
from domain.policy.definition import Classification


class Received(Fact):
    """It reached the landlord."""

    kind: Literal[EntryKind.RECEIVED] = EntryKind.RECEIVED
    classification: Classification
    channel: str
    """How it came, in the word that was typed."""
    edition: str = ""
    """The first edition of the policy, where it was received before that came into force."""
    in_force_from: date | None = None
    """When that came into force."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What, and how: "complaint received by telephone"."""
        said = f"{self.classification.words} received {say_how_it_came_as_typed(self.channel)}".strip()
        if self.in_force_from is None:
            return said
        return (
            f"{said}; judged by edition {self.edition} of the policy, the first there is, "
            f"though it came into force later, on {in_words(self.in_force_from)}"
        )


class Triaged(Fact):
    """The triage of a contact: what was asked, and its classification."""

    kind: Literal[EntryKind.TRIAGED] = EntryKind.TRIAGED
    sorting: TriageAnswers

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """The answers; what was not asked is left out."""
        sorting = self.sorting
        days = ", ".join(in_words(day) for day in sorting.earlier_contacts)
        said = (
            _FIRST_CONTACT[sorting.first_contact],
            f"contacted us before on {days}" if days else "",
            _answered_before(sorting),
            {None: "", True: "dissatisfied", False: "not dissatisfied"}[sorting.dissatisfied],
            f"offered the choice to complain, they chose {_CHOSE[sorting.chose]}" if sorting.chose else "",
            sorting.why,
        )
        answers = "; ".join(part for part in said if part)
        return f"recorded as {sorting.classification.one}{after_colon(answers)}"


_FIRST_CONTACT = {None: "", True: "the first contact about it", False: "not the first contact about it"}
_CHOSE = {
    Choice.COMPLAINT: "to complain",
    Choice.QUICK_RESOLUTION: "to have it put right at once",
    Choice.NEITHER: "neither to complain nor to have it put right at once",
}


def _answered_before(sorting: TriageAnswers) -> str:
    given, satisfactory = sorting.initial_response_given, sorting.initial_response_satisfactory
    if given is False:
        return "no earlier answer"
    if satisfactory is not None:
        return f"the earlier answer was {'' if satisfactory else 'not '}satisfactory"
    return "they had an earlier answer" if given else ""


class BecameComplaint(Fact):
    """What was something else is a complaint at stage 1 now."""

    kind: Literal[EntryKind.BECAME_COMPLAINT] = EntryKind.BECAME_COMPLAINT
    was: Classification
    why: str
    counts_from: date
    """The day stage 1 counts from."""
    because: str
    """Why from that day."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What it was, why, and from when its dates count."""
        dates = f"its dates count from {in_words(self.counts_from)}, {self.because}"
        return f"the {self.was.words} is now a complaint, at stage 1: {self.why}; {dates}"


class Reclassified(Fact):
    """A complaint is something else now, as the resident wishes."""

    kind: Literal[EntryKind.RECLASSIFIED] = EntryKind.RECLASSIFIED
    became: Classification
    why: str = ""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What it is now."""
        return f"the complaint is now {self.became.one}, as the resident wishes{after_colon(self.why)}"


class Stage1Withdrawn(Fact):
    """Stage 1 had begun by itself, and what happened before that was recorded after it."""

    kind: Literal[EntryKind.STAGE_1_WITHDRAWN] = EntryKind.STAGE_1_WITHDRAWN
    called: str
    """What the policy calls the resolution that had not lapsed."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Why there is no stage 1 after all."""
        return f"stage 1 withdrawn: this happened before the {self.called} lapsed, and was recorded later"


class PassedOn(Fact):
    """A service deals with it."""

    kind: Literal[EntryKind.PASSED_ON] = EntryKind.PASSED_ON
    service: str
    covered_by: str
    """The policy that covers the matter there."""
    kept_as: Classification | None = None
    """What a refused matter is kept as."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """The service and its policy."""
        kept = f"kept as: {self.kept_as.words}; " if self.kept_as else ""
        return f"{kept}passed on to {self.service}, which the {self.covered_by} covers"


class KeptForReview(Fact):
    """A refused matter is kept as feedback on a policy."""

    kind: Literal[EntryKind.KEPT_FOR_REVIEW] = EntryKind.KEPT_FOR_REVIEW
    kept_as: Classification
    policy: str
    next_review: str = ""
    """When that policy is looked at next, where it says so."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """For which review it is kept."""
        when = f" ({self.next_review})" if self.next_review else ""
        return f"kept as: {self.kept_as.words}, for the next review of the {self.policy}{when}"


class AnswererNamed(Fact):
    """Who answers a request that came on social media (Q-037)."""

    kind: Literal[EntryKind.ANSWERER_NAMED] = EntryKind.ANSWERER_NAMED
    answered_by: str
    """The roles, in words."""
    supported_by: str = ""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names roles
        """Who answers, and who stands behind them."""
        support = f", supported by the {self.supported_by}" if self.supported_by else ""
        return f"to be answered by the {self.answered_by}{support}"


class RequestAnswered(Fact):
    """A service has answered what was passed on to it."""

    kind: Literal[EntryKind.REQUEST_ANSWERED] = EntryKind.REQUEST_ANSWERED
    service: str
    outcome: str
    resident_happy: bool | None = None
    chose: Choice | None = None

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """The answer, what the resident thinks of it, and what they chose."""
        view = {None: "", True: "the resident is happy with it", False: "the resident is not happy with it"}
        chose = ""
        if self.resident_happy is False and self.chose:
            verb = {Choice.COMPLAINT: "to", Choice.NEITHER: "not to"}.get(self.chose, "")
            chose = f"offered the choice to complain, they chose {verb}"
        answer = f"{self.service} answered the request: {self.outcome}"
        return in_one_line(answer, view[self.resident_happy], chose)


class QuickAgreed(Fact):
    """An early or quick resolution was agreed."""

    kind: Literal[EntryKind.QUICK_AGREED] = EntryKind.QUICK_AGREED
    called: str
    """What the policy calls it."""
    action: str
    how: str = ""
    """How the resident agreed."""
    due_on: date

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What is done, and by when."""
        agreed = f"agreed with the resident: {self.how}" if self.how else ""
        return in_one_line(f"{self.called}: {self.action}", agreed, f"due {in_words(self.due_on)}, {_APART}")


class QuickResolved(Fact):
    """The resident is happy with what was done at once."""

    kind: Literal[EntryKind.QUICK_RESOLVED] = EntryKind.QUICK_RESOLVED
    called: str
    outcome: str

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What was done."""
        return in_one_line(f"{self.called}: {self.outcome}", "the resident is happy with it", f"logged, and {_APART}")


_APART = "counted apart from stage 1"


class QuickFailed(Fact):
    """An early or quick resolution came to nothing."""

    kind: Literal[EntryKind.QUICK_FAILED] = EntryKind.QUICK_FAILED
    called: str
    outcome: str = ""
    lapsed_on: date | None = None
    """The last day it had, where it lapsed by itself."""
    chose_neither: bool = False

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Why, and what the resident chose."""
        if self.lapsed_on:
            return f"{self.called} lapsed: {not_resolved_by(self.called, self.lapsed_on)}"
        chose = "offered stage 1, they chose not to complain" if self.chose_neither else ""
        return in_one_line(f"{self.called} failed: {self.outcome}", "the resident is not happy with it", chose)


def not_resolved_by(called: str, on: date) -> str:
    """Why a resolution of that name lapsed."""
    return f"the {called} was not resolved by {in_words(on)}"


class SupportRecorded(Fact):
    """What helps the resident to complain."""

    kind: Literal[EntryKind.SUPPORT] = EntryKind.SUPPORT
    support: Support

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What they need, what is done differently, what was offered and when it is reviewed."""
        support = self.support
        said = {
            "needs": support.needs,
            "done differently": "; ".join(support.done_differently),
            "offered": support.offered,
            "to be reviewed on": in_words(support.review_on) if support.review_on else "",
        }
        words = ". ".join(f"{what}: {words.strip().rstrip('.')}" for what, words in said.items() if words.strip())
        return f"support recorded: {words}"


class MatterClosed(Fact):
    """The complaint, or another contact, was closed."""

    kind: Literal[EntryKind.CLOSED] = EntryKind.CLOSED
    reason: CloseReason
    note: str = ""
    by: str = ""
    """The id of the member of staff whom the sentence names, where it does."""
    offered_stage_1: bool = False

    def sentence(self, people: People) -> str:
        """Why it was closed."""
        offered = ", who offered stage 1" if self.offered_stage_1 else ""
        note = f"by {signature_of(self.by, people)}{offered}" if self.by else self.note
        return f"closed: {self.reason.replace('_', ' ')}{after_colon(note)}"


class Reopened(Fact):
    """What was closed is open again."""

    kind: Literal[EntryKind.REOPENED] = EntryKind.REOPENED
    for_stage_2: bool = False
    why: str = ""
    by_mistake: bool = False
    """Whether it had been closed by mistake."""
    unanswerable: bool = False
    """Whether the response came back after the time to answer it had passed."""
    counts_from: date | None = None
    """The day its dates count from, where it opens again at the stage it was closed at."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """For what, or why, and from when its dates count."""
        if self.by_mistake:
            return f"opened again: it was closed by mistake, and its dates stand as they were{after_colon(self.why)}"
        if self.unanswerable:
            return "opened again: the response never arrived, so the time to ask for stage 2 has not begun"
        if self.counts_from is None:
            return "opened again for stage 2" if self.for_stage_2 else "opened again as a complaint"
        return f"opened again, its dates counted from {in_words(self.counts_from)}{after_colon(self.why)}"


FrontDoorFact = (
    Received
    | Triaged
    | BecameComplaint
    | Reclassified
    | Stage1Withdrawn
    | PassedOn
    | KeptForReview
    | AnswererNamed
    | RequestAnswered
    | QuickAgreed
    | QuickResolved
    | QuickFailed
    | SupportRecorded
    | MatterClosed
    | Reopened
)
"""How something came, and what became of it before stage 1."""
