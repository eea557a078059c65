"""Which complaint: the two names that find one anywhere."""

from domain.value import Value


class ComplaintId(Value):
    """A complaint's landlord, by its key, and its reference."""

    landlord: str
    reference: str
