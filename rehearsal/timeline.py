"""The timeline of a complaint: what its record says happened, in the landlord's local time.

It is made alike of a complaint that was rehearsed and of one that ran in a workflow, so that the two can be compared.
"""

from datetime import datetime

from domain.calendar.days import local_time
from domain.complaint.complaint import Complaint
from domain.complaint.facts.notices import AboutNotice, NoticeSent
from domain.value import Value
from domain.views.written import WrittenEntry, record_in_words


class TimelineLine(Value):
    """One line of a timeline."""

    at: datetime
    """When it happened, to the minute."""
    recorded_at: datetime
    """When the complaint learnt of it, to the minute."""
    kind: str
    text: str
    clause: str = ""
    by: str = ""
    to: str = ""
    """A staff id, or "resident"."""
    channel: str = ""
    first_line: str = ""
    notice: str = ""
    """The notice's kind, where the line is about one."""
    about: str = ""
    """What a reminder is about."""
    tells_who: bool = False
    """Whether the text itself says who did it."""

    @property
    def comparable(self) -> tuple[str, ...]:
        """By which two lines are the same: the minute, the kind, the clause, to whom, how and in which words."""
        at = f"{self.at:%Y-%m-%d %H:%M}"
        return (at, self.kind, self.notice, self.clause, self.to, self.channel, self.first_line)


def timeline_of(complaint: Complaint, zone: str) -> tuple[TimelineLine, ...]:
    """The complaint's record as lines, in the order in which it learnt of them."""
    return tuple(line_of_entry(entry, zone) for entry in record_in_words(complaint))


def line_of_entry(entry: WrittenEntry, zone: str) -> TimelineLine:
    """One entry of the record as a line."""
    return TimelineLine(
        at=to_the_minute(entry.at, zone),
        recorded_at=to_the_minute(entry.recorded_at, zone),
        kind=entry.kind,
        text=entry.text,
        clause=entry.clause,
        by=entry.by,
        tells_who=entry.tells_who,
        **_of_notice(entry),
    )


def _of_notice(entry: WrittenEntry) -> dict[str, str]:
    """What an entry about a notice says besides."""
    facts = entry.facts
    if not isinstance(facts, AboutNotice):
        return {}
    about = {"channel": facts.channel or "", "notice": facts.notice or ""}
    return about | ({"to": facts.to, "first_line": facts.first_line} if isinstance(facts, NoticeSent) else {})


def compare_by(lines: tuple[TimelineLine, ...]) -> tuple[tuple[str, ...], ...]:
    """The lines as they are compared: what falls into one minute has no order of its own."""
    return tuple(sorted(line.comparable for line in lines))


def to_the_minute(instant: datetime, zone: str) -> datetime:
    """*instant* in local time, without its seconds."""
    return local_time(instant, zone).replace(second=0, microsecond=0)
