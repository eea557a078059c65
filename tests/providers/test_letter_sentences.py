"""What somebody typed, as a sentence of a letter: one capital first, one full stop last."""

import pytest

from providers.letter_sandbox import FILTERS


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("nobody came", "Nobody came."),
        ('He said "nobody came."', 'He said "nobody came."'),
        ("See the report (page 2.)", "See the report (page 2.)"),
        ("See the report (page 2)", "See the report (page 2)."),
        ("\u201cWe are sorry.\u201d", "\u201cWe are sorry.\u201d"),
        ("\u00dfig", "\u00dfig."),
        ("\ufb01ne", "\ufb01ne."),
        ("  ", ""),
    ],
)
def test_words_become_one_sentence(typed: str, printed: str) -> None:
    assert FILTERS["sentence"](typed) == printed
