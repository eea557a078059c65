"""The shapes of a landlord's own file: who it is, when it works, whom it reminds, how it writes."""

from datetime import date, time
from typing import Annotated

from pydantic import Field, PositiveInt

from domain.calendar.working_calendar import Nation
from domain.value import Value

Prefix = Annotated[str, Field(pattern=r"^[A-HJ-NP-Z]{2,5}$")]
"""With which a landlord's references begin."""
RoleName = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


class Rungs(Value):
    """When people are reminded of a deadline, in working days."""

    before: tuple[PositiveInt, ...]
    on_the_day: bool
    after: tuple[PositiveInt, ...] = Field(min_length=1)
    then_every: PositiveInt


class Told(Value):
    """Who is told before and on the day, and to whom it goes after (the clock register).

    Each is a list of candidates, of whom the first who is present is told: role names, `handler` (the owner of the
    stage) or `action_owner` (whoever promised the action).
    """

    remind: tuple[RoleName, ...]
    raise_to: tuple[RoleName, ...]


class Ladder(Value):
    """Reminders before, on and after each deadline (D10). The policies give none: ours."""

    ours: bool
    starts_at: time
    ends_at: time
    spread_minutes: int = Field(ge=0, le=120)
    spread_to_the_second: bool = False
    """Whether reminders are spread within each minute too. Complaints that an earlier release opened carry rules that
    do not say so: theirs go on the minute, as their timers have it."""
    long_from: PositiveInt
    """Limits of this many working days or more have the long ladder."""
    long: Rungs
    short: Rungs
    told: dict[str, Told]


class Address(Value):
    """How to reach somebody."""

    name: str
    phone: str
    email: str | None = None
    website: str
    post: tuple[str, ...]


class AsPrinted(Value):
    """What the landlord's policy prints, kept for the reader and never sent."""

    text: str
    clause: str


class Ombudsman(Address):
    """The Housing Ombudsman as residents are told of it today (A-12)."""

    verified_on: date
    verify_every_months: PositiveInt
    """How long somebody may rely on that before they look again: ours."""
    source: str
    settles: tuple[str, ...] = ()
    as_printed: AsPrinted


class Delivery(Value):
    """When a notice counts as received, by channel: working days after it went (A-33)."""

    email: int = Field(ge=0)
    text: int = Field(ge=0)
    letter: int = Field(ge=0)
    by_hand: int = Field(ge=0)
    post_within: PositiveInt = 1
    """Working days in which a letter is posted once it is printed, or once it has come back."""
    released_by: tuple[RoleName, ...] = ()
    """Who releases a letter that can reach nobody; empty in complaints that were opened before anybody could."""
    last_post: time | None = None
    """Until when on a working day what is printed still goes that day; None where it always does."""
    settles: tuple[str, ...] = ()


class TextHours(Value):
    """When texts may go, in the landlord's local time."""

    starts_at: time
    ends_at: time


class Usefulness(Value):
    """For how many calendar days a notice is still worth sending when its provider is away; then a person is told."""

    statutory: PositiveInt
    """Letters the policy asks for: late is better than never."""
    status: PositiveInt
    """Receipts and status texts: after that they would tell old news."""


class Closure(Value):
    """Days the landlord is closed, both included."""

    first: date
    last: date
    why: str


class DigestRound(Value):
    """Each working day: what each handler has to do."""

    at: time
    ahead: PositiveInt
    """Working days ahead that it shows."""
    nobody_yet: tuple[RoleName, ...] = Field(min_length=1)
    """Who is told of what has no handler, or one whom nobody stands in for: the first who is present."""


class WeeklyRound(Value):
    """Once a week, on the landlord's first working day from *day* on: a report to everybody of some roles."""

    day: int = Field(ge=0, le=6)
    """0 is Monday."""
    at: time
    to: tuple[RoleName, ...] = Field(min_length=1)


class Rounds(Value):
    """What is looked at by schedule over all that is open. The policies give none: ours."""

    ours: bool
    digest: DigestRound
    overdue_report: WeeklyRound
    calendar_check: WeeklyRound


class Landlord(Value):
    """A landlord: who it is, when it works, whom it tells what."""

    key: str
    name: str
    reference_prefix: Prefix
    former_prefixes: tuple[Prefix, ...] = ()
    """With which its references began before: they are still found, and nobody else may have one."""
    nation: Nation
    time_zone: str
    working_week: tuple[int, ...] = (0, 1, 2, 3, 4)
    closures: tuple[Closure, ...] = ()
    extra_holidays: tuple[Closure, ...] = ()
    ignored_holidays: tuple[date, ...] = ()
    contact: Address
    sends_from_email: str
    sends_from_number: str
    text_hours: TextHours
    delivery: Delivery
    usefulness: Usefulness
    tells_of_handler_after: int = Field(default=30, ge=0)
    """Minutes from a change of handler until the resident is told: a letter that names them by then is enough. Ours."""
    roles: dict[RoleName, str]
    ladder: Ladder
    ombudsman: Ombudsman
    rounds: Rounds | None = None
    """None in a landlord without reports, and in complaints that were opened before there were any."""
    acronyms: dict[str, str] = Field(default_factory=dict)
