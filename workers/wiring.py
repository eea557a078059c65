"""Wiring: settings → providers → activities → workers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import NamedTuple

from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.common import WorkerDeploymentVersion
from temporalio.worker import Interceptor, Worker, WorkerDeploymentConfig

from activities.recording import Recording
from activities.sending import Sending
from providers.landlords import RulebookLandlords
from providers.letters import LetterWriter
from providers.print_room import FolderPrintRoom
from providers.rulebook import Rulebook
from providers.sendgrid_mail import SendgridMail
from providers.settings import Settings
from providers.twilio_texts import TwilioTexts
from register.ledger import RegisterLedger
from register.record_book import RegisterRecordBook
from workers.log_context import LogContext
from workflows.complaint import ComplaintWorkflow
from workflows.messages import MessageGuard
from workflows.queues import COMPLAINTS_QUEUE, EMAIL_QUEUE, TEXT_QUEUE

_AT_ONCE = 20
"""Activities of one queue in flight at once: each blocks a thread, as the vendors' SDKs do."""
_DRAIN = timedelta(seconds=30)
"""How long a worker that is told to stop lets what is in flight finish."""


def sending(settings: Settings, register: Engine) -> Sending:
    """The sending activities on the real providers."""
    settings.require_credentials()
    rulebook = Rulebook(settings.policies)
    letters = LetterWriter(settings.policies, rulebook.landlord)
    for landlord in rulebook.landlords():
        letters.check(landlord)
    return Sending(
        mail=SendgridMail(settings.sendgrid_key.get_secret_value(), settings.sendgrid_url),
        texts=TwilioTexts(settings.twilio_account, settings.twilio_token.get_secret_value(), settings.twilio_url),
        print_room=FolderPrintRoom(settings.letters_dir),
        letters=letters,
        landlords=RulebookLandlords(rulebook),
        ledger=RegisterLedger(register, lambda: datetime.now(UTC)),
    )


def recording(register: Engine) -> Recording:
    """The recording activities on the register."""
    return Recording(RegisterRecordBook(register))


def workers(client: Client, sends: Sending, records: Recording, settings: Settings) -> tuple[Worker, ...]:
    """One worker a queue; e-mail and text with the rate the server holds them to, whoever else works on the queue."""
    complaints = _Queue(COMPLAINTS_QUEUE, (records.write_record, records.keep_case, sends.print_letter), None)
    emails = _Queue(EMAIL_QUEUE, (sends.send_email,), settings.emails_per_second)
    texts = _Queue(TEXT_QUEUE, (sends.send_text,), settings.texts_per_second)
    return (
        _worker(client, complaints, workflows=(ComplaintWorkflow,), interceptors=(MessageGuard(),)),
        _worker(client, emails),
        _worker(client, texts),
    )


class _Queue(NamedTuple):
    """A task queue: its name, the activities it carries, and how many of them start in a second, over all workers."""

    name: str
    activities: tuple[Callable[..., object], ...]
    per_second: float | None


def _worker(
    client: Client, queue: _Queue, workflows: tuple[type, ...] = (), interceptors: tuple[Interceptor, ...] = ()
) -> Worker:
    return Worker(
        client,
        task_queue=queue.name,
        workflows=workflows,
        interceptors=(LogContext(), *interceptors),
        activities=queue.activities,
        activity_executor=ThreadPoolExecutor(_AT_ONCE),
        max_concurrent_activities=_AT_ONCE,
        max_task_queue_activities_per_second=queue.per_second,
        deployment_config=WorkerDeploymentConfig(
            version=WorkerDeploymentVersion("complaints", version("putright")), use_worker_versioning=False
        ),
        graceful_shutdown_timeout=_DRAIN,
    )
