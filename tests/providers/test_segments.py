"""Segments, as 3GPP TS 23.038 counts them."""

import pytest

from providers.segments import plain, segments


@pytest.mark.parametrize(
    ("text", "count"),
    [
        pytest.param("", 1, id="nothing"),
        pytest.param("a" * 160, 1, id="one full"),
        pytest.param("a" * 161, 2, id="one over"),
        pytest.param("a" * 306, 2, id="two full"),
        pytest.param("a" * 307, 3, id="two over"),
        pytest.param("€" * 80, 1, id="extension takes two places"),
        pytest.param("€" * 81, 2, id="extension, one over"),
        pytest.param("a" * 152 + "€" * 5, 2, id="an extension letter is not split"),
        pytest.param("\u2018\u2019\u201c\u201d\u2013\u2014" + "a" * 154, 1, id="quotes and dashes are made plain"),
        pytest.param("é" * 160, 1, id="accent in the alphabet"),
        pytest.param("ŵ" + "a" * 69, 1, id="outside the alphabet, full"),
        pytest.param("ŵ" + "a" * 70, 2, id="outside the alphabet, one over"),
        pytest.param("🛗" * 35, 1, id="a surrogate pair takes two places"),
        pytest.param("🛗" * 36, 2, id="surrogate pairs, one over"),
    ],
)
def test_a_text_is_counted_as_the_networks_do(text: str, count: int) -> None:
    assert segments(text) == count


def test_a_text_is_made_plain_before_it_goes() -> None:
    assert plain("\u201cIt\u2019s\u00a0due\u201d \u2014 \n soon\u2026") == '"It\'s due" - soon...'
