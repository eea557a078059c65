"""What is owed at a stage: both stages share this one path, and differ in their policy (D9).

A clock that starts from an acknowledgement runs from the earlier of the acknowledgement and the day it was due, so
that a late acknowledgement buys no time (D4).
"""

from collections.abc import Iterator
from datetime import date, datetime

from domain.calendar.days import MIDNIGHT, instant_on, landlord_day
from domain.calendar.deadlines import Deadline, deadline_after, extend_deadline, keep_given_out, working_day
from domain.calendar.limits import Anchor, TimeLimit
from domain.complaint.complaint import Complaint
from domain.complaint.stages import ContactOutcome, Extension, ExtensionAsked, Letter, StageProgress
from domain.duties.details import lacking_details
from domain.duties.duty import Duty, floors, given_day
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.edition import ContactLimit, StagePolicy
from domain.policy.rules import Rules
from domain.policy.stages import Stage

_DONE_WITH_THE_RESIDENT = frozenset({DutyKind.ACKNOWLEDGE, DutyKind.CONTACT, DutyKind.DETAILS})
"""What nobody can do any more once the resident has died."""


def stage_duties(complaint: Complaint, progress: StageProgress, rules: Rules) -> Iterator[Duty]:
    """All that is or was owed at the stage *progress* tells of."""
    return _StageDuties(complaint, progress, rules).all()


def respond_duty(complaint: Complaint, rules: Rules) -> Duty:
    """The duty to respond at the stage the complaint has reached."""
    return _StageDuties(complaint, complaint.progress, rules).respond()


def literal_response_due(progress: StageProgress, rules: Rules) -> Deadline | None:
    """The response deadline counted from the actual acknowledgement, kept for the Code's measure (D4, A-46)."""
    letter = progress.acknowledgement
    if letter is None or letter.met_at is None:
        return None
    limit = rules.edition.stage(progress.stage).respond
    started_on = landlord_day(letter.met_at, rules.zone)
    return deadline_after(started_on, limit, rules.calendar, rules.zone)


def internal_targets(complaint: Complaint, progress: StageProgress, rules: Rules) -> dict[DutyKey, date]:
    """The landlord's own earlier targets: shown to handlers, never told to residents (A-04, A-05)."""
    policy = rules.edition.stage(progress.stage)
    stage = _StageDuties(complaint, progress, rules)
    targets = {}
    if earlier := policy.acknowledge.internal_target_earlier:
        targets[DutyKind.ACKNOWLEDGE.at(progress.stage)] = working_day(
            stage.acknowledge_due.on, -earlier, rules.calendar
        )
    if policy.respond.internal_target_from:
        targets[DutyKind.RESPOND.at(progress.stage)] = stage.count(policy.respond, stage.started_on).on
    return targets


def counts_as_contact(progress: StageProgress, at: datetime, limit: ContactLimit) -> bool:
    """Whether speaking with the resident then is the contact: where that follows the acknowledgement, not before it.

    Where it runs from receipt, one call may do both (R-062, Q-054).
    """
    decided = progress.acknowledgement
    return not limit.follows_acknowledgement or (decided is not None and at > decided.decided_at)


def contact_is_met(progress: StageProgress, limit: ContactLimit, rules: Rules) -> datetime | None:
    """When contact counts as made: on speaking, or by a written note after enough attempts on enough days (A-37)."""
    made = progress.attempts
    calls = (attempt.at for attempt in made.made if attempt.outcome is ContactOutcome.SPOKE)
    spoke = [at for at in (made.spoke_at, *calls) if at and counts_as_contact(progress, at, limit)]
    if spoke:
        return min(spoke)
    working_days = sum(rules.calendar.is_working_day(day) for day in made.days)
    enough = made.tries >= limit.attempts and working_days >= limit.over_working_days
    return max(made.noted_at, made.last_at) if enough and made.noted_at and made.last_at else None


class _StageDuties:
    """The duties of one stage: both stages share this one path, and differ in their policy (D9)."""

    def __init__(self, complaint: Complaint, progress: StageProgress, rules: Rules) -> None:
        self.complaint = complaint
        self.progress = progress
        self.rules = rules
        self.policy: StagePolicy = rules.edition.stage(progress.stage)
        self.started_on = landlord_day(progress.started_at, rules.zone)
        self.acknowledge_due = self._kept(DutyKind.ACKNOWLEDGE, self.count(self.policy.acknowledge, self.started_on))
        decided = progress.acknowledgement
        decided_on = landlord_day(decided.decided_at, rules.zone) if decided else self.acknowledge_due.on
        self.acknowledged_on = min(decided_on, self.acknowledge_due.on)

    def all(self) -> Iterator[Duty]:
        yield self.acknowledge()
        yield self.contact()
        if self.policy.details:
            yield self.details(self.policy.details)
        if self.policy.investigate:
            yield self.investigate(self.policy.investigate)
        if self.policy.approve and self.progress.draft and self.progress.draft.awaits_approval:
            yield self.approve(self.policy.approve)
        if self.progress.extension_asked and self.progress.extension_asked.awaits_approval:
            yield self.approve_extension(self.progress.extension_asked)
        if self.progress.extensions:
            yield self.extension_letter(self.progress.extensions[-1])
        if self.progress.refusal_letter:
            yield self.refusal_letter(self.progress.refusal_letter)
        yield self.respond()
        if self.policy.close and self.progress.responded and self.progress.responded.through_at:
            yield self.close(self.policy.close, self.progress.responded.through_at)

    def acknowledge(self) -> Duty:
        done = self.progress.acknowledgement
        return self._duty(
            DutyKind.ACKNOWLEDGE,
            self.acknowledge_due,
            done_at=done.met_at if done else None,
            letter=done,
        )

    def contact(self) -> Duty:
        deadline = self._kept(DutyKind.CONTACT, self.count(self.policy.contact, self._start(self.policy.contact)))
        return self._duty(DutyKind.CONTACT, deadline, done_at=self.progress.contacted_at)

    def details(self, limit: TimeLimit) -> Duty:
        deadline = self._kept(DutyKind.DETAILS, self.count(limit, self._start(limit)))
        done_at = self.progress.details_at
        is_open = done_at is None and self.progress.stage is self.complaint.stage
        lacks = lacking_details(self.complaint, self.rules) if is_open else ()
        return self._duty(DutyKind.DETAILS, deadline, done_at=done_at)._replace(lacks=lacks)

    def investigate(self, limit: TimeLimit) -> Duty:
        deadline = self._kept(DutyKind.INVESTIGATE, self._put_off(self.count(limit, self._start(limit))))
        return self._duty(DutyKind.INVESTIGATE, deadline, done_at=self.progress.investigated_at)

    def approve(self, limit: TimeLimit) -> Duty:
        """Counted back from the response, but never before the draft was there to approve (A-29)."""
        draft = self.progress.draft
        submitted_at = draft.submitted_at if draft else self.progress.started_at
        deadline = self._kept(DutyKind.APPROVE, self.count(limit, self.respond_due.on))
        submitted_on = landlord_day(submitted_at, self.rules.zone)
        deadline = keep_given_out(deadline, submitted_on, because="the draft was put forward on that day")
        return self._duty(DutyKind.APPROVE, deadline, started_at=submitted_at)

    def approve_extension(self, asked: ExtensionAsked) -> Duty:
        """Answered by the day that it would put off, or on the day it is asked for (A-42)."""
        on = max(self.respond_due.on, landlord_day(asked.at, self.rules.zone))
        deadline = given_day(on, asked.at, self.policy.extension.clause, self.rules)
        return self._duty(DutyKind.APPROVE_EXTENSION, deadline, started_at=asked.at)

    def extension_letter(self, extension: Extension) -> Duty:
        """The extension is told before the old date ends (R-073, Q-056)."""
        on = max(extension.previous_due_on, landlord_day(extension.granted_at, self.rules.zone))
        deadline = given_day(on, extension.granted_at, self.policy.extension.clause, self.rules)
        letter = extension.letter
        return self._duty(
            DutyKind.EXTENSION_LETTER, deadline, started_at=extension.granted_at, done_at=letter.met_at, letter=letter
        )

    def refusal_letter(self, letter: Letter) -> Duty:
        """A refusal is told when the acknowledgement would have been, or on the day it is decided (R-030, Q-020)."""
        due = self.acknowledge_due
        limit = due.limit.model_copy(update={"clause": self.rules.edition.refusal.clause})
        deadline = keep_given_out(due._replace(limit=limit), landlord_day(letter.decided_at, self.rules.zone))
        return self._duty(
            DutyKind.REFUSAL_LETTER,
            self._kept(DutyKind.REFUSAL_LETTER, deadline),
            started_at=letter.decided_at,
            done_at=letter.met_at,
            letter=letter,
        )

    @property
    def respond_due(self) -> Deadline:
        limit = self.policy.respond
        deadline = self._put_off(self.count(limit, self._start(limit)))
        return self._kept(DutyKind.RESPOND, deadline, *(granted.due_on for granted in self.progress.extensions))

    def _put_off(self, deadline: Deadline) -> Deadline:
        """*deadline* moved on by the extensions: the investigation has what the response has."""
        if not self.progress.extensions:
            return deadline
        by = self.policy.extension.limit
        for granted in self.progress.extensions:
            amount = by.model_copy(update={"amount": granted.working_days})
            deadline = extend_deadline(deadline, amount, self.rules.calendar)
        return deadline

    def respond(self) -> Duty:
        limit, deadline, done = self.policy.respond, self.respond_due, self.progress.responded
        extensions = self.progress.extensions
        by_post = limit.arrives and self.complaint.resident.long_channels[0] is Channel.LETTER
        posting = -self.rules.landlord.delivery.letter
        return self._duty(
            DutyKind.RESPOND,
            deadline,
            started_at=extensions[-1].granted_at if extensions else None,
            done_at=done.met_at if done else None,
            letter=done,
            done_on=done.received_on if done and limit.arrives else None,
            send_by=working_day(deadline.on, posting, self.rules.calendar) if by_post and posting else None,
        )

    def close(self, limit: TimeLimit, responded_at: datetime) -> Duty:
        """Counted from the response, or from the end of the last promise where the complaint waits for them (F-045)."""
        waits = self.rules.edition.closing.waits_for_actions
        ended = (action.ended_at for action in self.complaint.actions if action.ended_at and waits)
        at = max([responded_at, *ended])
        deadline = self._kept(DutyKind.CLOSE, self.count(limit, landlord_day(at, self.rules.zone)))
        closed = self.complaint.closed
        return self._duty(DutyKind.CLOSE, deadline, started_at=at, done_at=closed.at if closed else None)

    def count(self, limit: TimeLimit, started_on: date) -> Deadline:
        return deadline_after(started_on, limit, self.rules.calendar, self.rules.zone)

    def _kept(self, kind: DutyKind, deadline: Deadline, *given_out: date) -> Deadline:
        return keep_given_out(deadline, *given_out, *floors(self.complaint, kind.at(self.progress.stage)))

    def _start(self, limit: TimeLimit) -> date:
        return self.acknowledged_on if limit.starts_from is Anchor.ACKNOWLEDGED else self.started_on

    def _duty(
        self,
        kind: DutyKind,
        deadline: Deadline,
        *,
        started_at: datetime | None = None,
        done_at: datetime | None = None,
        done_on: date | None = None,
        send_by: date | None = None,
        letter: Letter | None = None,
    ) -> Duty:
        key = kind.at(self.progress.stage)
        released = letter is not None and letter.released_at is not None
        unknown = letter is not None and self.complaint.unknown_letter(letter.notice) is not None
        clock_started = instant_on(deadline.started_on, MIDNIGHT, self.rules.zone)
        return Duty(
            key=key,
            words=key.words,
            stage=self.progress.stage,
            deadline=deadline,
            started_at=max(started_at or clock_started, self.progress.known_at or self.progress.started_at),
            clause=deadline.limit.clause,
            done_at=done_at,
            done_on=done_on or (landlord_day(done_at, self.rules.zone) if done_at else None),
            lapsed=done_at is None and (released or self._has_lapsed(kind)),
            send_by=send_by,
            unknown=unknown and done_at is None,
        )

    def _has_lapsed(self, kind: DutyKind) -> bool:
        """Whether a later step has overtaken it: the response was given, or the complaint closed."""
        if kind is DutyKind.REFUSAL_LETTER:
            return False  # the refusal closes the complaint, and its letter is owed all the same
        if self.complaint.closed or (self.complaint.death and kind in _DONE_WITH_THE_RESIDENT):
            return True
        if kind is DutyKind.CLOSE:
            return self.rules.edition.closing.waits_for_actions and bool(self.complaint.open_actions)
        responded = self.progress.responded
        if kind is DutyKind.ACKNOWLEDGE and self.progress.acknowledgement:
            return responded is not None and responded.met_at is not None
        if kind is DutyKind.CONTACT:
            return responded is not None and self._is_missed(kind)
        return self._is_answered_at_stage_2() if kind is DutyKind.RESPOND else responded is not None

    def _is_answered_at_stage_2(self) -> bool:
        """Whether the final response has gone: it takes the place of a stage 1 response that did not."""
        review = self.complaint.at_stage(Stage.TWO) if self.progress.stage is Stage.ONE else None
        return bool(review and review.responded and review.responded.met_at)

    def _is_missed(self, kind: DutyKind) -> bool:
        """Whether it is on record as missed: a contact that was not made before the response is not chased after it."""
        return any(missed.duty == kind.at(self.progress.stage) for missed in self.complaint.missed)
