"""What the procedure needs to know of a complaint's record, so that it need not carry the record itself (D5).

It is brought up to date with each entry, and holds no more after two thousand of them than after twenty.
"""

from datetime import datetime, timedelta
from typing import Annotated, Self

from pydantic import PlainSerializer

from domain.complaint.facts.duties import CalendarRenewed
from domain.complaint.facts.messages import LifeLost, MessageRejected, TooManyRejected
from domain.complaint.facts.notices import (
    NobodyToTell,
    NoticeArrived,
    NoticeDropped,
    NoticeExpired,
    NoticeSent,
    NoticeUndeliverable,
    NoticeUnknown,
)
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.record import Entry
from domain.policy.channels import Channel
from domain.value import Value

_MOST_BY_PEOPLE = 50
_MOST_NOTICES = 100
"""Notices of which news may still come: providers tell within days."""
_MOST_REJECTIONS = 7
_MOST_NEWS = 10
_ARRIVED = NoticeArrived(label="").mark
_MANY = "more in a day than the record keeps"
_DAY = timedelta(days=1)

Kinds = Annotated[frozenset[NoticeKind], PlainSerializer(sorted, when_used="json")]


class Rejected(Value):
    """A message that was rejected."""

    at: datetime
    why: str
    """What was asked and why not, without what came."""


class Rejections(Value):
    """Messages that were rejected: how many in the day that began with the first of them, and the last few."""

    since: datetime
    in_that_day: int = 0
    ever: int = 0
    latest: tuple[Rejected, ...] = ()
    """The last few, newest first."""


class NewsInADay(Value):
    """How much news is on the record of the day that began with the first of it."""

    since: datetime
    in_that_day: int = 0


class NewsOfNotice(Value):
    """The news there was of one notice."""

    label: str
    """By which the complaint's notices are told apart: "3-receipt"."""
    notice: NoticeKind | None = None
    """None where nobody knows the notice."""
    channel: Channel | None = None
    to: str = ""
    """The id of the member of staff it went to, or "resident"; empty where it did not go."""
    sent_at: datetime | None = None
    known: tuple[str, ...] = ()
    """The news of it that is on the record, each in a word or a sentence: providers repeat theirs."""

    @property
    def came_back(self) -> bool:
        """Whether there was news of it beside that it arrived."""
        return any(mark != _ARRIVED for mark in self.known)


class Undelivered(Value):
    """A notice that did not go, and nothing has made good since."""

    notice: NoticeKind
    channel: Channel | None
    at: datetime

    @property
    def by_text(self) -> bool:
        """Whether it was to go by text."""
        return self.channel is Channel.TEXT


class RecordSummary(Value):
    """The record in brief."""

    entries: int = 0
    """How many entries the record has: the number of the last."""
    last_at: datetime | None = None
    """When the last was recorded."""
    by_people: tuple[int, ...] = ()
    """Numbers of the last entries that tell what a person did."""
    rejections: Rejections | None = None
    notices: tuple[NewsOfNotice, ...] = ()
    """Those of which there was news last."""
    told: Kinds = frozenset()
    """Kinds of notices that went, or were taken back, otherwise than by text."""
    sent: Kinds = frozenset()
    """Kinds of notices that went."""
    undelivered: tuple[Undelivered, ...] = ()
    news: NewsInADay | None = None
    """What providers said of notices."""
    calendars: NewsInADay | None = None
    """Calendars that came: however much providers say, a holiday is still heard of."""
    nobody_told: bool = False
    """Whether the record says that there is nobody to tell (R-031)."""
    lives_lost: int = 0
    """How often the record says that the complaint went on from an older copy of itself."""

    def with_entry(self, entry: Entry) -> Self:
        """The record in brief, once *entry* is its last."""
        by_people = (*self.by_people, entry.number)[-_MOST_BY_PEOPLE:] if _is_news(entry) else self.by_people
        news = _with_news(self.news, entry) if _came_from_a_provider(entry) else self.news
        is_calendar = isinstance(entry.facts, CalendarRenewed)
        calendars = _with_news(self.calendars, entry) if is_calendar else self.calendars
        always = {"entries": entry.number, "last_at": entry.recorded_at, "by_people": by_people}
        always |= {"news": news, "calendars": calendars}
        return self.model_copy(update=always | _changes(self, entry))

    def rejected_on(self, now: datetime) -> int:
        """How many messages were rejected in the day that counts *now*."""
        day = self.rejections
        return day.in_that_day if day and now - day.since < _DAY else 0

    def news_on(self, now: datetime) -> int:
        """How much news the record took in the day that counts *now*."""
        return _in_the_day_of(self.news, now)

    def calendars_on(self, now: datetime) -> int:
        """How many calendars the record took in the day that counts *now*."""
        return _in_the_day_of(self.calendars, now)

    def news_of(self, label: str) -> NewsOfNotice:
        """The news there was of the notice of that *label*; empty where there was none."""
        return next((each for each in self.notices if each.label == label), NewsOfNotice(label=label))

    def knows(self, news: NoticeArrived | NoticeUndeliverable) -> bool:
        """Whether the record says so already."""
        return news.mark in self.news_of(news.label).known


def _is_news(entry: Entry) -> bool:
    """Whether a person did what *entry* tells; what was rejected changed nothing."""
    return entry.by.kind.is_person and not isinstance(entry.facts, MessageRejected | TooManyRejected)


def _came_from_a_provider(entry: Entry) -> bool:
    """Whether *entry* tells what a provider said of a notice."""
    facts = entry.facts
    return isinstance(facts, NoticeArrived) or (isinstance(facts, NoticeUndeliverable) and facts.came_back)


def _in_the_day_of(news: NewsInADay | None, now: datetime) -> int:
    return news.in_that_day if news and now - news.since < _DAY else 0


def _changes(record: RecordSummary, entry: Entry) -> dict[str, object]:
    """What the facts of *entry* change in the summary."""
    match entry.facts:
        case MessageRejected() | TooManyRejected() as rejected:
            return {"rejections": _with_rejection(record.rejections, rejected, entry)}
        case NobodyToTell() | LifeLost() as noted:
            lost: dict[str, object] = {"lives_lost": record.lives_lost + 1}
            return lost if isinstance(noted, LifeLost) else {"nobody_told": True}
        case NoticeSent() | NoticeDropped() as went:
            return _gone(record, went, entry.at)
        case NoticeUndeliverable() | NoticeExpired() as failed:
            heard = _heard(record, failed) if isinstance(failed, NoticeUndeliverable) else {}
            return heard | _failed(record, failed.notice, failed.channel, entry.at)
        case NoticeUnknown() | NoticeArrived() as news:
            return _unknown(record, news) if isinstance(news, NoticeUnknown) else _heard(record, news)
    return {}


def _with_rejection(before: Rejections | None, rejected: MessageRejected | TooManyRejected, entry: Entry) -> Rejections:
    why = rejected.short if isinstance(rejected, MessageRejected) else _MANY
    ever = before.ever + 1 if before else 1
    latest = (Rejected(at=entry.at, why=why), *(before.latest if before else ()))[:_MOST_REJECTIONS]
    if before is None or entry.recorded_at - before.since >= _DAY:
        return Rejections(since=entry.recorded_at, in_that_day=1, ever=ever, latest=latest)
    return Rejections(since=before.since, in_that_day=before.in_that_day + 1, ever=ever, latest=latest)


def _gone(record: RecordSummary, went: NoticeSent | NoticeDropped, at: datetime) -> dict[str, object]:
    """What goes by text makes good a text; what goes otherwise makes good both."""
    by_text, kind = went.channel is Channel.TEXT, went.notice
    left = tuple(each for each in record.undelivered if each.notice is not kind or (by_text and not each.by_text))
    news = record.news_of(went.label)
    if news.notice is None:
        sent = {"to": went.to, "sent_at": at} if isinstance(went, NoticeSent) else {"to": ""}
        news = news.model_copy(update={"notice": kind, "channel": went.channel, **sent})
    return {
        "undelivered": left,
        "told": record.told if by_text else record.told | {kind},
        "sent": record.sent | {kind} if isinstance(went, NoticeSent) else record.sent,
        "notices": _latest(record, news),
    }


def _unknown(record: RecordSummary, unknown: NoticeUnknown) -> dict[str, object]:
    """What it was is kept for the news that may still come of it."""
    news = record.news_of(unknown.label)
    of = {"notice": unknown.notice, "channel": unknown.channel} if news.notice is None else {}
    return {"notices": _latest(record, news.model_copy(update=of))}


def _failed(
    record: RecordSummary, notice: NoticeKind | None, channel: Channel | None, at: datetime
) -> dict[str, object]:
    """A text goes beside what is told at length: it makes good no e-mail and no letter; they make good a text."""
    if notice is None or (channel is Channel.TEXT and notice in record.told):
        return {}
    failed = Undelivered(notice=notice, channel=channel, at=at)
    others = (each for each in record.undelivered if each.notice is not notice or each.by_text != failed.by_text)
    return {"undelivered": (*others, failed)}


def _with_news(before: NewsInADay | None, entry: Entry) -> NewsInADay:
    if before is None or entry.recorded_at - before.since >= _DAY:
        return NewsInADay(since=entry.recorded_at, in_that_day=1)
    return NewsInADay(since=before.since, in_that_day=before.in_that_day + 1)


def _heard(record: RecordSummary, news: NoticeArrived | NoticeUndeliverable) -> dict[str, object]:
    of = record.news_of(news.label)
    known = (*of.known, news.mark)[-_MOST_NEWS:]
    return {"notices": _latest(record, of.model_copy(update={"known": known}))}


def _latest(record: RecordSummary, news: NewsOfNotice) -> tuple[NewsOfNotice, ...]:
    others = tuple(each for each in record.notices if each.label != news.label)
    return (*others, news)[-_MOST_NOTICES:]
