"""A worker as operations see it: whether it is well, what it counts and logs, and how it stops."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.rounds.reports import Round, RoundKind
from tests.crash.conftest import CrashWorld
from tests.fakes import NOT_A_NUMBER
from tests.records import Read, read
from workflows.ids import round_id
from workflows.queues import COMPLAINTS_QUEUE
from workflows.rounds import SweepRoundWorkflow

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
PERDITA = Resident(
    name="Perdita Personal",
    email="perdita@example.com",
    mobile=NOT_A_NUMBER,
    prefers=Channel.TEXT,
    address=("9 Elm Row",),
)
PERSONAL = ("Perdita", "perdita@", NOT_A_NUMBER.removeprefix("+"), "Elm Row", "Damp in the bedroom")
SERIES = re.compile(r"^(?P<name>[a-z_]+)(?:\{(?P<labels>.*)\})? (?P<value>\S+)$", re.MULTILINE)
LABEL = re.compile(r'(\w+)="([^"]*)"')
OUR_LABELS = {"landlord", "duty", "result", "channel", "kind", "part"}


@dataclass
class Seen:
    """What was to be seen after a complaint whose resident gave a number that cannot work, and nobody did anything."""

    reference: str
    metrics: str
    said: list[dict[str, Any]]
    log: str

    def value(self, name: str, **labels: str) -> float:
        """The sum of all series of that name with those labels."""
        return sum(
            float(series["value"])
            for series in SERIES.finditer(self.metrics)
            if series["name"] == name and labels.items() <= dict(LABEL.findall(series["labels"] or "")).items()
        )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def seen(crash_world: CrashWorld) -> AsyncIterator[Seen]:
    world = crash_world
    await until(lambda: world.worker.answers("/readyz")[0] == 200)
    handle = await world.receives("reliance", resident=PERDITA)
    await handle.signal("no_such_signal", "Perdita Personal")
    unknown = await world.env.client.start_workflow("NoSuchWorkflow", id="unknown", task_queue=COMPLAINTS_QUEUE)
    await world.wait_until(handle, await world.now(handle) + timedelta(days=9))
    await world.until(handle, lambda complaint: of_kind(read(complaint), EntryKind.DUTY_MISSED))
    sweep = Round(kind=RoundKind.SWEEP, landlord="reliance")
    client = world.env.client
    await client.execute_workflow(SweepRoundWorkflow.run, sweep, id=round_id(sweep), task_queue=COMPLAINTS_QUEUE)
    await until(lambda: "putright_deadlines_total" in world.worker.metrics())
    await until(lambda: "temporal_workflow_task_execution_failed_total" in world.worker.metrics())
    await unknown.terminate()
    yield Seen(
        reference=handle.id.rpartition("/")[2],
        metrics=world.worker.metrics(),
        said=world.worker.said(),
        log=world.worker.log.read_text(),
    )


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not await asyncio.to_thread(so):
            await asyncio.sleep(0.02)


def of_kind(record: tuple[Read, ...], kind: EntryKind) -> list[Read]:
    return [entry for entry in record if entry.kind is kind]


def test_a_worker_that_works_is_alive_and_ready(crash_world: CrashWorld, seen: Seen) -> None:
    assert crash_world.worker.answers("/healthz") == (200, "alive")
    assert crash_world.worker.answers("/readyz") == (200, "ready")
    assert crash_world.worker.answers("/")[0] == 404


def test_what_happened_is_counted_on_the_same_page_as_the_sdks_own(seen: Seen) -> None:
    assert seen.value("putright_complaints_opened_total", landlord="reliance") == 1
    assert seen.value("putright_messages_refused_total", landlord="reliance") == 1
    assert seen.value("putright_notices_total", channel="text", kind="receipt", result="rejected") == 1
    assert seen.value("putright_notices_total", channel="email", kind="receipt", result="accepted") == 1
    missed = {"landlord": "reliance", "duty": "stage 1 acknowledgement", "result": "missed"}
    assert seen.value("putright_deadlines_total", **missed) == 1
    assert seen.value("putright_register_writes_total") >= 3
    assert seen.value("putright_reachable", part="temporal") == seen.value("putright_reachable", part="register") == 1
    assert seen.value("putright_collector_stopped_milliseconds_total") >= 0
    assert 0 <= seen.value("putright_collector_longest_stop_seconds") < 1
    assert seen.value("temporal_num_pollers", task_queue=COMPLAINTS_QUEUE) > 0


@pytest.mark.parametrize("file", ["prometheus/alerts.yml", "prometheus/alerts_test.yml", "grafana/complaints.json"])
def test_every_metric_that_is_asked_for_is_there(seen: Seen, file: str) -> None:
    asked = set(re.findall(r"\b(?:temporal|putright)_[a-z_]+", (DEPLOY / file).read_text()))
    there = {series["name"] for series in SERIES.finditer(seen.metrics)}

    assert len(asked) > 5
    assert asked - there == set()


def test_no_label_names_a_complaint_or_a_person(seen: Seen) -> None:
    ours = [LABEL.findall(series["labels"]) for series in SERIES.finditer(seen.metrics) if "putright" in series["name"]]
    of_the_sdk = {"service_name", "namespace", "task_queue", "activity_type"}

    assert {name for labels in ours for name, _ in labels} == OUR_LABELS | of_the_sdk
    assert [secret for secret in (*PERSONAL, seen.reference) if secret in seen.metrics] == []


def test_each_line_of_an_activity_says_whose_complaint_which_activity_and_which_try(seen: Seen) -> None:
    (rejected,) = [line for line in seen.said if line["event"] == "notice.rejected"]
    facts = {name: rejected[name] for name in ("landlord", "reference", "activity", "attempt")}

    assert facts == {"landlord": "reliance", "reference": seen.reference, "activity": "send_text", "attempt": 1}
    of_activities = [line for line in seen.said if line["logger"].startswith("activities")]
    assert {line["reference"] for line in of_activities} == {seen.reference}


def test_the_sdks_own_lines_are_json_too_and_no_line_holds_personal_data(seen: Seen) -> None:
    assert [line for line in seen.log.splitlines() if not isinstance(json.loads(line), dict)] == []
    assert any(line["logger"].startswith("temporalio") for line in seen.said)
    assert [secret for secret in PERSONAL if secret in seen.log] == []


async def test_on_sigterm_it_takes_no_more_work_and_keeps_what_it_has_begun(
    crash_world: CrashWorld, seen: Seen
) -> None:
    world = crash_world
    world.simulator.turn("sendgrid", "accept_then_hang", seconds=4, times=1)
    handle = await world.receives("reliance", resident=Resident(name="Dora Drain", email="dora@example.com"))
    await until(lambda: world.mails_to("dora@example.com") == 1)

    world.worker.tell_to_stop()

    await until(lambda: world.worker.answers("/readyz") == (503, "the worker is draining"))
    assert world.worker.answers("/healthz") == (200, "alive")
    assert await asyncio.to_thread(world.worker.ended) == 0
    await world.worker.start()
    (entry,) = await world.until(handle, lambda complaint: of_kind(read(complaint), EntryKind.NOTICE_SENT))
    assert "twice" not in entry.text
    assert world.mails_to("dora@example.com") == 1
