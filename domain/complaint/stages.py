"""How far a stage of a complaint has come: contacts, letters, draft, extensions, response (Code 6)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Self

from domain.complaint.responses import Response
from domain.policy.channels import Channel
from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.value import Names, Value


class ContactOutcome(StrEnum):
    """What came of trying to speak with the resident."""

    SPOKE = "spoke"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"
    WRITTEN_NOTE = "written_note"


_MOST_ATTEMPTS = 100
"""Attempts that are kept one by one, so that one can be corrected."""


class Attempt(Value):
    """One attempt to speak with the resident."""

    entry: int
    """The number of its entry in the record."""
    outcome: ContactOutcome
    at: datetime
    on: date
    """The landlord's day."""


class Attempts(Value):
    """The attempts to speak with the resident, as far as they count; what was said in each is on the record."""

    spoke_at: datetime | None = None
    """When somebody first spoke with them."""
    tries: int = 0
    days: tuple[date, ...] = ()
    """The landlord's days on which it was tried, each once."""
    last_at: datetime | None = None
    noted_at: datetime | None = None
    """When a written note was sent last."""
    made: tuple[Attempt, ...] = ()
    """The last of them, one by one."""

    def adding(self, attempt: Attempt) -> Self:
        """These attempts with one more."""
        made = (*self.made, attempt)[-_MOST_ATTEMPTS:]
        match attempt.outcome:
            case ContactOutcome.SPOKE:
                first = min(self.spoke_at or attempt.at, attempt.at)
                return self.model_copy(update={"spoke_at": first, "made": made})
            case ContactOutcome.WRITTEN_NOTE:
                last = max(self.noted_at or attempt.at, attempt.at)
                return self.model_copy(update={"noted_at": last, "made": made})
        days = self.days if attempt.on in self.days else (*self.days, attempt.on)
        last = max(self.last_at or attempt.at, attempt.at)
        return self.model_copy(update={"tries": self.tries + 1, "days": days, "last_at": last, "made": made})

    def with_right(self, entry: int, right: Attempt | None) -> "Attempts":
        """As they are with *right* in the place of the attempt of that *entry*, or without it."""
        put_right = (right if each.entry == entry else each for each in self.made)
        attempts = Attempts()
        for attempt in put_right:
            attempts = attempts.adding(attempt) if attempt else attempts
        return attempts


class Letter(Value):
    """A letter that fulfils a duty: when it was decided on, and how far it has come."""

    decided_at: datetime
    decided_by: Names = frozenset()
    """Ids of whoever asked for it, recorded it or approved it."""
    notice: str = ""
    """The notice's key; empty where the letter had already gone when it was recorded."""
    told: date | None = None
    """The date the letter names."""
    met_at: datetime | None = None
    channel: Channel | None = None
    received_on: date | None = None
    """The day it counts as received (A-33)."""
    came_back: bool = False
    """Whether it came back when its duty could not be owed again: what it met stands, and it goes once more."""
    again_at: datetime | None = None
    """When it went again after it had come back like that."""
    again_received_on: date | None = None
    """The day it counts as received then."""
    released_at: datetime | None = None
    """When it was released, because it can reach nobody: what follows from it counts from then."""
    reopened: bool = False
    """Whether it came back, and its duty is owed again."""
    reopened_at: datetime | None = None
    """When that was known last."""

    @property
    def through_at(self) -> datetime | None:
        """When it got through to the resident, or was released; None while it has still to go, or go again."""
        if self.released_at:
            return self.released_at
        return None if self.came_back else self.again_at or self.met_at

    @property
    def through_on(self) -> date | None:
        """The day on which what got through counts as received."""
        if self.released_at:
            return None
        return self.again_received_on if self.again_at else self.received_on


class Draft(Value):
    """A response put forward."""

    author: Officer
    response: Response
    submitted_at: datetime
    approved_by: Officer | None = None
    approved_at: datetime | None = None
    comments: str = ""
    """Why it was returned; while these stand it awaits no approval."""
    authors: Names = frozenset()
    """Ids of everybody who put words forward for this answer, in this draft or one before it."""

    @property
    def awaits_approval(self) -> bool:
        """Whether somebody has to approve or return it."""
        return self.approved_at is None and not self.comments

    @property
    def written_by(self) -> frozenset[str]:
        """Ids of those who may not approve it: words of theirs may be in it."""
        return self.authors | {self.author.id}


class Extension(Value):
    """A response put off."""

    granted_at: datetime
    working_days: int
    reason: str
    exceptional_reason: str = ""
    previous_due_on: date
    due_on: date
    letter: Letter
    resident_agrees: bool | None = None


class ExtensionAsked(Value):
    """More time than the policy allows, asked of whoever approves it (A-42)."""

    asker: Officer
    at: datetime
    working_days: int
    reason: str
    exceptional_reason: str
    resident_agrees: bool | None = None
    approver: Officer | None = None
    """Who was asked by name."""
    comments: str = ""
    """Why it was returned; while these stand it awaits no approval."""
    asked_by: Names = frozenset()
    """Ids of everybody who asked for it, now or before."""

    @property
    def awaits_approval(self) -> bool:
        """Whether somebody has to approve or return it."""
        return not self.comments

    @property
    def put_forward_by(self) -> frozenset[str]:
        """Ids of those who may not approve it: they asked for it."""
        return self.asked_by | {self.asker.id}


class Consultation(Value):
    """Somebody asked for advice before the response: the first time; what it came to is on the record."""

    officer: Officer
    at: datetime


class Reaction(Value):
    """What the resident said of a response; their words are on the record."""

    satisfied: bool
    at: datetime
    wants_stage_2: bool | None = None
    """None where they have not said."""

    @property
    def is_undecided(self) -> bool:
        """Whether they are not satisfied, and have not said whether they want stage 2."""
        return not self.satisfied and self.wants_stage_2 is None


class StageProgress(Value):
    """How far one stage has come."""

    stage: Stage
    started_at: datetime
    """When it was received or asked for: its clocks count from then."""
    known_at: datetime | None = None
    """When the landlord recorded that, or agreed to it: nobody is reminded of anything before."""
    owner: Officer | None = None
    handler_told: str = ""
    """The id of whoever the resident was told last deals with the stage."""
    owner_is_new: bool = False
    """Whether nothing on record was done or said by the owner before, nor promised for them to do."""
    acknowledgement: Letter | None = None
    reasons: str = ""
    """At stage 2, why it was asked for, as far as that was said."""
    understood: str = ""
    """At stage 2, how the request for a review is understood; what is understood of the complaint is in its issues."""
    desired_outcome: str = ""
    """At stage 2, what the resident wants of the review."""
    timescale_told: date | None = None
    """The day to expect the response by that the resident was told before the acknowledgement (F-025)."""
    attempts: Attempts = Attempts()
    contacted_at: datetime | None = None
    details_at: datetime | None = None
    investigated_at: datetime | None = None
    consultations: tuple[Consultation, ...] = ()
    draft: Draft | None = None
    extensions: tuple[Extension, ...] = ()
    extension_asked: ExtensionAsked | None = None
    """More time than the policy allows, until it is approved."""
    response: Response | None = None
    responded: Letter | None = None
    answered_by: str = ""
    """The id of whoever gave the response."""
    reaction: Reaction | None = None
    """What the resident said of the response last."""
    refusal_letter: Letter | None = None
    """At stage 1, where the complaint was refused."""
    involved: Names = frozenset()
    """Ids of everybody who handled, was consulted, investigated, wrote or approved: kept through reassignment (D15)."""
