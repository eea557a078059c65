"""The memory of old keys: a Bloom filter, of one size however many keys it has been given (D8).

It never forgets a key. It may take a key for one it was given: of 1,000 new keys fewer than one, once it holds 4,000.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator

_BYTES = 2**13
"""2**16 bits: two bytes of a hash choose one."""
_PROBES = 10


def with_keys(memory: str, keys: Iterable[str]) -> str:
    """That *memory* with *keys* added; an empty one is an empty text."""
    bits = _bits(memory)
    for key in keys:
        for byte, mask in _places(key):
            bits[byte] |= mask
    return b64encode(bits).decode() if any(bits) else ""


def may_hold(memory: str, key: str) -> bool:
    """Whether *key* was added to *memory*; where it was not, it is hardly ever taken for one that was."""
    if not memory:
        return False
    bits = _bits(memory)
    return all(bits[byte] & mask for byte, mask in _places(key))


def _bits(memory: str) -> bytearray:
    return bytearray(b64decode(memory)) if memory else bytearray(_BYTES)


def _places(key: str) -> Iterator[tuple[int, int]]:
    """The bits that stand for *key*, as a byte's number and the bit in it."""
    chosen = hashlib.sha256(key.encode()).digest()
    for probe in range(_PROBES):
        place = int.from_bytes(chosen[2 * probe : 2 * probe + 2], "big")
        yield place // 8, 1 << place % 8
