"""What the doctor looks at. A new part is a function here and a line in `CHECKS`."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from uuid import uuid4

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    DescribeTaskQueueRequest,
    GetSystemInfoRequest,
    PollActivityTaskQueueRequest,
)

from activities.ports import (
    ProviderAwayError,
    ProviderRejectedError,
    ProviderUnsureError,
    RegisterAwayError,
    TemporalAwayError,
)
from cli.operations.checkup import Check, Patient, UnwellError, address_of, of_temporal
from cli.operations.complaint_checks import check_somebody_answers, keys_needed, lines, people, records, stuck
from cli.operations.folder_checks import folders, prefixes, read_by_workers
from cli.operations.web_checks import web
from domain.calendar.days import landlord_day
from providers.calendars import CHECKED_TO
from providers.rulebook import Rulebook, RulebookError
from providers.sendgrid_mail import SendgridMail
from providers.settings import BadSettingsError
from providers.twilio_texts import TwilioTexts
from register.engine import name_of, open_register
from register.refusals import BadRegisterUrlError
from register.upgrade import lacks_migrations
from temporal.releases import ASKS_WITHIN, Releases, TemporalReleases
from temporal.schedules import Planned, planned_schedules, unread, wanted
from temporal.search_attributes import WANTED, SearchAttributesError, TemporalNamespace, check, how_to_add

_WAITS = timedelta(seconds=4)
_VENDOR_WAITS = 4.0
_POLL = timedelta(seconds=5)
"""Longer than the doctor looks; the server refuses shorter polls, and this one is given up as soon as it is seen."""
_QUEUE = "complaints-doctor"
"""A task queue nobody puts work into."""

_KEPT_AT_LEAST = timedelta(days=1)
_CLOCKS_APART = timedelta(seconds=5)
"""Well under the five minutes by which a message may be ahead (D6)."""
_HORIZON = timedelta(days=731)
"""How far ahead each landlord's calendar must go (D2)."""


async def temporal(patient: Patient) -> str:
    """Whether Temporal answers."""
    with of_temporal(patient):
        service = patient.temporal.workflow_service
        version = (await service.get_system_info(GetSystemInfoRequest(), timeout=_WAITS)).server_version
    return f"{address_of(patient)} answers (server {version})"


async def namespace(patient: Patient) -> str:
    """Whether the namespace is there, and how long it keeps the runs that have ended."""
    name = patient.temporal.namespace
    asked = DescribeNamespaceRequest(namespace=name)
    with of_temporal(patient):
        described = await patient.temporal.workflow_service.describe_namespace(asked, timeout=_WAITS)
    kept = described.config.workflow_execution_retention_ttl.ToTimedelta()
    if kept < _KEPT_AT_LEAST:
        raise UnwellError(
            f"{name} keeps ended runs for {kept} only: `temporal operator namespace update --retention 90d -n {name}`"
        )
    return f"{name} keeps ended runs for {kept.days} day{'s' if kept.days != 1 else ''}"


async def clock(patient: Patient) -> str:
    """Whether this machine's clock agrees with Temporal's, which tells its time by when it heard a poll."""
    poller, service = f"doctor-{uuid4()}", patient.temporal.workflow_service
    queue, space = TaskQueue(name=_QUEUE), patient.temporal.namespace
    asked = DescribeTaskQueueRequest(
        namespace=space, task_queue=queue, task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY
    )
    began = patient.clock()
    poll = PollActivityTaskQueueRequest(namespace=space, task_queue=queue, identity=poller)
    polling = asyncio.create_task(service.poll_activity_task_queue(poll, timeout=_POLL, retry=False))
    try:
        with of_temporal(patient):
            heard = None
            while heard is None and not polling.done():
                pollers = (await service.describe_task_queue(asked, timeout=_WAITS)).pollers
                heard = next((each.last_access_time for each in pollers if each.identity == poller), None)
            if heard is None:
                await polling
                raise UnwellError("Temporal does not say what time it is there: look again")
    finally:
        polling.cancel()
    apart = heard.ToDatetime(began.tzinfo) - began
    if abs(apart) > _CLOCKS_APART:
        seconds = apart.total_seconds()
        raise UnwellError(
            f"it is {abs(seconds):.0f} s {'behind' if seconds > 0 else 'ahead of'} Temporal's: set it by NTP"
        )
    return "it agrees with Temporal's"


async def register(patient: Patient) -> str:
    """Whether the register can be reached, and has this version's tables."""
    try:
        engine = open_register(patient.settings.register_url)
        try:
            lacks = await asyncio.to_thread(lacks_migrations, engine)
        finally:
            engine.dispose()
    except (RegisterAwayError, BadRegisterUrlError) as why:
        raise UnwellError(f"{why}: bring it back, or set PUTRIGHT_REGISTER_URL") from why
    if lacks:
        raise UnwellError(f"{name_of(engine)} lacks migrations: `complaints register migrate`")
    return f"{name_of(engine)} answers, and its tables are this version's"


async def sendgrid(patient: Patient) -> str:
    """Whether SendGrid takes our key, and lets it send."""
    known = patient.settings
    key = _given(known.sendgrid_key.get_secret_value(), "PUTRIGHT_SENDGRID_KEY")
    vendor = SendgridMail(key, known.sendgrid_url, timeout=_VENDOR_WAITS)
    await _asked(vendor.check_credentials, "PUTRIGHT_SENDGRID_KEY and PUTRIGHT_SENDGRID_URL")
    return "it takes the key, which may send mail"


async def twilio(patient: Patient) -> str:
    """Whether Twilio takes our account and token."""
    known = patient.settings
    account = _given(known.twilio_account, "PUTRIGHT_TWILIO_ACCOUNT")
    token = _given(known.twilio_token.get_secret_value(), "PUTRIGHT_TWILIO_TOKEN")
    vendor = TwilioTexts(account, token, known.twilio_url, find_timeout=_VENDOR_WAITS)
    settings = "PUTRIGHT_TWILIO_ACCOUNT, PUTRIGHT_TWILIO_TOKEN and PUTRIGHT_TWILIO_URL"
    await _asked(vendor.check_credentials, settings)
    return "it takes account and token"


async def keys(patient: Patient) -> str:
    """Whether what Temporal keeps is encrypted, and with which key."""
    try:
        ring = patient.settings.key_ring()
    except BadSettingsError as why:
        raise UnwellError(str(why)) from why
    if ring.seals_with is None:
        return "Temporal keeps personal data in clear, as PUTRIGHT_PAYLOADS=plain says"
    return f"{ring.seals_with} encrypts, {', '.join(ring.keys)} decrypt"


async def calendars(patient: Patient) -> str:
    """Whether each landlord's calendar goes far enough ahead, within the years whose holidays were checked."""
    try:
        return await asyncio.to_thread(_horizons, Rulebook(patient.settings.policies), patient.clock())
    except RulebookError as why:
        raise UnwellError(f"{why}: correct the policy file") from why


async def search_attributes(patient: Patient) -> str:
    """Whether Temporal knows what the list of complaints shows: without it complaints neither start nor go on."""
    space = TemporalNamespace(patient.temporal)
    try:
        with of_temporal(patient):
            missing = check(await space.registered())
    except SearchAttributesError as why:
        raise UnwellError(str(why)) from why
    if missing:
        raise UnwellError(f"{how_to_add(missing, space.name)}; a worker that may do so adds them when it starts")
    return f"all {len(WANTED)} are registered"


async def schedules(patient: Patient) -> str:
    """Whether Temporal holds the schedules of the rounds that the landlords' files ask for, under the key of today."""
    asked = await asyncio.to_thread(wanted, patient.settings)
    left_out = await asyncio.to_thread(unread, patient.settings)
    with of_temporal(patient):
        planned = await planned_schedules(patient.temporal, asked, left_out)
    if off := [each.id for each in planned if each.missing or not each.wanted]:
        raise UnwellError(f"{', '.join(off)}: not as the landlords' files ask: `complaints schedules apply`")
    if off := _otherwise_sealed(patient, planned):
        raise UnwellError(f"{', '.join(off)}: not kept as other payloads are now: `complaints schedules apply`")
    paused = [each.id for each in planned if each.paused]
    return f"{len(planned)} rounds" + (f", paused: {', '.join(paused)}" if paused else "")


def _otherwise_sealed(patient: Patient, planned: Iterable[Planned]) -> list[str]:
    """Those whose rounds could no longer begin if the keys of former days went; without a ring its own line says so."""
    try:
        seals_with = patient.settings.key_ring().seals_with or ""
    except BadSettingsError:
        return []
    return [each.id for each in planned if each.sealed_with != seals_with]


async def workers(patient: Patient) -> str:
    """Whether somebody works on each release that has open complaints, and on the one where new ones begin."""
    try:
        found = await TemporalReleases(patient.temporal).shown()
    except TemporalAwayError as why:
        raise UnwellError(f"{why}: see Temporal above") from why
    if waits := list(_waiting(found, patient.clock())):
        raise UnwellError("; ".join(waits))
    await check_somebody_answers(patient)
    return f"somebody works wherever complaints are open: {sum(each.open_complaints for each in found.releases)} are"


CHECKS = (
    Check("Temporal", temporal),
    Check("namespace", namespace),
    Check("clock", clock),
    Check("register", register),
    Check("SendGrid", sendgrid),
    Check("Twilio", twilio),
    Check("keys", keys),
    Check("search attributes", search_attributes),
    Check("schedules", schedules),
    Check("workers", workers, takes=3),
    Check("pages", web),
    Check("calendars", calendars),
    Check("landlords", folders, takes=5),
    Check("workers' folders", read_by_workers),
    Check("references", prefixes),
    Check("stuck", stuck, takes=3),
    Check("open complaints", lines, takes=5),
    Check("records", records, takes=5),
    Check("keys in use", keys_needed, takes=5),
    Check("people", people),
)


def _waiting(found: Releases, now: datetime) -> Iterator[str]:
    """Who waits for a worker that is not there. Temporal remembers workers for minutes after they have gone.

    What is open without a release, while one is current, goes on there at its next turn.
    """
    nameless = sum(each.open_complaints for each in found.releases if not each.name)
    for each in found.releases:
        is_current = each.name == found.current
        if (each.asked_at and now - each.asked_at <= ASKS_WITHIN) or not (each.name or is_current):
            continue
        number = each.open_complaints + (nameless if is_current and each.name else 0)
        who = [f"{number} open"] if number else []
        who += ["every new"] if is_current else []
        if who:
            where = f"of release {each.name}" if each.name else "without a release"
            cure = "start one, or `complaints release nudge`" if each.name else "start one: `complaints worker`"
            yield f"no worker {where} asks for work ({cure}); complaints that wait for it: {' and '.join(who)}"


def _horizons(rulebook: Rulebook, now: datetime) -> str:
    ends: dict[str, date] = {}
    for key in rulebook.landlords():
        if not _can_be_used(rulebook, key):  # the check of its folder says why
            continue
        today = landlord_day(now, rulebook.landlord(key).time_zone)
        ends[key] = min(rulebook.rules(key, today).calendar.covers_to, CHECKED_TO)
        if ends[key] < today + _HORIZON:
            raise UnwellError(
                f"{key}'s holidays are known to {ends[key]}, not 24 months ahead: install a newer version"
            )
    return "; ".join(f"{key} to {end}" for key, end in ends.items())


def _can_be_used(rulebook: Rulebook, key: str) -> bool:
    try:
        rulebook.editions(key)
    except RulebookError:
        return False
    return True


async def _asked(ask: Callable[[], None], settings: str) -> None:
    try:
        await asyncio.to_thread(ask)
    except (ProviderAwayError, ProviderRejectedError, ProviderUnsureError) as why:
        raise UnwellError(f"{why}; see {settings}") from why


def _given(value: str, variable: str) -> str:
    if not value:
        raise UnwellError(f"set {variable}: without it nothing is sent")
    return value
