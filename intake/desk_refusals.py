"""How the desk says no."""


class BadInputError(Exception):
    """Something that was typed cannot be used; the sentence names the field."""


class DeskError(Exception):
    """What was asked cannot be done; the sentence says how things stand and what to do."""


class UnknownComplaintError(DeskError):
    """There is no such complaint."""


class NotKeptError(DeskError):
    """The complaint was stopped from outside, and its last state was never kept."""


class TemporalAwayError(DeskError):
    """Temporal does not answer."""


class NoWorkerError(DeskError):
    """No worker answers."""


class FutureDateError(DeskError):
    """It cannot have happened yet."""
