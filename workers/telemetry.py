"""The SDK's runtime: its logs in our form, its metrics and ours on one page for Prometheus."""

import logging

from temporalio.runtime import LogForwardingConfig, LoggingConfig, PrometheusConfig, Runtime, TelemetryConfig

from providers.settings import BadSettingsError

_CORE_LOGS = LoggingConfig(
    filter=LoggingConfig.default.filter,
    forwarding=LogForwardingConfig(
        logger=logging.getLogger("temporalio.core"),
        append_target_to_name=False,
        prepend_target_on_message=False,
        append_log_fields_to_message=False,  # a failure's own words are among them; `providers.logs` takes what is safe
    ),
)


def telemetry(metrics_address: str) -> Runtime:
    """A runtime that serves metrics at *metrics_address*; nowhere when that is empty. One a process, before any client.

    Raises:
        BadSettingsError: nothing can be served there.
    """
    prometheus = PrometheusConfig(
        bind_address=metrics_address, durations_as_seconds=True, unit_suffix=True, counters_total_suffix=True
    )
    try:
        return Runtime(telemetry=TelemetryConfig(logging=_CORE_LOGS, metrics=prometheus if metrics_address else None))
    except ValueError as error:
        raise BadSettingsError(f"PUTRIGHT_METRICS_ADDRESS: metrics cannot be served at {metrics_address}") from error
