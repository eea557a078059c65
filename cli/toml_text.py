"""Plain values as TOML, for people to keep and to give again; the standard library only reads it."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any


def as_toml(values: Mapping[str, Any]) -> str:
    """*values* as TOML: plain ones first, then tables, then lists of tables."""
    return "\n".join(_lines(values)) + "\n"


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    plain = {name: value for name, value in values.items() if not isinstance(value, dict) and not _is_tables(value)}
    yield from _assignments(plain)
    for name, value in values.items():
        if isinstance(value, dict):
            yield from ("", f"[{name}]", *_assignments(value))
        elif _is_tables(value):
            for each in value:
                yield from ("", f"[[{name}]]", *_assignments(each))


def _is_tables(value: object) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(each, dict) for each in value)


def _assignments(values: Mapping[str, Any]) -> Iterator[str]:
    return (f"{name} = {_written(value)}" for name, value in values.items())


def _written(value: object) -> str:
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
