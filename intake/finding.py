"""What somebody types to find a complaint: a name, a number, an e-mail address, a postcode, a street, a reference."""

import re

from pydantic import Field

from domain.value import Value
from domain.views.finders import (
    LONGEST_TOKEN,
    STREET_WORDS,
    email_token,
    postcodes_in,
    without_postcodes,
    words_in,
)
from intake.checks import check_text
from intake.errors import BadInputError

_HOME = "GB"
_BETWEEN = r"[\s()./\u2013\u00a0-]*"
_ABROAD = rf"(?:\+|00)[1-9](?:{_BETWEEN}\d){{7,13}}"
_AT_HOME = rf"0(?:{_BETWEEN}\d){{9,10}}"
_BARE = rf"(?:44|7)(?:{_BETWEEN}\d){{9,10}}"
"""As people paste them: 447700900123, 7700 900123."""
_NUMBER = re.compile(rf"(?<!\w)(?:{_ABROAD}|{_AT_HOME}|{_BARE})(?!\d)", re.ASCII)
_SHORTEST_PREFIX = 3
_MOST_WORDS = 12


class Wanted(Value):
    """One word that is looked for."""

    token: str = Field(max_length=LONGEST_TOKEN)
    is_whole: bool = True
    """Whether only that very word is meant; else every word that begins so."""


def read_wanted(typed: str) -> tuple[Wanted, ...]:
    """The words somebody typed, as they are looked for: all of them have to be there.

    Raises:
        BadInputError: there is none.
    """
    check_text("what is typed", typed)
    rest, numbers = _numbers_in(typed.replace("tel:", " "))
    whole = [*numbers, *postcodes_in(rest)]
    emails, words = _apart(without_postcodes(rest))
    begun = [Wanted(token=token[:LONGEST_TOKEN], is_whole=_is_whole(token)) for token in (*emails, *words)]
    wanted = tuple(dict.fromkeys([*(Wanted(token=token) for token in whole), *begun]))
    if not wanted:
        raise BadInputError(
            "say whom to find: a name, a number, an e-mail address, a postcode, a street or a reference"
        )
    return wanted[:_MOST_WORDS]


def _is_whole(token: str) -> bool:
    """Whether only that very word is meant: in scripts of letters a sign or two begin too many."""
    return token.isascii() and len(token) < _SHORTEST_PREFIX


def _numbers_in(typed: str) -> tuple[str, list[str]]:
    """What was typed without its telephone numbers, and these as the world writes them."""
    numbers: list[str] = []
    for found in _NUMBER.findall(typed):
        if number := _number(found):
            typed, numbers = typed.replace(found, " ", 1), [*numbers, number]
    return typed, numbers


def _number(typed: str) -> str:
    """A telephone number as the world writes it; empty where there is no such country."""
    import phonenumbers  # noqa: PLC0415 - it is loaded where somebody looks for a number

    try:
        said = f"+{typed}" if typed.startswith("44") else typed
        return phonenumbers.format_number(phonenumbers.parse(said, _HOME), phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        return ""


def _apart(typed: str) -> tuple[list[str], list[str]]:
    """The e-mail addresses and the words; "Road" and the like count only where nothing else was typed."""
    parts = typed.split()
    emails = [email_token(part.strip("<>,;()")) for part in parts if "@" in part]
    words = words_in(" ".join(part for part in parts if "@" not in part))
    telling = [word for word in words if word not in STREET_WORDS]
    return emails, telling or (words if not emails else [])
