"""The work of a stage, by kinds: what its owner does, and who else may as the policy says."""

from enum import StrEnum


class Work(StrEnum):
    """A kind of work on a stage. Each step of the procedure that belongs to a stage is one of these kinds."""

    ALLOCATE = "allocate"
    ACKNOWLEDGE = "acknowledge"
    CONTACT = "contact"
    INVESTIGATE = "investigate"
    RESPOND = "respond"
    EXTEND = "extend"
    PROMISE = "promise"
    CLOSE = "close"

    @property
    def words(self) -> str:
        """As refusals say it: "only the Complaints Handler … acknowledges it"."""
        return _WORDS[self]


_WORDS = {
    Work.ALLOCATE: "allocates it",
    Work.ACKNOWLEDGE: "acknowledges it",
    Work.CONTACT: "discusses it with the resident",
    Work.INVESTIGATE: "investigates it",
    Work.RESPOND: "responds to it",
    Work.EXTEND: "extends the time for the response",
    Work.PROMISE: "promises actions on it",
    Work.CLOSE: "closes it",
}
