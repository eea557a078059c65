"""Duty kinds: the key a duty is known by, and one row a kind with all that is fixed of it.

A clock that runs without anything being owed has a row too: an extension, the window for stage 2, a lapse, an answer.
What changes with the complaint (by when, whether it is done) is reckoned in `domain/duties/`.
"""

from enum import StrEnum
from functools import cache
from typing import NamedTuple

from domain.calendar.limits import Anchor, TimeLimit
from domain.policy.edition import Edition
from domain.policy.stages import Stage
from domain.value import Key, Value


class DutyKind(StrEnum):
    """The kinds of duty and of clock; as a policy's files and the command line write them."""

    QUICK_RESOLUTION = "quick_resolution"
    ACKNOWLEDGE = "acknowledge"
    CONTACT = "contact"
    DETAILS = "details"
    UNDERSTANDING = "understanding"
    CONFIRM_UNDERSTANDING = "confirm_understanding"
    INVESTIGATE = "investigate"
    APPROVE = "approve"
    RESPOND = "respond"
    EXTENSION = "extension"
    APPROVE_EXTENSION = "approve_extension"
    EXTENSION_LETTER = "extension_letter"
    REFUSAL_LETTER = "refusal_letter"
    ESCALATION_WINDOW = "escalation_window"
    DECIDE_LATE_REQUEST = "decide_late_request"
    OFFER_STAGE_2 = "offer_stage_2"
    CLOSE = "close"
    ACTION = "action"
    ACTION_ANSWER = "action_answer"
    OMBUDSMAN = "ombudsman"
    DIRECTION = "direction"
    SERVICE_REQUEST = "service_request"
    SUPPORT_REVIEW = "support_review"
    INTERNAL_INVESTIGATION = "internal_investigation"
    REFUSAL_REVIEW = "refusal_review"
    PROGRESS_UPDATE = "progress_update"
    LATE_LETTER = "late_letter"
    NEXT_WORD = "next_word"
    POST = "post"
    QUICK_LAPSE = "quick_lapse"

    @property
    def key(self) -> "DutyKey":
        """The duty of this kind that stands beside the stages."""
        return _key(self)

    def at(self, stage: Stage) -> "DutyKey":
        """The duty of this kind at *stage*."""
        return _key(self, stage)

    def numbered(self, number: int) -> "DutyKey":
        """The duty of this kind with that number: one of several beside the stages."""
        return _key(self, number=number)

    def of(self, letter: str, stage: Stage | None, number: int | None) -> "DutyKey":
        """The duty of this kind that is about *letter*, written at *stage*; of several of them which."""
        return _key(self, stage, number, letter)


class DutyKey(Value):
    """What a duty or a clock is known by."""

    kind: DutyKind
    stage: Stage | None = None
    """None beside the stages."""
    number: int | None = None
    """Where a complaint may have several: which."""
    letter: str = ""
    """Of what is owed of each letter: of which."""

    @property
    def name(self) -> str:
        """As people and files write it: "stage_1.acknowledge", "action.2", "stage_1.post_response_letter"."""
        named = f"{self.ladder}_{self.letter}_letter" if self.letter else self.ladder
        return named if self.number is None else f"{named}.{self.number}"

    @property
    def ladder(self) -> str:
        """The name under which a landlord's ladder says who is told; all of a number have the same."""
        return f"{self.stage}.{self.kind}" if self.stage else str(self.kind)

    @property
    def row(self) -> "DutyRow":
        """What is fixed of its kind."""
        return ROWS[self.kind]

    @property
    def words(self) -> str:
        """As people say it: "stage 2 final response"; of what is numbered or called by the policy, how it begins."""
        row = self.row
        said = row.words_at_stage_2 if self.stage is Stage.TWO and row.words_at_stage_2 else row.words
        return f"{self.stage.words} {said}" if self.stage and row.tells_stage else said

    @property
    def limit_at(self) -> Key:
        """Where its limit stands in an edition; empty where none stands there."""
        at = self.row.limit_at
        return (self.stage, *at) if self.stage and at else at

    @property
    def anchors(self) -> frozenset[Anchor]:
        """What its limit may be counted from; empty where anything is. Stage 2 is received when it is asked for."""
        anchors = self.row.anchors
        return frozenset(_AT_STAGE_2.get(each, each) for each in anchors) if self.stage is Stage.TWO else anchors

    def limit_in(self, edition: Edition) -> TimeLimit | None:
        """The limit *edition* sets for it; None where it sets none."""
        found: object = edition if self.limit_at else None
        for field in self.limit_at:
            found = getattr(found, str(field), None)
        return found if isinstance(found, TimeLimit) else None


class DutyRow(NamedTuple):
    """What is fixed of a kind of duty or clock."""

    words: str
    """What is owed, after its stage: "acknowledgement"."""
    words_at_stage_2: str = ""
    """Where stage 2 has words of its own."""
    tells_stage: bool = True
    """Whether people say its stage before it."""
    stages: tuple[Stage | None, ...] = tuple(Stage)
    """The stages it may be owed at; None beside them."""
    limit_at: tuple[str, ...] = ()
    """Where its limit stands in the stage's policy, beside the stages in the edition: the fields on the way."""
    anchors: frozenset[Anchor] = frozenset()
    """What its limit may be counted from at stage 1; empty where anything is."""
    counted_back: bool = False
    """Whether its limit is counted back from its anchor."""
    needs_limit: bool = False
    """Whether it is owed only where the edition sets its limit."""
    in_ladder: bool = True
    """Whether a landlord's ladder says who is told of it."""
    asked_of: tuple[Stage | None, ...] = ()
    """Where `complaints deadline` may be asked for it."""
    residents_hear: str = ""
    """As a letter tells a resident that its date has moved; empty where they were given none."""
    told_late: str = ""
    """As a letter tells a resident that it is late, after the day; empty where they are not told of it."""
    given: str = ""
    """Who named its day, before and after the day; empty where the day is always counted."""
    counted_first: bool = False
    """Whether its day is counted until somebody names one."""
    letter: str = ""
    """The letter that meets it, as a handler calls it; empty where none does."""
    keeps_record_open: bool = False
    """Whether the record of a closed complaint stays open until it is done."""

    @property
    def is_named(self) -> bool:
        """Whether somebody names its day from the first, so that no calendar moves it."""
        return bool(self.given) and not self.counted_first


_BOTH = tuple(Stage)
_ONE, _TWO = (Stage.ONE,), (Stage.TWO,)
_BESIDE = (None,)
_FROM_RECEIPT = frozenset({Anchor.RECEIVED})
_OR_ACKNOWLEDGED = frozenset({Anchor.RECEIVED, Anchor.ACKNOWLEDGED})
_AFTER_THE_RESPONSE = frozenset({Anchor.RESPONSE_SENT, Anchor.RESPONSE_RECEIVED})
_WHEN_PUT_RIGHT = frozenset({Anchor.RECEIVED, Anchor.QUICK_RESOLUTION_AGREED})
_AT_STAGE_2 = {Anchor.RECEIVED: Anchor.ESCALATION_REQUESTED}

# A clock that started from its own end, or from another stage's event, would never start: hence the anchors.
ROWS: dict[DutyKind, DutyRow] = {
    DutyKind.QUICK_RESOLUTION: DutyRow(
        "quick resolution",
        stages=_BESIDE,
        limit_at=("quick_resolution", "limit"),
        anchors=_WHEN_PUT_RIGHT,
        asked_of=_BESIDE,
        residents_hear="what we agreed to do to be done",
        told_late="what we agreed to do should have been done",
    ),
    DutyKind.ACKNOWLEDGE: DutyRow(
        "acknowledgement",
        limit_at=("acknowledge",),
        anchors=_FROM_RECEIPT,
        asked_of=_BOTH,
        residents_hear="our acknowledgement",
        told_late="you should have had our letter that says who is dealing with your complaint",
        letter="acknowledgement",
    ),
    DutyKind.CONTACT: DutyRow(
        "contact with the resident", limit_at=("contact",), anchors=_OR_ACKNOWLEDGED, asked_of=_BOTH
    ),
    DutyKind.DETAILS: DutyRow(
        "details on record", limit_at=("details",), anchors=_OR_ACKNOWLEDGED, needs_limit=True, asked_of=_ONE
    ),
    DutyKind.UNDERSTANDING: DutyRow(
        "our understanding in writing",
        limit_at=("understanding",),
        anchors=_OR_ACKNOWLEDGED,
        needs_limit=True,
        asked_of=_TWO,
    ),
    DutyKind.CONFIRM_UNDERSTANDING: DutyRow(
        "the resident's word on our understanding",
        limit_at=("confirm_understanding",),
        anchors=frozenset({Anchor.UNDERSTANDING_SENT}),
        needs_limit=True,
    ),
    DutyKind.INVESTIGATE: DutyRow(
        "investigation",
        words_at_stage_2="review",
        limit_at=("investigate",),
        anchors=_OR_ACKNOWLEDGED,
        needs_limit=True,
        asked_of=_BOTH,
        told_late="we should have finished looking into your complaint",
    ),
    DutyKind.APPROVE: DutyRow(
        "approval of the response",
        limit_at=("approve",),
        anchors=frozenset({Anchor.RESPONSE_DUE}),
        counted_back=True,
        needs_limit=True,
        asked_of=_ONE,
    ),
    DutyKind.RESPOND: DutyRow(
        "response",
        words_at_stage_2="final response",
        limit_at=("respond",),
        anchors=_OR_ACKNOWLEDGED,
        asked_of=_BOTH,
        residents_hear="our full response",
        told_late="you should have had our full response to your complaint",
        letter="response",
    ),
    DutyKind.EXTENSION: DutyRow(
        "extension",
        limit_at=("extension", "limit"),
        anchors=frozenset({Anchor.RESPONSE_DUE}),
        in_ladder=False,
        asked_of=_BOTH,
    ),
    DutyKind.APPROVE_EXTENSION: DutyRow(
        "approval of the extension", given="an extension is told by {day}, the day that it puts off."
    ),
    DutyKind.EXTENSION_LETTER: DutyRow(
        "extension letter",
        given="told by {day}, before the date that it puts off has passed or on the day it is given.",
        letter="extension",
    ),
    DutyKind.REFUSAL_LETTER: DutyRow("refusal letter", stages=_ONE, letter="refusal", keeps_record_open=True),
    DutyKind.ESCALATION_WINDOW: DutyRow(
        "the time to ask for stage 2",
        tells_stage=False,
        stages=_ONE,
        limit_at=("escalation_window",),
        anchors=_AFTER_THE_RESPONSE,
        needs_limit=True,
        asked_of=_ONE,
        residents_hear="the time to ask for a review to end",
    ),
    DutyKind.DECIDE_LATE_REQUEST: DutyRow(
        "decision on the late request for stage 2",
        tells_stage=False,
        stages=_ONE,
        limit_at=("escalation_window", "late_decided_within"),
        anchors=frozenset({Anchor.ESCALATION_REQUESTED}),
        needs_limit=True,
        residents_hear="our decision on your request",
        told_late="you should have had our decision on your request for a review",
        keeps_record_open=True,
    ),
    DutyKind.OFFER_STAGE_2: DutyRow(
        "the resident's word on whether they want stage 2",
        tells_stage=False,
        stages=_ONE,
        limit_at=("escalation_window", "offered_within"),
        anchors=frozenset({Anchor.REACTION}),
        needs_limit=True,
    ),
    DutyKind.CLOSE: DutyRow("closure", limit_at=("close",), anchors=_AFTER_THE_RESPONSE),
    DutyKind.ACTION: DutyRow(
        "promised action",
        stages=_BESIDE,
        told_late="something we promised you should have been done",
        given="promised for {day}.",
        keeps_record_open=True,
    ),
    DutyKind.ACTION_ANSWER: DutyRow(
        "the time to answer on an action",
        stages=_BESIDE,
        limit_at=("actions", "answer_within"),
        anchors=frozenset({Anchor.ACTION_COMPLETED}),
        in_ladder=False,
    ),
    DutyKind.OMBUDSMAN: DutyRow(
        "answer to the Ombudsman",
        stages=_BESIDE,
        given="the Ombudsman asks for it by {day}.",
        keeps_record_open=True,
    ),
    DutyKind.DIRECTION: DutyRow(
        "what the Ombudsman directed",
        stages=_BESIDE,
        given="the Ombudsman directs it by {day}.",
        keeps_record_open=True,
    ),
    DutyKind.SERVICE_REQUEST: DutyRow(
        "answer to the request passed on",
        stages=_BESIDE,
        limit_at=("front_door", "follow_up"),
        anchors=frozenset({Anchor.PASSED_ON}),
        keeps_record_open=True,
    ),
    DutyKind.SUPPORT_REVIEW: DutyRow(
        "review of what helps the resident", stages=_BESIDE, given="set for {day} when the support was recorded."
    ),
    DutyKind.INTERNAL_INVESTIGATION: DutyRow(
        "internal investigation",
        stages=_BESIDE,
        limit_at=("refusal", "investigation"),
        anchors=frozenset({Anchor.REFUSED}),
        needs_limit=True,
        keeps_record_open=True,
    ),
    DutyKind.REFUSAL_REVIEW: DutyRow(
        "looking again at what was refused",
        stages=_BESIDE,
        given="set for {day} when the complaint was refused.",
        keeps_record_open=True,
    ),
    DutyKind.PROGRESS_UPDATE: DutyRow(
        "progress update", stages=_BESIDE, limit_at=("progress_update",), needs_limit=True
    ),
    DutyKind.LATE_LETTER: DutyRow(
        "letter to say that something is late",
        stages=_BESIDE,
        limit_at=("late_letter",),
        anchors=frozenset({Anchor.MISSED}),
        needs_limit=True,
        given="the resident was told that they would hear again by {day}.",
        counted_first=True,
        keeps_record_open=True,
    ),
    DutyKind.NEXT_WORD: DutyRow(
        "the time until the resident hears again",
        stages=_BESIDE,
        limit_at=("late_letter", "hear_within"),
        anchors=frozenset({Anchor.LATE_LETTER_SENT}),
        in_ladder=False,
    ),
    DutyKind.POST: DutyRow("posting", tells_stage=False, stages=(None, *_BOTH), keeps_record_open=True),
    DutyKind.QUICK_LAPSE: DutyRow(
        "the time to put it right",
        stages=_BESIDE,
        limit_at=("quick_resolution", "lapses_after"),
        anchors=_WHEN_PUT_RIGHT,
        in_ladder=False,
    ),
}


@cache
def _key(kind: DutyKind, stage: Stage | None = None, number: int | None = None, letter: str = "") -> DutyKey:
    """One value a key, so that it is made once and found equal at a glance."""
    return DutyKey(kind=kind, stage=stage, number=number, letter=letter)


KEYS = tuple(_key(kind, stage) for stage in (None, *Stage) for kind, row in ROWS.items() if stage in row.stages)
"""Every key but those with a number, beside the stages first."""
NAMED = {key.name: key for key in KEYS}
"""The keys by the names that files and the command line have for them."""
OFFER = DutyKind.OFFER_STAGE_2.at(Stage.ONE)
"""To ask whoever is not satisfied with stage 1 whether they want stage 2."""
WINDOW = DutyKind.ESCALATION_WINDOW.at(Stage.ONE)
"""The time to ask for stage 2."""
