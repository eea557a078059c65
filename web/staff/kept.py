"""What somebody wrote on a page and has not sent: filled in again when they come back, forgotten once it is sent."""

from asyncio import to_thread
from datetime import UTC, datetime
from uuid import uuid4

from fastapi import Request

from web.parts import Parts
from web.staff.sheet import Sheet
from web.staff.signed_in import SignedIn

FORGET = "forget"
"""What the button says that begins with an empty form."""


async def sheet_for(request: Request, parts: Parts, staff: SignedIn, **blank: str) -> tuple[Sheet, datetime | None]:
    """What was kept of the page, and when; else an empty form with a name of its own."""
    take, page, now = parts.register.drafts.take, request.url.path, datetime.now(UTC)
    kept = await to_thread(take, staff.landlord, staff.person.id, page, now)
    if kept is None or not any(name == "form" for name, _ in kept.fields):
        return Sheet().put(form=uuid4().hex, **blank), None
    return Sheet(fields=kept.fields), kept.kept_at


async def forget(request: Request, parts: Parts, staff: SignedIn) -> None:
    """Forget what was kept of the page: it is sent, or they do not want it."""
    await to_thread(parts.register.drafts.drop, staff.landlord, staff.person.id, request.url.path)
