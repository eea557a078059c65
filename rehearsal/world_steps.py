"""What the world around the complaint can do in a scenario: no order, and nobody's doing."""

from datetime import date
from enum import StrEnum

from domain.messages.message import LetterName
from domain.policy.channels import Channel
from domain.value import Order


class Provider(StrEnum):
    """Whoever takes e-mail or texts."""

    EMAIL = Channel.EMAIL
    TEXT = Channel.TEXT


class ProviderAway(Order):
    """E-mail or texts cannot be sent until they are back."""

    provider: Provider


class ProviderBack(Order):
    """E-mail or texts can be sent again."""

    provider: Provider


class RefusedForGood(Order):
    """From now on the provider refuses the resident's address or number for good."""

    provider: Provider
    why: str = "it does not exist"


class Bounced(Order):
    """A letter that a provider had taken comes back."""

    letter: LetterName
    why: str = "it could not be delivered"


class Holiday(Order):
    """A day is proclaimed a holiday."""

    on: date
    why: str


World = ProviderAway | ProviderBack | RefusedForGood | Bounced | Holiday


WORLD: dict[str, type[World]] = {
    "provider-away": ProviderAway,
    "provider-back": ProviderBack,
    "refused-for-good": RefusedForGood,
    "bounced": Bounced,
    "holiday": Holiday,
}
"""What happens around the complaint: no order, and nobody's doing."""


BEFORE_RECEIPT = frozenset({"provider-away", "provider-back", "refused-for-good"})
"""What can have happened before the complaint is received."""
