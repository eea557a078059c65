"""The states that complaints could go on from, sealed, and the rules they are judged by (D13)."""

import hashlib
from functools import cache

from sqlalchemy import Connection, Select, bindparam, or_, select

from activities.ports import KeptState, SealedState
from domain.complaint.complaint import Case
from domain.policy.rules import Rules
from domain.views.page import Page
from register.tables import ComplaintRow, RulesRow, StateRow
from register.upsert import Insert, insert

_OURS = (ComplaintRow.landlord == bindparam("of"), ComplaintRow.reference == bindparam("named"))


def keep_state(connection: Connection, page: Page, state: SealedState | None) -> None:
    """Keep the state that *page* has, sealed as *state*; what it says nothing of stays as it was."""
    if page.state is None or state is None:
        return
    row = {
        "landlord": page.landlord,
        "reference": page.reference,
        "life": page.life,
        "through": page.state.through,
        "has_ended": page.state.has_ended,
        "rules": _rules_kept(connection, page.rules) if page.rules else "",
        **state.model_dump(),
    }
    connection.execute(_kept(connection.dialect.name, with_rules=page.rules is not None), row)


def kept_state(connection: Connection, landlord: str, reference: str) -> KeptState | None:
    """The last state that is kept of that complaint."""
    found = connection.execute(_last(), {"of": landlord, "named": reference}).mappings().one_or_none()
    if found is None:
        return None
    if found["state"] is None:
        return _of_before(found["kept_case"], found["last_entry"])
    state = SealedState(sealed_with=found["sealed_with"], state=found["state"])
    has_ended = found["has_ended"] and found["through"] == found["last_entry"]
    return KeptState(through=found["through"], has_ended=has_ended, rules=found["kept_rules"], state=state)


def _of_before(case: str | None, last_entry: int) -> KeptState | None:
    """A state that a worker kept in the complaint's line, with its rules, when it had ended."""
    return KeptState(through=last_entry, has_ended=True, case=Case.model_validate_json(case)) if case else None


def _rules_kept(connection: Connection, rules: Rules) -> str:
    """The mark of *rules*, which are kept once."""
    mark = hashlib.sha256(rules.model_dump_json().encode()).hexdigest()[:32]
    connection.execute(_rules_added(connection.dialect.name), {"mark": mark, "rules": rules})
    return mark


@cache
def _kept(dialect: str, *, with_rules: bool) -> Insert:
    first = insert(dialect, StateRow)
    columns = ("life", "through", "has_ended", "sealed_with", "state", *(("rules",) if with_rules else ()))
    return first.on_conflict_do_update(
        index_elements=[StateRow.landlord, StateRow.reference],
        set_={column: first.excluded[column] for column in columns},
        where=or_(StateRow.life != first.excluded.life, StateRow.through <= first.excluded.through),
    )


@cache
def _rules_added(dialect: str) -> Insert:
    return insert(dialect, RulesRow).on_conflict_do_nothing()


@cache
def _last() -> Select[*tuple[object, ...]]:
    state = (StateRow.landlord == ComplaintRow.landlord) & (StateRow.reference == ComplaintRow.reference)
    of_state = (StateRow.through, StateRow.has_ended, StateRow.sealed_with, StateRow.state)
    return (
        select(ComplaintRow.last_entry, ComplaintRow.kept_case, *of_state, RulesRow.rules.label("kept_rules"))
        .outerjoin(StateRow, state)
        .outerjoin(RulesRow, RulesRow.mark == StateRow.rules)
        .where(*_OURS)
    )
