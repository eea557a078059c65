"""What people type is checked at the door: each refusal names the field and says what to do."""

from collections.abc import Iterator, Sequence
from datetime import date

from pydantic import BaseModel

from domain.calendar.days import in_words
from domain.complaint.contact_details import ContactDetails
from domain.complaint.issues import NewIssue
from domain.complaint.long_texts import SIGNS
from domain.policy.landlord import Landlord
from domain.value import Key, is_control, shows_nothing
from intake.errors import BadInputError

LONGEST_BYTES = 50_000
"""What one text may hold, in UTF-8: about twenty pages. Longer ones belong in a document beside the complaint."""
LONGEST_TOGETHER = 250_000
"""What all texts of one message may hold together: what Temporal carries with each complaint is not endless."""
MOST_ISSUES = 50
"""Each issue is set out in the acknowledgement and has its own finding: nobody could answer more in one letter."""

_HOME = "GB"
_NOBODYS = {44: range(7700900000, 7700901000), 1: range(5005550000, 5005560000)}
"""Numbers that are nobody's: 07700 900000 to 900999, which Ofcom keeps for films; Twilio's own for trying."""
_MARKS = "\u200b\u200e\u200f\u202a\u202b\u202c\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Marks that nobody sees, which come along where a number or a name is copied from a telephone or a page."""
_WITHOUT_MARKS = dict.fromkeys(map(ord, _MARKS))


def email(typed: str) -> str:
    """An address that could receive mail; its domain as it was typed, in its own letters or as mail servers write it.

    Raises:
        BadInputError: it could not.
    """
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - few orders give an address

    try:
        known = validate_email(typed.translate(_WITHOUT_MARKS).strip(), check_deliverability=False)
    except EmailNotValidError as refusal:
        raise _wrong("email", f"{typed!r} cannot be used: {refusal}") from refusal
    in_ascii = typed.isascii() and known.ascii_domain != known.domain
    return f"{known.local_part}@{known.ascii_domain}" if in_ascii else known.normalized


def mobile(typed: str) -> str:
    """A number that could receive a text, as the world writes it: +447700900123.

    Raises:
        BadInputError: it could not.
    """
    import phonenumbers  # noqa: PLC0415 - few orders give a number

    kinds = phonenumbers.PhoneNumberType
    try:
        number = phonenumbers.parse(typed.translate(_WITHOUT_MARKS), _HOME)
    except phonenumbers.NumberParseException as refusal:
        raise _wrong("mobile", f"{typed!r} is not a telephone number; write it as 07700 900123") from refusal
    if number.national_number not in _NOBODYS.get(number.country_code or 0, ()):
        if not phonenumbers.is_valid_number(number):
            raise _wrong("mobile", f"{typed!r} is not a valid phone number; check the digits")
        if phonenumbers.number_type(number) not in {kinds.MOBILE, kinds.FIXED_LINE_OR_MOBILE}:
            raise _wrong("mobile", f"{typed!r} is not a mobile number, so no text would arrive; leave it out")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def name(typed: str) -> str:
    """A name, exactly as it was written, in any script, without marks around it that nobody sees.

    Raises:
        BadInputError: there is none.
    """
    if shows_nothing(typed):
        raise _wrong("name", "is blank; say what the resident is called")
    if len(typed.splitlines()) > 1:
        raise _wrong("name", "has more than one line; put the address in address")
    return typed.strip(_MARKS)


def check_post(lines: Sequence[str]) -> None:
    """Whether a postal address, where one is given, says something that a postman could read.

    Raises:
        BadInputError: it does not.
    """
    if lines and not _plainly(lines):
        raise _wrong("address", "has neither letters nor figures; give house and street, town and postcode")


def check_not_ours(
    landlord: Landlord, address: str | None, number: str | None, post: Sequence[str] | None = None
) -> None:
    """Whether the resident's addresses and number are not the landlord's or the Ombudsman's own.

    Raises:
        BadInputError: one is; what is sent there would come back to whoever sent it, or be refused.
    """
    offices = (landlord.contact, landlord.ombudsman)
    addresses = {landlord.sends_from_email, *(office.email for office in offices if office.email)}
    if address and address.casefold() in {each.casefold() for each in addresses}:
        raise _wrong("email", f"{address!r} is an address of ours or the Ombudsman's; give the resident's own")
    numbers = {landlord.sends_from_number, *(office.phone for office in offices)}
    if number and number in {_as_the_world_writes_it(each) for each in numbers}:
        raise _wrong("mobile", f"{number!r} is a number of ours or the Ombudsman's; give the resident's own")
    posts = {_plainly(lines) for office in offices for lines in (office.post, office.post[1:])}
    if post and _plainly(post) in posts:
        raise _wrong("address", f"{', '.join(post)!r} is our own or the Ombudsman's; give the resident's own")


def contact(typed: ContactDetails, landlord: Landlord) -> ContactDetails:
    """What has changed of how the resident is called and reached, as it is kept.

    Raises:
        BadInputError: a name, address or number cannot be used.
    """
    kept = typed.model_copy(
        update={
            "name": None if typed.name is None else name(typed.name),
            "email": email(typed.email) if typed.email else typed.email,
            "mobile": mobile(typed.mobile) if typed.mobile else typed.mobile,
        }
    )
    check_post(kept.address or ())
    check_not_ours(landlord, kept.email, kept.mobile, kept.address)
    return kept


def check_texts(order: BaseModel) -> None:
    """Whether every text in *order* can be kept, printed and sent.

    Raises:
        BadInputError: one cannot; the sentence names it.
    """
    together = 0
    for key, text in _texts(order.model_dump(), ()):
        check_text(_spoken(key), text, key)
        together += len(text.encode())
    if together > LONGEST_TOGETHER:
        raise BadInputError(
            f"all of it together is too long: {together // 1000} kB, and the limit is {LONGEST_TOGETHER // 1000} kB; "
            "keep the longest part as a document and say here where it is"
        )


def check_text(field: str, text: str, key: Key = ()) -> None:
    """Whether one text can be kept, printed and sent.

    Raises:
        BadInputError: it cannot; the sentence names *field*.
    """
    if (size := len(text.encode(errors="surrogatepass"))) > LONGEST_BYTES:
        why = (
            f"is too long: {size // 1000} kB, and the limit is {LONGEST_BYTES // 1000} kB; "
            "keep it as a document and say here where it is"
        )
        raise BadInputError(f"{field} {why}", key, why)
    if sign := next((sign for sign in text if _is_unprintable(sign)), None):
        why = f"holds a control character (U+{ord(sign):04X}); remove it"
        raise BadInputError(f"{field} {why}", key, why)


def check_issues(issues: Sequence[NewIssue]) -> None:
    """Whether there are no more than can be answered, and the days of each can be meant.

    Raises:
        BadInputError: the sentence names the issue by its number.
    """
    if len(issues) > MOST_ISSUES:
        raise BadInputError(
            f"issues: {len(issues)} is too many, as one letter can answer at most {MOST_ISSUES} one by one; "
            "combine related issues, or open another complaint for the rest"
        )
    for number, issue in enumerate(issues, start=1):
        where = f"issue {number}: " if len(issues) > 1 else ""
        check_known(issue.occurred_on, issue.known_on, where, ("issues", number - 1, "known_on"))


def check_known(occurred_on: date | None, known_on: date | None, where: str = "", key: Key = ("known_on",)) -> None:
    """Whether what happened was known only then or later.

    Raises:
        BadInputError: it was known before.
    """
    if occurred_on and known_on and known_on < occurred_on:
        why = f"{in_words(known_on)} comes before it happened, on {in_words(occurred_on)}; correct one of them"
        raise BadInputError(f"{where}known_on {why}", key, why)


def _wrong(field: str, why: str) -> BadInputError:
    """What is wrong with one field, and which it is."""
    return BadInputError(f"{field} {why}", (field,), why)


def _plainly(lines: Sequence[str]) -> str:
    """An address by its letters and figures alone, however it is laid out."""
    return "".join(sign for sign in "".join(lines).casefold() if sign.isalnum())


def _as_the_world_writes_it(number: str) -> str:
    """A number of an office as a resident's is kept; as it is where it is no telephone number."""
    import phonenumbers  # noqa: PLC0415 - few orders give a number

    try:
        known = phonenumbers.parse(number, _HOME)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(known, phonenumbers.PhoneNumberFormat.E164)


def _is_unprintable(sign: str) -> bool:
    return sign in SIGNS or is_control(sign)


def _spoken(key: Key) -> str:
    """Where a text stands, as people count: response.promises.1.what."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in key)


def _texts(value: object, key: Key) -> Iterator[tuple[Key, str]]:
    """Every text in *value* with where it stands."""
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, (*key, str(name)))
    elif isinstance(value, list | tuple | set | frozenset):
        for place, inner in enumerate(value):
            yield from _texts(inner, (*key, place) if isinstance(inner, dict) else key)
