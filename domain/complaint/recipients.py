"""Recipients: who is told a notice. Nobody is meant by being left out (D15)."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from domain.value import Value


class Audience(StrEnum):
    """The kinds of recipient there are; the resident's value is also how the record names them."""

    RESIDENT = "resident"
    STAFF = "staff"


class Recipient(Value):
    """Who is told: the resident, or the first of several members of staff who is present when it goes."""

    audience: Audience
    candidates: tuple[str, ...] = ()
    """For staff: each a person's id or a role, the first choice first."""

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if (self.audience is Audience.STAFF) != bool(self.candidates):
            raise ValueError("candidates are for staff, who always have some")
        return self

    @property
    def words(self) -> str:
        """As people say it: "the resident", or the first of the staff: "priya-nair", "operations"."""
        return self.candidates[0].replace("_", " ") if self.candidates else f"the {self.audience}"


THE_RESIDENT = Recipient(audience=Audience.RESIDENT)


def first_of(*candidates: str) -> Recipient:
    """The first of *candidates* who is present, each a person's id or a role."""
    return Recipient(audience=Audience.STAFF, candidates=candidates)
