"""Complaints that ran on an earlier version run on with this one: their saved histories replay (D1, style guide 6)."""

import gzip
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from tests.world import CONVERTER
from workflows.complaint import ComplaintWorkflow
from workflows.messages import MessageGuard

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json.gz"))


def saved(path: Path) -> WorkflowHistory:
    text = gzip.decompress(path.read_bytes()).decode()
    return WorkflowHistory.from_json(path.name.removesuffix(".json.gz"), text)


def replayer() -> Replayer:
    return Replayer(workflows=[ComplaintWorkflow], data_converter=CONVERTER, interceptors=[MessageGuard()])


def test_open_and_closed_complaints_are_saved() -> None:
    states = {path.name.split(".")[0].rsplit("-", 1)[1] for path in HISTORIES}

    assert states == {"open", "closed"}


@pytest.mark.parametrize("path", HISTORIES, ids=lambda path: path.name.split(".")[0])
async def test_a_saved_history_replays(path: Path) -> None:
    result = await replayer().replay_workflow(saved(path), raise_on_replay_failure=False)

    assert result.replay_failure is None
