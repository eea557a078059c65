"""Why SendGrid would refuse to send a mail, in its own words (v3 Mail Send, errors page)."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple, TypedDict

from pydantic import ValidationError

from simulator.sendgrid_mail import Address, Mail, Personalization

_MOST_PERSONALIZATIONS = 1000
_MOST_RECIPIENTS = 1000
_ERRORS_PAGE = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html"
_LOCAL = r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@({_LABEL}\.)+{_LABEL}", re.ASCII)
_JSON_NAMES = {
    "str": "string", "int": "integer", "float": "number", "bool": "boolean",
    "NoneType": "null", "list": "array", "dict": "object", "tuple_type": "array",
    "dict_type": "object", "model_type": "object", "string_type": "string",
}  # fmt: skip


class Problem(TypedDict):
    """One entry of SendGrid's `errors`."""

    message: str
    field: str | None
    help: str | None


class SendgridRefusedError(Exception):
    """SendGrid will not take the request."""

    def __init__(self, status: int, *problems: Problem) -> None:
        super().__init__(status, *problems)
        self.status = status
        self.problems = problems


def problem(message: str, field: str | None = None, anchor: str | None = None) -> Problem:
    """A problem with the *field*, explained at the errors page's *anchor*."""
    return Problem(message=message, field=field, help=f"{_ERRORS_PAGE}#{anchor}" if anchor else None)


def mail_of(body: bytes) -> Mail:
    """The mail a request's *body* asks to send.

    Raises:
        SendgridRefusedError: SendGrid would refuse it.
    """
    try:
        mail = Mail.model_validate_json(body)
    except ValidationError as error:
        raise SendgridRefusedError(400, *_misshapen(error)) from error
    if problems := tuple(_problems(mail)):
        raise SendgridRefusedError(400, *problems)
    return mail


def _misshapen(error: ValidationError) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        field = ".".join(str(step) for step in detail["loc"]) or None
        given, expected = type(detail["input"]).__name__, detail["type"]
        if field and given in _JSON_NAMES and expected in _JSON_NAMES:
            names = f"Expected: {_JSON_NAMES[expected]}, given: {_JSON_NAMES[given]}"
            yield problem(f"Invalid type. {names}.", field, f"message.{field}")
        else:
            yield problem("Bad Request")


def _problems(mail: Mail) -> Iterator[Problem]:
    yield from _sender_problems(mail)
    yield from _envelope_problems(mail)
    if not mail.template_id:
        yield from _subject_problems(mail)
        yield from _content_problems(mail)


def _sender_problems(mail: Mail) -> Iterator[Problem]:
    if not mail.from_.email:
        yield problem(
            "The from object must be provided for every email send. It is an object that requires the email"
            ' parameter, but may also contain a name parameter.  e.g. {"email" : "example@example.com"}  or'
            ' {"email" : "example@example.com", "name" : "Example Recipient"}.',
            "from.email",
            "message.from",
        )
    elif not _ADDRESS.fullmatch(mail.from_.email):
        yield problem("The from email does not contain a valid address.", "from.email", "message.from")
    if mail.reply_to != Address() and not _ADDRESS.fullmatch(mail.reply_to.email):
        yield problem("The reply_to email does not contain a valid address.", "reply_to.email", "message.reply_to")


def _envelope_problems(mail: Mail) -> Iterator[Problem]:
    count = len(mail.personalizations)
    if not count:
        yield problem(
            "The personalizations field is required and must have at least one personalization.",
            "personalizations",
            "-Personalizations-Errors",
        )
    elif count > _MOST_PERSONALIZATIONS:
        yield problem(
            f"The personalization block is limited to {_MOST_PERSONALIZATIONS} personalizations per API request."
            f" You have provided {count} personalizations. Please consider splitting this into multiple requests"
            " and resending your request.",
            "personalizations",
            "message.personalizations",
        )
    elif sum(len(recipients) for each in mail.personalizations for _, recipients in _lists(each)) > _MOST_RECIPIENTS:
        yield problem(
            f"There is a limit of {_MOST_RECIPIENTS} total recipients (to + cc + bcc) per request.",
            "personalizations",
            "message.personalizations",
        )
    else:
        for at, personalization in enumerate(mail.personalizations):
            yield from _recipient_problems(f"personalizations.{at}", personalization)


def _recipient_problems(field: str, personalization: Personalization) -> Iterator[Problem]:
    if not personalization.to:
        yield problem(
            "The to array is required for all personalization objects, and must have at least one email object"
            " with a valid email address.",
            f"{field}.to",
            "message.personalizations.to",
        )
    seen: Counter[str] = Counter()
    for name, recipients in _lists(personalization):
        for at, recipient in enumerate(recipients):
            if not _ADDRESS.fullmatch(recipient.email):
                where = f"{field}.{name}.{at}.email"
                yield problem("Does not contain a valid address.", where, f"message.personalizations.{name}")
            seen[recipient.email.lower()] += 1
            if seen[recipient.email.lower()] == 2:  # noqa: PLR2004 - the first time it comes twice
                yield problem(
                    "Each email address in the personalization block should be unique between to, cc, and bcc."
                    f" We found the first duplicate instance of [{recipient.email}] in the {field}.{name} field.",
                    field,
                    "message.recipient-errors",
                )


def _subject_problems(mail: Mail) -> Iterator[Problem]:
    everywhere = mail.personalizations and all(each.subject for each in mail.personalizations)
    if not (mail.subject or everywhere):
        yield problem(
            "The subject is required. You can get around this requirement if you use a template with a subject"
            " defined or if every personalization has a subject defined.",
            "subject",
            "message.subject",
        )


def _content_problems(mail: Mail) -> Iterator[Problem]:
    if not mail.content:
        yield problem(
            "Unless a valid template_id is provided, the content parameter is required. There must be at least"
            " one defined content block. We typically suggest both text/plain and text/html blocks are"
            " included, but only one block is required.",
            "content",
            "message.content",
        )
    for at, content in enumerate(mail.content):
        if not content.value:
            yield problem(
                "The content value must be a string at least one character in length.",
                f"content.{at}.value",
                "message.content.value",
            )


class _List(NamedTuple):
    name: str
    recipients: tuple[Address, ...]


def _lists(personalization: Personalization) -> Iterator[_List]:
    yield _List("to", personalization.to)
    yield _List("cc", personalization.cc)
    yield _List("bcc", personalization.bcc)
