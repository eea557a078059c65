"""News from outside is believed as far as it can be true, and no more of it is taken in a day than a record bears."""

from datetime import UTC, date, datetime, timedelta

import pytest
from pydantic import ValidationError

from domain.calendar.working_calendar import ClosedDay, WorkingCalendar
from domain.complaint.complaint import NotAllowedError
from domain.complaint.notice_kinds import NoticeKind
from domain.messages.news import CalendarChanged, NoticeDelivered, NoticeFailed
from domain.procedure.news.credible import check_amount, check_calendars, check_news, never_was
from domain.procedure.news.delivery import is_told_of_bounce, note_bounced, note_delivered
from domain.procedure.time.calendar_changed import change_calendar
from tests.spec.cast import Landlord

RECEIPT = "1-receipt"


@pytest.fixture
def handled(reliance: Landlord) -> Landlord:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    return reliance


def key_of(landlord: Landlord, label: str) -> str:
    return landlord.complaint.key_of(label)


@pytest.mark.parametrize("kind", [NoticeDelivered, NoticeFailed])
@pytest.mark.parametrize(
    ("at", "why"),
    [
        (datetime(2099, 1, 1, tzinfo=UTC), "is in the future"),
        (datetime(1950, 1, 1, tzinfo=UTC), "is before the notice went"),
    ],
    ids=["2099", "1950"],
)
def test_D8_news_from_another_time_is_refused(
    handled: Landlord, kind: type[NoticeDelivered] | type[NoticeFailed], at: datetime, why: str
) -> None:
    more = {"why": "no mailbox"} if kind is NoticeFailed else {}
    news = kind.model_validate({"key": key_of(handled, RECEIPT), "at": at, **more})

    with pytest.raises(NotAllowedError, match=why):
        check_news(handled.complaint, news, handled.rules, handled.now)


@pytest.mark.parametrize("apart", [timedelta(minutes=-4), timedelta(minutes=4)])
def test_D8_clocks_may_differ_by_minutes(handled: Landlord, apart: timedelta) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    news = NoticeDelivered(key=handled.sent[-1].notice.key, at=handled.now + apart)

    check_news(handled.complaint, news, handled.rules, handled.now)


@pytest.mark.parametrize("label", ["999-receipt", "0-receipt", "1-nonsense", "receipt", "", "-1-receipt", "1"])
def test_D8_a_notice_that_never_was_is_told_from_those_that_were(handled: Landlord, label: str) -> None:
    assert never_was(handled.complaint, key_of(handled, label))


def test_D8_every_notice_that_was_made_is_known(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")

    assert handled.sent
    assert not any(never_was(handled.complaint, sent.notice.key) for sent in handled.sent)
    # Providers are given the errand's key, and bring that back.
    assert not any(never_was(handled.complaint, sent.notice.errand_key) for sent in handled.sent)


def test_D8_news_by_an_errands_key_is_not_of_before_its_notice_went(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    gone = next(sent.notice for sent in handled.sent if sent.kind is NoticeKind.ACKNOWLEDGEMENT)
    news = NoticeDelivered(key=gone.errand_key, at=handled.now - timedelta(hours=1))

    with pytest.raises(NotAllowedError, match="is before the notice went"):
        check_news(handled.complaint, news, handled.rules, handled.now)


def test_D8_of_a_former_life_nobody_knows_how_many_notices_it_made(handled: Landlord) -> None:
    key = key_of(handled, RECEIPT).replace(RECEIPT, "0badc0de/99-receipt")

    assert not never_was(handled.complaint, key)


def test_D8_so_much_news_is_taken_in_a_day_and_no_more(handled: Landlord) -> None:
    complaint, rules, now = handled.complaint, handled.rules, handled.now
    for number in range(50):
        key = key_of(handled, f"{number}-receipt")
        complaint = note_delivered(complaint, key, now, rules, now)
        complaint = note_bounced(complaint, key, None, "no mailbox", now, rules, now)

    with pytest.raises(NotAllowedError, match="more news in a day than the record keeps"):
        check_amount(complaint, now)
    check_amount(complaint, now + timedelta(days=1))


def test_D8_of_a_hundred_bounces_of_an_unknown_life_the_handler_hears_of_ten_and_the_record_of_all(
    handled: Landlord,
) -> None:
    complaint, rules, now = handled.complaint, handled.rules, handled.now
    before = len(complaint.outbox)
    for number in range(100):
        key = key_of(handled, RECEIPT).replace(RECEIPT, f"0badc0de/{number}-receipt")
        is_told = is_told_of_bounce(complaint, key, now)
        complaint = note_bounced(complaint, key, None, "no mailbox", now, rules, now, is_told=is_told)

    assert len(complaint.outbox) - before == 10
    assert complaint.record_summary.news_on(now) == 100
    # What is known is told, however many there were.
    assert is_told_of_bounce(complaint, handled.sent[-1].notice.key, now)
    assert is_told_of_bounce(complaint, key_of(handled, "0badc0de/1-receipt"), now + timedelta(days=1))


def test_D8_a_holiday_is_heard_of_however_much_news_there_was(handled: Landlord) -> None:
    complaint, rules, now = handled.complaint, handled.rules, handled.now
    for number in range(100):
        complaint = note_delivered(complaint, key_of(handled, f"{number}-receipt"), now, rules, now)

    check_calendars(complaint, now)


def test_D8_so_many_calendars_are_taken_in_a_day_and_no_more(handled: Landlord) -> None:
    complaint, rules, now = handled.complaint, handled.rules, handled.now
    for version in range(100):
        calendar = rules.calendar.model_copy(update={"version": str(version)})
        complaint, rules = change_calendar(complaint, rules, calendar, now)

    with pytest.raises(NotAllowedError, match="more calendars in a day than the record keeps"):
        check_calendars(complaint, now)
    check_calendars(complaint, now + timedelta(days=1))


def changed(landlord: Landlord, **changes: object) -> WorkingCalendar:
    return WorkingCalendar.model_validate(landlord.rules.calendar.model_dump() | changes)


def test_D8_a_calendar_of_all_years_is_none(handled: Landlord) -> None:
    with pytest.raises(ValidationError, match="more than 100 years"):
        changed(handled, covers_from=date(1, 1, 1), covers_to=date(9999, 12, 31))


def test_D8_a_calendar_covers_what_it_replaces(handled: Landlord) -> None:
    calendar = handled.rules.calendar
    later = changed(handled, covers_from=calendar.covers_from + timedelta(days=1))
    shorter = changed(handled, covers_to=calendar.covers_to - timedelta(days=1))

    for offered, why in ((later, "the calendar begins on"), (shorter, "the calendar ends on")):
        with pytest.raises(NotAllowedError, match=why):
            change_calendar(handled.complaint, handled.rules, offered, handled.now)


def test_D8_a_calendar_with_hardly_a_working_day_is_refused(handled: Landlord) -> None:
    first = date(handled.now.year, 1, 1)
    closed = tuple(ClosedDay(on=first + timedelta(days=n), why="closed") for n in range(364))

    with pytest.raises(NotAllowedError, match="hardly a day"):
        change_calendar(handled.complaint, handled.rules, changed(handled, closed=closed), handled.now)


def test_D8_a_calendar_that_changes_nothing_is_no_entry(handled: Landlord) -> None:
    same = changed(handled)

    assert change_calendar(handled.complaint, handled.rules, same, handled.now) == (handled.complaint, handled.rules)


@pytest.mark.parametrize("words", ["a\x00b", "\x1b[31mred", "x" * 201, "a\nb"], ids=["null", "escape", "long", "line"])
def test_D8_a_calendars_words_can_be_read(handled: Landlord, words: str) -> None:
    """A null in a version or a day's name would be refused by the register for ever, and with it the record."""
    mourned = ClosedDay(on=handled.now.date(), why=words)

    for changes in ({"version": words}, {"closed": (mourned,)}):
        with pytest.raises(ValidationError, match=r"cannot be read|longer than 200"):
            CalendarChanged(calendar=changed(handled, **changes))


def test_D8_a_key_is_one_line_that_can_be_read(handled: Landlord) -> None:
    with pytest.raises(ValidationError, match="cannot be read"):
        NoticeFailed(key=key_of(handled, "1-\x00"), at=handled.now, why="no mailbox")
