"""Rehearsals as tests speak of them: a sample's name in, lines that a reader can check out."""

from pathlib import Path

from domain.calendar.days import short
from providers.letters import LetterWriter
from providers.rulebook import Rulebook, policies_folder
from rehearsal.rehearsal import Rehearsal, rehearse
from rehearsal.scenarios import read_story
from rehearsal.timeline import TimelineLine

SAMPLES = Path(__file__).parents[2] / "scenarios"
RULEBOOK = Rulebook(policies_folder())
LETTERS = LetterWriter(policies_folder(), RULEBOOK.landlord)

A_STORY = """
landlord = "reliance"
reference = "REL-T3ST"
summary = "Damp."
until = 2026-11-20

[resident]
name = "Sam Sample"
email = "sam@example.com"

[[events]]
at = 2026-11-02T10:15
step = "receive"

[[events]]
at = "Mon 2026-11-02 11:00"
step = "allocate"
by = "daniel-osei"
handler = "priya-nair"

[[events]]
at = 2026-11-05T15:30
step = "acknowledge"
by = "priya-nair"
understood = "Damp."
desired_outcome = "No damp."
"""


def played(text: str) -> Rehearsal:
    """The rehearsal of a scenario's text."""
    return rehearse(read_story(text, "story.toml", RULEBOOK), LETTERS)


def sample(name: str) -> Rehearsal:
    """The rehearsal of a sample scenario."""
    return played((SAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


def in_short(line: TimelineLine) -> str:
    """When, what, to whom, how and in which words: "Thu 19 Nov 2026 14:45 response resident email"."""
    when = f"{short(line.at.date())} {line.at:%H:%M}"
    if line.kind == "notice_sent":
        return f"{when} {line.notice} to {line.to} by {line.channel}"
    return f"{when} {line.kind}: {line.text}"


def lines(rehearsal: Rehearsal) -> list[str]:
    """All lines in short."""
    return [in_short(line) for line in rehearsal.lines]


def due(rehearsal: Rehearsal) -> list[str]:
    """What the timeline says of deadlines."""
    return [line.text for line in rehearsal.lines if line.kind == "deadline"]


def first_lines(rehearsal: Rehearsal, kind: str) -> list[str]:
    """What the notices of that kind begin with."""
    return [line.first_line for line in rehearsal.lines if line.notice == kind and line.kind == "notice_sent"]
