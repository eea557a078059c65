"""What people type is checked at the door: each refusal names the field and says what to do."""

import unicodedata
from collections.abc import Iterator

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from pydantic import BaseModel

from intake.desk_refusals import BadInputError

LONGEST_BYTES = 50_000
"""What one text may hold, in UTF-8: about twenty pages. Longer ones belong in a document beside the complaint."""

_HOME = "GB"
_MOBILE = {phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE}
_NOBODYS = {44: range(7700900000, 7700901000), 1: range(5005550000, 5005560000)}
"""Numbers that are nobody's: 07700 900000 to 900999, which Ofcom keeps for films; Twilio's own for trying."""
_LINE_BREAKS = "\n\t\r"


def email(typed: str) -> str:
    """An address that could receive mail.

    Raises:
        BadInputError: it could not.
    """
    try:
        return validate_email(typed.strip(), check_deliverability=False).normalized
    except EmailNotValidError as refusal:
        raise BadInputError(f"email {typed!r} cannot be used: {refusal}") from refusal


def mobile(typed: str) -> str:
    """A number that could receive a text, as the world writes it: +447700900123.

    Raises:
        BadInputError: it could not.
    """
    try:
        number = phonenumbers.parse(typed, _HOME)
    except phonenumbers.NumberParseException as refusal:
        raise BadInputError(f"mobile {typed!r} is no telephone number; write it as 07700 900123") from refusal
    if number.national_number not in _NOBODYS.get(number.country_code or 0, ()):
        if not phonenumbers.is_valid_number(number):
            raise BadInputError(f"mobile {typed!r} is no number anybody can have; check its digits")
        if phonenumbers.number_type(number) not in _MOBILE:
            raise BadInputError(f"mobile {typed!r} is no mobile number, so no text would arrive; leave it out")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def name(typed: str) -> str:
    """A name, exactly as it was written, in any script.

    Raises:
        BadInputError: there is none.
    """
    if not typed.strip():
        raise BadInputError("name is blank; say what the resident is called")
    if len(typed.splitlines()) > 1:
        raise BadInputError("name has more than one line; the address goes into address")
    return typed


def check_texts(order: BaseModel) -> None:
    """Whether every text in *order* can be kept, printed and sent.

    Raises:
        BadInputError: one cannot; the sentence names it.
    """
    for field, text in _texts(order.model_dump(), ""):
        if (size := len(text.encode(errors="surrogatepass"))) > LONGEST_BYTES:
            raise BadInputError(
                f"{field} is too long: {size // 1000} kB, and {LONGEST_BYTES // 1000} kB is the most; "
                "keep it as a document and say here where it is"
            )
        if sign := next((sign for sign in text if _is_unprintable(sign)), None):
            raise BadInputError(f"{field} holds a control character (U+{ord(sign):04X}); remove it")


def _is_unprintable(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cs"} and sign not in _LINE_BREAKS


def _texts(value: object, field: str) -> Iterator[tuple[str, str]]:
    """Every text in *value* with its field's name."""
    if isinstance(value, str):
        yield field, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, f"{field}.{key}" if field else str(key))
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _texts(inner, field)
