"""A stand-in that is made real by its first question: a command that needs no Temporal does not wait for its SDK."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar, cast

T = TypeVar("T")


def when_asked(make: Callable[[], Awaitable[T]]) -> T:
    """What *make* makes, once, for the first question; a failure is that question's, and the next tries again.

    It is for a class whose public methods are all awaited: nothing else of the class can be reached through it.
    """
    # It has the methods of what it stands for, which no annotation can say.
    return cast("T", _WhenAsked(make))


class _WhenAsked(Generic[T]):
    def __init__(self, make: Callable[[], Awaitable[T]]) -> None:
        self._make = make
        self._made: T | None = None
        self._one_at_a_time = asyncio.Lock()

    def __getattr__(self, question: str) -> Callable[..., Awaitable[Any]]:
        async def asked(*args: object, **more: object) -> Any:  # noqa: ANN401 - whatever the question's answer is
            return await getattr(await self._real(), question)(*args, **more)

        return asked

    async def _real(self) -> T:
        async with self._one_at_a_time:
            if self._made is None:
                self._made = await self._make()
        return self._made
