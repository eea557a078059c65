"""Rounds: what is looked at by schedule over all that is open or still owes something, and who is told what of it.

The policies ask for none of it, but for dates that are kept; when and to whom is the landlord's data. What the register
holds is the source: references, duties and staff, never a word of a resident's (D13, D14).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from domain.calendar.deadlines import working_day
from domain.calendar.working_calendar import WorkingCalendar
from domain.policy.landlord import DigestRound, Landlord, RoleName
from domain.policy.staff import Person, StaffDirectory, UnknownPersonError
from domain.value import Value
from domain.views.page import Standing

_DAY = timedelta(days=1)
_SHOWN = 200
"""Lines of one report: a longer list is read by nobody, and the queue has them all."""


class RoundKind(StrEnum):
    """What a round does."""

    DIGEST = "digest"
    OVERDUE_REPORT = "overdue_report"
    CALENDAR_CHECK = "calendar_check"
    SWEEP = "sweep"

    @property
    def words(self) -> str:
        """As people say it: "overdue report"."""
        return self.replace("_", " ")


class Round(Value):
    """A round at a landlord: the input of its workflow."""

    kind: RoundKind
    landlord: str


class Work(Value):
    """Something open, or closed and owing something, as the register holds it."""

    reference: str
    recorded_at: datetime | None
    """When the last entry of its record was made."""
    standing: Standing


class ReportLine(Value):
    """One line of a report."""

    reference: str
    what: str
    due_on: date
    overdue_by: int = 0
    """Working days past its day."""
    stage: str
    handler: str = ""
    """Whose it is, by name; empty where it is the reader's own."""
    away: str = ""
    """How long they are away, and who stands in; empty where they are there."""
    waits: str = ""
    """What else it waits for, and from whom."""


class Lines(Value):
    """Some lines, and how many more there are."""

    shown: tuple[ReportLine, ...] = ()
    more: int = 0

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.shown) + self.more


class Digest(Value):
    """What one member of staff has to do today and on the working days to come."""

    template: ClassVar[str] = "digest"

    overdue: Lines
    due_today: Lines
    coming: Lines
    of: tuple[str, ...] = ()
    """Whose work it is, by staff ids; an empty one where nobody has it yet."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.overdue.count or self.due_today.count or self.coming.count)


class Reader(Value):
    """Whom a report goes to."""

    id: str
    name: str
    email: str


class Tally(Value):
    """How many of something."""

    of: str
    count: int


class OverdueReport(Value):
    """What is overdue at a landlord and what is due today, for one of its supervisors or managers."""

    template: ClassVar[str] = "overdue_report"

    open: int
    by_stage: tuple[Tally, ...]
    by_handler: tuple[Tally, ...]
    overdue: Lines
    due_today: Lines = Lines()


def is_report_day(day: int, today: date, calendar: WorkingCalendar) -> bool:
    """Whether *today* is the first working day from the latest weekday *day* on (0 is Monday)."""
    latest = today - ((today.weekday() - day) % 7) * _DAY
    closed_since = all(not calendar.is_working_day(latest + n * _DAY) for n in range((today - latest).days))
    return calendar.is_working_day(today) and closed_since


def digests(
    work: Iterable[Work], landlord: Landlord, directory: StaffDirectory, calendar: WorkingCalendar, today: date
) -> dict[str, Digest]:
    """What each reader is told, by their id: an absent handler's work goes to who stands in; who has none is left out.

    What waits for somebody's approval is on the list of whoever is asked. What has no handler goes to the first of the
    landlord's roles for it. Nobody is told of what they are kept from.
    """
    if landlord.rounds is None:
        return {}
    of_reader: dict[str, list[tuple[str, ReportLine]]] = {}
    for each in work:
        due_on = each.standing.next_due_on
        reader = _reader(each, landlord.rounds.digest.nobody_yet, directory, today)
        if due_on and reader:
            line = _line(each, due_on, calendar, today, _whose(each, directory, reader.id))
            if line.handler:
                line = line.model_copy(update={"away": directory.absence(each.standing.handler, today)})
            of_reader.setdefault(reader.id, []).append((each.standing.handler, line))
        for approver, line in _asked_of_others(each, directory, calendar, today):
            of_reader.setdefault(approver, []).append((each.standing.handler, line))
    through = shown_through(landlord.rounds.digest, today, calendar)
    made = {reader: _digest(theirs, today, through) for reader, theirs in of_reader.items()}
    return {reader: digest for reader, digest in made.items() if not digest.is_empty}


def shown_through(digest: DigestRound, today: date, calendar: WorkingCalendar) -> date:
    """The last day that a digest of *today* shows."""
    return working_day(today, digest.ahead, calendar)


def everybody_of(roles: tuple[RoleName, ...], directory: StaffDirectory, today: date) -> tuple[str, ...]:
    """Ids of those who hold one of *roles*, or who stands in for them; each once."""
    held = (person.id for role in roles for person in directory.people if role in person.roles)
    return tuple(dict.fromkeys(directory.recipient((each,), today).id for each in held))


def overdue_report(
    work: Iterable[Work],
    in_all: int,
    directory: StaffDirectory,
    calendar: WorkingCalendar,
    today: date,
    reader: str,
) -> OverdueReport:
    """What is overdue, and what is due today, of so many *in_all* that are open or owe something.

    What the reader is kept from is left out.
    """
    theirs = [each for each in work if reader not in each.standing.not_told]
    dated = ((each, each.standing.next_due_on) for each in theirs)
    due = [_of_anybody(each, due_on, directory, calendar, today) for each, due_on in dated if due_on]
    overdue = [line for line in due if line.due_on < today]
    return OverdueReport(
        open=in_all,
        by_stage=_tallies(overdue, lambda line: line.stage),
        by_handler=_tallies(overdue, lambda line: line.handler),
        overdue=_lines(overdue),
        due_today=_lines(line for line in due if line.due_on == today),
    )


def _of_anybody(
    work: Work, due_on: date, directory: StaffDirectory, calendar: WorkingCalendar, today: date
) -> ReportLine:
    line = _line(work, due_on, calendar, today, _whose(work, directory, reader=""))
    return line.model_copy(update={"away": directory.absence(work.standing.handler, today)})


def _reader(work: Work, nobody_yet: tuple[RoleName, ...], directory: StaffDirectory, today: date) -> Person | None:
    candidates = (work.standing.handler, *nobody_yet) if work.standing.handler else nobody_yet
    try:
        return directory.recipient(candidates, today, frozenset(work.standing.not_told))
    except UnknownPersonError:  # everybody who could be told is kept from it
        return None


def _asked_of_others(
    work: Work, directory: StaffDirectory, calendar: WorkingCalendar, today: date
) -> Iterator[tuple[str, ReportLine]]:
    """What is owed by somebody else than who has the complaint, for whoever is asked."""
    for waiting in work.standing.waits_for:
        if waiting.due_on is None:
            continue
        try:
            asked = directory.recipient(waiting.of, today, frozenset((*work.standing.not_told, *waiting.not_of)))
        except UnknownPersonError:  # nobody is left who could be asked
            continue
        line = _line(work, waiting.due_on, calendar, today, handler="")
        yield asked.id, line.model_copy(update={"what": waiting.what.words})


def _whose(work: Work, directory: StaffDirectory, reader: str) -> str:
    handler = work.standing.handler
    if handler == reader:
        return ""
    names = {person.id: person.name for person in directory.people}
    return names.get(handler, handler) or "nobody yet"


def _line(work: Work, due_on: date, calendar: WorkingCalendar, today: date, handler: str) -> ReportLine:
    standing = work.standing
    return ReportLine(
        reference=work.reference,
        what=standing.next_due,
        due_on=due_on,
        overdue_by=max(0, calendar.working_days_between(due_on, today)),
        stage=_stage(standing),
        handler=handler,
        waits="; ".join(waiting.words for waiting in standing.waits_for),
    )


def _stage(standing: Standing) -> str:
    """Where it stands; what is closed and still owes something is by itself."""
    if standing.closed:
        return "closed, and still owes something"
    return standing.stage.words if standing.stage else standing.classification.words


def _digest(theirs: list[tuple[str, ReportLine]], today: date, through: date) -> Digest:
    lines = [line for _, line in theirs]
    return Digest(
        overdue=_lines(line for line in lines if line.due_on < today),
        due_today=_lines(line for line in lines if line.due_on == today),
        coming=_lines(line for line in lines if today < line.due_on <= through),
        of=tuple(sorted({handler for handler, _ in theirs})),
    )


def _lines(lines: Iterable[ReportLine]) -> Lines:
    ordered = sorted(lines, key=lambda line: (line.due_on, line.reference))
    return Lines(shown=tuple(ordered[:_SHOWN]), more=max(0, len(ordered) - _SHOWN))


def _tallies(lines: Iterable[ReportLine], of: Callable[[ReportLine], str]) -> tuple[Tally, ...]:
    counted = Counter(of(line) for line in lines)
    return tuple(Tally(of=each, count=count) for each, count in sorted(counted.items(), key=lambda of: (-of[1], of[0])))
