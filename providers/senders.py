"""Whether a landlord's own addresses and numbers can send, and its people's can be sent to."""

import re
from collections.abc import Iterator

from domain.policy.consistency import Contradiction
from domain.policy.landlord import Landlord
from domain.policy.staff import StaffDirectory

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}|[0-9]{5,6}")
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}")


def wrong_with_senders(landlord: Landlord) -> Iterator[Contradiction]:
    """What nothing can be sent from, and what residents are told to ring and to write to and cannot."""
    if why := _not_an_email(landlord.sends_from_email):
        yield Contradiction(("sends_from_email",), f"no e-mail can be sent from it: {why}")
    number = landlord.sends_from_number
    if not (_NUMBER.fullmatch(number) or _NAME.fullmatch(number)):
        why = "no text can be sent from it; write a number as +447700900101, or a name of up to 11 letters and digits"
        yield Contradiction(("sends_from_number",), f"{number!r}: {why}")
    if not any(sign.isdigit() for sign in landlord.contact.phone):
        yield Contradiction(("contact", "phone"), "letters tell residents to ring it, and it is not a telephone number")
    if landlord.contact.email is not None and (why := _not_an_email(landlord.contact.email)):
        yield Contradiction(("contact", "email"), f"letters tell residents to write to it: {why}")


def wrong_with_addresses(directory: StaffDirectory) -> Iterator[Contradiction]:
    """People to whom no e-mail can be sent."""
    for number, person in enumerate(directory.people):
        if why := _not_an_email(person.email):
            yield Contradiction(("people", number, "email"), why)


def _not_an_email(typed: str) -> str:
    """Why *typed* is not an e-mail address; empty where it is one."""
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - only a check of files asks

    try:
        validate_email(typed, check_deliverability=False)
    except EmailNotValidError as refusal:
        return f"{typed!r} is not an e-mail address: {refusal}"
    return ""
