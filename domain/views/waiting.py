"""What a complaint waits for, and from whom: to be given to somebody, a decision, the post, the resident's answer."""

from collections.abc import Iterator

from domain.complaint.ages import issues_to_decide
from domain.complaint.approvals import awaiting
from domain.complaint.complaint import Complaint
from domain.complaint.stages import StageProgress
from domain.duties.fulfilment import duty_of
from domain.duties.letters import letters_in_doubt, letters_to_post
from domain.duties.owed import asks_resident, open_duties
from domain.outbox.errands import lacks_address
from domain.policy.duty_kinds import DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.value import required
from domain.views.page import RESIDENT, Waiting, WaitsFor

_LATE_REQUEST = DutyKind.DECIDE_LATE_REQUEST.at(Stage.ONE)


def waits_for(complaint: Complaint, rules: Rules) -> tuple[Waiting, ...]:
    """What the complaint waits for, also after it was closed; each thing once."""
    return tuple(_waits_for(complaint, rules))


def _waits_for(complaint: Complaint, rules: Rules) -> Iterator[Waiting]:
    if complaint.closed is None:
        yield from _while_open(complaint, rules)
    if any(duty.key == _LATE_REQUEST for duty in open_duties(complaint, rules)):
        window = required(rules.edition.stage_1.escalation_window, "escalation window")
        took_part = tuple(sorted(complaint.stages[0].involved))
        yield Waiting(what=WaitsFor.LATE_REQUEST, of=window.late_deciders, not_of=took_part)
    if complaint.hold:
        yield Waiting(what=WaitsFor.RELEASE, of=(*_whose(complaint, rules), *rules.edition.oversight.roles))
    if any(letters_to_post(complaint, rules)):
        yield Waiting(what=WaitsFor.POSTING, of=_whose(complaint, rules))
    if any(letters_in_doubt(complaint, rules)):
        yield Waiting(what=WaitsFor.OUTCOME, of=_whose(complaint, rules))
    if any(lacks_address(complaint, notice) for notice in complaint.outbox):
        yield Waiting(what=WaitsFor.ADDRESS, of=_whose(complaint, rules))
    if _awaits_reply(complaint, rules):
        yield Waiting(what=WaitsFor.REPLY, of=(RESIDENT,))


def _while_open(complaint: Complaint, rules: Rules) -> Iterator[Waiting]:
    if complaint.handler is None:
        yield Waiting(what=WaitsFor.ALLOCATION, of=_allocators(complaint, rules))
    unanswered = complaint.stages[-1] if complaint.stages and not complaint.stages[-1].responded else None
    if unanswered is None:
        return
    for request in awaiting(complaint, rules):
        due_on = duty_of(complaint, rules, request.duty).due_on
        not_of = tuple(sorted(request.words_of))
        yield Waiting(what=WaitsFor.APPROVAL, of=request.of, not_of=not_of, due_on=due_on)
    if whose := _returned_to(unanswered):
        yield Waiting(what=WaitsFor.CHANGES, of=whose)
    if unanswered.stage is Stage.ONE and issues_to_decide(complaint, rules):
        yield Waiting(what=WaitsFor.AGE_DECISION, of=rules.edition.eligibility.decided_by)


def _returned_to(progress: StageProgress) -> tuple[str, ...]:
    """Whose draft, or request for more time, has come back."""
    draft, asked = progress.draft, progress.extension_asked
    drafted = (draft.author.id,) if draft and draft.comments else ()
    return tuple(dict.fromkeys((*drafted, *((asked.asker.id,) if asked and asked.comments else ()))))


def _allocators(complaint: Complaint, rules: Rules) -> tuple[str, ...]:
    """Who is told of what nobody has yet: the landlord's roles for that, else those who may own the stage."""
    if rules.landlord.rounds:
        return rules.landlord.rounds.digest.nobody_yet
    return rules.edition.stage(complaint.stage or Stage.ONE).owner.roles


def _whose(complaint: Complaint, rules: Rules) -> tuple[str, ...]:
    return (complaint.handler.id,) if complaint.handler else _allocators(complaint, rules)


def _awaits_reply(complaint: Complaint, rules: Rules) -> bool:
    if asks_resident(complaint, rules):
        return True
    goes_on = bool(complaint.stages) and complaint.closed is None and complaint.death is None
    return goes_on and _asked_for_time(complaint.progress, rules)


def _asked_for_time(progress: StageProgress, rules: Rules) -> bool:
    """Whether the resident was asked to agree to more time, and has neither answered nor had the response."""
    if progress.responded or not progress.extensions:
        return False
    return (
        rules.edition.stage(progress.stage).extension.asks_agreement and progress.extensions[-1].resident_agrees is None
    )
