"""How long to wait, as each provider's headers say."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from providers.patience import seconds_to_wait


def in_seconds(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def epoch(seconds: float) -> str:
    return str(int(in_seconds(seconds).timestamp()))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "999999"}, 3600),
        ({"Retry-After": format_datetime(in_seconds(60), usegmt=True)}, 60),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": epoch(45)}, 45),
        ({"X-RateLimit-Reset": epoch(45)}, 45),
        ({"X-RateLimit-Reset": epoch(-45)}, 1),
        ({"Retry-After": "5", "X-RateLimit-Reset": epoch(45)}, 5),
    ],
)
def test_what_is_asked_for_is_waited_within_reason(headers: dict[str, str], seconds: float) -> None:
    assert seconds_to_wait(headers) == pytest.approx(seconds, abs=5 if seconds > 30 else 0)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Retry-After": "soon"},
        {"Retry-After": "-1"},
        {"X-RateLimit-Reset": "later"},
        {"X-RateLimit-Remaining": "599", "X-RateLimit-Reset": epoch(45)},
    ],
    ids=["nothing", "words", "negative", "no epoch", "some remain"],
)
def test_otherwise_it_is_left_to_temporal(headers: dict[str, str]) -> None:
    assert seconds_to_wait(headers) is None
