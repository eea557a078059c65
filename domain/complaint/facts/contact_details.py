"""Record entries about how the resident is called and reached, and what they are to the landlord.

What was and what is now stand in fields of their own; no sentence repeats an address, a number or a name.
"""

from datetime import date
from typing import Literal

from domain.calendar.days import in_words
from domain.complaint.complainant import Particulars
from domain.complaint.contact_details import WORDS, ContactDetails
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People, after_colon, in_one_line
from domain.policy.channels import Channel

_WAYS = {Channel.EMAIL: "e-mail", Channel.TEXT: "text", Channel.LETTER: "post"}


class ContactChanged(Fact):
    """How the resident is called or reached has changed."""

    kind: Literal[EntryKind.CONTACT_CHANGED] = EntryKind.CONTACT_CHANGED
    was: ContactDetails
    now: ContactDetails
    not_safe: tuple[Channel, ...] = ()
    """Ways that others may read."""
    usable_again: tuple[Channel, ...] = ()
    """Ways that work again, or are safe again."""
    old_way_safe: bool | None = None
    """Whether they could be told by the old way; None where there was none to ask about."""
    note: str = ""

    @property
    def changed(self) -> tuple[str, ...]:
        """What has changed, by the names of the details."""
        return tuple(name for name in WORDS if getattr(self.now, name) is not None)

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What has changed, and which ways are safe; never from what to what."""
        said = (
            f"changed: {', '.join(WORDS[name] for name in self.changed)}" if self.changed else "",
            f"not safe: {_ways(self.not_safe)}" if self.not_safe else "",
            f"can be used again: {_ways(self.usable_again)}" if self.usable_again else "",
            "nothing goes by the old way, which is not safe" if self.old_way_safe is False else "",
            self.note,
        )
        return f"contact details{after_colon(in_one_line(*said))}"


def _ways(channels: tuple[Channel, ...]) -> str:
    return ", ".join(_WAYS[channel] for channel in channels)


class ParticularsChanged(Fact):
    """What the resident is to the landlord, or what it is about, has changed."""

    kind: Literal[EntryKind.PARTICULARS_CHANGED] = EntryKind.PARTICULARS_CHANGED
    was: Particulars
    now: Particulars
    note: str = ""

    @property
    def changed(self) -> tuple[str, ...]:
        """What has changed, by the names of the particulars."""
        return tuple(name for name in PARTICULARS if getattr(self.was, name) != getattr(self.now, name))

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """What has changed; a relationship by its name."""
        relation = (
            f"now {self.now.relation.words}" if self.now.relation and self.now.relation != self.was.relation else ""
        )
        changed = ", ".join(PARTICULARS[name] for name in self.changed)
        return f"particulars changed: {in_one_line(changed, relation, self.note)}"


PARTICULARS = {
    "relation": "relationship to us",
    "property_address": "property",
    "managing_agent": "managing agent",
    "about_contractor": "contractor",
}
"""What each of the particulars is called."""


class DeathRecorded(Fact):
    """The resident has died: nothing more is sent to them."""

    kind: Literal[EntryKind.DEATH] = EntryKind.DEATH
    died_on: date | None = None
    told_by: str = ""

    def sentence(self, people: People) -> str:  # noqa: ARG002 - it names nobody
        """When, who said so, and what follows."""
        on = f" on {in_words(self.died_on)}" if self.died_on else ""
        by = f" ({self.told_by} told us)" if self.told_by.strip() else ""
        return f"the resident died{on}{by}; nothing more is sent to them"


ContactFact = ContactChanged | ParticularsChanged | DeathRecorded
"""How the resident is called and reached."""
