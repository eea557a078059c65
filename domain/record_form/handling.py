"""What the record form says of a complaint after intake: what was done, found, told and promised, stage 2, the end.

Source: Reliance Appendix 1, from "Action Taken To Investigate" on (F-031 to F-082).
"""

from datetime import datetime

from domain.calendar.days import landlord_day, local_time, short
from domain.complaint.complaint import Case
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.record import Entry
from domain.complaint.responses import Response
from domain.complaint.sources import say_how_it_came
from domain.complaint.stages import StageProgress
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.record_form.form import Lines, Rows
from domain.record_form.intake import (
    NOBODY_KNOWS_YET,
    acknowledgement,
    capital,
    day_in_words,
    day_of,
    in_doubt,
    present,
)

EARLY, OMBUDSMAN = "early_resolution", "ombudsman"
STAGES_OF_THE_FORM = (EARLY, *Stage, OMBUDSMAN)

_DONE = {
    EntryKind.CONTACT,
    EntryKind.PASSED_ON,
    EntryKind.KEPT_FOR_REVIEW,
    EntryKind.ANSWERER_NAMED,
    EntryKind.REQUEST_ANSWERED,
    EntryKind.QUICK_AGREED,
    EntryKind.QUICK_RESOLVED,
    EntryKind.QUICK_FAILED,
    EntryKind.REASSIGNED,
    EntryKind.CONSULTED,
    EntryKind.EXTENDED,
    EntryKind.EXTENSION_ANSWERED,
}
"""What somebody did or agreed to find out and put right; what was understood stands with the issues."""


def action_taken(case: Case) -> Rows:
    """What was done up to the outcome of stage 1: when, by whom, what (F-031)."""
    kinds = _DONE | {EntryKind.INVESTIGATED, EntryKind.REFUSED_MATTER_LOOKED_INTO}
    return _log(case, tuple(entry for entry in case.complaint.record if entry.kind in kinds and not _at_stage_2(entry)))


def outcome(case: Case) -> Lines:
    """What came of it, issue by issue (F-040)."""
    complaint = case.complaint
    if refusal := complaint.refused:
        return present(f"Not taken as a complaint ({refusal.clause})", refusal.reasons, refusal.alternative)
    if progress := complaint.at_stage(Stage.ONE):
        return _outcome(progress)
    if (quick := complaint.quick) and quick.resolved_at:
        return present(f"{case.rules.edition.quick_resolution.name}: {quick.outcome or quick.action}")
    return ()


def learning(case: Case) -> Lines:
    """What was learnt at stage 1 (F-041)."""
    return _learning(case.complaint.at_stage(Stage.ONE))


def outcome_communicated(case: Case) -> Rows:
    """When, how and what was told, with the working days since receipt and since the acknowledgement (F-043, A-50)."""
    return _communicated(case, case.complaint.at_stage(Stage.ONE))


def told_of_stage_2(case: Case) -> Lines:
    """That they were told of the review they may ask for, and until when (F-044)."""
    progress = case.complaint.at_stage(Stage.ONE)
    if progress is None or progress.responded is None:
        return ()
    if in_doubt(case, progress.responded):
        return (f"The response says so; {NOBODY_KNOWS_YET}",)
    if progress.responded.met_at is None:
        return ()
    last_day = day_in_words(progress.responded.told)
    return (f"Yes: a review at stage 2, to be asked for by {last_day}" if last_day else "Yes",)


def actions(case: Case) -> Rows:
    """Every action promised: what, who does it, by when, and when it was completed or released (F-045)."""
    complaint = case.complaint
    rows = tuple(
        (
            action.promise.what,
            action.promise.owner_in_words,
            day_in_words(action.promise.due_on),
            f"Released on {day_of(action.released_at, case)}"
            if action.released_at
            else day_of(action.completed_at, case),
        )
        for action in complaint.actions
    )
    answered = any(progress.responded for progress in complaint.stages)
    return rows or ((("No", "-", "-", "-"),) if answered else ())


def stages_reached(case: Case) -> frozenset[str]:
    """The stage it stands at, and the Ombudsman beside it where they have asked about it (F-062)."""
    complaint = case.complaint
    early = complaint.quick is not None or complaint.classification is Classification.CONCERN
    stands_at = complaint.stage or (EARLY if early else "")
    return frozenset({stands_at, OMBUDSMAN if complaint.ombudsman else ""} - {""})


def closed_on_at_stage_1(case: Case) -> Lines:
    """The day it was closed by early resolution or at stage 1 (F-060)."""
    return () if case.complaint.at_stage(Stage.TWO) else _closed_on(case)


def closed_by_at_stage_1(case: Case) -> Lines:
    """Who closed it by early resolution or at stage 1 (F-061)."""
    return () if case.complaint.at_stage(Stage.TWO) else _closed_by(case)


def escalated_to(case: Case) -> Rows:
    """Who reviews at stage 2, and the day that was asked for (F-063)."""
    review = case.complaint.at_stage(Stage.TWO)
    if review is None:
        return ()
    name, job_title = (review.owner.name, review.owner.job_title) if review.owner else ("", "")
    return ((name, job_title, day_of(review.started_at, case)),)


def stage_2_contact(case: Case) -> Lines:
    """When they were spoken with at stage 2, and the outcome they want (F-071)."""
    review = case.complaint.at_stage(Stage.TWO)
    if review is None:
        return ()
    spoken = day_of(review.contacted_at, case)
    return present(f"Contacted on {spoken}" if spoken else "", review.desired_outcome)


def review_of_stage_1(case: Case) -> Lines:
    """Whether stage 1 was complete and what else had to be found out, as the reviewer recorded it (F-072)."""
    reviews = (entry for entry in case.complaint.record if entry.kind is EntryKind.INVESTIGATED and _at_stage_2(entry))
    return tuple(
        f"{day_of(entry.at, case)}, {case.complaint.who(entry.by)}: {case.complaint.sentence(entry)}"
        for entry in reviews
    )


def stage_2_action_taken(case: Case) -> Rows:
    """What was done at stage 2: when, by whom, what (F-073)."""
    return _log(case, tuple(entry for entry in case.complaint.record if entry.kind in _DONE and _at_stage_2(entry)))


def stage_2_outcome(case: Case) -> Lines:
    """What the review came to, and whether it changes the outcome of stage 1 (F-074)."""
    review = case.complaint.at_stage(Stage.TWO)
    response = _response(review)
    if review is None or response is None:
        return ()
    changes = {
        None: "",
        True: "No: the stage 1 outcome stands",
        False: "Yes: this changes the stage 1 outcome",
    }
    return present(changes[response.stage_1_stands], *_outcome(review))


def stage_2_learning(case: Case) -> Lines:
    """What was learnt at stage 2 (F-076)."""
    return _learning(case.complaint.at_stage(Stage.TWO))


def stage_2_communicated(case: Case) -> Rows:
    """When, how and what was told, with the working days since asked for and since acknowledged (F-078, A-50)."""
    return _communicated(case, case.complaint.at_stage(Stage.TWO))


def told_of_ombudsman(case: Case) -> Lines:
    """That they were told of the Ombudsman (F-079)."""
    review = case.complaint.at_stage(Stage.TWO)
    gone = review and review.responded and review.responded.met_at
    return (f"Yes: the {case.rules.landlord.ombudsman.name}",) if gone else ()


def stage_2_closed_on(case: Case) -> Lines:
    """The day it was closed after stage 2 (F-080)."""
    return _closed_on(case) if case.complaint.at_stage(Stage.TWO) else ()


def stage_2_closed_by(case: Case) -> Lines:
    """Who closed it after stage 2 (F-081)."""
    return _closed_by(case) if case.complaint.at_stage(Stage.TWO) else ()


def feedback(case: Case) -> Lines:
    """What the resident said of the stage 1 response, with who took it down, when and how (F-042, R-068)."""
    return _feedback(case, Stage.ONE)


def stage_2_feedback(case: Case) -> Lines:
    """What they said of the final response (F-077)."""
    return _feedback(case, Stage.TWO)


def _feedback(case: Case, stage: Stage) -> Lines:
    return tuple(
        f"{day_of(entry.at, case)}, {case.complaint.who(entry.by)}: {case.complaint.sentence(entry)}"
        for entry in case.complaint.record
        if entry.kind is EntryKind.REACTION and entry.stage is stage
    )


def nothing(_case: Case) -> Lines:
    """Nothing the record holds: it stays open for a pen (F-082)."""
    return ()


def _log(case: Case, entries: tuple[Entry, ...]) -> Rows:
    zone = case.rules.zone
    return tuple(
        (
            short(landlord_day(entry.at, zone)),
            f"{local_time(entry.at, zone):%H:%M}",
            case.complaint.who(entry.by),
            capital(case.complaint.sentence(entry)),
        )
        for entry in sorted(entries, key=lambda entry: entry.at)
    )


def _at_stage_2(entry: Entry) -> bool:
    return entry.stage is Stage.TWO


def _response(progress: StageProgress | None) -> Response | None:
    """The response that was given, else the one put forward."""
    if progress is None:
        return None
    return progress.response or (progress.draft.response if progress.draft else None)


def _outcome(progress: StageProgress) -> Lines:
    response = _response(progress)
    if response is None:
        return ()
    findings = (
        f"Issue {found.issue}: {found.finding.words}{f'. {found.reasons}' if found.reasons.strip() else ''}"
        for found in response.findings
    )
    return present(
        "" if progress.response else "In draft; not given yet",
        capital(response.outcome.words) if response.outcome else "",
        *findings,
        response.reasons,
        f"To put it right: {response.remedy}" if response.remedy.strip() else "",
    )


def _learning(progress: StageProgress | None) -> Lines:
    response = _response(progress)
    return (
        present(*(lesson.with_whose for lesson in response.learning), response.no_learning_because) if response else ()
    )


def _received_at(case: Case) -> datetime:
    """When it was received, though a refusal that was reversed, or its being opened again, began stage 1 again."""
    complaint = case.complaint
    became = (each.at for each in complaint.conversions if each.became is Classification.COMPLAINT)
    return min(complaint.stages[0].started_at, max(became, default=complaint.received_at))


def _communicated(case: Case, progress: StageProgress | None) -> Rows:
    gone = progress.responded if progress else None
    if progress is None or gone is None:
        return ()
    what = progress.response.outcome.words if progress.response and progress.response.outcome else ""
    told_what = f"The {progress.stage.words} response{f': {what}' if what else ''}"
    if doubt := in_doubt(case, gone):
        return ((NOBODY_KNOWS_YET, "", capital(say_how_it_came(doubt.channel)), told_what, "", ""),)
    if gone.met_at is None:
        return ()
    zone, calendar = case.rules.zone, case.rules.calendar
    went, told = local_time(gone.met_at, zone), acknowledgement(case, progress.stage)
    received_at = _received_at(case) if progress.stage is Stage.ONE else progress.started_at
    since = (received_at, told.met_at if told else None)
    counts = (calendar.working_days_between(landlord_day(at, zone), went.date()) if at else None for at in since)
    return (
        (
            day_of(gone.met_at, case),
            f"{went:%H:%M}",
            capital(say_how_it_came(gone.channel or "")),
            told_what,
            *("" if count is None else str(count) for count in counts),
        ),
    )


def _closed_on(case: Case) -> Lines:
    closed = case.complaint.closed
    return (f"{day_of(closed.at, case)} ({closed.reason.replace('_', ' ')})",) if closed else ()


def _closed_by(case: Case) -> Lines:
    closed = case.complaint.closed
    return (capital(closed.by.words) or "Closed by itself",) if closed else ()
