"""Wiring: settings → Temporal, register, landlords' files → the desk; nothing is asked of them before somebody asks.

Temporal's SDK and SQLAlchemy take longer to load than an order takes to be given: each is loaded by the first question
that needs it.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from desk.desk import Desk
from desk.register_reads import RegisterDesk
from desk.when_asked import when_asked
from domain.policy.staff import SaidAway
from providers.rulebook import Rulebook, Said
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
        yield Desk(running, register, Rulebook(settings.policies, _said(settings, opened)))


def load() -> None:
    """Load at once what the first question would load: a face that serves many people does so before it serves any."""
    for module in ("register.engine", "register.queries", "temporal.complaints", "temporal.connection"):
        import_module(module)


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


def _said(settings: Settings, opened: AsyncExitStack) -> Said:
    """What people say themselves of when they are away; the register is opened for it when it is first asked."""
    heard: list[Said] = []

    def said(landlord: str) -> Mapping[str, SaidAway]:
        if not heard:
            heard.append(_last_said(settings, opened))
        return heard[0](landlord)

    return said


def _last_said(settings: Settings, opened: AsyncExitStack) -> Said:
    from register.engine import open_to_read  # noqa: PLC0415 - as the module says
    from register.web.absences import LastSaid  # noqa: PLC0415
    from register.web.web_register import WebRegister  # noqa: PLC0415

    engine = open_to_read(settings.register_url)
    opened.callback(engine.dispose)
    return LastSaid(WebRegister(engine).absences.of)


def _seals(settings: Settings) -> "Seals":
    from providers.sealed_states import StateSeals  # noqa: PLC0415 - as the module says

    return StateSeals(settings.key_ring())
