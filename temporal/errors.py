"""How Temporal, or a worker, says nothing: in a sentence for whoever asked."""

from intake.errors import DeskError


class TemporalAwayError(DeskError):
    """Temporal does not answer."""


class NoWorkerError(DeskError):
    """No worker answers."""
