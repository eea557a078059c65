"""Whether the register answers, and has tables."""

from sqlalchemy import Engine, literal, select

from register.engine import at_register
from register.tables import ComplaintRow


def check_tables(engine: Engine) -> None:
    """Look into the register.

    Raises:
        RegisterAwayError: it cannot be reached, or has no tables.
    """
    with at_register(engine) as connection:
        connection.execute(select(literal(1)).select_from(ComplaintRow).limit(1))
