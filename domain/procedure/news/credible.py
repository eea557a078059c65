"""Whether news can be true, and how much of it a day may bring: nothing a message carries can stop a complaint (D8)."""

from datetime import datetime

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import notice_and_channel
from domain.messages.news import NoticeDelivered, NoticeFailed
from domain.messages.timing import CLOCK_SKEW, say_when
from domain.policy.rules import Rules

_MOST_IN_A_DAY = 100


def never_was(complaint: Complaint, key: str) -> bool:
    """Whether no notice of that *key*, its own or its errand's, was ever made: it is beyond the last, or of no kind.

    Of a former life nobody knows how many notices it made.
    """
    key, _ = notice_and_channel(key)
    label = complaint.label(key)
    if complaint.record_summary.news_of(label).notice or complaint.notice(key):
        return False
    life, _, name = label.rpartition("/")
    number, _, kind = name.partition("-")
    if not number.isdecimal() or kind not in set(NoticeKind):
        return True
    return life == complaint.life and not 1 <= int(number) <= complaint.notices_made


def note_never_was(complaint: Complaint) -> Complaint:
    """Count news of a notice that never was, and nothing more."""
    return complaint.changed(news_of_nothing=complaint.news_of_nothing + 1)


def check_news(complaint: Complaint, news: NoticeDelivered | NoticeFailed, rules: Rules, now: datetime) -> None:
    """Whether the record takes *news* of a notice.

    Raises:
        NotAllowedError: it would have happened in the future or before the notice went, or there is too much news.
    """
    check_amount(complaint, now)
    if news.at > now + CLOCK_SKEW:
        raise NotAllowedError(f"{say_when(news.at, rules)} is in the future.")
    began = _began(complaint, news.key)
    if news.at < began - CLOCK_SKEW:
        raise NotAllowedError(f"{say_when(news.at, rules)} is before the notice went ({say_when(began, rules)}).")


def check_amount(complaint: Complaint, now: datetime) -> None:
    """Whether the record takes more news today.

    Raises:
        NotAllowedError: it had as much as it takes in a day.
    """
    if complaint.record_summary.news_on(now) >= _MOST_IN_A_DAY:
        raise NotAllowedError(f"there was more news in a day than the record keeps ({_MOST_IN_A_DAY}).")


def check_calendars(complaint: Complaint, now: datetime) -> None:
    """Whether the record takes another calendar today.

    Raises:
        NotAllowedError: it had as many as it takes in a day.
    """
    if complaint.record_summary.calendars_on(now) >= _MOST_IN_A_DAY:
        raise NotAllowedError(f"there were more calendars in a day than the record keeps ({_MOST_IN_A_DAY}).")


def _began(complaint: Complaint, key: str) -> datetime:
    """When the notice went or was made; where nobody knows, when the complaint came."""
    key, _ = notice_and_channel(key)
    sent_at = complaint.record_summary.news_of(complaint.label(key)).sent_at
    made = [notice.created_at for notice in (*complaint.outbox, *complaint.gone) if notice.key == key]
    return sent_at or next(iter(made), complaint.received_at)
