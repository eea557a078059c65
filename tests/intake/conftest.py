"""One world for all tests of the desk: each complaint has a reference and a clock of its own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from desk.desk import Desk
from tests.intake.desks import desk_at
from tests.world import World
from tests.world import world as running_world


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with running_world(tmp_path_factory.mktemp("desk")) as running:
        yield running


@pytest.fixture
def desk(world: World) -> Desk:
    return desk_at(world.env.client, world)
