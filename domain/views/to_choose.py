"""What of a complaint an order may name, to choose from: issues, promises, letters, directions, reasons to refuse."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from domain.complaint.complaint import Complaint
from domain.complaint.long_texts import beginning
from domain.complaint.notice_kinds import letter_called
from domain.complaint.responses import Response
from domain.duties.letters import unsent_letters
from domain.duties.never_gone import posted_letters
from domain.policy.rules import Rules

Choices = tuple[tuple[str, str], ...]
"""Each value with its words."""
_SIGNS = 100
"""Signs of an issue or a promise, by which it is told from others."""


def to_choose(complaint: Complaint, rules: Rules, order: str) -> Mapping[str, Choices]:
    """Of each field that names something of *complaint*, what there is; *order* is its name on the wire."""
    issues = tuple((str(each.number), _short(each.described)) for each in complaint.issues)
    done_too = order == "answer_action"
    actions = tuple(
        (str(each.number), _short(each.promise.what)) for each in complaint.actions if each.is_open or done_too
    )
    return {
        **dict.fromkeys(("issue", "issues"), issues),
        **dict.fromkeys(("action", "keep", "release", "same_as"), actions),
        "direction": tuple(_directions(complaint)),
        "entry": tuple(_attempts(complaint)),
        "letter": tuple(dict(_letters(complaint, order)).items()),
        "code": tuple((each.code, _capital(each.says)) for each in rules.edition.exclusions),
        "without": tuple((name, _capital(name.replace("_", " "))) for name in Response.model_fields),
    }


def _directions(complaint: Complaint) -> Iterator[tuple[str, str]]:
    for each in complaint.directions:
        if each.done_at is None:
            yield str(each.number), f"{each.reference}: {_short(each.asked or each.directs.words)}"


def _attempts(complaint: Complaint) -> Iterator[tuple[str, str]]:
    for progress in complaint.stages:
        for each in progress.attempts.made:
            yield str(each.entry), f"{_capital(each.outcome.replace('_', ' '))}, {_on(each.on)}"


def _letters(complaint: Complaint, order: str) -> Iterable[tuple[str, str]]:
    """The letters such an order may be about, each by its number."""
    match order:
        case "record_posted" | "print_again" | "release_letter":
            return ((each.number, _capital(each.called)) for each in unsent_letters(complaint))
        case "settle_letter":
            doubt = complaint.unknown_letters
            return ((complaint.letter_number(each.notice), _capital(letter_called(each.kind))) for each in doubt)
        case "correct_posting":
            posted = posted_letters(complaint)
            return ((each.number, _capital(each.called)) for each in posted if each.number)
    gone = reversed(complaint.gone)
    return ((complaint.letter_number(each.key), _capital(letter_called(each.kind))) for each in gone)


def _short(words: str) -> str:
    """The first of *words*, in one line."""
    line = " ".join(beginning(words).split())
    return line if len(line) <= _SIGNS else f"{line[:_SIGNS].rstrip()}…"


def _on(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
