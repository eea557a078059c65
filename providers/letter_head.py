"""A letter's file: its headers, a line ---, and its words."""

from typing import NamedTuple

from activities.ports import LetterError

_HEADERS = {"subject", "text"}
_RULE = "---"


class Section(NamedTuple):
    """A part of a letter's file, and the line it begins on."""

    words: str
    line: int


class Headed(NamedTuple):
    """A letter's file in its parts, each of which is filled in by itself."""

    subject: Section
    text: Section
    """Its short form; empty where it has none."""
    body: Section


def headed(source: str, where: str) -> Headed:
    """The parts of a letter's file.

    Raises:
        LetterError: there is no line ---, no subject, or a header that means nothing.
    """
    head, rule, body = source.partition(f"\n{_RULE}\n")
    if not rule:
        raise LetterError(f"{where}, line 1: there is no line {_RULE} between its headers and its words")
    headers = {}
    lines = head.splitlines()
    for number, line in enumerate(lines, start=1):
        name, _, words = line.partition(":")
        if line.strip() and name not in _HEADERS:
            raise LetterError(f"{where}, line {number}: has the header {name!r}; a template has subject and text")
        headers[name] = Section(words.strip(), number)
    if "subject" not in headers:
        raise LetterError(f"{where}, line 1: has no subject")
    return Headed(headers["subject"], headers.get("text", Section("", 1)), Section(body, len(lines) + 2))
