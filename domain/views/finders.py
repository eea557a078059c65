"""The words by which a complaint is found: its reference, and how its resident is called and reached (D13).

Nothing else is searchable: not what the complaint says, and no letter.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from domain.complaint.complaint import Complaint
from domain.complaint.resident import Resident
from domain.value import Value

LONGEST_TOKEN = 100
"""Signs of a word that are kept: a database indexes no endless ones."""
_MOST_TOKENS = 60

STREET_WORDS = frozenset(
    {"avenue", "ave", "close", "court", "crescent", "drive", "flat", "gardens", "grove", "lane", "place"}
    | {"rd", "road", "square", "st", "street", "terrace", "the", "way"}
)
"""What many addresses have in common, so that nobody is found by it."""

_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?)\s*(\d[a-z]{2})\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"['\u2018\u2019\u02bc`]")
_WITHOUT_STROKE = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)


class FinderKind(StrEnum):
    """What a word of a complaint is."""

    REFERENCE = "reference"
    NAME = "name"
    EMAIL = "email"
    NUMBER = "number"
    POSTCODE = "postcode"
    STREET = "street"


class Finder(Value):
    """One word by which a complaint is found."""

    token: str
    kind: FinderKind


def finders(complaint: Complaint) -> tuple[Finder, ...]:
    """All the words of *complaint*, each once and in order."""
    resident = complaint.resident
    words = {
        FinderKind.REFERENCE: [reference_token(complaint.reference)],
        FinderKind.NAME: words_in(resident.name),
        FinderKind.EMAIL: [email_token(resident.email)] if resident.email else [],
        FinderKind.NUMBER: [number_token(resident.mobile)] if resident.mobile else [],
        FinderKind.POSTCODE: [token for line in resident.address for token in postcodes_in(line)],
        FinderKind.STREET: list(_street_words(resident)),
    }
    made = (Finder(token=token[:LONGEST_TOKEN], kind=kind) for kind, tokens in words.items() for token in tokens)
    return tuple(dict.fromkeys(made))[:_MOST_TOKENS]


def words_in(text: str) -> list[str]:
    """The words of *text* in small letters and without accents: "Zoë O'Łuczak" has "zoe" and "oluczak"."""
    plain = _without_accents(_APOSTROPHES.sub("", text))
    return _WORD.findall(plain)


def postcodes_in(text: str) -> list[str]:
    """The postcodes in *text*, in small letters and without the space."""
    return [f"{outward}{inward}".lower() for outward, inward in _POSTCODE.findall(text)]


def without_postcodes(text: str) -> str:
    """*text* with its postcodes left out."""
    return _POSTCODE.sub(" ", text)


def email_token(address: str) -> str:
    """An e-mail address as it is searched."""
    return address.strip().casefold()


def number_token(number: str) -> str:
    """A number as the world writes it, without what stands between its digits."""
    return re.sub(r"[^+\d]", "", number)


def reference_token(reference: str) -> str:
    """A reference in small letters, without its hyphens."""
    return reference.replace("-", "").casefold()


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(_WITHOUT_STROKE).casefold()


def _street_words(resident: Resident) -> Iterator[str]:
    """House number and street, from the lines above the town: those through the last that has a digit or "Road"."""
    lines = [words_in(without_postcodes(line)) for line in resident.address]
    lines = [words for words in lines if words]
    last = max((number for number, words in enumerate(lines) if _is_of_street(words)), default=0)
    for words in lines[: last + 1]:
        yield from (word for word in words if word not in STREET_WORDS)


def _is_of_street(words: list[str]) -> bool:
    return any(word in STREET_WORDS or word[0].isdecimal() for word in words)
