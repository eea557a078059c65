"""The floor's activities: the effects of a complaint's, and nothing around them.

One HTTP call to the simulator a notice, through the same vendor's SDK; one transaction at a register a record write.
"""

from sqlalchemy import Engine
from sqlalchemy import text as sql
from temporalio import activity

from activities.ports import Mail, Rendered, Texts
from bench.floor_script import EMAIL, TEXT, WRITE
from register.engine import at_register

_SENDER, _READER = "complaints@reliance.example.com", "sam@example.com"
_FROM, _TO = "+441632960001", "+447700900123"
_TABLE = "CREATE TABLE IF NOT EXISTS page (number INTEGER PRIMARY KEY, workflow TEXT NOT NULL, words TEXT NOT NULL)"
_INSERT = sql("INSERT INTO page (workflow, words) VALUES (:workflow, :words)")


def make_table(register: Engine) -> None:
    """Make the one table that pages go to."""
    with at_register(register) as connection:
        connection.execute(sql(_TABLE))


class Effects:
    """What the floor does in the world; nothing at all where it is given nothing."""

    def __init__(self, mail: Mail | None, texts: Texts | None, register: Engine | None) -> None:
        self._mail, self._texts, self._register = mail, texts, register

    @activity.defn(name=EMAIL)
    def email(self, words: str) -> str:
        """Send an e-mail."""
        if self._mail is None:
            return ""
        letter = Rendered(subject=words[:60], body=words, html=f"<p>{words}</p>", text="")
        key = activity.info().activity_id
        return self._mail.send(key=key, sender=_SENDER, sender_name="Floor", to=_READER, words=letter)

    @activity.defn(name=TEXT)
    def text(self, words: str) -> str:
        """Send a text."""
        return self._texts.send(sender=_FROM, to=_TO, body=words[:150]) if self._texts else ""

    @activity.defn(name=WRITE)
    def write(self, page: str) -> str:
        """Write a page in one transaction."""
        if self._register is not None:
            with at_register(self._register) as connection:
                connection.execute(_INSERT, {"workflow": activity.info().workflow_id, "words": page})
        return ""
