"""From an order's shape to the options that give it, and back: one way for every order.

The order's fields are the options; what lies one level deeper, such as a response, is given by its own fields beside
them. A file holds the same names, or has what lies deeper as a table.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from domain.complaint.complainant import Particulars
from domain.complaint.issues import NewIssue
from domain.complaint.ombudsman import OmbudsmanReferral
from domain.complaint.resident import Resident
from domain.complaint.responses import Promise, Response
from domain.complaint.support import Support
from domain.complaint.triage import Sorting
from domain.messages.message import AlreadySent, Message
from domain.value import Order
from intake.errors import BadInputError

HELP = {
    "about": "The staff id of somebody it turns out to be about; they take no further part.",
    "about_contractor": "The contractor, or whoever else acted for the landlord, it is about.",
    "about_staff": "The staff id of somebody it is about; may be given more than once.",
    "address": "Their address; once a line.",
    "anonymous": "They do not say who they are, and nothing reaches them.",
    "accept": "Whether the complaint goes to stage 2.",
    "action": "The number of the promised action.",
    "adjustments": "What is done differently for them; may be given more than once.",
    "age_exception": "Why an old issue is taken all the same.",
    "agreed_action": "What will be done at once, as it was agreed with the resident.",
    "agreed_how": "How the resident agreed: by telephone, in person …",
    "agrees": "Whether the resident agrees to the extension.",
    "alternative": "What the landlord does instead.",
    "answer": "What the Ombudsman was told.",
    "refuse.answer": "The answer to the question the policy asks first; yes means that the complaint is taken.",
    "appeal_route": "The other appeal procedure, as the letter names it.",
    "asked": "What the Ombudsman asks for.",
    "approved_by": "The id of whoever approved an extension beyond the policy's limit.",
    "because": "Why it is taken after all.",
    "chose": "What they chose when the choice to complain was offered, whatever words they used.",
    "claim_filed_on": "The day on which the claim was filed at court, as 2026-12-24.",
    "classification": "What they came with.",
    "code": "What the policy calls the reason, such as out_of_time.",
    "comment": "What the resident said of it.",
    "comments": "What the author should change.",
    "complaint": "The complaint as the response sets it out.",
    "confirmed": "Whether the resident said that we understood them rightly; they did unless you say no.",
    "consent_asked_on": "The day on which the resident was asked for their consent, as 2026-12-24.",
    "court_reference": "The reference of the claim filed at court.",
    "desired_outcome": "The outcome the resident wants.",
    "discretion": "Why an old issue is not taken all the same.",
    "dissatisfied": "Whether they are dissatisfied, in whatever words.",
    "due_on": "By when, as 2026-12-24.",
    "earlier_contacts": "A day on which they contacted us about it before, as 2026-12-24; may be given more than once.",
    "evidence": "What it rests on, and where it is kept.",
    "exceptional_reason": "Why it goes beyond the policy's limit.",
    "email": "Their e-mail address.",
    "findings": "What was found of one issue, as 'NUMBER; upheld; WHY' (or partly_upheld, not_upheld, not_ours).",
    "first_contact": "Whether this is the first time they contact us about it.",
    "found": "What the investigation or the review found.",
    "handler": "The id of the member of staff who gets it.",
    "how": "How a printed letter went.",
    "initial_response_given": "Whether they had an answer before.",
    "initial_response_satisfactory": "Whether that answer satisfied them; it never keeps anybody from complaining.",
    "investigate_internally": "Whether the landlord looks into it all the same.",
    "issue": "The number of the issue.",
    "issues": "What they say, in their own words; once an issue.",
    "known_on": "When the resident came to know of it, where that was later, as 2026-12-24.",
    "landlord": "The landlord's key, as its folder in policies/.",
    "large_print": "Whether letters are printed large.",
    "learning": "What is learnt from the complaint; may be given more than once.",
    "letter": "The letter that has gone.",
    "managing_agent": "The managing agent it is about.",
    "mobile": "Their mobile number, for texts.",
    "more_needed": "Whether more has to be done.",
    "name": "The resident's name, exactly as they write it.",
    "needs": "What helps them, in their words.",
    "next_step_told": "Whether the letter that has gone told the resident how to go further.",
    "no_learning_because": "Why nothing is learnt from it.",
    "no_wish_to_escalate": "The resident does not wish to go to stage 2.",
    "not_ours": "Whose it is, and why the landlord is not responsible for it.",
    "note": "Anything worth keeping.",
    "occurred_on": "When it happened, as 2026-12-24.",
    "offered": "What was offered to help them.",
    "officer": "The id of the member of staff who was consulted.",
    "ombudsman_reference": "The Ombudsman's own reference.",
    "ours": "It is the landlord's after all, though it was recorded as somebody else's.",
    "outcome": "What came of it.",
    "owner": "Who will do it: a staff id, or the name of a contractor.",
    "passed_on_to": "The service it is passed on to, such as repairs.",
    "policy": "The policy the matter is about, where it is kept as feedback for its next review.",
    "prefers": "How they want to be written to.",
    "prior_answered_on": "The day of that complaint's final response, as 2026-12-24.",
    "prior_reference": "The reference of the complaint that was fully investigated.",
    "property_address": "The property it is about, where they do not live there.",
    "promises": "An action that is promised, as 'WHAT; WHO; 2026-12-24'; may be given more than once.",
    "reason": "Why.",
    "reference": "A reference of your own; else one is made.",
    "relation": "How they stand to the landlord.",
    "reasons": "The reasons.",
    "remedy": "How things are put right.",
    "resident_agrees": "Whether the resident agrees.",
    "resident_happy": "Whether the resident is happy with it.",
    "resolution_agreed": "The resident agrees to the resolution.",
    "respond_by": "The Ombudsman's own deadline, as 2026-12-24.",
    "review_on": "The day on which it is looked at again, as 2026-12-24.",
    "satisfactory": "Whether the resident finds the action satisfactory.",
    "sent_at": "When the letter went, where it has gone already; local time.",
    "sent_how": "How it went: post or by_hand.",
    "stage_1_complete": "Whether stage 1 looked into everything.",
    "stage_1_stands": "Whether the outcome of stage 1 stands.",
    "summary": "What it came to.",
    "open.summary": "What it is about, in a line.",
    "to": "What it is from now on; a complaint, where nothing is said.",
    "told_timescale": "The resident was told when to expect the response.",
    "understood": "What the resident means, as we understood it.",
    "wants_texts": "Whether they want texts; they do unless they say no.",
    "what": "What will be done.",
    "why": "Why.",
    "words": "What the resident is not happy with, as they say it.",
    "working_days": "By how many working days.",
}

_SENT = {"sent_at": "at", "sent_how": "how", "next_step_told": "next_step_told"}
_INNER: dict[type[BaseModel], dict[str, str]] = {
    AlreadySent: _SENT,
    Response: {name: name for name in Response.model_fields},
    Promise: {"what": "what", "owner": "owner", "due_on": "due_on"},
    NewIssue: {name: name for name in NewIssue.model_fields},
    Resident: {name: name for name in ("name", "email", "mobile", "address", "prefers", "wants_texts")},
    Particulars: {name: name for name in Particulars.model_fields},
    Sorting: {name: name for name in Sorting.model_fields},
    Support: {name: name for name in Support.model_fields},
    OmbudsmanReferral: {"ombudsman_reference": "reference", "respond_by": "respond_by", "asked": "asked"},
}
_SINGULAR = {
    "promises": "promise",
    "findings": "finding",
    "adjustments": "adjustment",
    "earlier_contacts": "earlier-contact",
    "issues": "issue",
}
_IN_A_LINE = {
    "promises": (("what", "owner", "due_on"), "WHAT; WHO; 2026-12-24"),
    "findings": (("issue", "finding", "reasons"), "NUMBER; upheld; WHY"),
}
"""What may be typed in one line, its parts between semicolons; the last part of a finding may hold more of them."""


class Field(NamedTuple):
    """One option of an order."""

    name: str
    kind: Any
    """The type its value has when it is typed."""
    of: str = ""
    """The order's name."""

    @property
    def help(self) -> str:
        """What it means: for this order, or for all that have it."""
        return HELP.get(f"{self.of}.{self.name}") or HELP.get(self.name, "")

    @property
    def singular(self) -> str:
        """What an option is called that is given once for each of several; empty where it goes by its name."""
        return _SINGULAR.get(self.name, "")


def fields_of(order: type[Order]) -> tuple[Field, ...]:
    """The options of *order*, beside those that every order has."""
    fields = (field for name, value in _own(order).items() for field in _fields(name, value))
    of = order.name if issubclass(order, Message) else "open"
    return tuple(field._replace(of=of) for field in fields)


def nested(order: type[Order], given: Mapping[str, object]) -> dict[str, object]:
    """The values as the order holds them.

    Raises:
        BadInputError: a name is none of its options, or a promise or a finding cannot be read.
    """
    known = {field.name for field in fields_of(order)} | (set(Message.model_fields) & set(order.model_fields))
    tables = {name for name, kind in _own(order).items() if kind in _INNER and name in given}
    for name in given:
        if name not in known | tables:
            raise BadInputError(f"{name} is unknown here; there are: {', '.join(sorted(known))}")
        if name in tables - known and not isinstance(given[name], dict | None):
            raise BadInputError(f"{name} holds names with values: {', '.join(_INNER[_own(order)[name]])}")
    values = {name: value for name, value in given.items() if value is not None}
    for name, kind in _own(order).items():
        if inner := _INNER.get(kind):
            table = values.pop(name) if name in tables else None
            parts = {**table} if isinstance(table, dict) else {}
            if parts := parts | {inside: values.pop(out) for out, inside in inner.items() if out in values}:
                values[name] = _completed(kind, parts)
    return values


def _completed(kind: type[BaseModel], parts: dict[str, object]) -> dict[str, object]:
    if kind is AlreadySent:
        return {"how": "post", **parts}
    lists = {name: each for name in _IN_A_LINE if isinstance(each := parts.get(name), list | tuple)}
    return parts | {name: [_read(name, each) for each in several] for name, several in lists.items()}


def _read(name: str, given: object) -> object:
    """One promise or finding: typed in a line, or a table already."""
    if not isinstance(given, str):
        return given
    names, like = _IN_A_LINE[name]
    parts = [part.strip() for part in given.split(";", len(names) - 1 if name == "findings" else -1)]
    if len(parts) != len(names) and not (name == "findings" and parts[1:]):
        raise BadInputError(f"{name}: {given!r} is not '{like}'")
    return dict(zip(names, parts, strict=False))  # a finding may have no reasons of its own


def _own(order: type[Order]) -> dict[str, Any]:
    """The order's own fields, each with its type."""
    own = {name: field for name, field in order.model_fields.items() if name not in Message.model_fields}
    kinds = {name: _without_none(field.annotation) for name, field in own.items()}
    return dict(sorted(kinds.items(), key=lambda field: field[1] is AlreadySent))  # rarely needed: last


def _fields(name: str, kind: Any) -> list[Field]:  # noqa: ANN401 - any field's type
    inner = _INNER.get(kind)
    if inner is None:
        return [Field(name, _typed_as(kind))]
    types = {inside: _without_none(field.annotation) for inside, field in kind.model_fields.items()}
    return [Field(outside, _typed_as(types[inside])) for outside, inside in inner.items()]


def _typed_as(kind: Any) -> Any:  # noqa: ANN401 - any field's type
    """What a person types for a value of *kind*: words, unless it is a number, a choice, or yes or no."""
    if get_origin(kind) is tuple:
        return list[str] | None
    if isinstance(kind, type) and (kind in {bool, int} or issubclass(kind, StrEnum)):
        return kind | None
    return str | None


def _without_none(kind: Any) -> Any:  # noqa: ANN401 - any field's type
    if get_origin(kind) in {Union, UnionType}:
        return next(part for part in get_args(kind) if part is not type(None))
    return kind
