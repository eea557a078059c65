"""Payloads sealed with AES-256-GCM, so that Temporal never holds personal data in clear (D14).

The whole payload, its own metadata too, is sealed under a random nonce. Beside it stand the key's id and the namespace,
and both are authenticated: a payload opens only with that key and in that namespace. What is long is packed first, as
sealed bytes cannot be packed any more; that too stands beside it, authenticated (decision 10).
"""

import secrets
import zlib
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from providers.key_ring import KeyRing, is_key_id
from workflows.seals import DAMAGED

SEALED = b"binary/encrypted"
"""What Temporal's own samples call an encrypted payload."""
KEY_ID, NAMESPACE = "encryption-key-id", "encryption-namespace"
PACKING, ZLIB = "packed-with", b"zlib"
"""Beside what was packed."""


_NONCE_BYTES = 12
_TAG_BYTES = 16
_LONG = 256
"""Bytes from which packing is worth its time."""
_QUICKLY = 1
"""zlib's own level: a complaint's JSON shrinks to a quarter at once, and to little less with ten times the work."""


class CannotOpenError(Exception):
    """A payload is sealed with a key, or for a namespace, that is not ours: whoever needs it waits until it is.

    It is not one of Temporal's errors: one that cannot be retried would fail the complaint.
    """


class SealingCodec(PayloadCodec):
    """Seals with the ring's one key, opens with any; leaves alone what was never sealed."""

    def __init__(self, ring: KeyRing, namespace: str) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in ring.keys.items()}
        self._seals_with = ring.seals_with
        self.namespace = namespace

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal each."""
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open each; one that was damaged says so, and the others open.

        Raises:
            CannotOpenError: the key or the namespace of one is not ours.
        """
        return [self._opened(payload) if _is_sealed(payload) else payload for payload in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        if self._seals_with is None:
            return payload
        key_id, nonce = self._seals_with.encode(), secrets.token_bytes(_NONCE_BYTES)
        metadata = {"encoding": SEALED, KEY_ID: key_id, NAMESPACE: self.namespace.encode()}
        inside, packing = self._packed(payload.SerializeToString())
        if packing:
            metadata[PACKING] = packing
        cipher = self._ciphers[self._seals_with]
        return Payload(metadata=metadata, data=nonce + cipher.encrypt(nonce, inside, self._bound_to(key_id, packing)))

    def _opened(self, sealed: Payload) -> Payload:
        key_id, namespace = (sealed.metadata.get(name, b"").decode(errors="replace") for name in (KEY_ID, NAMESPACE))
        if not (is_key_id(key_id) and namespace and len(sealed.data) >= _NONCE_BYTES + _TAG_BYTES):
            return _damaged()
        if namespace != self.namespace:
            raise CannotOpenError(f"a payload is sealed for another namespace than {self.namespace}")
        if key_id not in self._ciphers:
            raise CannotOpenError(f"a payload is sealed with the key {key_id}, which is not on the ring")
        nonce, rest = sealed.data[:_NONCE_BYTES], sealed.data[_NONCE_BYTES:]
        packing = sealed.metadata.get(PACKING, b"")
        try:
            inside = self._ciphers[key_id].decrypt(nonce, rest, self._bound_to(key_id.encode(), packing))
        except InvalidTag:
            return _damaged()
        return Payload.FromString(zlib.decompress(inside) if packing else inside)

    def _packed(self, whole: bytes) -> tuple[bytes, bytes]:
        """*whole*, packed where that makes it shorter, and with what it was."""
        packed = zlib.compress(whole, _QUICKLY) if len(whole) > _LONG else whole
        return (packed, ZLIB) if len(packed) < len(whole) else (whole, b"")

    def _bound_to(self, key_id: bytes, packing: bytes) -> bytes:
        """What is authenticated beside what is sealed."""
        parts = (SEALED, key_id, self.namespace.encode(), packing)
        return b"\0".join(part for part in parts if part)


def _is_sealed(payload: Payload) -> bool:
    return payload.metadata.get("encoding") == SEALED


def _damaged() -> Payload:
    return Payload(metadata={"encoding": DAMAGED})
