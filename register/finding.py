"""The words by which complaints are found, kept and searched (D13)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    delete,
    exists,
    intersect,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from domain.value import Value
from domain.views.finders import SEARCHED, Finder, FinderKind
from domain.views.page import Standing
from intake.finding import Wanted
from register.tables import ComplaintRow, FinderRow
from register.upsert import insert

MOST_HITS = 50
_AFTER_ALL = "\U0010ffff"
"""A sign that comes after all that anybody writes."""


class Hit(Value):
    """A complaint that was found."""

    landlord: str
    reference: str
    name: str
    """The resident's name as they write it; empty where nobody knows it."""
    standing: Standing


def replace_finders(connection: Connection, landlord: str, reference: str, finders: Iterable[Finder]) -> None:
    """Have just *finders* for that complaint; where they are there already, nothing is written."""
    ours = (FinderRow.landlord == landlord, FinderRow.reference == reference)
    there = {(row.token, row.kind) for row in connection.execute(select(FinderRow.token, FinderRow.kind).where(*ours))}
    wanted = {(finder.token, finder.kind.value) for finder in finders}
    if gone := there - wanted:
        connection.execute(delete(FinderRow).where(*ours, tuple_(FinderRow.token, FinderRow.kind).in_(gone)))
    new = [
        {"landlord": landlord, "reference": reference, "token": token, "kind": kind}
        for token, kind in sorted(wanted - there)
    ]
    if new:
        connection.execute(insert(connection.dialect.name, FinderRow).on_conflict_do_nothing(), new)


def found(landlord: str, wanted: Sequence[Wanted], reader: str) -> Select[*tuple[Any, ...]]:
    """What has every word of *wanted*, save what is hidden from *reader*: one more than is shown."""
    called = aliased(FinderRow)
    its_name = (called.landlord == ComplaintRow.landlord, called.reference == ComplaintRow.reference)
    asked = select(*ComplaintRow.__table__.c, called.token.label("name"))
    asked = asked.outerjoin(called, and_(*its_name, called.kind == FinderKind.CALLED))
    asked = asked.where(ComplaintRow.landlord == landlord, ComplaintRow.reference.in_(_references(landlord, wanted)))
    asked = asked.where(~_is_hidden_from(reader)) if reader else asked
    return asked.order_by(ComplaintRow.closed, ComplaintRow.reference).limit(MOST_HITS + 1)


def hit(row: dict[str, Any]) -> Hit:
    """A hit from its row."""
    return Hit(
        landlord=row["landlord"],
        reference=row["reference"],
        name=row["name"] or "",
        standing=Standing.model_validate(row),
    )


def _references(landlord: str, wanted: Sequence[Wanted]) -> CompoundSelect[tuple[str]]:
    searched = select(FinderRow.reference).where(FinderRow.landlord == landlord, FinderRow.kind.in_(SEARCHED))
    return intersect(*(searched.where(_is(word)) for word in wanted))


def _is(wanted: Wanted) -> ColumnElement[bool]:
    if wanted.is_whole:
        return FinderRow.token == wanted.token
    return and_(FinderRow.token >= wanted.token, FinderRow.token < wanted.token + _AFTER_ALL)


def _is_hidden_from(reader: str) -> ColumnElement[bool]:
    return exists().where(
        FinderRow.landlord == ComplaintRow.landlord,
        FinderRow.token == reader,
        FinderRow.reference == ComplaintRow.reference,
        FinderRow.kind == FinderKind.HIDDEN_FROM,
    )
