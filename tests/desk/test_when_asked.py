"""What a desk may need is made by the first question that needs it, once."""

import asyncio

import pytest

from desk.when_asked import when_asked


class Clock:
    async def now(self, zone: str) -> str:
        return f"noon in {zone}"


async def test_it_is_made_once_by_the_first_questions() -> None:
    made = []

    async def make() -> Clock:
        made.append("clock")
        await asyncio.sleep(0)
        return Clock()

    clock = when_asked(make)
    assert made == []

    answers = await asyncio.gather(clock.now("London"), clock.now("Belfast"))

    assert list(answers) == ["noon in London", "noon in Belfast"]
    assert made == ["clock"]


async def test_what_could_not_be_made_is_tried_again_by_the_next_question() -> None:
    tries = []

    async def make() -> Clock:
        tries.append("clock")
        if len(tries) == 1:
            raise LookupError("no key")
        return Clock()

    clock = when_asked(make)

    with pytest.raises(LookupError, match="no key"):
        await clock.now("London")
    assert await clock.now("London") == "noon in London"
