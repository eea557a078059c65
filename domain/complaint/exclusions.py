"""The refusal of a complaint and its reversal, and decisions on issues that are old."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.policy.definition import Classification
from domain.policy.staff import Officer
from domain.value import Day, Value


class Prior(StrEnum):
    """What the register knows of an earlier complaint."""

    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"
    ANSWERED = "answered"


class Grounds(BaseModel):
    """What a decision not to take a complaint rests on: what its exclusion may ask for (R-030, Q-020, Code 2.1)."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    code: str
    """What the policy calls the reason, such as out_of_time."""
    matter: str = ""
    """What is not taken as a complaint, in a few words, where the policy does not name it; printed in the letter."""
    reasons: str = ""
    """The reasons, specific to this case; printed in the letter."""
    alternative: str = ""
    """What the landlord does instead; printed in the letter."""
    evidence: str = ""
    """What it rests on, and where it is kept."""
    prior_reference: str = ""
    """The reference of the complaint that was fully investigated; printed in the letter."""
    prior: Prior = Prior.UNKNOWN
    """What the register knows of that complaint; looked up, never typed."""
    prior_elsewhere: str = ""
    """Why the register does not know that complaint, and where it is kept."""
    prior_answered_on: Day | None = None
    """The day of that complaint's final response; printed in the letter."""
    court_reference: str = ""
    """The reference of the claim filed at court; printed in the letter."""
    claim_filed_on: Day | None = None
    """The day on which the claim was filed at court; printed in the letter."""
    ombudsman_reference: str = ""
    """The Ombudsman's own reference; printed in the letter."""
    appeal_route: str = ""
    """The other appeal procedure; printed in the letter."""
    review_on: Day | None = None
    """The day on which it is looked at again; printed in the letter."""
    discretion: str = ""
    """Why an old issue is not accepted all the same (Code 2.3); printed in the letter."""
    policy: str = ""
    """The policy the matter is about, as feedback for its next review; printed in the letter."""
    passed_on_to: str = ""
    """The service that deals with it instead; printed in the letter."""


class Refusal(Value, Grounds):
    """A decision not to take a complaint, with what it rests on (R-030, Q-020, Code 2.1 and 2.4)."""

    clause: str
    decided_by: Officer
    decided_at: datetime
    kept_as: Classification | None = None
    """What it is recorded as instead; the complaint itself stays a complaint that was refused."""
    referred_to: str = ""
    """The role it was handed to."""
    investigated_internally: bool = False
    looked_into_at: datetime | None = None
    """When what that investigation found was recorded."""
    reviewed_at: datetime | None = None
    """When somebody looked at it again, as `review_on` promises."""
    untold: bool = False
    """Of one issue: whether its letter was taken back before it went, because the whole complaint was refused."""
    reversed_at: datetime | None = None
    reversed_because: str = ""
    reversed_by_ombudsman: str = ""
    """The Ombudsman's reference, where they directed it."""


class LateAcceptance(Value):
    """A decision to take a complaint though an issue is beyond the age limit (A-03, Q-016)."""

    issues: tuple[int, ...]
    """The numbers of the issues that were decided on so far."""
    by: Officer
    """Who decided last, as the reasons are the last ones; the record has each decision."""
    at: datetime
    reasons: str
