"""Where the pages about one complaint are: every link to one is made here."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.complaint.reference import ComplaintId

PAGES_OF_THEIR_OWN: Mapping[str, str] = MappingProxyType({})
"""The orders that have a page of their own, by their names on the wire, each with the last part of its address."""

_BESIDE_IT = MappingProxyType(
    {
        "approve": "approvals",
        "return_draft": "approvals",
        "decide_escalation": "decisions",
        "accept_late": "decisions",
    }
)
"""Orders that are given on a page which shows beside them what they are about, with where those pages are."""


def complaint_page(place: ComplaintId, part: str = "") -> str:
    """The page of a complaint, or one of those under it: "record", "letters", "form"."""
    return f"/staff/c/{place.reference}{f'/{part}' if part else ''}"


def order_page(place: ComplaintId, order: str) -> str:
    """The page on which that order, by its name on the wire, is given to a complaint."""
    return complaint_page(place, PAGES_OF_THEIR_OWN.get(order, f"order/{order}"))


def link_to_give(place: ComplaintId, order: str) -> str:
    """Where a button to give that order leads: what is approved or decided is read beside the complaint first."""
    where = _BESIDE_IT.get(order)
    return f"/staff/{where}/{place.reference}" if where else order_page(place, order)


_OF_ONE = ("c", "approvals", "decisions")


def reference_in(address: str) -> str:
    """The complaint that a page is about, by its address; empty where it is about none."""
    match address.split("/"):
        case ["", "staff", part, reference, *_] if part in _OF_ONE:
            return reference
    return ""
