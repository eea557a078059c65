"""What a sending activity is given, and what it gives back."""

from datetime import datetime

from domain.complaint.complaint import Complaint
from domain.complaint.long_texts import LongText, wanted
from domain.complaint.notices import Notice
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.value import Value


class Errand(Value):
    """One notice to be sent by its channel: the input of a sending activity."""

    landlord: str
    reference: str
    notice: Notice
    resident: Resident
    large_print: bool = False
    texts: tuple[LongText, ...] = ()
    """Long texts of the notice that the register is not known to hold yet."""


def errand_of(complaint: Complaint, notice: Notice) -> Errand:
    """The errand on which one of the complaint's notices goes."""
    return Errand(
        landlord=complaint.landlord,
        reference=complaint.reference,
        notice=notice,
        resident=notice.reach or complaint.resident.as_reached,
        large_print=complaint.support.large_print,
        texts=_texts_of(complaint, notice),
    )


def _texts_of(complaint: Complaint, notice: Notice) -> tuple[LongText, ...]:
    """The long texts of the notice that the register may not hold yet."""
    if not complaint.texts:
        return ()
    named = wanted(notice)
    return tuple(each for each in complaint.texts if each.digest in named)


class Accepted(Value):
    """A notice's provider took it: the result of a sending activity."""

    key: str
    channel: Channel
    at: datetime
    to: str
    """The id of a member of staff, or how the record names another recipient: "resident"."""
    provider_id: str
    first_line: str
    maybe_twice: bool = False
    """A crash left it unknown whether an earlier try was accepted: it may have been sent twice (D12)."""
