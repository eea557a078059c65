"""Refusals by what leads to Temporal: errors that a face can name without loading Temporal's SDK."""

from activities.ports import TemporalAwayError


class BadConnectionError(Exception):
    """Temporal's settings cannot be used; the sentence says why."""


class FixedClockError(Exception):
    """This server's clocks cannot be moved: it is not a development server."""


class TakenError(Exception):
    """Temporal has had a complaint of that reference."""

    def __init__(self, *, same_key: bool, opened_with: str) -> None:
        super().__init__("the reference is taken")
        self.same_key = same_key
        self.opened_with = opened_with
        """A digest of what was said when it was opened; empty where it was opened before that was kept."""


class NotTrustedError(TemporalAwayError):
    """Temporal is there, and it or we do not trust the other: the sentence says what is wrong."""
