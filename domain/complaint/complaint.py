"""A complaint as it stands: one frozen value, from receipt to the last promise kept."""

from datetime import date, datetime
from types import EllipsisType
from typing import Annotated, Any, Self

from pydantic import AfterValidator

from domain.complaint.actions import Action
from domain.complaint.actor import PROCEDURE, Actor, ActorRef, PersonName, who_is
from domain.complaint.carried_out import CarriedOut
from domain.complaint.closing import Closed, CloseReason
from domain.complaint.complainant import Particulars
from domain.complaint.disclosures import Disclosure
from domain.complaint.exclusions import LateAcceptance, Refusal
from domain.complaint.hold import Hold
from domain.complaint.issues import Issue
from domain.complaint.late import ToldLate
from domain.complaint.long_texts import LongText
from domain.complaint.marks import Floor, Missed, Reminded
from domain.complaint.notices import Notice
from domain.complaint.ombudsman import OmbudsmanContact, OmbudsmanDirection
from domain.complaint.owed_letters import OwedLetter, Page
from domain.complaint.record import Entry, EntryFacts
from domain.complaint.record_summary import RecordSummary
from domain.complaint.resident import NewWay, Resident
from domain.complaint.sources import Source, source
from domain.complaint.stages import StageProgress
from domain.complaint.support import Support
from domain.complaint.triage import Conversion, QuickTry, ServiceRequest, TriageAnswers
from domain.complaint.unknown_letters import UnknownLetter
from domain.policy.definition import Classification
from domain.policy.rules import Rules, shared
from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.value import Names, Value, required


class NotAllowedError(Exception):
    """The policy does not allow this now; the sentence names the rule and says what to do."""

    def __init__(self, sentence: str, *, instead: str = "", kept: str = "", unseen: tuple[int, ...] = ()) -> None:
        super().__init__(sentence)
        self.instead = instead
        """The order that would help, by its name; empty where none would. Each face says how it is given."""
        self.kept = kept or sentence
        """The sentence as a record keeps it, which names nobody (D15)."""
        self.unseen = unseen
        """Numbers of the entries that people added since its sender looked, where it is refused for those."""


class LateRequest(Value):
    """A request for stage 2 that came after the window: it waits for a manager's decision (A-06)."""

    at: datetime
    by: Actor
    reasons: str = ""
    desired_outcome: str = ""
    declined_at: datetime | None = None
    withdrawn_at: datetime | None = None
    """When the resident took it back."""

    @property
    def ended_at(self) -> datetime | None:
        """When it was declined or taken back; None while it waits. One that is accepted has become stage 2."""
        return self.declined_at or self.withdrawn_at


class Death(Value):
    """The resident's death, as far as it is known."""

    recorded_at: datetime
    died_on: date | None = None
    told_by: str = ""


class Complaint(Value):
    """A complaint, or a contact that may become one, and all that was ever done about it."""

    reference: str
    landlord: str
    key: str = ""
    opened_with: str = ""
    """A digest of what was said when it was opened: with the same key other words are refused."""
    received_at: datetime
    logged_at: datetime
    channel: str
    received_by: str = ""
    summary: str
    resident: Resident
    new_ways: tuple[NewWay, ...] = ()
    """The ways whose address or number was changed, each with the last time."""
    about_staff: Names = frozenset()
    """Ids of members of staff the complaint is about: they may not touch it (D15)."""
    dealt_with_before: Names = frozenset()
    """Ids of those who tried to put it right before stage 1: they took part in it."""
    classification: Classification = Classification.COMPLAINT
    holder: Officer | None = None
    """Who has it while it is at no stage."""
    particulars: Particulars = Particulars()
    support: Support = Support()
    support_at: datetime | None = None
    """When that was recorded."""
    sorting: TriageAnswers | None = None
    conversions: tuple[Conversion, ...] = ()
    request: ServiceRequest | None = None
    quick: QuickTry | None = None
    issues: tuple[Issue, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    late_acceptance: LateAcceptance | None = None
    ombudsman: OmbudsmanContact | None = None
    directions: tuple[OmbudsmanDirection, ...] = ()
    """What the Ombudsman directed, each with the day they set, where they set one."""
    stages: tuple[StageProgress, ...]
    """The stages it has come to, in order; none while it is no complaint at stage 1."""
    answered_before: StageProgress | None = None
    """Stage 1 as it was answered before it was taken up again: the resident may still ask for a review of that."""
    disclosures: tuple[Disclosure, ...] = ()
    """What was told to other parties."""
    actions: tuple[Action, ...] = ()
    late_request: LateRequest | None = None
    closed: Closed | None = None
    waits_to_close: bool = False
    missed: tuple[Missed, ...] = ()
    late_told: ToldLate | None = None
    """What the resident was told is late, last."""
    reminded: tuple[Reminded, ...] = ()
    floors: tuple[Floor, ...] = ()
    death: Death | None = None
    """What is known of the resident's death; nothing is sent to them after it."""
    hold: Hold | None = None
    """Why notices to the resident wait for a person, after it was revived; None where they go by themselves."""
    outbox: tuple[Notice, ...] = ()
    """Notices still to go."""
    gone: tuple[Notice, ...] = ()
    """What went to the resident, but for texts: kept, because what comes back goes again another way."""
    owed_letters: tuple[OwedLetter, ...] = ()
    """Letters that have still to go though no duty of a stage waits for them, and those that went since."""
    pages: tuple[Page, ...] = ()
    """Printed letters that are neither posted nor known to be taken out of the tray."""
    unknown_letters: tuple[UnknownLetter, ...] = ()
    """Letters of which nobody knows whether they went."""
    record: tuple[Entry, ...] = ()
    """The record's last entries: all of it, or those that the register is not known to hold yet."""
    record_summary: RecordSummary = RecordSummary()
    """The whole record in brief."""
    texts: tuple[LongText, ...] = ()
    """Long texts that the register is not known to hold yet; where they belong stand stubs of them."""
    people: tuple[PersonName, ...] = ()
    """Names of the members of staff whose ids the record holds: beside it, so that they can be blanked."""
    seen: tuple[CarriedOut, ...] = ()
    """The orders carried out in the last thirty days, by which a repeat is known."""
    old_keys: str = ""
    """The keys of older ones, as `domain.complaint.old_keys` holds them."""
    notices_made: int = 0
    news_of_nothing: int = 0
    """How much news came of notices that never were: it is counted and dropped."""
    life: str = ""
    """Which of its lives this is (`domain.duties.lives`); empty until its workflow begins."""
    calendar_is_short: bool = False

    @property
    def progress(self) -> StageProgress:
        """The stage the complaint has reached.

        Raises:
            LookupError: it is at none; the procedure lets no order through that needs one.
        """
        return required(self.stages[-1] if self.stages else None, "stage")

    @property
    def stage(self) -> Stage | None:
        """The stage it has reached; None while it is no complaint at stage 1."""
        return self.stages[-1].stage if self.stages else None

    @property
    def handler(self) -> Officer | None:
        """Who deals with it: the owner of its stage, else whoever has it before stage 1."""
        return self.stages[-1].owner if self.stages else self.holder

    @property
    def source(self) -> Source:
        """How it came, as it is counted; `channel` keeps the word that was typed."""
        return source(self.channel)

    @property
    def refused(self) -> Refusal | None:
        """The refusal that stands; None where there is none, or the Ombudsman had it reversed."""
        return self.refusals[-1] if self.refusals and self.refusals[-1].reversed_at is None else None

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """Promised actions neither completed nor released."""
        return tuple(action for action in self.actions if action.is_open)

    @property
    def waiting_request(self) -> LateRequest | None:
        """The late request for stage 2 that waits for a decision."""
        request = self.late_request
        return request if request and request.ended_at is None else None

    @property
    def withdrawn(self) -> bool:
        """Whether it was closed as the resident asked: they may ask for it again."""
        return self.closed is not None and self.closed.reason is CloseReason.WITHDRAWN

    @property
    def contact_withdrawn(self) -> bool:
        """Whether it was withdrawn before it was a complaint: an enquiry, a request, a concern."""
        return self.withdrawn and not self.stages

    @property
    def review_withdrawn(self) -> bool:
        """Whether stage 2 was withdrawn, which ends before it is answered: the resident may ask for it again (P-47)."""
        return self.withdrawn and self.at_stage(Stage.TWO) is not None

    @property
    def is_undecided(self) -> bool:
        """Whether the resident is not satisfied with stage 1 and has still to say whether they want stage 2 (R-069)."""
        reaction = self.progress.reaction if self.stage is Stage.ONE and not self.death else None
        return reaction is not None and reaction.is_undecided

    @property
    def to_review(self) -> StageProgress | None:
        """Stage 1 as it was answered, which stage 2 reviews; None until it was."""
        first = self.stages[0] if self.stages else None
        return first if first and first.responded else self.answered_before

    def changed(self, **fields: Any) -> Self:  # noqa: ANN401 - any field of the model
        """This complaint with those fields."""
        return self.model_copy(update=fields)

    def at_stage(self, stage: Stage) -> StageProgress | None:
        """How far *stage* has come, None before it began."""
        return next((progress for progress in self.stages if progress.stage is stage), None)

    def with_progress(self, progress: StageProgress, **fields: Any) -> Self:  # noqa: ANN401 - any field of the stage
        """This complaint with *progress*, changed by *fields*, in its place."""
        new = progress.model_copy(update=fields)
        return self.changed(stages=tuple(new if old.stage is new.stage else old for old in self.stages))

    def without_stage(self, stage: Stage) -> Self:
        """This complaint as if *stage* had not begun: nothing of it is owed or counted any more but in its record."""
        return self.changed(
            stages=tuple(progress for progress in self.stages if progress.stage is not stage),
            missed=tuple(missed for missed in self.missed if missed.duty.stage is not stage),
            reminded=tuple(mark for mark in self.reminded if mark.duty.stage is not stage),
            floors=tuple(floor for floor in self.floors if floor.duty.stage is not stage),
            gone=tuple(notice for notice in self.gone if not notice.fulfils or notice.fulfils.stage is not stage),
            owed_letters=tuple(letter for letter in self.owed_letters if letter.stage is not stage),
        )

    def noting(
        self,
        facts: EntryFacts,
        *,
        at: datetime,
        now: datetime,
        by: Actor | ActorRef = PROCEDURE,
        clause: str = "",
        stage: Stage | EllipsisType | None = ...,
        naming: Officer | None = None,
    ) -> Self:
        """This complaint with one more entry in its record, of the stage it is at unless another is given.

        *naming* is the member of staff whose id the facts hold.
        """
        entry = Entry(
            number=self.record_summary.entries + 1,
            at=at,
            recorded_at=now,
            facts=facts,
            by=by.ref if isinstance(by, Actor) else by,
            clause=clause,
            stage=self.stage if isinstance(stage, EllipsisType) else stage,
        )
        named = self.knowing(by.officer if isinstance(by, Actor) else None).knowing(naming)
        return named.changed(record=(*self.record, entry), record_summary=self.record_summary.with_entry(entry))

    def recorded_by(self, staff_id: str, *, since: int) -> Self:
        """This complaint, with who recorded what people did in the entries after the number *since*."""
        record = tuple(
            entry.model_copy(update={"recorded_by": staff_id})
            if entry.number > since and entry.by.kind.is_person
            else entry
            for entry in self.record
        )
        return self.changed(record=record) if staff_id else self

    @property
    def written_through(self) -> int:
        """The number of the last entry that the register is known to hold."""
        return self.record_summary.entries - len(self.record)

    def written(self, through: int, texts: frozenset[str] = frozenset()) -> Self:
        """This complaint without what the register holds: entries *through* that number, and those *texts*."""
        left = tuple(entry for entry in self.record if entry.number > through)
        return self.changed(record=left, texts=tuple(each for each in self.texts if each.digest not in texts))

    def holding(self, texts: tuple[LongText, ...]) -> Self:
        """This complaint with those long texts beside it."""
        have = {each.digest for each in self.texts}
        return self.changed(texts=(*self.texts, *(each for each in texts if each.digest not in have)))

    def knowing(self, officer: Officer | None) -> Self:
        """This complaint with the name of *officer* beside its record."""
        if officer is None:
            return self
        name = PersonName(id=officer.id, name=officer.name, job_title=officer.job_title)
        if name in self.people:
            return self
        return self.changed(people=(*(each for each in self.people if each.id != officer.id), name))

    def sentence(self, entry: Entry) -> str:
        """*entry* of its record as people read it."""
        return entry.facts.sentence(self.people)

    def who(self, ref: ActorRef) -> str:
        """Who that was, as people read it: a member of staff by their name, where it is known; else by their id."""
        return who_is(ref, self.people)

    @property
    def taken(self) -> tuple[Issue, ...]:
        """The issues that are looked into: all but those that were refused."""
        return tuple(issue for issue in self.issues if issue.is_taken)

    def issue(self, number: int) -> Issue | None:
        """The issue of that number; None where there is none."""
        return next((issue for issue in self.issues if issue.number == number), None)

    def with_issue(self, changed: Issue) -> Self:
        """This complaint with *changed* in the place of the issue of its number."""
        return self.changed(issues=tuple(changed if old.number == changed.number else old for old in self.issues))

    def key_of(self, label: str) -> str:
        """The key of the notice of that label, in the life that the complaint has now."""
        return "/".join(part for part in (self.landlord, self.reference, self.life, label) if part)

    def label(self, key: str) -> str:
        """By which the notice of that *key* is told from the complaint's others: "5f3a90c1/3-receipt"."""
        return key.removeprefix(f"{self.landlord}/{self.reference}/")

    def letter_number(self, key: str) -> str:
        """By which people name the letter of that notice's *key*: "3"."""
        return self.label(key).rpartition("/")[2].partition("-")[0]

    def notice(self, key: str) -> Notice | None:
        """The notice of that key, while it is still to go."""
        return next((notice for notice in self.outbox if notice.key == key), None)

    def owed_letter(self, key: str) -> OwedLetter | None:
        """The letter of that notice's *key*, while it is owed."""
        return next((letter for letter in self.owed_letters if letter.notice == key and letter.waits), None)

    def with_owed(self, changed: OwedLetter) -> Self:
        """This complaint with *changed* in the place of the owed letter of its notice."""
        old = self.owed_letters
        return self.changed(owed_letters=tuple(changed if each.notice == changed.notice else each for each in old))

    def with_page(self, notice: Notice) -> Self:
        """This complaint with *notice* printed."""
        return self.changed(pages=(*self.without_page(notice.key).pages, Page(notice=notice.key, kind=notice.kind)))

    def without_page(self, key: str) -> Self:
        """This complaint where the page of that notice's *key* lies in no tray any more."""
        return self.changed(pages=tuple(page for page in self.pages if page.notice != key))

    def unknown_letter(self, key: str) -> UnknownLetter | None:
        """The letter of that notice's *key*, while nobody knows whether it went."""
        return next((letter for letter in self.unknown_letters if letter.notice == key), None)

    def without_unknown(self, key: str) -> Self:
        """This complaint where the letter of that notice's *key* is in doubt no more."""
        if self.unknown_letter(key) is None:
            return self
        return self.changed(unknown_letters=tuple(each for each in self.unknown_letters if each.notice != key))

    def without(self, key: str) -> Self:
        """This complaint with that notice no longer to go."""
        return self.changed(outbox=tuple(notice for notice in self.outbox if notice.key != key))


class Case(Value):
    """A complaint and the rules it is judged by: all its workflow carries (D7)."""

    complaint: Complaint
    rules: Annotated[Rules, AfterValidator(shared)]
    takes_plain: bool = True
    """Whether messages may come in clear: it stands here so that no worker's setting changes what a history means."""
    comes_back: bool = False
    """Whether it had ended: it first asks whether a later state was kept since, and goes on from that."""
