"""Nobody at the desk waits longer than ten seconds for a Temporal that says nothing."""

import socket
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import pytest
from temporalio.client import Client

from activities.ports import TemporalAwayError
from temporal.connection import connect, connect_plainly


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An address that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        where = f"127.0.0.1:{server.getsockname()[1]}"
        monkeypatch.setenv("TEMPORAL_ADDRESS", where)
        monkeypatch.setenv("PUTRIGHT_PAYLOADS", "plain")
        yield where


@pytest.mark.parametrize("connects", [connect, connect_plainly])
async def test_a_server_that_takes_connections_and_never_answers_is_waited_for_no_longer_than_any(
    silent: str, connects: Callable[[], Awaitable[Client]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("temporal.connection.PATIENCE", timedelta(seconds=0.2))

    with pytest.raises(TemporalAwayError, match=rf"^Temporal does not answer at {silent}$"):
        await connects()
