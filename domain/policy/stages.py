"""The stages of a complaint (Code 6)."""

from enum import StrEnum


class Stage(StrEnum):
    """The two internal stages. The Ombudsman is not a stage of the landlord's (A-14)."""

    ONE = "stage_1"
    TWO = "stage_2"

    @property
    def number(self) -> int:
        """1 or 2."""
        return 1 if self is Stage.ONE else 2

    @property
    def words(self) -> str:
        """As people say it: "stage 1"."""
        return f"stage {self.number}"
