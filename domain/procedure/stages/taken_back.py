"""What whoever the complaint is about decided on, and has not gone: it is taken back, for others to decide on."""

from collections.abc import Callable, Iterator
from datetime import datetime

from domain.complaint.actor import PROCEDURE
from domain.complaint.complaint import Complaint
from domain.complaint.facts.front_door import Reopened
from domain.complaint.facts.notices import NoticeDropped
from domain.complaint.facts.remedies import ActionReleased
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.resident_facts import IssueRefusedFacts
from domain.complaint.stages import StageProgress
from domain.duties.letters import kept_letter, unsent_letters
from domain.outbox.tell import drop_one, drop_owed
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.value import required

_BY_THEM = "the complaint is about somebody who decided on this letter, or is named in it"
_ANSWER_BY_THEM = "the complaint is about somebody who wrote, approved or gave this response, or would do what it says"
_NOT_TOLD = "the response that promised it was taken back"
_REFUSED_BY_THEM = "the complaint is about whoever refused it"


def take_back_letters(complaint: Complaint, officer: str, rules: Rules, now: datetime) -> Complaint:
    """Take back each letter that waits and was theirs; what they would only sign goes without their name."""
    for notice in tuple(_waiting(complaint)):
        undo = None if notice.channels == (Channel.TEXT,) else _UNDOES.get(notice.kind)  # a text tells of what has gone
        if undo and officer in _whose(complaint, notice):
            complaint = undo(complaint, notice, rules, now)
        else:
            complaint = _without_their_name(complaint, notice, officer)
    return complaint


def letters_taken_back(before: Complaint, after: Complaint) -> tuple[str, ...]:
    """The letters that were taken back in between, as people call them."""
    left = {notice.key for notice in _waiting(after)}
    gone = (
        notice
        for notice in _waiting(before)
        if notice.key not in left and notice.kind in _UNDOES and notice.channel is not Channel.TEXT
    )
    return tuple(dict.fromkeys(notice.words for notice in gone))


def _waiting(complaint: Complaint) -> Iterator[Notice]:
    """What is for the resident and has not gone, printed or not."""
    unsent = {letter.notice for letter in unsent_letters(complaint)}
    yield from (notice for notice in complaint.outbox if notice.is_for_resident)
    yield from (notice for notice in complaint.gone if notice.key in unsent)


def _whose(complaint: Complaint, notice: Notice) -> frozenset[str]:
    """Ids of those whose letter it is: who decided on it, and whom it names as the one who deals with it."""
    letter, stage = kept_letter(complaint, notice), notice.fulfils.stage if notice.fulfils else None
    progress = complaint.at_stage(stage) if stage else None
    if notice.fulfils and (letter is None or letter.met_at):
        return frozenset()  # it had gone before, and came back
    if notice.kind in _ANSWERS:
        return _hands_in(progress) if progress else frozenset()
    signed = getattr(notice.facts, "handler", None) if notice.kind is not NoticeKind.EXTENSION else None
    return (letter.decided_by if letter else frozenset()) | ({signed.id} if signed else set())


def _hands_in(progress: StageProgress) -> frozenset[str]:
    """Ids of those who wrote the answer, approved it or gave it, and of those who would do what it promises."""
    draft, response = progress.draft, progress.response
    approved = (draft.approved_by.id,) if draft and draft.approved_by else ()
    promised = (promise.owner for promise in response.promises) if response else ()
    return frozenset((progress.answered_by, *approved, *promised, *(draft.written_by if draft else ())))


def _take_back(complaint: Complaint, notice: Notice, why: str, now: datetime) -> Complaint:
    if complaint.notice(notice.key):
        return drop_one(complaint, notice, why, now)
    if owed := complaint.owed_letter(notice.key):
        return drop_owed(complaint, owed, why, now)
    label, doubt = complaint.label(notice.key), complaint.unknown_letter(notice.key) is not None
    facts = NoticeDropped(label=label, notice=notice.kind, channel=notice.channel, why=why, unknown=doubt)
    return complaint.without_unknown(notice.key).noting(facts, at=now, now=now)


def _without_answer(complaint: Complaint, notice: Notice, rules: Rules, now: datetime) -> Complaint:
    """The stage is to be answered by others, and nothing is promised that the resident was never told."""
    progress = _stage_of(complaint, notice)
    answer = required(progress.responded, "response")
    taken = _take_back(complaint, notice, _ANSWER_BY_THEM, now).with_progress(progress, responded=None, response=None)
    for action in taken.open_actions:
        if action.stage is progress.stage and action.added_at == answer.decided_at:
            released = action.model_copy(update={"released_at": now})
            actions = tuple(released if each.number == action.number else each for each in taken.actions)
            facts, clause = ActionReleased(number=action.number, reason=_NOT_TOLD), rules.edition.actions.clause
            taken = taken.changed(actions=actions).noting(facts, at=now, now=now, clause=clause)
    return taken


def _without_acknowledgement(complaint: Complaint, notice: Notice, _rules: Rules, now: datetime) -> Complaint:
    progress = _stage_of(complaint, notice)
    return _take_back(complaint, notice, _BY_THEM, now).with_progress(progress, acknowledgement=None)


def _without_extension(complaint: Complaint, notice: Notice, _rules: Rules, now: datetime) -> Complaint:
    """The response is due when it was before."""
    progress = _stage_of(complaint, notice)
    return _take_back(complaint, notice, _BY_THEM, now).with_progress(progress, extensions=progress.extensions[:-1])


def _without_refusal(complaint: Complaint, notice: Notice, rules: Rules, now: datetime) -> Complaint:
    """It goes on as if nobody had refused it, until somebody else decides."""
    progress = _stage_of(complaint, notice)
    taken = _take_back(complaint, notice, _BY_THEM, now).with_progress(progress, refusal_letter=None)
    taken = taken.changed(refusals=taken.refusals[:-1], closed=None)
    facts, clause = Reopened(by_mistake=True, why=_REFUSED_BY_THEM), rules.edition.refusal.clause
    return taken.noting(facts, at=now, now=now, by=PROCEDURE, clause=clause)


def _without_issue_refused(complaint: Complaint, notice: Notice, _rules: Rules, now: datetime) -> Complaint:
    taken = _take_back(complaint, notice, _BY_THEM, now)
    if not isinstance(notice.facts, IssueRefusedFacts):
        return taken
    issue = required(taken.issue(notice.facts.issue.number), "issue")
    return taken.with_issue(issue.model_copy(update={"refusal": None}))


def _without_declining(complaint: Complaint, notice: Notice, _rules: Rules, now: datetime) -> Complaint:
    """The late request waits for somebody else to decide on it."""
    taken, request = _take_back(complaint, notice, _BY_THEM, now), complaint.late_request
    return taken.changed(late_request=request.model_copy(update={"declined_at": None})) if request else taken


def _only_taken_back(complaint: Complaint, notice: Notice, _rules: Rules, now: datetime) -> Complaint:
    return _take_back(complaint, notice, _BY_THEM, now)


def _stage_of(complaint: Complaint, notice: Notice) -> StageProgress:
    stage = required(required(notice.fulfils, "duty").stage, "stage")
    return required(complaint.at_stage(stage), "stage")


def _without_their_name(complaint: Complaint, notice: Notice, officer: str) -> Complaint:
    """A letter that they would sign, and nothing more, is signed by the landlord."""
    handler, field = getattr(notice.facts, "handler", None), type(notice.facts).model_fields.get("handler")
    if handler is None or handler.id != officer or field is None or field.is_required():
        return complaint
    unsigned = notice.model_copy(update={"facts": notice.facts.model_copy(update={"handler": None})})
    return complaint.changed(outbox=tuple(unsigned if each.key == notice.key else each for each in complaint.outbox))


_ANSWERS = frozenset({NoticeKind.RESPONSE, NoticeKind.FINAL_RESPONSE})
_UNDOES: dict[NoticeKind, Callable[[Complaint, Notice, Rules, datetime], Complaint]] = {
    NoticeKind.RESPONSE: _without_answer,
    NoticeKind.FINAL_RESPONSE: _without_answer,
    NoticeKind.ACKNOWLEDGEMENT: _without_acknowledgement,
    NoticeKind.EXTENSION: _without_extension,
    NoticeKind.REFUSAL: _without_refusal,
    NoticeKind.ISSUE_REFUSED: _without_issue_refused,
    NoticeKind.ESCALATION_DECLINED: _without_declining,
    NoticeKind.HANDLER_CHANGED: _only_taken_back,
}
"""What was decided with each letter, and is undone with it."""
