"""Certificates of an authority of our own, and a server in front of Temporal that takes nobody without one (mTLS)."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.x509.oid import NameOID

_DAYS = timedelta(days=2)


class Authority:
    """Makes certificates, as pairs of files: NAME.pem and NAME.key."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._key = generate_private_key(SECP256R1())
        self._name = _name(name)
        made = self._made(self._name, self._key, datetime.now(UTC) + _DAYS)
        own = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        self.file = _kept(own.sign(self._key, hashes.SHA256()), folder / f"{name}.pem")

    def certifies(self, name: str, *, has_expired: bool = False) -> tuple[Path, Path]:
        """The files of a certificate and its key."""
        key, until = generate_private_key(SECP256R1()), datetime.now(UTC) + (-_DAYS / 2 if has_expired else _DAYS)
        named = x509.SubjectAlternativeName([x509.DNSName(name)])
        made = self._made(_name(name), key, until).add_extension(named, critical=False)
        stem = f"{name}-of-{self.file.stem}{'-old' if has_expired else ''}"
        key_file = self._folder / f"{stem}.key"
        form, without = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, without))
        return _kept(made.sign(self._key, hashes.SHA256()), self._folder / f"{stem}.pem"), key_file

    def _made(self, subject: x509.Name, key: EllipticCurvePrivateKey, until: datetime) -> x509.CertificateBuilder:
        return x509.CertificateBuilder(
            issuer_name=self._name,
            subject_name=subject,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=datetime.now(UTC) - 2 * _DAYS,
            not_valid_after=until,
        )


@asynccontextmanager
async def guarded(behind: str, authority: Authority, certificate: tuple[Path, Path]) -> AsyncIterator[str]:
    """The address of a server that speaks TLS, asks for a certificate of that authority, and passes all on."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_server, from_server = await asyncio.open_connection(*behind.split(":"))
        await asyncio.gather(_pipe(reader, from_server), _pipe(to_server, writer))

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.load_verify_locations(authority.file)
    context.verify_mode = ssl.CERT_REQUIRED
    context.set_alpn_protocols(["h2"])
    server = await asyncio.start_server(pass_on, "127.0.0.1", 0, ssl=context)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(2**16):
            writer.write(part)
            await writer.drain()
    writer.close()


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _kept(certificate: x509.Certificate, file: Path) -> Path:
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return file
