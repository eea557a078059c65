"""A form filled in to its last field, for any order: what a person could type there."""

from datetime import date, datetime
from typing import Any

from intake.field_kinds import Kind
from intake.order_forms import FormField, form_of, written

_DAY = date(2026, 11, 2)
_TYPED = {"email": "ann.sample@example.com", "mobile": "07700 900456", "code": "out_of_time", "without": "promises"}
"""What is typed where not any words will do."""


def filled(order: Any, person: str) -> dict[str, list[str]]:  # noqa: ANN401 - an order's type
    """What a form with every field filled in posts; *person* is the staff id of whoever is named."""
    fields = form_of(order)
    return written(fields, {field.name: value_for(field, person) for field in fields})


def value_for(field: FormField, person: str) -> Any:  # noqa: ANN401 - any value
    """Something that can be given for *field*, and is not what it is without."""
    typed = _TYPED.get(field.name, f"Some words for {field.name}.")
    return {
        Kind.WORDS: typed,
        Kind.LINES: [typed],
        Kind.YES: True,
        Kind.YES_OR_NO: True,
        Kind.CHOICE: field.choices[-1][0] if field.choices else "",
        Kind.CHOICES: [field.choices[0][0]] if field.choices else [],
        Kind.DAY: _DAY,
        Kind.DAYS: [_DAY],
        Kind.MOMENT: datetime(2026, 11, 2, 10, 15),  # noqa: DTZ001 - as it is typed, in local time
        Kind.NUMBER: "1",
        Kind.NUMBERS: ["1"],
        Kind.PERSON: person,
        Kind.OWNER: "Green Roofing Ltd",
        Kind.LETTER: "response",
        Kind.ROWS: [{each.name: value_for(each, person) for each in field.rows}],
    }[field.kind]
