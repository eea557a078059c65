"""Which part of the desk each page belongs to: a page that is not named here is one of complaints."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.access.viewing import Part

_PARTS: Mapping[str, Part | None] = MappingProxyType(
    {
        "/staff/team": Part.TEAM,
        "/staff/overdue": Part.TEAM,
        "/staff/c/{reference}/seen": Part.OVERSIGHT,
        "/staff/reports": Part.REPORTS,
        "/staff/keep": None,
        "/staff/stay": None,
    }
)
"""By the route's own path; None where it is for everybody who is signed in."""


def part_of(route: str) -> Part | None:
    """The part of the desk to which the page of that route belongs."""
    return _PARTS.get(route, Part.COMPLAINTS)
