"""The states of complaints that the register keeps, sealed under the ring of what travels to Temporal (D14).

Each is packed, then sealed with AES-256-GCM under a random nonce, and bound to its key's id and to its complaint: one
that stands in another's place does not open. It is bound to no namespace, as it has to open in a new one too.
"""

import secrets
import zlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from activities.ports import SealedState, UnreadableStateError
from domain.complaint.reference import ComplaintId
from providers.key_ring import KeyRing

_NONCE_BYTES = 12
_QUICKLY = 1
"""As payloads are packed (decision 10)."""


class StateSeals:
    """Fulfils `StateSeals`."""

    def __init__(self, ring: KeyRing) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in ring.keys.items()}
        self._seals_with = ring.seals_with

    def seal(self, place: ComplaintId, state: str) -> SealedState:
        """*state* of that complaint, sealed with the ring's first key; packed alone where the ring seals nothing."""
        packed = zlib.compress(state.encode(errors="surrogatepass"), _QUICKLY)
        if self._seals_with is None:
            return SealedState(sealed_with="", state=packed)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._ciphers[self._seals_with].encrypt(nonce, packed, _bound_to(self._seals_with, place))
        return SealedState(sealed_with=self._seals_with, state=nonce + sealed)

    def open(self, place: ComplaintId, kept: SealedState) -> str:
        """The state of that complaint again.

        Raises:
            UnreadableStateError: its key is not on the ring, or it is damaged or another complaint's.
        """
        if kept.sealed_with and kept.sealed_with not in self._ciphers:
            raise UnreadableStateError(
                f"the state of {place.reference} is sealed with the key {kept.sealed_with}, which is not on the ring"
            )
        try:
            return zlib.decompress(self._packed(place, kept)).decode(errors="surrogatepass")
        except (InvalidTag, ValueError, zlib.error) as error:
            raise UnreadableStateError(f"the state of {place.reference} is damaged, or another complaint's") from error

    def _packed(self, place: ComplaintId, kept: SealedState) -> bytes:
        if not kept.sealed_with:
            return kept.state
        nonce, sealed = kept.state[:_NONCE_BYTES], kept.state[_NONCE_BYTES:]
        return self._ciphers[kept.sealed_with].decrypt(nonce, sealed, _bound_to(kept.sealed_with, place))


def _bound_to(key_id: str, place: ComplaintId) -> bytes:
    """What is authenticated beside what is sealed."""
    return f"putright-state\0{key_id}\0{place.landlord}\0{place.reference}".encode()
