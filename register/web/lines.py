"""What the tables of the pages hold, as values."""

from collections.abc import Mapping
from datetime import datetime

from domain.policy.staff import SaidAway
from domain.value import Value


class Identity(Value):
    """Who somebody is to the provider that signs them in."""

    issuer: str
    subject: str
    session: str = ""
    """The provider's own; empty where it tells none."""


class Session(Value):
    """Somebody who is signed in."""

    id: str
    """What the register knows it by: no use to a browser."""
    landlord: str
    person: str
    began_at: datetime
    used_at: datetime
    ends_at: datetime
    """When it ends if nothing is done."""
    remembered: Mapping[str, str] = {}


class Draft(Value):
    """What somebody wrote in a form and has not sent."""

    page: str
    reference: str
    fields: tuple[tuple[str, str], ...]
    kept_at: datetime


class Seen(Value):
    """Somebody opened a complaint."""

    person: str
    page: str
    at: datetime


class OwnAbsences(SaidAway):
    """What somebody said themselves, who entered it and when."""

    entered_by: str
    entered_at: datetime
