"""How much a complaint carries, worked out only where it may be too much: to measure it takes longer than a message."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.complaint.complaint import Complaint
    from domain.messages.room import MOST_CARRIED, size

_ONE_MESSAGE = 5_000
"""Bytes that news or a rejection can add: what comes from outside is cut short."""


class Load:
    """Keeps how many bytes the complaint has at most."""

    def __init__(self) -> None:
        self._at_most = MOST_CARRIED

    def has_grown(self) -> None:
        """Measure it the next time: an order may have added anything that an order may."""
        self._at_most = MOST_CARRIED

    def allows(self, before: Complaint, after: Complaint) -> bool:
        """Whether the complaint can carry what a message made of it."""
        if after is before:
            return True
        self._at_most += _ONE_MESSAGE
        if self._at_most > MOST_CARRIED:
            self._at_most = size(after)
        return self._at_most <= MOST_CARRIED
