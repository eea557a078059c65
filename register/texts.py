"""Long texts of complaints in the register, each once under its hash (D5)."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Engine, select

from register.engine import at_register
from register.tables import TextRow


class RegisterTexts:
    """Fulfils `KeptTexts`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self, landlord: str, reference: str, digests: frozenset[str]) -> Mapping[str, str]:
        """The complaint's long texts of those hashes, as far as they are there.

        Raises:
            RegisterAwayError: the register cannot be reached.
        """
        if not digests:
            return {}
        with at_register(self._engine) as connection:
            return texts_at(connection, landlord, reference, digests)


def texts_at(connection: Connection, landlord: str, reference: str, digests: Iterable[str]) -> dict[str, str]:
    """The complaint's long texts of those hashes, within a transaction."""
    ours = (TextRow.landlord == landlord, TextRow.reference == reference, TextRow.digest.in_(sorted(digests)))
    return {row.digest: row.text for row in connection.execute(select(TextRow.digest, TextRow.text).where(*ours))}
