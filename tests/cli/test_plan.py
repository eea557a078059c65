"""Where `complaints dev` keeps things, and what the other commands must be told of it."""

from pathlib import Path

from cli.development.plan import USUAL_FOLDER, USUAL_PORTS, Plan
from providers.settings import Settings


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
