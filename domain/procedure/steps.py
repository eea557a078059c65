"""Every order of the procedure, from the rows beside the steps."""

from domain.messages.message import Message
from domain.procedure.exclusions import accept_late, refuse, reverse
from domain.procedure.front_door import (
    contact_details,
    convert,
    death,
    disclosure,
    particulars,
    resolve,
    support,
    triage,
)
from domain.procedure.ombudsman import enquiry
from domain.procedure.remedies import actions
from domain.procedure.stages import (
    about,
    acknowledge,
    allocate,
    approve,
    change_draft,
    close,
    contact,
    details,
    draft,
    escalate,
    extend,
    investigate,
    issues,
    post,
    react,
    release_letter,
    respond,
    settle_letter,
    withdraw,
)
from domain.procedure.step import Step
from domain.procedure.ways_back import (
    correct_contact,
    correct_letter,
    correct_posting,
    correct_receipt,
    direct,
    release_notices,
    reopen,
)

_ROWS = (
    *allocate.STEPS,
    *about.STEPS,
    *refuse.STEPS,
    *reverse.STEPS,
    *accept_late.STEPS,
    *acknowledge.STEPS,
    *contact.STEPS,
    *issues.STEPS,
    *support.STEPS,
    *disclosure.STEPS,
    *contact_details.STEPS,
    *particulars.STEPS,
    *death.STEPS,
    *details.STEPS,
    *investigate.STEPS,
    *draft.STEPS,
    *change_draft.STEPS,
    *approve.STEPS,
    *respond.STEPS,
    *post.STEPS,
    *release_letter.STEPS,
    *settle_letter.STEPS,
    *actions.STEPS,
    *extend.STEPS,
    *triage.STEPS,
    *convert.STEPS,
    *resolve.STEPS,
    *escalate.STEPS,
    *enquiry.STEPS,
    *react.STEPS,
    *withdraw.STEPS,
    *close.STEPS,
    *reopen.STEPS,
    *direct.STEPS,
    *correct_receipt.STEPS,
    *correct_contact.STEPS,
    *correct_posting.STEPS,
    *correct_letter.STEPS,
    *release_notices.STEPS,
)

STEPS = {step.order: step for step in _ROWS}
"""The row of each order."""


def step_of(order: Message | type[Message]) -> Step:
    """The row of *order*."""
    return STEPS[order if isinstance(order, type) else type(order)]


def step_named(name: str) -> Step:
    """The row of the order with that name on the wire.

    Raises:
        LookupError: there is none.
    """
    return next(step for step in STEPS.values() if step.name == name)
