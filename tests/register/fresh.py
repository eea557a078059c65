"""New registers in files, without the time that Alembic takes to make each."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from register.upgrade import upgrade


def fresh_register(file: Path) -> str:
    """The URL of a new register in *file*: up to date, and empty."""
    file.write_bytes(_empty())
    return f"sqlite:///{file}"


@cache
def _empty() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "register.db"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()
