"""The refusal of a complaint and its reversal, and decisions on issues that are old."""

from datetime import date, datetime

from domain.policy.definition import Classification
from domain.policy.staff import Officer
from domain.value import Value


class Refusal(Value):
    """A decision not to take a complaint, with what it rests on (R-030, Q-020, Code 2.1 and 2.4)."""

    code: str
    clause: str
    reasons: str
    alternative: str = ""
    evidence: str = ""
    prior_reference: str = ""
    prior_answered_on: date | None = None
    court_reference: str = ""
    claim_filed_on: date | None = None
    ombudsman_reference: str = ""
    appeal_route: str = ""
    review_on: date | None = None
    consent_asked_on: date | None = None
    discretion: str = ""
    """Why an old issue is not taken all the same (Code 2.3)."""
    decided_by: Officer
    decided_at: datetime
    kept_as: Classification | None = None
    """What it is recorded as instead; the complaint itself stays a complaint that was refused."""
    policy: str = ""
    """The policy that feedback is kept about, for its next review (R-035, Q-019, Q-023)."""
    passed_on_to: str = ""
    """The service that deals with it instead."""
    referred_to: str = ""
    """The role it was handed to."""
    investigated_internally: bool = False
    looked_into_at: datetime | None = None
    """When what that investigation found was recorded."""
    reviewed_at: datetime | None = None
    """When somebody looked at it again, as `review_on` promises."""
    reversed_at: datetime | None = None
    reversed_because: str = ""
    reversed_by_ombudsman: str = ""
    """The Ombudsman's reference, where they directed it."""


class LateAcceptance(Value):
    """A decision to take a complaint though an issue is beyond the age limit (A-03, Q-016)."""

    issues: tuple[int, ...]
    """The numbers of the issues that were decided on."""
    by: Officer
    at: datetime
    reasons: str
