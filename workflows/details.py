"""What Temporal's UI says of a complaint in plain words, as Markdown; nothing of the resident, or by them (D14).

It is a page for whoever looks at night; however much happened, it stays one: each list is cut to its newest lines.
"""

from collections.abc import Iterable
from datetime import datetime

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.calendar.days import landlord_day, moment, short
    from domain.complaint.complaint import Complaint
    from domain.complaint.notices import Notice
    from domain.complaint.record_summary import Rejected, Undelivered
    from domain.duties.duty import Duty, is_noted_missed
    from domain.duties.owed import open_duties
    from domain.policy.rules import Rules
    from domain.procedure.time.tick import Next
    from domain.views.deadlines import why
    from domain.views.page import Standing

_MOST_LINES = 6
_LONGEST_LINE = 300
_LONGEST = 4_500
"""The UI asks its server for the page with all of this in the address: that has to pass through proxies."""


class Details:
    """Writes the details page each turn; a sum once put into words is kept, since it is the dearest part."""

    def __init__(self) -> None:
        self._rules: Rules | None = None
        self._whys: dict[Duty, str] = {}

    def words(
        self, complaint: Complaint, rules: Rules, how_it_stands: Standing, due: Next | None, now: datetime
    ) -> str:
        """What it is, what is due when and why, what waits to go, what could not be delivered, what was refused."""
        late = " **Overdue.**" if how_it_stands.overdue else ""
        owed = sorted(open_duties(complaint, rules), key=lambda duty: duty.due_on)
        blocks = [f"**{complaint.reference}** ({rules.landlord.name}): {how_it_stands.words}.{late}"]
        blocks += _list("Due", (self._owed(duty, complaint, rules) for duty in owed))
        blocks += [f"**Next by itself**: {due.words(rules.zone)}"] if due else []
        blocks += _list("Waiting to go", (_waiting(notice, rules, now) for notice in complaint.outbox))
        did_not_go = complaint.record_summary.undelivered[::-1]
        blocks += _list("Could not be delivered", (_undelivered(each, rules) for each in did_not_go))
        rejections = complaint.record_summary.rejections
        if rejections:
            refused = (_refused(each, rules) for each in rejections.latest)
            blocks += _list("Refused", refused, of=rejections.ever)
        if complaint.news_of_nothing:
            blocks += [f"**Dropped**: news of notices that never were, {complaint.news_of_nothing} times"]
        return _cut("\n\n".join(blocks), _LONGEST)

    def _owed(self, duty: Duty, complaint: Complaint, rules: Rules) -> str:
        said = ", **missed**" if is_noted_missed(duty, complaint) else ""
        return f"{duty.words}: **{short(duty.due_on)}**{said} ({duty.clause}): {self._why(duty, rules)}"

    def _why(self, duty: Duty, rules: Rules) -> str:
        if rules is not self._rules:
            self._rules, self._whys = rules, {}
        if duty not in self._whys:
            self._whys[duty] = why(duty, rules)
        return self._whys[duty]


def _waiting(notice: Notice, rules: Rules, now: datetime) -> str:
    how = f"{notice.words} by {notice.channel}"
    tried = f", after {', '.join(failure.channel for failure in notice.failures)}" if notice.failures else ""
    waits = f", from {moment(notice.not_before, rules.zone)}" if notice.not_before > now else ""
    return f"{how}{tried}{waits}"


def _undelivered(failed: Undelivered, rules: Rules) -> str:
    """Without the provider's own words, which may quote an address."""
    what = f"{failed.notice} by {failed.channel}" if failed.channel else failed.notice
    return f"{what.replace('_', ' ')}, {short(landlord_day(failed.at, rules.zone))}"


def _refused(rejected: Rejected, rules: Rules) -> str:
    """Without what came: that may be anything."""
    return f"{short(landlord_day(rejected.at, rules.zone))}: {rejected.why}"


def _list(title: str, lines: Iterable[str], of: int | None = None) -> list[str]:
    """A block with the first lines, and how many more there are (*of* so many in all); none without lines."""
    every = [" ".join(line.split()) for line in lines]
    shown = [f"- {_cut(line, _LONGEST_LINE)}" for line in every[:_MOST_LINES]]
    more = (len(every) if of is None else of) - len(shown)
    if more:
        shown.append(f"- and {more} more")
    return [f"**{title}**\n\n" + "\n".join(shown)] if shown else []


def _cut(words: str, longest: int) -> str:
    return words if len(words) <= longest else f"{words[:longest]}…"
