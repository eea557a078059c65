"""The key ring of payloads: one key seals, every key opens, so that keys change while complaints are open."""

import base64
import binascii
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

KEY_BYTES = 32
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_FORM = "each is a name, a colon and 32 bytes in base64, as `2026-11:…`"


class BadKeysError(Exception):
    """The keys cannot be used; the sentence holds none of them."""


@dataclass(frozen=True)
class KeyRing:
    """Keys by their ids, and which of them seals; none does where payloads stay plain."""

    keys: dict[str, bytes] = field(repr=False)
    seals_with: str | None


def is_key_id(text: str) -> bool:
    """Whether a key can be called so."""
    return _ID.fullmatch(text) is not None


def keys_in(text: str) -> dict[str, bytes]:
    """The keys in *text*, in their order, apart by lines, blanks or commas; what follows a # is a remark.

    Raises:
        BadKeysError: one of them is none.
    """
    keys: dict[str, bytes] = {}
    for place, word in enumerate(_words(text), start=1):
        name, key = _key_in(word, place)
        if name in keys:
            raise BadKeysError(f"two keys are called {name}")
        keys[name] = key
    return keys


def new_key(name: str) -> str:
    """A line with a key that nobody has had before."""
    return f"{name}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def make_key_file(file: Path, name: str) -> None:
    """Put a new key in *file*, for its owner only, unless the file is there."""
    try:
        file.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        return
    file.write_text(f"{new_key(name)}\n", encoding="ascii")


def _words(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from line.partition("#")[0].replace(",", " ").split()


def _key_in(word: str, place: int) -> tuple[str, bytes]:
    name, _, coded = word.partition(":")
    try:
        key = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not is_key_id(name) or len(key) != KEY_BYTES:
        raise BadKeysError(f"key {place} cannot be read; {_FORM}")
    return name, key
