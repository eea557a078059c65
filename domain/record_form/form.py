"""The form a complaint's record is printed as, empty and filled in.

Source: Reliance Appendix 1, "Complaint Record". The labels, notes and order are the landlord's own data; what stands in
a box is asked for by the name of its answer (`form_intake`, `form_handling`).
"""

from datetime import date

from pydantic import Field, PositiveInt

from domain.value import Value

Lines = tuple[str, ...]
Rows = tuple[tuple[str, ...], ...]


class FormChoice(Value):
    """One box that may be ticked."""

    value: str
    label: str = Field(min_length=1)
    note: str = ""


class FormField(Value):
    """One question of the form."""

    answer: str
    """What the record is asked for."""
    row: str = ""
    """The row of the catalogue that it fulfils."""
    label: str = Field(min_length=1)
    note: str = ""
    columns: Lines = ()
    """The headings, where the answer is a table."""
    choices: tuple[FormChoice, ...] = ()
    wide: bool = False
    """Whether the answer stands below its label, not beside it."""
    space: PositiveInt = 1
    """The lines left open for a pen while there is no answer."""


class FormSection(Value):
    """Questions that belong together."""

    title: str = ""
    row: str = ""
    note: str = ""
    fields: tuple[FormField, ...] = Field(min_length=1)


class RecordForm(Value):
    """A landlord's form, as its file holds it."""

    title: str = Field(min_length=1)
    source: str = ""
    """Where the landlord's policy has it."""
    note: str = ""
    sections: tuple[FormSection, ...] = Field(min_length=1)


class FilledChoice(Value):
    """A box, ticked or not."""

    label: str
    note: str = ""
    ticked: bool = False


class FilledField(Value):
    """A question with what the record answers."""

    answer: str
    row: str = ""
    label: str
    note: str = ""
    lines: Lines = ()
    columns: Lines = ()
    rows: Rows = ()
    choices: tuple[FilledChoice, ...] = ()
    wide: bool = False
    space: PositiveInt = 1
    to_fill: bool
    """Whether there is no answer yet, or only a part of it."""


class FilledSection(Value):
    """Questions that belong together, with their answers."""

    title: str = ""
    row: str = ""
    note: str = ""
    fields: tuple[FilledField, ...]


class FilledForm(Value):
    """A complaint on its landlord's form, as it stood on the day it was printed."""

    landlord: str
    reference: str
    printed_on: date
    title: str
    source: str = ""
    note: str = ""
    sections: tuple[FilledSection, ...]
