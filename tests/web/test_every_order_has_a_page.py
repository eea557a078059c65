"""Every order of the procedure can be given in the browser: its page holds every field, and each reaches the order."""

from typing import Any

import pytest

from domain.messages.message import Message
from domain.procedure.steps import STEPS
from intake.field_kinds import Kind
from intake.order_forms import FormField, form_of
from tests.intake.filled_forms import filled
from tests.spec.cast import PARTS
from tests.web.conftest import Web
from tests.web.order_forms import PATH, complaint_of, form_in, typed_into, words_of

REFERENCES = {"reliance": "REL-2222-2222", "qualitas": "QUA-2222-2222"}
_LATER = {"promises.0.same_as", "promises", "stage_1_stands"}
LACKS = {
    "withdraw": {"keep", "release"},
    "change_contact": {"wants_texts"},
    **dict.fromkeys(("draft", "change_draft", "respond"), _LATER),
}
"""What cannot be given here: nothing is promised yet, stage 1 is not answered, and texts are wanted already."""


@pytest.mark.parametrize("landlord", PARTS)
def test_the_page_of_every_order_asks_for_every_field_and_each_reaches_the_order(web: Web, landlord: str) -> None:
    place = web.played.tell(complaint_of(landlord, REFERENCES[landlord]))
    me = PARTS[landlord].handler
    browser = web.client(me, landlord)
    for step in STEPS.values():
        path = PATH.format(place.reference, step.name)
        page = browser.get(path)
        assert page.status_code == 200, step.said
        said = words_of(page.text)
        assert not [word for word in ("--", "`", "staff id", "PUTRIGHT") if word in said], step.said

        typed, form, lacks = (
            filled(step.order, PARTS[landlord].colleague),
            form_in(page.text, path),
            LACKS.get(step.name, set()),
        )
        assert typed.keys() - form.names <= lacks, step.said
        posted = typed_into(page.text, path, **typed) | {"pressed": "send", "whose": "me"}
        answer = browser.post(path, data=posted)

        assert answer.status_code in {303, 422}, step.said
        order = web.played.given[-1]
        assert type(order) is step.order
        assert {field.name for field in form_of(step.order) if not _says_something(order, field)} <= lacks, step.said
        assert order.by.officer is not None
        assert order.by.officer.id == order.recorded_by == me
        assert order.key
        assert order.expects is not None


def _says_something(order: Message, field: FormField) -> bool:
    value: Any = order
    for part in field.key:
        value = getattr(value, str(part))
    if field.kind is Kind.ROWS:
        return any(_is_whole(row, field) for row in value)
    return bool(value)


def _is_whole(row: Any, field: FormField) -> bool:  # noqa: ANN401 - a row of any kind
    return all(getattr(row, each.name) for each in field.rows)
