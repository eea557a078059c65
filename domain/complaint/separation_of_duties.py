"""Separation of duties: by person, kept through reassignment and absence (D15)."""

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.stages import Draft, StageProgress
from domain.policy.edition import Owner
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.stages import Stage


def check_not_about(complaint: Complaint, officer: Officer | None) -> None:
    """Nobody the complaint is about may touch it.

    Raises:
        NotAllowedError: the complaint is about *officer*.
    """
    if officer and officer.id in complaint.about_staff:
        sentence = "Code 5.8: the complaint is about {}, who may take no part in it."
        raise NotAllowedError(sentence.format(officer.name), kept=sentence.format(officer.id))


def check_not_by(complaint: Complaint, staff_id: str) -> None:
    """Nor may they record anything in it, for themselves or for somebody else.

    Raises:
        NotAllowedError: the complaint is about whoever has that id.
    """
    if staff_id and staff_id in complaint.about_staff:
        name = next((person.name for person in complaint.people if person.id == staff_id), staff_id)
        sentence = "Code 5.8: the complaint is about {}, who may record nothing in it; somebody else must."
        raise NotAllowedError(sentence.format(name), kept=sentence.format(staff_id))


def check_not_promised_to(complaint: Complaint, owner: str) -> None:
    """Nor does the landlord promise the resident that they will put it right.

    Raises:
        NotAllowedError: the complaint is about *owner*.
    """
    if owner in complaint.about_staff:
        name = next((person.name for person in complaint.people if person.id == owner), owner)
        sentence = "Code 5.8: the complaint is about {}, so somebody else must do what is promised; name another owner."
        raise NotAllowedError(sentence.format(name), kept=sentence.format(owner))


def check_may_own(complaint: Complaint, officer: Officer, rules: Rules, *, given_by: Officer | None, why: str) -> None:
    """Who may own the stage the complaint has reached: the policy's roles in their order, else whom it lets be named.

    Raises:
        NotAllowedError: it is not for them or *given_by* does not name such, nothing says *why* it comes to them, the
            complaint is about them, or at stage 2 they took part in stage 1.
    """
    check_not_about(complaint, officer)
    check_apart(complaint, officer, rules)
    stage = complaint.progress.stage
    owner = rules.edition.stage(stage).owner
    if officer.roles & set(owner.roles):
        return
    may_be_named = given_by is not None and given_by.roles & set(owner.else_named_by)
    if not officer.roles & set(owner.else_roles) and not may_be_named:
        raise NotAllowedError(_belongs_to_others(stage, officer, owner, rules))
    if not why.strip():
        first = " or ".join(rules.landlord.roles[role] for role in owner.roles)
        raise NotAllowedError(
            f"{owner.clause}: {stage.words} belongs first to the role {first}; say why none of them deals with it."
        )


def _belongs_to_others(stage: Stage, officer: Officer, owner: Owner, rules: Rules) -> str:
    wanted, named_by = (
        " or ".join(rules.landlord.roles[role] for role in roles)
        for roles in ((*owner.roles, *owner.else_roles), owner.else_named_by)
    )
    named = f"; where none of them may, the role {named_by} names somebody" if named_by else ""
    return f"{owner.clause}: {stage.words} belongs to the role {wanted}, which {officer.name} does not hold{named}."


def check_apart(complaint: Complaint, officer: Officer | None, rules: Rules) -> None:
    """At stage 2, only somebody who took no part in stage 1 (R-054 with A-17, Q-072).

    Raises:
        NotAllowedError: *officer* handled, was consulted on, wrote or approved stage 1.
    """
    progress = complaint.progress
    policy = rules.edition.stage(progress.stage)
    if progress.stage is not Stage.TWO or officer is None or not policy.apart_from_stage_1:
        return
    if officer.id in complaint.stages[0].involved:
        sentence = (
            f"{policy.apart_clause}: {{}} took part in stage 1 and may not review it at stage 2. "
            "Choose somebody who was not involved."
        )
        raise NotAllowedError(sentence.format(officer.name), kept=sentence.format(officer.id))


def check_took_no_part_in_stage_1(complaint: Complaint, officer: Officer | None, clause: str, does: str) -> None:
    """Whether a review is opened is decided by somebody who has nothing in stage 1 to defend (Code 5.8).

    Raises:
        NotAllowedError: *officer* took part in stage 1.
    """
    if officer and officer.id in complaint.stages[0].involved:
        sentence = (
            f"{clause}: {{}} took part in stage 1 and may not be the one who {does} (Code 5.8). "
            "Choose somebody who was not involved."
        )
        raise NotAllowedError(sentence.format(officer.name), kept=sentence.format(officer.id))


def kept_from(complaint: Complaint, stage: Stage | None, rules: Rules) -> frozenset[str]:
    """Ids of those who are told nothing of *stage*: it is about them, or they may not review what they took part in."""
    apart = stage is Stage.TWO and rules.edition.stage_2.apart_from_stage_1
    return complaint.about_staff | (complaint.stages[0].involved if apart else frozenset())


def without_part(complaint: Complaint, officer: Officer) -> Complaint:
    """It turns out to be about *officer*: what they had, wrote, approved or asked for needs somebody else."""
    kept = complaint.changed(about_staff=complaint.about_staff | {officer.id})
    if kept.holder and kept.holder.id == officer.id:
        kept = kept.changed(holder=None)
    before = kept.answered_before
    return kept.changed(
        stages=tuple(_without(progress, officer.id) for progress in kept.stages),
        answered_before=_without(before, officer.id) if before else None,
    )


def _without(progress: StageProgress, officer: str) -> StageProgress:
    owner, draft, asked = progress.owner, progress.draft, progress.extension_asked
    if draft and progress.responded is None:
        draft = _not_theirs(draft, officer)
    if asked and officer in asked.put_forward_by:
        asked = asked.model_copy(update={"comments": asked.comments or FOR_SOMEBODY_ELSE})
    if asked and asked.approver and asked.approver.id == officer:
        asked = asked.model_copy(update={"approver": None})
    left = None if owner and owner.id == officer else owner
    consulted = progress.consultations
    if progress.responded is None:
        consulted = tuple(each for each in consulted if each.officer.id != officer)
    changes = {"owner": left, "draft": draft, "extension_asked": asked, "consultations": consulted}
    return progress.model_copy(update=changes)


def _not_theirs(draft: Draft, officer: str) -> Draft:
    """What they wrote waits for somebody else to put it forward; what they approved, for somebody else to approve."""
    if draft.author.id == officer:
        changes = {"comments": draft.comments or FOR_SOMEBODY_ELSE, "approved_by": None, "approved_at": None}
        return draft.model_copy(update=changes)
    if draft.approved_by and draft.approved_by.id == officer:
        return draft.model_copy(update={"approved_by": None, "approved_at": None})
    return draft


FOR_SOMEBODY_ELSE = "The complaint is about whoever put this forward: somebody else must put a response forward."
"""Why it was returned."""
