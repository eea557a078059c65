"""Behind PgBouncer in transaction mode nothing fails, though no connection is the one it was."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from register.engine import open_to_read
from register.ledger import RegisterLedger
from register.queries import Queries
from register.upgrade import upgrade
from tests.fakes import FakeClock
from tests.register.conftest import Server
from tests.register.pooler import pooled
from tests.register.registers import Opened, RegisterBook, entry, page

MANY = 40
"""More often than psycopg prepares a statement (after five times)."""


@pytest.fixture(scope="module")
def pooled_url(server: Server) -> Iterator[str]:
    """A register that was made through the pooler."""
    server.new("pooled")
    with pooled(server.url.partition("host=")[2]) as url:
        upgrade(url.format(database="pooled"))
        yield url.format(database="pooled")


def test_a_register_is_written_and_read_by_several_at_once(pooled_url: str, opened: Opened) -> None:
    writers = [opened(pooled_url) for _ in range(3)]
    reader = open_to_read(pooled_url)

    def work(number: int) -> tuple[bool, bool, str]:
        engine, key = writers[number % len(writers)], f"key-{number}"
        ledger = RegisterLedger(engine, FakeClock())
        is_new = ledger.claim(key).is_new
        ledger.confirm(key, f"id-{number}", FakeClock().now, maybe_twice=False)
        RegisterBook(engine).write(page(entry(1), reference=f"QH-{number}", key=f"web-{number}"))
        is_read = Queries(reader).complaint("qualitas", f"QH-{number}") is not None
        return is_new, is_read, ledger.claim(key).provider_id

    with ThreadPoolExecutor(6) as at_once:
        done = list(at_once.map(work, range(MANY)))

    reader.dispose()
    assert done == [(True, True, f"id-{number}") for number in range(MANY)]


def test_what_a_migration_or_a_reader_asks_for_reaches_nobody_who_has_its_connection_next(
    pooled_url: str, opened: Opened
) -> None:
    upgrade(pooled_url)
    reader = open_to_read(pooled_url)
    Queries(reader).complaint("qualitas", "QH-1")
    reader.dispose()

    with opened(pooled_url).connect() as first, opened(pooled_url).connect() as second:
        asked = [
            connection.execute(text(f"SHOW {name}")).scalar()
            for connection in (first, second)
            for name in ("default_transaction_read_only", "lock_timeout")
        ]

    assert asked == ["off", "0"] * 2
