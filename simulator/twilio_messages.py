"""Texts as Twilio shows them: one resource, a page of them, and the filters of the list."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from urllib.parse import urlencode

from simulator.messages import Text
from simulator.twilio_rules import TwilioRefusedError, plain_number

_LARGEST_PAGE = 1000
_USUAL_PAGE = 50


def sent_at(text: Text, queued: timedelta) -> datetime | None:
    """When *text* was sent: so long after it was taken, to the second, and nobody knows before."""
    sent = (text.at + queued).replace(microsecond=0)
    return sent if text.at + queued <= datetime.now(UTC) else None


def resource(text: Text, account: str, sent: datetime | None) -> dict[str, object]:
    """The Message resource of *text*: queued until it is *sent*, delivered ever after."""
    at, is_queued = format_datetime(text.at), sent is None
    by_service = text.messaging_service_sid is not None
    uri = f"/2010-04-01/Accounts/{account}/Messages/{text.sid}"
    return {
        "account_sid": account,
        "api_version": "2010-04-01",
        "body": text.body,
        "date_created": at,
        "date_sent": format_datetime(sent) if sent else None,
        "date_updated": at,
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": text.from_ or None,
        "messaging_service_sid": text.messaging_service_sid,
        "num_media": "0",
        # A messaging service chooses the sender later, and the segments with it.
        "num_segments": "0" if is_queued and by_service else str(text.segments),
        "price": None,
        "price_unit": "USD",
        "sid": text.sid,
        "status": ("accepted" if by_service else "queued") if is_queued else "delivered",
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": text.to,
        "uri": f"{uri}.json",
    }


def find(texts: Sequence[Text], sid: str) -> Text:
    """The text with this *sid*.

    Raises:
        TwilioRefusedError: There is none.
    """
    for text in texts:
        if text.sid == sid:
            return text
    raise TwilioRefusedError(20404, HTTPStatus.NOT_FOUND)


def page(
    texts: Sequence[Text], account: str, query: Mapping[str, str], queued: timedelta = timedelta(0)
) -> dict[str, object]:
    """The page of *texts* that *query* asks for, in Twilio's list shape.

    Raises:
        TwilioRefusedError: A filter is no date, or a page no number.
    """
    chosen = [(text, sent) for text in texts if _passes(text, sent := sent_at(text, queued), query)]
    size = min(max(_number(query, "PageSize", _USUAL_PAGE), 1), _LARGEST_PAGE)
    at = _number(query, "Page", 0)
    start, end = at * size, min((at + 1) * size, len(chosen))

    def uri(number: int) -> str:
        asked = dict(query) | {"PageSize": str(size), "Page": str(number)}
        return f"/2010-04-01/Accounts/{account}/Messages.json?{urlencode(asked)}"

    return {
        "messages": [resource(text, account, sent) for text, sent in chosen[start:end]],
        "page": at,
        "page_size": size,
        "start": start,
        "end": max(end - 1, start),
        "uri": uri(at),
        "first_page_uri": uri(0),
        "next_page_uri": uri(at + 1) if end < len(chosen) else None,
        "previous_page_uri": uri(at - 1) if at else None,
    }


def _passes(text: Text, sent: datetime | None, query: Mapping[str, str]) -> bool:
    return all(
        (
            query.get("To") in {None, "", text.to} or plain_number(query["To"]) == text.to,
            query.get("From") in {None, "", text.from_},
            not query.get("DateSent") or _is(sent, lambda at: at.date() == _instant(query["DateSent"]).date()),
            not query.get("DateSent>") or _is(sent, lambda at: at >= _instant(query["DateSent>"])),
            not query.get("DateSent<") or _is(sent, lambda at: at <= _instant(query["DateSent<"])),
        )
    )


def _is(sent: datetime | None, wanted: Callable[[datetime], bool]) -> bool:
    """Whether a text was sent when it is wanted: one that is queued never was."""
    return sent is not None and wanted(sent)


def _instant(value: str) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError as error:
        raise TwilioRefusedError(20001) from error
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _number(query: Mapping[str, str], name: str, usual: int) -> int:
    value = query.get(name, "")
    if value and not value.isdecimal():
        raise TwilioRefusedError(20001)
    return int(value or usual)
