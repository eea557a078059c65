"""A command for every order of the procedure, each made from the order itself when it is asked for."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any

import typer
from typer.main import get_group

from cli.at_desk import MINE, File, Json, Preview, Reference, at_desk, values_in
from cli.options import as_typed, by_its_option, make_command
from cli.say import in_one_line, say
from desk.desk import Desk
from domain.complaint.actor import ActorKind
from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer, Message
from domain.procedure.step import Step
from domain.procedure.steps import STEPS
from intake.errors import BadInputError
from intake.order_fields import fields_of, nest, with_how_typed

_PARTS = {
    "front_door": "What it is, who complains and how they are reached",
    "exclusions": "What cannot be taken on",
    "stages": "Through the stages",
    "remedies": "What was promised",
    "ombudsman": "The Ombudsman",
    "ways_back": "Put right what was wrong, or begin again",
}
"""The parts of the procedure, as people read them above their commands."""
_BY_STAFF = Annotated[str | None, typer.Option("--by", envvar=MINE, help="The staff id of the person who did it.")]
_BY_ANYBODY = Annotated[
    str | None, typer.Option("--by", help="The staff id of the person who did it (default: the resident did).")
]


def _common(name: str, envvar: str | None = None) -> Any:  # noqa: ANN401 - a type with Typer's own note on it
    """The option of a field that every order has."""
    return Annotated[str | None, typer.Option(help=with_how_typed(name, Message.model_fields[name]), envvar=envvar)]


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
            say(at_desk(lambda desk: _previewed(desk, reference, step, values, as_json=as_json)))
            return
        place, answer = at_desk(lambda desk: _given(desk, reference, step, values, leave=leave))
        say(answer.model_dump_json() if as_json else f"{place.reference}: {in_one_line(answer.said)}")

    give.__name__ = step.said
    give.__doc__ = _help(step)
    return make_command(give, _hints(step), needed=("reference",))


def _help(step: Step) -> str:
    """What the order says of itself, without where the policies ask for it: that is for who reads the code."""
    return (step.order.__doc__ or "").split("Source:", maxsplit=1)[0].strip()


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
    place = await desk.place(typed)
    try:
        return place, await desk.order_from(place, step.said, nest(step.order, values))
    except BadInputError as refusal:
        raise by_its_option(refusal, step.order) from refusal


async def _given(
    desk: Desk, typed: str, step: Step, values: dict[str, object], *, leave: bool
) -> tuple[ComplaintId, Answer]:
    place, order = await _read(desk, typed, step, values)
    if not leave:
        return place, await desk.order(place, order)
    await desk.leave(place, order)
    return place, Answer(said="left for later: a worker carries it out, or records why it is refused")


def order_names() -> dict[str, tuple[str, ...]]:
    """The first word of each order's command, by the title of the part of the procedure that its step belongs to."""
    named: dict[str, dict[str, None]] = {title: {} for title in _PARTS.values()}
    for step in sorted(STEPS.values(), key=_is_in_a_group):
        part = step.order.__module__.split(".")[2]
        named[_PARTS[part]][step.command[0]] = None
    return {title: tuple(names) for title, names in named.items()}


def order_command(name: str) -> Any:  # noqa: ANN401 - Typer's own type for a command is private
    """The command, or the group of commands, that begins with that word; None where no order has one."""
    steps = [step for step in STEPS.values() if step.command[0] == name]
    if not steps:
        return None
    app = typer.Typer(name=name, rich_markup_mode=None, no_args_is_help=True, help=_about(name, steps))
    for step in steps:
        app.command(step.command[-1])(_command(step))
    group = get_group(app)
    return group if _is_in_a_group(steps[0]) else group.commands[name]


def _is_in_a_group(step: Step) -> bool:
    return step.under is not None


def _about(group: str, steps: Iterable[Step]) -> str:
    """What a group of commands says of itself: its orders."""
    return f"Orders that begin with {group!r}: {', '.join(step.command[-1] for step in steps)}."
