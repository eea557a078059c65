"""A run of a complaint's workflow, as whoever revives complaints has to know of it; loads no SDK."""

from datetime import datetime

from domain.value import Value


class Run(Value):
    """The last run that Temporal has of a complaint."""

    run_id: str
    started_at: datetime
    is_running: bool
    status: str
    """Temporal's word: "running", "completed", "terminated" …"""
