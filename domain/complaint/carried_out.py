"""An order that was carried out, by what a repeat of it is known (D8)."""

import hashlib
from datetime import datetime, timedelta

from domain.value import Value

KEYS_REMEMBERED_FOR = timedelta(days=30)
"""How long an order with a key is remembered, so that a repeat of it is known."""
WORDS_REMEMBERED_FOR = timedelta(days=7)
"""How long one without a key is: whoever gives it again gives the same instant, however late."""
A_FEW_MINUTES = timedelta(minutes=5)
"""How far apart the same words without a key are still the same order."""


class CarriedOut(Value):
    """What is kept of an order that was carried out."""

    order: str
    """What it is called on the wire."""
    key: str = ""
    """A digest of the sender's own key, where they gave one."""
    content: str
    """A digest of what it said."""
    at: datetime
    """When it happened, as its sender said."""
    recorded_at: datetime
    """When it was carried out, by the complaint's own clock."""
    taken_back: bool = False
    """Whether something undid it since: then the same words without a key are another order."""

    def is_remembered(self, now: datetime) -> bool:
        """Whether a repeat of it is still known at *now*."""
        return now - self.recorded_at <= (KEYS_REMEMBERED_FOR if self.key else WORDS_REMEMBERED_FOR)


def digest(text: str) -> str:
    """A short digest of *text*, the same in every process."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]
