"""Keys are read without being shown, and made for their owner only."""

import re
from pathlib import Path

import pytest

from providers.key_ring import BadKeysError, KeyRing, keys_in, make_key_file, new_key

OLD, NEW = new_key("2026-05"), new_key("2026-11")


@pytest.mark.parametrize("apart_by", ["\n", " ", ",", ", ", "  # the new one\n# and the old\n"])
def test_keys_are_read_in_their_order(apart_by: str) -> None:
    keys = keys_in(f"{NEW}{apart_by}{OLD}\n")

    assert list(keys) == ["2026-11", "2026-05"]
    assert {len(key) for key in keys.values()} == {32}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("s3cret", id="no name"),
        pytest.param("2026-11:s3cret", id="no base64"),
        pytest.param("2026-11:czNjcmV0", id="too short"),
        pytest.param(f"{new_key('x')} :{OLD.partition(':')[2]}", id="no name before the colon"),
        pytest.param(f"a/b:{OLD.partition(':')[2]}", id="a name with a slash"),
        pytest.param(f"{OLD} {OLD}", id="the same name twice"),
    ],
)
def test_what_is_no_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(BadKeysError) as refused:
        keys_in(text)

    assert "s3cret" not in str(refused.value)
    assert OLD.partition(":")[2] not in str(refused.value)


def test_a_key_file_is_for_its_owner_and_made_once(tmp_path: Path) -> None:
    file = tmp_path / "payload.keys"

    make_key_file(file, "development")
    first = file.read_text()
    make_key_file(file, "development")

    assert file.read_text() == first
    assert list(keys_in(first)) == ["development"]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_key_ring_does_not_show_its_keys() -> None:
    shown = repr(KeyRing(keys_in(OLD), "2026-05"))

    assert "2026-05" in shown
    assert not re.search(r"\\x|b'", shown)
