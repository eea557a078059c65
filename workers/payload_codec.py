"""Payloads sealed with AES-256-GCM, so that Temporal never holds personal data in clear (D14).

The whole payload, its own metadata too, is sealed under a random nonce. Beside it stand the key's id and the namespace,
and both are authenticated: a payload opens only with that key and in that namespace.
"""

import secrets
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

_NONCE_BYTES = 12
_TAG_BYTES = 16


class CannotOpenError(Exception):
    """A payload is sealed with a key, or for a namespace, that is not ours: whoever needs it waits until it is.

    It is no error of Temporal's: one that cannot be retried would fail the complaint.
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
        cipher = self._ciphers[self._seals_with]
        sealed = cipher.encrypt(nonce, payload.SerializeToString(), self._bound_to(key_id))
        return Payload(metadata=metadata, data=nonce + sealed)

    def _opened(self, sealed: Payload) -> Payload:
        key_id, namespace = (sealed.metadata.get(name, b"").decode(errors="replace") for name in (KEY_ID, NAMESPACE))
        if not (is_key_id(key_id) and namespace and len(sealed.data) >= _NONCE_BYTES + _TAG_BYTES):
            return _damaged()
        if namespace != self.namespace:
            raise CannotOpenError(f"a payload is sealed for another namespace than {self.namespace}")
        if key_id not in self._ciphers:
            raise CannotOpenError(f"a payload is sealed with the key {key_id}, which is not on the ring")
        nonce, rest = sealed.data[:_NONCE_BYTES], sealed.data[_NONCE_BYTES:]
        try:
            return Payload.FromString(self._ciphers[key_id].decrypt(nonce, rest, self._bound_to(key_id.encode())))
        except InvalidTag:
            return _damaged()

    def _bound_to(self, key_id: bytes) -> bytes:
        return b"\0".join((SEALED, key_id, self.namespace.encode()))


def _is_sealed(payload: Payload) -> bool:
    return payload.metadata.get("encoding") == SEALED


def _damaged() -> Payload:
    return Payload(metadata={"encoding": DAMAGED})
