"""A worker that is not production's: the floor's, or one whose effects are nothing. `python -m bench.worker KIND`."""

import asyncio
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig

from activities.ports import Claim, Copy, Rendered, SealedState, Written
from activities.recording import Recording
from activities.sending import Sending
from bench.floor import FloorWorkflow
from bench.floor_effects import Effects, make_table
from bench.floor_script import FLOOR_EMAIL_QUEUE, FLOOR_QUEUE, FLOOR_TEXT_QUEUE
from domain.outbox.errands import Errand
from domain.policy.staff import Person
from domain.views.page import Page
from providers.landlords import RulebookLandlords
from providers.logs import set_up_logs
from providers.rulebook import Rulebook
from providers.sealed_states import StateSeals
from providers.sendgrid_mail import SendgridMail
from providers.settings import Settings, settings
from providers.twilio_texts import TwilioTexts
from register.engine import open_register
from temporal.connection import connect_to_work
from temporal.payload_codec import SealingCodec
from workers.telemetry import telemetry
from workers.wiring import AT_ONCE, rounds, workers

READY = "ready to work"
FLOOR, IDLE_FLOOR, IDLE_COMPLAINTS = "floor", "idle-floor", "idle-complaints"


class SealsOnly(SealingCodec):
    """Seals as ours does, without packing first: the floor's payloads are as long as they are."""

    def _packed(self, whole: bytes) -> tuple[bytes, bytes]:
        return whole, b""


class Nothing:
    """Every port of the sending activities, without effect."""

    def send(self, **_: object) -> str:
        """Send nothing."""
        return "sent"

    def read(self, *_: object, **__: object) -> dict[str, str]:
        """Find no text."""
        return {}

    def find(self, **_: object) -> tuple[str, ...]:
        """Find nothing."""
        return ()

    def keep(self, *_: object, **__: object) -> str:
        """Keep nothing."""
        return "kept"

    def render(self, errand: Errand, reader: Person | None) -> Rendered:  # noqa: ARG002 - the port's
        """Two words."""
        return Rendered(subject="No effect", body="No effect", html="", text="No effect")

    def text(self, errand: Errand, reader: Person | None) -> str:  # noqa: ARG002 - the port's
        """Two words."""
        return "No effect"

    def claim(self, key: str, copy: Copy | None = None, *, most: int | None = None) -> Claim:  # noqa: ARG002 - the port's
        """As if nobody had tried before."""
        return Claim(claimed_at=datetime.now(UTC), is_new=True)

    def known(self, key: str) -> None:
        """Nothing was ever tried."""

    def ids_beside(self, copy: Copy) -> frozenset[str]:  # noqa: ARG002
        """Nothing ever went."""
        return frozenset()

    def keep_copy(self, copy: Copy) -> Rendered:
        """Keep nothing."""
        return copy.words

    def confirm(self, *_: object, **__: object) -> None:
        """Confirm nothing."""

    def release(self, key: str) -> None:
        """Release nothing."""


class NoRecord:
    """A record book that keeps nothing."""

    def write(self, page: Page, state: SealedState | None = None) -> Written:  # noqa: ARG002 - as it is called
        """Write nothing."""
        return Written(new=frozenset(entry.number for entry in page.entries))

    def kept_state(self, landlord: str, reference: str) -> None:
        """Know of none."""


async def work(kind: str) -> None:
    """Work as *kind* says until SIGTERM."""
    known = settings()
    set_up_logs(known.log_format)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await connect_to_work(known.key_ring(), telemetry(""))
    register = open_register(known.register_url)
    async with AsyncExitStack() as running:
        running.callback(register.dispose)
        if kind in {FLOOR, IDLE_FLOOR}:
            client = _sealing_only(client, known)
        for worker in _workers(kind, client, known, register):
            await running.enter_async_context(worker)
        sys.stdout.write(f"{READY}\n")
        sys.stdout.flush()
        await stop.wait()


def _sealing_only(client: Client, known: Settings) -> Client:
    config = client.config()
    codec = SealsOnly(known.key_ring(), client.namespace)
    return Client(**config | {"data_converter": replace(config["data_converter"], payload_codec=codec)})


def _workers(kind: str, client: Client, known: Settings, register: Engine) -> tuple[Worker, ...]:
    if kind == IDLE_COMPLAINTS:
        return _without_effect(client, known, register)
    if kind == IDLE_FLOOR:
        return floor_workers(client, Effects(None, None, None))
    make_table(register)
    mail = SendgridMail(known.sendgrid_key.get_secret_value(), known.sendgrid_url)
    texts = TwilioTexts(known.twilio_account, known.twilio_token.get_secret_value(), known.twilio_url)
    return floor_workers(client, Effects(mail, texts, register))


def floor_workers(client: Client, effects: Effects) -> tuple[Worker, ...]:
    """One worker a queue, with the complaints' limits of activities; how many turns at once is as the SDK has it."""
    return (
        _floor_worker(client, FLOOR_QUEUE, effects, (FloorWorkflow,)),
        _floor_worker(client, FLOOR_EMAIL_QUEUE, effects, ()),
        _floor_worker(client, FLOOR_TEXT_QUEUE, effects, ()),
    )


def _floor_worker(client: Client, queue: str, effects: Effects, workflows: tuple[type, ...]) -> Worker:
    return Worker(
        client,
        task_queue=queue,
        workflows=workflows,
        activities=[effects.email, effects.text, effects.write],
        activity_executor=ThreadPoolExecutor(AT_ONCE),
        max_concurrent_activities=AT_ONCE,
        max_task_queue_activities_per_second=1000 if queue != FLOOR_QUEUE else None,
        deployment_config=WorkerDeploymentConfig(
            version=WorkerDeploymentVersion("floor", "1"), use_worker_versioning=False
        ),
    )


def _without_effect(client: Client, known: Settings, register: Engine) -> tuple[Worker, ...]:
    none = Nothing()
    landlords = RulebookLandlords(Rulebook(known.policies))
    sends = Sending(
        mail=none, texts=none, print_room=none, letters=none, landlords=landlords, ledger=none, texts_kept=none
    )
    return workers(
        client,
        sends,
        Recording(NoRecord(), StateSeals(known.key_ring())),
        known,
        rounds(known, register, register, client),
    )


if __name__ == "__main__":
    asyncio.run(work(sys.argv[1]))
