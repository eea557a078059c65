"""Checks that several steps begin with: the complaint is open, and not answered yet."""

from collections.abc import Callable, Collection
from datetime import datetime

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.issues import Issue, list_issues
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
    if complaint.closed:
        what = "The complaint" if complaint.stages else "It"
        further, instead = _how_it_goes_further(complaint)
        raise NotAllowedError(
            f"{what} was closed ({complaint.closed.reason.replace('_', ' ')}). {further}", instead=instead
        )


def check_response_known(complaint: Complaint, clause: str) -> None:
    """It is known whether the response went.

    Raises:
        NotAllowedError: nobody knows.
    """
    letter = complaint.progress.responded
    if letter and complaint.unknown_letter(letter.notice):
        raise NotAllowedError(
            f"{clause}: nobody knows whether the {complaint.progress.stage.words} response went; find out whether it "
            "arrived, and record that.",
            instead="settle_letter",
        )


def _how_it_goes_further(complaint: Complaint) -> tuple[str, str]:
    """What the resident of something closed can still do, and the order that records it."""
    if complaint.stage is None and not complaint.withdrawn:
        return "It can become a complaint whenever the resident wishes: convert it.", "convert"
    if complaint.stage is None or (complaint.progress.responded is None and not complaint.review_withdrawn):
        return "It is opened again whenever the resident asks.", "reopen"
    if complaint.waiting_request:
        return "A manager is deciding on a request for stage 2; that comes first.", "decide_escalation"
    if complaint.review_withdrawn:
        return "It comes back only when the resident asks for stage 2 again.", "request_escalation"
    if complaint.at_stage(Stage.TWO):
        return "The resident can go to the Housing Ombudsman; if something is not right, it is opened again.", "reopen"
    return "It comes back when the resident asks for stage 2, or is opened again.", "request_escalation"


def check_reopened_otherwise(complaint: Complaint) -> None:
    """What was closed opens again, unless another order is the one that brings it back.

    Raises:
        NotAllowedError: its refusal is to be reversed, a request for stage 2 decided, or it becomes a complaint.
    """
    is_other_matter = complaint.stage is None and not complaint.withdrawn
    if complaint.refused or complaint.waiting_request or is_other_matter:
        check_open(complaint)


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


def check_there(complaint: Complaint, number: int, clause: str) -> Issue:
    """The issue of that number.

    Raises:
        NotAllowedError: there is none, or it was refused; the sentence lists those there are.
    """
    issue = complaint.issue(number)
    if issue is None:
        raise NotAllowedError(f"{clause}: there is no issue {number}; there is {list_issues(complaint.taken)}.")
    if not issue.is_taken:
        raise NotAllowedError(
            f"{clause}: {issue.shown} was refused; it comes back only when that is reversed.", instead="reverse_refusal"
        )
    return issue
