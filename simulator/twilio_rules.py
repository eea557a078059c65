"""Why Twilio would refuse to send a text, with its own codes (twilio.com/docs/api/errors)."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

_LONGEST_BODY = 1600
_LONGEST_VALIDITY = 36_000
_E164 = re.compile(r"\+[1-9]\d{7,14}")
_SHORT_CODE = re.compile(r"\d{5,6}")
_SENDER_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 &_+-]{1,11}")
_PUNCTUATION = re.compile(r"[\s().-]")

# The numbers Twilio documents for test credentials.
_REFUSED_TO = {
    "+15005550001": 21211,
    "+15005550002": 21612,
    "+15005550003": 21408,
    "+15005550004": 21610,
    "+15005550009": 21614,
}
_REFUSED_FROM = {"+15005550001": 21212, "+15005550007": 21606, "+15005550008": 21611}

_WORDS = {
    20001: "Invalid parameter",
    20003: "Authenticate",
    20404: "The requested resource was not found",
    20429: "Too Many Requests",
    21211: "Invalid 'To' Phone Number",
    21212: "Invalid 'From' Number",
    21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
    21602: "Message body is required.",
    21603: "A 'From' phone number is required.",
    21604: "A 'To' phone number is required.",
    21606: "The 'From' phone number is not a valid, SMS-capable inbound phone number for your account",
    21610: "Attempt to send to unsubscribed recipient",
    21611: "The 'From' number has exceeded the maximum number of queued messages",
    21612: "The 'To' phone number is not currently reachable via SMS",
    21614: "'To' number is not a valid mobile number",
    21617: "The concatenated message body exceeds the 1600 character limit.",
}


class TwilioRefusedError(Exception):
    """Twilio will not take the request."""

    def __init__(self, code: int, status: int = 400) -> None:
        super().__init__(code, status)
        self.code = code
        self.status = status
        self.message = _WORDS[code]


class Order(NamedTuple):
    """A text that Twilio would send."""

    to: str
    from_: str
    body: str
    messaging_service_sid: str | None
    validity_period: int | None


def order_of(form: Mapping[str, str], has_opted_out: Callable[[str], bool]) -> Order:
    """The text a request's *form* asks to send.

    Raises:
        TwilioRefusedError: Twilio would refuse it.
    """
    order = Order(
        to=plain_number(form.get("To", "")),
        from_=form.get("From", "").strip(),
        body=form.get("Body", ""),
        messaging_service_sid=form.get("MessagingServiceSid") or None,
        validity_period=_seconds(form.get("ValidityPeriod", "")),
    )
    if code := _why_refused(order, has_opted_out):
        raise TwilioRefusedError(code)
    return order


def plain_number(number: str) -> str:
    """The *number* without the spaces, brackets and dashes that Twilio lets by."""
    return _PUNCTUATION.sub("", number)


def is_number(number: str) -> bool:
    """Whether *number* has the form of an E.164 telephone number."""
    return _E164.fullmatch(number) is not None


def _seconds(value: str) -> int | None:
    if not value:
        return None
    if not value.isdecimal() or not 1 <= int(value) <= _LONGEST_VALIDITY:
        raise TwilioRefusedError(20001)
    return int(value)


def _why_refused(order: Order, has_opted_out: Callable[[str], bool]) -> int | None:
    checks = (
        (21604, not order.to),
        (21603, not (order.from_ or order.messaging_service_sid)),
        (21602, not order.body),
        (21617, len(order.body) > _LONGEST_BODY),
        (_REFUSED_TO.get(order.to, 21211), order.to in _REFUSED_TO or not is_number(order.to)),
        (_REFUSED_FROM.get(order.from_, 21212), order.from_ in _REFUSED_FROM or not _may_send(order)),
        (21610, has_opted_out(order.to)),
    )
    return next((code for code, is_so in checks if is_so), None)


def _may_send(order: Order) -> bool:
    if not order.from_:
        return order.messaging_service_sid is not None
    forms = (_E164, _SHORT_CODE, _SENDER_NAME)
    return any(form.fullmatch(order.from_) for form in forms)
