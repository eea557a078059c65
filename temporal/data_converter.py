"""How values travel to Temporal and back: the one place for workers, the desk and every tool."""

from dataclasses import replace

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes

from providers.key_ring import KeyRing
from temporal.payload_codec import SealingCodec


def data_converter(ring: KeyRing, namespace: str) -> DataConverter:
    """Values as JSON, sealed as *ring* says; the words and stack traces of failures too, which quote people."""
    converter = replace(pydantic_data_converter, payload_codec=SealingCodec(ring, namespace))
    if ring.seals_with is None:
        return converter
    return replace(converter, failure_converter_class=DefaultFailureConverterWithEncodedAttributes)
