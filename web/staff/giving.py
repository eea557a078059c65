"""Giving an order from a page: once, however often its form is sent, and not over somebody's head."""

import json
from collections.abc import Mapping
from hashlib import sha256

from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer
from web.parts import Parts
from web.staff.signed_in import SignedIn

_SIGNS = 16


def key_of(form: str, fields: Mapping[str, object]) -> str:
    """The key of an order: the form's own, and what it says, so that other words in the same form are another order."""
    said = json.dumps(dict(fields), sort_keys=True, default=str)
    return f"{form}.{sha256(said.encode()).hexdigest()[:_SIGNS]}"


async def give(
    parts: Parts,
    staff: SignedIn,
    place: ComplaintId,
    order: str,
    fields: Mapping[str, object],
    *,
    form: str,
    expects: int | None = None,
) -> Answer:
    """Give the order, as whoever is signed in; *expects* is the last entry they have seen.

    Raises:
        as `Desk.order_from` and `Desk.order`
    """
    filled = {name: value for name, value in fields.items() if value not in (None, "")}
    who = {"by": staff.person.id, "key": key_of(form, {"order": order, "place": place.reference} | filled)}
    seen = {} if expects is None else {"expects": expects}
    given = await parts.desk.order_from(place, order, filled | who | seen)
    return await parts.desk.order(place, given)
