"""Letters that are owed though no duty of a stage waits for them, and the pages that lie in somebody's tray."""

from datetime import datetime

from domain.complaint.notice_kinds import NoticeKind, letter_called
from domain.policy.duty_kinds import DutyKey
from domain.policy.stages import Stage
from domain.value import Value


class Page(Value):
    """A printed letter that nobody has recorded as posted: it lies in somebody's tray."""

    notice: str
    """The notice's key."""
    kind: NoticeKind


class OwedLetter(Value):
    """A letter to the resident that has not gone, or has come back: somebody sends it."""

    notice: str
    """The notice's key."""
    kind: NoticeKind
    number: int | None = None
    """Of a further letter of its kind: which."""
    stage: Stage | None = None
    """The stage at which it was written; None before stage 1."""
    since: datetime
    """When it was printed, or came back."""
    clause: str = ""
    meets: DutyKey | None = None
    """The duty that it had met before it came back."""
    lacks: str = ""
    """What somebody has to find out before it can go; empty where it only has to be posted."""
    gone_at: datetime | None = None
    released_at: datetime | None = None
    """When it was released, because it can reach nobody."""

    @property
    def waits(self) -> bool:
        """Whether it is still owed."""
        return self.gone_at is None and self.released_at is None

    @property
    def words(self) -> str:
        """The kind of letter in words."""
        return self.kind.replace("_", " ")

    @property
    def called(self) -> str:
        """As a sentence calls it: "response letter"."""
        return letter_called(self.words)
