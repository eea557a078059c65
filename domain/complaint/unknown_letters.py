"""Letters of which nobody knows whether they went: each is owed until its provider or somebody else says."""

from datetime import datetime

from domain.policy.channels import Channel
from domain.value import Value

NOBODY_KNOWS = "nobody knows whether its letter went"
"""Beside what is owed, while that is so."""


class UnknownLetter(Value):
    """A letter that may have gone, and of which no answer came."""

    notice: str
    """The notice's key."""
    channel: Channel
    tried_at: datetime
    """When the first try was made that may have reached its provider: if it arrived, it went then."""
    since: datetime
    """When it was given up."""

    @property
    def kind(self) -> str:
        """The kind of its notice, which its key ends with."""
        return self.notice.rpartition("/")[2].partition("-")[2]

    @property
    def words(self) -> str:
        """What it is, in words."""
        return self.kind.replace("_", " ")
