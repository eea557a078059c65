"""The words by which complaints are found, kept and searched (D13)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, and_, delete, intersect, select, tuple_

from domain.views.finders import Finder
from intake.finding import Wanted
from register.tables import ComplaintRow, FinderRow
from register.upsert import insert

_AFTER_ALL = "\U0010ffff"
"""A sign that comes after all that anybody writes."""


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


def has_every(landlord: str, wanted: Sequence[Wanted]) -> ColumnElement[bool]:
    """Whether a complaint of *landlord* has every word of *wanted*."""
    searched = select(FinderRow.reference).where(FinderRow.landlord == landlord)
    return ComplaintRow.reference.in_(intersect(*(searched.where(_is(word)) for word in wanted)))


def _is(wanted: Wanted) -> ColumnElement[bool]:
    if wanted.is_whole:
        return FinderRow.token == wanted.token
    return and_(FinderRow.token >= wanted.token, FinderRow.token < wanted.token + _AFTER_ALL)
