"""What can change of how the resident is called and reached: one way to say it, for the order and for the record."""

from typing import Any

from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.value import Given

WORDS = {
    "name": "name",
    "email": "e-mail address",
    "mobile": "mobile number",
    "address": "postal address",
    "prefers": "how they want to be written to",
    "wants_texts": "whether they want texts",
}
"""What each detail is called, in the order in which people hear of them."""


RESIDENTS_HEAR = {
    "name": "your name",
    "email": "your e-mail address",
    "mobile": "your mobile number",
    "address": "your postal address",
    "prefers": "how you want us to write to you",
    "wants_texts": "whether you want texts from us",
}
"""How a letter says that a detail was changed."""
SAFE_WAYS = "which ways of reaching you are safe"
"""How a letter says that a way is not safe any more, or is again."""


class ContactDetails(Given):
    """How the resident is called and reached, as far as that has changed; what is left out stays as it is."""

    name: str | None = None
    """Their name, exactly as they write it."""
    email: str | None = None
    """Their e-mail address; blank where they have none now."""
    mobile: str | None = None
    """Their mobile number, for texts; blank where they have none now."""
    address: tuple[str, ...] | None = None
    """Their address, line by line; blank where we know none now."""
    prefers: Channel | None = None
    """How they want to be written to."""
    wants_texts: bool | None = None
    """Whether they want texts."""
    works_again: tuple[Channel, ...] = ()
    """A way that was given up and works again: email or text."""
    not_safe: tuple[Channel, ...] = ()
    """A way by which others may read what we send, so that nothing goes there."""
    safe_again: tuple[Channel, ...] = ()
    """A way that is safe again."""


def with_details(resident: Resident, details: ContactDetails) -> Resident:
    """The resident as they are called and reached now; a new address or number can be used, as the old one may not."""
    given = {name: _kept(it) for name in WORDS if (it := getattr(details, name)) is not None}
    fresh = resident.model_copy(update=given)
    worn = {channel for channel in resident.unusable if resident.address_by(channel) == fresh.address_by(channel)}
    started = {Channel.TEXT} if details.wants_texts else set[Channel]()
    not_safe = resident.not_safe | _addresses(fresh, details.not_safe)
    return fresh.model_copy(
        update={
            "unusable": frozenset(worn - {*details.works_again} - started),
            "not_safe": not_safe - _addresses(fresh, details.safe_again),
        }
    )


def changed_details(before: Resident, after: Resident) -> tuple[ContactDetails, ContactDetails]:
    """What was changed: as it was, and as it is; nothing of what stayed."""
    changed = [name for name in WORDS if getattr(before, name) != getattr(after, name)]
    was, now = ({name: _as_given(getattr(each, name)) for name in changed} for each in (before, after))
    return ContactDetails.model_validate(was), ContactDetails.model_validate(now)


def _kept(given: Any) -> Any:  # noqa: ANN401 - any detail
    """A detail as the resident's value holds it: what is blank is not there."""
    if isinstance(given, tuple):
        return tuple(line for line in given if line.strip())
    return None if given == "" else given


def _as_given(kept: Any) -> Any:  # noqa: ANN401 - any detail
    return "" if kept is None else kept


def _addresses(resident: Resident, channels: tuple[Channel, ...]) -> frozenset[str]:
    return frozenset(resident.address_by(channel) for channel in channels)
