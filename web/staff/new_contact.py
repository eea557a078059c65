"""From the form on which somebody takes down what a resident says to the plain values that intake reads."""

from collections.abc import Iterator

from domain.complaint.triage import Choice
from domain.policy.definition import Classification
from domain.value import Key
from intake.checks import MOST_ISSUES
from intake.errors import BadInputError
from web.staff.sheet import Sheet, filled

_OF_AN_ISSUE = ("words", "desired_outcome", "occurred_on", "known_on", "age_exception", "not_ours")
_RESIDENT = ("name", "email", "mobile", "address", "prefers")
_PARTICULARS = ("relation", "property_address", "managing_agent", "about_contractor")
_ANSWERS = {"yes": True, "no": False}
_YES_OR_NO = ("first_contact", "initial_response_given", "initial_response_satisfactory", "dissatisfied")
_SAID = ("passed_on_to", "policy", "agreed_action", "agreed_how", "why")
_CHOSE = {Classification.COMPLAINT: Choice.COMPLAINT, Classification.CONCERN: Choice.QUICK_RESOLUTION}
_CALLED = {
    ("summary", ""): "issue-1-words",
    ("issues", ""): "issue-1-words",
    ("ombudsman", "reference"): "ombudsman_reference",
    ("sorting", "chose"): "classification",
}
"""What the form calls fields that intake knows by other names."""


class MissingError(BadInputError):
    """Fields that the form cannot do without are empty."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields
        """By the form's own names."""


def issues_on(sheet: Sheet) -> int:
    """How many issues the form has room for."""
    return sheet.number("issues", 1, MOST_ISSUES)


def with_another(sheet: Sheet) -> Sheet:
    """The form with room for one issue more."""
    return sheet.put(issues=str(min(issues_on(sheet) + 1, MOST_ISSUES)))


def without(sheet: Sheet, number: int) -> Sheet:
    """The form without the issue of that number; those behind it move up."""
    count = issues_on(sheet)
    moved: dict[str, str] = {}
    for each in range(number, count + 1):
        for field in _OF_AN_ISSUE:
            moved[issue_field(each, field)] = sheet.one(issue_field(each + 1, field)) if each < count else ""
    return sheet.put(issues=str(max(count - 1, 1)), **moved)


def issue_field(number: int, field: str) -> str:
    """What a field of an issue is called in the form."""
    return f"issue-{number}-{field}"


def key_of(sheet: Sheet) -> str:
    """By which the desk knows the form again: sent twice, it opens one complaint."""
    return f"staff:{sheet.one('form')}"


def values_on(sheet: Sheet, landlord: str, by: str) -> dict[str, object]:
    """What was written as intake reads it; what was left empty is left out."""
    names = {"landlord": landlord, "recorded_by": by, "key": key_of(sheet)}
    return names | filled(
        {
            "channel": sheet.one("channel"),
            "at": sheet.one("at"),
            "summary": sheet.one("summary"),
            "anonymous": bool(sheet.one("anonymous")) or None,
            "resident": _resident(sheet),
            "issues": [issue for issue in _issues(sheet) if issue],
            "sorting": _sorting(sheet),
            "particulars": {name: sheet.one(name) for name in _PARTICULARS},
            "support": _support(sheet),
            "about_staff": list(sheet.all("about_staff")),
            "ombudsman": {
                "reference": sheet.one("ombudsman_reference"),
                "respond_by": sheet.one("respond_by"),
                "asked": sheet.one("asked"),
            },
        }
    )


def check_there(sheet: Sheet) -> None:
    """Whether everything is there that the form cannot do without.

    Raises:
        MissingError: it is not.
    """
    if missing := tuple(_missing(sheet)):
        raise MissingError(missing)


def field_of(key: Key) -> str:
    """The form's name of the field that intake knows by that key; empty where the form has none."""
    match key:
        case ("issues", int(place), str(field), *_):
            return issue_field(place + 1, field)
        case (str(table), str(field), *_):
            return _CALLED.get((table, field), field)
        case (str(field), *_):
            return _CALLED.get((field, ""), field)
    return ""


def _missing(sheet: Sheet) -> Iterator[str]:
    if not (sheet.one("name").strip() or sheet.one("anonymous")):
        yield "name"
    if not any("words" in issue for issue in _issues(sheet)):
        yield issue_field(1, "words")


def _resident(sheet: Sheet) -> dict[str, object]:
    resident: dict[str, object] = {name: sheet.one(name) for name in _RESIDENT}
    no_texts = False if sheet.one("no_texts") else None
    return resident | {"wants_texts": no_texts}


def _issues(sheet: Sheet) -> Iterator[dict[str, object]]:
    for number in range(1, issues_on(sheet) + 1):
        yield filled({field: sheet.one(issue_field(number, field)) for field in _OF_AN_ISSUE})


def _sorting(sheet: Sheet) -> dict[str, object]:
    """The answers by which it is told what the contact is; what they chose follows from what it is to be."""
    answers: dict[str, object] = {name: _ANSWERS.get(sheet.one(name)) for name in _YES_OR_NO}
    said: dict[str, object] = {name: sheet.one(name) for name in _SAID}
    kind = sheet.one("classification") or Classification.COMPLAINT.value
    chose = _chose(kind) if answers["dissatisfied"] else None
    earlier = [day.strip() for day in sheet.one("earlier_contacts").replace("\n", ",").split(",") if day.strip()]
    return answers | said | {"classification": kind, "chose": chose, "earlier_contacts": earlier}


def _chose(kind: str) -> str | None:
    known = {str(each) for each in Classification}
    return str(_CHOSE.get(Classification(kind), Choice.NEITHER)) if kind in known else None


def _support(sheet: Sheet) -> dict[str, object]:
    return {
        "needs": sheet.one("needs"),
        "adjustments": sheet.one("adjustments"),
        "offered": sheet.one("offered"),
        "large_print": bool(sheet.one("large_print")) or None,
    }
