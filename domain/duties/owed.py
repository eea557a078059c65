"""What the landlord owes a complaint, and by when.

Every duty is derived from the complaint's own events each time it is asked for; no due date is ever stored and rolled
on (D3).
"""

from collections.abc import Callable, Iterator
from datetime import date
from functools import wraps
from operator import is_, itemgetter
from typing import TypeVar

from domain.calendar.days import landlord_day
from domain.calendar.deadlines import Deadline, deadline_after, keep_given_out
from domain.calendar.limits import Anchor
from domain.complaint.actions import awaits_answer
from domain.complaint.complaint import Complaint
from domain.duties.beside_the_stages import stageless_duties
from domain.duties.duty import Duty, floors
from domain.duties.late import late_letter
from domain.duties.of_a_stage import stage_duties
from domain.policy.duty_kinds import OFFER, WINDOW, DutyKind
from domain.policy.rules import Rules
from domain.policy.stages import Stage
from domain.value import required

T = TypeVar("T")

NOT_RECKONED_FROM = {
    "record",
    "record_summary",
    "texts",
    "outbox",
    "reminded",
    "seen",
    "old_keys",
    "notices_made",
    "pages",
    "news_of_nothing",
    "life",
}
"""What no duty depends on: it only tells of what was done, and changes when a notice goes."""
_reckoned_from = itemgetter(*(field for field in Complaint.model_fields if field not in NOT_RECKONED_FROM))


def _remembered(reckon: Callable[[Complaint, Rules], T]) -> Callable[[Complaint, Rules], T]:
    """*reckon*, worked out once for a complaint that is asked about again before anything it depends on changes.

    One answer is kept, with the very values it was worked out from; replacing it is one assignment, so threads that
    reckon for different complaints only make each other work it out anew.
    """
    last: tuple[Complaint, Rules, T] | None = None

    @wraps(reckon)
    def remembered(complaint: Complaint, rules: Rules) -> T:
        nonlocal last
        kept = last
        if kept is not None and kept[1] is rules and _owes_the_same(kept[0], complaint):
            return kept[2]
        answer = reckon(complaint, rules)
        last = (complaint, rules, answer)
        return answer

    return remembered


def _owes_the_same(before: Complaint, now: Complaint) -> bool:
    """Whether all that duties are reckoned from is the very same: what did not change is not copied."""
    if before is now:
        return True
    return all(map(is_, _reckoned_from(before.__dict__), _reckoned_from(now.__dict__)))


@_remembered
def duties(complaint: Complaint, rules: Rules) -> tuple[Duty, ...]:
    """All that the landlord owes, or owed, this complaint."""
    return tuple(_all_duties(complaint, rules))


def _all_duties(complaint: Complaint, rules: Rules) -> Iterator[Duty]:
    owed = tuple(_of_the_procedure(complaint, rules))
    yield from owed
    if late := late_letter(complaint, owed, rules):
        yield late


def _of_the_procedure(complaint: Complaint, rules: Rules) -> Iterator[Duty]:
    for progress in complaint.stages:
        yield from stage_duties(complaint, progress, rules)
    if complaint.waiting_request:
        yield _decide_late_request(complaint, rules)
    if complaint.is_undecided and not complaint.closed:
        yield _offer_stage_2(complaint, rules)
    yield from stageless_duties(complaint, rules)


def open_duties(complaint: Complaint, rules: Rules) -> Iterator[Duty]:
    """What is still owed."""
    return (duty for duty in duties(complaint, rules) if duty.is_open)


def asks_resident(complaint: Complaint, rules: Rules) -> bool:
    """Whether the resident was asked about a completed action and can still answer."""
    return complaint.death is None and any(awaits_answer(action, rules) for action in complaint.actions)


def owes_nothing(complaint: Complaint, rules: Rules) -> bool:
    """Whether it is closed and nothing is left of it: what outlives closing is done, and no answer is awaited."""
    if complaint.closed is None or asks_resident(complaint, rules):
        return False
    return not any(duty.key.row.keeps_record_open for duty in open_duties(complaint, rules))


@_remembered
def escalation_window(complaint: Complaint, rules: Rules) -> Deadline | None:
    """The last day to ask for stage 2; None until the stage 1 response has gone, and while it has come back."""
    limit = required(rules.edition.stage_1.escalation_window, "escalation window")
    letter = complaint.stages[0].responded if complaint.stages else None
    if letter is None or letter.through_at is None:
        return None
    started_on = landlord_day(letter.through_at, rules.zone)
    if limit.starts_from is Anchor.RESPONSE_RECEIVED and letter.through_on:
        started_on = letter.through_on
    deadline = deadline_after(started_on, limit, rules.calendar, rules.zone)
    return keep_given_out(deadline, letter.told, *floors(complaint, WINDOW))


def window_if_sent(sent_on: date, received_on: date, rules: Rules) -> Deadline:
    """The window as it will be when the response goes on *sent_on* and counts as received on *received_on*."""
    limit = required(rules.edition.stage_1.escalation_window, "escalation window")
    started_on = received_on if limit.starts_from is Anchor.RESPONSE_RECEIVED else sent_on
    return deadline_after(started_on, limit, rules.calendar, rules.zone)


def _offer_stage_2(complaint: Complaint, rules: Rules) -> Duty:
    reaction = required(complaint.progress.reaction, "reaction")
    limit = required(rules.edition.stage_1.escalation_window, "escalation window").offered_within
    deadline = deadline_after(landlord_day(reaction.at, rules.zone), limit, rules.calendar, rules.zone)
    return Duty(
        key=OFFER,
        words=OFFER.words,
        stage=Stage.ONE,
        deadline=keep_given_out(deadline, *floors(complaint, OFFER)),
        started_at=reaction.at,
        clause=limit.clause,
    )


def _decide_late_request(complaint: Complaint, rules: Rules) -> Duty:
    request = required(complaint.late_request, "late request")
    limit = required(rules.edition.stage_1.escalation_window, "escalation window").late_decided_within
    requested_on = landlord_day(request.at, rules.zone)
    key = DutyKind.DECIDE_LATE_REQUEST.at(Stage.ONE)
    return Duty(
        key=key,
        words=key.words,
        stage=Stage.ONE,
        deadline=keep_given_out(
            deadline_after(requested_on, limit, rules.calendar, rules.zone), *floors(complaint, key)
        ),
        started_at=request.at,
        clause=limit.clause,
    )
