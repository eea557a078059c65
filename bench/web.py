"""The desk in a browser: what a page takes over a register of 100,000 open and 100,000 closed complaints.

From the request to the last byte of the answer, through HTTP, as `complaints web` serves it: with session, register and
template. A complaint's page is of complaints that a worker carries. One reader at a time, and eight at once; every page
is asked for as one of 200 people, each signed in.
"""

import asyncio
import http.client
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from bench.figures import Figure, Measurement, load, say, spread
from bench.lives import in_room, start_complaint
from bench.queue import AT_ONCE, HANDLERS, LANDLORDS, fill, handler_id, on_postgresql, on_sqlite
from bench.stories import ZONE, new_case, soon
from bench.world import World, world
from cli.development.plan import HOST
from cli.development.readiness import until_answers
from domain.calendar.days import landlord_day
from intake.references import candidates
from providers.rulebook import Rulebook, policies_folder
from providers.settings import Payloads
from register.engine import open_register
from register.web.lines import Identity
from register.web.web_register import WebRegister
from web.staff.signed_in import COOKIE

_LANDLORD = LANDLORDS[0]
_CARRIED = 20
"""Complaints that a worker carries, for their pages."""
_MS = 1000
_SERVES = ("cli", "web", "--host", HOST, "--port")
_PERSON = """
[[people]]
id = "{id}"
name = "Handler {id}"
job_title = "Complaints Handler"
department = "Customer Services"
roles = ["complaints_handler"]
email = "{id}@reliance.example.com"
"""
_QUEUE, _ONE = "p50 ≤ 10, p99 ≤ 50", "p50 ≤ 30"


class _Asked(NamedTuple):
    """A kind of page: what it is called, where it is, what is wanted of it."""

    what: str
    path: Callable[[Random], str]
    wanted: str = ""


class _Served(NamedTuple):
    """Where the pages are, and who may read them."""

    port: int
    tokens: Sequence[str]
    """Of each handler's session, in their order."""


def _pages(references: Sequence[str]) -> tuple[_Asked, ...]:
    return (
        _Asked("my queue", lambda _: "/staff/queue?whose=mine", _QUEUE),
        _Asked("everybody's queue", lambda _: "/staff/queue?whose=all", _QUEUE),
        _Asked("one complaint", lambda chance: f"/staff/c/{chance.choice(references)}", _ONE),
        _Asked("its record", lambda chance: f"/staff/c/{chance.choice(references)}/record"),
    )


async def measure(lines: int, entries: int, pages: int) -> AsyncIterator[Measurement]:
    """Fill a register on each database, and read of it through the web."""
    for name, opened in (("SQLite", on_sqlite), ("PostgreSQL", on_postgresql)):
        busy = load()
        with opened() as url, _many_staff() as policies:
            if not url:
                say(f"\npages on {name}: there is none on this machine")
                continue
            figures = tuple([each async for each in _measured(url, policies, lines, entries, pages)])
        conditions = f"{lines:,} open complaints and as many closed, {entries} entries each, {pages} of each page"
        yield Measurement(f"pages on {name}", conditions, busy, figures)


@contextmanager
def _many_staff() -> Iterator[Path]:
    """The landlords' files, with 200 more people at one of them."""
    with TemporaryDirectory(prefix="putright-") as folder:
        policies = Path(shutil.copytree(policies_folder(), Path(folder) / "policies"))
        with (policies / _LANDLORD / "staff.toml").open("a", encoding="utf-8") as staff:
            staff.writelines(_PERSON.format(id=handler_id(number)) for number in range(HANDLERS))
        yield policies


async def _measured(url: str, policies: Path, lines: int, entries: int, pages: int) -> AsyncIterator[Figure]:
    port = _free_port()
    more = {
        "PUTRIGHT_REGISTER_URL": url,
        "PUTRIGHT_POLICIES": str(policies),
        "PUTRIGHT_WEB_PUBLIC_URL": f"http://{HOST}:{port}",
        "PUTRIGHT_WEB_ISSUER": f"http://{HOST}:{port}",  # nobody signs in by it: each has a session already
        "PUTRIGHT_WEB_CLIENT_ID": "putright",
        "PUTRIGHT_WEB_COOKIE_KEY": "of-a-measurement-" + "0" * 32,
    }
    async with world(Payloads.ENCRYPTED, quick_vendors=True, more=more) as running:
        tokens = await asyncio.to_thread(_filled, url, lines, entries)
        await running.complaint_worker()
        references = await _carried(running, policies)
        await running.work("web", *_SERVES, str(port), ready="")
        await until_answers(f"http://{HOST}:{port}/readyz")
        served = _Served(port, tokens)
        for asked in _pages(references):
            for figure in await asyncio.to_thread(_asked, served, asked, pages):
                yield figure


def _filled(url: str, lines: int, entries: int) -> tuple[str, ...]:
    """Fill the register, sign everybody in, and return what their browsers hold."""
    engine, now = open_register(url), datetime.now(UTC)
    try:
        fill(engine, lines, entries)
        sessions = WebRegister(engine).sessions
        identity = Identity(issuer="https://sign-in.example.org", subject="of a measurement")
        return tuple(sessions.begin(_LANDLORD, handler_id(number), identity, now) for number in range(HANDLERS))
    finally:
        engine.dispose()


async def _carried(running: World, policies: Path) -> tuple[str, ...]:
    """Complaints that the worker carries, each with its first entries written."""
    rules = Rulebook(policies).rules(_LANDLORD, landlord_day(soon(), ZONE))
    references = tuple(
        next(candidates(_LANDLORD, rules.landlord.reference_prefix, f"carried-{number}")) for number in range(_CARRIED)
    )
    began = await in_room(start_complaint(running, new_case(rules, each, soon())) for each in references)
    await in_room(running.quiet(handle) for handle in began)
    return references


def _asked(served: _Served, asked: _Asked, pages: int) -> list[Figure]:
    return [*_alone(served, asked, pages), *_together(served, asked, pages)]


def _alone(served: _Served, asked: _Asked, pages: int) -> Iterator[Figure]:
    reads = _Reader(served, asked, seed=1)
    reads.once()  # the first fills what is kept in memory
    yield from spread(f"{asked.what}: one at a time", [reads.once() for _ in range(pages)], asked.wanted)
    yield Figure("of that refused", reads.refused, "", wanted="0")
    yield Figure("bytes of a page", reads.largest, "")


def _together(served: _Served, asked: _Asked, pages: int) -> Iterator[Figure]:
    readers = [_Reader(served, asked, seed) for seed in range(AT_ONCE)]
    began = perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        some = pool.map(lambda reader: [reader.once() for _ in range(pages // AT_ONCE)], readers)
        took = [each for times in some for each in times]
    seconds = perf_counter() - began
    yield from spread(f"{asked.what}: {AT_ONCE} at once", took, "p99 ≤ 200")
    refused = sum(reader.refused for reader in readers)
    yield Figure("refused", refused, f"; {len(took) / seconds:.0f} pages a second", wanted="0")


class _Reader:
    """Somebody whose browser keeps its connection."""

    def __init__(self, served: _Served, asked: _Asked, seed: int) -> None:
        self._served, self._asked = served, asked
        self._chance = Random(seed)  # noqa: S311 - the same pages each time
        self._there = http.client.HTTPConnection(HOST, served.port, timeout=60)
        self.refused = self.largest = 0

    def once(self) -> float:
        """Ask for a page as somebody or other, and say how many milliseconds it took."""
        cookie = {"Cookie": f"{COOKIE}={self._chance.choice(self._served.tokens)}"}
        path = self._asked.path(self._chance)
        began = perf_counter()
        self._there.request("GET", path, headers=cookie)
        answer = self._there.getresponse()
        read = len(answer.read())
        took = (perf_counter() - began) * _MS
        self.refused += answer.status != HTTPStatus.OK
        self.largest = max(self.largest, read)
        return took


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
