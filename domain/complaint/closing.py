"""Why and when a complaint was closed."""

from datetime import datetime
from enum import StrEnum

from domain.complaint.actor import Actor
from domain.value import Value


class CloseReason(StrEnum):
    """Why a complaint is closed."""

    RESOLVED_SATISFIED = "resolved_satisfied"
    WINDOW_PASSED = "window_passed"
    UNABLE_TO_AGREE = "unable_to_agree"
    WITHDRAWN = "withdrawn"
    PUT_RIGHT = "put_right"
    """By early or quick resolution, before stage 1."""
    REFUSED = "refused"
    RECORDED = "recorded"
    """No complaint, and nothing left to do: an enquiry passed on, a compliment, feedback on a policy."""

    @property
    def words(self) -> str:
        """As letters say it."""
        return _CLOSE_WORDS[self]


_CLOSE_WORDS = {
    CloseReason.RESOLVED_SATISFIED: "you told us that you are satisfied with the outcome",
    CloseReason.WINDOW_PASSED: "the time to ask for a review has passed",
    CloseReason.UNABLE_TO_AGREE: "we have given you our final response and completed every step of our procedure",
    CloseReason.WITHDRAWN: "you asked us to stop looking into it",
    CloseReason.PUT_RIGHT: "we have put it right with you",
    CloseReason.REFUSED: "we have decided not to accept it as a complaint",
    CloseReason.RECORDED: "we have recorded what you told us",
}


class Closed(Value):
    """The end of a complaint."""

    at: datetime
    reason: CloseReason
    by: Actor
