"""How the desk says that it cannot find a complaint."""

from intake.errors import DeskError


class UnknownComplaintError(DeskError):
    """There is no such complaint."""


class NotKeptError(DeskError):
    """The complaint was stopped from outside, and its last state was never kept."""
