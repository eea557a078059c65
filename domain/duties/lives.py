"""The lives of a complaint: each start of its workflow, each reset, and each return from an older copy is a new one.

A number that was counted can be wound back: by a reset, by a restored database, by a workflow that is started a second
time. A life is drawn by chance, so the notices and entries of two of them are never taken for each other (D12, D13).
"""

from domain.complaint.complaint import Complaint
from domain.complaint.notices import Notice
from domain.duties.letters import with_key

_LIVES = 2**32


def life_of(seed: int) -> str:
    """The name of the life that begins with Temporal's random *seed*: eight hexadecimal digits."""
    return f"{seed % _LIVES:08x}"


def begin_life(complaint: Complaint, life: str) -> Complaint:
    """This complaint in a new life.

    What waits keeps its key, by which it is known whether it went; a complaint that has not lived yet has sent nothing.
    """
    begun = complaint.changed(life=life)
    if not complaint.life:
        for notice in complaint.outbox:
            begun = take_into_life(begun, notice)
    return begun


def take_into_life(complaint: Complaint, notice: Notice) -> Complaint:
    """This complaint with a notice that waits known by a key of the life it has now, and by none of before."""
    number = complaint.label(notice.key).rpartition("/")[2]
    renamed = notice.model_copy(update={"key": complaint.key_of(number), "formerly": ()})
    waiting = tuple(renamed if each.key == notice.key else each for each in complaint.outbox)
    return with_key(complaint.changed(outbox=waiting), notice.key, renamed.key)
