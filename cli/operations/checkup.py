"""The doctor: looks at every part an installation needs, each for a few seconds, whatever the others say."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from temporalio.client import Client

from domain.value import Value
from providers.settings import Settings

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
        async with asyncio.timeout(patience):
            return CheckResult(check=check.name, ok=True, says=await check.look(patient))
    except UnwellError as why:
        return CheckResult(check=check.name, ok=False, says=str(why))
    except TimeoutError:
        return CheckResult(check=check.name, ok=False, says=f"no answer within {patience:.0f} s; see what holds it up")
