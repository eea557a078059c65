"""An acknowledgement sets out every issue: what is understood of each is recorded with it, from the same page."""

from domain.complaint.complaint import Complaint
from domain.complaint.issues import Issue
from domain.policy.stages import Stage
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.issues import ConfirmIssue
from domain.procedure.step import Step
from domain.procedure.steps import step_of
from web.staff.order_form import OrderForm
from web.staff.ordering import Ordered

_ASKED = ("understood", "desired_outcome")


def issues_each(step: Step, complaint: Complaint) -> tuple[Issue, ...]:
    """The issues that the page of *step* asks about one by one; none where it does not, or there is only one."""
    asks = step.order is Acknowledge and complaint.stage is Stage.ONE and len(complaint.taken) > 1
    return complaint.taken if asks else ()


def confirmations(form: OrderForm) -> tuple[Ordered, ...]:
    """The orders that record what was changed of each issue; none where nothing was."""
    if form.step.order is not Acknowledge:
        return ()
    numbers = sorted({name.split("-")[1] for name in form.posted if name.startswith("issue-")}, key=len)
    given = ((number, _changed(form, number)) for number in numbers)
    step = step_of(ConfirmIssue)
    orders = [Ordered(step, {"issue": number, **said}, form.name) for number, said in given if said]
    return tuple(
        order if place else Ordered(step, order.values, form.name, form.expects) for place, order in enumerate(orders)
    )


def _changed(form: OrderForm, number: str) -> dict[str, object]:
    """What is said of an issue, and was not there."""
    asked = {name: f"issue-{number}-{name}" for name in _ASKED}
    said = {name: form.text(at).replace("\r\n", "\n").strip() for name, at in asked.items()}
    return {name: words for name, words in said.items() if words and words != form.text(f"{asked[name]}-was")}
