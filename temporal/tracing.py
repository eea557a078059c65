"""Traces as an extra: a span of each step of a complaint, from the desk to the provider, sent by OTLP.

No span lasts as long as a complaint: each is one call, one turn of a message, one try of an activity, and all that
follows from one call is one trace. They name the workflow, the activity and the type of an error, which hold nothing
personal, and never what an error says (D14).
"""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import temporalio.client

from providers.settings import BadSettingsError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

_WAITS = 2.0
"""Seconds for the collector, which may be away: nobody is to wait long for a trace."""


def tracing(url: str) -> Sequence[temporalio.client.Interceptor]:
    """The interceptors that trace a client and its workers to *url*; none when it is empty.

    Raises:
        BadSettingsError: the extra's packages are missing.
    """
    if not url:
        return []
    try:
        from temporalio.contrib.opentelemetry import TracingInterceptor  # noqa: PLC0415 - an extra

        return [TracingInterceptor(_provider(url).get_tracer("putright"))]
    except ImportError as error:
        raise BadSettingsError(
            "PUTRIGHT_TRACES_URL: to trace, install the extra: pip install 'putright[tracing]'"
        ) from error


def end_tracing(url: str) -> None:
    """Send what was traced and not yet sent: a process ends without Python's own farewell."""
    if url:
        _provider(url).shutdown()


@cache
def _provider(url: str) -> "TracerProvider":
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - an extra
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - an extra

    from temporal.wordless_spans import WordlessSpans  # noqa: PLC0415 - of the extra

    provider = TracerProvider(resource=Resource.create({"service.name": "putright"}), shutdown_on_exit=False)
    exporter = WordlessSpans(OTLPSpanExporter(endpoint=url, timeout=_WAITS))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider
