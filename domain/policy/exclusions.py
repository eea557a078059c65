"""What a policy does not accept as a complaint, and what a decision not to accept must say (Code 2)."""

from enum import StrEnum

from pydantic import Field, PositiveInt

from domain.calendar.limits import Cited, TimeLimit
from domain.policy.definition import Classification
from domain.policy.landlord import RoleName


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
    AUTHORITY = "authority"
    """Somebody speaks for the resident, who was asked for their consent and did not give it."""
    DISCRETION = "discretion"
    """Why it is not taken all the same (Code 2.3)."""
    POLICY = "policy"
    """The policy that the feedback is about."""
    PASSED_ON_TO = "passed_on_to"
    """The service that deals with it instead."""
    MATTER = "matter"
    """What it is, where the policy's list is an open one and does not name it."""

    @property
    def words(self) -> str:
        """As a handler reads it."""
        return _NEED_WORDS[self]

    @property
    def is_given(self) -> bool:
        """Whether whoever refuses gives it; the others are read off the complaint."""
        return self not in {Need.ANONYMITY, Need.AUTHORITY}


_NEED_WORDS = {
    Need.MATTER: "what is not taken as a complaint, in a few words",
    Need.ANONYMITY: "a complaint that is anonymous",
    Need.EVIDENCE: "the evidence",
    Need.PRIOR_REFERENCE: "the reference of the complaint that was fully investigated",
    Need.PRIOR_ANSWERED_ON: "the day of that complaint's final response",
    Need.COURT_REFERENCE: "the reference of the claim filed at court",
    Need.CLAIM_FILED_ON: "the day on which the claim was filed at court",
    Need.OMBUDSMAN_REFERENCE: "the Ombudsman's reference",
    Need.APPEAL_ROUTE: "the other appeal procedure, which the letter names",
    Need.REVIEW_ON: "the day on which the arrangement is reviewed",
    Need.AUTHORITY: "somebody who speaks for the resident without their consent",
    Need.DISCRETION: "why it is not accepted all the same",
    Need.POLICY: "the policy it is about",
    Need.PASSED_ON_TO: "the service that deals with it instead",
}


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

    @property
    def is_about_whoever_complains(self) -> bool:
        """Whether it is about who complains, or how, and so never about one issue of several."""
        return bool({Need.ANONYMITY, Need.AUTHORITY, Need.REVIEW_ON} & set(self.needs))
