"""What the tables of the pages hold, as values."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.policy.staff import Absence
from domain.value import Value


class Keeping(Value):
    """For how long each of the tables keeps what it has."""

    idle: timedelta = timedelta(minutes=60)
    """A session that nobody uses for so long has ended."""
    longest: timedelta = timedelta(hours=12)
    """A session ends after so long, however it is used."""
    drafts: timedelta = timedelta(days=30)
    seen: timedelta = timedelta(days=730)
    absences: timedelta = timedelta(days=400)
    """After the last day of which they say something."""
    sign_ins: timedelta = timedelta(days=400)
    """After their last use; then whoever it is has to be known again."""


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


class OwnAbsences(Value):
    """When somebody is away and who stands in, in the place of what the directory's file says of both."""

    absences: tuple[Absence, ...] = ()
    deputy: str = ""
    """Empty for nobody."""
    entered_by: str
    entered_at: datetime


class Swept(Value):
    """How many rows of each table have gone."""

    sessions: int = 0
    drafts: int = 0
    seen: int = 0
    absences: int = 0
    sign_ins: int = 0
