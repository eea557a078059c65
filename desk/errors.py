"""How the desk says what it cannot do."""


class DeskError(Exception):
    """What was asked cannot be done; the sentence says how things stand and what to do."""


class UnknownComplaintError(DeskError):
    """There is no such complaint."""


class NotKeptError(DeskError):
    """The complaint was stopped from outside, and its last state was never kept."""
