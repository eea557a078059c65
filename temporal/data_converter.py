"""How values travel to Temporal and back: the one place for workers, the desk and every tool."""

from dataclasses import replace
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter, pydantic_data_converter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
)

from providers.key_ring import KeyRing
from temporal.payload_codec import KEY_ID, CannotOpenError, SealingCodec, lacking
from workflows.seals import UNOPENED


def data_converter(ring: KeyRing, namespace: str) -> DataConverter:
    """Values as JSON, sealed as *ring* says; the words and stack traces of failures too, which quote people."""
    codec = SealingCodec(ring, namespace)
    converter = replace(pydantic_data_converter, payload_converter_class=_Values, payload_codec=codec)
    if not codec.seals:
        return converter
    return replace(converter, failure_converter_class=DefaultFailureConverterWithEncodedAttributes)


def seals(converter: DataConverter) -> bool:
    """Whether what goes through *converter* is sealed."""
    codec = converter.payload_codec
    return isinstance(codec, SealingCodec) and codec.seals


class _Values(CompositePayloadConverter):
    """Values as JSON; whoever reads what could not be opened is told of the key."""

    def __init__(self) -> None:
        super().__init__(*PydanticPayloadConverter().converters.values(), _Unopened())


class _Unopened(EncodingPayloadConverter):
    @property
    def encoding(self) -> str:
        return UNOPENED.decode()

    def to_payload(self, value: Any) -> Payload | None:  # noqa: ANN401, ARG002 - the SDK's
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:  # noqa: ANN401, ARG002 - the SDK's
        raise CannotOpenError(lacking(payload.metadata[KEY_ID].decode()))
