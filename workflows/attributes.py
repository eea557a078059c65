"""Search attributes: what a list of all complaints shows and finds, also while no worker runs.

"Overdue" is true from the complaint's first turn after the deadline; `NextDueAt` is an instant, so a query for what
lies in the past is right even when no worker has had a turn. None of them says anything of the resident (D14).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

with workflow.unsafe.imports_passed_through():
    from domain.complaint.complaint import Complaint
    from domain.policy.rules import Rules
    from domain.policy.stages import Stage
    from domain.views.standing import first_owed
    from domain.views.status import status, tags

LANDLORD = SearchAttributeKey.for_keyword("Landlord")
STATUS = SearchAttributeKey.for_keyword("ComplaintStatus")
STAGE = SearchAttributeKey.for_int("ComplaintStage")
NEXT_DUE_AT = SearchAttributeKey.for_datetime("NextDueAt")
"""The midnight that ends the day on which what is owed first is due: from then on it is late."""
NEXT_DUE_KIND = SearchAttributeKey.for_keyword("NextDueKind")
OVERDUE = SearchAttributeKey.for_bool("Overdue")
HANDLER = SearchAttributeKey.for_keyword("Handler")
"""A staff id."""
TAGS = SearchAttributeKey.for_keyword_list("ComplaintTags")

KEYS: tuple[SearchAttributeKey[Any], ...] = (
    LANDLORD,
    STATUS,
    STAGE,
    NEXT_DUE_AT,
    NEXT_DUE_KIND,
    OVERDUE,
    HANDLER,
    TAGS,
)
"""A server of one's own takes ten keywords, and three of each other type."""

_NUMBERS = {Stage.ONE: 1, Stage.TWO: 2}


def attributes(complaint: Complaint, rules: Rules, now: datetime) -> TypedSearchAttributes:
    """What the list shows of the complaint; what does not apply is left out."""
    return TypedSearchAttributes(list(_pairs(complaint, rules, now)))


def show_in_list(complaint: Complaint, rules: Rules) -> None:
    """Bring the workflow's own attributes up to date: in one call, and none when nothing changed, as each is billed."""
    wanted = _by_name(_pairs(complaint, rules, workflow.now()))
    shown = _by_name(workflow.info().typed_search_attributes)
    changed = [key for key in KEYS if wanted.get(key.name) != shown.get(key.name)]
    if changed:
        workflow.upsert_search_attributes(
            [key.value_unset() if (value := wanted.get(key.name)) is None else key.value_set(value) for key in changed]
        )


def _by_name(pairs: Iterable[SearchAttributePair[Any]]) -> dict[str, Any]:
    """The values by their names, which are compared faster than keys."""
    return {pair.key.name: pair.value for pair in pairs}


def _pairs(complaint: Complaint, rules: Rules, now: datetime) -> Iterator[SearchAttributePair[Any]]:
    yield SearchAttributePair(LANDLORD, complaint.landlord)
    yield SearchAttributePair(STATUS, status(complaint))
    if complaint.stage:
        yield SearchAttributePair(STAGE, _NUMBERS[complaint.stage])
    first = first_owed(complaint, rules)
    if first:
        yield SearchAttributePair(NEXT_DUE_AT, first.deadline.passes_at())
        yield SearchAttributePair(NEXT_DUE_KIND, first.key.ladder)
    yield SearchAttributePair(OVERDUE, bool(first and first.deadline.is_late(now)))
    if complaint.handler:
        yield SearchAttributePair(HANDLER, complaint.handler.id)
    if found := tags(complaint):
        yield SearchAttributePair(TAGS, [str(tag) for tag in found])
