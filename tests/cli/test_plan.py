"""Where `complaints dev` keeps things, and what the other commands must be told of it."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cli.development.parts import Parts
from cli.development.plan import USUAL_FOLDER, USUAL_PORTS, Plan, lock
from cli.errors import RefusedError
from providers.settings import Settings

ROOT = Path(__file__).parents[2]


def test_a_folder_is_one_runs_at_a_time_and_the_refusal_says_how_to_run_another(tmp_path: Path) -> None:
    held = lock(tmp_path)

    with pytest.raises(RefusedError, match="keeps its data in") as refused:
        lock(tmp_path)
    assert f"`PUTRIGHT_DATA={tmp_path}-" in refused.value.message
    assert " PUTRIGHT_PORTS_FROM=" in refused.value.message
    os.close(held)
    os.close(lock(tmp_path))


async def test_a_part_that_lives_on_keeps_the_folder(tmp_path: Path) -> None:
    held = lock(tmp_path)
    parts = Parts(tmp_path, os.environ, held)
    await parts.start("sleeper", ["sleep", "60"])
    os.close(held)

    with pytest.raises(RefusedError):
        lock(tmp_path)
    await parts.stop()
    os.close(lock(tmp_path))


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
def test_make_that_is_told_to_stop_stops_what_it_runs(tmp_path: Path) -> None:
    program = (
        "import asyncio; from cli.development.makes import stop_with_make; print('up', flush=True); "
        "asyncio.run(asyncio.wait_for(stop_with_make(asyncio.Event()), 30)); print('stopped')"
    )
    (tmp_path / "Makefile").write_text(f'run:\n\t@{sys.executable} -c "{program}"\n', encoding="utf-8")

    command = ["make", "-f", str(tmp_path / "Makefile"), "run"]
    # As from a shell: `make test` itself would have this one say where it is.
    shell = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=shell) as make:
        assert make.stdout is not None
        assert make.stdout.readline() == "up\n"
        make.send_signal(signal.SIGINT)
        assert "stopped" in make.stdout.read()


def test_in_the_usual_folder_the_other_commands_need_to_be_told_nothing() -> None:
    assert Plan(USUAL_FOLDER.absolute(), USUAL_PORTS).elsewhere == {}


def test_in_another_folder_they_are_told_where_the_register_the_key_and_temporal_are(tmp_path: Path) -> None:
    told = Plan(tmp_path, USUAL_PORTS).elsewhere

    assert told == {
        "TEMPORAL_CONFIG_FILE": str(tmp_path / "temporal.toml"),
        "PUTRIGHT_REGISTER_URL": f"sqlite:///{tmp_path}/register.db",
        "PUTRIGHT_PAYLOAD_KEYS_FILE": str(tmp_path / "payload.keys"),
    }


def test_those_are_names_that_settings_know() -> None:
    known = {f"PUTRIGHT_{name}".upper() for name in Settings.model_fields}

    assert {"PUTRIGHT_REGISTER_URL", "PUTRIGHT_PAYLOAD_KEYS_FILE"} <= known
