"""How everything is said at a terminal: in signs that it can show, and none that it would obey."""

import re
import sys

import typer

_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys, or what turns round what is shown: escape sequences, line ends, orders of signs."""


def say(text: str = "", *, err: bool = False, nl: bool = True) -> None:
    """Print *text* for people or programs; what a terminal would obey, or cannot show, is escaped as in JSON."""
    stream = sys.stderr if err else sys.stdout
    typer.echo(showable(plain(text), getattr(stream, "encoding", None) or "utf-8"), err=err, nl=nl)


def plain(text: str) -> str:
    """*text* without anything that a terminal obeys but the ends of its lines."""
    return _OBEYED.sub(lambda found: _escaped(found[0]), text)


def in_one_line(text: str) -> str:
    """*text* without the ends of its lines."""
    return " ".join(text.split())


def showable(text: str, encoding: str) -> str:
    """*text* in the signs that *encoding* has."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "".join(sign if _has(encoding, sign) else _escaped(sign) for sign in text)
    return text


def _has(encoding: str, sign: str) -> bool:
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return sign.isascii()
    return True


def _escaped(sign: str) -> str:
    """A sign as JSON escapes it: in one piece, or in two halves where it is beyond the first plane."""
    units = sign.encode("utf-16-be", errors="surrogatepass")
    return "".join(f"\\u{units[place]:02x}{units[place + 1]:02x}" for place in range(0, len(units), 2))
