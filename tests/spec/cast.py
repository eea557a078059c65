"""The cast of the specifications: a landlord and a resident who play a complaint's story on the pure procedure.

The story-teller keeps the clock. As it moves, it ticks at each instant the procedure names, and everything that may go
is "sent": taken at once by its provider, unless the story says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final, TypeVar

import pytest

from domain.calendar.days import instant_on, landlord_day, local_time, short
from domain.calendar.working_calendar import ClosedDay, WorkingCalendar
from domain.complaint.actor import RESIDENT, staff
from domain.complaint.approvals import Approvable
from domain.complaint.closing import CloseReason
from domain.complaint.complaint import Case, Complaint, NotAllowedError
from domain.complaint.contact_details import ContactDetails
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import NewIssue
from domain.complaint.notice_facts import Facts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.ombudsman import Direction, OmbudsmanReferral
from domain.complaint.recipients import Audience
from domain.complaint.resident import Resident
from domain.complaint.responses import Lesson, NewTerms, Outcome, Promise, Response
from domain.complaint.staff_facts import ReminderFacts
from domain.complaint.stages import ContactOutcome
from domain.complaint.support import Support
from domain.complaint.triage import Choice, TriageAnswers
from domain.duties.duty import Duty
from domain.duties.ladder import rung_time
from domain.duties.owed import duties, open_duties
from domain.messages.message import AlreadySent, Answer, How, Message
from domain.messages.news import NoticeDelivered
from domain.outbox.errands import Accepted, Ended, Errand, errand_of, waits_for_person
from domain.outbox.together import beside, in_one_message, who_by
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.rules import Rules
from domain.policy.staff import Absence, Officer, Person, StaffDirectory
from domain.policy.stages import Stage
from domain.procedure.apply import apply, check
from domain.procedure.exclusions.accept_late import AcceptLate
from domain.procedure.exclusions.refuse import RefuseComplaint
from domain.procedure.exclusions.reverse import ReverseRefusal
from domain.procedure.front_door.contact_details import ChangeContact
from domain.procedure.front_door.convert import Convert
from domain.procedure.front_door.death import RecordDeath
from domain.procedure.front_door.disclosure import RecordDisclosure
from domain.procedure.front_door.particulars import ChangeParticulars
from domain.procedure.front_door.receive import Receive, receive
from domain.procedure.front_door.resolve import Resolve
from domain.procedure.front_door.support import RecordSupport
from domain.procedure.front_door.triage import Triage
from domain.procedure.news import delivery as sending
from domain.procedure.news.credible import check_news, never_was
from domain.procedure.news.rejected_messages import reject
from domain.procedure.ombudsman.enquiry import AnswerOmbudsman, OmbudsmanAsks
from domain.procedure.remedies.actions import AddAction, AnswerAction, ChangeAction, CompleteAction, ReleaseAction
from domain.procedure.stages.about import RecordAbout
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate, Reassign
from domain.procedure.stages.approve import Approve, ReturnDraft
from domain.procedure.stages.change_draft import ChangeDraft
from domain.procedure.stages.close import Close
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.details import RecordDetails
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.escalate import DecideEscalation, RequestEscalation
from domain.procedure.stages.extend import AnswerExtension, RequestExtension
from domain.procedure.stages.investigate import Consult, RecordInvestigation
from domain.procedure.stages.issues import AddIssue, ConfirmIssue
from domain.procedure.stages.post import PrintAgain, RecordPosted
from domain.procedure.stages.react import RecordReaction
from domain.procedure.stages.release_letter import ReleaseLetter
from domain.procedure.stages.respond import Respond
from domain.procedure.stages.settle_letter import SettleLetter
from domain.procedure.stages.withdraw import Withdraw
from domain.procedure.time.calendar_changed import change_calendar
from domain.procedure.time.tick import is_settled, next_due, tick
from domain.procedure.ways_back.correct_contact import CorrectContact
from domain.procedure.ways_back.correct_letter import CorrectLetter
from domain.procedure.ways_back.correct_posting import CorrectPosting
from domain.procedure.ways_back.correct_receipt import CorrectReceipt
from domain.procedure.ways_back.direct import CompleteDirection, OmbudsmanDirects
from domain.procedure.ways_back.release_notices import ReleaseNotices
from domain.procedure.ways_back.reopen import Reopen
from domain.revival.revive import KnownSend, revive
from providers.rulebook import Rulebook, policies_folder
from tests.records import Read, read
from tests.spec.days import day
from tests.spec.grounds import grounds

RULEBOOK: Final = Rulebook(policies_folder())
SORTED = TriageAnswers(classification=Classification.COMPLAINT, first_contact=False, chose=Choice.COMPLAINT)
"""What was asked of a complaint when it came in."""
NOON = time(12)
PROMISE_FOR = "Fri 26 Mar 2027"
TOO_LATE = "You asked in January; nothing kept you from asking in time, and the wall has been painted since."

SAM = Resident(
    name="Sam Sample",
    email="sam@example.com",
    mobile="+447700900123",
    address=("3 Example Street", "Birmingham", "B99 1AA"),
)


@dataclass(frozen=True)
class Parts:
    """Who plays which part at a landlord."""

    handler: str
    colleague: str
    consulted: str
    """Whoever is asked for advice at stage 1 and could review at stage 2."""
    approver: str
    other_approver: str
    decider: str
    """Whoever decides on a late request for stage 2, and took no part in stage 1."""
    reviewer: str
    consulted_at_stage_2: str


PARTS = {
    "reliance": Parts(
        handler="priya-nair",
        colleague="leah-brooks",
        consulted="amara-okafor",
        approver="amara-okafor",
        other_approver="amara-okafor",
        decider="simon-wright",
        reviewer="simon-wright",
        consulted_at_stage_2="helen-marsh",
    ),
    "qualitas": Parts(
        handler="nadia-karim",
        colleague="owen-price",
        consulted="femi-adeyemi",
        approver="victoria-lane",
        other_approver="marcus-bell",
        decider="marcus-bell",
        reviewer="rachel-stone",
        consulted_at_stage_2="george-abbott",
    ),
}


MANAGERS = {"reliance": "amara-okafor", "qualitas": "victoria-lane"}
"""Who releases a letter that can reach nobody."""

_Facts = TypeVar("_Facts", bound=Facts)


@dataclass(frozen=True)
class Sent:
    """A notice as it went."""

    at: datetime
    kind: NoticeKind
    channel: Channel
    to: str
    notice: Notice
    resident: Resident


@dataclass
class Providers:
    """How the providers take what is sent, until the story says otherwise."""

    away: set[Channel] = field(default_factory=set)
    refusing: dict[Channel, str] = field(default_factory=dict)
    losing: set[Channel] = field(default_factory=set)
    """By which nobody knows whether what is sent arrives: the answers are lost."""


def response(**changes: Any) -> Response:  # noqa: ANN401 - any field of a response
    """A response with everything in it."""
    whole: dict[str, Any] = {
        "outcome": Outcome.UPHELD,
        "complaint": "The bedroom has been damp since October.",
        "reasons": "We did not inspect it within the time we give ourselves.",
        "remedy": "We apologise and will pay 50 pounds.",
        "learning": (Lesson(words="Inspections are booked at the first call."),),
    }
    return Response(**whole | changes)


def put_right_at_once(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of the sorting
    """The answers by which a concern is put right at once."""
    whole: dict[str, Any] = {
        "first_contact": True,
        "dissatisfied": True,
        "chose": "quick_resolution",
        "agreed_action": "Make the visit that was missed.",
        "agreed_how": "by telephone",
    }
    return whole | changes


def promise(due_on: str = PROMISE_FOR, what: str = "Treat the damp", owner: str = "priya-nair") -> Promise:
    """A promised action."""
    return Promise(what=what, owner=owner, due_on=day(due_on))


class Landlord:
    """A landlord and one complaint, from the landlord's real policy files."""

    def __init__(self, key: str, reference: str = "REL-TEST", rules: Rules | None = None) -> None:
        self.key = key
        self.parts = PARTS[key]
        self.providers = Providers()
        self.staff: StaffDirectory = RULEBOOK.directory(key)
        self.sent: list[Sent] = []
        self.answer: Answer | None = None
        self._reference = reference
        self._given_rules = rules
        self._rules: Rules | None = rules
        self._complaint: Complaint | None = None
        self._now = datetime(2000, 1, 1, tzinfo=UTC)

    # How it stands

    would_help = ""
    """The order that the last refusal said would help."""

    @property
    def written(self) -> tuple[Read, ...]:
        """The record in words."""
        return read(self.complaint)

    @property
    def rules(self) -> Rules:
        assert self._rules is not None, "no complaint has been received"
        return self._rules

    @property
    def complaint(self) -> Complaint:
        assert self._complaint is not None, "no complaint has been received"
        return self._complaint

    @complaint.setter
    def complaint(self, complaint: Complaint) -> None:
        self._complaint = complaint

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def record(self) -> list[str]:
        """What happened, as "Wed 01 Apr: complaint received by telephone"."""
        return [self._line(entry) for entry in self.written]

    @property
    def steps(self) -> list[str]:
        """The record without the notices."""
        return [self._line(entry) for entry in self.written if not entry.kind.startswith("notice_")]

    def record_of(self, kind: EntryKind) -> list[str]:
        """What the record says of one kind of event."""
        return [entry.text for entry in self.written if entry.kind is kind]

    @property
    def missed(self) -> list[str]:
        """The deadlines missed, as "stage_1.acknowledge due Thu 09 Apr 2026"."""
        return [f"{missed.duty.name} due {short(missed.due_on)}" for missed in self.complaint.missed]

    @property
    def settled(self) -> bool:
        return is_settled(self.complaint, self.rules)

    def duty(self, key: str) -> Duty:
        """What is or was owed under that key."""
        return next(duty for duty in duties(self.complaint, self.rules) if duty.key.name == key)

    def due(self, key: str) -> str:
        """The day it is due."""
        return short(self.duty(key).due_on)

    def owes(self) -> list[str]:
        """What is still owed, as "stage_1.respond due Mon 20 Apr 2026"."""
        return [f"{duty.key.name} due {short(duty.due_on)}" for duty in open_duties(self.complaint, self.rules)]

    def told(self, kind: NoticeKind | None = None, *, to: str = "") -> list[str]:
        """What went, as "Thu 02 Apr 09:00 acknowledgement to resident by email"."""
        return [
            f"{self._local(sent.at):%a %d %b %H:%M} {sent.kind} to {sent.to} by {sent.channel}"
            for sent in self.sent
            if kind in {None, sent.kind} and to in {"", sent.to}
        ]

    def reminders(self) -> list[str]:
        """The reminders that went, as "Thu 02 Apr reminder to priya-nair: stage 1 acknowledgement"."""
        kinds = {NoticeKind.REMINDER, NoticeKind.OVERDUE}
        return [self._reminder(sent) for sent in self.sent if sent.kind in kinds]

    def _reminder(self, sent: Sent) -> str:
        facts = sent.notice.facts
        lines = (*facts.duties, *(facts.coming or ())) if isinstance(facts, ReminderFacts) else ()
        what = " + ".join(owed.what for owed in lines)
        return f"{self._local(sent.at):%a %d %b} {sent.kind} to {sent.to}: {what}"

    def letter(self, kind: NoticeKind) -> Notice:
        """The last notice of that kind, gone or still to go."""
        everything = [*(sent.notice for sent in self.sent), *self.complaint.outbox]
        return next(notice for notice in reversed(everything) if notice.kind is kind)

    def facts(self, model: type[_Facts]) -> _Facts:
        """The facts of the last notice, gone or still to go, that has such facts."""
        everything = [*(sent.notice for sent in self.sent), *self.complaint.outbox]
        return next(notice.facts for notice in reversed(everything) if isinstance(notice.facts, model))

    # Time

    def waits(self, until: str, at: str = "") -> None:
        """Let time pass to a day, at noon or at the given time: each thing falls due at its own instant."""
        self._pass(self._instant(until, at))

    def sleeps(self, until: str, at: str = "") -> None:
        """Let time pass unwatched, as in an outage: one tick at the end."""
        self._now = self._instant(until, at)
        self._look()

    def _pass(self, until: datetime) -> None:
        assert until >= self._now, f"{until} is past"
        while (due := next_due(self.complaint, self.rules, self._now)) and due.at <= until:
            assert due.at > self._now, f"nothing happens at {due}"
            self._now = due.at
            self._look()
        self._now = until
        self._look()

    def _look(self) -> None:
        self.complaint = tick(self.complaint, self.rules, self._now)
        while self._send():
            self.complaint = tick(self.complaint, self.rules, self._now)

    def _send(self) -> bool:
        """Send what may go; whether anything did."""
        went = False
        for notice in self.complaint.outbox:
            told_with_another = self.complaint.notice(notice.key) is None
            if told_with_another or waits_for_person(self.complaint, notice):
                continue
            if notice.not_before > self._now or notice.channel in self.providers.away:
                if notice.useful_until <= self._now:
                    self.complaint = sending.note_expired(
                        self.complaint, notice.key, "no answer", self._now, self.rules, self._now
                    )
                    went = True
                continue
            went = True
            if why := self.providers.refusing.get(notice.channel):
                self.complaint = sending.note_undeliverable(
                    self.complaint, notice.key, notice.channel, why, self._now, self.rules, self._now
                )
            elif notice.channel in self.providers.losing and notice.is_for_resident:
                ended = Ended(tries=2, unknown=2, tried_at=self._now)
                self.complaint = sending.note_unknown(self.complaint, notice.key, ended, self.rules, self._now)
            else:
                self._accept(notice)
        return went

    def _accept(self, notice: Notice) -> None:
        on = landlord_day(self._now, self.rules.zone)
        candidates = notice.to.candidates
        to = self.staff.recipient(candidates, on, notice.not_to).id if candidates else Audience.RESIDENT.value
        resident = errand_of(self.complaint, notice).resident
        others = beside(notice, self.complaint.outbox)
        told, told_too = in_one_message(notice, others, who_by(self.staff, on))
        self.sent.append(Sent(self._now, notice.kind, notice.channel, to, told, resident))
        news = Accepted(
            key=notice.key,
            channel=notice.channel,
            at=self._now,
            to=to,
            provider_id=f"id-{notice.key}",
            first_line=notice.words,
            told_too=told_too,
        )
        self.complaint = sending.note_accepted(self.complaint, news, self.rules, self._now)

    # Steps

    def receives_complaint(self, on: str, at: str = "", *, resident: Resident = SAM, **more: Any) -> None:  # noqa: ANN401
        self.takes_receipt(self.receipt(on, at, resident=resident, **more))

    def receipt(self, on: str, at: str = "", *, resident: Resident = SAM, **more: Any) -> Receive:  # noqa: ANN401
        """What whoever heard of the complaint wrote down."""
        more = {"summary": "Damp in the bedroom.", "channel": "telephone", "sorting": SORTED, "by": RESIDENT} | more
        return Receive(
            at=self._instant(on, at),
            landlord=self.key,
            reference=self._reference,
            resident=resident,
            **more,
        )

    def takes_receipt(self, order: Receive, on: str = "") -> None:
        """Log it, at once or on a day."""
        self._rules = self._given_rules or RULEBOOK.rules(self.key, landlord_day(order.at, "Europe/London"))
        self._now = self._instant(on, "") if on else max(order.at, self._now)
        self.complaint = receive(order, self.rules, self._now)
        self._look()

    def triages(self, as_: str, on: str = "", at: str = "", *, by: str = "", **answers: Any) -> None:  # noqa: ANN401
        officer = self.officer(by or self.parts.handler)
        sorting = TriageAnswers(classification=Classification(as_), **answers)
        self.obeys(Triage(at=self._at(on, at), by=staff(officer), sorting=sorting))

    def agrees_to_put_right(self, on: str = "", at: str = "", **answers: Any) -> None:  # noqa: ANN401
        """Early or quick resolution, with all that it needs."""
        self.triages("concern", on, at, **put_right_at_once() | answers)

    def hears_complaint_instead(self, on: str = "", at: str = "", *, by: str = "", why: str = "") -> None:
        """What was no complaint is one now: said by the resident, or recorded by somebody."""
        self.obeys(Convert(at=self._at(on, at), by=staff(self.officer(by)) if by else RESIDENT, why=why))

    def converts(self, to: str, on: str = "", at: str = "", *, by: str = "", **more: Any) -> None:  # noqa: ANN401
        officer = self.officer(by or self.parts.handler)
        self.obeys(Convert(at=self._at(on, at), by=staff(officer), to=Classification(to), **more))

    def resolves(self, on: str = "", at: str = "", *, by: str = "", happy: bool | None = True, **more: Any) -> None:  # noqa: ANN401
        officer = self.officer(by or self.parts.handler)
        more = {"outcome": "The visit was made."} | more
        self.obeys(Resolve(at=self._at(on, at), by=staff(officer), resident_happy=happy, **more))

    def allocates(self, on: str = "", *, to: str = "", by: str = "", reason: str = "") -> None:
        officer = self.officer(to or self.parts.handler)
        giver = staff(self.officer(by)) if by else staff(officer)
        self.obeys(Allocate(at=self._at(on), by=giver, handler=officer, reason=reason))

    def reassigns(self, to: str, on: str = "", reason: str = "") -> None:
        officer = self.officer(to)
        self.obeys(Reassign(at=self._at(on), by=staff(officer), handler=officer, reason=reason))

    def acknowledges(self, on: str = "", at: str = "", *, wants: str = "The damp treated.", **more: Any) -> None:  # noqa: ANN401
        more = {"understood": "The bedroom is damp.", "desired_outcome": wants} | more
        self.obeys(Acknowledge(at=self._at(on, at), by=staff(self.owner), **more))

    def speaks_with_resident(self, on: str = "", at: str = "", **more: Any) -> None:  # noqa: ANN401
        self._contacts(ContactOutcome.SPOKE, on, at, **more)

    def tries_to_reach_resident(self, on: str = "", at: str = "") -> None:
        self._contacts(ContactOutcome.NO_ANSWER, on, at)

    def leaves_a_written_note(self, on: str = "", at: str = "") -> None:
        self._contacts(ContactOutcome.WRITTEN_NOTE, on, at)

    def _contacts(self, outcome: ContactOutcome, on: str, at: str, **more: Any) -> None:  # noqa: ANN401
        if outcome is ContactOutcome.SPOKE and self._agrees_actions:
            more = {"agreed": "We inspect it on Friday."} | more
        self.obeys(RecordContact(at=self._at(on, at), by=staff(self.owner), outcome=outcome, **more))

    @property
    def _agrees_actions(self) -> bool:
        """Whether the policy asks what was agreed when the resident was spoken with."""
        progress = self.complaint.progress
        return bool(progress.acknowledgement) and self.rules.edition.stage(progress.stage).contact.agrees_actions

    def adds_issue(self, words: str, on: str = "", **more: Any) -> None:  # noqa: ANN401
        issue = NewIssue(words=words, **more)
        self.obeys(AddIssue(at=self._at(on), by=staff(self.officer(self.parts.handler)), issue=issue))

    def confirms_issue(self, number: int = 1, on: str = "", *, confirmed: bool = True, **more: Any) -> None:  # noqa: ANN401
        by = self.officer(more.pop("by", self.parts.handler))
        self.obeys(ConfirmIssue(at=self._at(on), by=staff(by), issue=number, confirmed=confirmed, **more))

    def records_details(self, on: str = "", **more: Any) -> None:  # noqa: ANN401
        whole: dict[str, Any] = {"understood": "Damp.", "desired_outcome": "Dry.", "told_timescale": True}
        self.obeys(RecordDetails(at=self._at(on), by=staff(self.owner), **whole | more))

    def investigates(self, on: str = "", *, by: str = "", found: str = "No inspection was made.", **more: Any) -> None:  # noqa: ANN401
        officer = self.officer(by) if by else self.owner
        self.obeys(RecordInvestigation(at=self._at(on), by=staff(officer), found=found, **more))

    def consults(self, whom: str = "", on: str = "", summary: str = "Agreed.") -> None:
        officer = self.officer(whom or self.parts.consulted)
        self.obeys(Consult(at=self._at(on), by=staff(self.owner), officer=officer, summary=summary))

    def drafts(self, on: str = "", *, by: str = "", **changes: Any) -> None:  # noqa: ANN401
        officer = self.officer(by) if by else self.owner
        self.obeys(PutDraft(at=self._at(on), by=staff(officer), response=self._response(**changes)))

    def changes_draft(self, on: str = "", *, by: str = "", without: tuple[str, ...] = (), **parts: Any) -> None:  # noqa: ANN401
        """Change only those parts of the draft."""
        officer = self.officer(by) if by else self.owner
        order = ChangeDraft(at=self._at(on), by=staff(officer), response=Response(**parts), without=without)
        self.obeys(order)

    def returns_draft(self, on: str = "", *, by: str = "", comments: str = "Say when.") -> None:
        officer = self.officer(by or self.parts.approver)
        self.obeys(ReturnDraft(at=self._at(on), by=staff(officer), comments=comments))

    def approves(self, on: str = "", *, by: str = "", what: Approvable | None = None) -> None:
        self.obeys(Approve(at=self._at(on), by=staff(self.officer(by or self.parts.approver)), what=what))

    def responds(self, on: str = "", at: str = "", *, by: str = "", **changes: Any) -> None:  # noqa: ANN401
        """Answer the stage it has reached, drafted and approved first where the policy asks for that."""
        officer = self.officer(by) if by else self.owner
        instant = self._at(on, at)
        draft = self.complaint.progress.draft
        if self.rules.edition.stage(self.complaint.progress.stage).approve and draft is None:
            self.obeys(PutDraft(at=instant, by=staff(officer), response=self._response(**changes)))
            self.obeys(Approve(at=instant, by=staff(self.officer(self.parts.approver))))
            self.obeys(Respond(at=instant, by=staff(officer)))
        else:
            given = None if draft else self._response(**changes)
            self.obeys(Respond(at=instant, by=staff(officer), response=given))

    def _response(self, **changes: Any) -> Response:  # noqa: ANN401
        if self.complaint.progress.stage == "stage_2":
            changes = {"stage_1_stands": True} | changes
        return response(**changes)

    def posts(self, letter: str, on: str = "", at: str = "", *, by_hand: bool = False) -> None:
        """A letter goes; made for another day it is printed again first, or had gone when that was noticed."""
        gone_at, by = self._at(on, at), staff(self.owner)
        order = RecordPosted(at=gone_at, by=by, letter=letter, how=How.BY_HAND if by_hand else How.POST)
        if gone_at > self._now:
            self._pass(gone_at)
        try:
            check(self.complaint, order, self.rules, self._now)
        except NotAllowedError as refusal:
            if refusal.instead == "print_again" and gone_at < self._now:
                order = order.model_copy(update={"went_anyway": True})
            elif refusal.instead == "print_again":
                on_that_day = landlord_day(gone_at, "Europe/London")
                self.obeys(PrintAgain(at=gone_at, by=by, letter=letter, post_on=on_that_day))
        self.obeys(order)

    def posts_as_it_is(self, letter: str, on: str = "", at: str = "", *, went_anyway: bool = False) -> None:
        """A letter goes as it was printed, whatever day it was made for."""
        by = staff(self.owner)
        self.obeys(RecordPosted(at=self._at(on, at), by=by, letter=letter, went_anyway=went_anyway))

    def prints_again(self, letter: str, on: str = "", at: str = "", *, for_: str = "") -> None:
        """A letter is printed to go on another day: the one on which it is printed again, unless it is said."""
        printed_at = self._at(on, at)
        post_on = day(for_) if for_ else landlord_day(printed_at, "Europe/London")
        self.obeys(PrintAgain(at=printed_at, by=staff(self.owner), letter=letter, post_on=post_on))

    def releases_letter(
        self, letter: str, on: str = "", *, by: str = "", tried: str = "Called twice and asked the neighbour."
    ) -> None:
        officer = self.officer(by or MANAGERS[self.key])
        self.obeys(ReleaseLetter(at=self._at(on), by=staff(officer), letter=letter, tried=tried))

    def settles(
        self,
        letter: str,
        on: str = "",
        *,
        arrived: bool,
        known_by: str = "The resident has it in front of them.",
        print_it: bool = False,
    ) -> None:
        """Somebody found out whether a letter arrived."""
        order = SettleLetter(
            at=self._at(on),
            by=staff(self.owner),
            letter=letter,
            arrived=arrived,
            known_by=known_by,
            print_it=print_it,
        )
        self.obeys(order)

    def hears_of_death(self, on: str = "", died_on: str = "") -> None:
        died = day(died_on) if died_on else None
        self.obeys(RecordDeath(at=self._at(on), by=staff(self.owner), died_on=died, told_by="their daughter"))

    def promises(self, due_on: str, on: str = "", what: str = "Paint the wall", owner: str = "") -> None:
        promised = promise(due_on, what, owner or self.parts.handler)
        self.obeys(AddAction(at=self._at(on), by=staff(self.owner), promise=promised))

    def completes_action(self, number: int = 1, on: str = "") -> None:
        self.obeys(CompleteAction(at=self._at(on), by=staff(self.owner), action=number))

    def changes_action(
        self, number: int = 1, on: str = "", *, due_on: str = "", owner: str = "", reason: str = "The painter is ill."
    ) -> None:
        terms = NewTerms(due_on=day(due_on) if due_on else None, owner=owner)
        self.obeys(ChangeAction(at=self._at(on), by=staff(self.owner), action=number, terms=terms, reason=reason))

    def releases_action(self, number: int = 1, on: str = "", reason: str = "The resident has painted it.") -> None:
        self.obeys(ReleaseAction(at=self._at(on), by=staff(self.owner), action=number, reason=reason))

    def hears_of_action(self, number: int = 1, on: str = "", *, satisfactory: bool) -> None:
        self.obeys(AnswerAction(at=self._at(on), by=RESIDENT, action=number, satisfactory=satisfactory, comment="See."))

    def extends(self, working_days: int, on: str = "", at: str = "", *, approved_by: str = "", **more: Any) -> None:  # noqa: ANN401
        """Put the response off; beyond the policy's limit somebody approves it where the story says who."""
        more = {"reason": "The surveyor is away.", "by": staff(self.owner)} | more
        order = RequestExtension(at=self._at(on, at), working_days=working_days, **more)
        self.obeys(order)
        if approved_by:
            self.obeys(Approve(at=order.at, by=staff(self.officer(approved_by))))

    def hears_of_extension(self, on: str = "", *, agrees: bool) -> None:
        self.obeys(AnswerExtension(at=self._at(on), by=RESIDENT, agrees=agrees))

    def is_asked_for_stage_2(self, on: str = "", at: str = "", *, by: str = "", **more: Any) -> None:  # noqa: ANN401
        giver = staff(self.officer(by)) if by else RESIDENT
        self.obeys(RequestEscalation(at=self._at(on, at), by=giver, **more))

    def decides_late_request(self, on: str = "", *, accept: bool, by: str = "", reasons: str = TOO_LATE) -> None:
        officer = self.officer(by or self.parts.decider)
        self.obeys(DecideEscalation(at=self._at(on), by=staff(officer), accept=accept, reasons=reasons))

    def hears_from_the_ombudsman(self, on: str = "", at: str = "", **asked: Any) -> None:  # noqa: ANN401
        """The Ombudsman asks about the complaint that is there."""
        officer = self.officer(self.parts.handler)
        self.obeys(OmbudsmanAsks(at=self._at(on, at), by=staff(officer), ombudsman=referral(**asked)))

    def is_directed(self, directs: str, on: str = "", at: str = "", *, by_day: str = "", **more: Any) -> None:  # noqa: ANN401
        """The Ombudsman directs something, with a day of theirs where they set one."""
        officer = staff(self.officer(self.parts.handler))
        more = {"reference": "HOS-202611-77", "respond_by": day(by_day) if by_day else None} | more
        self.obeys(OmbudsmanDirects(at=self._at(on, at), by=officer, directs=Direction(directs), **more))

    def does_as_directed(self, number: int = 1, on: str = "", answer: str = "We sent it.") -> None:
        officer = staff(self.officer(self.parts.handler))
        self.obeys(CompleteDirection(at=self._at(on), by=officer, direction=number, answer=answer))

    def answers_the_ombudsman(self, on: str = "", at: str = "", answer: str = "We sent our file.") -> None:
        self.obeys(AnswerOmbudsman(at=self._at(on, at), by=staff(self.officer(self.parts.handler)), answer=answer))

    def refuses_as(self, code: str, on: str = "", at: str = "", *, by: str = "", **changes: Any) -> None:  # noqa: ANN401
        """Refuse the complaint for the exclusion of that code, with all it needs, some of it changed."""
        officer = self.officer(by or self.parts.approver)
        whole = grounds(code, self.rules) | changes
        self.obeys(RefuseComplaint(at=self._at(on, at), by=staff(officer), **whole))

    def reverses_refusal(self, on: str = "", at: str = "", *, by: str = "", **more: Any) -> None:  # noqa: ANN401
        """The Ombudsman directs it, unless the story says why else."""
        more = more or {"ombudsman_reference": "HOS-202611-77"}
        self.obeys(ReverseRefusal(at=self._at(on, at), by=staff(self.officer(by or self.parts.handler)), **more))

    def accepts_late(
        self, on: str = "", *, by: str = "", reasons: str = "The damp was never recorded.", issue: int | None = None
    ) -> None:
        officer = self.officer(by or self.parts.approver)
        self.obeys(AcceptLate(at=self._at(on), by=staff(officer), reasons=reasons, issue=issue))

    def discloses(self, on: str = "", *, allowed_by: str = "", **told: Any) -> None:  # noqa: ANN401
        """A contractor is told how to reach the resident, unless the story says what else."""
        whole = {"to": "Damp Ltd", "what": "Her name and telephone number.", "why": "They agree the visit with her."}
        by, allowed = self.officer(self.parts.handler), self.officer(allowed_by or self.parts.consulted)
        self.obeys(RecordDisclosure(at=self._at(on), by=staff(by), allowed_by=allowed, **whole | told))

    def records_support(self, on: str = "", **support: Any) -> None:  # noqa: ANN401
        officer = self.officer(self.parts.handler)
        self.obeys(RecordSupport(at=self._at(on), by=staff(officer), support=Support(**support)))

    def changes_contact(self, on: str = "", *, safe: bool | None = None, note: str = "", **details: Any) -> None:  # noqa: ANN401
        """The resident is called or reached otherwise now; *safe*: the way they were reached before."""
        by = staff(self.officer(self.parts.handler))
        changed = ContactDetails(**details)
        self.obeys(ChangeContact(at=self._at(on), by=by, details=changed, old_way_safe=safe, note=note))

    def corrects_receipt(
        self, right_day: str, on: str = "", at: str = "", *, by: str = "", why: str = "The visit was the day."
    ) -> None:
        """It had been recorded with the wrong day of receipt."""
        officer = self.officer(by or self.parts.approver)
        self.obeys(CorrectReceipt(at=self._at(on, at), by=staff(officer), right_day=day(right_day), why=why))

    def corrects_posting(
        self, letter: str, right_day: str = "", on: str = "", why: str = "The van left later."
    ) -> None:
        """A letter was posted on another day than is recorded, or not at all."""
        by, went = staff(self.officer(self.parts.approver)), day(right_day) if right_day else None
        self.obeys(CorrectPosting(at=self._at(on), by=by, letter=letter, right_day=went, why=why))

    def corrects_contact(self, entry: int, on: str = "", why: str = "It was another resident.", **right: Any) -> None:  # noqa: ANN401
        """An attempt to speak with the resident was recorded wrongly, or never made."""
        by, right_day = staff(self.officer(self.parts.approver)), right.pop("right_day", "")
        went = day(right_day) if right_day else None
        self.obeys(CorrectContact(at=self._at(on), by=by, entry=entry, why=why, right_day=went, **right))

    def corrects_letter(self, letter: str, on: str = "", why: str = "Two files were mixed up.", **more: Any) -> None:  # noqa: ANN401
        """A letter that went was wrong, or went to somebody else."""
        by = staff(self.officer(self.parts.approver))
        self.obeys(CorrectLetter(at=self._at(on), by=by, letter=letter, why=why, **more))

    def changes_particulars(self, on: str = "", **changes: Any) -> None:  # noqa: ANN401
        self.obeys(ChangeParticulars(at=self._at(on), by=staff(self.officer(self.parts.handler)), **changes))

    def is_found_about(self, person_id: str, on: str = "", *, by: str = "", why: str = "") -> None:
        """A supervisor records that it is about a member of staff."""
        supervisor = self.officer(by or {"reliance": "daniel-osei", "qualitas": "elaine-foster"}[self.key])
        about = self.officer(person_id)
        self.obeys(RecordAbout(at=self._at(on), by=staff(supervisor), officer=about, why=why))

    def hears_withdrawal(self, on: str = "", at: str = "", reason: str = "", **promises: Any) -> None:  # noqa: ANN401
        """The resident keeps or releases what was promised: `keep` and `release` are its numbers."""
        self.obeys(Withdraw(at=self._at(on, at), by=RESIDENT, reason=reason, **promises))

    def reopens(self, on: str = "", at: str = "", *, by: str = "", **more: Any) -> None:  # noqa: ANN401
        """The resident asks, unless the story says who on the staff does."""
        giver = staff(self.officer(by)) if by else RESIDENT
        self.obeys(Reopen(at=self._at(on, at), by=giver, **more))

    def hears_reaction(
        self,
        on: str = "",
        at: str = "",
        *,
        satisfied: bool = False,
        how: str = "by telephone",
        **more: Any,  # noqa: ANN401
    ) -> None:
        by = staff(self.officer(self.parts.handler))
        self.obeys(RecordReaction(at=self._at(on, at), by=by, satisfied=satisfied, how=how, **more))

    def closes(self, on: str = "", reason: str = "resolved_satisfied", *, heard: bool = True, **more: Any) -> None:  # noqa: ANN401
        """Close it; whoever is satisfied has said so, unless the story says that nobody *heard* it."""
        at = self._at(on)
        progress = self.complaint.progress if self.complaint.stages else None
        unheard = progress and progress.responded and progress.responded.met_at and not progress.reaction
        if heard and unheard and reason == "resolved_satisfied" and not self.complaint.closed:
            by = staff(self.officer(self.parts.handler))
            self.obeys(RecordReaction(at=at, by=by, satisfied=True, how="by telephone"))
        agreed: dict[str, Any] = {"resolution_agreed": True, "no_wish_to_escalate": True}
        self.obeys(Close(at=at, by=staff(self.owner), reason=CloseReason(reason), **agreed | more))

    def obeys(self, order: Message) -> None:
        """Carry an order out when it arrives: at once, or as late as the clock already stands."""
        if order.at > self._now:
            self._pass(order.at)
        check(self.complaint, order, self.rules, self._now)
        self.complaint, self.answer = apply(self.complaint, order, self.rules, self._now)
        self._look()

    def refuses(self, step: Callable[[], object]) -> str:
        """The sentence with which a step is refused."""
        with pytest.raises(NotAllowedError) as refusal:
            step()
        self.would_help = refusal.value.instead
        return str(refusal.value)

    def records_refusal(self, asked: str, came: str, why: str) -> None:
        """Record a request that could not be taken."""
        self.complaint = reject(self.complaint, asked, came, why, self.rules, self._now)
        self._look()

    # The world

    def bounces(self, kind: NoticeKind, why: str = "no such mailbox", channel: Channel | None = None) -> None:
        """The provider says that the last notice of that kind came back."""
        key = next(
            sent.notice.key for sent in reversed(self.sent) if sent.kind is kind and sent.notice.must_reach_resident
        )
        self.complaint = sending.note_bounced(self.complaint, key, channel, why, self._now, self.rules, self._now)
        self._look()

    def is_revived(self, kept: Complaint, *sends: KnownSend) -> None:
        """Temporal has lost the complaint; it goes on from the state that was *kept*."""
        case = revive(Case(complaint=kept, rules=self.rules), sends, self._now, life="5eed5eed")
        self.complaint = case.complaint
        self._look()

    def is_rebuilt(self, kept: Complaint, not_rebuilt: tuple[str, ...]) -> None:
        """As `is_revived`, of a complaint that was built from the register's tables."""
        lost = Case(complaint=kept, rules=self.rules)
        case = revive(lost, (), self._now, life="5eed5eed", from_record=True, not_rebuilt=not_rebuilt)
        self.complaint = case.complaint
        self._look()

    def releases_notices(self, on: str = "", at: str = "", *, by: str = "", checked: str = "") -> None:
        officer = self.officer(by) if by else self.owner
        self.obeys(ReleaseNotices(at=self._at(on, at), by=staff(officer), checked=checked))

    def hears_of_delivery(self, key: str) -> None:
        """The provider says that what had that key arrived."""
        assert not never_was(self.complaint, key)
        check_news(self.complaint, NoticeDelivered(key=key, at=self._now), self.rules, self._now)
        self.complaint = sending.note_delivered(self.complaint, key, self._now, self.rules, self._now)
        self._look()

    def hears_of_bounce(self, key: str, why: str = "no such mailbox") -> None:
        """The provider says that what had that key came back."""
        self.complaint = sending.note_bounced(self.complaint, key, None, why, self._now, self.rules, self._now)
        self._look()

    def hears_of_holiday(self, on: str, why: str = "a day of mourning") -> None:
        """A bank holiday is proclaimed."""
        calendar = self.rules.calendar
        closed = (*calendar.closed, ClosedDay(on=day(on), why=why))
        self.takes_calendar(calendar.model_copy(update={"closed": closed}))

    def takes_calendar(self, calendar: WorkingCalendar) -> None:
        fresh = WorkingCalendar.model_validate(calendar.model_dump())
        self.complaint, self._rules = change_calendar(self.complaint, self.rules, fresh, self._now)
        self._look()

    def is_away(self, person_id: str, first: str, last: str) -> None:
        """Somebody is absent, both days included."""
        absence = Absence(first=day(first), last=day(last))
        people = tuple(_away(person, absence) if person.id == person_id else person for person in self.staff.people)
        self.staff = StaffDirectory(people=people)

    def also_holds(self, person_id: str, *roles: str) -> None:
        """Somebody holds those roles too, from here on."""
        people = tuple(_holding(person, roles) if person.id == person_id else person for person in self.staff.people)
        self.staff = StaffDirectory(people=people)

    # Who and when

    @property
    def owner(self) -> Officer:
        """Who deals with the stage the complaint has reached, or would."""
        at_stage_2 = self.complaint.stage is Stage.TWO
        return self.complaint.handler or self.officer(self.parts.reviewer if at_stage_2 else self.parts.handler)

    def officer(self, person_id: str) -> Officer:
        return self.staff.officer(person_id, landlord_day(self._now, "Europe/London"))

    def today(self) -> date:
        return landlord_day(self._now, self.rules.zone)

    @property
    def reminders_go_at(self) -> str:
        """The minute at which this complaint's reminders go."""
        return f"{rung_time(self.complaint.reference, self.rules):%H:%M}"

    def _at(self, on: str, at: str = "") -> datetime:
        if on:
            return self._instant(on, at)
        return self._now + timedelta(minutes=1)

    def _instant(self, on: str, at: str) -> datetime:
        return instant_on(day(on), time.fromisoformat(at) if at else NOON, "Europe/London")

    def _line(self, entry: Read) -> str:
        clause = f" ({entry.clause})" if entry.clause else ""
        return f"{self._local(entry.at):%a %d %b}: {entry.text}{clause}"

    def _local(self, at: datetime) -> datetime:
        return local_time(at, "Europe/London")


def referral(
    reference: str = "HOS-202611-77", respond_by: str = "Fri 27 Nov 2026", asked: str = ""
) -> OmbudsmanReferral:
    """What the Ombudsman asks, and by which day of theirs."""
    return OmbudsmanReferral(reference=reference, respond_by=day(respond_by), asked=asked)


def posted(on: str, how: How = How.POST, at: str = "12:00", *, told: bool = True) -> AlreadySent:
    """A letter that had gone already."""
    instant = instant_on(day(on), time.fromisoformat(at), "Europe/London")
    return AlreadySent(at=instant, how=how, next_step_told=told)


def errand(landlord: Landlord, sent: Sent) -> Errand:
    """A notice as its provider was given it."""
    return Errand(
        landlord=landlord.key,
        reference=landlord.complaint.reference,
        notice=sent.notice,
        resident=sent.resident,
        large_print=landlord.complaint.support.large_print,
    )


def _holding(person: Person, roles: tuple[str, ...]) -> Person:
    return person.model_copy(update={"roles": person.roles.union(roles)})


def _away(person: Person, absence: Absence) -> Person:
    return person.model_copy(update={"absences": (*person.absences, absence)})
