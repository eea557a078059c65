"""What the desk does is traced before its command ends."""

import asyncio

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.collector import collecting_traces
from tests.world import KEYS, World


async def test_a_commands_spans_are_sent_before_it_ends_and_name_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", world.settings.register_url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("TEMPORAL_ADDRESS", world.env.client.service_client.config.target_host)
    monkeypatch.setattr("cli.at_desk.set_up_quiet_logs", lambda *_: None)
    ann = ("--name", "Ann Sample", "--email", "ann@example.com", "--summary", "It leaks.")

    with collecting_traces() as collector:
        monkeypatch.setenv("PUTRIGHT_TRACES_URL", collector.url)
        said = await asyncio.to_thread(CliRunner().invoke, app, ["open", "--landlord", "reliance", *ann])

    assert said.exit_code == 0, said.stderr
    assert "StartWorkflow:Complaint" in {span.name for span in collector.spans}
    assert [secret for secret in ("Ann", "ann@", "leaks") if secret in collector.text] == []
