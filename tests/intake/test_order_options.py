"""Every order of the procedure has its options, and they give the order."""

from typing import Any

import pytest

from domain import orders
from domain.orders import Message
from domain.procedure import STEPS as PROCEDURE
from intake.desk_refusals import BadInputError
from intake.main import COMMANDS
from intake.order_options import HELP, fields_of, nested
from intake.scenario_steps import STEPS


def test_every_order_of_the_procedure_is_a_command() -> None:
    under_action = {"add-action", "complete-action", "answer-action"}

    assert set(STEPS.values()) - {orders.Receive} == set(PROCEDURE)
    assert set(STEPS) - {"receive"} - under_action | {"action"} <= set(COMMANDS)


@pytest.mark.parametrize("order", PROCEDURE, ids=lambda order: order.name)
def test_every_option_says_what_it_is(order: type[Message]) -> None:
    assert [field.name for field in fields_of(order) if field.name not in HELP] == []


@pytest.mark.parametrize(
    ("order", "flat", "values"),
    [
        pytest.param(
            orders.Respond,
            {"outcome": "upheld", "learning": ["Ask."], "by": "priya-nair"},
            {"response": {"outcome": "upheld", "learning": ["Ask."]}, "by": "priya-nair"},
            id="a response",
        ),
        pytest.param(
            orders.Respond,
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
        pytest.param(orders.Respond, {"by": "priya-nair"}, {"by": "priya-nair"}, id="no response: the draft"),
        pytest.param(
            orders.Acknowledge,
            {"understood": "It leaks.", "sent_at": "2026-11-02 10:15"},
            {"understood": "It leaks.", "already_sent": {"how": "post", "at": "2026-11-02 10:15"}},
            id="a letter that has gone",
        ),
        pytest.param(
            orders.AddAction,
            {"what": "Paint", "owner": "x", "due_on": "2026-12-24"},
            {"promise": {"what": "Paint", "owner": "x", "due_on": "2026-12-24"}},
            id="a promise",
        ),
        pytest.param(orders.Close, {"reason": "withdrawn", "note": None}, {"reason": "withdrawn"}, id="plain"),
    ],
)
def test_options_give_the_order(order: type[Message], flat: dict[str, Any], values: dict[str, Any]) -> None:
    assert nested(order, flat) == values


def test_what_is_no_option_is_refused_with_what_there_is() -> None:
    with pytest.raises(BadInputError, match="handlr is unknown here; there are: at, by, channel, handler, key"):
        nested(orders.Allocate, {"handlr": "priya-nair"})


def test_a_promise_in_other_words_is_refused() -> None:
    with pytest.raises(BadInputError, match="promises: 'Paint it' is not 'WHAT; WHO; 2026-12-24'"):
        nested(orders.PutDraft, {"promises": ["Paint it"]})
