"""A landlord's colours: read from its own file, refused where nobody could read them, and carried by no complaint."""

from datetime import date

import pytest

from domain.policy.brand import Brand, contrast_on_white
from domain.policy.landlord import Landlord
from tests.spec.cast import RULEBOOK


@pytest.mark.parametrize(("colour", "ratio"), [("#ffffff", 1.0), ("#000000", 21.0), ("#00703c", 6.2), ("#ffb000", 1.8)])
def test_contrast_is_counted_as_wcag_counts_it(colour: str, ratio: float) -> None:
    assert contrast_on_white(colour) == pytest.approx(ratio, abs=0.05)


def test_a_colour_nobody_could_read_is_named_with_what_is_asked() -> None:
    assert list(Brand(link="#ffb000").unreadable()) == [
        ("link", "'#ffb000' cannot be read on white: 1.8 to 1, and 4.5 is needed; choose a darker one")
    ]


@pytest.mark.parametrize("key", RULEBOOK.landlords())
def test_each_landlord_has_colours_of_its_own_that_its_rules_do_not_carry(key: str) -> None:
    brand = RULEBOOK.brand(key)

    assert brand != Brand()
    assert type(RULEBOOK.landlord(key)) is Landlord
    assert "brand" not in RULEBOOK.rules(key, date(2026, 11, 21)).model_dump_json()
