"""The letters' store in the register: each notice in the words in which it went (D12).

The statements of every send are made once: to make one takes longer than to carry it out.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select
from sqlalchemy.sql.dml import ReturningInsert

from activities.ports import Copy, Rendered
from domain.revival.revive import KnownSend
from register.lines import KeptLetter
from register.tables import LetterRow, SendRow
from register.upsert import Insert, insert

_WORDS = tuple(LetterRow.__table__.c[name] for name in Rendered.model_fields)
_FACTS = select(LetterRow.facts).where(LetterRow.key == bindparam("errand"))
_KEPT = select(*_WORDS).where(LetterRow.key == bindparam("errand"))
_COPY = select(LetterRow.recipient, LetterRow.facts, *_WORDS).where(LetterRow.key == bindparam("errand"))


def letters_of(landlord: str, reference: str) -> Select[*tuple[Any, ...]]:
    """Asks for every letter of a complaint, the oldest first."""
    return (
        select(LetterRow.__table__, SendRow.accepted_at, SendRow.maybe_twice, SendRow.unsettled)
        .outerjoin(SendRow, SendRow.key == LetterRow.key)
        .where(LetterRow.landlord == landlord, LetterRow.reference == reference)
        .order_by(LetterRow.kept_at, LetterRow.key)
    )


def kept_letter(row: Mapping[Any, Any]) -> KeptLetter:
    """A row of `letters_of` as a letter."""
    of_print = {"maybe_twice": False, "unsettled": 0} if row["unsettled"] is None else {}
    return KeptLetter.model_validate({**row, **of_print, "words": words_in(row)})


def sends_of(landlord: str, reference: str) -> Select[*tuple[Any, ...]]:
    """Asks for every errand of a complaint that was claimed, in the order of their first tries."""
    theirs = SendRow.key.startswith(f"{landlord}/{reference}/", autoescape=True)
    return select(SendRow.__table__).where(theirs).order_by(SendRow.claimed_at, SendRow.key)


def known_send(row: Mapping[Any, Any], copy: KeptLetter | None) -> KnownSend:
    """A row of `sends_of`, with the copy that was kept of it, as a complaint that comes back has to know of it."""
    return KnownSend(
        key=row["key"],
        claimed_at=row["claimed_at"],
        accepted_at=row["accepted_at"],
        provider_id=row["provider_id"] or "",
        tries=row["tries"],
        unknown=row["unsettled"],
        to=copy.recipient if copy else "",
        first_line=copy.words.first_line if copy else "",
    )


def printed(copy: KeptLetter) -> KnownSend:
    """A letter that may lie in the tray: printing is not claimed, and what is printed is confirmed by no provider."""
    return KnownSend(key=copy.key, claimed_at=copy.kept_at, to=copy.recipient, first_line=copy.words.first_line)


def copy_replaced(connection: Connection, copy: Copy, now: datetime) -> None:
    """Keep *copy* in the place of any other of its key."""
    connection.execute(_replaced(connection.dialect.name), _row(copy, now))


def keep_once(connection: Connection, copy: Copy, now: datetime) -> Rendered:
    """Keep *copy* unless its key has one to the same recipient, and return the words that are kept."""
    added = connection.execute(_added(connection.dialect.name), _row(copy, now)).one_or_none()
    return copy.words if added else kept_words(connection, copy.key) or copy.words


def kept_words(connection: Connection, key: str) -> Rendered | None:
    """The words that are kept of an errand, if any are."""
    found = connection.execute(_KEPT, {"errand": key}).mappings().one_or_none()
    return words_in(found) if found else None


def copy_of(connection: Connection, key: str) -> dict[str, object] | None:
    """To whom an errand went, in which words and of which facts, where a copy is kept of it."""
    found = connection.execute(_COPY, {"errand": key}).mappings().one_or_none()
    return {"recipient": found["recipient"], "facts": found["facts"], "words": words_in(found)} if found else None


def kept_facts(connection: Connection, key: str) -> str:
    """The digest of what the kept copy was to say; empty where none is kept, or was kept of it."""
    return connection.execute(_FACTS, {"errand": key}).scalar() or ""


def words_in(row: Mapping[Any, Any]) -> Rendered | None:
    """The words among the columns of *row*; None where it has none."""
    if row["body"] is None:
        return None
    return Rendered.model_validate({name: row[name] for name in Rendered.model_fields})


def _row(copy: Copy, now: datetime) -> dict[str, object]:
    return {**copy.model_dump(exclude={"words"}), **copy.words.model_dump(), "kept_at": now}


@cache
def _added(dialect: str) -> ReturningInsert[str]:
    """A colleague who is told in another's place is not greeted by the other's name."""
    first = insert(dialect, LetterRow)
    another = first.on_conflict_do_update(
        index_elements=[LetterRow.key], set_=_all_of(first), where=LetterRow.recipient != first.excluded.recipient
    )
    return another.returning(LetterRow.key)


@cache
def _replaced(dialect: str) -> Insert:
    first = insert(dialect, LetterRow)
    return first.on_conflict_do_update(index_elements=[LetterRow.key], set_=_all_of(first))


def _all_of(new: Insert) -> dict[str, ColumnElement[Any]]:
    """Every column of the new row but its key."""
    return {column.name: new.excluded[column.name] for column in LetterRow.__table__.c if column.name != "key"}
