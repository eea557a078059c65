"""The shapes of the Ombudsman's Complaint Handling Code: the floor no policy may go below."""

from datetime import date

from pydantic import Field, PositiveInt

from domain.calendar.limits import Cited, TimeLimit, Unit
from domain.value import Value


class CodeDefinition(Cited):
    """What the Code calls a complaint."""

    text: str


class CodeAgeLimit(Cited):
    """The least age of an issue at which a complaint may be refused for it."""

    months: PositiveInt


class CodeStages(Cited):
    """The most stages a procedure may have."""

    most: PositiveInt


class CodeExtension(Cited):
    """The longest extension without the Code's word for more, and where it asks for the Ombudsman's details."""

    amount: PositiveInt
    unit: Unit
    beyond: str
    ombudsman_details_clause: str


class CodeReasons(Cited):
    """Whether a resident may be required to give reasons."""

    required: bool


class CodeLetter(Cited):
    """What a response must contain."""

    contents: tuple[str, ...] = Field(min_length=1)


class CodeStage(Value):
    """The Code's limits for one stage."""

    acknowledge: TimeLimit
    respond: TimeLimit
    extension: CodeExtension
    letter: CodeLetter
    reasons: CodeReasons | None = None


class CodeFloor(Value):
    """One edition of the Ombudsman's Code: the floor no landlord's policy may fall below."""

    name: str
    issued_by: str
    edition: str
    in_force_from: date
    definition: CodeDefinition
    age_limit: CodeAgeLimit
    stages: CodeStages
    stage_1: CodeStage
    stage_2: CodeStage
