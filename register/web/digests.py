"""What the register knows a browser's secret by."""

from hashlib import sha256


def digest(text: str) -> str:
    """A digest from which *text* cannot be had again."""
    return sha256(text.encode()).hexdigest()
