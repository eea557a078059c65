"""What the record form says of a complaint's intake: who has it, who complains, of what, what they want and were told.

Source: Reliance Appendix 1, from "case handler" to "expected conclusion time scale" (F-001 to F-025).
"""

from datetime import date, datetime

from domain.calendar.days import in_words, landlord_day, local_time
from domain.complaint.complainant import Relation
from domain.complaint.complaint import Case
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.issues import Issue
from domain.complaint.sources import say_how_it_came
from domain.complaint.stages import Letter
from domain.complaint.unknown_letters import UnknownLetter
from domain.policy.staff import Officer
from domain.policy.stages import Stage
from domain.record_form.form import Lines, Rows

_AT_HOME = {None, Relation.TENANT, Relation.LICENSEE, Relation.HOUSEHOLD_MEMBER, Relation.LEASEHOLDER}
"""Who complains of the home they live in, where no other property was named; unless another relation was noted."""


def handler(case: Case) -> Lines:
    """Who has the complaint; after it went to stage 2 still who had it at stage 1 (F-001)."""
    officer = _handler(case)
    return (officer.name,) if officer else ()


def department_and_job_title(case: Case) -> Rows:
    """The handler's department and job title (F-002)."""
    officer = _handler(case)
    return ((officer.department, officer.job_title),) if officer else ()


def reference(case: Case) -> Lines:
    """The complaint's reference (F-003)."""
    return (case.complaint.reference,)


def name(case: Case) -> Lines:
    """Who complains (F-011)."""
    return (case.complaint.resident.name,)


def relation(case: Case) -> Lines:
    """How they stand to the landlord (F-012)."""
    given = case.complaint.particulars.relation
    return (capital(given.words),) if given else ()


def contact_details(case: Case) -> Lines:
    """How to reach them, and how they want to be reached (F-013)."""
    resident = case.complaint.resident
    ways = (resident.mobile or "", resident.email or "", ", ".join(line for line in resident.address if line.strip()))
    there = tuple(way for way in ways if way.strip())
    texts = "" if resident.wants_texts else "; no text messages"
    return (*there, f"Prefers to be answered {say_how_it_came(resident.prefers)}{texts}") if there else ()


def property_address(case: Case) -> Lines:
    """The property it is about; where none was named, the home of whoever lives in one of the landlord's (F-015)."""
    particulars, resident = case.complaint.particulars, case.complaint.resident
    if particulars.property_address.strip():
        return (particulars.property_address,)
    return tuple(line for line in resident.address if line.strip()) if particulars.relation in _AT_HOME else ()


def managing_agent(case: Case) -> Lines:
    """The managing agent, or whoever else acted for the landlord, that it is about (F-016)."""
    particulars = case.complaint.particulars
    contractor = particulars.about_contractor
    return present(particulars.managing_agent, f"{contractor} (contractor)" if contractor.strip() else "")


def first_contact(case: Case) -> Lines:
    """Whether it is the first time they contact the landlord about it, else when they did before (F-020)."""
    sorting = case.complaint.sorting
    if sorting is None or sorting.first_contact is None:
        return ()
    if sorting.first_contact:
        return ("Yes",)
    before = "; ".join(in_words(day) for day in sorting.earlier_contacts)
    return present("No", f"They contacted us before on {before}" if before else "")


def received(case: Case) -> Rows:
    """The day, the time and the source by which it reached the landlord (F-022)."""
    complaint = case.complaint
    at = local_time(complaint.received_at, case.rules.zone)
    return ((in_words(at.date()), f"{at:%H:%M}", capital(say_how_it_came(complaint.channel))),)


def issues(case: Case) -> Rows:
    """One row an issue: their own words, our understanding, and when they confirmed it (F-023)."""
    return tuple(
        (str(issue.number), issue.words, _understanding(issue), day_of(issue.confirmed_at, case))
        for issue in _issues(case)
    )


def desired_outcomes(case: Case) -> Rows:
    """The outcome they want, one row an issue (F-024)."""
    return tuple((str(issue.number), issue.desired_outcome) for issue in _issues(case))


NOBODY_KNOWS_YET = "nobody knows whether it went"
"""In the place of the day on which a letter went, while that is so."""


def expected_conclusion(case: Case) -> Rows:
    """When they were told to expect the outcome: in person before the acknowledgement, and in it (F-025)."""
    progress, told = case.complaint.at_stage(Stage.ONE), acknowledgement(case, Stage.ONE)
    spoken = (entry for entry in case.complaint.record if entry.kind is EntryKind.DETAILS)
    rows = []
    if progress and progress.timescale_told and (first := next(spoken, None)):
        rows.append((day_of(first.at, case), day_in_words(progress.timescale_told)))
    if told and (told.met_at or in_doubt(case, told)):
        rows.append((day_of(told.met_at, case) or NOBODY_KNOWS_YET, day_in_words(told.told)))
    return tuple(rows)


def in_doubt(case: Case, letter: Letter) -> UnknownLetter | None:
    """What is known of *letter* while nobody knows whether it went."""
    return case.complaint.unknown_letter(letter.notice)


def acknowledgement(case: Case, stage: Stage) -> Letter | None:
    """The acknowledgement of a stage; None before there is one."""
    progress = case.complaint.at_stage(stage)
    return progress.acknowledgement if progress else None


def day_of(at: datetime | None, case: Case) -> str:
    """The landlord's day in words; nothing of no instant."""
    return day_in_words(landlord_day(at, case.rules.zone) if at else None)


def day_in_words(day: date | None) -> str:
    """The day in words; nothing of no day."""
    return in_words(day) if day else ""


def capital(words: str) -> str:
    """With a capital letter first."""
    return words[:1].upper() + words[1:]


def present(*lines: str) -> Lines:
    """Those lines that say something."""
    return tuple(line for line in lines if line.strip())


def _handler(case: Case) -> Officer | None:
    owner = case.complaint.stages[0].owner if case.complaint.stages else None
    return owner or case.complaint.holder


def _issues(case: Case) -> tuple[Issue, ...]:
    """The issues; of a complaint from before there were any, its summary as the one issue."""
    complaint = case.complaint
    if complaint.issues or not complaint.stages:
        return complaint.issues
    first = complaint.stages[0]
    return (
        Issue(
            number=1,
            words=complaint.summary,
            understood=first.understood,
            desired_outcome=first.desired_outcome,
            added_at=complaint.received_at,
        ),
    )


def _understanding(issue: Issue) -> str:
    not_ours = f"We are not responsible for this: {issue.not_ours}" if issue.not_ours.strip() else ""
    return "\n".join(present(issue.understood, not_ours))
