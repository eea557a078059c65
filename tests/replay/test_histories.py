"""Complaints that ran on an earlier version run on with this one: their saved histories replay (D1, style guide 6)."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from tests.replay.changed import CarelesslyChanged
from tests.replay.saved import HISTORIES, saved
from tests.workflows.test_scenarios import EVERY_SAMPLE
from tests.world import CONVERTER
from workers.workflow_runner import PlainlyEncoded
from workflows.complaint import ComplaintWorkflow
from workflows.messages import MessageGuard


def file_of(scenario: str) -> Path:
    return HISTORIES / f"{scenario}.json.xz"


async def failures(scenario: str, moment: str, kind: type[ComplaintWorkflow] = ComplaintWorkflow) -> list[Exception]:
    """What goes wrong when the runs of that moment are replayed."""
    replayer = Replayer(
        workflows=[kind], workflow_runner=PlainlyEncoded(), data_converter=CONVERTER, interceptors=[MessageGuard()]
    )
    runs = saved(file_of(scenario))[moment]
    results = await replayer.replay_workflows(one_after_the_other(runs), raise_on_replay_failure=False)
    return [*results.replay_failures.values()]


async def one_after_the_other(runs: list[WorkflowHistory]) -> AsyncIterator[WorkflowHistory]:
    assert runs
    for run in runs:
        yield run


def test_every_scenario_is_saved_and_nothing_else() -> None:
    assert sorted(file.name for file in HISTORIES.iterdir()) == [file_of(scenario).name for scenario in EVERY_SAMPLE]


@pytest.mark.parametrize("moment", ["open", "closed"])
@pytest.mark.parametrize("scenario", EVERY_SAMPLE)
async def test_a_saved_history_replays(scenario: str, moment: str) -> None:
    assert await failures(scenario, moment) == []


@pytest.mark.parametrize("moment", ["open", "closed"])
async def test_a_command_that_was_added_without_a_guard_is_noticed(
    moment: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)

    found = await failures(EVERY_SAMPLE[0], moment, CarelesslyChanged)

    assert found
    assert all(isinstance(failure, NondeterminismError) for failure in found)
