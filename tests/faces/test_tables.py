"""The tables of the documentation say what the rows say."""

from docs.tables import SCENARIOS, with_tables


def test_the_tables_of_the_steps_are_made_from_the_rows() -> None:
    text = SCENARIOS.read_text(encoding="utf-8")

    assert with_tables(text) == text, "`make tables` writes them anew"
    assert text.count("<!-- made: ") == 3
