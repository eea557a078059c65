"""Each face shows what is wrong at the field it is wrong with: the refusal says which one that is."""

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.value import Key
from intake.errors import BadInputError
from intake.new_complaint import check_and_complete, new_complaint
from tests.spec.cast import RULEBOOK

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LANDLORD = RULEBOOK.landlord("reliance")
WHOLE: dict[str, Any] = {"landlord": "reliance", "resident": {"name": "Ann Sample"}, "summary": "The ceiling leaks."}


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"resident": {"name": "Ann", "email": "ann at home"}}, ("email",)),
        ({"resident": {"name": "Ann", "mobile": "12"}}, ("mobile",)),
        ({"resident": {"name": "  "}}, ("name",)),
        ({"at": "tomorrow"}, ("at",)),
        ({"issues": [{"words": "Damp.", "occurred_on": "31/02/2026"}]}, ("issues", 0, "occurred_on")),
        (
            {"issues": [{"words": "Damp."}, {"words": "Rain.", "occurred_on": "02/11/2026", "known_on": "01/11/2026"}]},
            ("issues", 1, "known_on"),
        ),
        ({"sorting": {"classification": "rage"}}, ("sorting", "classification")),
        ({"summary": ""}, ("summary",)),
        ({"anonymous": True}, ("name",)),
    ],
)
def test_what_is_wrong_with_a_new_complaint_is_said_with_the_field(values: dict[str, Any], key: Key) -> None:
    with pytest.raises(BadInputError) as refusal:
        check_and_complete(new_complaint(WHOLE | values, LANDLORD.time_zone, NOW), LANDLORD, NOW)
    assert refusal.value.key == key
