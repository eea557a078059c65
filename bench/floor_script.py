"""What the floor plays, turn by turn: fixed, in `floor.toml`, which says where it is from."""

import tomllib
from enum import StrEnum
from pathlib import Path

from domain.value import Value

FLOOR_QUEUE, FLOOR_EMAIL_QUEUE, FLOOR_TEXT_QUEUE = "floor", "floor-email", "floor-text"
_FIXED = Path(__file__).with_name("floor.toml")
EMAIL, TEXT, WRITE = "floor_email", "floor_text", "floor_write"
"""What its activities are called."""


class Woken(StrEnum):
    """By what a turn begins."""

    START = "start"
    MESSAGE = "message"
    TIMER = "timer"


class Turn(Value):
    """What follows from one waking."""

    by: Woken
    emails: tuple[int, ...] = ()
    """How many bytes each is long."""
    texts: tuple[int, ...] = ()
    pages: tuple[int, ...] = ()
    """What is written to the register."""
    timers: tuple[float, ...] = ()
    """Timers that are started, in seconds; each takes the place of the one before."""


class Script(Value):
    """A whole life."""

    turns: tuple[Turn, ...]
    ends_with: str = ""


def fixed_script(story: str) -> Script:
    """The script of "stage 1", "stage 2" or "received"."""
    turns = tomllib.loads(_FIXED.read_text(encoding="utf-8"))[story.replace(" ", "_")]
    return Script(turns=tuple(Turn.model_validate(turn) for turn in turns), ends_with="closed")
