"""Help says which words a letter prints: the fields of orders are compared with what the templates print."""

import re
from collections.abc import Iterable

import pytest

from domain.complaint.exclusions import Grounds
from domain.complaint.issues import NewIssue
from domain.complaint.responses import Promise, Response
from domain.procedure.exclusions.refuse import RefuseComplaint
from domain.procedure.front_door.triage import Triage
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.approve import ReturnDraft
from domain.procedure.stages.close import Close
from domain.procedure.stages.escalate import DecideEscalation, RequestEscalation
from domain.procedure.stages.extend import RequestExtension
from domain.value import Order
from intake.new_complaint import NewComplaint
from intake.order_fields import fields_of
from tests.letters.samples import POLICIES, RESIDENT

SAYS = "printed in the letter"
PIECES = "".join(file.read_text(encoding="utf-8") for file in (POLICIES / "letters").glob("_*.txt"))
LETTERS = PIECES + "".join((POLICIES / "letters" / f"{kind}.txt").read_text(encoding="utf-8") for kind in RESIDENT)


def told(fields: Iterable[tuple[str, str | None]]) -> set[str]:
    """The fields of which it is said that a letter prints them."""
    return {name for name, said in fields if SAYS in (said or "")}


def printed(fact: str) -> set[str]:
    """What letters to residents print of that fact."""
    return set(re.findall(rf"\(\({fact}\.(\w+)", LETTERS))


def asked_after(fact: str) -> set[str]:
    """What letters to residents print of that fact, or choose their words by."""
    return set(re.findall(rf"\b{fact}\.(\w+)", LETTERS))


def test_of_a_refusal_each_field_that_is_printed_says_so() -> None:
    of_grounds = told((name, field.description) for name, field in Grounds.model_fields.items())

    passed_on = {"passed_on_to"}  # a fact of its own beside the refusal
    assert of_grounds == (printed("refusal") & Grounds.model_fields.keys()) | passed_on


@pytest.mark.parametrize(("fact", "model"), [("response", Response), ("promise", Promise)])
def test_of_a_response_each_field_that_is_printed_says_so(fact: str, model: type[Response] | type[Promise]) -> None:
    assert told((name, field.description) for name, field in model.model_fields.items()) == asked_after(fact)


def test_of_an_issue_each_field_that_is_printed_says_so() -> None:
    described = {"words", "understood"}  # `described` and `in_their_words` are made of them
    of_issue = told((name, field.description) for name, field in NewIssue.model_fields.items())

    assert of_issue == (printed("issue") & NewIssue.model_fields.keys()) | described


@pytest.mark.parametrize(
    ("order", "fields"),
    [
        (Acknowledge, {"understood", "desired_outcome"}),
        (RequestExtension, {"reason", "exceptional_reason"}),
        (DecideEscalation, {"reasons"}),
        (RequestEscalation, {"desired_outcome"}),
        (Triage, {"passed_on_to", "policy", "agreed_action"}),
        (Close, set()),
        (ReturnDraft, set()),
        (NewComplaint, {"summary", "issues", "name", "address", "passed_on_to", "policy", "agreed_action"}),
    ],
)
def test_the_help_of_a_command_says_which_words_are_printed(order: type[Order], fields: set[str]) -> None:
    assert told((field.name, field.help) for field in fields_of(order)) == fields


def test_what_a_refusal_rests_on_and_why_staff_are_told_is_not_said_to_be_printed() -> None:
    kept_inside = {field.name for field in fields_of(RefuseComplaint) if SAYS not in field.help}

    assert {"code", "evidence", "answer", "investigate_internally"} <= kept_inside
