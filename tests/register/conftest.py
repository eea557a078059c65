"""The register on SQLite and on a real PostgreSQL, fresh for each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, delete, text

from register.engine import open_register
from register.upgrade import upgrade
from register.web.tables import AbsenceRow, DraftRow, SeenRow, SessionRow, SignInRow
from tests.register.postgres import postgres
from tests.register.registers import Opened


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL, with one register that is up to date."""

    url: str
    admin: Engine

    def database(self, name: str) -> str:
        """The URL of that database."""
        return self.url.format(database=name)

    def new(self, name: str) -> str:
        """The URL of a database made now, without tables."""
        with self.admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
            connection.execute(text(f"CREATE DATABASE {name}"))
        return self.database(name)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with postgres() as running:
        to_admin = running.url.format(database="postgres").replace("postgresql:", "postgresql+psycopg:")
        server = Server(running.url, create_engine(to_admin, isolation_level="AUTOCOMMIT"))
        upgrade(server.new("upgraded"))
        yield server
        server.admin.dispose()


@pytest.fixture(scope="session")
def upgraded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("register") / "upgraded.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, upgraded_file: Path) -> str:
    (tmp_path / "register.db").write_bytes(upgraded_file.read_bytes())
    return f"sqlite:///{tmp_path}/register.db"


@pytest.fixture
def postgresql_url(server: Server, opened: Opened) -> str:
    url = server.database("upgraded")
    with opened(url).begin() as connection:
        connection.execute(text("TRUNCATE complaints, letters, sends, rules CASCADE"))
        for table in (SessionRow, DraftRow, SeenRow, AbsenceRow, SignInRow):
            connection.execute(delete(table))
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A database that is up to date."""
    made: str = request.getfixturevalue(f"{request.param}_url")
    return made


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/empty/register.db"
    server: Server = request.getfixturevalue("server")
    return server.new("empty")


@pytest.fixture
def opened() -> Iterator[Opened]:
    engines: list[Engine] = []

    def opens(url: str) -> Engine:
        engines.append(open_register(url))
        return engines[-1]

    yield opens
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(url: str, opened: Opened) -> Engine:
    return opened(url)
