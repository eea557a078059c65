"""Where the pages about one complaint are: every link to one is made here."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.complaint.reference import ComplaintId

PAGES_OF_THEIR_OWN: Mapping[str, str] = MappingProxyType({})
"""The orders that have a page of their own, by their names on the wire, each with the last part of its address."""

_BESIDE_IT = frozenset({"approve", "return_draft"})


def complaint_page(place: ComplaintId, part: str = "") -> str:
    """The page of a complaint, or one of those under it: "record", "letters", "form"."""
    return f"/staff/c/{place.reference}{f'/{part}' if part else ''}"


def order_page(place: ComplaintId, order: str) -> str:
    """The page on which that order, by its name on the wire, is given to a complaint."""
    return complaint_page(place, PAGES_OF_THEIR_OWN.get(order, f"order/{order}"))


def link_to_give(place: ComplaintId, order: str) -> str:
    """Where a button to give that order leads: what is approved or returned is read beside the complaint first."""
    return f"/staff/approvals/{place.reference}" if order in _BESIDE_IT else order_page(place, order)
