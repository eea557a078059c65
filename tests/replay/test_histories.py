"""Complaints that ran on an earlier version run on with this one: their saved histories replay (D1, style guide 6)."""

import logging
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from tests.replay.changed import CarelesslyChanged
from tests.replay.keep import version
from tests.replay.saved import HISTORIES, NEWEST, saved
from tests.workflows.test_scenarios import EVERY_SAMPLE
from tests.world import CONVERTER
from workers.workflow_runner import PlainlyEncoded
from workflows.complaint import ComplaintWorkflow
from workflows.messages import MessageGuard

NOTHING_RELEASED = "0.1.0"
SAVED = tuple({file.read_bytes(): file for file in sorted(HISTORIES.glob("*/*.json.xz"))}.values())
"""Each history once: just after a release the newest are the release's own."""
FIRST = NEWEST / f"{EVERY_SAMPLE[0]}.json.xz"


opened = lru_cache(maxsize=1)(saved)
"""Both moments of a history are replayed one after the other: it is read once."""


async def failures(file: Path, moment: str, kind: type[ComplaintWorkflow] = ComplaintWorkflow) -> list[Exception]:
    """What goes wrong when the runs of that moment are replayed."""
    replayer = Replayer(
        workflows=[kind], workflow_runner=PlainlyEncoded(), data_converter=CONVERTER, interceptors=[MessageGuard()]
    )
    runs = opened(file)[moment]
    results = await replayer.replay_workflows(one_after_the_other(runs), raise_on_replay_failure=False)
    return [*results.replay_failures.values()]


async def one_after_the_other(runs: list[WorkflowHistory]) -> AsyncIterator[WorkflowHistory]:
    assert runs
    for run in runs:
        yield run


def test_every_scenario_is_saved_and_nothing_else() -> None:
    assert sorted(file.name for file in NEWEST.iterdir()) == [f"{scenario}.json.xz" for scenario in EVERY_SAMPLE]


def test_a_release_keeps_its_histories_beside_the_newest() -> None:
    releases = {folder.name for folder in HISTORIES.iterdir()} - {NEWEST.name}

    assert version() in {*releases, NOTHING_RELEASED}, "`make release` keeps them, when the version has been set"


@pytest.mark.parametrize("moment", ["open", "closed"])
@pytest.mark.parametrize("file", SAVED, ids=lambda file: f"{file.parent.name}-{file.name.removesuffix('.json.xz')}")
async def test_a_saved_history_replays(file: Path, moment: str) -> None:
    assert await failures(file, moment) == []


@pytest.mark.parametrize("moment", ["open", "closed"])
async def test_a_command_that_was_added_without_a_guard_is_noticed(
    moment: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)

    found = await failures(FIRST, moment, CarelesslyChanged)

    assert found
    assert all(isinstance(failure, NondeterminismError) for failure in found)
