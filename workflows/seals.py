"""How a payload says, after decryption was tried, that it is damaged (D14)."""

DAMAGED = b"binary/damaged"
"""An encoding nobody can read: a signal that has it is refused; anything else that has it makes the workflow wait."""
