"""What an entry of the record holds: typed facts, of which its sentence is made (D17)."""

from typing import ClassVar

from domain.complaint.actor import PersonName
from domain.value import Value, is_control

_LONGEST = 500
"""Characters that an entry keeps of what came from outside: a message that was rejected, a provider's reason."""

People = tuple[PersonName, ...]
"""The names that stand beside a record."""


class Fact(Value):
    """The facts of one kind of entry. Each kind is a model of its own, told from the others by its field `kind`."""

    tells_who: ClassVar[bool] = False
    """Whether the sentence itself says who acted."""

    def names(self, person: str) -> bool:
        """Whether the sentence names the member of staff of that id anyhow."""
        return bool(person) and person in self.model_dump().values()

    def sentence(self, people: People) -> str:
        """The entry as people read it, with members of staff by the names in *people*."""
        raise NotImplementedError


def name_of(person: str, people: People) -> str:
    """The name of a member of staff, where it is known; else their id."""
    return next((each.name for each in people if each.id == person), person)


def signature_of(person: str, people: People) -> str:
    """A member of staff by name and job title, where they are known; else by their id."""
    return next((each.signature for each in people if each.id == person), person)


def in_one_line(*parts: str) -> str:
    """What people said, one thing after another, as an entry puts it: full stops would end it in the middle."""
    return "; ".join(said.removesuffix(".") for part in parts if (said := part.strip()))


def shortened(words: str) -> str:
    """What came from outside, as an entry keeps it: its first few hundred characters, and none that gives orders."""
    shown = "".join("\N{REPLACEMENT CHARACTER}" if is_control(sign) else sign for sign in words[:_LONGEST])
    return shown if len(words) <= _LONGEST else f"{shown}… ({len(words)} characters)"


def after_colon(words: str) -> str:
    """*words* after a colon; nothing where there are none."""
    return f": {words}" if words else ""
