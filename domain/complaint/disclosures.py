"""What was told of a complaint to somebody else, because it was necessary (R-100, Q-021)."""

from datetime import datetime

from domain.policy.staff import Officer
from domain.value import Value


class Disclosure(Value):
    """A name or other personal data, given to another party."""

    at: datetime
    to: str
    what: str
    why: str
    """Why it was necessary."""
    allowed_by: Officer
