"""One world for all workflow tests: complaints have references and clocks of their own."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.world import World
from tests.world import world as running_world


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with running_world(tmp_path_factory.mktemp("world")) as running:
        yield running
