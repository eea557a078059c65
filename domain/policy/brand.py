"""How a landlord's pages look: presentation, which no complaint carries and no rule depends on."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from domain.policy.access import Access
from domain.policy.landlord import Landlord
from domain.value import Value

Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
"""As stylesheets write it: red, green and blue, each from 00 to ff."""

READABLE = 4.5
"""How much lighter white must be than text or ground in a colour, for people to read it (WCAG 2.2, 1.4.3, level AA)."""
_LINEAR_UP_TO = 0.04045
_WEIGHTS = (0.2126, 0.7152, 0.0722)


class Brand(Value):
    """A landlord's colours on a page: each is read against white."""

    colour: Colour = "#1f4e5f"
    """The header, and the mark of what is current."""
    link: Colour = "#1a5a73"
    link_hover: Colour = "#0b2f3d"
    link_visited: Colour = "#4c2c92"

    def unreadable(self) -> Iterator[tuple[str, str]]:
        """Each colour that cannot be read on white, by its key, and why."""
        for key, colour in self:
            if (ratio := contrast_on_white(colour)) < READABLE:
                why = f"{ratio:.1f} to 1, and {READABLE} is needed"
                yield key, f"{colour!r} cannot be read on white: {why}; choose a darker one"


class LandlordFile(Landlord):
    """What a landlord's own file says: who it is, which complaints carry; how its pages look and who sees which."""

    brand: Brand = Brand()
    access: Access = Access()

    @property
    def landlord(self) -> Landlord:
        """The landlord as complaints carry it."""
        return Landlord.model_validate(self.model_dump(exclude={"brand", "access"}))


def contrast_on_white(colour: str) -> float:
    """How many times as bright white is, as WCAG counts it: from 1 (white itself) to 21 (black)."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (part / 12.92 if part <= _LINEAR_UP_TO else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    luminance = sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))
    return 1.05 / (luminance + 0.05)
