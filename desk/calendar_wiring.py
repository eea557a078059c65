"""Wiring of the desk for calendars: settings → Temporal, register, landlords' files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from desk.calendar import CalendarDesk
from desk.when_asked import when_asked
from providers.rulebook import Rulebook
from providers.settings import Settings
from register.engine import open_to_read
from register.open_work import RegisterOpenWork
from temporal.complaints import TemporalComplaints
from temporal.connection import connect


@asynccontextmanager
async def open_calendar_desk(settings: Settings) -> AsyncIterator[CalendarDesk]:
    """A desk for calendars by these settings; a wrong one of Temporal's is refused by the first question that needs it.

    Raises:
        BadConnectionError: Temporal's settings are wrong.
        BadRegisterUrlError: the register's URL is wrong.
        BadSettingsError: there is no key for payloads, or it cannot be used.
    """
    engine = open_to_read(settings.register_url)
    try:
        running = when_asked(lambda: _complaints(settings))
        yield CalendarDesk(RegisterOpenWork(engine), Rulebook(settings.policies), running)
    finally:
        engine.dispose()


async def _complaints(settings: Settings) -> TemporalComplaints:
    return TemporalComplaints(await connect(settings))
