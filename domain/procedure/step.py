"""One row an order: all that an order is, beside its fields (D8).

Updates, commands, steps of a scenario, their documentation and what a face may offer are made of these rows.
"""

from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple

from domain.complaint.actor import Actor, ActorKind
from domain.complaint.complaint import Complaint
from domain.messages.message import Message
from domain.policy.rules import Rules
from domain.policy.work import Work

May = Callable[[Complaint, Actor, datetime, Rules], None]
"""Refuses before any field is filled: whether somebody may give such an order at that time, as things stand."""
Check = Callable[[Complaint, Any, Rules], None]
"""Refuses an order, with the sentence, by raising NotAllowedError. The order is of the row's own type."""
Does = Callable[[Complaint, Any, Rules, datetime], Complaint]
"""Carries the order out."""


STAFF = frozenset({ActorKind.STAFF})
STAFF_OR_RESIDENT = STAFF | {ActorKind.RESIDENT}


class When(Enum):
    """To what of a complaint an order belongs."""

    AT_ITS_STAGE = "at its stage"
    """To the stage the complaint has reached: nothing of it happened before that stage began."""
    OF_ANY_STAGE = "of any stage"
    """To a stage, and perhaps to an earlier one."""
    BEFORE_STAGE_1_TOO = "before stage 1 too"
    """To whatever came in, whether it is a complaint or not."""


class Whose(Enum):
    """Whose a step is that is no work of a stage: who on the staff may take it."""

    ANYBODY = "anybody's"
    """What any member of staff records: intake, what was said, what was posted, a promise that was kept."""
    DETAILS = "anybody's, of the matter itself"
    """What any member of staff records of an issue as they understand it: with that they take part in the stage."""
    DECIDER = "a decider's"
    """A decision: the policy names its roles where it sets the rule, and the step's own check asks for them."""
    ADMISSION = "the decider's on a late request"
    """A decision too, and the door to stage 2: by somebody who took no part in stage 1."""
    RELEASE = "a manager's, of a letter"
    """A letter that can reach nobody is let go: the landlord's data name the roles, and it is no part in the stage."""
    OWNER = "its owner's, or a supervisor's"
    """What whoever has the complaint puts right, or somebody from above."""
    OVERSIGHT = "a supervisor's"
    """What is done from above: by the roles to which the policy gives oversight."""


class Step(NamedTuple):
    """An order of the procedure."""

    order: type[Message]
    said: str
    """What a scenario calls it; the command line too, unless it stands under another word there."""
    whose: Work | Whose
    """Whose step it is: the work of a stage, by its kind, or one that is no work of a stage."""
    may: May
    """Who and when."""
    check: Check
    """Whether it is complete, and right."""
    does: Does
    when: When = When.AT_ITS_STAGE
    under: tuple[str, str] | None = None
    """The two words of its command, where it is one of several about a thing: ("action", "done")."""
    givers: frozenset[ActorKind] = STAFF
    """Who may give it."""
    is_signal: bool = False
    """Whether it is a signal of the same name too: refused, it is recorded and its handler told (D8)."""
    undoes: tuple[str, ...] = ()
    """Orders, by their names, that may be given again within minutes in words used before this one was carried out."""

    @property
    def takes_part(self) -> bool:
        """Whether whoever takes it has taken part in its stage, and may not review that later (A-17, Q-072).

        It is no part in it to say who deals with it, to take down what was said, or to decide on a late request.
        """
        is_work = isinstance(self.whose, Work) and self.whose is not Work.ALLOCATE
        return is_work or self.whose in {Whose.DETAILS, Whose.DECIDER}

    @property
    def command(self) -> tuple[str, ...]:
        """The words of its command."""
        return self.under or (self.said,)

    @property
    def name(self) -> str:
        """What it is called on the wire."""
        return self.order.name
