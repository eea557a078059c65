"""How much a complaint can carry: Temporal takes no more than 2 MB at once, and one that comes near it would be stuck.

An order is refused at half of that. What must never bounce is taken beyond, up to three quarters.
"""

from pydantic import TypeAdapter

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.messages.message import Message

MOST_FOR_ORDERS = 1_000_000
"""Bytes of a complaint beyond which no order is taken."""
MOST_CARRIED = 1_500_000
"""Bytes of a complaint beyond which nothing that is sent is taken."""
MOST_AT_ONCE = 300_000
"""Bytes that one message may have."""
_GROWS_BY = 8
"""How many times its own length an order may add: to the record, to the state, to letters, to staff notices."""

_COMPLAINT = TypeAdapter(Complaint)


def size(complaint: Complaint) -> int:
    """The bytes that *complaint* has as JSON, before it is packed and sealed."""
    return len(_COMPLAINT.dump_json(complaint))


def may_outgrow(complaint: Complaint, order: Message) -> bool:
    """Whether *order* could make the complaint too large: if so, that is worked out before it is taken.

    Raises:
        NotAllowedError: the order itself is too long.
    """
    length = len(order.model_dump_json().encode(errors="replace"))
    if length > MOST_AT_ONCE:
        raise NotAllowedError(
            f"This is too long: {length // 1000} kB, and {MOST_AT_ONCE // 1000} kB is the most at once. "
            "Keep the longest part as a document, and say here where it is."
        )
    return size(complaint) + _GROWS_BY * length > MOST_FOR_ORDERS


def check_room(before: Complaint, after: Complaint, most: int = MOST_FOR_ORDERS) -> None:
    """Whether the complaint can carry what was added.

    Raises:
        NotAllowedError: it cannot; the sentence says what to do.
    """
    grown = size(after)
    if grown <= most or grown <= size(before):
        return
    if before.record or before.texts:
        raise NotAllowedError(
            f"{before.reference} can take no more until the register has what was recorded last: "
            "ask whoever looks after the register, and give this again when it answers."
        )
    raise NotAllowedError(
        f"{before.reference} can take no more: what has been written about it fills "
        f"{most // 1000} kB. Keep this as a document, and record shortly where it is."
    )
