"""How long to wait, as each provider's headers say."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from providers.patience import seconds_to_wait

NOW = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
IN_A_MINUTE, A_MINUTE_AGO = NOW + timedelta(minutes=1), NOW - timedelta(minutes=1)


def epoch(instant: datetime) -> str:
    return str(int(instant.timestamp()))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "999999"}, 3600),
        ({"Retry-After": format_datetime(IN_A_MINUTE, usegmt=True)}, 60),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": epoch(IN_A_MINUTE)}, 60),
        ({"X-RateLimit-Reset": epoch(IN_A_MINUTE)}, 60),
        ({"X-RateLimit-Reset": epoch(A_MINUTE_AGO)}, 1),
        ({"Retry-After": "5", "X-RateLimit-Reset": epoch(IN_A_MINUTE)}, 5),
    ],
)
def test_what_is_asked_for_is_waited_within_reason(headers: dict[str, str], seconds: float) -> None:
    assert seconds_to_wait(headers, NOW) == seconds


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Retry-After": "soon"},
        {"Retry-After": "-1"},
        {"X-RateLimit-Reset": "later"},
        {"X-RateLimit-Remaining": "599", "X-RateLimit-Reset": epoch(IN_A_MINUTE)},
    ],
    ids=["nothing", "words", "negative", "no epoch", "some remain"],
)
def test_otherwise_it_is_left_to_temporal(headers: dict[str, str]) -> None:
    assert seconds_to_wait(headers, NOW) is None
