"""States of complaints as the register keeps them, opened."""

from collections.abc import Callable

from activities.ports import KeptState, Seals
from domain.complaint.complaint import Case, Complaint
from domain.complaint.reference import ComplaintId


def opened_state(seals: Callable[[], Seals], place: ComplaintId, kept: KeptState) -> Case | None:
    """A kept state with its rules; None where the register lacks a part of it. The ring is asked for where needed.

    Raises:
        UnreadableStateError: its key is missing, or it is damaged or another complaint's.
    """
    if kept.state is None or kept.rules is None:
        return kept.case
    return Case(complaint=Complaint.model_validate_json(seals().open(place, kept.state)), rules=kept.rules)
