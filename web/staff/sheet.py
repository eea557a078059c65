"""What somebody has written in a form: names and values as they came, to be read, shown again and carried along."""

from collections.abc import Iterable, Iterator

from domain.value import Value

ACTION = "do"
"""The name under which a form's buttons say what is to be done."""


class Sheet(Value):
    """The fields of a form as they were sent, in their order; what nobody filled in is empty."""

    fields: tuple[tuple[str, str], ...] = ()

    def one(self, name: str) -> str:
        """What stands in a field; empty where nothing does."""
        return next((value for field, value in self.fields if field == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may be ticked several times."""
        return tuple(value for field, value in self.fields if field == name and value)

    def number(self, name: str, least: int, most: int) -> int:
        """A number between two others; *least* where it is none."""
        typed = self.one(name)
        return min(max(int(typed), least), most) if typed.isascii() and typed.isdecimal() else least

    def put(self, **values: str) -> "Sheet":
        """This sheet with other values in those fields."""
        kept = ((name, value) for name, value in self.fields if name not in values)
        return Sheet(fields=(*kept, *values.items()))

    @property
    def carried(self) -> tuple[tuple[str, str], ...]:
        """What a page that does not show the fields takes along with it: all but the button that was pressed."""
        return tuple((name, value) for name, value in self.fields if name != ACTION)


def sheet_of(sent: Iterable[tuple[str, object]]) -> Sheet:
    """The sheet that was sent; files are no part of it."""
    return Sheet(fields=tuple(_words(sent)))


def _words(sent: Iterable[tuple[str, object]]) -> Iterator[tuple[str, str]]:
    for name, value in sent:
        if isinstance(value, str):
            yield name, value.replace("\r\n", "\n")


def filled(values: dict[str, object]) -> dict[str, object]:
    """*values* without those in which nothing was filled in, at any depth."""
    kept = ((name, _filled(value)) for name, value in values.items())
    return {name: value for name, value in kept if value not in (None, "", [], {})}


def _filled(value: object) -> object:
    if isinstance(value, dict):
        return filled(value)
    if isinstance(value, str):
        return value.strip() and value
    return value
