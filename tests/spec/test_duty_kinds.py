"""What is fixed of a duty stands once: a row a kind, and every kind has one."""

from functools import reduce
from typing import get_args, get_type_hints

import pytest

from domain.calendar.limits import Anchor, TimeLimit
from domain.complaint.notice_rules import kinds_called
from domain.duties.letters import KEPT_LETTERS
from domain.policy.clocks import CLOCKS
from domain.policy.duty_kinds import KEYS, NAMED, ROWS, DutyKey, DutyKind, DutyRow
from domain.policy.edition import Edition, StagePolicy
from domain.policy.stages import Stage
from domain.value import Value

WITH_A_LIMIT = [(kind, row) for kind, row in ROWS.items() if row.limit_at]


def type_of(shape: type[Value], field: str) -> type[Value]:
    """The shape that *field* of a shape has, where it is there; a property says its own."""
    own = vars(shape).get(field)
    hints = get_type_hints(own.fget if isinstance(own, property) else shape)
    said: object = hints["return" if isinstance(own, property) else field]
    return next(each for each in (said, *get_args(said)) if isinstance(each, type) and issubclass(each, Value))


def test_every_kind_has_its_row() -> None:
    assert [*ROWS] == [*DutyKind]


def test_every_row_says_what_is_owed_and_where() -> None:
    assert all(row.words and row.stages for row in ROWS.values())


@pytest.mark.parametrize(("kind", "row"), [pytest.param(*each, id=each[0]) for each in WITH_A_LIMIT])
def test_a_limit_stands_where_its_row_says(kind: DutyKind, row: DutyRow) -> None:
    shape: type[Value] = Edition if row.stages == (None,) else StagePolicy

    assert issubclass(reduce(type_of, row.limit_at, shape), TimeLimit), kind


def test_a_clock_can_be_asked_for_only_where_it_is() -> None:
    assert all({*row.asked_of} <= {*row.stages} for row in ROWS.values())
    assert all(row.limit_at for row in ROWS.values() if row.asked_of or row.anchors or row.needs_limit)


def test_a_day_is_counted_or_given_or_counted_until_it_is_given() -> None:
    assert [kind for kind, row in ROWS.items() if row.given and row.limit_at] == [
        kind for kind, row in ROWS.items() if row.counted_first
    ]


def test_each_letter_that_meets_a_duty_is_kept_and_can_be_posted() -> None:
    letters = {kind: row.letter for kind, row in ROWS.items() if row.letter}

    assert {*KEPT_LETTERS} == {*letters}
    assert all(kinds_called(letter) for letter in letters.values())


def test_no_two_keys_have_one_name() -> None:
    assert [NAMED[key.name] for key in KEYS] == [*KEYS]


@pytest.mark.parametrize(
    ("key", "name", "ladder", "words"),
    [
        pytest.param(
            DutyKind.RESPOND.at(Stage.ONE), "stage_1.respond", "stage_1.respond", "stage 1 response", id="stage 1"
        ),
        pytest.param(
            DutyKind.RESPOND.at(Stage.TWO), "stage_2.respond", "stage_2.respond", "stage 2 final response", id="stage 2"
        ),
        pytest.param(DutyKind.ACTION.numbered(2), "action.2", "action", "promised action", id="numbered"),
        pytest.param(DutyKind.OMBUDSMAN.key, "ombudsman", "ombudsman", "answer to the Ombudsman", id="beside"),
        pytest.param(
            DutyKind.DECIDE_LATE_REQUEST.at(Stage.ONE),
            "stage_1.decide_late_request",
            "stage_1.decide_late_request",
            "decision on the late request for stage 2",
            id="names its stage itself",
        ),
    ],
)
def test_a_key_is_printed_in_one_way(key: DutyKey, name: str, ladder: str, words: str) -> None:
    assert (key.name, key.ladder, key.words) == (name, ladder, words)


def test_stage_2_is_received_when_it_is_asked_for() -> None:
    assert DutyKind.ACKNOWLEDGE.at(Stage.ONE).anchors == {Anchor.RECEIVED}
    assert DutyKind.ACKNOWLEDGE.at(Stage.TWO).anchors == {Anchor.ESCALATION_REQUESTED}


def test_the_command_line_keeps_its_clocks_and_their_order() -> None:
    assert CLOCKS == (
        "quick_resolution",
        "stage_1.acknowledge",
        "stage_1.contact",
        "stage_1.details",
        "stage_1.investigate",
        "stage_1.approve",
        "stage_1.respond",
        "stage_1.extension",
        "stage_1.escalation_window",
        "stage_2.acknowledge",
        "stage_2.contact",
        "stage_2.understanding",
        "stage_2.investigate",
        "stage_2.respond",
        "stage_2.extension",
    )
