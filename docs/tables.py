"""What is made from the rows and the commands: the tables of the documentation, and what `complaints --help` lists.

`make tables` writes both, and a test compares.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel

from cli.main import COMMAND_HELP, LOOKING, POLICIES, RUNNING, Commands
from cli.orders import order_names
from domain.messages.message import AlreadySent, Message
from domain.policy.staff import Officer
from domain.procedure.steps import STEPS
from intake.order_fields import with_how_typed
from intake.order_names import BY_THE_RESIDENT

SCENARIOS = Path(__file__).parent / "scenarios.md"
_MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def steps_table() -> str:
    """Each order of the procedure as a step of a scenario: its keys, and what it does."""
    rows = (
        f"| `{step.said}` | {', '.join(_keys(step.order))} | {_first_line(step.order)} |" for step in STEPS.values()
    )
    return "\n".join(("| step | keys | does |", "|---|---|---|", *rows))


def keys_table() -> str:
    """Each key with what it means; where it means another thing in another step, a line each."""
    meanings: dict[tuple[str, str], list[str]] = {}
    for step in STEPS.values():
        for key, means in _meanings(step.order):
            meanings.setdefault((key, means), []).append(f"`{step.said}`")
    rows = (f"| `{key}` | {means} | {', '.join(said)} |" for (key, means), said in sorted(meanings.items()))
    return "\n".join(("| key | means | in |", "|---|---|---|", *rows))


def common_table() -> str:
    """What every order may hold beside its own keys; when it happened is told above the table."""
    fields = ((name, field) for name, field in Message.model_fields.items() if name != "at")
    rows = (f"| `{name}` | {field.description} |" for name, field in fields)
    return "\n".join(("| key | means |", "|---|---|", *rows))


def by_the_resident() -> str:
    """The steps that are the resident's own where nobody is named."""
    return ", ".join(f"`{said}`" for said in sorted(BY_THE_RESIDENT))


def with_tables(text: str) -> str:
    """*text* with each table that is made from the rows as it is now."""
    made = {"common": common_table, "steps": steps_table, "keys": keys_table, "resident": by_the_resident}
    return _MADE.sub(lambda found: f"{found[1]}{made[found[2]]()}\n{found[3]}", text)


def command_help() -> str:
    """What each command says of itself, as TOML: a table under each title that `complaints --help` has."""
    tables = {"Open, look and find": LOOKING, **order_names(), "Policies and days": POLICIES, "Run it": RUNNING}
    made = (_help_table(title, names) for title, names in tables.items())
    return "\n".join(("# Made from the commands themselves by `make tables`.\n", *made))


def _help_table(title: str, names: Iterable[str]) -> str:
    found = Commands()
    helps = ((name, _paragraph(found.get_command(None, name).help)) for name in names)
    lines = (f"{name} = {json.dumps(text, ensure_ascii=False)}\n" for name, text in helps)
    return f"[{json.dumps(title)}]\n{''.join(lines)}"


def _paragraph(text: str) -> str:
    return " ".join(text.split("\n\n", maxsplit=1)[0].split())


def _first_line(order: type[Message]) -> str:
    return (order.__doc__ or "").splitlines()[0]


def _keys(order: type[Message]) -> Iterator[str]:
    """The keys of a step, with the words each may hold; what every step may have is left out."""
    for name, field in _own(order):
        inner = _model(field.annotation)
        if inner is None:
            yield f"`{name}`{_choices(field.annotation)}"
        elif inner is AlreadySent:
            yield f"`{name}` (`at`, `how`, `next_step_told`)"
        else:
            yield from (f"`{name}.{key}`{_choices(it.annotation)}" for key, it in _fields(inner))


def _meanings(order: type[Message]) -> Iterator[tuple[str, str]]:
    for name, field in _own(order):
        inner = _model(field.annotation)
        if inner is None or inner is AlreadySent:
            yield name, with_how_typed(name, field)
        else:
            yield from ((f"{name}.{key}", with_how_typed(key, it)) for key, it in _fields(inner))


def _own(order: type[Message]) -> list[tuple[str, Any]]:
    return [(name, field) for name, field in order.model_fields.items() if name not in Message.model_fields]


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, Any]]:
    return ((name, field) for name, field in model.model_fields.items() if field.description)


def _plain(kind: Any) -> Any:  # noqa: ANN401 - any field's type
    if get_origin(kind) in {Union, UnionType}:
        return next(part for part in get_args(kind) if part is not type(None))
    return kind


def _model(kind: Any) -> type[BaseModel] | None:  # noqa: ANN401 - any field's type
    """The model whose own keys stand in the place of the field's; a member of staff is named by their id."""
    plain = _plain(kind)
    is_model = isinstance(plain, type) and issubclass(plain, BaseModel) and plain is not Officer
    return plain if is_model else None


def _choices(kind: Any) -> str:  # noqa: ANN401 - any field's type
    plain = _plain(kind)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return f" ({', '.join(f'`{choice.value}`' for choice in plain)})"
    return " (a list)" if get_origin(plain) is tuple else ""


if __name__ == "__main__":
    made = with_tables(SCENARIOS.read_text(encoding="utf-8"))
    SCENARIOS.write_text(made, encoding="utf-8")
    COMMAND_HELP.write_text(command_help(), encoding="utf-8")
    sys.stdout.write(f"{SCENARIOS.name}, {COMMAND_HELP.name}: written\n")
