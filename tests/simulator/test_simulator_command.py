"""`python -m simulator` as a person starts and ends it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from simulator.running import RunningSimulator
from simulator.settings import Settings

COMMAND = [sys.executable, "-m", "simulator"]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_starts_answers_and_ends_cleanly(sign: signal.Signals, free_port: int) -> None:
    with subprocess.Popen([*COMMAND, "--port", f"{free_port}"], stdout=-1, stderr=-1) as process:
        with httpx2.Client(transport=httpx2.HTTPTransport(retries=8)) as client:
            health = client.get(f"http://127.0.0.1:{free_port}/healthz")
        process.send_signal(sign)
        output = process.communicate(timeout=60)

    assert health.status_code == 200
    assert (process.returncode, output) == (0, (b"", b""))


def test_a_taken_port_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run([*COMMAND, "--port", f"{port}"], capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr == f"Port {port} on 127.0.0.1 is taken; choose another with --port.\n"


def test_a_file_that_is_no_state_is_left_alone(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text("my diary")

    ended = subprocess.run([*COMMAND, "--state", f"{state}"], capture_output=True, text=True, check=False)

    assert (ended.returncode, state.read_text()) == (1, "my diary")
    assert ended.stderr == f"{state} does not hold the simulator's state.\n"


def test_state_outlives_a_run(tmp_path: Path) -> None:
    settings = Settings(state_file=tmp_path / "var" / "state.json")
    account = settings.twilio_account
    with RunningSimulator(settings) as first:
        first.opt_out("+447700900123")
        httpx2.post(
            f"{first.url}/2010-04-01/Accounts/{account}/Messages.json",
            data={"To": "+447700900456", "From": "Landlord", "Body": "Hello"},
            auth=(account, settings.twilio_token),
        ).raise_for_status()

    with RunningSimulator(settings) as second:
        kept = second.inbox()["texts"]
        stopped = httpx2.get(f"{second.url}/control").json()["opted_out"]

    assert [text["body"] for text in kept] == ["Hello"]
    assert stopped == ["+447700900123"]


def test_it_ends_at_once_though_an_answer_is_held_back() -> None:
    with RunningSimulator() as running:
        running.turn("twilio", "timeout", seconds=600)
        host, port = running.url.removeprefix("http://").split(":")
        caller = socket.create_connection((host, int(port)), timeout=30)
        caller.sendall(b"GET /2010-04-01/Accounts/AC0/Messages.json HTTP/1.1\r\nHost: simulator\r\n\r\n")
        running.inbox()  # the held request came first, so it has been taken

    with caller:
        assert caller.recv(1) == b""


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def test_a_time_that_is_none_is_told_in_a_sentence() -> None:
    ended = subprocess.run([*COMMAND, "--twilio-queued", "soon"], capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert "soon is no number of seconds" in ended.stderr
