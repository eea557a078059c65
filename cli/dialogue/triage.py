"""The triage questions, by which a handler tells a complaint from other contacts (R-051, Q-042, F-020)."""

from collections.abc import Callable, Iterable
from datetime import date

from cli.dialogue.asking import Asking, listed, one_of, some_words, words, yes_no_or_unknown, yes_or_no
from domain.complaint.triage import Choice, TriageAnswers
from domain.policy.definition import Classification
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from intake.days import Nearest, day
from intake.errors import BadInputError

_NOT_DISSATISFIED = {
    Classification.SERVICE_REQUEST: "a request for a service, such as a repair",
    Classification.ENQUIRY: "a question",
    Classification.COMPLIMENT: "praise",
    Classification.POLICY_FEEDBACK: "what they think of a policy",
    Classification.COMPLAINT: "a complaint all the same",
}
_PASSED_ON = (Classification.SERVICE_REQUEST, Classification.ENQUIRY)


def ask(asking: Asking, rules: Rules, taker: Officer, today: date) -> None:
    """Ask the triage questions not answered beforehand; *taker* is the member of staff who records the contact.

    Raises:
        typer.Abort: whoever is asked leaves.
    """
    if asking.sheet.get("sorting", "classification"):
        return
    _before(asking, today)
    dissatisfied = "Are they dissatisfied, however they put it? (y/n)"
    is_dissatisfied = bool(asking.once(dissatisfied, yes_or_no, "sorting", "dissatisfied"))
    classification = _chosen(asking, rules, taker) if is_dissatisfied else _named(asking)
    if classification in _PASSED_ON:
        services = {key: f"{key} ({policy})" for key, policy in rules.edition.front_door.passed_on_to.items()}
        asking.once(listed("Who deals with it?", services), one_of(services), "sorting", "passed_on_to")
    if classification is Classification.POLICY_FEEDBACK:
        asking.once("Which policy is it about? (Enter for the complaints policy)", words, "sorting", "policy")
    asking.sheet.put(classification.value, "sorting", "classification")


def _before(asking: Asking, today: date) -> None:
    """What was before: the first contact, an answer that did not satisfy."""
    first = "Is this the first time they have contacted us about it? (y/n)"
    if asking.once(first, yes_or_no, "sorting", "first_contact"):
        return
    days = "On which days did they contact us before? (such as 28/10/2026; commas between; Enter if not known)"
    asking.once(days, lambda typed: _days(typed, today), "sorting", "earlier_contacts")
    answered = "Did they have an answer then? (y/n; Enter if not known)"
    if asking.once(answered, yes_no_or_unknown, "sorting", "initial_response_given"):
        satisfied = "Did that answer satisfy them? (y/n; Enter if not known; they may complain either way)"
        asking.once(satisfied, yes_no_or_unknown, "sorting", "initial_response_satisfactory")


def _chosen(asking: Asking, rules: Rules, taker: Officer) -> Classification:
    """What a dissatisfied person chose; where the policy makes it stage 1, no choice of less is offered."""
    sorting = TriageAnswers.model_validate(asking.sheet.get("sorting"))
    quick = rules.edition.quick_resolution
    if forced := [trigger for trigger in sorting.triggers if trigger in quick.excluded_by]:
        asking.say(f"  It is a complaint at stage 1 ({quick.clause}): {forced[0].words}.")
        return Classification.COMPLAINT
    ways = {
        str(Choice.COMPLAINT): "to make a complaint",
        str(Choice.QUICK_RESOLUTION): f"to have it put right at once, without a letter ({quick.name.lower()})",
        str(Choice.NEITHER): "only what they asked for, without a complaint",
    }
    question = listed("Tell them that they can make a complaint. What do they want?", ways)
    chosen = asking.once(question, _way(ways, rules, taker), "sorting", "chose")
    if chosen == Choice.COMPLAINT:
        return Classification.COMPLAINT
    if chosen == Choice.NEITHER:
        return _named(asking, _PASSED_ON)
    _agreed(asking, must_agree=quick.needs_agreement)
    return Classification.CONCERN


def _way(ways: dict[str, str], rules: Rules, taker: Officer) -> Callable[[str], str]:
    """A reader of what they want; it is put right at once only by whoever may agree to that."""
    quick, read = rules.edition.quick_resolution, one_of(ways)

    def checked(typed: str) -> str:
        way = read(typed)
        if way == Choice.QUICK_RESOLUTION and not taker.roles & set(quick.by):
            roles = " or ".join(rules.landlord.roles[role] for role in quick.by)
            raise BadInputError(
                f"{quick.clause}: only the role {roles} can agree to that, and you do not hold it; "
                "put them through to one of them, or record a complaint."
            )
        return way

    return checked


def _agreed(asking: Asking, *, must_agree: bool) -> None:
    asking.once("What will be done at once?", some_words, "sorting", "agreed_action")
    how = f"How did they agree? (by telephone, in person …{'' if must_agree else '; Enter if not asked'})"
    asking.once(how, some_words if must_agree else words, "sorting", "agreed_how")


def _named(asking: Asking, among: Iterable[Classification] = tuple(_NOT_DISSATISFIED)) -> Classification:
    """What it is, where nobody complains."""
    names = {str(kind): _NOT_DISSATISFIED[kind] for kind in among}
    return Classification(asking.ask(listed("What is it?", names), one_of(names)))


def _days(typed: str, today: date) -> list[str]:
    return [day(each, today, Nearest.PAST).isoformat() for each in typed.split(",") if each.strip()]
