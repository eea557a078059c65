"""The way to the register's database: SQLite by default, PostgreSQL in production."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from activities.ports import RegisterAwayError
from register.refusals import BadRegisterUrlError

WAITS_FOR = 5
"""Seconds to wait for a connection, a lock or a place in the pool."""

_OWNER_ONLY, _OWNERS_FOLDER = 0o600, 0o700
_READERS = 8
"""Who may read at once in one process."""

_POSTGRES: dict[str, str | int | None] = {
    "connect_timeout": WAITS_FOR,
    # A statement that is prepared belongs to one connection of the server's. Behind PgBouncer, which hands those round
    # between transactions, the next one may not know it, or know another by its name.
    "prepare_threshold": None,
    "keepalives_idle": 30,
    "tcp_user_timeout": WAITS_FOR * 1000,  # a server that has silently gone is noticed, not waited for
}
_LOCKS = f"-c lock_timeout={WAITS_FOR}s"

_POSTGRES_SAYS = {
    "Connection refused": "nothing listens there",
    "No such file or directory": "nothing listens there",
    "resolve host": "there is no such host",
    "translate host name": "there is no such host",
    "timeout expired": f"it takes no connection within {WAITS_FOR} s",
    "authentication failed": "it does not take the user or the password",
    "no password supplied": "it asks for a password",
    "no pg_hba.conf entry": "it lets nobody of that name in from here",
    "does not exist": "there is no such database, or no such user",
    "read-only": "it is read-only, as a standby is, or while it changes over",
    "lock timeout": "somebody else's work, as a migration, holds its tables",
    "too many": "it has no connection left",
    "remaining connection slots": "it has no connection left",
    "starting up": "it is starting",
    "shutting down": "it is being stopped",
    "terminating connection": "it has ended the connection",
    "closed the connection": "it has ended the connection",
    "SSL": "it and we do not agree on TLS",
}
"""What PostgreSQL or its driver says where it does not answer, and what that means; of several the first counts."""
_NO_TABLE, _NO_COLUMN = "42P01", "42703"
_READ_ONLY = "25006"  # a standby, in the middle of a change-over
_LOCKED = frozenset({"55P03", "40P01"})
"""A lock that did not come in time, and two that wait for each other."""


def open_register(url: str) -> Engine:
    """The register at *url*: `sqlite:///var/register.db` or `postgresql://…`; nothing is asked of it yet.

    Raises:
        BadRegisterUrlError: the URL is neither.
        RegisterAwayError: the SQLite file's folder cannot be made.
    """
    known = _known(url)
    if known.get_backend_name() == "postgresql":
        return _postgresql(known, _LOCKS, pool_size=10)
    _make_file(Path(str(known.database)))
    # SQLite lets one writer in at a time. Those of one process queue here: at its own lock each would sleep and look
    # again, up to a tenth of a second at a time.
    engine = _sqlite(known, pool_size=1)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def open_to_read(url: str) -> Engine:
    """The register at *url* for those who only read it, several at once: none waits for a writer or for a long read.

    On SQLite that is the write-ahead log's doing. What is tried to be written through it is refused; a pooler such as
    PgBouncer cannot be asked for that, and what is set on one of its connections would reach whoever has it next.

    Raises:
        BadRegisterUrlError, RegisterAwayError: as `open_register`.
    """
    known = _known(url)
    if known.get_backend_name() == "postgresql":
        # A question is one statement: without a transaction around it, it is one way there and back instead of three.
        engine = _postgresql(known, f"-c default_transaction_read_only=on {_LOCKS}", pool_size=_READERS)
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    engine = _sqlite(known, pool_size=_READERS)
    event.listen(engine, "do_connect", _refuse_without_file)
    event.listen(engine, "connect", _prepare_sqlite_to_read)
    return engine


@contextmanager
def at_register(engine: Engine) -> Iterator[Connection]:
    """A transaction at the register.

    Raises:
        RegisterAwayError: the register cannot be reached, or cannot take this now.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except PoolTimeoutError as error:
        raise RegisterAwayError(f"{name_of(engine)} is busy: no connection came free in {WAITS_FOR} s") from error
    except DBAPIError as error:
        # Also where what was asked is at fault: a caller that has sent a letter must know that the register failed,
        # and not fail with it, or the letter goes again.
        raise RegisterAwayError(_why(engine, error)) from error


def is_locked(error: RegisterAwayError) -> bool:
    """Whether what was asked had to wait too long for somebody else's work."""
    cause = error.__cause__
    return isinstance(cause, DBAPIError) and (_sqlstate(cause) in _LOCKED or "database is locked" in str(cause.orig))


def name_of(engine: Engine) -> str:
    """The register as a sentence names it: no password, no user."""
    url = engine.url
    if url.get_backend_name() == "sqlite":
        return f"the register {url.database}"
    port = f":{url.port}" if url.port else ""
    return f"the register {url.database} at {url.host or 'its socket'}{port}"


def _connect_through_a_pooler(
    dialect: Dialect, _: object, cargs: list[Any], cparams: dict[str, Any]
) -> DBAPIConnection:
    """A connection, with our settings where the server takes them: a pooler refuses what it cannot keep."""
    try:
        return dialect.connect(*cargs, **cparams)
    except dialect.loaded_dbapi.Error as error:
        if "startup parameter" not in str(error):
            raise
        return dialect.connect(*cargs, **{name: value for name, value in cparams.items() if name != "options"})


def _postgresql(known: URL, options: str, pool_size: int) -> Engine:
    theirs = known.query.get("options", ())
    said = [theirs] if isinstance(theirs, str) else theirs
    engine = create_engine(
        known,
        connect_args=_POSTGRES | {"options": " ".join((*said, options))},
        pool_size=pool_size,
        pool_timeout=WAITS_FOR,
        pool_pre_ping=True,  # a connection that a restart has cut is replaced before it is used
        hide_parameters=True,
    )
    event.listen(engine, "do_connect", _connect_through_a_pooler)
    return engine


def _sqlite(known: URL, pool_size: int) -> Engine:
    return create_engine(
        known,
        connect_args={"timeout": WAITS_FOR},
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=WAITS_FOR,
        hide_parameters=True,
    )


def _known(url: str) -> URL:
    try:
        known = make_url(url)
    except (ArgumentError, ValueError):  # not told of: it may quote a part of the password
        raise BadRegisterUrlError(
            "the register's URL cannot be read: sqlite:///FILE or postgresql://HOST:PORT/NAME"
        ) from None
    if known.get_backend_name() != "sqlite" and "@" in f"{known.host}{known.database}{''.join(known.query)}":
        raise BadRegisterUrlError(
            "the register's URL cannot be read: in its password write @ as %40, / as %2F, : as %3A and ? as %3F"
        )
    if known.drivername in {"postgresql", "postgres"}:
        return known.set(drivername="postgresql+psycopg")
    if known.drivername == "postgresql+psycopg":
        return known
    if known.drivername in {"sqlite", "sqlite+pysqlite"} and known.database not in {None, "", ":memory:"}:
        return known
    raise BadRegisterUrlError(
        f"the register cannot be kept at {known.drivername}: use sqlite:///FILE or postgresql://HOST/NAME"
    )


def _make_file(file: Path) -> None:
    """Make the register's file for its owner only; SQLite gives the files beside it the same rights."""
    _make_folder(file.parent)
    with suppress(OSError):  # SQLite says why, at the first question
        file.touch(mode=_OWNER_ONLY)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=_OWNERS_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise RegisterAwayError(f"the register's folder {folder} cannot be made: {error.strerror}") from error


def _prepare_sqlite(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    # FULL, not NORMAL: what Temporal holds for written, and a claim before a send, must outlive a power cut.
    # The write-ahead log itself is switched on once, by the migrations: it is a property of the file.
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _refuse_without_file(_: Dialect, __: object, cargs: list[Any], ___: dict[str, Any]) -> None:
    """SQLite would make an empty file of any name, and its folder is nobody's to make who only reads."""
    if not Path(str(cargs[0])).exists():
        raise sqlite3.OperationalError("there is no such file")


def _prepare_sqlite_to_read(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only = ON")


def _is_away(error: DBAPIError) -> bool:
    """Whether the database, not what it was asked, is at fault; a damaged SQLite file is a plain DatabaseError."""
    at_fault = isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError
    return at_fault or _sqlstate(error) == _READ_ONLY


def _lacks_tables(error: DBAPIError) -> bool:
    said = str(error.orig)
    return "no such table" in said or "no such column" in said or _sqlstate(error) in {_NO_TABLE, _NO_COLUMN}


def _in_our_words(engine: Engine, error: DBAPIError) -> str:
    """Why it does not answer: SQLite's words are plain, and PostgreSQL's driver quotes addresses, users and code."""
    said, kind = str(error.orig).strip(), type(error.orig).__name__
    if engine.dialect.name == "sqlite":
        return (said or kind).splitlines()[0]
    known = (why for sign, why in _POSTGRES_SAYS.items() if sign in said)
    return next(known, " ".join(filter(None, (kind, _sqlstate(error)))))


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def _why(engine: Engine, error: DBAPIError) -> str:
    if _lacks_tables(error):
        return f"{name_of(engine)} has not been upgraded: it lacks tables or columns of this version"
    kind = type(error.orig).__name__
    if _is_away(error):
        return f"{name_of(engine)} does not answer: {_in_our_words(engine, error)}"
    # What it says of a value may quote the value.
    return f"{name_of(engine)} does not take what it was given: {' '.join(filter(None, (kind, _sqlstate(error))))}"
