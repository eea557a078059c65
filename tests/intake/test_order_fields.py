"""Every order of the procedure has its options, and they give the order."""

import re
from typing import Any

import pytest

from domain.messages.message import Message
from domain.procedure.exclusions.refuse import RefuseComplaint
from domain.procedure.front_door.triage import Triage
from domain.procedure.ombudsman.enquiry import AnswerOmbudsman, OmbudsmanAsks
from domain.procedure.remedies.actions import AddAction
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.close import Close
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.issues import AddIssue
from domain.procedure.stages.respond import Respond
from domain.procedure.steps import STEPS
from domain.value import Order
from intake.errors import BadInputError
from intake.new_complaint import NewComplaint
from intake.order_fields import fields_of, nest


@pytest.mark.parametrize("order", STEPS, ids=lambda order: order.name)
def test_every_option_says_what_it_is(order: type[Message]) -> None:
    assert [field.name for field in fields_of(order) if not field.help.strip()] == []
    assert [name for name, field in order.model_fields.items() if not (field.description or "").strip()] == []


@pytest.mark.parametrize(
    ("order", "flat", "values"),
    [
        pytest.param(
            Respond,
            {"outcome": "upheld", "learning": ["Ask."], "by": "priya-nair"},
            {"response": {"outcome": "upheld", "learning": ["Ask."]}, "by": "priya-nair"},
            id="a response",
        ),
        pytest.param(
            Respond,
            {
                "promises": [
                    "Paint it; priya-nair; 2026-12-24",
                    {"what": "Dry it", "owner": "x", "due_on": "2026-12-01"},
                ]
            },
            {
                "response": {
                    "promises": [
                        {"what": "Paint it", "owner": "priya-nair", "due_on": "2026-12-24"},
                        {"what": "Dry it", "owner": "x", "due_on": "2026-12-01"},
                    ]
                }
            },
            id="promises, typed and from a file",
        ),
        pytest.param(Respond, {"by": "priya-nair"}, {"by": "priya-nair"}, id="no response: the draft"),
        pytest.param(
            Acknowledge,
            {"understood": "It leaks.", "sent_at": "2026-11-02 10:15"},
            {"understood": "It leaks.", "already_sent": {"how": "post", "at": "2026-11-02 10:15"}},
            id="a letter that has gone",
        ),
        pytest.param(
            AddAction,
            {"what": "Paint", "owner": "x", "due_on": "2026-12-24"},
            {"promise": {"what": "Paint", "owner": "x", "due_on": "2026-12-24"}},
            id="a promise",
        ),
        pytest.param(
            Respond,
            {"findings": ["2; not_ours; The council owns it; we told them."], "by": "priya-nair"},
            {
                "response": {
                    "findings": [{"issue": "2", "finding": "not_ours", "reasons": "The council owns it; we told them."}]
                },
                "by": "priya-nair",
            },
            id="a finding, with a semicolon in its reasons",
        ),
        pytest.param(
            Triage,
            {"classification": "concern", "dissatisfied": True, "earlier_contacts": ["2026-11-02"]},
            {"sorting": {"classification": "concern", "dissatisfied": True, "earlier_contacts": ["2026-11-02"]}},
            id="the answers of a triage",
        ),
        pytest.param(
            Triage,
            {"sorting": {"classification": "enquiry", "why": "A question."}, "why": "About rent."},
            {"sorting": {"classification": "enquiry", "why": "About rent."}},
            id="a table in a file, and an option that wins over it",
        ),
        pytest.param(AddIssue, {"words": "It leaks."}, {"issue": {"words": "It leaks."}}, id="an issue"),
        pytest.param(
            OmbudsmanAsks,
            {"ombudsman_reference": "202612345", "respond_by": "2026-12-24"},
            {"ombudsman": {"reference": "202612345", "respond_by": "2026-12-24"}},
            id="the Ombudsman's reference",
        ),
        pytest.param(Close, {"reason": "withdrawn", "note": None}, {"reason": "withdrawn"}, id="plain"),
    ],
)
def test_options_give_the_order(order: type[Message], flat: dict[str, Any], values: dict[str, Any]) -> None:
    assert nest(order, flat) == values


def test_what_is_no_option_is_refused_with_what_there_is() -> None:
    with pytest.raises(
        BadInputError, match="handlr is unknown here; choose from: at, by, channel, expects, handler, key"
    ):
        nest(Allocate, {"handlr": "priya-nair"})


def test_a_table_where_there_is_none_is_refused() -> None:
    with pytest.raises(BadInputError, match="sorting holds names with values: classification, first_contact"):
        nest(Triage, {"sorting": "a complaint"})


def test_a_finding_in_other_words_is_refused() -> None:
    with pytest.raises(BadInputError, match="findings: 'upheld' is not 'NUMBER; upheld; WHY'"):
        nest(Respond, {"findings": ["upheld"]})


def test_one_word_may_mean_another_thing_for_another_order() -> None:
    answers = {
        order: field.help
        for order in (RefuseComplaint, AnswerOmbudsman)
        for field in fields_of(order)
        if field.name == "answer"
    }

    assert len(set(answers.values())) == 2


@pytest.mark.parametrize("order", [*STEPS, NewComplaint], ids=lambda order: order.__name__)
def test_what_is_a_number_says_so_and_nothing_else_does(order: type[Order]) -> None:
    own = {name: field for name, field in order.model_fields.items() if name not in Message.model_fields}
    numbers = {name for name, field in own.items() if re.search(r"\bint\b", repr(field.annotation))}
    say_so = {
        field.name
        for field in fields_of(order)
        if field.name in own and re.search(r"its number\)|how many", field.help)
    }

    assert say_so == numbers


def test_issues_are_given_to_a_contact_by_their_numbers() -> None:
    (issues,) = (field for field in fields_of(RecordContact) if field.name == "issues")

    assert issues.singular == "issue"
    assert issues.help == "An issue it was about (its number); may be given more than once."


def test_a_promise_in_other_words_is_refused() -> None:
    with pytest.raises(BadInputError, match="promises: 'Paint it' is not 'WHAT; WHO; 2026-12-24'"):
        nest(PutDraft, {"promises": ["Paint it"]})
