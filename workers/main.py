"""The worker process: connects, works until it is told to stop, finishes what is in flight."""

import asyncio
import signal
from contextlib import AsyncExitStack

import structlog
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig

from providers.logs import set_up_logs
from providers.settings import Settings
from register.engine import open_register
from workers.wiring import recording, sending, workers

log = structlog.get_logger()

_USUAL_ADDRESS = "127.0.0.1:7233"


async def connect() -> Client:
    """A client as Temporal's own settings say: `temporal.toml` or `TEMPORAL_…` in the environment.

    Raises:
        RuntimeError: Temporal cannot be reached.
    """
    config = {"target_host": _USUAL_ADDRESS} | ClientConfig.load_client_connect_config()
    return await Client.connect(**config, data_converter=pydantic_data_converter)


async def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT.

    Raises:
        BadSettingsError: a credential is missing.
        RuntimeError: Temporal cannot be reached.
    """
    set_up_logs(settings.log_format)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    register = open_register(settings.register_url)
    sends, records = sending(settings, register), recording(register)
    client = await connect()
    async with AsyncExitStack() as running:
        running.callback(register.dispose)
        for worker in workers(client, sends, records, settings):
            await running.enter_async_context(worker)
        log.info("worker.ready")
        await stop.wait()
        log.info("worker.draining")
    log.info("worker.stopped")
