"""The ways a notice can go."""

from enum import StrEnum


class Channel(StrEnum):
    """The ways a notice can go to a person."""

    EMAIL = "email"
    TEXT = "text"
    LETTER = "letter"
