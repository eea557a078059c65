"""A rehearsal as a page for people: a heading for each day, a column for the time, one for what it is."""

from collections.abc import Iterator
from itertools import groupby
from textwrap import wrap

from domain.calendar.days import in_words, short
from domain.complaint.recipients import Audience
from rehearsal.rehearsal import Rehearsal
from rehearsal.script import DEADLINE
from rehearsal.timeline import TimelineLine

_WIDTH = 120
_WORDS_FROM = 27
_HOW = {"email": "e-mail", "text": "text", "letter": "letter"}
_REMINDERS = {"reminder": "reminder", "overdue": "overdue"}
_SHORTER = {
    "ombudsman_answered": "answered",
    "refused_matter_looked_into": "looked into",
    "extension_answered": "extension",
    "late_request_declined": "request declined",
    "missed_corrected": "corrected",
    "reminders_swallowed": "not reminded",
    "rejected": "refused",
    "too_many_rejected": "refused",
}


def page(rehearsal: Rehearsal) -> str:
    """All of it, as it is printed."""
    days = groupby(rehearsal.lines, key=lambda line: line.recorded_at.date())
    told = [f"\n{in_words(day)}\n" + "\n".join(_line(line, rehearsal) for line in lines) for day, lines in days]
    return "\n".join((_heading(rehearsal), *told, "", _ending(rehearsal)))


def _heading(rehearsal: Rehearsal) -> str:
    rules, complaint = rehearsal.story.rules, rehearsal.complaint
    policy = f"{rules.edition.control.title}, edition {rules.edition.edition}"
    return f"{complaint.reference}: {complaint.summary}\n{rules.landlord.name}, {policy}. Times are local."


def _ending(rehearsal: Rehearsal) -> str:
    if rehearsal.is_settled:
        return "Nothing is left to do: the story ends here."
    return f"The story is played until {in_words(rehearsal.story.until.date())}; the complaint is not finished."


def _line(line: TimelineLine, rehearsal: Rehearsal) -> str:
    words = " ".join(_words(line, rehearsal))
    first, *rest = wrap(words, _WIDTH - _WORDS_FROM, break_on_hyphens=False)
    at = "     " if line.kind == DEADLINE else f"{line.recorded_at:%H:%M}"
    head = f"  {at}  {_label(line)}"
    indent = "\n" + " " * _WORDS_FROM
    return f"{head:<{_WORDS_FROM - 1}} {indent.join((first, *rest))}"


def _label(line: TimelineLine) -> str:
    if line.kind == DEADLINE:
        return "due"
    if line.kind == "notice_sent":
        return _REMINDERS.get(line.notice, _HOW[line.channel])
    return _SHORTER.get(line.kind, line.kind).replace("_", " ")


def _words(line: TimelineLine, rehearsal: Rehearsal) -> Iterator[str]:
    if line.kind == "notice_sent":
        yield f"to {_name(line.to, rehearsal)}: {line.first_line}"
        if line.about:
            yield f"({line.about})"
    else:
        yield line.text
    if line.clause:
        yield f"[{line.clause}]"
    if line.by and not line.tells_who:
        yield f"by {_name(line.by, rehearsal)}"
    if line.at != line.recorded_at:
        yield f"(happened {short(line.at.date())} {line.at:%H:%M})"


def _name(who: str, rehearsal: Rehearsal) -> str:
    """A member of staff by name where the line has their id, and so the resident."""
    names = {person.id: person.name for person in rehearsal.story.directory.people}
    return {**names, Audience.RESIDENT.value: rehearsal.complaint.resident.name}.get(who, who)
