"""One exchange with a vendor over HTTP, with a deadline on the whole of it.

The vendors' own clients wait so long for each byte; an answer that trickles would hold a try, and the thread it runs
in, for as long as it likes. They also follow redirects, and hand our credentials to whoever answers there.
"""

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from activities.ports import AccountFaultError, ProviderAwayError, ProviderUnsureError

_LARGEST_ANSWER = 4_000_000
"""Bytes. A thousand texts in Twilio's list take one and a half million."""
_TO_CONNECT = 0.75
"""The part of the time in which a connection must stand: without one, nothing can have been taken."""


_LOADING = Lock()


class Answer(NamedTuple):
    """What a vendor answered; nobody has looked at it yet."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status says that it was done."""
        return HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def content(self) -> dict[str, Any]:
        """The JSON object that it holds; empty where it holds none."""
        try:
            content = json.loads(self.body)
        except (ValueError, RecursionError):
            return {}
        return content if isinstance(content, dict) else {}


def exchange(
    vendor: str,
    method: str,
    url: str,
    *,
    within: float,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, Any] | None = None,
    form: Mapping[str, Any] | None = None,
    content: Mapping[str, Any] | None = None,
) -> Answer:
    """Ask *vendor*, and return its answer, all of it within so many seconds.

    Raises:
        AccountFaultError: the URL in our settings is none.
        ProviderAwayError: there was no connection, so nothing was taken.
        ProviderUnsureError: the request had left, and no whole answer came.
    """
    with _LOADING:  # of two threads that load it at once, one would find it half loaded
        import aiohttp  # noqa: F401, PLC0415 - a worker that begins need not wait for it

    asked = {"headers": headers, "params": _plain(query), "data": _plain(form), "json": content}
    return asyncio.run(_exchange(vendor, method, url, within, asked))


async def _exchange(vendor: str, method: str, url: str, within: float, asked: dict[str, Any]) -> Answer:
    import aiohttp  # noqa: PLC0415 - loaded by now

    patience = aiohttp.ClientTimeout(total=within, connect=within * _TO_CONNECT)
    try:
        async with (
            aiohttp.ClientSession(timeout=patience, trust_env=True) as session,
            session.request(method, _known(vendor, url), allow_redirects=False, **asked) as response,
        ):
            return Answer(response.status, response.headers, await _whole(vendor, response.content.iter_chunked(2**16)))
    except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, aiohttp.ConnectionTimeoutError) as error:
        why = getattr(error, "os_error", error)
        raise ProviderAwayError(f"{vendor} cannot be reached: {type(why).__name__}") from None
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        raise ProviderUnsureError(f"{vendor}'s answer did not arrive: {type(error).__name__}") from None


def _known(vendor: str, url: str) -> str:
    try:
        parts = urlsplit(url)
        is_known = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or an IPv6 address that is none
        is_known = False
    if not is_known:
        raise AccountFaultError(f"the address of {vendor} in our settings is not a URL")
    return url


async def _whole(vendor: str, chunks: Any) -> bytes:  # noqa: ANN401 - aiohttp's iterator of bytes
    """The body, up to the largest that is believed.

    Raises:
        ProviderUnsureError: it is larger.
    """
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > _LARGEST_ANSWER:
            raise ProviderUnsureError(f"{vendor}'s answer is too long")
    return bytes(body)


def _plain(values: Mapping[str, Any] | None) -> dict[str, str] | None:
    return None if values is None else {name: str(value) for name, value in values.items()}
