"""Temporal behind TLS that asks for a certificate (mTLS): who has the right one comes in, others are told why not."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from temporal.connection import connect_plainly, connect_to_work
from temporal.refusals import BadConnectionError, NotTrustedError
from tests.temporal.tls import Authority, guarded
from tests.world import PLAIN, World


class House:
    """Temporal's address behind TLS, and the files of somebody who may come in."""

    def __init__(self, folder: Path, address: str, authority: Authority) -> None:
        self.folder, self.address, self.authority = folder, address, authority
        self.ours = authority.certifies("worker")
        self.theirs = Authority(folder, "theirs")

    def settings(self, **changed: Path | str) -> Path:
        """A `temporal.toml` as deploy/temporal.toml has it for an own cluster, with *changed*; "" leaves it out."""
        files = {"server_ca_cert_path": self.authority.file, "client_cert_path": self.ours[0]}
        told = {"server_name": "temporal", **files, "client_key_path": self.ours[1], **changed}
        lines = (f'{name} = "{value}"' for name, value in told.items() if value)
        file = self.folder / "temporal.toml"
        head = f'[profile.default]\naddress = "{self.address}"\nnamespace = "default"\n[profile.default.tls]\n'
        file.write_text(head + "\n".join(lines), encoding="utf-8")
        return file


@pytest_asyncio.fixture(scope="module")
async def house(world: World, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("certificates")
    authority = Authority(folder, "ours")
    behind = world.env.client.service_client.config.target_host
    async with guarded(behind, authority, authority.certifies("temporal")) as address:
        yield House(folder, address, authority)


async def test_who_shows_a_certificate_of_the_authority_is_let_in_at_the_desk_and_to_work(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(house.settings()))

    for client in (await connect_plainly(), await connect_to_work(PLAIN)):
        assert (await client.count_workflows("WorkflowType = 'None'")).count == 0


def of_another_authority(house: House) -> dict[str, Path | str]:
    certificate, key = house.theirs.certifies("worker")
    return {"client_cert_path": certificate, "client_key_path": key}


def expired(house: House) -> dict[str, Path | str]:
    certificate, key = house.authority.certifies("worker", has_expired=True)
    return {"client_cert_path": certificate, "client_key_path": key}


def with_anothers_key(house: House) -> dict[str, Path | str]:
    return {"client_key_path": house.authority.certifies("desk")[1]}


def with_a_passphrase(house: House) -> dict[str, Path | str]:
    key = serialization.load_pem_private_key(house.ours[1].read_bytes(), None)
    assert isinstance(key, EllipticCurvePrivateKey)
    form, locked = serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret")
    file = house.folder / "locked.key"
    file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, locked))
    return {"client_key_path": file}


def without_a_certificate_in_it(house: House) -> dict[str, Path | str]:
    file = house.folder / "empty.pem"
    file.write_text("nothing", encoding="utf-8")
    return {"client_cert_path": file}


CUT_OFF = "at once: it may ask for TLS, or not take the client's certificate$"


@pytest.mark.parametrize(
    ("changed", "kind", "why"),
    [
        (lambda house: {"server_ca_cert_path": house.theirs.file}, NotTrustedError, "see server_ca_cert_path$"),
        (lambda _: {"server_ca_cert_path": ""}, NotTrustedError, "see server_ca_cert_path$"),
        (lambda _: {"server_name": "elsewhere"}, NotTrustedError, "made out to another name: see server_name"),
        (lambda _: {"server_name": ""}, NotTrustedError, "made out to another name: see server_name"),
        (lambda _: {"client_cert_path": "", "client_key_path": ""}, NotTrustedError, CUT_OFF),
        (of_another_authority, NotTrustedError, CUT_OFF),
        (expired, NotTrustedError, CUT_OFF),
        (with_anothers_key, BadConnectionError, "do not belong together$"),
        (with_a_passphrase, BadConnectionError, "it must be PEM, without a passphrase$"),
        (without_a_certificate_in_it, BadConnectionError, "holds none$"),
    ],
)
async def test_who_does_not_is_told_why_in_a_sentence(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    changed: Callable[[House], dict[str, Path | str]],
    kind: type[Exception],
    why: str,
) -> None:
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(house.settings(**changed(house))))

    with pytest.raises(kind, match=rf"^Temporal('s settings| at {house.address}) cannot be used: .*{why}"):
        await connect_plainly()


async def test_a_server_whose_own_certificate_has_expired_is_named_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(house.settings()))
    old = house.authority.certifies("temporal", has_expired=True)
    async with guarded(house.address, house.authority, old) as address:
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)

        with pytest.raises(NotTrustedError, match=r"its certificate has expired$"):
            await connect_plainly()


async def test_a_server_that_speaks_no_tls_where_we_ask_for_it_is_named_so(
    house: House, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(house.settings()))
    monkeypatch.setenv("TEMPORAL_ADDRESS", world.env.client.service_client.config.target_host)

    with pytest.raises(NotTrustedError, match=r"it does not speak TLS, which our settings ask for$"):
        await connect_plainly()
