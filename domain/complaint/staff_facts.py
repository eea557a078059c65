"""What each kind of notice to staff may say."""

from datetime import date

from domain.complaint.exclusions import Refusal
from domain.complaint.issues import Issue
from domain.complaint.notice_facts import Due, Facts, OwedFacts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.ombudsman import OmbudsmanContact
from domain.complaint.responses import Response
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.staff import Officer
from domain.policy.stages import Stage


class ToAllocateFacts(Facts):
    """Of a stage 1 that has begun and needs somebody to handle it."""

    received_on: date
    """From when its dates count."""
    due_on: date
    """The day to acknowledge by."""
    summary: str
    why: str
    was: Classification | None = None
    """What it was taken for before; missing where it had been refused or closed."""
    handler: Officer | None = None
    """Who had it before."""
    closed_on: date | None = None
    """The day it was closed, where it is open again."""


class NeedsHandlerFacts(Facts):
    """Of a complaint that its handler may not deal with any more; why stands in the record alone."""

    summary: str
    stage: Stage | None = None
    """Missing while it is at none."""
    due_on: date | None = None
    """The next day on which something of it is due."""
    handler: Officer | None = None
    """Who has it still; missing where nobody has."""
    is_closed: bool | None = None
    letters: tuple[str, ...] | None = None
    """The letters that were taken back, because they were theirs."""
    promises: tuple[str, ...] | None = None
    """What they had promised to do."""


class PassedOnFacts(Facts):
    """Of a request that came on social media, for those who answer it."""

    received_on: date
    due_on: date
    """The day to have answered by."""
    summary: str
    passed_on_to: str
    """The service that deals with it."""
    handler: Officer | None = None
    """Who passed it on."""


class AgeToReviewFacts(Facts):
    """Of issues that are old."""

    issues: tuple[Issue, ...]
    """The old ones."""
    late: bool
    """Whether one is beyond the age limit, and somebody must decide."""
    due_on: date
    """The day to acknowledge by, or to answer by where it is acknowledged."""
    acknowledged: bool | None = None
    """There where it is acknowledged, and the answer waits for the decision."""


class IssueDecidedFacts(Facts):
    """Of issues on which somebody has decided, for whoever handles the complaint."""

    issues: tuple[Issue, ...]
    accepted: bool
    """Whether they are taken; else they were refused."""
    handler: Officer
    """Who decided."""
    reason: str
    due_on: date
    """The day to acknowledge by, or to answer by where it is acknowledged."""
    is_overdue: bool | None = None
    """There where that day has passed."""
    acknowledged: bool | None = None
    """There where it is acknowledged."""


class ReferralFacts(Facts):
    """Of what was refused, and is handed on or looked into all the same; nothing of what the resident said."""

    excludes: str
    """What is not taken as a complaint, in the policy's words."""
    handler: Officer
    """Who decided."""
    passed_on_to: str | None = None
    """The role it is handed to; missing from a task to look into it."""
    due_on: date | None = None
    """The day to have looked into it by."""


class StandingFacts(Facts):
    """How a complaint stands when the Ombudsman asks about it."""

    stage: Stage | None = None
    received_on: date | None = None
    """There where this is the first that was heard of it."""
    due_on: date | None = None
    """The day to acknowledge by, there with it."""
    classification: Classification | None = None
    """What it is, where it is no complaint."""
    refusal: Refusal | None = None
    """The refusal that stands."""
    reason: str | None = None
    """Why it is closed."""
    handler: Officer | None = None


class OmbudsmanAskedFacts(StandingFacts):
    """Of what the Ombudsman asks."""

    summary: str
    ombudsman_contact: OmbudsmanContact
    is_past: bool
    """Whether the day they named has passed."""


class OmbudsmanDirectedFacts(Facts):
    """Of what the Ombudsman directs."""

    summary: str
    reference_of_theirs: str
    what: str
    """What they direct, in brief."""
    reason: str | None = None
    """What they direct, in their words."""
    due_on: date | None = None
    """Their own day, where they set one."""


class AssignmentFacts(Facts):
    """Of a stage that somebody is given to handle."""

    stage: Stage
    received_on: date
    due_on: date
    """The day of the full response."""
    summary: str
    handler: Officer
    """Who is given it."""
    acknowledge_by: date | None = None
    """The day by which the resident must hear who deals with it, while they have not."""
    must_acknowledge_now: bool | None = None
    """There where that day has passed."""
    is_overdue: bool | None = None
    """There where the day of the full response has passed."""
    issues: tuple[Issue, ...] | None = None
    """There where it has several."""
    adjustments: tuple[str, ...] | None = None
    """What is done differently for this resident, never why."""


class ReminderFacts(OwedFacts):
    """Of a reminder, before the day or after it."""

    stage: Stage | None = None
    classification: Classification | None = None
    """What it is while it is at no stage."""
    coming: tuple[Due, ...] | None = None
    """Beside what is overdue, what is due next and told in the same message."""
    may_extend: bool | None = None
    """There where a response is among what is due, and more time can be taken for it."""
    handler: Officer | None = None
    adjustments: tuple[str, ...] | None = None
    """What is done differently for this resident, never why."""
    resident_died: bool | None = None


class RevivedFacts(OwedFacts):
    """Of a complaint that was lost at Temporal and goes on: what is owed, what waits, and what to look up."""

    from_record: bool | None = None
    """There where it was built from the register's tables alone."""
    held: tuple[str, ...] | None = None
    """What waits to go to the resident until somebody releases it, in words."""
    went: tuple[str, ...] | None = None
    """What was sent and the record did not know of, as "7-response by email"."""
    unsure: tuple[str, ...] | None = None
    """What was tried, and nobody knows whether it went, in the same words."""
    not_rebuilt: tuple[str, ...] | None = None
    """What is not known any more, in words."""


class ApprovalRequestedFacts(Facts):
    """Of a draft that waits for approval."""

    stage: Stage
    summary: str
    handler: Officer
    """Who wrote it."""
    response: Response
    issues: tuple[Issue, ...]
    due_on: date
    """The day to approve by."""


class DraftReturnedFacts(Facts):
    """Of a draft that has come back."""

    stage: Stage
    comments: str
    due_on: date
    """The day of the response."""
    handler: Officer | None = None
    """Who returned it."""


class DraftApprovedFacts(Facts):
    """Of a draft that was approved."""

    stage: Stage
    handler: Officer
    """Who approved it."""
    due_on: date
    """The day of the response."""


class ExtensionToApproveFacts(Facts):
    """Of an extension beyond what the policy allows that waits for approval."""

    stage: Stage
    summary: str
    handler: Officer
    """Who asks."""
    previous_due_on: date
    """The day of the response as it stands."""
    new_due_on: date
    """The day of the response if it is approved."""
    longer: str
    """By how much, in words."""
    reason: str
    why: str
    """What makes it exceptional."""
    due_on: date
    """The day to answer by."""


class ExtensionApprovedFacts(Facts):
    """Of an extension that was approved, and told to the resident."""

    stage: Stage
    handler: Officer
    """Who approved it."""
    due_on: date
    """The new day of the response."""


class ExtensionReturnedFacts(Facts):
    """Of an extension that was not approved as it was asked for."""

    stage: Stage
    comments: str
    handler: Officer
    """Who returned it."""
    due_on: date
    """The day of the response, which has not moved."""


class EscalatedFacts(Facts):
    """Of a complaint that has gone to stage 2 and needs a reviewer."""

    received_on: date
    due_on: date
    """The day to acknowledge by."""
    summary: str
    issues: tuple[Issue, ...] | None = None
    """There where it has several."""
    handler: Officer | None = None
    """Who owned stage 1."""
    reason: str | None = None
    """Why the resident asks, where they said."""
    desired_outcome: str | None = None
    withdrawn_on: date | None = None
    """The day they withdrew an earlier request, where there was one."""
    reviewed_before: Officer | None = None
    """Who dealt with stage 2 then, and may again."""
    closed_on: date | None = None
    """The day the review was closed, where it is open again."""
    directed: str | None = None
    """The Ombudsman's reference, where they directed it."""


class LateRequestFacts(Facts):
    """Of a request for stage 2 that came after the window."""

    received_on: date
    last_day: date
    due_on: date
    """The day to decide by."""
    summary: str
    why: str | None = None
    """What the resident says."""
    withdrawn_on: date | None = None
    """The day they withdrew an earlier request, where there was one."""


class UnsatisfiedFacts(Facts):
    """Of a resident who is not satisfied with a response."""

    stage: Stage
    summary: str
    received_on: date
    """When they told us."""
    reason: str | None = None
    """What they said."""
    due_on: date | None = None
    """The day to have asked them by whether they want stage 2."""
    wants_no_review: bool | None = None
    """There where they have said that they do not want stage 2."""
    resident_died: bool | None = None


class ClosingSoonFacts(Facts):
    """Of a complaint that closes by itself soon."""

    closes_on: date
    """The last day to ask for stage 2."""
    summary: str
    actions_open: bool
    """Whether promised actions are still to be done."""


class LetterToPostFacts(Facts):
    """Of a letter that was printed."""

    notice: NoticeKind
    letter: str
    """Its number, by which it is recorded as posted."""
    post_on: date | None = None
    """The day it was made for, and bears."""
    due_on: date | None = None
    """The day to post it by, where a duty waits for it."""


class LettersTakenBackFacts(Facts):
    """Of printed letters that are not to be posted any more."""

    letters: tuple[str, ...]
    """Each by its number and its kind: "7 (response)"."""


class AddressNeededFacts(Facts):
    """Of a letter that cannot be printed, because no address is known to post it to."""

    notice: NoticeKind
    due_on: date
    """The day by which it is to be posted."""
    not_safe: tuple[Channel, ...] | None = None
    """The ways that are known and not safe."""


class CannotReachFacts(Facts):
    """Of a way by which the resident, or a member of staff, cannot be reached."""

    why: str
    channel: Channel | None = None
    notice: NoticeKind | None = None
    """None where nobody knows the notice."""
    colleague: str | None = None
    """Where it was for a member of staff, their name."""


class NotSentFacts(Facts):
    """Of what could not be sent while it was useful."""

    why: str
    channel: Channel
    notice: NoticeKind


class UnknownOutcomeFacts(Facts):
    """Of what may have reached the resident, and nobody knows."""

    channel: Channel
    notice: NoticeKind
    tried_on: date
    """The day of the first try that may have gone."""
    letter: str | None = None
    """Its number, by which somebody records whether it arrived; missing from a text, of which nothing is recorded."""


class MessageRejectedFacts(Facts):
    """Of a request that could not be taken."""

    what: str
    why: str


class LifeLostFacts(Facts):
    """Of a complaint that went on from an older copy of itself."""

    notice: NoticeKind | None = None
    """The notice that had gone before with other words; none where the register shows it."""
    replaced_from: int | None = None
    """The first entry of the former life that is kept beside the record."""
    replaced_through: int | None = None
    """The last."""


class ActionUnsatisfactoryFacts(Facts):
    """Of a promised action with which the resident is not satisfied."""

    what: str
    due_on: date
    """The day by which it is to be put right."""
    stage: Stage | None = None
    """The stage at which it was promised."""
    comments: str | None = None
    """What the resident says."""


class DatesMovedFacts(OwedFacts):
    """Of dates that moved because the working days have changed."""
