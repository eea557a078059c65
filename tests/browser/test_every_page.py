"""No page, in any of its states, keeps anybody out: axe-core finds nothing, and no page is wider than its window."""

import pytest
from fastapi.routing import iter_route_contexts

from tests.browser.conftest import Visits
from tests.browser.house import House
from tests.browser.states import STATES, WITHOUT_A_PAGE, State
from web.app import from_settings


def pages() -> set[str]:
    """The addresses of everything that answers a GET, as the routes have them."""
    contexts = iter_route_contexts(from_settings().routes)
    return {str(each.path) for each in contexts if "GET" in (each.methods or ())}


def test_every_page_that_can_be_opened_is_looked_at() -> None:
    looked_at = {state.route for state in STATES}
    there = pages()

    assert there - looked_at - WITHOUT_A_PAGE == set(), "give it its rows in tests/browser/states.py"
    assert looked_at - there == set()


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.name)
async def test_nothing_keeps_anybody_out(state: State, house: House, looks: Visits) -> None:
    visitor = await looks(state.person, state.landlord)
    await state.reached(visitor, house)

    assert await visitor.barriers() == []
    assert await visitor.scrolls_sideways() == 0
