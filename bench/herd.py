"""The herd: thousands of complaints whose reminders fall due in the same minute, with the spread and without.

The clocks are moved so that reminder hours begin at one real instant, the same for all. A reminder is late by what lies
between the instant at which it was due and the simulator's, when it took the e-mail.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from statistics import quantiles

from bench.figures import Figure, Measurement, load
from bench.lives import in_room, new_reference, start_complaint
from bench.stories import BY_EMAIL_ONLY, LANDLORD, ZONE, new_case, soon
from bench.world import Handle, World, world
from domain.calendar.days import landlord_day
from domain.complaint.complaint import Case
from domain.duties.ladder import rung_time
from domain.policy.rules import Rules
from domain.procedure.time.tick import next_due, tick
from providers.rulebook import Rulebook, policies_folder
from providers.settings import Payloads

_A_MINUTE = timedelta(minutes=1)
_MOVED_A_SECOND = 12
"""So many clocks are moved in a second at the least."""
_WATCHED = timedelta(minutes=3)
"""So much of a spread herd is watched, from its middle: the whole takes as long as the spread."""
_PATIENCE = timedelta(minutes=4)
_LOOK_EVERY = 2.0


async def measure(complaints: int, payloads: Payloads) -> AsyncIterator[Measurement]:
    """Without the spread, then with the landlord's own."""
    rules = Rulebook(policies_folder()).rules(LANDLORD, landlord_day(soon(), ZONE))
    for each in (_spread_over(rules, 0), rules):
        yield await _measured(each, complaints, payloads)


def _spread_over(rules: Rules, minutes: int) -> Rules:
    ladder = rules.landlord.ladder.model_copy(update={"spread_minutes": minutes})
    return rules.model_copy(update={"landlord": rules.landlord.model_copy(update={"ladder": ladder})})


async def _measured(rules: Rules, count: int, payloads: Payloads) -> Measurement:
    busy, minutes = load(), rules.landlord.ladder.spread_minutes
    async with world(payloads) as running:
        await running.complaint_worker()
        cases = [new_case(rules, new_reference(), soon(), BY_EMAIL_ONLY) for _ in range(count)]
        handles = await in_room(start_complaint(running, case) for case in cases)
        begins = soon() + timedelta(seconds=count / _MOVED_A_SECOND) + _A_MINUTE
        hours_begin = begins - timedelta(minutes=minutes // 2)
        moved = (_moved(running, handle, case, hours_begin) for handle, case in zip(handles, cases, strict=True))
        due = {reference: at for reference, at in await in_room(moved) if begins - _A_MINUTE / 2 < at}
        if minutes:
            due = {reference: at for reference, at in due.items() if at < begins + _WATCHED - _A_MINUTE / 2}
        spare = (begins - soon()).total_seconds()
        sent = await _sent(running, due)
    conditions = (
        f"{count} complaints, spread over {minutes} minutes, {len(due)} reminders watched, clocks moved "
        f"{spare:.0f} s before, payloads {payloads}"
    )
    return Measurement(f"herd, spread {minutes}", conditions, busy, tuple(_figures(due, sent)))


async def _moved(running: World, handle: Handle, case: Case, hours_begin: datetime) -> tuple[str, datetime]:
    """Move a complaint's clock, so that its reminder hours begin then; its reference, and when its reminder is due."""
    await running.quiet(handle)
    complaint, rules = case.complaint, case.rules
    due = next_due(tick(complaint, rules, complaint.logged_at), rules, complaint.logged_at)
    if due is None or not due.what.startswith("reminder"):
        raise ValueError(f"a reminder should be next, not {due}")
    goes, starts = rung_time(complaint.reference, rules), rules.landlord.ladder.starts_at
    nine = due.at - (datetime.combine(due.at, goes) - datetime.combine(due.at, starts))
    await running.skipper.fast_forward(handle, nine - hours_begin)
    return complaint.reference, soon() + (due.at - await running.now(handle))


async def _sent(running: World, due: Mapping[str, datetime]) -> dict[str, datetime]:
    """When each reminder was taken by the simulator, as far as they came in time."""
    patient_until = max(due.values()) + _PATIENCE
    sent = dict[str, datetime]()
    while len(sent) < len(due) and soon() < patient_until:
        await asyncio.sleep(_LOOK_EVERY)
        if soon() > max(due.values()):
            sent = await asyncio.to_thread(_taken, running, due)
    return sent


def _taken(running: World, due: Mapping[str, datetime]) -> dict[str, datetime]:
    sent = dict[str, datetime]()
    for mail in running.inbox()["emails"]:
        _, reference, *_ = mail["custom_args"]["notice"].split("/")
        at = datetime.fromisoformat(mail["at"])
        if reference in due and at > due[reference] - _A_MINUTE / 2:
            sent[reference] = at
    return sent


def _figures(due: Mapping[str, datetime], sent: Mapping[str, datetime]) -> list[Figure]:
    late = sorted((at - due[reference]).total_seconds() for reference, at in sent.items())
    cuts = quantiles(late, n=100)
    first, last = min(due.values()), max(sent.values())
    return [
        Figure("until the last reminder was sent", (last - first).total_seconds(), "s", "due over", _over(due)),
        Figure("late, p50", cuts[49], "s"),
        Figure("late, p99", cuts[98], "s"),
        Figure("sent", len(sent), "reminders", "due", len(due), "1.00"),
        Figure("reminders", len(sent) / (last - first).total_seconds(), "a second"),
    ]


def _over(due: Mapping[str, datetime]) -> float:
    return (max(due.values()) - min(due.values())).total_seconds()
