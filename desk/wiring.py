"""Wiring: settings → Temporal, register, landlords' files → desks; nothing is asked of them before somebody asks."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from sqlalchemy import Engine

from desk.calendar import CalendarDesk
from desk.desk import Desk
from desk.register_reads import RegisterDesk
from providers.rulebook import Rulebook
from providers.settings import Settings
from register.engine import open_to_read
from register.open_work import RegisterOpenWork
from register.queries import Queries
from temporal.complaints import TemporalComplaints
from temporal.connection import connect


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """A desk by these settings.

    Raises:
        as `_opened`
    """
    async with _opened(settings) as (running, register, rulebook):
        yield Desk(running, RegisterDesk(Queries(register)), rulebook)


@asynccontextmanager
async def open_calendar_desk(settings: Settings) -> AsyncIterator[CalendarDesk]:
    """A desk for calendars by these settings.

    Raises:
        as `_opened`
    """
    async with _opened(settings) as (running, register, rulebook):
        yield CalendarDesk(RegisterOpenWork(register), rulebook, running)


class _Parts(NamedTuple):
    """What desks are made of."""

    running: TemporalComplaints
    register: Engine
    rulebook: Rulebook


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[_Parts]:
    """What desks are made of, by these settings.

    Raises:
        BadConnectionError: Temporal's settings are wrong.
        BadRegisterUrlError: the register's URL is wrong.
        BadSettingsError: there is no key for payloads, or it cannot be used.
    """
    engine = open_to_read(settings.register_url)
    try:
        yield _Parts(TemporalComplaints(await connect(settings)), engine, Rulebook(settings.policies))
    finally:
        engine.dispose()
