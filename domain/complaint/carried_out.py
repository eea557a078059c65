"""An order that was carried out, by what a repeat of it is known (D6)."""

from domain.value import Value


class CarriedOut(Value):
    """What is kept of an order that was carried out."""

    order: str
    """What it is called on the wire."""
    key: str = ""
    """The sender's own key, where they gave one: the content counts for nothing then."""
    content: str = ""
    """Where there is no key, a digest of the content."""
