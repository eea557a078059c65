"""How long a provider asks us to wait."""

from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

_LONGEST = 3600
"""Seconds. An hour later it is worth asking again, whatever a clock that is wrong may say."""


def seconds_to_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """What Retry-After (seconds or a date) asks for, or X-RateLimit-Reset (an epoch) where nothing is left."""
    asked = _until_retry(headers.get("Retry-After", ""), now)
    if asked is None and headers.get("X-RateLimit-Remaining", "0").strip() == "0":
        asked = _until_reset(headers.get("X-RateLimit-Reset", ""), now)
    return None if asked is None else min(max(asked, 1), _LONGEST)


def _until_retry(value: str, now: datetime) -> float | None:
    if value.strip().isdecimal():
        return float(value)
    try:
        return parsedate_to_datetime(value).timestamp() - now.timestamp()
    except ValueError:
        return None


def _until_reset(value: str, now: datetime) -> float | None:
    return float(value) - now.timestamp() if value.strip().isdecimal() else None
