"""Whoever starts a worker at night does not wait for it."""

from tests.crash.conftest import CrashWorld


async def test_a_worker_is_ready_in_three_seconds(crash_world: CrashWorld) -> None:
    crash_world.worker.stop()

    assert await crash_world.worker.start() < 3
