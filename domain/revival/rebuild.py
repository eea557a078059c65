"""A complaint built from the register's tables and its record, where no key opens the state that was kept (D13).

What had gone has gone; what had not gone is to be done again. What cannot be told from the tables is named, so that a
person looks it up.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import reduce
from typing import NamedTuple, TypeVar

from domain.calendar.days import landlord_day, short
from domain.complaint.actor import PROCEDURE, ActorKind
from domain.complaint.closing import Closed
from domain.complaint.complaint import Case, Complaint, Death, LateRequest
from domain.complaint.facts.duties import DutyMissed, MissCorrected, ResidentToldLate
from domain.complaint.facts.front_door import (
    BecameComplaint,
    PassedOn,
    QuickAgreed,
    QuickFailed,
    QuickResolved,
    RequestAnswered,
    Triaged,
)
from domain.complaint.facts.notices import NoticeDropped, NoticeSent, NoticeUndeliverable
from domain.complaint.facts.ombudsman import DirectionDone, OmbudsmanAnswered, OmbudsmanAsked, OmbudsmanDirected
from domain.complaint.facts.stages import (
    Consulted,
    Contacted,
    Escalated,
    Extended,
    LateRequestDeclined,
    LateRequestMade,
    LateRequestWithdrawn,
    Posted,
    ReactionRecorded,
)
from domain.complaint.late import ToldLate
from domain.complaint.long_texts import take_out
from domain.complaint.marks import Missed
from domain.complaint.notice_kinds import NoticeKind, letter_called
from domain.complaint.ombudsman import OmbudsmanContact, OmbudsmanDirection
from domain.complaint.recipients import Audience
from domain.complaint.record_summary import RecordSummary
from domain.complaint.reference import ComplaintId
from domain.complaint.stages import Attempt, Attempts, Consultation, Draft, Extension, Letter, Reaction, StageProgress
from domain.complaint.triage import Conversion, QuickTry, ServiceRequest
from domain.duties.owed import open_duties
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.rules import Rules
from domain.policy.staff import Officer
from domain.value import Value
from domain.views.tables import Complainant, Receipt, StageLine, Tables
from domain.views.written import WrittenEntry

F = TypeVar("F", bound=Value)
Record = tuple[WrittenEntry, ...]
WhoIs = Callable[[str], Officer]
"""A member of staff by their id, also one who has left."""

_ALWAYS = ("which letters that went would go again if they came back",)


class Lost(NamedTuple):
    """What the register holds in clear of a complaint."""

    place: ComplaintId
    key: str
    opened_with: str
    complainant: Complainant
    receipt: Receipt
    tables: Tables
    record: Record


def rebuild(lost: Lost, rules: Rules, who: WhoIs) -> tuple[Case, tuple[str, ...]]:
    """The complaint as far as it can be built, judged by *rules*, and what somebody has to look up, in words."""
    built = _as_received(lost, who).changed(
        stages=tuple(_progress(line, lost.record, rules, who) for line in lost.tables.stages or ()),
        late_request=_late_request(lost.record),
        **_before_stage_1(lost.record, who),
        **_from_the_ombudsman(lost.record),
        **_marks(lost.record),
    )
    light, texts = take_out(_with_its_record(built, lost.record, who))
    return Case(complaint=light.holding(texts), rules=rules), tuple(_not_rebuilt(light, lost, rules))


def _as_received(lost: Lost, who: WhoIs) -> Complaint:
    whose, receipt = lost.complainant, lost.receipt
    died_at, closed_at, because = whose.death_recorded_at, receipt.closed_at, receipt.closed_because
    return Complaint(
        reference=lost.place.reference,
        landlord=lost.place.landlord,
        key=lost.key,
        opened_with=lost.opened_with,
        received_at=receipt.received_at,
        logged_at=receipt.logged_at,
        channel=receipt.channel,
        received_by=receipt.received_by,
        summary=receipt.summary,
        resident=whose.resident,
        about_staff=receipt.about_staff,
        dealt_with_before=receipt.dealt_with_before,
        classification=receipt.classification,
        holder=who(receipt.handler) if receipt.handler else None,
        particulars=whose.particulars,
        support=whose.support,
        issues=lost.tables.issues or (),
        actions=lost.tables.actions or (),
        stages=(),
        death=Death(recorded_at=died_at, died_on=whose.died_on) if died_at else None,
        closed=Closed(at=closed_at, reason=because, by=PROCEDURE) if closed_at and because else None,
    )


def _progress(line: StageLine, record: Record, rules: Rules, who: WhoIs) -> StageProgress:
    theirs = tuple(entry for entry in record if entry.stage is line.stage)
    return StageProgress(
        stage=line.stage,
        started_at=line.started_at,
        known_at=line.started_at,
        owner=who(line.owner) if line.owner else None,
        handler_told=line.owner if line.acknowledged_at else "",
        acknowledgement=_letter(line.acknowledged_at, told=line.response_by),
        reasons=line.reasons,
        understood=line.understood,
        desired_outcome=line.desired_outcome,
        timescale_told=line.response_by,
        attempts=reduce(Attempts.adding, _attempts(theirs, rules), Attempts()),
        contacted_at=line.contacted_at,
        details_at=line.details_at,
        investigated_at=line.investigated_at,
        consultations=tuple(Consultation(officer=who(f.whom), at=at) for at, f in _each(theirs, Consulted)),
        draft=_draft(line, theirs, who),
        extensions=tuple(_extension(f, at, rules) for at, f in _each(theirs, Extended)),
        response=line.response if line.responded_at else None,
        responded=_letter(line.responded_at, received_on=line.response_received_on),
        answered_by=line.owner if line.responded_at else "",
        reaction=_reaction(theirs),
        involved=line.involved,
    )


def _letter(gone_at: datetime | None, *, told: date | None = None, received_on: date | None = None) -> Letter | None:
    """A letter that has gone; what had not gone is to be decided on again."""
    return Letter(decided_at=gone_at, met_at=gone_at, told=told, received_on=received_on) if gone_at else None


def _each(record: Record, kind: type[F]) -> Iterator[tuple[datetime, F]]:
    """When each thing of that kind happened, and its facts."""
    return ((entry.at, entry.facts) for entry in record if isinstance(entry.facts, kind))


def _attempts(record: Record, rules: Rules) -> Iterator[Attempt]:
    for entry in record:
        if isinstance(entry.facts, Contacted):
            on = landlord_day(entry.at, rules.zone)
            yield Attempt(entry=entry.number, outcome=entry.facts.outcome, at=entry.at, on=on)


def _draft(line: StageLine, record: Record, who: WhoIs) -> Draft | None:
    """The draft that was there, to be approved again; of a response that has gone nothing is left to draft."""
    if line.responded_at or line.response is None or not line.drafted_by:
        return None
    submitted_at = record[-1].at if record else line.started_at
    return Draft(author=who(line.drafted_by), response=line.response, submitted_at=submitted_at)


def _extension(facts: Extended, at: datetime, rules: Rules) -> Extension:
    return Extension(
        granted_at=at,
        working_days=rules.calendar.working_days_between(facts.previous_due_on, facts.due_on),
        reason=facts.reason,
        previous_due_on=facts.previous_due_on,
        due_on=facts.due_on,
        letter=Letter(decided_at=at, met_at=at, told=facts.due_on),
    )


def _reaction(record: Record) -> Reaction | None:
    said = list(_each(record, ReactionRecorded))
    if not said:
        return None
    at, facts = said[-1]
    return Reaction(satisfied=facts.satisfied, at=at, wants_stage_2=facts.wants_stage_2)


def _late_request(record: Record) -> LateRequest | None:
    """The late request for stage 2; one that was accepted has become stage 2."""
    request: LateRequest | None = None
    for entry in record:
        match entry.facts:
            case LateRequestMade() as made:
                whose = PROCEDURE.model_copy(update={"kind": ActorKind.RESIDENT})
                request = LateRequest(at=entry.at, by=whose, reasons=made.reasons, desired_outcome=made.desired_outcome)
            case LateRequestDeclined() if request:
                request = request.model_copy(update={"declined_at": entry.at})
            case LateRequestWithdrawn() if request:
                request = request.model_copy(update={"withdrawn_at": entry.at})
            case Escalated():
                request = None
            case _:
                pass
    return request


def _before_stage_1(record: Record, who: WhoIs) -> dict[str, object]:
    """How it was sorted, and what was made of it before it was a complaint, or instead."""
    sorted_as = [facts.sorting for _, facts in _each(record, Triaged)]
    became = (
        Conversion(at=at, was=facts.was, became=Classification.COMPLAINT)
        for at, facts in _each(record, BecameComplaint)
    )
    return {
        "sorting": sorted_as[-1] if sorted_as else None,
        "conversions": tuple(became),
        "request": _request(record),
        "quick": _quick(record, who),
    }


def _request(record: Record) -> ServiceRequest | None:
    request: ServiceRequest | None = None
    for entry in record:
        if isinstance(entry.facts, PassedOn):
            request = ServiceRequest(passed_on_to=entry.facts.service, passed_on_at=entry.at)
        elif isinstance(entry.facts, RequestAnswered) and request:
            request = request.model_copy(update={"answered_at": entry.at, "outcome": entry.facts.outcome})
    return request


def _quick(record: Record, who: WhoIs) -> QuickTry | None:
    quick: QuickTry | None = None
    for entry in record:
        match entry.facts:
            case QuickAgreed() as agreed if entry.actor.id:
                by = who(entry.actor.id)
                quick = QuickTry(agreed_at=entry.at, by=by, action=agreed.action, agreed_how=agreed.how)
            case QuickResolved() as resolved if quick:
                quick = quick.model_copy(update={"resolved_at": entry.at, "outcome": resolved.outcome})
            case QuickFailed() as failed if quick:
                lapsed = failed.lapsed_on is not None
                quick = quick.model_copy(update={"failed_at": entry.at, "lapsed": lapsed})
            case _:
                pass
    return quick


def _from_the_ombudsman(record: Record) -> dict[str, object]:
    contact: OmbudsmanContact | None = None
    directions = dict[int, OmbudsmanDirection]()
    for entry in record:
        at, known_at = entry.at, entry.recorded_at
        match entry.facts:
            case OmbudsmanAsked(reference=reference, respond_by=respond_by):
                contact = OmbudsmanContact(
                    reference=reference, respond_by=respond_by, contacted_at=at, known_at=known_at
                )
            case OmbudsmanAnswered(answer=answer) if contact:
                contact = contact.model_copy(update={"answered_at": at, "answer": answer})
            case OmbudsmanDirected() as directed:
                same = directed.model_dump(include={"number", "reference", "directs", "asked", "respond_by"})
                directions[directed.number] = OmbudsmanDirection(directed_at=at, known_at=known_at, **same)
            case DirectionDone(number=number) if number in directions:
                directions[number] = directions[number].model_copy(update={"done_at": at})
            case _:
                pass
    return {"ombudsman": contact, "directions": tuple(directions.values())}


def _marks(record: Record) -> dict[str, object]:
    """What was missed, and what the resident was told is late."""
    missed, told = list[Missed](), None
    for entry in record:
        match entry.facts:
            case DutyMissed(duty=duty, due_on=due_on):
                missed.append(Missed(duty=duty, due_on=due_on))
            case MissCorrected(duty=duty):
                missed = [each for each in missed if each.duty != duty]
            case ResidentToldLate(hear_by=hear_by):
                told = ToldLate(at=entry.at, of=tuple(missed), hear_by=hear_by)
            case _:
                pass
    return {"missed": tuple(missed), "late_told": told}


def _with_its_record(complaint: Complaint, record: Record, who: WhoIs) -> Complaint:
    """With the record in brief, the names beside it, and the number from which its notices go on."""
    brief = reduce(RecordSummary.with_entry, (each.entry for each in record), RecordSummary())
    labels = (facts.label for _, facts in _each(record, NoticeSent))
    numbers = (complaint.letter_number(label) for label in labels)
    made = max((int(number) for number in numbers if number.isdigit()), default=0)
    complaint = complaint.changed(record_summary=brief, notices_made=made)
    ids = dict.fromkeys(each.actor.id for each in record if each.actor.kind is ActorKind.STAFF)
    for person in ids:
        complaint = complaint.knowing(who(person))
    return complaint


def _not_rebuilt(complaint: Complaint, lost: Lost, rules: Rules) -> Iterator[str]:
    """What was owed and is not now, or is owed now and was not, and what the tables never hold."""
    owed = {(duty.key.name, duty.due_on): duty.words for duty in open_duties(complaint, rules)}
    were = {(line.clock, line.due_on): line.words for line in lost.tables.deadlines or () if line.is_open}
    for (clock, due_on), words in were.items():
        if (clock, due_on) not in owed:
            yield f"whether the {words} due {short(due_on)} is still owed"
    for (clock, due_on), words in owed.items():
        if (clock, due_on) not in were:
            yield f"whether the {words}, now due {short(due_on)}, was done or put off"
    yield from (
        f"whether the {letter_called(kind)} that was printed has been posted" for kind in _in_the_tray(lost.record)
    )
    yield from _ALWAYS


def _in_the_tray(record: Record) -> tuple[NoticeKind, ...]:
    """The kinds of the letters to the resident that were printed and that nobody has recorded as posted."""
    printed = dict[str, NoticeKind]()
    for entry in record:
        match entry.facts:
            case NoticeSent(to=Audience.RESIDENT, channel=Channel.LETTER, label=label, notice=kind):
                printed[label] = kind
            case Posted(letter=words):
                printed = {label: kind for label, kind in printed.items() if not words.startswith(_words(kind))}
            case NoticeDropped(label=label) | NoticeUndeliverable(label=label):
                printed.pop(label, None)
            case _:
                pass
    return tuple(dict.fromkeys(printed.values()))


def _words(kind: NoticeKind) -> str:
    return kind.replace("_", " ")
