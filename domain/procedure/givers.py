"""Who may take a step: its owner, whom the policy names, or any member of staff (R-054, R-064, Q-051, Q-077)."""

from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.separation_of_duties import check_apart
from domain.policy.rules import Rules
from domain.policy.staff import Officer, roles_in_words
from domain.policy.work import Work
from domain.procedure.gates import check_holds
from domain.procedure.step import Step, Whose


def check_giver(step: Step, complaint: Complaint, by: Actor, rules: Rules) -> None:
    """Whether *by* may take such a step; what it needs besides, the step's own checks say.

    Raises:
        NotAllowedError: they may not; the sentence says who may, by role, and names the owner.
    """
    if by.kind not in step.givers:
        raise NotAllowedError("Only a member of staff can do this: say who.")
    if by.officer is None:
        return
    if isinstance(step.whose, Work):
        _check_does(step.whose, complaint, by.officer, rules)
    elif step.whose is Whose.OVERSIGHT or (step.whose is Whose.OWNER and not _has_it(complaint, by.officer)):
        above = rules.edition.oversight
        check_holds(by, above.roles, rules, above.clause, "may do this")


def _has_it(complaint: Complaint, officer: Officer) -> bool:
    return complaint.handler is not None and complaint.handler.id == officer.id


def _check_does(work: Work, complaint: Complaint, officer: Officer, rules: Rules) -> None:
    """The work of a stage is for its owner, or for a role that the policy gives it; at stage 2 apart from stage 1."""
    progress = complaint.progress
    if work is not Work.ALLOCATE:
        check_apart(complaint, officer, rules)
    is_owner = progress.owner is not None and progress.owner.id == officer.id
    roles = rules.edition.stage(progress.stage).roles_for(work, is_owned=progress.owner is not None)
    if not is_owner and not officer.roles & set(roles):
        raise _is_for_others(work, complaint, roles, rules)


def _is_for_others(work: Work, complaint: Complaint, roles: tuple[str, ...], rules: Rules) -> NotAllowedError:
    """Who does that work, and what helps where somebody else should; what is closed is given to nobody."""
    stage, owner = complaint.progress.stage, complaint.progress.owner
    clause = rules.edition.stage(stage).owner.clause
    by_role = f"the role {roles_in_words(roles, rules)}" if roles else ""
    who = " or ".join(each for each in ("{}, who has it," if owner else "", by_role) if each)
    is_final = work is Work.ALLOCATE or complaint.closed is not None
    instead = "" if is_final else "reassign" if owner else "allocate"
    further = {"": "ask them to.", "reassign": "ask them to, or have it reassigned.", "allocate": "allocate it first."}
    sentence = f"{clause}: at {stage.words} only {who} {work.words}; {further[instead]}"
    if owner is None:
        return NotAllowedError(sentence, instead=instead)
    return NotAllowedError(sentence.format(owner.name), instead=instead, kept=sentence.format(owner.id))
