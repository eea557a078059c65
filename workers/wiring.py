"""Wiring: settings → providers → activities → workers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Engine
from temporalio.client import Client
from temporalio.worker import Interceptor, Worker, WorkerDeploymentConfig

from activities.calendar_checks import CalendarChecks
from activities.ports import Swept
from activities.recording import Recording
from activities.reporting import Reporting
from activities.rounds import StaffRounds
from activities.sending import Sending
from activities.sweeping import Sweeping
from providers.folders import FolderLetters, Folders
from providers.landlords import RulebookLandlords
from providers.print_room import FolderPrintRoom
from providers.rulebook import Rulebook, Said
from providers.sealed_states import StateSeals
from providers.sendgrid_mail import SendgridMail
from providers.settings import Settings
from providers.twilio_texts import TwilioTexts
from register.ledger import RegisterLedger
from register.open_work import RegisterOpenWork
from register.record_book import RegisterRecordBook
from register.texts import RegisterTexts
from register.web.absences import LastSaid
from register.web.web_register import WebRegister
from temporal.complaints import TemporalComplaints
from temporal.data_converter import seals
from temporal.releases import of_worker
from workers.held_staff import HeldStaff
from workers.log_context import LogContext
from workers.workflow_runner import PlainlyEncoded
from workflows.complaint import ComplaintWorkflow
from workflows.messages import MessageGuard
from workflows.queues import COMPLAINTS_QUEUE, EMAIL_QUEUE, TEXT_QUEUE
from workflows.rounds import CalendarRoundWorkflow, StaffRoundWorkflow, SweepRoundWorkflow
from workflows.staff_check import StaffCheck

AT_ONCE = 40
"""Activities of one queue in flight at once: each blocks a thread, as the vendors' SDKs do.

While a place is free, the worker whose complaint asks for a page to be written is given it at once, past the queue.
"""
_TURNS_AT_ONCE = 8
"""Workflow tasks in flight at once. Python runs one turn at a time: more of them only wait for each other, half done.

What waits at the server instead takes up meanwhile what else has come, in one turn.
"""
_CACHED = 1_000
"""Complaints kept in memory between turns; another is replayed when something stirs it. All that is kept is what the
garbage collector goes through at a time (`workers.collector`): some 390 objects each, a microsecond or more an object.
With 200 the collector's longest stop is shorter, and the same machine gets through a third less (docs/performance.md).
"""
STICKS_FOR = timedelta(seconds=5)
"""How long a turn waits for the worker that has the complaint in memory; then any takes it. Shorter than anybody at the
desk waits for an answer, so that the first order after a worker has died is answered by another.
"""
_DRAIN = timedelta(seconds=30)
"""How long a worker that is told to stop lets what is in flight finish."""


WORKFLOWS = (ComplaintWorkflow, StaffRoundWorkflow, CalendarRoundWorkflow, SweepRoundWorkflow)


def sending(settings: Settings, register: Engine, folders: Folders | None = None) -> Sending:
    """The sending activities on the real providers, by the landlords' folders as they were read last."""
    settings.require_credentials()
    folders = folders or Folders(settings.policies)
    return Sending(
        mail=SendgridMail(settings.sendgrid_key.get_secret_value(), settings.sendgrid_url),
        texts=TwilioTexts(settings.twilio_account, settings.twilio_token.get_secret_value(), settings.twilio_url),
        print_room=FolderPrintRoom(settings.letters_dir),
        letters=FolderLetters(folders),
        landlords=RulebookLandlords(folders),
        ledger=RegisterLedger(register, lambda: datetime.now(UTC)),
        texts_kept=RegisterTexts(register),
    )


def recording(settings: Settings, register: Engine) -> Recording:
    """The recording activities on the register; the states it keeps are sealed under the ring."""
    return Recording(RegisterRecordBook(register), StateSeals(settings.key_ring()))


class RoundActivities(NamedTuple):
    """The activities of the rounds."""

    staff: StaffRounds
    calendars: CalendarChecks
    sweeping: Sweeping


def rounds(
    settings: Settings,
    register: Engine,
    reader: Engine,
    client: Client,
    folders: Folders | None = None,
    said: Said | None = None,
) -> RoundActivities:
    """The rounds' activities on the register, the landlords' files as they stand each time, and the real provider.

    What is owed is read by *reader*: a round may read thousands of lines, and no write waits for that.
    """

    def files() -> Rulebook:
        return Rulebook(settings.policies, said)

    work = RegisterOpenWork(reader)
    reporting = Reporting(
        SendgridMail(settings.sendgrid_key.get_secret_value(), settings.sendgrid_url),
        FolderLetters(folders or Folders(settings.policies)),
        RegisterLedger(register, lambda: datetime.now(UTC)),
    )
    stuck_after = timedelta(minutes=settings.stuck_after_minutes)
    pages = WebRegister(register, keeping=settings.keeping)

    def forget() -> Swept:
        return pages.sweep(datetime.now(UTC))  # the clock of those who sign in and write, which no test moves

    return RoundActivities(
        StaffRounds(work, files, reporting),
        CalendarChecks(work, files, TemporalComplaints(client), reporting),
        Sweeping(work, files, reporting, after=stuck_after, operations=settings.operations_email, forget=forget),
    )


def said_away(settings: Settings, reader: Engine) -> Said:
    """What people say themselves of when they are away, as the register has it."""
    return LastSaid(WebRegister(reader, keeping=settings.keeping).absences.of)


def held_staff(settings: Settings, said: Said | None = None) -> HeldStaff:
    """The landlords' staff as their files say now, and as they say themselves."""
    held = HeldStaff(settings.policies, said)
    held.read()
    return held


def workers(
    client: Client,
    sends: Sending,
    records: Recording,
    settings: Settings,
    by_schedule: RoundActivities,
    workflows: tuple[type, ...] = WORKFLOWS,
    *,
    staff: HeldStaff | None = None,
) -> tuple[Worker, ...]:
    """One worker a queue; e-mail and text with the rate the server holds them to, whoever else works on the queue."""
    tells_staff, calendars, sweeping = by_schedule
    looks = (
        *(tells_staff.readers_of_digest, tells_staff.readers_of_overdue_report, sweeping.find_stuck),
        *(calendars.readers_of_calendar_report, calendars.find_older, calendars.ask_how_dates_move),
    )
    tells = (
        *(
            tells_staff.send_digest,
            tells_staff.send_overdue_report,
            sweeping.send_alarm,
            calendars.send_calendar_report,
        ),
        sends.send_email,
    )
    complaints = _Queue(
        COMPLAINTS_QUEUE,
        (records.write_record, records.later_case, sends.print_letter, sends.how_it_ended, *looks),
        None,
    )
    emails = _Queue(EMAIL_QUEUE, tells, settings.emails_per_second)
    texts = _Queue(TEXT_QUEUE, (sends.send_text,), settings.texts_per_second)
    release = of_worker(settings.release)
    guard, check = MessageGuard(seals=seals(client.data_converter)), StaffCheck((staff or held_staff(settings)).why_not)
    return (
        _worker(client, complaints, release, workflows=workflows, interceptors=(guard, check)),
        _worker(client, emails, release),
        _worker(client, texts, release),
    )


class _Queue(NamedTuple):
    """A task queue: its name, the activities it carries, and how many of them start in a second, over all workers."""

    name: str
    activities: tuple[Callable[..., object], ...]
    per_second: float | None


def _worker(
    client: Client,
    queue: _Queue,
    release: WorkerDeploymentConfig,
    *,
    workflows: tuple[type, ...] = (),
    interceptors: tuple[Interceptor, ...] = (),
) -> Worker:
    return Worker(
        client,
        task_queue=queue.name,
        workflows=workflows,
        workflow_runner=PlainlyEncoded(),
        max_cached_workflows=_CACHED,
        sticky_queue_schedule_to_start_timeout=STICKS_FOR,
        max_concurrent_workflow_tasks=_TURNS_AT_ONCE,
        interceptors=(LogContext(), *interceptors),
        activities=queue.activities,
        activity_executor=ThreadPoolExecutor(AT_ONCE),
        max_concurrent_activities=AT_ONCE,
        max_task_queue_activities_per_second=queue.per_second,
        deployment_config=release,
        graceful_shutdown_timeout=_DRAIN,
    )
