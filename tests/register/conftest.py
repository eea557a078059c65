"""The register on SQLite and on a real PostgreSQL, fresh for each test."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from register.engine import open_register
from register.upgrade import upgrade
from tests.register.postgres import postgres
from tests.register.registers import Opened

NewDatabase = Callable[[str], str]
"""Makes a database, as a copy of one of that name, and gives its URL."""


@pytest.fixture(scope="session")
def on_postgres() -> Iterator[NewDatabase]:
    with postgres() as server:
        admin = create_engine(
            server.format(database="postgres").replace("postgresql:", "postgresql+psycopg:"),
            isolation_level="AUTOCOMMIT",
        )
        numbers = count(1)

        def new(template: str) -> str:
            name = f"register_{next(numbers)}"
            with admin.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
            return server.format(database=name)

        with admin.connect() as connection:
            connection.execute(text("CREATE DATABASE upgraded"))
        upgrade(server.format(database="upgraded"))
        yield new
        admin.dispose()


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
def postgresql_url(on_postgres: NewDatabase) -> str:
    return on_postgres("upgraded")


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
    new: NewDatabase = request.getfixturevalue("on_postgres")
    return new("template1")


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
