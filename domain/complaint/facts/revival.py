"""Record entries about a complaint that was lost at Temporal and started again from the register (D13)."""

from typing import Literal

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People, after_colon, in_one_line
from domain.complaint.notice_kinds import NoticeKind
from domain.policy.channels import Channel
from domain.value import Value

_WAITS = "notices to the resident wait until somebody releases them"


class NoticeOnHold(Value):
    """A notice to the resident that waits for a person's release."""

    notice: NoticeKind
    channel: Channel

    @property
    def words(self) -> str:
        """Which, and how it would go: "extension by email"."""
        return f"{self.notice.replace('_', ' ')} by {self.channel}"


class Revived(Fact):
    """The complaint goes on from what the register kept."""

    kind: Literal[EntryKind.REVIVED] = EntryKind.REVIVED
    through: int
    """The last entry that was kept."""
    from_record: bool = False
    """Whether it was built from the tables of the register, without the state that was kept."""
    held: tuple[NoticeOnHold, ...] = ()
    went: tuple[str, ...] = ()
    """Notices, by their labels, that the ledger has as sent and the record did not know of."""
    unsure: tuple[str, ...] = ()
    """Notices, by their labels, that were tried, and nobody knows whether they went."""
    not_rebuilt: tuple[str, ...] = ()
    """What the tables do not hold, in words: somebody looks it up."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """From what, what waits, and what has to be looked at."""
        source = "the record" if self.from_record else "the state"
        return in_one_line(
            f"revived from {source} kept with entry {self.through}",
            f"{_WAITS}{after_colon(', '.join(each.words for each in self.held))}",
            f"sent before, though the record did not say so: {', '.join(self.went)}" if self.went else "",
            f"nobody knows whether it went: {', '.join(self.unsure)}" if self.unsure else "",
            f"not known any more: {', '.join(self.not_rebuilt)}" if self.not_rebuilt else "",
        )


class NoticesReleased(Fact):
    """What waited for a release goes to the resident."""

    kind: Literal[EntryKind.NOTICES_RELEASED] = EntryKind.NOTICES_RELEASED
    released: tuple[NoticeOnHold, ...] = ()
    checked: str = ""
    """How it was checked that none of it had gone before."""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """Which, and how that was checked."""
        which = ", ".join(each.words for each in self.released) or "none was waiting"
        return in_one_line(f"notices to the resident released: {which}", self.checked)


RevivalFact = Revived | NoticesReleased
"""What happened when the complaint came back."""
