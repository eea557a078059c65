"""What Temporal keeps opens with the right key in the right namespace, and is never taken for something else."""

import dataclasses
import random
from typing import NoReturn

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.api.failure.v1 import Failure
from temporalio.converter import ActivitySerializationContext, WorkflowSerializationContext
from temporalio.exceptions import ApplicationError, FailureError

from providers.key_ring import KeyRing, keys_in, new_key
from temporal import payload_codec
from temporal.data_converter import data_converter
from temporal.payload_codec import CannotOpenError, SealingCodec, key_lacking_in
from workflows.seals import CAME, DAMAGED, IN_CLEAR, UNOPENED, WHY

OLD, NEW = new_key("old"), new_key("new")
CLEAR = Payload(metadata={"encoding": b"json/plain", "messageType": b"x"}, data=b'"Ann Sample, 1 Sample Street"')


def codec(*keys: str, seals: bool = True, namespace: str = "complaints") -> SealingCodec:
    ring = keys_in(" ".join(keys))
    return SealingCodec(KeyRing(ring, next(iter(ring)) if seals else None), namespace)


async def sealed(by: SealingCodec, payload: Payload = CLEAR) -> Payload:
    (coded,) = await by.encode([payload])
    return coded


async def opened(by: SealingCodec, payload: Payload) -> Payload:
    (clear,) = await by.decode([payload])
    return clear


async def test_a_payload_comes_back_whole_and_shows_nothing_meanwhile() -> None:
    coded = await sealed(codec(NEW))

    assert coded.metadata == {
        "encoding": b"binary/encrypted",
        "encryption-key-id": b"new",
        "encryption-namespace": b"complaints",
    }
    assert b"Sample" not in coded.SerializeToString()
    assert b"json" not in coded.SerializeToString()
    assert await opened(codec(NEW), coded) == CLEAR


async def test_the_same_payload_never_looks_the_same_twice() -> None:
    coded = await codec(NEW).encode([CLEAR] * 100)

    assert len({payload.data[:12] for payload in coded}) == 100


async def test_keys_change_without_a_pause() -> None:
    before, both_first_old, both_first_new, after = codec(OLD), codec(OLD, NEW), codec(NEW, OLD), codec(NEW)

    for writer, reader in (
        (before, both_first_old),
        (both_first_old, before),
        (both_first_old, both_first_new),
        (both_first_new, both_first_old),
        (both_first_new, after),
    ):
        assert await opened(reader, await sealed(writer)) == CLEAR


async def test_what_was_never_sealed_passes() -> None:
    assert await opened(codec(NEW), CLEAR) == CLEAR


async def test_plain_seals_nothing_and_still_opens_what_was_sealed() -> None:
    plain = codec(OLD, seals=False)

    assert await sealed(plain) == CLEAR
    assert await opened(plain, await sealed(codec(OLD))) == CLEAR


@pytest.mark.parametrize(
    "reader",
    [
        pytest.param(codec(NEW), id="another key"),
        pytest.param(codec(OLD, namespace="other"), id="another namespace"),
        pytest.param(SealingCodec(KeyRing({}, None), "complaints"), id="no key at all"),
    ],
)
async def test_without_the_key_or_in_another_namespace_it_is_an_error_that_temporal_tries_again(
    reader: SealingCodec,
) -> None:
    coded = await sealed(codec(OLD))

    with pytest.raises(CannotOpenError) as refused:
        await opened(reader, coded)
    assert not isinstance(refused.value, FailureError)


def changed(payload: Payload, *, data: bytes | None = None, **metadata: bytes) -> Payload:
    named = {name.replace("_", "-"): value for name, value in metadata.items()}
    return Payload(metadata=dict(payload.metadata) | named, data=payload.data if data is None else data)


async def test_what_was_tampered_with_says_so_and_the_others_open() -> None:
    reader = codec(OLD, NEW)
    good = await sealed(reader)
    of_another = await sealed(codec(OLD, namespace="other"))
    twisted = [
        changed(good, data=good.data[:-1] + bytes([good.data[-1] ^ 1])),
        changed(good, data=bytes([good.data[0] ^ 1]) + good.data[1:]),
        changed(good, data=good.data[:20]),
        changed(good, data=b""),
        changed(good, encryption_key_id=b"new"),
        changed(good, encryption_key_id=b"\xff/"),
        changed(good, encryption_namespace=b""),
        changed(of_another, encryption_namespace=b"complaints"),
    ]

    clear = await reader.decode([good, *twisted])

    assert clear[0] == CLEAR
    assert [payload.metadata["encoding"] for payload in clear[1:]] == [DAMAGED] * len(twisted)
    assert {payload.data for payload in clear[1:]} == {b""}


async def test_nobody_can_read_a_damaged_payload() -> None:
    converter = data_converter(KeyRing(keys_in(OLD), "old"), "complaints")
    coded = (await converter.encode(["Ann"]))[0]

    with pytest.raises((KeyError, RuntimeError)):
        await converter.decode([changed(coded, data=coded.data[::-1])], [str])


def fail() -> NoReturn:
    raise ApplicationError("Ann Sample cannot be reached", "ann@example.com")


async def failure_of(ring: KeyRing) -> Failure:
    converter, failure = data_converter(ring, "complaints"), Failure()
    try:
        fail()
    except ApplicationError as error:
        await converter.encode_failure(error, failure)
    return failure


async def test_the_words_and_the_stack_of_a_failure_are_sealed_too() -> None:
    ring = KeyRing(keys_in(OLD), "old")
    failure = await failure_of(ring)

    wire = failure.SerializeToString()
    assert [word for word in (b"Ann", b"ann@", b"test_payload_codec") if word in wire] == []
    told = await data_converter(ring, "complaints").decode_failure(failure)
    assert isinstance(told, ApplicationError)
    assert (told.message, told.details) == ("Ann Sample cannot be reached", ("ann@example.com",))


async def test_plain_leaves_failures_readable() -> None:
    ring = dataclasses.replace(KeyRing(keys_in(OLD), "old"), seals_with=None)

    assert b"Ann Sample cannot be reached" in (await failure_of(ring)).SerializeToString()


LONG = Payload(metadata={"encoding": b"json/plain"}, data=b'{"words": "The gutter leaks."}' * 100)


async def test_what_is_long_is_packed_before_it_is_sealed() -> None:
    coded = await sealed(codec(NEW), LONG)

    assert coded.ByteSize() < LONG.ByteSize() / 4
    assert await opened(codec(NEW), coded) == LONG


@pytest.mark.parametrize("data", [b"", b'"short"', random.Random(7).randbytes(5_000)])
async def test_what_packing_would_not_shorten_is_sealed_as_it_is(data: bytes) -> None:
    payload = Payload(metadata={"encoding": b"binary/plain"}, data=data)
    nonce_tag_and_names = 140

    coded = await sealed(codec(NEW), payload)

    assert coded.ByteSize() - payload.ByteSize() < nonce_tag_and_names
    assert await opened(codec(NEW), coded) == payload


async def test_a_seal_that_says_otherwise_of_its_packing_is_damaged() -> None:
    packed, plain = await sealed(codec(NEW), LONG), await sealed(codec(NEW))
    packed.metadata.pop("packed-with")
    plain.metadata["packed-with"] = b"zlib"

    for changed in (packed, plain):
        assert (await opened(codec(NEW), changed)).metadata["encoding"] == DAMAGED


ONE, OTHER = "complaint/reliance/REL-7K4M-9QXP", "complaint/reliance/REL-AAAA-BBBB"


def turn_of(workflow_id: str, by: SealingCodec | None = None) -> SealingCodec:
    """The codec as a worker has it in that workflow's turn, and as a client has it that writes to it."""
    return (by or codec(OLD)).with_context(WorkflowSerializationContext("complaints", workflow_id))


def activity_of(workflow_id: str, by: SealingCodec | None = None) -> SealingCodec:
    """The codec as a worker has it in an activity of that workflow."""
    context = ActivitySerializationContext(
        namespace="complaints",
        activity_id="1",
        activity_type="any",
        activity_task_queue="any",
        workflow_id=workflow_id,
        workflow_type="any",
        is_local=False,
    )
    return (by or codec(OLD)).with_context(context)


async def test_what_is_sealed_for_a_workflow_opens_in_it_and_its_activities_and_for_whoever_reads_all() -> None:
    for written in (await sealed(turn_of(ONE)), await sealed(activity_of(ONE))):
        assert written.metadata["encryption-workflow-id"] == ONE.encode()
        for reader in (turn_of(ONE), activity_of(ONE), codec(OLD)):
            assert await opened(reader, written) == CLEAR


async def test_what_was_said_in_one_complaint_is_nothing_in_another() -> None:
    written, unbound = await sealed(turn_of(ONE)), await sealed(codec(OLD))
    elsewhere = await sealed(turn_of(ONE, codec(OLD, namespace="other")))

    for pasted in (written, unbound, elsewhere):
        there = await opened(turn_of(OTHER), pasted)
        assert (there.metadata["encoding"], there.metadata[WHY]) == (DAMAGED, b"it was encrypted for another complaint")
    assert (await opened(activity_of(OTHER), written)).metadata["encoding"] == DAMAGED


async def test_the_workflow_beside_a_seal_cannot_be_changed_or_moved_to_another_place() -> None:
    written, packed = await sealed(turn_of(ONE)), await sealed(codec(OLD), LONG)
    packed.metadata["encryption-workflow-id"] = packed.metadata.pop("packed-with")

    for twisted in (changed(written, encryption_workflow_id=OTHER.encode()), packed):
        assert (await opened(turn_of(OTHER), twisted)).metadata["encoding"] == DAMAGED
    written.metadata.pop("encryption-workflow-id")
    assert (await opened(codec(OLD), written)).metadata["encoding"] == DAMAGED


async def test_a_round_reads_what_its_schedule_was_given_and_a_complaint_has_no_schedule() -> None:
    when, round_ = "-2026-11-28T08:30:00Z", "round/digest/reliance"

    assert await opened(turn_of(round_ + when), await sealed(turn_of(round_))) == CLEAR
    assert (await opened(turn_of(f"{round_}2{when}"), await sealed(turn_of(round_)))).metadata["encoding"] == DAMAGED
    assert (await opened(turn_of(ONE + when), await sealed(turn_of(ONE)))).metadata["encoding"] == DAMAGED


async def test_a_turn_is_told_which_key_it_lacks_and_an_activity_is_tried_again() -> None:
    written = await sealed(turn_of(ONE, codec(NEW)))

    lacking = await opened(turn_of(ONE), written)

    assert lacking.metadata["encoding"] == UNOPENED
    assert key_lacking_in(b"before" + lacking.SerializeToString() + b"after") == "new"
    assert key_lacking_in(written.SerializeToString()) == ""
    with pytest.raises(CannotOpenError, match="the key new, which is not on the ring"):
        await opened(activity_of(ONE), written)


async def test_whoever_reads_an_answer_is_told_which_key_they_lack() -> None:
    theirs, ours = (data_converter(KeyRing(keys_in(key), key[:3]), "complaints") for key in (NEW, OLD))
    context = WorkflowSerializationContext("complaints", ONE)
    answer = await theirs.with_context(context).encode(["Ann"])

    with pytest.raises(CannotOpenError, match="the key new, which is not on the ring"):
        await ours.with_context(context).decode(answer, [str])


async def test_a_turn_is_told_what_came_in_clear_whatever_its_sender_says_and_the_same_with_every_ring() -> None:
    boasting = changed(CLEAR, came=b"sealed")

    for reader in (codec(OLD), codec(OLD, seals=False), SealingCodec(KeyRing({}, None), "complaints")):
        for sent in (CLEAR, boasting):
            assert (await opened(turn_of(ONE, reader), sent)).metadata[CAME] == IN_CLEAR
    assert CAME not in (await opened(turn_of(ONE), await sealed(turn_of(ONE)))).metadata
    assert CAME not in CLEAR.metadata


async def test_nothing_unpacks_to_more_than_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = Payload(metadata={"encoding": b"binary/plain"}, data=bytes(100_000))
    packed = await sealed(codec(OLD), bomb)
    monkeypatch.setattr(payload_codec, "MOST_UNPACKED", 50_000)

    there = await opened(codec(OLD), packed)

    assert (there.metadata["encoding"], there.data) == (DAMAGED, b"")
    assert "packed-with" not in (await sealed(codec(OLD), bomb)).metadata
    assert await opened(codec(OLD), await sealed(codec(OLD), bomb)) == bomb


@pytest.mark.parametrize("inside", [(b"junk", payload_codec.ZLIB), (b"\xff\xff", b"")])
async def test_what_a_key_holder_sealed_that_is_not_a_payload_is_refused_like_any_damage(
    inside: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as careless:
        careless.setattr(payload_codec, "_packed", lambda _: inside)
        odd = await sealed(codec(OLD))

    assert (await opened(codec(OLD), odd)).metadata["encoding"] == DAMAGED
