"""Checks that several steps begin with: the complaint is open, and not answered yet."""

from collections.abc import Callable, Collection
from datetime import datetime

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.policy.landlord import RoleName
from domain.policy.rules import Rules
from domain.policy.staff import roles_in_words
from domain.policy.stages import Stage


def check_open(complaint: Complaint) -> None:
    """Nothing is done to a closed complaint but keeping its promises.

    Raises:
        NotAllowedError: it is closed.
    """
    if refusal := complaint.refused:
        raise NotAllowedError(
            f"{refusal.clause}: the complaint was refused ({refusal.code}). "
            "It comes back only when the refusal is reversed.",
            instead="reverse_refusal",
        )
    if complaint.closed and complaint.stage is None:
        raise NotAllowedError(
            f"It was closed ({complaint.closed.reason.replace('_', ' ')}). "
            "It can become a complaint whenever the resident wishes: convert it.",
            instead="convert",
        )
    if complaint.closed:
        further, instead = _how_it_goes_further(complaint)
        raise NotAllowedError(
            f"The complaint was closed ({complaint.closed.reason.replace('_', ' ')}). {further}", instead=instead
        )


def _how_it_goes_further(complaint: Complaint) -> tuple[str, str]:
    """What the resident of a closed complaint can still do, and the order that records it."""
    if complaint.review_withdrawn:
        return "It comes back only when the resident asks for stage 2 again.", "request_escalation"
    if complaint.at_stage(Stage.TWO):
        return "Stage 2 was its last stage; the resident can go to the Housing Ombudsman.", ""
    if complaint.progress.responded is None:
        return "It ended before stage 1 was answered; if the resident complains again, open a new complaint.", ""
    return "It comes back only when the resident asks for stage 2.", "request_escalation"


def check_unanswered(complaint: Complaint, clause: str) -> None:
    """What belongs before a stage's response is not done after it.

    Raises:
        NotAllowedError: the stage is answered, or the complaint is closed.
    """
    check_open(complaint)
    if complaint.progress.responded:
        raise NotAllowedError(f"{clause}: {complaint.progress.stage.words} has already been answered.")


def check_holds(by: Actor, roles: Collection[RoleName], rules: Rules, clause: str, does: str) -> None:
    """Whether whoever acts holds one of *roles*, which *does* this.

    Raises:
        NotAllowedError: they do not, or are not a member of staff.
    """
    if by.officer is None or not by.officer.roles & set(roles):
        raise NotAllowedError(f"{clause}: only the role {roles_in_words(tuple(roles), rules)} {does}.")


def may_always(_complaint: Complaint, _by: Actor, _at: datetime, _rules: Rules) -> None:
    """Whatever there is of the complaint, this may be done."""


def may_while_unanswered(
    clause: Callable[[Complaint, Rules], str],
) -> Callable[[Complaint, Actor, datetime, Rules], None]:
    """What may be done until the stage's response is decided on; *clause* says which rule that is."""

    def may(complaint: Complaint, _by: Actor, _at: datetime, rules: Rules) -> None:
        check_unanswered(complaint, clause(complaint, rules))

    return may
