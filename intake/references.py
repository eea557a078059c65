"""References: short, sayable, and the same for the same key.

A reference is the landlord's prefix and letters and digits in groups of four: REL-7K4M-9QXP. It has no I, O, 0 or 1,
which are mistaken for each other, and those we make have no vowels, so that none spells a word.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import count

from domain.complaint.reference import ComplaintId

_MADE_OF = "BCDFGHJKLMNPQRSTVWXYZ23456789"
_LENGTH = 8
_GROUP = 4
_MAY_HOLD = re.compile(r"[A-HJ-NP-Z2-9]{2,12}", re.ASCII)
_MISTAKEN = re.compile(r"[IO01]")
_BETWEEN = re.compile(r"[\s\-\u2010-\u2015]+")


Prefixes = Mapping[str, tuple[str, ...]]
"""With what each landlord's references begin, by its key: today's prefix, then former ones."""


class BadReferenceError(Exception):
    """What was typed is not a reference; the sentence says what one looks like."""


def candidates(landlord: str, prefix: str, key: str) -> Iterator[str]:
    """The references a complaint opened with *key* may have, in the order they are tried: the same ones each time."""
    for number in count():
        digest = hashlib.sha256(f"{landlord}\n{key}\n{number}".encode()).digest()
        value, signs = int.from_bytes(digest, "big"), ""
        for _ in range(_LENGTH):
            value, place = divmod(value, len(_MADE_OF))
            signs += _MADE_OF[place]
        yield _grouped(prefix, signs)


def read_reference(typed: str, prefixes: Prefixes) -> tuple[ComplaintId, ...]:
    """Which complaint is meant by what somebody typed: small letters, no hyphens, or a whole workflow id.

    *prefixes* maps each landlord's key to its prefixes, today's first. Where landlords share one it may be of any of
    these; the longest prefix that fits comes first.

    Raises:
        BadReferenceError: it is no reference of any of these landlords.
    """
    *where, last = typed.strip().split("/")
    among = [(key, held) for key, every in prefixes.items() if not where or key == where[-1] for held in every]
    signs = _BETWEEN.sub("", last).upper()
    if _MISTAKEN.search(signs):
        raise BadReferenceError(f"{typed!r} is not a reference: references never contain I, O, 0 or 1; check it again")
    meant = [
        ComplaintId(landlord=landlord, reference=_grouped(prefix, rest))
        for landlord, prefix in sorted(among, key=lambda known: -len(known[1]))
        if signs.startswith(prefix) and _MAY_HOLD.fullmatch(rest := signs.removeprefix(prefix))
    ]
    if meant:
        return tuple(meant)
    today = sorted({every[0] for key, every in prefixes.items() if every and (not where or key == where[-1])})
    like = " or ".join(_grouped(prefix, "7K4M9QXP") for prefix in today) or "none here"
    raise BadReferenceError(f"{typed!r} is not a reference: references look like {like}")


def _grouped(prefix: str, signs: str) -> str:
    return "-".join([prefix, *(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))])
