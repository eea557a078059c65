"""What a complaint is about: its issues, as they are understood, and the details on record (Code 5.6, F-020 to F-025).

A complaint of one issue has a short form: what was understood and the outcome sought may be given with the
acknowledgement, a contact or the details, and go into that issue's row. At stage 2 the same words say how the request
for a review is understood.
"""

from datetime import date, datetime

from domain.ages import check_days, review_ages
from domain.complaint import Complaint, NotAllowedError
from domain.days import in_words, landlord_day, short
from domain.front_door import AgeException
from domain.issues import Issue, listed
from domain.meeting import duty_of, note_met
from domain.orders import Acknowledge, AddIssue, ConfirmIssue, RecordContact, RecordDetails
from domain.people import Officer
from domain.policy import Rules, Stage
from domain.receiving import check_open, check_unanswered
from domain.record import EntryKind, in_one_line
from domain.separation import without_part
from domain.sorting import Sorting
from domain.stage_duties import respond_duty

ShortForm = Acknowledge | RecordContact | RecordDetails


def check_add_issue(complaint: Complaint, order: AddIssue, rules: Rules) -> None:
    """An issue joins a complaint until its stage 1 response is decided on; later it is another complaint (Code 6.8).

    Raises:
        NotAllowedError: stage 1 is answered, the complaint is closed, or the issue is there already.
    """
    if complaint.stages and complaint.stages[0].responded:
        raise NotAllowedError(
            "Code 6.8: the stage 1 response has been decided on, so a new issue is another complaint; open it as one."
        )
    check_open(complaint)
    check_days(order.issue, order.at, rules)
    if same := next((issue for issue in complaint.issues if issue.words.split() == order.issue.words.split()), None):
        raise NotAllowedError(f"Code 6.8: {same.shown} says the same; record what is new of it with `issue confirm`.")


def add_issue(complaint: Complaint, order: AddIssue, rules: Rules, now: datetime) -> Complaint:
    """Add an issue in the resident's words; a response that is drafted already has to speak of it too."""
    number = max((issue.number for issue in complaint.issues), default=0) + 1
    issue = Issue(number=number, added_at=order.at, **dict(order.issue))
    added = without_part(complaint, order.about)
    added = added.changed(issues=(*complaint.issues, issue)).noting(
        EntryKind.ISSUE_ADDED,
        in_one_line(f"issue {number} added: {issue.words}", *_details_of(issue), *_about(order.about)),
        at=order.at,
        now=now,
        by=order.who,
        clause=_clause(complaint, rules),
    )
    added = review_ages(added, (issue,), rules, at=order.at, now=now)
    return note_details_if_complete(added, rules, order.at, now)


def check_confirm_issue(complaint: Complaint, order: ConfirmIssue, rules: Rules) -> None:
    """An issue is confirmed once it is understood, and corrected until the stage it is at is answered (F-023).

    Raises:
        NotAllowedError: there is no such issue, nothing is said of it, or the stage is answered.
    """
    clause = _clause(complaint, rules)
    if complaint.stages:
        check_unanswered(complaint, clause)
    check_open(complaint)
    issue = check_there(complaint, order.issue, clause)
    check_days(order, order.at, rules)
    said = order.understood + order.desired_outcome + order.not_ours
    if not (said.strip() or order.ours or order.confirmed or order.about or _days_learnt(order)):
        raise NotAllowedError(f"{clause}: say what is new of {issue.shown}, or that the resident confirmed it.")
    if order.confirmed and not (order.understood.strip() or issue.understood):
        raise NotAllowedError(f"{clause}: say what was understood of {issue.shown}; then it can be confirmed.")
    if order.ours and order.not_ours.strip():
        raise NotAllowedError(f"Code 5.7: {issue.shown} is ours or somebody else's, not both.")


def confirm_issue(complaint: Complaint, order: ConfirmIssue, rules: Rules, now: datetime) -> Complaint:
    """Record what was understood of an issue, whose it is, and when the resident confirmed it."""
    issue = check_there(complaint, order.issue, _clause(complaint, rules))
    if order.ours:
        issue = issue.model_copy(update={"not_ours": ""})
    learnt = issue.learning(
        understood=order.understood,
        desired_outcome=order.desired_outcome,
        not_ours=order.not_ours,
        confirmed_at=order.at if order.confirmed else None,
    ).model_copy(update=_days_learnt(order))
    what = "confirmed by the resident" if order.confirmed else "recorded, not confirmed yet"
    if learnt.confirmed_at and not order.confirmed:
        what = "recorded"
    ours = "it is ours after all" if order.ours else ""
    done = (
        without_part(complaint, order.about)
        .with_issue(learnt)
        .noting(
            EntryKind.ISSUE_CONFIRMED,
            in_one_line(f"issue {learnt.number} {what}", *_details_of(learnt), ours, *_about(order.about)),
            at=order.at,
            now=now,
            by=order.who,
            clause=_clause(complaint, rules),
        )
    )
    done = review_ages(done, (learnt,), rules, at=order.at, now=now) if _days_learnt(order) else done
    return note_details_if_complete(done, rules, order.at, now)


def _about(officer: Officer | None) -> tuple[str, ...]:
    return (f"it is about {officer.name}, who takes no further part",) if officer else ()


def _days_learnt(order: ConfirmIssue) -> dict[str, date | AgeException]:
    """What the order says of the issue's age."""
    days = {"occurred_on": order.occurred_on, "known_on": order.known_on, "age_exception": order.age_exception}
    return {name: learnt for name, learnt in days.items() if learnt}


def check_there(complaint: Complaint, number: int, clause: str) -> Issue:
    """The issue of that number.

    Raises:
        NotAllowedError: there is none; the sentence lists those there are.
    """
    issue = complaint.issue(number)
    if issue is None:
        raise NotAllowedError(f"{clause}: there is no issue {number}; there is {listed(complaint.issues)}.")
    return issue


def check_short_form(complaint: Complaint, order: ShortForm, clause: str) -> None:
    """Only of a complaint of one issue can it be said in one piece what was understood.

    Raises:
        NotAllowedError: it has several issues.
    """
    given = (order.understood + order.desired_outcome).strip()
    if given and complaint.stage is Stage.ONE and len(complaint.issues) > 1:
        raise NotAllowedError(
            f"{clause}: this complaint has {len(complaint.issues)} issues: record with `issue confirm` what was "
            "understood of each and what the resident wants, and leave both out here."
        )


def with_short_form(complaint: Complaint, order: ShortForm) -> Complaint:
    """This complaint with what *order* says was understood and wanted: of its one issue, or of the review."""
    learnt = {"understood": order.understood, "desired_outcome": order.desired_outcome}
    learnt = {field: words for field, words in learnt.items() if words.strip()}
    if not learnt:
        return complaint
    if complaint.stage is Stage.TWO:
        return complaint.with_progress(complaint.progress, **learnt)
    return complaint.with_issue(complaint.issues[0].learning(**learnt, confirmed_at=None))


def check_details(complaint: Complaint, order: RecordDetails, rules: Rules) -> None:
    """Details are complete or not recorded (F-020 to F-025).

    Raises:
        NotAllowedError: something is missing, or the stage is answered.
    """
    clause = _clause(complaint, rules)
    check_unanswered(complaint, clause)
    check_short_form(complaint, order, clause)
    lacks = _missing(_with_details(complaint, order, rules), rules)
    if lacks:
        raise NotAllowedError(f"{clause}: still missing: {'; '.join(lacks)}.")


def record_details(complaint: Complaint, order: RecordDetails, rules: Rules, now: datetime) -> Complaint:
    """Record what the resident is unhappy with and wants, and the day they were told to expect the response by."""
    done = _with_details(complaint, order, rules)
    limit = rules.edition.stage(complaint.progress.stage).details
    told = _timescale_told(done)
    done = done.noting(
        EntryKind.DETAILS,
        in_one_line(
            f"details: {_details(done)}", f"told to expect the full response by {in_words(told)}" if told else ""
        ),
        at=order.at,
        now=now,
        by=order.who,
        clause=limit.clause if limit else "",
    )
    return note_details_if_complete(done, rules, order.at, now)


def note_details_if_complete(complaint: Complaint, rules: Rules, at: datetime, now: datetime) -> Complaint:
    """With the last of them the details are on record, whichever step brought it (C-03)."""
    if not complaint.stages or complaint.progress.details_at or _missing(complaint, rules):
        return complaint
    progress = complaint.progress
    done = complaint.with_progress(progress, details_at=at)
    if rules.edition.stage(progress.stage).details is None:
        return done
    duty = duty_of(complaint, rules, f"{progress.stage}.details")
    return note_met(done, rules, duty, at, landlord_day(at, rules.zone), now)


def _with_details(complaint: Complaint, order: RecordDetails, rules: Rules) -> Complaint:
    """This complaint with all that *order* says of it."""
    done = with_short_form(complaint, order)
    if order.first_contact is not None:
        sorting = done.sorting or Sorting(classification=done.classification)
        done = done.changed(sorting=sorting.model_copy(update={"first_contact": order.first_contact}))
    if order.told_timescale and _timescale_told(done) is None:
        done = done.with_progress(done.progress, timescale_told=respond_duty(done, rules).due_on)
    return done


def _missing(complaint: Complaint, rules: Rules) -> tuple[str, ...]:
    """What the details still lack, in a handler's words."""
    asks_first_contact = complaint.stage is Stage.ONE and rules.edition.stage_1.details is not None
    answered = complaint.sorting is not None and complaint.sorting.first_contact is not None
    there = {
        **_missing_of_issues(complaint),
        "whether this is the first time they contact us about it": answered or not asks_first_contact,
        "that they were told the timescale": _timescale_told(complaint) is not None,
    }
    return tuple(words for words, is_there in there.items() if not is_there)


def _missing_of_issues(complaint: Complaint) -> dict[str, bool]:
    """Whether there is all to know of each issue, or at stage 2 of the request for a review (F-023, F-024)."""
    progress = complaint.progress
    if progress.stage is Stage.TWO:
        return {
            "what the resident is unhappy with": bool(progress.understood),
            "the outcome they want": bool(progress.desired_outcome),
        }
    if len(complaint.issues) == 1:
        issue = complaint.issues[0]
        return {
            "what the resident is unhappy with": bool(issue.understood),
            "the outcome they want": bool(issue.desired_outcome),
        }
    there = {}
    for issue in complaint.issues:
        there[f"what was understood of {issue.shown}"] = bool(issue.understood)
        there[f"the outcome they want for {issue.shown}"] = bool(issue.desired_outcome)
    return there


def _timescale_told(complaint: Complaint) -> date | None:
    """The day to expect the response by that the resident was told (F-025)."""
    progress = complaint.progress
    return progress.acknowledgement.told if progress.acknowledgement else progress.timescale_told


def _details(complaint: Complaint) -> str:
    progress = complaint.progress
    if progress.stage is Stage.TWO:
        return in_one_line(progress.understood, f"wants: {progress.desired_outcome}")
    if len(complaint.issues) == 1:
        issue = complaint.issues[0]
        return in_one_line(issue.understood, f"wants: {issue.desired_outcome}")
    return in_one_line(*(in_one_line(f"issue {issue.number}", *_details_of(issue)) for issue in complaint.issues))


def _details_of(issue: Issue) -> tuple[str, ...]:
    return (
        f"understood: {issue.understood}" if issue.understood else "",
        f"wants: {issue.desired_outcome}" if issue.desired_outcome else "",
        f"not ours: {issue.not_ours}" if issue.not_ours else "",
        f"its age counts from {short(issue.starts_from)}" if issue.starts_from else "",
    )


def _clause(complaint: Complaint, rules: Rules) -> str:
    policy = rules.edition.stage(complaint.stage or Stage.ONE)
    return policy.details.clause if policy.details else policy.contact.clause
