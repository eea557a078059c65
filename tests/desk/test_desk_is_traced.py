"""What the desk does is traced before its command ends, also when it comes to nothing."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from register.upgrade import upgrade
from tests.collector import collecting_traces
from tests.world import KEYS, free_port


def test_a_commands_spans_are_sent_before_it_ends_and_name_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'register.db'}"
    upgrade(url)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUTRIGHT_REGISTER_URL", url)
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.setenv("TEMPORAL_ADDRESS", f"127.0.0.1:{free_port()}")
    monkeypatch.setattr("cli.at_desk.set_up_quiet_logs", lambda *_: None)
    ann = ("--name", "Ann Sample", "--email", "ann@example.com", "--summary", "It leaks.")

    with collecting_traces() as collector:
        monkeypatch.setenv("PUTRIGHT_TRACES_URL", collector.url)
        said = CliRunner().invoke(app, ["open", "--landlord", "reliance", *ann])

    assert "Temporal does not answer" in said.stderr
    assert "StartWorkflow:Complaint" in {span.name for span in collector.spans}
    assert [secret for secret in ("Ann", "ann@", "leaks") if secret in collector.text] == []
