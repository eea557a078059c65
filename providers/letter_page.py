"""A letter's shape: the headings, paragraphs and lists its template marked, as text and as the parts of a page."""

from enum import StrEnum

from domain.value import Value
from providers.letter_sandbox import HEADING, ITEM


class Shape(StrEnum):
    """What a part of a letter is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"


class Part(Value):
    """A heading, a paragraph or a list, in lines; a list's lines are those of its items."""

    shape: Shape
    items: tuple[tuple[str, ...], ...]


def as_text(marked: str) -> str:
    """The letter as an e-mail's plain text carries it."""
    return marked.replace(HEADING, "").replace(ITEM, "- ")


def parts(marked: str) -> tuple[Part, ...]:
    """The letter's parts, in order; a resident's own blank lines part their words into paragraphs."""
    found: list[Part] = []
    is_open = False
    for line in marked.splitlines():
        words = line.lstrip(HEADING + ITEM)
        if not line.strip():
            is_open = False
        elif line.startswith(HEADING):
            found.append(Part(shape=Shape.HEADING, items=((words,),)))
            is_open = False
        elif line.startswith(ITEM) and is_open and found[-1].shape is Shape.LIST:
            found[-1] = Part(shape=Shape.LIST, items=(*found[-1].items, (words,)))
        elif line.startswith(ITEM):
            found.append(Part(shape=Shape.LIST, items=((words,),)))
            is_open = True
        elif is_open:
            *before, last = found[-1].items
            found[-1] = Part(shape=found[-1].shape, items=(*before, (*last, words)))
        else:
            found.append(Part(shape=Shape.PARAGRAPH, items=((words,),)))
            is_open = True
    return tuple(found)
