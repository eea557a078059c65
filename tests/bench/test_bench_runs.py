"""The measurements still run: each in its smallest form, and nobody looks at the figures."""

from uuid import uuid4

import pytest

from bench import procedure, queue
from bench.figures import Figure, Measurement, table
from bench.floor import FloorWorkflow
from bench.floor_effects import Effects
from bench.floor_script import FLOOR_QUEUE, Script, Turn, Woken, fixed_script
from bench.histories import cost
from bench.worker import floor_workers
from tests.world import development_server

SCRIPT = Script(
    turns=(
        Turn(by=Woken.START, emails=(20,), texts=(10,), pages=(30, 40), timers=(3600,)),
        Turn(by=Woken.TIMER, timers=(7200,)),
        Turn(by=Woken.MESSAGE, pages=(50,)),
    )
)


async def test_the_domain_is_measured() -> None:
    measured = [each async for each in procedure.measure(turns=2)]

    assert [each.name for each in measured] == ["working days", "a turn", "what a complaint carries"]
    assert all(figure.ours > 0 for each in measured for figure in each.figures)


async def test_the_queue_is_measured_and_no_reader_is_refused() -> None:
    measured = [each async for each in queue.measure(lines=20, entries=1, pages=8)]

    assert measured[0].name == "the queue on SQLite"
    for each in measured:
        assert {figure.ours for figure in each.figures if figure.what == "refused"} == {0}
        assert all(figure.ours > 0 for figure in each.figures if figure.what != "refused")


async def test_the_floor_plays_its_script() -> None:
    async with development_server() as env:
        emails, *others = floor_workers(env.client, Effects(None, None, None))
        async with emails, others[0], others[1]:
            handle = await env.client.start_workflow(
                FloorWorkflow.run, SCRIPT, id=f"floor/{uuid4().hex}", task_queue=FLOOR_QUEUE
            )
            await env.fast_forward(handle, 3600)
            order: dict[str, object] = {"name": "close"}
            await handle.execute_update(FloorWorkflow.message, order)
            await handle.result()
            history = await handle.fetch_history()

    spent = cost(history)
    assert (spent.messages, spent.activities, spent.timers) == (1, 5, 2)


@pytest.mark.parametrize(
    ("story", "messages", "activities", "timers"),
    [("stage 1", 7, 28, 6), ("stage 2", 14, 46, 11), ("received", 0, 3, 1)],
)
def test_the_floor_is_fixed(story: str, messages: int, activities: int, timers: int) -> None:
    turns = fixed_script(story).turns

    assert sum(turn.by is Woken.MESSAGE for turn in turns) == messages
    assert sum(len((*turn.emails, *turn.texts, *turn.pages)) for turn in turns) == activities
    assert sum(len(turn.timers) for turn in turns) == timers


def test_a_figure_stands_beside_its_peer() -> None:
    figures = (Figure("whole ones", 8.0, "a second", "floor", 10.0, "≥ 0.80"),)

    shown = table(Measurement("overhead", "twelve complaints", "0.1", figures))

    assert "10 floor  0.80   ≥ 0.80" in shown
