"""No order starts a complaint that Temporal lost while it was open: only `revive` does, and it begins with its hold."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest

from activities.ports import NotRunningError
from desk.desk import Desk
from desk.errors import NotKeptError
from desk.forms import filled_form
from domain.complaint.actor import RESIDENT
from domain.complaint.reference import ComplaintId
from domain.procedure.stages.withdraw import Withdraw
from domain.procedure.time.tick import is_settled
from domain.views.page import Handed, next_page
from domain.views.standing import standing
from providers.sealed_states import StateSeals
from register.engine import open_register
from register.queries import Queries
from register.record_book import RegisterRecordBook
from tests.register.fresh import fresh_register
from tests.spec.cast import RULEBOOK, Landlord
from tests.world import RING, register_desk

PLACE = ComplaintId(landlord="reliance", reference="REL-TEST")


class Empty:
    """A Temporal without any run, and how often it was asked to start one."""

    def __init__(self, landlord: Landlord) -> None:
        self._landlord = landlord
        self.starts = 0

    async def now(self, _: ComplaintId) -> datetime:
        return self._landlord.now

    async def gone(self, *_: object) -> NoReturn:
        raise NotRunningError("it is not running at Temporal")

    async def begins(self, *_: object) -> None:
        self.starts += 1

    async def unbegun(self, _: ComplaintId) -> None:
        return None

    last_run = unbegun
    update = signal = case = complaint = deadlines = offers = gone
    update_again = signal_again = start = start_revived = begins


@pytest.fixture
def landlord() -> Landlord:
    reliance = Landlord("reliance")
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    return reliance


@pytest.fixture
def book(tmp_path: Path) -> Iterator[RegisterRecordBook]:
    url = fresh_register(tmp_path / "register.db")
    engine = open_register(url)
    yield RegisterRecordBook(engine)
    engine.dispose()


@pytest.fixture
def temporal(landlord: Landlord) -> Empty:
    return Empty(landlord)


@pytest.fixture
def desk(temporal: Empty, book: RegisterRecordBook) -> Desk:
    stands_in: Any = temporal
    return Desk(stands_in, register_desk(Queries(book._engine)), RULEBOOK)


def write(book: RegisterRecordBook, landlord: Landlord, *, with_state: bool = True) -> None:
    """The whole record as it stands, with the state it could go on from, or as a page of its own before that."""
    complaint, rules = landlord.complaint, landlord.rules
    line, has_ended = standing(complaint, rules, landlord.now), is_settled(complaint, rules)
    page = next_page(complaint, rules, line, Handed(), has_ended=has_ended)
    assert page.state
    state = StateSeals(RING).seal(PLACE, page.state.complaint) if with_state else None
    book.write(page if with_state else page.model_copy(update={"state": None}), state)


async def refused(desk: Desk, landlord: Landlord) -> None:
    """Whatever is asked or ordered, the desk says how the complaint is started."""
    order = Withdraw(at=landlord.now, by=RESIDENT, reason="Sorted.")
    for asked in (
        lambda: desk.order(PLACE, order),
        lambda: desk.leave(PLACE, order),
        lambda: desk.case_for_order(PLACE),
        lambda: desk.complaint(PLACE),
    ):
        with pytest.raises(NotKeptError, match=f"`complaints revive {PLACE.reference}` starts it"):
            await asked()


async def test_D13_an_order_to_a_lost_open_complaint_starts_nothing_and_revive_is_named(
    desk: Desk, temporal: Empty, book: RegisterRecordBook, landlord: Landlord
) -> None:
    write(book, landlord)

    await refused(desk, landlord)

    assert temporal.starts == 0


async def test_D13_its_form_is_filled_in_as_the_register_kept_it_last(
    desk: Desk, book: RegisterRecordBook, landlord: Landlord
) -> None:
    write(book, landlord)

    form = await filled_form(desk, PLACE, "priya-nair")

    assert form.reference == PLACE.reference


async def test_D13_nor_does_one_that_had_ended_and_came_back_before_it_was_lost(
    desk: Desk, temporal: Empty, book: RegisterRecordBook, landlord: Landlord
) -> None:
    landlord.obeys(Withdraw(at=landlord.now, by=RESIDENT, reason="Sorted."))
    assert is_settled(landlord.complaint, landlord.rules)
    write(book, landlord)
    landlord.reopens(why="It leaks again.")
    write(book, landlord, with_state=False)

    await refused(desk, landlord)

    assert temporal.starts == 0


async def test_D13_one_that_has_ended_comes_back_for_an_order(
    desk: Desk, temporal: Empty, book: RegisterRecordBook, landlord: Landlord
) -> None:
    landlord.obeys(Withdraw(at=landlord.now, by=RESIDENT, reason="Sorted."))
    write(book, landlord)

    await desk.leave(PLACE, Withdraw(at=landlord.now, by=RESIDENT, reason="Sorted."))

    assert temporal.starts == 1
