"""How people are named in addresses: by marks, as no name and no id of theirs stands in one."""

from hashlib import sha256

_SIGNS = 8


def mark(person_id: str) -> str:
    """The mark of somebody; empty for nobody."""
    return sha256(person_id.encode()).hexdigest()[:_SIGNS] if person_id else ""
