"""Many at once: one order to each of several complaints, a few at a time, each answered by itself."""

import asyncio
from collections.abc import Coroutine, Iterable
from enum import StrEnum
from typing import Any, TypeVar

from activities.ports import RegisterAwayError
from desk.errors import DeskError
from domain.complaint.reference import ComplaintId
from domain.value import Value
from web.parts import Parts
from web.staff.ordering import Done, Ordered, Overtaken, Refused, Unanswered, give
from web.staff.signed_in import SignedIn

MOST = 50
"""Complaints that are shown, and given an order, at once."""
_AT_ONCE = 8

T = TypeVar("T")


class CameOf(StrEnum):
    """What came of one."""

    DONE = "done"
    REFUSED = "refused"
    AGAIN = "again"
    """Nobody knows: the same key is tried again."""


class Result(Value):
    """What came of one."""

    ticked: str
    """As it was ticked."""
    reference: str
    came_of_it: CameOf
    said: str
    """The record's sentence, or the refusal's."""


async def a_few_at_a_time(asked: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """What comes of each, in their order."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(each: Coroutine[Any, Any, T]) -> T:
        async with gate:
            return await each

    return list(await asyncio.gather(*(one(each) for each in asked)))


async def give_one(parts: Parts, staff: SignedIn, ticked: str, reference: str, ordered: Ordered) -> Result:
    """Give the order to that complaint of theirs; a refusal of it stops none of the others."""
    place = ComplaintId(landlord=staff.landlord, reference=reference)
    try:
        await parts.desk.check_may_open(place, staff.person.id)
        came = await give(parts, staff, place, ordered)
    except RegisterAwayError:
        came = Unanswered(may_have_gone=False)
    except DeskError:
        came = Refused("")
    return Result(ticked=ticked, reference=reference, came_of_it=_KINDS[type(came)], said=_said(came))


def by_what_came(results: Iterable[Result]) -> dict[str, list[Result]]:
    """The results, each under the word for what came of it."""
    there = list(results)
    return {kind.value: [each for each in there if each.came_of_it is kind] for kind in CameOf}


def _said(came: Done | Refused | Overtaken | Unanswered) -> str:
    match came:
        case Done(answer=answer):
            return answer.said
        case Refused(says=says) | Overtaken(says=says):
            return says
        case Unanswered():
            return ""


_KINDS = {Done: CameOf.DONE, Refused: CameOf.REFUSED, Overtaken: CameOf.REFUSED, Unanswered: CameOf.AGAIN}
