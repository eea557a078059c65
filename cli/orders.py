"""A command for every order of the procedure, each made from the order itself."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from cli.at_desk import File, Json, Reference, at_desk, values_in
from cli.options import made_of, typed
from desk.desk import Desk
from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer, Message
from domain.procedure.steps import step_of
from intake.order_fields import fields_of, nested
from intake.order_names import BY_THE_RESIDENT, STEPS

app = typer.Typer(rich_markup_mode=None)
_GROUPS = {
    "action": "Promise actions, and follow them to the end.",
    "issue": "Add issues, and record that we understood them.",
    "ombudsman": "Record what the Ombudsman asks, and what they were told.",
}
_UNDER = {
    "add-action": ("action", "add"),
    "complete-action": ("action", "done"),
    "answer-action": ("action", "answer"),
    "add-issue": ("issue", "add"),
    "confirm-issue": ("issue", "confirm"),
    "ombudsman-asks": ("ombudsman", "asks"),
    "answer-ombudsman": ("ombudsman", "answered"),
}
"""The steps that are a word under another, each with both words."""
_MINE = "PUTRIGHT_STAFF"
"""The environment's name for the staff id of whoever sits at the desk."""

_BY_STAFF = Annotated[str | None, typer.Option("--by", envvar=_MINE, help="The staff id of whoever did it.")]
_BY_ANYBODY = Annotated[str | None, typer.Option("--by", help="The staff id of whoever did it; else the resident.")]
COMMON: dict[str, Any] = {
    "at": Annotated[str | None, typer.Option(help="When it happened, local time: '2026-11-02 10:15'; else now.")],
    "recorded_by": Annotated[str | None, typer.Option(envvar=_MINE, help="The staff id of whoever records it.")],
    "channel": Annotated[str | None, typer.Option(help="How it came: telephone, e-mail, visit …")],
    "key": Annotated[str | None, typer.Option(help="The sender's own key: the same key is carried out once.")],
}
_LEAVE = Annotated[bool, typer.Option("--leave", help="Do not wait for an answer: it is taken up later.")]


def _command(step: str, order: type[Message]) -> Callable[..., None]:
    """The command that gives *order*."""

    def give(*, reference: str, file: Any, as_json: bool, leave: bool = False, **given: object) -> None:  # noqa: ANN401 - a path or None, as Typer hands it
        values = {**(values_in(file) if file else {}), **{name: it for name, it in given.items() if it is not None}}
        place, answer = at_desk(lambda desk: _given(desk, reference, step, values, leave=leave))
        typer.echo(answer.model_dump_json() if as_json else f"{place.reference}: {answer.said}")

    give.__name__ = step
    give.__doc__ = order.__doc__
    return made_of(give, _hints(step, order), needed=("reference",))


def _hints(step: str, order: type[Message]) -> dict[str, Any]:
    """Every option with its type, as Typer wants to know them."""
    own = {field.name: typed(field) for field in fields_of(order)}
    by = _BY_ANYBODY if step in BY_THE_RESIDENT else _BY_STAFF
    leave = {"leave": _LEAVE} if step_of(order).is_signal else {}
    return {"reference": Reference, **own, "by": by, **COMMON, "file": File, **leave, "as_json": Json}


async def _given(
    desk: Desk, typed: str, step: str, values: dict[str, object], *, leave: bool
) -> tuple[ComplaintId, Answer]:
    place = desk.place(typed)
    order = await desk.order_from(place, step, nested(STEPS[step], values))
    if not leave:
        return place, await desk.order(place, order)
    await desk.leave(place, order)
    return place, Answer(said="left; a worker carries it out when it takes it up, or records why it is refused")


_under = {group: typer.Typer(rich_markup_mode=None, no_args_is_help=True) for group in _GROUPS}
for _group, _words in _GROUPS.items():
    app.add_typer(_under[_group], name=_group, help=_words)
for _step, _order in STEPS.items():
    if _step in _UNDER:
        _above, _word = _UNDER[_step]
        _under[_above].command(_word)(_command(_step, _order))
    elif _step != "receive":
        app.command(_step)(_command(_step, _order))
