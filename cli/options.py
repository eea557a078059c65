"""From an order's fields to the options of its command, as Typer reads them."""

import inspect
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated, Any

import typer

from cli.at_desk import MINE
from domain.value import Order
from intake.errors import BadInputError
from intake.order_fields import Field, option_of

_NO = "no_"
_SWITCHES = ("as_json", "leave", "preview")


def as_typed(field: Field) -> Any:  # noqa: ANN401 - a type with Typer's own note on it
    """The field as Typer knows it: its type, its name and its help."""
    return Annotated[field.kind, typer.Option(*_names(field), help=field.help)]


def _names(field: Field) -> Iterator[str]:
    """The option's names where Typer would not choose well by itself: of a list, and of what says no already."""
    if field.singular:
        yield f"--{field.singular}"
    elif field.name[: len(_NO)] == _NO:
        said = field.name[len(_NO) :].replace("_", "-")
        yield f"--no-{said}/--{said}"


def by_its_option(refusal: BadInputError, order: type[Order]) -> BadInputError:
    """*refusal* of something in *order* with the option by which it is given in the place of the key."""
    option = option_of(order, refusal.key)
    if not (option and refusal.why):
        return refusal
    named = f"--{option.replace('_', '-')}"
    return BadInputError(f"{named}: {refusal.why}{f', or set {MINE}' if option == 'by' else ''}")


def make_command(
    give: Callable[..., None], hints: Mapping[str, Any], needed: Collection[str] = ()
) -> Callable[..., None]:
    """*give* as a command with these options: Typer reads them from its signature."""
    give.__annotations__ = dict(hints)
    give.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # as Typer looks for it
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=_default(name, needed), annotation=hint)
            for name, hint in hints.items()
        ]
    )
    return give


def _default(name: str, needed: Collection[str]) -> object:
    if name in needed:
        return inspect.Parameter.empty
    return False if name in _SWITCHES else None
