"""`complaints web`: refused in a sentence where something is missing, and ended in good order when told to stop."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner

from cli.main import app
from register.upgrade import upgrade
from tests.desk.desks import until
from tests.world import KEYS, free_port

SIGNS_IN = {
    "PUTRIGHT_WEB_PUBLIC_URL": "http://127.0.0.1:8236",
    "PUTRIGHT_WEB_ISSUER": "http://127.0.0.1:8234/sign-in",
    "PUTRIGHT_WEB_CLIENT_ID": "putright",
    "PUTRIGHT_WEB_COOKIE_KEY": "0123456789abcdef0123456789abcdef",
    "PUTRIGHT_PAYLOAD_KEYS": KEYS,
}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"PUTRIGHT_WEB_ISSUER": ""}, "to sign people in, the pages need PUTRIGHT_WEB_ISSUER in the environment"),
        ({"PUTRIGHT_WEB_PUBLIC_URL": "https://complaints.example.org"}, "the pages must be on this machine too"),
        ({"PUTRIGHT_PAYLOAD_KEYS": "", "PUTRIGHT_PAYLOAD_KEYS_FILE": "/nowhere"}, "/nowhere cannot be read"),
    ],
)
def test_what_it_cannot_do_without_is_said_in_a_sentence(
    said: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**SIGNS_IN, **said}.items():
        monkeypatch.setenv(name, value)

    ended = CliRunner().invoke(app, ["web"])

    assert ended.exit_code == 1
    assert words in ended.output


async def test_it_serves_and_ends_when_it_is_told_to(tmp_path: Path) -> None:
    register, port = f"sqlite:///{tmp_path / 'register.db'}", free_port()
    upgrade(register)
    served = subprocess.Popen(
        [sys.executable, "-m", "cli", "web", "--port", str(port)],
        env={**os.environ, **SIGNS_IN, "PUTRIGHT_REGISTER_URL": register},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:

        async def answers() -> bool:
            assert served.poll() is None, served.stderr and served.stderr.read()
            try:
                with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as page:
                    return bool(page.read() == b"ready\n")
            except OSError:
                return False

        await until(answers, seconds=60)
        served.send_signal(signal.SIGTERM)
        _, logged = served.communicate(timeout=30)
    finally:
        served.kill()

    assert served.returncode == 0
    assert '"page": "/readyz"' not in logged
    assert "Traceback" not in logged
