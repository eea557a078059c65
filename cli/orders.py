"""A command for every order of the procedure, each made from the order itself."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from cli.at_desk import MINE, File, Json, Preview, Reference, at_desk, values_in
from cli.options import as_typed, make_command
from desk.desk import Desk
from domain.complaint.actor import ActorKind
from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer, Message
from domain.procedure.step import Step
from domain.procedure.steps import STEPS
from intake.order_fields import fields_of, nest

app = typer.Typer(rich_markup_mode=None)
_BY_STAFF = Annotated[str | None, typer.Option("--by", envvar=MINE, help="The staff id of the person who did it.")]
_BY_ANYBODY = Annotated[
    str | None, typer.Option("--by", help="The staff id of the person who did it (default: the resident did).")
]


def _common(name: str, envvar: str | None = None) -> Any:  # noqa: ANN401 - a type with Typer's own note on it
    """The option of a field that every order has."""
    return Annotated[str | None, typer.Option(help=Message.model_fields[name].description, envvar=envvar)]


COMMON: dict[str, Any] = {
    "at": _common("at"),
    "recorded_by": _common("recorded_by", envvar=MINE),
    "channel": _common("channel"),
    "key": _common("key"),
}
_EXPECTS = Annotated[int | None, typer.Option(min=0, help=Message.model_fields["expects"].description)]
_LEAVE = Annotated[bool, typer.Option("--leave", help="Do not wait for an answer: a worker carries it out later.")]


def _command(step: Step) -> Callable[..., None]:
    """The command that gives the order of *step*."""

    def give(
        *,
        reference: str,
        file: Any,  # noqa: ANN401 - a path or None, as Typer hands it
        as_json: bool,
        preview: bool = False,
        leave: bool = False,
        **given: object,
    ) -> None:
        values = {**(values_in(file) if file else {}), **{name: it for name, it in given.items() if it is not None}}
        if preview:
            typer.echo(at_desk(lambda desk: _previewed(desk, reference, step, values, as_json=as_json)))
            return
        place, answer = at_desk(lambda desk: _given(desk, reference, step, values, leave=leave))
        typer.echo(answer.model_dump_json() if as_json else f"{place.reference}: {answer.said}")

    give.__name__ = step.said
    give.__doc__ = step.order.__doc__
    return make_command(give, _hints(step), needed=("reference",))


def _hints(step: Step) -> dict[str, Any]:
    """Every option with its type, as Typer wants to know them."""
    own = {field.name: as_typed(field) for field in fields_of(step.order)}
    by = _BY_ANYBODY if ActorKind.RESIDENT in step.givers else _BY_STAFF
    leave = {"leave": _LEAVE} if step.is_signal else {}
    return {
        "reference": Reference,
        **own,
        "by": by,
        **COMMON,
        "expects": _EXPECTS,
        "file": File,
        "preview": Preview,
        **leave,
        "as_json": Json,
    }


async def _previewed(desk: Desk, typed: str, step: Step, values: dict[str, object], *, as_json: bool) -> str:
    from cli.letters import previewed  # noqa: PLC0415 - it loads the letters' sandbox, which no other order needs

    place, order = await _read(desk, typed, step, values)
    return await previewed(desk, place, order, as_json=as_json)


async def _read(desk: Desk, typed: str, step: Step, values: dict[str, object]) -> tuple[ComplaintId, Message]:
    place = desk.place(typed)
    return place, await desk.order_from(place, step.said, nest(step.order, values))


async def _given(
    desk: Desk, typed: str, step: Step, values: dict[str, object], *, leave: bool
) -> tuple[ComplaintId, Answer]:
    place, order = await _read(desk, typed, step, values)
    if not leave:
        return place, await desk.order(place, order)
    await desk.leave(place, order)
    return place, Answer(said="left for later: a worker carries it out, or records why it is refused")


def _group(name: str) -> typer.Typer:
    """A group of commands, to which its rows have still to be added."""
    words = [step.under[1] for step in STEPS.values() if step.under and step.under[0] == name]
    about = f"{'an' if name[0] in 'aeiou' else 'a'} {name.replace('-', ' ')}"
    return typer.Typer(rich_markup_mode=None, no_args_is_help=True, help=f"Orders about {about}: {', '.join(words)}.")


_groups = {name: _group(name) for name in dict.fromkeys(step.under[0] for step in STEPS.values() if step.under)}
for _name, _its_commands in _groups.items():
    app.add_typer(_its_commands, name=_name)
for _step in STEPS.values():
    if _step.under:
        _above, _word = _step.under
        _groups[_above].command(_word)(_command(_step))
    else:
        app.command(_step.said)(_command(_step))
