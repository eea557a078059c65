"""A command loads what it needs and nothing else: most of the time of a short one goes into loading."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cli.main import Commands
from register.upgrade import upgrade
from tests.world import KEYS, free_port

RUN = """
import json, sys
from cli.main import app
codes = []
for typed in json.loads(sys.argv[1]):
    try:
        app(typed)
    except SystemExit as end:
        codes.append(end.code)
print(json.dumps([codes, sorted({name.split(".")[0] for name in sys.modules})]))
"""
VENDORS = {"holidays", "jinja2", "sendgrid", "twilio"}
LOGS = {"structlog", "rich", "pygments"}
CONTACT_CHECKS = {"phonenumbers", "email_validator"}
TEMPORAL = {"temporalio", "google", "cryptography"}
HEAVY = {"sqlalchemy", "fastapi"} | TEMPORAL | VENDORS | LOGS | CONTACT_CHECKS
OURS = {"domain", "desk", "intake", "temporal", "register", "providers", "workflows", "activities"}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> "Loaded":
    """What a command has loaded when it ends, with an exit code, by the first part of the modules' names."""
    folder = tmp_path_factory.mktemp("commands")
    url = f"sqlite:///{folder / 'register.db'}"
    upgrade(url)
    told = {
        "PUTRIGHT_REGISTER_URL": url,
        "PUTRIGHT_PAYLOAD_KEYS": KEYS,
        "TEMPORAL_ADDRESS": f"127.0.0.1:{free_port()}",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    return Loaded({**os.environ, **told}, folder)


class Loaded:
    """Runs commands, several in one process where none of them may load something."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment, self._folder = environment, folder

    def __call__(self, *arguments: str, code: int = 0) -> set[str]:
        return self.by_any(arguments, code=code)

    def by_any(self, *typed: tuple[str, ...], code: int = 0) -> set[str]:
        """What any of those commands has loaded."""
        run = subprocess.run(
            [sys.executable, "-c", RUN, json.dumps(typed)],
            env=self._environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=True,
        )
        ended, modules = json.loads(run.stdout.splitlines()[-1])
        assert ended == [code] * len(typed), run.stderr
        return set(modules)


def test_the_list_of_commands_loads_none_of_them(loaded: Loaded) -> None:
    assert loaded("--help") & (HEAVY | OURS | {"pydantic"}) == set()


def test_the_help_of_a_command_loads_neither_temporal_nor_the_register(loaded: Loaded) -> None:
    commands = ("acknowledge", "issue", "open", "show", "list", "find")

    assert loaded.by_any(*((command, "--help") for command in commands)) & HEAVY == set()


def test_what_the_register_answers_is_read_without_temporal(loaded: Loaded) -> None:
    modules = loaded.by_any(("list",), ("team", "reliance"), ("find", "Ann"), ("list", "--team", "Repairs"))

    assert modules & (HEAVY - {"sqlalchemy"}) == set()
    assert "sqlalchemy" in modules


def test_an_order_is_given_at_temporal_without_the_register(loaded: Loaded) -> None:
    modules = loaded("withdraw", "REL-7K4M-9QXP", code=1)

    assert modules & (HEAVY - TEMPORAL) == set()
    assert "temporalio" in modules


def test_the_preview_of_an_order_loads_beside_temporal_the_letters_alone(loaded: Loaded) -> None:
    modules = loaded("withdraw", "REL-7K4M-9QXP", "--preview", code=1)

    assert modules & (HEAVY - TEMPORAL) == {"jinja2"}


def test_letters_are_read_without_vendors(loaded: Loaded) -> None:
    modules = loaded("letter", "REL-7K4M-9QXP", code=1)

    assert modules & (HEAVY - TEMPORAL) == {"jinja2", "sqlalchemy"}


def test_every_command_that_is_listed_is_there() -> None:
    commands = Commands()

    for name in commands.list_commands(None):
        assert commands.get_command(None, name) is not None, name
