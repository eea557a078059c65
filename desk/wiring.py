"""Wiring: settings → Temporal, register, landlords' files → the desk; nothing is asked of them before somebody asks.

Temporal's SDK and SQLAlchemy take longer to load than an order takes to be given: each is loaded by the first question
that needs it.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from desk.desk import Desk
from desk.register_reads import RegisterDesk
from desk.when_asked import when_asked
from providers.rulebook import Rulebook
from providers.settings import Settings

if TYPE_CHECKING:
    from activities.ports import Seals
    from temporal.complaints import TemporalComplaints


@asynccontextmanager
async def open_desk(settings: Settings) -> AsyncIterator[Desk]:
    """A desk by these settings; a wrong one is refused by the first question that needs it.

    Raises:
        BadConnectionError: Temporal's settings are wrong.
        BadRegisterUrlError: the register's URL is wrong.
        BadSettingsError: there is no key for payloads, or it cannot be used.
    """
    async with AsyncExitStack() as opened:
        running = when_asked(lambda: _complaints(settings, opened))
        register = when_asked(lambda: _register(settings, opened))
        yield Desk(running, register, Rulebook(settings.policies))


async def _complaints(settings: Settings, opened: AsyncExitStack) -> "TemporalComplaints":
    from temporal.complaints import TemporalComplaints  # noqa: PLC0415 - as the module says
    from temporal.connection import connect  # noqa: PLC0415
    from temporal.tracing import end_tracing  # noqa: PLC0415

    client = await connect(settings)
    opened.callback(end_tracing, settings.traces_url)
    return TemporalComplaints(client)


async def _register(settings: Settings, opened: AsyncExitStack) -> RegisterDesk:
    from register.engine import open_to_read  # noqa: PLC0415 - as the module says
    from register.queries import Queries  # noqa: PLC0415

    engine = open_to_read(settings.register_url)
    opened.callback(engine.dispose)
    return RegisterDesk(Queries(engine), lambda: _seals(settings))


def _seals(settings: Settings) -> "Seals":
    from providers.sealed_states import StateSeals  # noqa: PLC0415 - as the module says

    return StateSeals(settings.key_ring())
