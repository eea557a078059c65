"""What the codec says of a payload that it could not open, or that nobody had sealed (D14).

It speaks by encodings that no converter reads, and by a mark on what came in clear. Where it stands in a history it
says the same with every ring that has the keys, so what a complaint makes of it never depends on a worker's settings.
"""

DAMAGED = b"binary/damaged"
"""An encoding nobody can read: a signal that has it is refused; anything else that has it makes the workflow wait."""
WHY = "why"
"""Beside that encoding: why it cannot be read, in words."""
UNOPENED = b"binary/unopened"
"""The encoding of what a key opens that is not on this worker's ring; in a history its workflow waits for the key."""
CAME = "came"
IN_CLEAR = b"in clear"
"""The mark, under `CAME`, of a payload that nobody had sealed; the codec's own, whatever its sender wrote there."""
