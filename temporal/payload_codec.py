"""Payloads sealed with AES-256-GCM, so that Temporal never holds personal data in clear (D14).

The whole payload, its own metadata too, is sealed under a random nonce. Beside it stand the key's id, the namespace and
the workflow's id, and all are authenticated: a payload opens only with that key, in that namespace and for that
workflow, so that nobody can paste what was said in one complaint into another (decision 15). What is long is packed
first, as sealed bytes cannot be packed any more; that too stands beside it, authenticated (decision 10).
"""

import re
import secrets
import zlib
from collections.abc import Mapping, Sequence
from copy import copy

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from google.protobuf.message import DecodeError
from temporalio.api.common.v1 import Payload
from temporalio.converter import (
    ActivitySerializationContext,
    PayloadCodec,
    SerializationContext,
    WithSerializationContext,
    WorkflowSerializationContext,
)

from providers.key_ring import KeyRing, is_key_id
from workflows.ids import ids_of_seal
from workflows.seals import CAME, DAMAGED, IN_CLEAR, UNOPENED, WHY

SEALED = b"binary/encrypted"
"""What Temporal's own samples call an encrypted payload."""
KEY_ID, NAMESPACE, WORKFLOW_ID = "encryption-key-id", "encryption-namespace", "encryption-workflow-id"
PACKING, ZLIB = "packed-with", b"zlib"
"""Beside what was packed."""
MOST_UNPACKED = 16 * 2**20
"""Bytes of one payload before it is packed: many times what a complaint may carry, and little for a machine."""

_NONCE_BYTES = 12
_TAG_BYTES = 16
_LONG = 256
"""Bytes from which packing is worth its time."""
_QUICKLY = 1
"""zlib's own level: a complaint's JSON shrinks to a quarter at once, and to little less with ten times the work."""
_MARK = secrets.token_bytes(16)
"""By which this process finds what it could not open, and which nobody else can have written."""
_MARKED = re.compile(re.escape(_MARK) + rb"([^\0]*)\0", re.DOTALL)


class CannotOpenError(Exception):
    """A payload is sealed with a key, or for a namespace, that is not ours: whoever needs it waits until it is.

    It is not one of Temporal's errors: one that cannot be retried would fail the complaint.
    """


class SealingCodec(PayloadCodec, WithSerializationContext):
    """Seals with the ring's one key, opens with any; leaves alone what was never sealed.

    Where the SDK says for which workflow it works, it seals for that one, and what is sealed for another comes out
    damaged. For a workflow's own turn it raises nothing: what it cannot open it marks, as an update may be refused.
    """

    def __init__(self, ring: KeyRing, namespace: str) -> None:
        self._ciphers = {name: AESGCM(key) for name, key in ring.keys.items()}
        self._seals_with = ring.seals_with
        self._workflow_id = ""
        self._marks = False
        self.namespace = namespace

    @property
    def seals(self) -> bool:
        """Whether it seals what it is given."""
        return self._seals_with is not None

    def with_context(self, context: SerializationContext) -> "SealingCodec":
        """The same, for the workflow that *context* names."""
        match context:
            case WorkflowSerializationContext(workflow_id=workflow_id):
                return self._within(workflow_id, marks=True)
            case ActivitySerializationContext(workflow_id=str(workflow_id)):
                return self.for_workflow(workflow_id)
        return self.for_workflow("")

    def for_workflow(self, workflow_id: str) -> "SealingCodec":
        """The same, for that workflow."""
        return self._within(workflow_id, marks=False)

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Seal each."""
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Open each; one that was damaged says so, and the others open.

        Raises:
            CannotOpenError: the key or the namespace of one is not ours; not in a workflow's own turn.
        """
        return [self._opened(payload) if is_sealed(payload) else self._in_clear(payload) for payload in payloads]

    def _within(self, workflow_id: str, *, marks: bool) -> "SealingCodec":
        within = copy(self)
        vars(within).update(_workflow_id=workflow_id, _marks=marks)
        return within

    def _sealed(self, payload: Payload) -> Payload:
        if self._seals_with is None:
            return payload
        key_id, nonce = self._seals_with.encode(), secrets.token_bytes(_NONCE_BYTES)
        metadata = {"encoding": SEALED, KEY_ID: key_id, NAMESPACE: self.namespace.encode()}
        if self._workflow_id:
            metadata[WORKFLOW_ID] = self._workflow_id.encode()
        inside, packing = _packed(payload.SerializeToString())
        if packing:
            metadata[PACKING] = packing
        cipher = self._ciphers[self._seals_with]
        return Payload(metadata=metadata, data=nonce + cipher.encrypt(nonce, inside, _bound_to(metadata)))

    def _opened(self, sealed: Payload) -> Payload:
        key_id, namespace = (sealed.metadata.get(name, b"").decode(errors="replace") for name in (KEY_ID, NAMESPACE))
        if not (is_key_id(key_id) and namespace and len(sealed.data) >= _NONCE_BYTES + _TAG_BYTES):
            return _damaged()
        if namespace != self.namespace and not self._marks:
            raise CannotOpenError(f"a payload is sealed for another namespace than {self.namespace}")
        if key_id not in self._ciphers:
            return self._missing(key_id)
        nonce, rest = sealed.data[:_NONCE_BYTES], sealed.data[_NONCE_BYTES:]
        try:
            inside = self._ciphers[key_id].decrypt(nonce, rest, _bound_to(sealed.metadata))
        except InvalidTag:
            return _damaged()
        if namespace != self.namespace or not self._is_for_us(sealed):
            return _damaged("it was encrypted for another complaint")
        try:
            return _unpacked(inside) if PACKING in sealed.metadata else Payload.FromString(inside)
        except (zlib.error, DecodeError):  # whoever sealed it holds a key, and put something else inside
            return _damaged("what is encrypted in it is not a payload")

    def _is_for_us(self, sealed: Payload) -> bool:
        """Whether it is sealed for our workflow; where we work for none, whoever asks reads them all."""
        meant_for = sealed.metadata.get(WORKFLOW_ID, b"").decode(errors="replace")
        return not self._workflow_id or meant_for in ids_of_seal(self._workflow_id)

    def _missing(self, key_id: str) -> Payload:
        if not self._marks:
            raise CannotOpenError(lacking(key_id))
        return Payload(metadata={"encoding": UNOPENED, KEY_ID: key_id.encode()}, data=_MARK + key_id.encode() + b"\0")

    def _in_clear(self, payload: Payload) -> Payload:
        """*payload*, marked as one that nobody sealed, where a workflow is to judge it."""
        if not self._marks:
            return payload
        marked = Payload()
        marked.CopyFrom(payload)
        marked.metadata[CAME] = IN_CLEAR
        return marked


def is_sealed(payload: Payload) -> bool:
    """Whether it is sealed, by whatever key."""
    return payload.metadata.get("encoding") == SEALED


def key_of(payload: Payload) -> str:
    """The id of the key that opens it; empty where none is needed, or what stands there can be no key's id."""
    key_id = payload.metadata.get(KEY_ID, b"").decode(errors="replace") if is_sealed(payload) else ""
    return key_id if is_key_id(key_id) else ""


def lacking(key_id: str) -> str:
    """Why it cannot be opened without that key."""
    return f"a payload is sealed with the key {key_id}, which is not on the ring"


def key_lacking_in(message: bytes) -> str:
    """The id of a key that is lacking for something in *message*, as this process has marked it; empty for none."""
    marked = _MARKED.search(message) if _MARK in message else None
    return marked[1].decode(errors="replace") if marked else ""


def _packed(whole: bytes) -> tuple[bytes, bytes]:
    """*whole*, packed where that makes it shorter, and with what it was."""
    packed = zlib.compress(whole, _QUICKLY) if _LONG < len(whole) <= MOST_UNPACKED else whole
    return (packed, ZLIB) if len(packed) < len(whole) else (whole, b"")


def _unpacked(inside: bytes) -> Payload:
    """What was packed; damaged where it is more than anybody here packs, so that a few bytes never fill the memory."""
    unpacking = zlib.decompressobj()
    whole = unpacking.decompress(inside, MOST_UNPACKED)
    if not unpacking.eof:
        return _damaged(f"it unpacks to more than {MOST_UNPACKED // 2**20} MiB")
    return Payload.FromString(whole)


def _bound_to(metadata: Mapping[str, bytes]) -> bytes:
    """What is authenticated beside what is sealed, each in its place."""
    names = ("encoding", KEY_ID, NAMESPACE, WORKFLOW_ID, PACKING)
    return b"\0".join(metadata.get(name, b"") for name in names)


def _damaged(why: str = "it was damaged on its way and cannot be decrypted") -> Payload:
    return Payload(metadata={"encoding": DAMAGED, WHY: why.encode()})
