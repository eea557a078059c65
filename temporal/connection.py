"""The way to Temporal: by Temporal's own settings, else to the server that `complaints dev` runs."""

import asyncio
import os
import re
from collections.abc import Coroutine
from datetime import timedelta
from functools import cache
from pathlib import Path

from temporalio.client import Client
from temporalio.envconfig import ClientConfig, ClientConnectConfig
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig
from temporalio.service import RetryConfig, TLSConfig

from activities.ports import TemporalAwayError
from providers.key_ring import KeyRing
from providers.settings import Settings, settings
from temporal.data_converter import data_converter
from temporal.errors import reaching
from temporal.refusals import BadConnectionError
from temporal.tracing import tracing

DEVELOPMENT_CONFIG = Path("var/temporal.toml")
"""Where `complaints dev` says where its server is, for as long as it runs."""
USUAL_ADDRESS = "127.0.0.1:7233"
USUAL_NAMESPACE = "default"
PATIENCE = timedelta(seconds=10)
"""How long anybody at the desk waits for an answer."""

_OWN_SETTINGS = ("TEMPORAL_CONFIG_FILE", "TEMPORAL_PROFILE", "TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE")
_ADDRESS = re.compile(r"([^\s@/:\[\]]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}")
_RETRIES = RetryConfig(max_elapsed_time_millis=3000)


async def connect(chosen: Settings | None = None) -> Client:
    """A client that is connected; by the settings in the environment unless others are chosen.

    Raises:
        BadConnectionError: Temporal's settings are wrong.
        BadSettingsError: ours are.
        TemporalAwayError: Temporal does not answer in time.
    """
    config = _config({**os.environ, **where_temporal_is()})
    known = chosen or settings()
    converter = data_converter(known.key_ring(), config.get("namespace", USUAL_NAMESPACE))
    traced = tracing(known.traces_url)
    connecting = Client.connect(
        **config, data_converter=converter, retry_config=_RETRIES, runtime=_quiet(), interceptors=traced
    )
    return await _in_time(connecting, config)


async def connect_to_work(ring: KeyRing, runtime: Runtime | None = None, traces_url: str = "") -> Client:
    """A worker's client, as Temporal's own settings say: `temporal.toml` or `TEMPORAL_…` in the environment.

    Raises:
        BadConnectionError: Temporal's settings are wrong.
        BadSettingsError: traces need an extra that is missing.
        TemporalAwayError: Temporal does not answer.
    """
    config = {"target_host": USUAL_ADDRESS, "namespace": USUAL_NAMESPACE} | _config({**os.environ})
    converter, traced = data_converter(ring, config["namespace"]), tracing(traces_url)
    with reaching(config["target_host"]):
        return await Client.connect(**config, data_converter=converter, runtime=runtime, interceptors=traced)


def namespace() -> str:
    """The namespace that Temporal's settings name.

    Raises:
        BadConnectionError: the settings are wrong.
    """
    return _config({**os.environ, **where_temporal_is()}).get("namespace", USUAL_NAMESPACE)


async def connect_plainly() -> Client:
    """A client for questions that carry nothing of a complaint.

    Raises:
        BadConnectionError: Temporal's settings are wrong.
        TemporalAwayError: Temporal does not answer in time.
    """
    config = _config({**os.environ, **where_temporal_is()})
    return await _in_time(Client.connect(**config, retry_config=_RETRIES, runtime=_quiet()), config)


async def connect_when_asked() -> Client:
    """As `connect_plainly`, but it connects with its first question: whoever asks that has a patience of their own.

    Raises:
        BadConnectionError: Temporal's settings are wrong.
    """
    config = _config({**os.environ, **where_temporal_is()})
    return await Client.connect(**config, lazy=True, retry_config=_RETRIES, runtime=_quiet())


def where_temporal_is() -> dict[str, str]:
    """What the environment has to be told where it says nothing: the development server, or the usual address.

    Raises:
        BadConnectionError: the settings are wrong.
    """
    told = {}
    if DEVELOPMENT_CONFIG.exists() and not any(os.environ.get(name) for name in _OWN_SETTINGS):
        told["TEMPORAL_CONFIG_FILE"] = str(DEVELOPMENT_CONFIG)
    if "target_host" not in _config({**os.environ, **told}):
        told["TEMPORAL_ADDRESS"] = USUAL_ADDRESS
    return told


async def _in_time(connecting: Coroutine[None, None, Client], config: ClientConnectConfig) -> Client:
    """The client: what takes a connection and never says a word is not waited for, which the SDK does for a minute."""
    where = config.get("target_host", USUAL_ADDRESS)
    with reaching(where):
        try:
            return await asyncio.wait_for(connecting, PATIENCE.total_seconds())
        except TimeoutError as silent:
            raise TemporalAwayError(f"Temporal does not answer at {where}") from silent


def _config(environment: dict[str, str]) -> ClientConnectConfig:
    try:
        config = ClientConfig.load_client_connect_config(override_env_vars=environment)
    except OSError as fault:
        raise BadConnectionError(f"Temporal's settings: {fault.filename} cannot be read: {fault.strerror}") from fault
    except RuntimeError as fault:
        raise BadConnectionError(f"Temporal's settings cannot be used: {fault}") from fault
    address = config.get("target_host", USUAL_ADDRESS)
    if not _ADDRESS.fullmatch(address):  # never printed: what stands before an @ may be a password
        raise BadConnectionError("Temporal's address is not a host and a port, as 127.0.0.1:7233")
    tls = config.get("tls")
    if isinstance(tls, TLSConfig) and bool(tls.client_cert) is not bool(tls.client_private_key):
        raise BadConnectionError("Temporal's settings cannot be used: a client's certificate and its key go together")
    return config


@cache
def _quiet() -> Runtime:
    """A runtime that leaves standard error to us: what goes wrong is said there in one sentence."""
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter="OFF")))
