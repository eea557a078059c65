"""What a form has in it before anybody types: what the resident said, what is there to be changed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.complaint.complaint import Case, Complaint
from domain.complaint.issues import Issue
from domain.complaint.responses import Finding
from domain.messages.message import Message
from domain.procedure.front_door.contact_details import ChangeContact
from domain.procedure.front_door.particulars import ChangeParticulars
from domain.procedure.front_door.support import RecordSupport
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.issues import ConfirmIssue
from domain.procedure.stages.respond import Respond
from domain.value import Given

Named = Mapping[str, Sequence[str]]
"""What the link to the page names: an issue by its number."""
Filling = Callable[[Case, Named], Mapping[str, Any]]


def filling(order: type[Message], case: Case, named: Named) -> Mapping[str, Any]:
    """The values that are there already, by the names of the fields."""
    return {name: value for name, value in _of(order, case, named).items() if value not in (None, "", (), frozenset())}


def _of(order: type[Message], case: Case, named: Named) -> Mapping[str, Any]:
    if order in _AT_A_STAGE and not case.complaint.stages:
        return {}
    return _FILLINGS[order](case, named) if order in _FILLINGS else {}


def _acknowledge(case: Case, _: Named) -> Mapping[str, Any]:
    complaint = case.complaint
    progress = complaint.progress
    issues = complaint.taken
    one = issues[0] if len(issues) == 1 else None
    understood = progress.understood or (one.described if one else "" if issues else complaint.summary)
    return {
        "understood": understood,
        "desired_outcome": progress.desired_outcome or (one.desired_outcome if one else ""),
    }


def _confirm_issue(case: Case, named: Named) -> Mapping[str, Any]:
    issue = _issue(case.complaint, named)
    return (
        _values(issue, "desired_outcome", "not_ours", "occurred_on", "known_on") | {"understood": issue.described}
        if issue
        else {}
    )


def _issue(complaint: Complaint, named: Named) -> Issue | None:
    number = next(iter(named.get("issue", ())), "")
    return next((each for each in complaint.issues if str(each.number) == number), None)


def _contact_details(case: Case, _: Named) -> Mapping[str, Any]:
    return _values(case.complaint.resident, "name", "email", "mobile", "address", "prefers", "wants_texts")


def _particulars(case: Case, _: Named) -> Mapping[str, Any]:
    return _values(case.complaint.particulars, "relation", "property_address", "managing_agent", "about_contractor")


def _support(case: Case, _: Named) -> Mapping[str, Any]:
    return _values(case.complaint.support, *type(case.complaint.support).model_fields)


def _draft(case: Case, _: Named) -> Mapping[str, Any]:
    """The draft that is there, to go on with; else what is asked of each issue."""
    complaint = case.complaint
    draft = complaint.progress.draft
    if draft:
        return _rows(draft.response)
    rows = [_to_find(issue) for issue in complaint.taken]
    return {"complaint": complaint.progress.understood or complaint.summary, "findings": rows if len(rows) > 1 else []}


def _response(case: Case, named: Named) -> Mapping[str, Any]:
    """Nothing where a draft is there: that goes, unless something else is written."""
    return {} if case.complaint.progress.draft else _draft(case, named)


def _to_find(issue: Issue) -> dict[str, Any]:
    """The finding on an issue, as far as it is known: of what is not ours there is only one."""
    return {"issue": issue.number, **({"finding": Finding.NOT_OURS} if issue.not_ours else {})}


def _rows(given: Given) -> dict[str, Any]:
    """The values of *given*, those of its rows as the rows hold them."""
    values = {name: getattr(given, name) for name in type(given).model_fields}
    return {
        name: [_rows(each) if isinstance(each, Given) else each for each in value]
        if isinstance(value, tuple)
        else value
        for name, value in values.items()
    }


def _values(of: Any, *names: str) -> dict[str, Any]:  # noqa: ANN401 - any value
    return {name: getattr(of, name) for name in names}


_AT_A_STAGE = frozenset({Acknowledge, PutDraft, Respond})
_FILLINGS: dict[type[Message], Filling] = {
    Acknowledge: _acknowledge,
    ConfirmIssue: _confirm_issue,
    ChangeContact: _contact_details,
    ChangeParticulars: _particulars,
    RecordSupport: _support,
    PutDraft: _draft,
    Respond: _response,
}
