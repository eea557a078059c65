"""An order that is added in one module is there for every face: nothing else has to name it."""

import json
import subprocess
import sys
from typing import Any, NamedTuple

import pytest


class Faces(NamedTuple):
    """What each face makes of the orders."""

    update: str
    validator: bool
    command: str
    refused: list[str]
    offer: dict[str, str]
    documented: str
    group: str
    command_in_it: str
    nested: dict[str, Any]
    recorded: str
    documented_in_parts: str


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
        ("--heard-by", "Whoever heard it (a staff id)."),
        ("--by", "The staff id of the person who did it."),
        ("--expects", "The number of the last entry you have seen"),
    ):
        assert option in faces.command
        assert means in faces.command


def test_it_is_a_step_of_a_scenario_that_names_people_by_their_ids(faces: Faces) -> None:
    assert faces.refused == ["There is no response yet to react to."]


def test_whoever_asks_is_told_why_it_may_not_be_given_and_what_would_help(faces: Faces) -> None:
    assert faces.offer == {"why_not": "There is no response yet to react to.", "instead": "allocate"}


def test_it_stands_in_the_table_of_steps(faces: Faces) -> None:
    assert faces.documented == "| `comment` | `reaction`, `heard_by` | Record how the resident took the response. |"


def test_a_group_of_commands_is_made_of_the_rows_in_it(faces: Faces) -> None:
    assert ": add." in faces.group
    assert "Agree a visit with the resident." in faces.group


def test_what_lies_within_a_field_is_given_by_options_of_its_own(faces: Faces) -> None:
    for option, means in (
        ("--what", "What is looked at."),
        ("--on", "The day of the visit, for example 24/12/2026."),
        ("--room", "A room that is looked at; may be given more than once."),
        ("--visit-channel", "How it was agreed."),
        ("--channel", "How it came: telephone"),
    ):
        assert f"{option} <" in faces.command_in_it
        assert means in faces.command_in_it
    assert faces.nested == {
        "channel": "e-mail",
        "visit": {
            "what": "The lamps",
            "on": "2026-11-05",
            "channel": "by telephone",
            "rooms": ["the hall", "the attic"],
        },
    }


def test_what_lies_within_a_field_is_a_table_in_a_scenario(faces: Faces) -> None:
    assert "05 November, by telephone: The lamps in the hall and the attic" in faces.recorded
    assert faces.documented_in_parts == (
        "| `add-visit` | `visit.what`, `visit.on`, `visit.channel`, `visit.rooms` (a list) "
        "| Agree a visit with the resident. |"
    )
