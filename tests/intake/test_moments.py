"""Moments and lengths of time as people type them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from intake.errors import BadInputError
from intake.moments import DayAlone, instant, length

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("written", "at"),
    [
        pytest.param("2026-11-02 10:15", datetime(2026, 11, 2, 10, 15, tzinfo=UTC), id="winter"),
        pytest.param("2026-07-02 10:15", datetime(2026, 7, 2, 9, 15, tzinfo=UTC), id="summer"),
        pytest.param("2026-07-02T10:15+00:00", datetime(2026, 7, 2, 10, 15, tzinfo=UTC), id="with its zone"),
        pytest.param(datetime(2026, 7, 2, 10, 15), datetime(2026, 7, 2, 9, 15, tzinfo=UTC), id="from a file"),  # noqa: DTZ001 - as TOML gives it
    ],
)
def test_a_moment_without_a_zone_is_the_landlords(written: object, at: datetime) -> None:
    assert instant(written, LONDON) == at


@pytest.mark.parametrize("written", ["yesterday", "2027-03-28 01:30", "0001-01-01 00:00", "9999-12-31 23:59", 7])
def test_what_is_no_moment_is_refused(written: object) -> None:
    with pytest.raises(BadInputError):
        instant(written, LONDON)


@pytest.mark.parametrize(
    ("written", "is_so_long"),
    [
        ("5d", timedelta(days=5)),
        ("3h", timedelta(hours=3)),
        ("90m", timedelta(minutes=90)),
        ("2w", timedelta(weeks=2)),
    ],
)
def test_a_length_of_time(written: str, is_so_long: timedelta) -> None:
    assert length(written) == is_so_long


@pytest.mark.parametrize("written", ["", "5", "d", "0d", "-1d", "5 d", "1.5h", "٣d"])
def test_what_is_no_length_is_refused(written: str) -> None:
    with pytest.raises(BadInputError, match="write it as 5d, 3h, 90m or 2w"):
        length(written)


@pytest.mark.parametrize("written", ["2026-11-02 10:15:30", "02/11/2026 10:15:30.25", "2026-11-02T10:15:00"])
def test_seconds_are_read_and_left_out(written: str) -> None:
    assert instant(written, "Europe/London") == datetime(2026, 11, 2, 10, 15, tzinfo=UTC)


def test_of_a_day_without_a_time_the_day_is_what_counts() -> None:
    now = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)

    assert instant("02/11/2026", "Europe/London", alone=DayAlone.BEGINS) == datetime(2026, 11, 2, tzinfo=UTC)
    assert instant(date(2026, 11, 2), "Europe/London", now=now) == datetime(2026, 11, 2, 23, 59, tzinfo=UTC)
    assert instant("2026-11-03", "Europe/London", now=now) == now
