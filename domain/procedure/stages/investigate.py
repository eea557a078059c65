"""Finding out: contact with the resident, the investigation or review, and whom its owner consulted."""

from datetime import datetime
from typing import ClassVar

from pydantic import PositiveInt

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import Consulted, Investigated
from domain.complaint.separation_of_duties import check_not_about
from domain.complaint.stages import Consultation
from domain.duties.fulfilment import duty_of, note_met
from domain.messages.message import Message
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.policy.work import Work
from domain.procedure.exclusions.refused_matters import check_found, owed_on_refused, record_found
from domain.procedure.gates import check_there, check_unanswered, may_while_unanswered
from domain.procedure.step import Step


class RecordInvestigation(Message):
    """Record what the investigation or the review found."""

    name: ClassVar[str] = "record_investigation"

    issue: PositiveInt | None = None
    """The issue."""
    found: str = ""
    """What the investigation or the review found."""
    stage_1_complete: bool | None = None
    """Whether stage 1 looked into everything."""
    more_needed: bool | None = None
    """Whether more has to be done."""


class Consult(Message):
    """Record a consultation with a member of staff."""

    name: ClassVar[str] = "consult"
    names_as_part: ClassVar[str] = "officer"
    repeatable: ClassVar[bool] = True

    officer: Officer
    """The member of staff who was consulted."""
    summary: str = ""
    """What the consultation concluded."""


def may_investigate(complaint: Complaint, _by: Actor, at: datetime, rules: Rules) -> None:
    """Findings belong before the response; or to a refused matter.

    Raises:
        NotAllowedError: the stage is answered.
    """
    if owed_on_refused(complaint, at, rules):
        return
    check_unanswered(complaint, _clause(complaint, rules))


def check_investigation(complaint: Complaint, order: RecordInvestigation, rules: Rules) -> None:
    """Findings are put in words.

    Raises:
        NotAllowedError: no finding, or no such issue.
    """
    if owed_on_refused(complaint, order.at, rules):
        check_found(complaint, order, rules)
        return
    clause = _clause(complaint, rules)
    if not order.found.strip():
        raise NotAllowedError(f"{clause}: say what was found.")
    if order.issue:
        check_there(complaint, order.issue, clause)


def _clause(complaint: Complaint, rules: Rules) -> str:
    policy = rules.edition.stage(complaint.progress.stage)
    return policy.investigate.clause if policy.investigate else policy.owner.clause


def record_investigation(complaint: Complaint, order: RecordInvestigation, rules: Rules, now: datetime) -> Complaint:
    """Record what was found; at stage 2 also whether stage 1 was complete (F-030, F-072)."""
    if owed_on_refused(complaint, order.at, rules):
        return record_found(complaint, order, rules, now)
    progress = complaint.progress
    limit = rules.edition.stage(progress.stage).investigate
    done = complaint.noting(
        Investigated(
            found=order.found,
            issue=order.issue,
            stage_1_complete=order.stage_1_complete,
            more_needed=bool(order.more_needed),
        ),
        at=order.at,
        now=now,
        by=order.by,
        clause=limit.clause if limit else "",
    )
    return done if order.more_needed else note_investigated(done, rules, order.at, now)


def note_investigated(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """The outcome is recorded: with that the investigation ends, whichever step recorded it (C-04, C-10)."""
    progress = complaint.progress
    if progress.investigated_at:
        return complaint
    done = complaint.with_progress(progress, investigated_at=at)
    if rules.edition.stage(progress.stage).investigate is None:
        return done
    duty = duty_of(complaint, rules, DutyKind.INVESTIGATE.at(progress.stage))
    return note_met(done, rules, duty, at, landlord_day(at, rules.zone), now)


def check_consult(complaint: Complaint, order: Consult, rules: Rules) -> None:
    """A consultation says with whom and what came of it, and that is somebody else than who decides (R-052, R-054).

    Raises:
        NotAllowedError: no summary, the complaint is about them, or they have the stage themselves.
    """
    clause, owner = _consult_clause(complaint, rules), complaint.progress.owner
    if not order.summary.strip():
        raise NotAllowedError(f"{clause}: say what the consultation concluded.")
    check_not_about(complaint, order.officer)
    if owner and order.officer.id == owner.id:
        raise NotAllowedError(
            f"{clause}: {order.officer.name} deals with {complaint.progress.stage.words}; "
            "somebody else must be consulted."
        )


def _consult_clause(complaint: Complaint, rules: Rules) -> str:
    policy = rules.edition.stage(complaint.progress.stage)
    return policy.consult.clause if policy.consult else policy.owner.clause


def consult(complaint: Complaint, order: Consult, rules: Rules, now: datetime) -> Complaint:
    """Record a consultation; who is consulted at stage 1 may not review at stage 2 (A-17)."""
    progress = complaint.progress
    rule = rules.edition.stage(progress.stage).consult
    return complaint.with_progress(
        progress,
        consultations=_with_consultation(progress.consultations, Consultation(officer=order.officer, at=order.at)),
    ).noting(
        Consulted(whom=order.officer.id, summary=order.summary),
        at=order.at,
        now=now,
        by=order.by,
        clause=rule.clause if rule else "",
        naming=order.officer,
    )


def _with_consultation(had: tuple[Consultation, ...], new: Consultation) -> tuple[Consultation, ...]:
    """The consultations, one for each officer in each of their sets of roles: the first counts."""
    same = (each for each in had if each.officer.id == new.officer.id and each.officer.roles == new.officer.roles)
    before = next(same, None)
    if before is None:
        return (*had, new)
    return had if before.at <= new.at else tuple(new if each is before else each for each in had)


STEPS = (
    Step(
        RecordInvestigation,
        said="investigation",
        whose=Work.INVESTIGATE,
        may=may_investigate,
        check=check_investigation,
        does=record_investigation,
    ),
    Step(
        Consult,
        said="consult",
        whose=Work.INVESTIGATE,
        may=may_while_unanswered(_consult_clause),
        check=check_consult,
        does=consult,
    ),
)
