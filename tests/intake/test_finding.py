"""What somebody types to find a complaint."""

import pytest

from intake.errors import BadInputError
from intake.finding import read_wanted


def read(typed: str) -> list[str]:
    """The words that are looked for; one that only has to begin so ends with an asterisk."""
    return [f"{wanted.token}{'' if wanted.is_whole else '*'}" for wanted in read_wanted(typed)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Zoë Łuczak", ["zoe*", "luczak*"]),
        ("O'Brien-Smith", ["obrien*", "smith*"]),
        ("Li", ["li"]),
        ("07700 900123", ["+447700900123"]),
        ("+44 (0)7700 900-123", ["+447700900123"]),
        ("0044 7700900123", ["+447700900123"]),
        ("0121 496 0123", ["+441214960123"]),
        ("+1 500 555 0001", ["+15005550001"]),
        ("12 07700 900123 Ann", ["+447700900123", "12", "ann*"]),
        ("b99 1aa", ["b991aa"]),
        ("B991AA", ["b991aa"]),
        ("B99", ["b99*"]),
        ("12 Example Street, B99 1AA", ["b991aa", "12", "example*"]),
        ("<Ann@Example.com>", ["ann@example.com*"]),
        ("Lane", ["lane*"]),
        ("Victoria Lane", ["victoria*"]),
        ("ann ANN Ann", ["ann*"]),
        ("+8 99 3 94 19 58", ["8", "99", "3", "94", "19", "58"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_word_in_any_form_is_looked_for_as_it_is_kept(typed: str, wanted: list[str]) -> None:
    assert read(typed) == wanted


@pytest.mark.parametrize("typed", ["", "  ", "-,.'"])
def test_somebody_has_to_be_named(typed: str) -> None:
    with pytest.raises(BadInputError, match="say whom to find"):
        read_wanted(typed)
