"""An order that is added in one module is there for every face: nothing else has to name it."""

import json
import subprocess
import sys
from typing import NamedTuple

import pytest


class Faces(NamedTuple):
    """What each face makes of the order."""

    update: str
    validator: bool
    command: str
    refused: list[str]
    offer: dict[str, str]
    documented: str


@pytest.fixture(scope="module")
def faces() -> Faces:
    run = subprocess.run(
        [sys.executable, "-m", "tests.faces.faces_of_a_new_order"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return Faces(**json.loads(run.stdout))


def test_it_is_an_update_with_a_validator(faces: Faces) -> None:
    assert faces.update == "Record how the resident took the response."
    assert faces.validator


def test_it_is_a_command_whose_help_says_what_each_field_means(faces: Faces) -> None:
    assert "Record how the resident took the response." in faces.command
    for option, means in (
        ("--reaction", "What the resident said of it."),
        ("--heard-by", "The staff id of whoever heard it."),
        ("--by", "The staff id of whoever did it."),
        ("--expects", "The number of the last entry that was seen"),
    ):
        assert option in faces.command
        assert means in faces.command


def test_it_is_a_step_of_a_scenario_that_names_people_by_their_ids(faces: Faces) -> None:
    assert faces.refused == ["There is no response yet to react to."]


def test_whoever_asks_is_told_why_it_may_not_be_given_and_what_would_help(faces: Faces) -> None:
    assert faces.offer == {"why_not": "There is no response yet to react to.", "instead": "respond"}


def test_it_stands_in_the_table_of_steps(faces: Faces) -> None:
    assert faces.documented == "| `reaction` | `reaction`, `heard_by` | Record how the resident took the response. |"
