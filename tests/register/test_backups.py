"""What deploy/README.md says of backups, each command as it stands there: made beside a writer, and restored."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from register.queries import Queries
from register.record_book import RegisterRecordBook
from register.upgrade import upgrade
from tests.register.conftest import Server
from tests.register.registers import Opened, entry, page
from tests.register.test_kept_states import RING, Clerk, answered
from tests.spec.cast import Landlord

README = Path(__file__).parents[2] / "deploy" / "README.md"


def commands_of(program: str) -> list[str]:
    """The commands of the README that begin so, in their order."""
    section = README.read_text(encoding="utf-8").partition("## Back up and restore")[2].partition("\n## ")[0]
    return [
        line
        for block in re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
        for line in block.splitlines()
        if line.startswith(program)
    ]


def run(command: str, folder: Path, **variables: str) -> None:
    environment = {"PATH": f"{_newest_programs()}:{os.environ['PATH']}", **variables}
    if shutil.which(program := command.partition(" ")[0], path=environment["PATH"]) is None:
        pytest.skip(f"{program} is not installed")
    done = subprocess.run(
        ["sh", "-ec", command], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def _newest_programs() -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return str(installed[-1]) if installed else "/usr/bin"


@contextmanager
def under_load(engine: Engine) -> Iterator[None]:
    """A writer beside."""
    stop, book = threading.Event(), RegisterRecordBook(engine)

    def writes() -> None:
        for number in range(1, 1_000_000):
            if stop.is_set():
                return
            book.write(page(entry(number), reference="QH-LOAD", key="load"))

    writer = threading.Thread(target=writes)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


def test_a_backup_made_beside_a_writer_gives_back_record_state_and_tables(
    url: str, server: Server, opened: Opened, tmp_path: Path
) -> None:
    reliance = Landlord("reliance", "REL-1")
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    answered(reliance)
    engine = opened(url)
    Clerk(engine, RING).writes(reliance)
    of_postgres = url.startswith("postgresql")
    back_up, restore = commands_of("pg_" if of_postgres else "sqlite3")
    into = server.new("restored") if of_postgres else f"sqlite:///{tmp_path}/restored.db"
    names = {"REGISTER": url, "RESTORED": into}
    names = names if of_postgres else {name: it.removeprefix("sqlite:///") for name, it in names.items()}

    with under_load(engine):
        run(back_up, tmp_path, **names)
    run(restore, tmp_path, **names)
    upgrade(into)

    before, after = Queries(engine), Queries(opened(into))
    here = ("reliance", "REL-1")
    assert after.entries(*here) == before.entries(*here) != ()
    assert after.tables(*here) == before.tables(*here) is not None
    assert after.kept_state(*here) == before.kept_state(*here) is not None
    loaded = [each.number for each in after.entries("qualitas", "QH-LOAD")]
    assert loaded == list(range(1, len(loaded) + 1))  # of one instant: no page is there in part
