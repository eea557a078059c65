"""Spans on their way out, without what an error says: a refusal names people, a failure may quote what it was given.

That it failed, and with which type of error, stays; the words are in the log and on the record (D14).
"""

from collections.abc import Iterator, Sequence

from opentelemetry.sdk.trace import Event, ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status

_TYPE = "exception.type"


class WordlessSpans(SpanExporter):
    """Sends spans by another exporter."""

    def __init__(self, by: SpanExporter) -> None:
        self._by = by

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Send each without its errors' words."""
        return self._by.export([_wordless(span) for span in spans])

    def shutdown(self) -> None:
        """End the other."""
        self._by.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Have the other send what it holds."""
        return self._by.force_flush(timeout_millis)


def _wordless(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=span.attributes,
        events=tuple(_types(span)),
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _types(span: ReadableSpan) -> Iterator[Event]:
    for event in span.events:
        kind = (event.attributes or {}).get(_TYPE)
        yield Event(event.name, {} if kind is None else {_TYPE: kind}, event.timestamp)
