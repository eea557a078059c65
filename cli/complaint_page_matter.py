"""The middle of a complaint's page: its issues, what is done before stage 1, what was refused."""

from collections.abc import Iterator
from datetime import datetime

from domain.calendar.days import in_words, local_time, short
from domain.complaint.complaint import Complaint
from domain.complaint.exclusions import Refusal
from domain.complaint.issues import Issue
from domain.policy.landlord import Landlord
from domain.views.overview import age_to_decide, draft_put_forward, findings_on, unanswered

Part = tuple[str, str]
"""What stands before a text, and the text; it is broken into lines beside that."""

_FURTHER = " " * 5


def came_as(complaint: Complaint, zone: str) -> str:
    """The contact's first classification, where it was reclassified."""
    changes = complaint.conversions
    if not changes:
        return ""
    since = (f"{each.became.words} from {_day(each.at, zone)}" for each in changes)
    return ", then ".join((changes[0].was.words, *since))


def issues(complaint: Complaint, zone: str) -> Iterator[Part]:
    """Each issue: our understanding or their words, whether they confirmed it, what they want, what was found."""
    if len(complaint.issues) == 1 and _says_no_more(complaint.issues[0], complaint.summary):
        return
    for issue in complaint.issues:
        yield f"  {issue.number:<3}", issue.described
        if issue.in_their_words:
            yield _FURTHER, f"in their words: {issue.in_their_words}"
        yield _FURTHER, "; ".join(_further(issue, zone))
        yield from ((_FURTHER, said) for said in _of_its_age(issue, complaint, zone))
        for found in findings_on(issue, complaint):
            reasons = f": {found.reasons}" if found.reasons else ""
            yield _FURTHER, f"{found.stage.words}: {found.finding.words}{reasons}"


def before_stage_1(complaint: Complaint, zone: str) -> Iterator[Part]:
    """What was agreed to put it right at once, and what a service was asked for."""
    if quick := complaint.quick:
        how = f" ({quick.agreed_how})" if quick.agreed_how else ""
        yield f"  {_day(quick.agreed_at, zone)}  ", f"agreed with {quick.by.name}{how}: {quick.action}"
        if quick.resolved_at:
            yield f"  {_day(quick.resolved_at, zone)}  ", f"put right: {quick.outcome}"
        elif quick.failed_at:
            yield f"  {_day(quick.failed_at, zone)}  ", f"not put right: {quick.outcome or quick.why_failed}"
    if request := complaint.request:
        yield f"  {_day(request.passed_on_at, zone)}  ", f"passed on to {request.passed_on_to}"
        if request.answered_at:
            yield f"  {_day(request.answered_at, zone)}  ", f"answered: {request.outcome}"


def refusals(complaint: Complaint, landlord: Landlord) -> Iterator[Part]:
    """Each refusal with its reasons, and its reversal."""
    for refusal in complaint.refusals:
        head = f"  {_day(refusal.decided_at, landlord.time_zone)}  "
        yield head, f"{refusal.code} ({refusal.clause}), decided by {refusal.decided_by.signature}"
        for words in _grounds(refusal, landlord):
            yield " " * len(head), words


def responses(complaint: Complaint) -> Iterator[Part]:
    """What each stage was answered with: the outcome, and what puts it right."""
    for progress in complaint.stages:
        response = progress.response if progress.responded else None
        if response and response.outcome:
            yield f"  {progress.stage.words}    ", response.outcome.words
            if response.remedy:
                yield "  remedy     ", response.remedy


def draft(complaint: Complaint) -> Iterator[Part]:
    """The response that is put forward, in full, until it has gone."""
    put = draft_put_forward(complaint)
    if put is None:
        return
    response = put.response
    yield "  by         ", put.author.signature
    yield "  outcome    ", response.outcome.words if response.outcome else "not given yet"
    yield from (("  complaint  ", response.complaint), ("  reasons    ", response.reasons))
    for found in response.findings:
        yield f"  issue {found.issue:<5}", f"{found.finding.words}{f': {found.reasons}' if found.reasons else ''}"
    yield "  remedy     ", response.remedy
    for promise in response.promises:
        whose = promise.owner_name or promise.owner
        yield "  promise    ", f"{promise.what} ({whose}, by {in_words(promise.due_on)})"
    lessons = (*(lesson.with_whose for lesson in response.learning), response.no_learning_because)
    yield from (("  learning   ", lesson) for lesson in lessons if lesson)


def approvals(complaint: Complaint) -> Iterator[str]:
    """What is put forward, or asked for, and waits for an answer or has come back."""
    progress = unanswered(complaint)
    if progress is None:
        return
    if (put := progress.draft) and put.awaits_approval:
        yield f"the response drafted by {put.author.name} is waiting for approval"
    elif put and put.comments:
        yield f"the draft has come back to {put.author.name}: {put.comments}"
    if asked := progress.extension_asked:
        more = f"{asked.working_days} working days more, asked for by {asked.asker.name}"
        of = f" by {asked.approver.name}" if asked.approver else ""
        why = f"{asked.reason} {asked.exceptional_reason}"
        came_back = f"{more}, were not approved: {asked.comments}"
        yield f"{more}, wait for approval{of}: {why}" if asked.awaits_approval else came_back


def disclosures(complaint: Complaint, zone: str) -> Iterator[Part]:
    """What other parties were told, why that was necessary, and who allowed it."""
    for told in complaint.disclosures:
        yield f"  {_day(told.at, zone)}  ", f"{told.to}: {told.what}"
        yield _FURTHER, f"necessary because: {told.why} Allowed by {told.allowed_by.signature}"


def _grounds(refusal: Refusal, landlord: Landlord) -> Iterator[str]:
    yield refusal.reasons
    rest = {
        "instead": refusal.alternative,
        "evidence": refusal.evidence,
        "fully investigated before": refusal.prior_reference,
        "claim at court": refusal.court_reference,
        "other appeal": refusal.appeal_route,
        "passed on to": refusal.passed_on_to,
        "handed to": landlord.roles[refusal.referred_to] if refusal.referred_to else "",
        "reversed": _reversal(refusal, landlord.time_zone),
    }
    yield from (f"{name}: {words}" for name, words in rest.items() if words)


def _reversal(refusal: Refusal, zone: str) -> str:
    if refusal.reversed_at is None:
        return ""
    directed = f"the Ombudsman directed it ({refusal.reversed_by_ombudsman})" if refusal.reversed_by_ombudsman else ""
    why = "; ".join(words for words in (directed, refusal.reversed_because) if words)
    return f"{_day(refusal.reversed_at, zone)}: {why}"


def _says_no_more(issue: Issue, summary: str) -> bool:
    more = issue.understood or issue.desired_outcome or issue.not_ours or issue.starts_from
    return issue.words == summary and not more


def _of_its_age(issue: Issue, complaint: Complaint, zone: str) -> Iterator[str]:
    """That somebody must decide on an old issue, or has decided to take it."""
    late = complaint.late_acceptance
    if late and issue.number in late.issues:
        yield f"accepted although it is old, {_day(late.at, zone)}, by {late.by.signature}: {late.reasons}"
    elif facts := age_to_decide(issue, complaint, zone):
        who = facts.deciders or "a manager"
        yield f"older than {facts.limit_months} months: {who} must accept it with reasons, or refuse it"


def _further(issue: Issue, zone: str) -> Iterator[str]:
    if issue.confirmed_at:
        yield f"confirmed by the resident {_day(issue.confirmed_at, zone)}"
    else:
        yield "not confirmed by the resident yet" if issue.understood else "our understanding is not recorded yet"
    yield f"wants: {issue.desired_outcome}" if issue.desired_outcome else "what they want is not known yet"
    if issue.refusal:
        refused = f"refused {_day(issue.refusal.decided_at, zone)} ({issue.refusal.code}, {issue.refusal.clause})"
        yield refused if not issue.is_taken else f"{refused}, and that was reversed"
    if issue.not_ours:
        yield f"not ours: {issue.not_ours}"
    if issue.occurred_on:
        yield f"happened {in_words(issue.occurred_on)}"
    if issue.known_on:
        yield f"known {in_words(issue.known_on)}"


def _day(at: datetime, zone: str) -> str:
    return short(local_time(at, zone).date())
