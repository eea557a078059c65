"""The shapes of what a policy says of its front door: what is a complaint, what is put right at once, what is refused.

Source: Reliance 2.1, 2.2, 3.2 and 4.0, Qualitas 2.2, "matters not covered", 4, 6 and 7, as their edition files hold
them. The steps that carry it out are in `triaging`, `resolving` and `excluding`.
"""

from enum import StrEnum

from domain.calendar.limits import Cited, TimeLimit
from domain.policy.landlord import RoleName


class Classification(StrEnum):
    """The classification of a contact. Every contact has one record, whatever it is (A-49)."""

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
    """The triggers that make a contact a stage 1 complaint, even where a resolution is offered (R-051, Q-042)."""

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


class SocialMedia(Cited):
    """Who answers a first request for service on social media, and who supports them (Q-037)."""

    answered_by: tuple[RoleName, ...]
    supported_by: tuple[RoleName, ...] = ()


class FrontDoor(Cited):
    """The front door: the policy's rules for contacts, and for those that are not complaints (A-01, A-02)."""

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
