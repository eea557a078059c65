"""Settings come from the environment, and a bad one is a sentence."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from providers.key_ring import new_key
from providers.settings import FROM_FILES, BadSettingsError, LogFormat, Payloads, Settings, settings

OLD, NEW = new_key("old"), new_key("new")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PUTRIGHT_{name.upper()}", raising=False)
        monkeypatch.delenv(f"PUTRIGHT_{name.upper()}_FILE", raising=False)


def test_without_any_a_checkout_works_for_itself() -> None:
    known = settings()

    assert known.register_url == "sqlite:///var/register.db"
    assert (known.payloads, known.payload_keys_file) == (Payloads.ENCRYPTED, Path("var/payload.keys"))
    assert (known.letters_dir, known.log_format) == (Path("var/letters"), LogFormat.JSON)
    assert known.sendgrid_url == "https://api.sendgrid.com"
    assert known.policies.name == "policies"
    assert known.policies.is_dir()


def test_each_is_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUTRIGHT_LOG_FORMAT", "readable")
    monkeypatch.setenv("PUTRIGHT_TWILIO_URL", "http://127.0.0.1:7511/")
    monkeypatch.setenv("PUTRIGHT_TEXTS_PER_SECOND", "2.5")

    known = settings()

    assert (known.log_format, known.twilio_url, known.texts_per_second) == (
        LogFormat.READABLE,
        "http://127.0.0.1:7511",
        2.5,
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PUTRIGHT_EMAILS_PER_SECOND", "lots"),
        ("PUTRIGHT_TEXTS_PER_SECOND", "0"),
        ("PUTRIGHT_TEXTS_PER_SECOND", "nan"),
        ("PUTRIGHT_SWEEP_EVERY_MINUTES", "9999999999999999999999"),
        ("PUTRIGHT_STUCK_AFTER_MINUTES", "soon"),
        ("PUTRIGHT_SCHEDULES_AT_START", "perhaps"),
        ("PUTRIGHT_TRACES_URL", "s3cret"),
        ("PUTRIGHT_LOG_FORMAT", "xml"),
        ("PUTRIGHT_SENDGRID_URL", "s3cret"),
        ("PUTRIGHT_PAYLOADS", "s3cret"),
        ("PUTRIGHT_RELEASE", "s3cret release"),
        ("PUTRIGHT_CODEC_ORIGINS", "https://s3cret/"),
        ("PUTRIGHT_CODEC_ORIGINS", "https://temporal.example.org *"),
    ],
)
def test_a_bad_one_is_named_in_one_line_that_does_not_repeat_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(BadSettingsError) as refused:
        settings()

    assert str(refused.value).startswith(variable)
    assert "\n" not in str(refused.value)
    assert not any(theirs in str(refused.value) for theirs in ("Input", "valid URL", "relative", "; PUTRIGHT"))
    assert "s3cret" not in str(refused.value)


def test_sending_needs_credentials_and_names_those_that_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUTRIGHT_SENDGRID_KEY", "SG.key")

    with pytest.raises(BadSettingsError, match=r"PUTRIGHT_TWILIO_ACCOUNT, PUTRIGHT_TWILIO_TOKEN"):
        settings().require_credentials()


def test_with_all_secrets_sending_may_start_and_none_of_them_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SENDGRID_KEY", "TWILIO_ACCOUNT", "TWILIO_TOKEN", "PAYLOAD_KEYS", "CODEC_TOKEN"):
        monkeypatch.setenv(f"PUTRIGHT_{name}", "s3cret" if name != "TWILIO_ACCOUNT" else "AC1")

    known = settings()

    known.require_credentials()
    assert "s3cret" not in repr(known) + str(known) + known.model_dump_json()


def test_the_first_key_seals_and_all_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", f"{NEW} {OLD}")

    ring = settings().key_ring()

    assert (ring.seals_with, set(ring.keys)) == ("new", {"new", "old"})


def test_keys_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(f"# since May\n{OLD}\n")
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS_FILE", str(tmp_path / "keys"))

    assert settings().key_ring().seals_with == "old"


def test_in_clear_nothing_seals_and_old_keys_still_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUTRIGHT_PAYLOADS", "plain")
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", OLD)

    ring = settings().key_ring()

    assert (ring.seals_with, set(ring.keys)) == (None, {"old"})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        pytest.param({}, "there is no key: put one into PUTRIGHT_PAYLOAD_KEYS", id="none"),
        pytest.param(
            {}, "that it was started in, or with the variables that it prints", id="none, from another folder"
        ),
        pytest.param({"KEYS": "new:s3cret"}, "PUTRIGHT_PAYLOAD_KEYS: key 1 cannot be read", id="not a key"),
        pytest.param({"KEYS_FILE": "nowhere"}, "PUTRIGHT_PAYLOAD_KEYS_FILE: nowhere cannot be read: No", id="no file"),
        pytest.param({"KEYS_FILE": "."}, "PUTRIGHT_PAYLOAD_KEYS_FILE: . cannot be read: Is a dir", id="a folder"),
    ],
)
def test_without_a_key_nothing_starts_and_the_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(f"PUTRIGHT_PAYLOAD_{name}", value)

    with pytest.raises(BadSettingsError) as refused:
        settings().key_ring()

    assert sentence in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("value", ["9464", ":9464", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:http"])
def test_an_address_is_a_host_and_a_port(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PUTRIGHT_METRICS_ADDRESS", value)

    with pytest.raises(BadSettingsError, match="PUTRIGHT_METRICS_ADDRESS: an address is a host and a port"):
        settings()


def test_health_is_told_on_this_machine_only_and_metrics_are_not_served_unless_asked_for() -> None:
    assert settings().health_address.startswith("127.0.0.1:")
    assert not settings().metrics_address
    assert not settings().traces_url


@pytest.mark.parametrize("name", FROM_FILES)
def test_a_secret_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sqlite:///s3cret\n", encoding="utf-8")
    monkeypatch.setenv(f"PUTRIGHT_{name.upper()}_FILE", str(secret))

    assert "s3cret" not in repr(settings()) or name == "register_url"
    held = getattr(settings(), name)
    assert (held.get_secret_value() if isinstance(held, SecretStr) else held) == "sqlite:///s3cret"


def test_a_secret_in_two_places_or_in_none_is_refused_without_being_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PUTRIGHT_CODEC_TOKEN_FILE", str(tmp_path / "none"))
    with pytest.raises(BadSettingsError, match=r"PUTRIGHT_CODEC_TOKEN_FILE: .*none cannot be read: No such file"):
        settings()

    monkeypatch.setenv("PUTRIGHT_CODEC_TOKEN", "s3cret")
    with pytest.raises(BadSettingsError, match="both set; keep one") as refused:
        settings()
    assert "s3cret" not in str(refused.value)
