"""Details: what the resident is unhappy with, the outcome they want, when to expect a response (F-020 to F-025)."""

from datetime import datetime
from typing import ClassVar, Protocol

from domain.calendar.days import landlord_day
from domain.complaint.actor import Actor
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.facts.stages import DetailsRecorded, IssueLearnt
from domain.complaint.issues import Issue
from domain.complaint.triage import TriageAnswers
from domain.duties.details import lacking_details, lacking_of_issues, timescale_told
from domain.duties.fulfilment import duty_of, note_met
from domain.duties.of_a_stage import respond_duty
from domain.messages.message import Message
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.policy.work import Work
from domain.procedure.gates import may_while_unanswered
from domain.procedure.step import Step


class ShortForm(Protocol):
    """An order that may say in one piece what was understood and what is wanted."""

    @property
    def understood(self) -> str:
        """What the resident means, as it was understood."""
        ...

    @property
    def desired_outcome(self) -> str:
        """The outcome they want."""
        ...


class RecordDetails(Message):
    """Record what the resident is unhappy with, in their words, and the outcome they want.

    Source: F-021 to F-025.
    """

    name: ClassVar[str] = "record_details"

    understood: str = ""
    """What the resident means, as we understood it; printed in the letter."""
    desired_outcome: str = ""
    """The outcome the resident wants; printed in the letter."""
    first_contact: bool | None = None
    """Whether this is the first time they have contacted us about it."""
    told_timescale: bool = False
    """The resident was told when to expect the response."""


def check_short_form(complaint: Complaint, order: ShortForm, clause: str) -> None:
    """Only of a complaint of one issue can it be said in one piece what was understood.

    Raises:
        NotAllowedError: it has several issues.
    """
    given = (order.understood + order.desired_outcome).strip()
    if given and complaint.stage is Stage.ONE and len(complaint.taken) > 1:
        raise NotAllowedError(
            f"{clause}: this complaint has {len(complaint.taken)} issues: record for each issue what was "
            "understood and what the resident wants, and leave both out here.",
            instead="confirm_issue",
        )


def with_short_form(complaint: Complaint, order: ShortForm) -> Complaint:
    """This complaint with what *order* says was understood and wanted: of its one issue, or of the review."""
    learnt = {"understood": order.understood, "desired_outcome": order.desired_outcome}
    learnt = {field: words for field, words in learnt.items() if words.strip()}
    if not learnt:
        return complaint
    if complaint.stage is Stage.TWO:
        return complaint.with_progress(complaint.progress, **learnt)
    return complaint.with_issue(complaint.taken[0].learning(**learnt, confirmed_at=None))


def may_record_details(complaint: Complaint, by: Actor, at: datetime, rules: Rules) -> None:
    """Details are recorded until the stage is answered; of several issues, once each is understood (F-020 to F-025).

    Raises:
        NotAllowedError: the stage is answered, or of several issues one still lacks something.
    """
    may_while_unanswered(_clause)(complaint, by, at, rules)
    lacks = lacking_of_issues(complaint)
    if lacks and complaint.progress.stage is Stage.ONE and len(complaint.taken) > 1:
        raise NotAllowedError(
            f"{_clause(complaint, rules)}: this complaint has {len(complaint.taken)} issues; what was understood "
            f"and what the resident wants is recorded for each; still missing: {'; '.join(lacks)}.",
            instead="confirm_issue",
        )


def check_details(complaint: Complaint, order: RecordDetails, rules: Rules) -> None:
    """Details are complete or not recorded (F-020 to F-025).

    Raises:
        NotAllowedError: something is missing.
    """
    clause = _clause(complaint, rules)
    check_short_form(complaint, order, clause)
    lacks = lacking_details(_with_details(complaint, order, rules), rules)
    if lacks:
        raise NotAllowedError(f"{clause}: still missing: {'; '.join(lacks)}.")


def record_details(complaint: Complaint, order: RecordDetails, rules: Rules, now: datetime) -> Complaint:
    """Record what the resident is unhappy with and wants, and the day they were told to expect the response by."""
    done = _with_details(complaint, order, rules)
    limit = rules.edition.stage(complaint.progress.stage).details
    done = done.noting(
        DetailsRecorded(issues=_on_record(done), response_by=timescale_told(done)),
        at=order.at,
        now=now,
        by=order.by,
        clause=limit.clause if limit else "",
    )
    return note_details_if_complete(done, rules, order.at, now)


def note_details_if_complete(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """With the last of them the details are on record, whichever step brought it (C-03)."""
    if not complaint.stages or complaint.progress.details_at or lacking_details(complaint, rules):
        return complaint
    progress = complaint.progress
    done = complaint.with_progress(progress, details_at=at)
    if rules.edition.stage(progress.stage).details is None:
        return done
    duty = duty_of(complaint, rules, DutyKind.DETAILS.at(progress.stage))
    return note_met(done, rules, duty, at, landlord_day(at, rules.zone), now)


def _with_details(complaint: Complaint, order: RecordDetails, rules: Rules) -> Complaint:
    """This complaint with all that *order* says of it."""
    done = with_short_form(complaint, order)
    if order.first_contact is not None:
        sorting = done.sorting or TriageAnswers(classification=done.classification)
        done = done.changed(sorting=sorting.model_copy(update={"first_contact": order.first_contact}))
    if order.told_timescale and timescale_told(done) is None:
        done = done.with_progress(done.progress, timescale_told=respond_duty(done, rules).due_on)
    return done


def _on_record(complaint: Complaint) -> tuple[IssueLearnt, ...]:
    """What is known of each issue; at stage 2 of the request for a review, as if it were one."""
    progress = complaint.progress
    if progress.stage is Stage.TWO:
        return (IssueLearnt(number=1, understood=progress.understood, desired_outcome=progress.desired_outcome),)
    return tuple(learnt_of(issue) for issue in complaint.taken)


def learnt_of(issue: Issue) -> IssueLearnt:
    """What is known of *issue* beside the resident's own words."""
    return IssueLearnt(
        number=issue.number,
        understood=issue.understood,
        desired_outcome=issue.desired_outcome,
        not_ours=issue.not_ours,
        starts_from=issue.starts_from,
    )


def _clause(complaint: Complaint, rules: Rules) -> str:
    policy = rules.edition.stage(complaint.stage or Stage.ONE)
    return policy.details.clause if policy.details else policy.contact.clause


STEPS = (
    Step(
        RecordDetails,
        said="details",
        whose=Work.CONTACT,
        may=may_record_details,
        check=check_details,
        does=record_details,
        undoes=("record_details", "confirm_issue", "triage"),
    ),
)
