"""Where in a TOML file a key stands: the standard library reads values and forgets lines."""

import re
from collections import Counter

from domain.value import Key

_PART = r'(?:[A-Za-z0-9_-]+|"[^"]*")'
_KEY = re.compile(rf"\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=(.*)")
_TABLE = re.compile(rf"\s*\[\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]")
_TABLE_IN_LIST = re.compile(rf"\s*\[\[\s*({_PART}(?:\s*\.\s*{_PART})*)\s*\]\]")


def line_of(text: str, key: Key) -> int:
    """The line of *key*, or of the nearest table around it that the file has; 1 when it has none."""
    lines = _lines(text)
    return next((lines[key[:length]] for length in range(len(key), 0, -1) if key[:length] in lines), 1)


def _lines(text: str) -> dict[Key, int]:
    """Each table and key of the file with the line it first stands on.

    Inline tables are known by the key they belong to.
    """
    lines: dict[Key, int] = {}
    table: Key = ()
    seen: Counter[Key] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if in_list := _TABLE_IN_LIST.match(line):
            name = _parts(in_list[1])
            table = (*name, seen[name])
            seen[name] += 1
            lines.setdefault(name, number)
            lines[table] = number
        elif header := _TABLE.match(line):
            table = _parts(header[1])
            lines.setdefault(table, number)
        elif assignment := _KEY.match(line):
            lines.setdefault((*table, *_parts(assignment[1])), number)
    return lines


def _parts(dotted: str) -> Key:
    return tuple(part.strip('"') for part in re.findall(_PART, dotted))
