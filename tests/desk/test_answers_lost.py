"""An order or an opening whose answer was lost: the desk never says that nothing was done."""

from datetime import UTC, datetime
from typing import cast

import pytest

from activities.ports import LostAnswerError, TemporalAwayError
from desk.desk import Desk
from desk.errors import NotOpenedError, UnansweredError
from desk.register_reads import RegisterDesk
from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer, Message
from temporal.complaints import TemporalComplaints
from tests.desk.desks import complaint_of, gives
from tests.world import RULEBOOK

PLACE = ComplaintId(landlord="reliance", reference="REL-7K4M-9QXP")


class Failing:
    """A Temporal that fails in the middle of whatever changes something."""

    def __init__(self, fault: TemporalAwayError) -> None:
        self._fault = fault

    async def now(self, _: ComplaintId) -> datetime:
        return datetime(2026, 11, 3, 9, 30, tzinfo=UTC)

    async def real_now(self) -> datetime:
        raise self._fault

    async def update(self, *_: object) -> Answer:
        raise self._fault

    async def signal(self, *_: object) -> None:
        raise self._fault

    async def start(self, *_: object) -> None:
        raise self._fault


class Empty:
    """A register that knows no complaint."""

    async def complaint(self, _: ComplaintId) -> None:
        return None


def desk_with(fault: TemporalAwayError) -> Desk:
    return Desk(cast("TemporalComplaints", Failing(fault)), cast("RegisterDesk", Empty()), RULEBOOK)


LOST = LostAnswerError("Temporal does not answer at 127.0.0.1:7233")
NEVER_REACHED = TemporalAwayError("Temporal does not answer at 127.0.0.1:7233")


async def test_an_order_whose_answer_was_lost_may_have_been_carried_out() -> None:
    with pytest.raises(UnansweredError, match="It is not known whether the order was carried out") as refused:
        await gives(desk_with(LOST), PLACE, "withdraw")

    assert (refused.value.reference, refused.value.lacks_worker, refused.value.may_leave) == (
        PLACE.reference,
        False,
        False,
    )


async def test_so_may_one_that_was_left() -> None:
    desk = desk_with(LOST)
    order: Message = await desk.order_from(PLACE, "escalate", {})

    with pytest.raises(UnansweredError):
        await desk.leave(PLACE, order)


async def test_an_order_that_never_left_was_not_carried_out() -> None:
    with pytest.raises(TemporalAwayError, match="does not answer"):
        await gives(desk_with(NEVER_REACHED), PLACE, "withdraw")


@pytest.mark.parametrize(
    ("fault", "known"),
    [(LOST, "it is not known whether the complaint was opened"), (NEVER_REACHED, "the complaint was not accepted")],
    ids=["lost", "never reached"],
)
async def test_an_opening_says_what_is_known_of_it(fault: TemporalAwayError, known: str) -> None:
    with pytest.raises(NotOpenedError, match=known):
        await desk_with(fault).open(complaint_of())
