"""The doctor: looks at every part an installation needs, each for a few seconds, whatever the others say."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from activities.ports import RegisterAwayError, TemporalAwayError
from domain.value import Value
from providers.settings import Settings
from register.engine import open_to_read
from register.refusals import BadRegisterUrlError
from temporal.errors import reaching
from temporal.refusals import BadConnectionError, NotTrustedError

T = TypeVar("T")

PATIENCE = 6.0
"""Seconds for one look: a little more than a part itself is waited for."""


class UnwellError(Exception):
    """A part is not as it should be; the sentence says what to do."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Patient:
    """What is looked at."""

    settings: Settings
    temporal: Client
    clock: Callable[[], datetime] = _now


class Check(NamedTuple):
    """One look: its name, and how it is done: it says what was found, or raises UnwellError."""

    name: str
    look: Callable[[Patient], Awaitable[str]]
    takes: float = 1.0
    """How many times as long as others it may take."""


class CheckResult(Value):
    """What came of a look."""

    check: str
    ok: bool
    says: str

    @property
    def line(self) -> str:
        """As people read it."""
        return f"{'ok' if self.ok else 'FIX':<4}  {self.check}: {self.says}"


async def examine(patient: Patient, checks: tuple[Check, ...], patience: float = PATIENCE) -> tuple[CheckResult, ...]:
    """Look at everything at once."""
    return tuple(await asyncio.gather(*(_found(check, patient, patience) for check in checks)))


async def _found(check: Check, patient: Patient, patience: float) -> CheckResult:
    try:
        async with asyncio.timeout(patience * check.takes):
            return CheckResult(check=check.name, ok=True, says=await check.look(patient))
    except UnwellError as why:
        return CheckResult(check=check.name, ok=False, says=str(why))
    except TimeoutError:
        return CheckResult(check=check.name, ok=False, says=_no_answer(patience * check.takes))


async def of_register(patient: Patient, ask: Callable[[Engine], T]) -> T:
    """What the register answers.

    Raises:
        UnwellError: it cannot be reached; its own line says what to do.
    """

    def asked() -> T:
        with _reading(patient) as engine:
            return ask(engine)

    return await asyncio.to_thread(asked)


@contextmanager
def _reading(patient: Patient) -> Iterator[Engine]:
    try:
        engine = open_to_read(patient.settings.register_url)
        try:
            yield engine
        finally:
            engine.dispose()
    except (RegisterAwayError, BadRegisterUrlError) as why:
        raise UnwellError("the register cannot be asked: see register above") from why


def _no_answer(seconds: float) -> str:
    return f"no answer within {seconds:.0f} s; see what holds it up"


@contextmanager
def of_temporal(patient: Patient) -> Iterator[None]:
    """What Temporal's refusals come to, as something to do."""
    try:
        with reaching(address_of(patient)):
            yield
    except RPCError as why:
        if why.status is RPCStatusCode.NOT_FOUND:
            name = patient.temporal.namespace
            make = f"`temporal operator namespace create -n {name}`"
            todo = f"there is no namespace {name}: set TEMPORAL_NAMESPACE, or make it with {make}"
        elif why.status in {RPCStatusCode.UNAUTHENTICATED, RPCStatusCode.PERMISSION_DENIED}:
            todo = (
                f"{address_of(patient)} does not let us in: see TEMPORAL_API_KEY, or the certificate in temporal.toml"
            )
        else:
            todo = _away(patient)
        raise UnwellError(todo) from why
    except (BadConnectionError, NotTrustedError) as why:
        raise UnwellError(str(why)) from why
    except TemporalAwayError as why:
        raise UnwellError(_away(patient)) from why


def _away(patient: Patient) -> str:
    return f"{address_of(patient)} does not answer: start Temporal, or set TEMPORAL_ADDRESS"


def address_of(patient: Patient) -> str:
    """Where Temporal is asked."""
    return patient.temporal.service_client.config.target_host
