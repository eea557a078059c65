"""Change parts of the draft response that is there, saved or returned: what is not given stays as it is (A-29)."""

from datetime import datetime
from typing import Any, ClassVar

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import DraftChanged
from domain.complaint.responses import IssueFinding, Promise, Response
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.work import Work
from domain.procedure.stages.draft import check_words, draft_of, may_draft, put_forward
from domain.procedure.stages.respond import response_clause
from domain.procedure.step import Step

_PARTS = tuple(Response.model_fields)


class ChangeDraft(Message):
    """Change the parts of the draft response that are given; the rest stays, and it waits for approval where asked."""

    name: ClassVar[str] = "change_draft"

    response: Response
    """What changes: a finding replaces that of its issue, a promise one in the same words; else both are added."""
    without: tuple[str, ...] = ()
    """A part to take out before that, by its name, such as promises."""


def may_change_draft(complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """Whoever may draft may change the draft that is there.

    Raises:
        NotAllowedError: as for a draft, or there is none.
    """
    may_draft(complaint, by, at, rules)
    if complaint.progress.draft is None:
        raise NotAllowedError(
            f"{response_clause(complaint, rules)}: there is no draft to change; put one forward.", instead="draft"
        )


def check_change_draft(complaint: Complaint, order: ChangeDraft, rules: Rules) -> None:
    """What comes of it is complete, and other than it was.

    Raises:
        NotAllowedError: a part has no such name, nothing changes, or something is missing then.
    """
    clause, was = response_clause(complaint, rules), draft_of(complaint)
    if unknown := [part for part in order.without if part not in _PARTS]:
        raise NotAllowedError(f"{clause}: {unknown[0]} is not a part of a response; choose from: {', '.join(_PARTS)}.")
    if order.at < was.submitted_at:
        raise NotAllowedError(f"{clause}: this is dated before the draft was put forward; give the right date.")
    new = changed(was.response, order)
    if new == was.response:
        raise NotAllowedError(f"{clause}: the draft says that already; give what is to change.")
    check_words(complaint, new, landlord_day(order.at, rules.zone), rules)


def change_draft(complaint: Complaint, order: ChangeDraft, rules: Rules, now: datetime) -> Complaint:
    """Put the draft forward with what changes; an approval it had was for other words, and is asked for again."""
    was = draft_of(complaint).response
    new = changed(was, order)
    entry = DraftChanged(parts=tuple(part for part in _PARTS if getattr(new, part) != getattr(was, part)))
    return put_forward(complaint, order, new, entry, rules, now)


def changed(was: Response, order: ChangeDraft) -> Response:
    """The response as it is with what the order gives, and without what it takes out."""
    fields = Response.model_fields
    kept = was.model_copy(update={part: fields[part].default for part in order.without if part in fields})
    given = {part: value for part in _PARTS if (value := getattr(order.response, part)) != fields[part].default}
    return kept.model_copy(update=_what_follows(given) | given | _merged(kept, order.response, given))


def _what_follows(given: dict[str, Any]) -> dict[str, Any]:
    """What gives way: an outcome follows from new findings, and either something is learnt or nothing."""
    gives_way: dict[str, Any] = {"outcome": None} if "findings" in given else {}
    if "learning" in given:
        gives_way["no_learning_because"] = ""
    elif "no_learning_because" in given:
        gives_way["learning"] = ()
    return gives_way


def _merged(was: Response, new: Response, given: dict[str, Any]) -> dict[str, Any]:
    """The findings and promises that stay, with those that replace one or are added."""
    merged: dict[str, Any] = {}
    if "findings" in given:
        merged["findings"] = _findings(was.findings, new.findings)
    if "promises" in given:
        merged["promises"] = _promises(was.promises, new.promises)
    return merged


def _findings(was: tuple[IssueFinding, ...], new: tuple[IssueFinding, ...]) -> tuple[IssueFinding, ...]:
    issues = {finding.issue for finding in new}
    together = (*(finding for finding in was if finding.issue not in issues), *new)
    return tuple(sorted(together, key=lambda finding: finding.issue))


def _promises(was: tuple[Promise, ...], new: tuple[Promise, ...]) -> tuple[Promise, ...]:
    words = {promise.same_words for promise in new}
    return (*(promise for promise in was if promise.same_words not in words), *new)


STEPS = (
    Step(
        ChangeDraft,
        said="change-draft",
        whose=Work.RESPOND,
        may=may_change_draft,
        check=check_change_draft,
        does=change_draft,
        undoes=("draft", "change_draft", "return_draft", "approve"),
    ),
)
