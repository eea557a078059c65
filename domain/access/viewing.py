"""Who may see what of the desk: one rule for pages, searches, lists, counts and exports (Code 5.8).

The same holds of reading alone. Who may give which order is the procedure's to say.
"""

from collections.abc import Collection
from enum import StrEnum

from domain.policy.access import Access
from domain.value import Names, Value


class Part(StrEnum):
    """A part of the desk."""

    COMPLAINTS = "complaints"
    """Queues, finding, taking down, and each complaint."""
    TEAM = "team"
    """Who has what, what waits for approval or a decision, what is overdue."""
    OVERSIGHT = "oversight"
    """Who opened which complaint, and what was disclosed."""
    REPORTS = "reports"
    """Figures, with nobody's name in them."""


class Hidden(StrEnum):
    """Why somebody does not see a complaint."""

    OF_ANOTHER_LANDLORD = "of another landlord"
    REPORTS_ONLY = "reports only"
    ABOUT_THEM = "about them"
    NOT_NAMED = "not named"


class Viewer(Value):
    """A member of a landlord's staff who looks, with the roles they hold today."""

    landlord: str
    person: str
    roles: Names = frozenset()


class Openness(Value):
    """To whom a complaint is open."""

    landlord: str
    hidden_from: Names = frozenset()
    """Ids of those it is about."""
    only_for: Names = frozenset()
    """Ids of those who alone see it, where it is restricted; empty where it is not."""


def why_hidden(viewer: Viewer, complaint: Openness, access: Access) -> Hidden | None:
    """Why *viewer* does not see that complaint; None where they do. *access* is their landlord's."""
    if viewer.landlord != complaint.landlord:
        return Hidden.OF_ANOTHER_LANDLORD
    if not may_see(viewer, Part.COMPLAINTS, access):
        return Hidden.REPORTS_ONLY
    if viewer.person in complaint.hidden_from:
        return Hidden.ABOUT_THEM
    if complaint.only_for and viewer.person not in complaint.only_for:
        return Hidden.NOT_NAMED
    return None


def may_see(viewer: Viewer, part: Part, access: Access) -> bool:
    """Whether *viewer* sees that part of their landlord's desk at all."""
    match part:
        case Part.COMPLAINTS:
            return bool(viewer.roles - set(access.reports_only))
        case Part.TEAM:
            return _holds_one(viewer, (*access.supervises, *access.oversees))
        case Part.OVERSIGHT:
            return _holds_one(viewer, access.oversees)
        case Part.REPORTS:
            return _holds_one(viewer, (*access.reports_only, *access.supervises, *access.oversees))


def _holds_one(viewer: Viewer, roles: Collection[str]) -> bool:
    return not viewer.roles.isdisjoint(roles)
