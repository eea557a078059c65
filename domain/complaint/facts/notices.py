"""Record entries about notices: sent, arrived, come back, withdrawn."""

import hashlib
from typing import Literal

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People
from domain.complaint.notice_kinds import NoticeKind
from domain.policy.channels import Channel


class NoticeSent(Fact):
    """A notice's provider took it, or it was printed."""

    kind: Literal[EntryKind.NOTICE_SENT] = EntryKind.NOTICE_SENT
    label: str
    """By which the complaint's notices are told apart: "3-receipt"."""
    notice: NoticeKind
    channel: Channel
    to: str
    """A staff id, or "resident"."""
    first_line: str
    maybe_twice: bool = False
    """Whether nobody knows if an earlier try went too."""
    all_the_same: bool = False
    """Whether it was taken back too late."""
    in_one: bool = False
    """Whether another reminder told of it, in one message."""
    tries: int = 1
    """How often it was tried, with the try that was taken."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - whom it went to stands beside it
        """How it went."""
        words = self.notice.replace("_", " ")
        if self.all_the_same:
            return f"{words} went by {self.channel} anyway: it was already on its way when it was withdrawn"
        if self.in_one:
            return f"{words} told in the same message"
        return f"{words} {'printed' if self.channel is Channel.LETTER else 'sent'}{self._with_what_doubt}"

    @property
    def _with_what_doubt(self) -> str:
        tried = f"tried {times(self.tries)}" if self.tries > 1 else ""
        doubts = "; ".join(filter(None, (tried, "it may have been sent twice" if self.maybe_twice else "")))
        return f" ({doubts})" if doubts else ""


class NoticeArrived(Fact):
    """A provider says that a notice arrived."""

    kind: Literal[EntryKind.NOTICE_DELIVERED] = EntryKind.NOTICE_DELIVERED
    label: str

    @property
    def mark(self) -> str:
        """By which the same news is known again."""
        return "arrived"

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which."""
        return f"notice {self.label} delivered"


class NoticeUndeliverable(Fact):
    """A notice can never go that way, or went and came back."""

    kind: Literal[EntryKind.NOTICE_FAILED] = EntryKind.NOTICE_FAILED
    label: str
    notice: NoticeKind | None = None
    """None where nobody knows the notice."""
    channel: Channel | None = None
    why: str
    came_back: bool
    """Whether it had been taken."""
    by: Channel | None = None
    """The channel that whoever brought the news named."""
    tries: int = 0
    """How often it was tried; 0 where nobody counted."""

    @property
    def mark(self) -> str:
        """By which the same news is known again: what it was told of says nothing, as it goes on meanwhile."""
        said = f"{self.came_back} {self.by or ''} {self.why}"
        return hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:16]

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, how and why."""
        if self.came_back:
            return f"notice {self.label} came back{f' by {self.channel}' if self.channel else ''}: {self.why}"
        return f"{(self.notice or '').replace('_', ' ')} can never be sent by {self.channel}: {self.why}"


class NoticeExpired(Fact):
    """A notice could not be sent while it was of use."""

    kind: Literal[EntryKind.NOTICE_EXPIRED] = EntryKind.NOTICE_EXPIRED
    notice: NoticeKind
    channel: Channel
    why: str
    tries: int = 0
    """How often it was tried; 0 where nobody counted."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, and why."""
        tried = f" (tried {times(self.tries)})" if self.tries > 1 else ""
        return f"{self.notice.replace('_', ' ')} could not be sent by {self.channel}: {self.why}{tried}"


class NoticeUnknown(Fact):
    """Nobody knows whether a notice went: its provider's answer was lost as often as it may be tried."""

    kind: Literal[EntryKind.NOTICE_UNKNOWN] = EntryKind.NOTICE_UNKNOWN
    label: str
    notice: NoticeKind
    channel: Channel
    tries: int
    """How often it was tried."""
    unknown: int
    """Of those, how many may have gone."""
    taken_back: bool = False
    """Whether it was taken back while it was being sent."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, by which way, and how often."""
        words = self.notice.replace("_", " ")
        if self.channel is Channel.LETTER:
            return f"nobody knows whether the {words} was printed: it was withdrawn in the middle of that"
        withdrawn = "; it was withdrawn in the middle of that" if self.taken_back else ""
        lost = "no answer came" if self.unknown == self.tries else f"{times(self.unknown)} no answer came"
        return f"nobody knows whether the {words} went by {self.channel}: tried {times(self.tries)}, {lost}{withdrawn}"


class NoticeDropped(Fact):
    """A notice was taken back before it went."""

    kind: Literal[EntryKind.NOTICE_DROPPED] = EntryKind.NOTICE_DROPPED
    label: str
    notice: NoticeKind
    channel: Channel
    why: str
    unknown: bool = False
    """Whether nobody knows if it had gone before."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, and why."""
        if self.unknown:
            return f"{self.notice.replace('_', ' ')} not sent again, though nobody knows whether it went: {self.why}"
        return f"{self.notice.replace('_', ' ')} not sent by {self.channel}: {self.why}"


class NobodyToTell(Fact):
    """An anonymous complainant, to whom no notice can be sent (R-031)."""

    kind: Literal[EntryKind.NOBODY_TO_TELL] = EntryKind.NOBODY_TO_TELL

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Why nobody is told anything."""
        return "nobody can be told: the person complaining gave no name and no way to reach them"


def times(count: int) -> str:
    """How often, in words: "once", "twice", "5 times"."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


AboutNotice = NoticeSent | NoticeUndeliverable | NoticeExpired | NoticeUnknown | NoticeDropped
"""Facts that say by which channel a notice went, or did not."""


NoticeFact = (
    NoticeSent | NoticeArrived | NoticeUndeliverable | NoticeExpired | NoticeUnknown | NoticeDropped | NobodyToTell
)
"""How notices went."""
