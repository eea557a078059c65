"""The resident, as far as they have to be reached."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import PlainSerializer

from domain.policy.channels import Channel
from domain.value import Given, Names, Value


class Resident(Given):
    """The person the complaint is about, and how to reach them."""

    name: str
    """The resident's name, exactly as they write it; printed in the letter."""
    email: str | None = None
    """Their e-mail address."""
    mobile: str | None = None
    """Their mobile number, for texts."""
    address: tuple[str, ...] = ()
    """Their address, line by line; printed in the letter."""
    prefers: Channel = Channel.EMAIL
    """How they want to be written to."""
    wants_texts: bool = True
    """Whether they want texts; they do unless they say no."""
    unusable: Annotated[frozenset[Channel], PlainSerializer(sorted, when_used="json")] = frozenset()
    """Channels that can never work: a number or address that was refused for good, or texts stopped; never letters."""
    not_safe: Names = frozenset()
    """Addresses and numbers of theirs that others may read: nothing is sent there, whatever it says."""

    def can_have(self, channel: Channel) -> bool:
        """Whether a notice can go that way. A letter always can: it is printed, and somebody finds the way."""
        if channel is Channel.LETTER:
            return True
        there = {Channel.EMAIL: bool(self.email), Channel.TEXT: bool(self.mobile) and self.wants_texts}
        return there[channel] and channel not in self.unusable and self.is_safe(channel)

    def is_safe(self, channel: Channel) -> bool:
        """Whether nobody has said that others may read what goes there."""
        return self.address_by(channel) not in self.not_safe

    @property
    def as_reached(self) -> Self:
        """The resident as a notice knows them: without an address or number that is not safe."""
        hidden = {_FIELDS[channel] for channel in Channel if not self.is_safe(channel)}
        return self.model_copy(update={name: () if name == "address" else None for name in hidden})

    def without(self, channel: Channel) -> Self:
        """This resident, never to be tried by *channel* again; a letter can always be tried."""
        return self.model_copy(update={"unusable": (self.unusable | {channel}) - {Channel.LETTER}})

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody knows who it is, and there is no way at all to reach them (R-031)."""
        return not (self.name.strip() or self.email or self.mobile or self.address)

    @property
    def lacks_a_way(self) -> bool:
        """Whether it is known who they are, and there is no way at all to reach them."""
        return not self.is_anonymous and not (self.email or self.mobile or self.address)

    @property
    def has_texts_alone(self) -> bool:
        """Whether they can be reached by text, and nothing in writing can reach them."""
        in_writing = self.can_have(Channel.EMAIL) or self.address_by(Channel.LETTER)
        return self.can_have(Channel.TEXT) and not in_writing

    @property
    def long_channels(self) -> tuple[Channel, ...]:
        """The ways a letter can go, best first: in writing, so never by text (A-22)."""
        if self.prefers is Channel.LETTER and self.is_safe(Channel.LETTER):
            return (Channel.LETTER,)
        return tuple(channel for channel in (Channel.EMAIL, Channel.LETTER) if self.can_have(channel))

    @property
    def short_channels(self) -> tuple[Channel, ...]:
        """The ways a short notice can go, best first."""
        first = (self.prefers,) if self.is_safe(self.prefers) else ()
        order = (*first, Channel.EMAIL, Channel.TEXT, Channel.LETTER)
        return tuple(dict.fromkeys(channel for channel in order if self.can_have(channel)))

    def address_by(self, channel: Channel) -> str:
        """Where a notice goes by that channel, a postal address in lines; empty where none is known."""
        known = {Channel.EMAIL: self.email, Channel.TEXT: self.mobile, Channel.LETTER: "\n".join(self.address)}
        return known[channel] or ""


class NewWay(Value):
    """A way whose address or number was changed: what had gone before went elsewhere."""

    channel: Channel
    at: datetime
    """When that was recorded."""


_FIELDS = {Channel.EMAIL: "email", Channel.TEXT: "mobile", Channel.LETTER: "address"}
"""Where the address or number of each channel stands."""
