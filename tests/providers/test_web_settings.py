"""The settings of the desk in a browser: nobody is signed in by a provider that asks for no password, but to try."""

from pathlib import Path

import pytest

from providers.settings import BadSettingsError
from providers.web_settings import WebSettings, web_settings

REAL, PLAYED = "https://login.example.com/tenant/v2.0", "http://127.0.0.1:8234/sign-in"
PUBLIC, HERE = "https://complaints.example.org", "http://127.0.0.1:8236"


@pytest.mark.parametrize(
    ("public_url", "issuer", "is_tried"),
    [(PUBLIC, REAL, False), (HERE, PLAYED, True), ("http://localhost:1", "http://[::1]:2", True), (HERE, REAL, False)],
)
def test_a_provider_and_the_pages_stand_where_they_may(public_url: str, issuer: str, *, is_tried: bool) -> None:
    assert WebSettings(public_url=public_url, issuer=issuer).is_tried is is_tried


@pytest.mark.parametrize(
    ("public_url", "issuer", "named"),
    [
        (PUBLIC, PLAYED, "ISSUER"),
        (PUBLIC, "https://127.0.0.1:8234", "ISSUER"),
        (PUBLIC, "https://localhost", "ISSUER"),
        ("https://127.0.0.1:8236", PLAYED, "ISSUER"),
        (PUBLIC, "http://login.example.com", "ISSUER"),
        (HERE, "http://10.0.0.7:8234", "ISSUER"),
        (HERE, "http://localhost.example.com", "ISSUER"),
        ("http://complaints.example.org", REAL, "PUBLIC_URL"),
        ("http://10.0.0.7:8236", PLAYED, "PUBLIC_URL"),
        ("http://0.0.0.0:8236", PLAYED, "PUBLIC_URL"),
    ],
)
def test_the_development_sign_in_is_refused_wherever_an_address_is_not_on_this_machine(
    monkeypatch: pytest.MonkeyPatch, public_url: str, issuer: str, named: str
) -> None:
    monkeypatch.setenv("PUTRIGHT_WEB_PUBLIC_URL", public_url)
    monkeypatch.setenv("PUTRIGHT_WEB_ISSUER", issuer)

    with pytest.raises(BadSettingsError, match=f"^PUTRIGHT_WEB_{named}: "):
        web_settings()


def test_no_setting_skips_the_sign_in() -> None:
    assert set(WebSettings.model_fields) == {
        *("public_url", "issuer", "client_id", "client_secret", "subject", "cookie_key", "proxies"),
    }
    with pytest.raises(BadSettingsError, match="PUTRIGHT_WEB_ISSUER, PUTRIGHT_WEB_CLIENT_ID, PUTRIGHT_WEB_COOKIE_KEY"):
        WebSettings().require_sign_in()


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.0.0.7", "complaints.example.org", ""])
def test_with_the_development_sign_in_nobody_elsewhere_is_served(address: str) -> None:
    played = WebSettings(public_url=HERE, issuer=PLAYED, client_id="x", cookie_key="0123456789abcdef0123456789abcdef")
    played.require_sign_in("127.0.0.1")
    played.require_sign_in("localhost")
    with pytest.raises(BadSettingsError, match=r"on 127\.0\.0\.1 alone"):
        played.require_sign_in(address)


def test_secrets_come_from_files_too_and_are_never_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of the client\n")
    (tmp_path / "key").write_text("too-short-a-key")
    monkeypatch.setenv("PUTRIGHT_WEB_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    assert web_settings().client_secret.get_secret_value() == "of the client"

    monkeypatch.setenv("PUTRIGHT_WEB_COOKIE_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(BadSettingsError, match="PUTRIGHT_WEB_COOKIE_KEY: a key has 32 characters") as refused:
        web_settings()
    assert "too-short" not in str(refused.value)


@pytest.mark.parametrize("claims", ["", "sub/", "a b", "/oid"])
def test_who_somebody_is_stands_in_claims(claims: str) -> None:
    assert WebSettings(subject="tid/oid").subject == "tid/oid"
    with pytest.raises(ValueError, match="as sub, or several"):
        WebSettings(subject=claims)
