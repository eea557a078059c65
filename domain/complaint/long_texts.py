"""Long texts of a complaint: kept once beside its state, under their hash, until the register has them (D5).

In the place of a long text is a stub: its hash, its length, and how it begins. Whoever shows or sends the words has
them filled in first; the procedure itself never needs more than how a text begins.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from domain.complaint.contact_details import ContactDetails
from domain.complaint.resident import Resident
from domain.policy.staff import Officer
from domain.value import Value

T = TypeVar("T")

LONG = 1_000
"""Characters from which a text is long: half a page of a letter."""
_BEGINS = 80
"""Characters of a long text that stay in its stub."""
_LONGEST_IN_A_LIST = 80
SIGNS = _OPENS, _PARTS, _CLOSES = "\ue000", "\ue001", "\ue002"
"""The signs of a stub, of Unicode's private use: no keyboard has them."""
_STUB = re.compile(f"{_OPENS}([0-9a-f]{{32}}){_PARTS}([0-9]+){_PARTS}([^{_OPENS}{_PARTS}{_CLOSES}]*){_CLOSES}")
_WHOLE = re.compile(_STUB.pattern + r"\.?")
"""A text that is a stub and nothing else: the full stop of the text stands beside it, as sentences look at that."""
_REPLACED = str.maketrans(dict.fromkeys(SIGNS, "\N{REPLACEMENT CHARACTER}"))
_NEVER_LONG = (Resident, ContactDetails, Officer)
"""How people are reached, and who they are: the procedure reads those."""


class LongText(Value):
    """A long text, and the hash by which a stub names it."""

    digest: str
    text: str


def take_out(value: T) -> tuple[T, tuple[LongText, ...]]:
    """*value*, as somebody sent it, with a stub in the place of each long text, and the texts.

    Where somebody wrote what looks like a stub, its signs are replaced: nobody's words are taken for another's.
    """
    return _taken_out(_with_texts(value, lambda text: text.translate(_REPLACED) if _has_signs(text) else text))


def same_texts(one: object, other: object) -> bool:
    """Whether two values say the same, though long texts may have been taken out of either."""
    return _taken_out(one)[0] == _taken_out(other)[0]


def _taken_out(value: T) -> tuple[T, tuple[LongText, ...]]:
    taken: dict[str, LongText] = {}

    def stub(text: str) -> str:
        if len(text) < LONG or _WHOLE.fullmatch(text):
            return text
        said = text.removesuffix(".")
        digest = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()[:32]
        taken[digest] = LongText(digest=digest, text=said)
        stop = "." if said != text else ""
        return f"{_OPENS}{digest}{_PARTS}{len(text)}{_PARTS}{said[:_BEGINS]}{_CLOSES}{stop}"

    return cast("T", _with_texts(value, stub, but=_NEVER_LONG)), tuple(taken.values())


def _has_signs(text: str) -> bool:
    return any(sign in text for sign in SIGNS)


def fill_in(value: T, texts: Mapping[str, str]) -> T:
    """*value* with the long texts in their places again; a stub of a text that is not among them stays."""

    def filled(text: str) -> str:
        return _STUB.sub(lambda stub: texts.get(stub[1], stub[0]), text) if _OPENS in text else text

    return cast("T", _with_texts(value, filled))


def wanted(value: object) -> frozenset[str]:
    """The hashes of the long texts that *value* has stubs of."""
    return frozenset(stub[1] for text in _texts(value) if _OPENS in text for stub in _STUB.finditer(text))


def beginning(text: str) -> str:
    """*text* as far as it is known here: a long one as it begins, with an ellipsis."""
    return _WHOLE.sub(lambda stub: f"{stub[3]}…", text) if _OPENS in text else text


def in_short(text: str) -> str:
    """*text* in one line of a list: its first words, with an ellipsis where there are more."""
    words = " ".join(beginning(text).split())
    return words if len(words) <= _LONGEST_IN_A_LIST else f"{words[: _LONGEST_IN_A_LIST - 1].rstrip()}…"


def without_stubs(value: T) -> T:
    """*value* to be shown where its long texts cannot be read now: each as it begins."""
    return cast("T", _with_texts(value, beginning))


def length_of(text: str) -> int:
    """The number of characters of *text*, also where a stub of it is here."""
    stub = _WHOLE.fullmatch(text)
    return int(stub[2]) if stub else len(text)


def as_texts(texts: tuple[LongText, ...]) -> dict[str, str]:
    """Long texts by their hashes."""
    return {each.digest: each.text for each in texts}


def _with_texts(value: Any, change: Callable[[str], str], but: tuple[type, ...] = ()) -> Any:  # noqa: ANN401 - any value
    """*value* with each text in it changed; what has none that changes stays the same object."""
    if isinstance(value, but):
        return value
    if isinstance(value, str):
        return change(value) if type(value) is str else value
    if isinstance(value, BaseModel):
        fields = {name: _with_texts(inner, change, but) for name, inner in value.__dict__.items()}
        changed = {name: inner for name, inner in fields.items() if inner is not value.__dict__[name]}
        return value.model_copy(update=changed) if changed else value
    if type(value) is tuple:
        items = tuple(_with_texts(inner, change, but) for inner in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for inner in value.__dict__.values():
            yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
