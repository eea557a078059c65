"""The shapes of what a policy says of its front door: what is a complaint, what is put right at once, what is refused.

Source: Reliance 2.1, 2.2, 3.2 and 4.0, Qualitas 2.2, "matters not covered", 4, 6 and 7, as their edition files hold
them. The steps that carry it out are in `triaging`, `resolving` and `excluding`.
"""

from enum import StrEnum

from pydantic import Field, PositiveInt

from domain.landlord import RoleName
from domain.limits import Cited, TimeLimit


class Classification(StrEnum):
    """What somebody came with. Everything that comes in has one record, whatever it is (A-49)."""

    COMPLAINT = "complaint"
    CONCERN = "concern"
    """Dissatisfaction that is being put right before stage 1, because the resident chose that."""
    SERVICE_REQUEST = "service_request"
    ENQUIRY = "enquiry"
    COMPLIMENT = "compliment"
    POLICY_FEEDBACK = "policy_feedback"

    @property
    def words(self) -> str:
        """As people say it: "service request"."""
        return self.replace("_", " ")

    @property
    def one(self) -> str:
        """As people say that it is one: "an enquiry"."""
        if self is Classification.POLICY_FEEDBACK:
            return self.words
        return f"{'an' if self is Classification.ENQUIRY else 'a'} {self.words}"


class Trigger(StrEnum):
    """What makes a matter a stage 1 complaint, whatever else is offered (R-051, Q-042)."""

    CONTACTED_BEFORE = "contacted_before"
    UNHAPPY_WITH_ACTION = "unhappy_with_action"
    WANTS_TO_COMPLAIN = "wants_to_complain"

    @property
    def words(self) -> str:
        """As a handler reads it."""
        return {
            Trigger.CONTACTED_BEFORE: "this is not the first time they contacted us about it",
            Trigger.UNHAPPY_WITH_ACTION: "they are unhappy with what was done about it before",
            Trigger.WANTS_TO_COMPLAIN: "they want to make a complaint",
        }[self]


class AgeException(StrEnum):
    """Why an old issue is taken all the same, without anybody's discretion (A-18)."""

    ONGOING = "ongoing_related_issue"
    MP_ASKED = "mp_request"
    OMBUDSMAN_ASKED = "ombudsman_request"
    NOT_RECORDED = "previously_unrecorded"


class Need(StrEnum):
    """What a refusal by an exclusion must show."""

    ANONYMITY = "anonymity"
    """Nobody knows who it is, and there is no way to reach them."""
    EVIDENCE = "evidence"
    PRIOR_REFERENCE = "prior_reference"
    PRIOR_ANSWERED_ON = "prior_answered_on"
    COURT_REFERENCE = "court_reference"
    CLAIM_FILED_ON = "claim_filed_on"
    OMBUDSMAN_REFERENCE = "ombudsman_reference"
    APPEAL_ROUTE = "appeal_route"
    REVIEW_ON = "review_on"
    CONSENT_ASKED_ON = "consent_asked_on"
    DISCRETION = "discretion"
    """Why it is not taken all the same (Code 2.3)."""
    POLICY = "policy"
    """The policy that the feedback is about."""
    PASSED_ON_TO = "passed_on_to"
    """The service that deals with it instead."""

    @property
    def words(self) -> str:
        """As a handler reads it."""
        return _NEED_WORDS[self]


_NEED_WORDS = {
    Need.ANONYMITY: "a complaint from somebody nobody knows",
    Need.EVIDENCE: "the evidence",
    Need.PRIOR_REFERENCE: "the reference of the complaint that was fully investigated",
    Need.PRIOR_ANSWERED_ON: "the day of that complaint's final response",
    Need.COURT_REFERENCE: "the reference of the claim filed at court",
    Need.CLAIM_FILED_ON: "the day on which the claim was filed at court",
    Need.OMBUDSMAN_REFERENCE: "the Ombudsman's reference",
    Need.APPEAL_ROUTE: "the other appeal procedure, which the letter names",
    Need.REVIEW_ON: "the day on which the arrangement is reviewed",
    Need.CONSENT_ASKED_ON: "the day on which the resident was asked for their consent",
    Need.DISCRETION: "why it is not taken all the same",
    Need.POLICY: "the policy it is about",
    Need.PASSED_ON_TO: "the service that deals with it instead",
}


class SocialMedia(Cited):
    """Who answers a first request for service on social media, and who supports them (Q-037)."""

    answered_by: tuple[RoleName, ...]
    supported_by: tuple[RoleName, ...] = ()


class FrontDoor(Cited):
    """What comes in, and what becomes of what is no complaint (A-01, A-02)."""

    records: tuple[Classification, ...]
    """What the landlord keeps records of beside complaints."""
    passed_on_to: dict[str, str]
    """The services a request or an enquiry is passed on to, each with the policy that covers it there."""
    follow_up: TimeLimit
    """After which somebody looks at whether a service request was answered."""
    social_media: SocialMedia | None = None


class Quick(Cited):
    """A matter put right before stage 1: what the landlord calls it, and how long it may take (A-13)."""

    name: str
    by: tuple[RoleName, ...]
    """Who may agree to it and resolve it."""
    limit: TimeLimit | None = None
    lapses_after: TimeLimit
    """When, unresolved, it becomes stage 1 by itself."""
    keeps_receipt: bool
    """Whether stage 1 then counts from the first receipt, or from when the resident asks for it (A-25)."""
    needs_agreement: bool
    """Whether what will be done is agreed with the resident before."""
    excluded_by: tuple[Trigger, ...]
    letter: bool = False


class Eligibility(Cited):
    """How old an issue may be (A-03)."""

    age_limit_months: PositiveInt
    policy_months: PositiveInt
    """What the landlord's policy prints: from here on a manager looks; the limit above decides."""
    decided_by: tuple[RoleName, ...]
    """Who takes or refuses an issue beyond the limit."""
    exceptions: tuple[AgeException, ...] = ()
    exceptions_clause: str = ""


class RefusalRule(Cited):
    """What every refusal needs, beside what its exclusion asks for (R-030, Q-020)."""

    decided_by: tuple[RoleName, ...]
    least_words: PositiveInt
    """The reasons speak of the case: fewer words than this cannot."""
    needs_alternative: bool
    """Whether it says what will be done instead."""
    investigates_internally: bool = False
    """Whether the landlord may look into a refused matter all the same."""
    investigation: TimeLimit | None = None
    """How long that may take."""


class Exclusion(Cited):
    """A matter the landlord may refuse to take as a complaint; it never refuses by itself."""

    code: str = Field(pattern=r"^[a-z][a-z_]*$")
    says: str
    """As the letter puts it, after "Our complaints policy does not cover"."""
    asks: str = ""
    """The question that must be answered; yes means that the complaint is accepted."""
    needs: tuple[Need, ...] = ()
    is_age: bool = False
    """Whether it is the age limit, worked out from the issues' days."""
    refers_to: RoleName | None = None
    """Whom the matter is handed to."""
    becomes: Classification | None = None
    """What it is recorded as instead."""
    decided_by: tuple[RoleName, ...] = ()
    """Who decides, where not whoever decides on every refusal."""
