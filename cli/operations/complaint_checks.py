"""What the doctor looks at in the complaints themselves: whether each goes on, can be read, and has somebody."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from temporalio.api.common.v1 import WorkflowExecution as WorkflowExecutionName
from temporalio.api.query.v1 import WorkflowQuery
from temporalio.api.workflowservice.v1 import QueryWorkflowRequest
from temporalio.client import Client, WorkflowExecution
from temporalio.service import RPCError, RPCStatusCode

from activities.ports import NoAnswerError, TemporalAwayError
from cli.operations.checkup import Patient, UnwellError, of_register, of_temporal
from domain.complaint.reference import ComplaintId
from providers.rulebook import Rulebook, RulebookError
from providers.settings import BadSettingsError
from register.gaps import Gaps, Held
from register.queries import Queries
from temporal.complaints import TemporalComplaints
from temporal.data_converter import data_converter
from temporal.payload_codec import KEY_ID
from temporal.unopened_signals import UnopenedSignal, unopened_signals
from workflows.ids import COMPLAINT, complaint_workflow_id

RUNNING = f"WorkflowType='{COMPLAINT}' AND ExecutionStatus='Running'"
_STUCK = f"{RUNNING} AND TemporalReportedProblems IS NOT NULL"
_NAMED = 5
"""Complaints that a line names."""
_LOOKED_INTO = 20
"""Stuck complaints whose histories are looked into: a key that is not there holds up many at once."""
_LONGEST = 60
"""Characters of a signal's name that are said: whoever sent it chose it."""
_PAGE = 1_000
_JUST_BEGUN = timedelta(minutes=2)
"""A complaint this young may not be in the register yet."""
_COMPARED = 10
"""Complaints whose records are compared with their workflows."""
_ASKED = 3
"""Complaints that are asked whether a worker answers: any answer will do."""
_ANSWERS_WITHIN = timedelta(seconds=8)
"""Longer than a turn waits for a worker that has died."""
_NOBODY = {RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED, RPCStatusCode.FAILED_PRECONDITION}


class Running(NamedTuple):
    """A complaint that runs at Temporal."""

    id: str
    began_at: datetime
    key: str
    """The id of the key that opens what it began with; empty where that is plain."""


async def stuck(patient: Patient) -> str:
    """Whether every running complaint can go on: Temporal marks those whose turns fail again and again."""
    with of_temporal(patient):
        found = [each.id async for each in patient.temporal.list_workflows(_STUCK, limit=_LOOKED_INTO)]
        many = (await patient.temporal.count_workflows(_STUCK)).count if found else 0
        shut = [each for workflow_id in found for each in await _unopened(patient, workflow_id)]
    if many:
        todo = "`temporal workflow describe -w ID` says why; see ComplaintsStuck in docs/operating.md"
        raise UnwellError("; ".join((f"{_some(many, found)} cannot go on: {todo}", *map(how_to_free, shut))))
    return "no complaint is stuck"


async def _unopened(patient: Patient, workflow_id: str) -> tuple[UnopenedSignal, ...]:
    try:
        ring = patient.settings.key_ring()
    except BadSettingsError:  # the check of the keys says so
        return ()
    return (await unopened_signals(patient.temporal, workflow_id, ring.keys))[:1]


def how_to_free(waits: UnopenedSignal) -> str:
    """That a complaint waits with a signal, and what to do: as in docs/security.md."""
    to = f"--event-id {waits.last_turn}" if waits.last_turn else "--type FirstWorkflowTask"
    return (
        f"{waits.workflow_id} waits with the signal {waits.signal[:_LONGEST]!r}, encrypted under the key "
        f"{waits.key_id}, which is not on the ring: give the workers that key; only where nobody has it, "
        f"`temporal workflow reset -w {waits.workflow_id} {to} --reapply-exclude Signal "
        "--reason 'a signal under an unknown key'` frees it without any signal that came since"
    )


async def lines(patient: Patient) -> str:
    """Whether what the register has as open runs at Temporal, and the reverse."""
    open_lines = await of_register(patient, lambda engine: Queries(engine).unsettled())
    running = await _running(patient)
    if open_lines and not running:
        raise UnwellError(
            f"Temporal has no complaint, and the register has {len(open_lines)} open: a Temporal that was lost or is "
            "another's; `complaints revive --all` says what would be started again"
        )
    told = [each async for each in _gaps(patient, open_lines, running)]
    if told:
        raise UnwellError("; ".join(told))
    return f"{len(running)} run, and the register has each"


async def records(patient: Patient) -> str:
    """Whether the register and the workflows have come equally far, as a restored one of them would not have.

    Of those that run the ones written last are asked: a Temporal that was wound back lacks what was done last.
    """
    held = await of_register(patient, lambda engine: Gaps(engine).held())
    gaps = [_name(each) for each in held if each.has_gaps]
    written = sorted((each for each in held if each.is_open and each.recorded_at), key=_recorded_at, reverse=True)
    temporal = _reader(patient)
    compared = await asyncio.gather(*(_same(patient, temporal, each) for each in written[:_COMPARED]))
    behind = [_name(each) for each, same in zip(written, compared, strict=False) if same is False]
    differ = tuple(dict.fromkeys((*gaps, *behind)))
    if differ:
        raise UnwellError(
            f"{_some(len(differ), differ)} not the same in the register as at Temporal: one of them was restored from "
            "a backup; `complaints register reconcile` compares all, and says what can be done"
        )
    asked = sum(same is not None for same in compared)
    return f"none has a gap; the {asked} written last and running are the same at Temporal"


def _recorded_at(held: Held) -> datetime:
    return held.recorded_at or datetime.min.replace(tzinfo=UTC)


def _name(held: Held) -> str:
    return f"{held.landlord}/{held.reference}"


def _reader(patient: Patient) -> TemporalComplaints:
    """Reads complaints by the ring; the doctor's own client opens nothing."""
    try:
        converter = data_converter(patient.settings.key_ring(), patient.temporal.namespace)
    except BadSettingsError as why:
        raise UnwellError("the ring cannot be read: see keys above") from why
    return TemporalComplaints(
        Client(patient.temporal.service_client, namespace=patient.temporal.namespace, data_converter=converter)
    )


async def _same(patient: Patient, temporal: TemporalComplaints, held: Held) -> bool | None:
    """Whether line and workflow have come equally far; None where nobody answers for it, which other checks say."""
    place = ComplaintId(landlord=held.landlord, reference=held.reference)
    try:
        complaint = await temporal.complaint(place)
    except (NoAnswerError, TemporalAwayError):
        return None
    if complaint.written_through <= held.last_entry <= complaint.record_summary.entries:
        return True
    # it may have been written between the two looks
    there = await of_register(patient, lambda engine: Gaps(engine).numbers(held.landlord, held.reference))
    return complaint.written_through <= max(there, default=0) <= complaint.record_summary.entries


async def keys_needed(patient: Patient) -> str:
    """Whether the ring opens what the open complaints began with, and how many need which key."""
    try:
        ring = patient.settings.key_ring()
    except BadSettingsError as why:
        raise UnwellError("the ring cannot be read: see keys above") from why
    running = await _running(patient)
    return how_opened(Counter(each.key for each in running), ring.keys)


def how_opened(needed: Mapping[str, int], ring: Collection[str]) -> str:
    """Which keys the open complaints need, and how many need each.

    Raises:
        UnwellError: one that is needed is not on the ring.
    """
    sealed = {key: many for key, many in sorted(needed.items()) if key}
    in_all, shut = sum(needed.values()), {key: many for key, many in sealed.items() if key not in ring}
    said = ", ".join(f"{key} ({many})" for key, many in sealed.items())
    if shut:
        who = "none" if sum(shut.values()) == in_all else f"{in_all - sum(shut.values())}"
        raise UnwellError(
            f"the ring opens {who} of the {in_all} open complaints; it lacks {', '.join(shut)} (needed: {said}): put "
            "the key back into PUTRIGHT_PAYLOAD_KEYS; where it is lost, "
            "`complaints revive --all --from-record --end-older`"
        )
    plain = f"; {needed['']} began in clear" if needed.get("") else ""
    return f"open complaints began under {said}{plain}" if sealed else f"no open complaint needs a key{plain}"


async def people(patient: Patient) -> str:
    """Whether everybody who has complaints still works there."""
    found = await of_register(patient, lambda engine: tuple(_leavers(patient, Queries(engine))))
    if found:
        raise UnwellError("; ".join(found))
    return "everybody who has complaints is in the staff files"


async def check_somebody_answers(patient: Patient) -> None:
    """Ask some running complaints: Temporal remembers for a while a worker that has gone.

    Raises:
        UnwellError: nobody answers.
    """
    with of_temporal(patient):
        some = [each.id async for each in patient.temporal.list_workflows(RUNNING, limit=_ASKED)]
        if some and not any(await asyncio.gather(*(_answers(patient, each) for each in some))):
            raise UnwellError(
                f"workers have asked for work lately, but none answers for {', '.join(some)}: see that one runs, "
                "`complaints worker`, and what its log says"
            )


async def _answers(patient: Patient, workflow_id: str) -> bool:
    asked = QueryWorkflowRequest(
        namespace=patient.temporal.namespace,
        execution=WorkflowExecutionName(workflow_id=workflow_id),
        query=WorkflowQuery(query_type="__temporal_workflow_metadata"),
    )
    try:  # what it answers need not be read
        await patient.temporal.workflow_service.query_workflow(asked, timeout=_ANSWERS_WITHIN)
    except RPCError as why:
        return why.status not in _NOBODY
    return True


async def _gaps(
    patient: Patient, open_lines: frozenset[ComplaintId], running: tuple[Running, ...]
) -> AsyncIterator[str]:
    here = {complaint_workflow_id(each.landlord, each.reference): each for each in open_lines}
    there = {each.id for each in running}
    gone = [each for name, each in here.items() if name not in there]
    if gone:  # some may have ended between the two looks
        still = await of_register(patient, lambda engine: Queries(engine).unsettled())
        gone = [each for each in gone if each in still]
    if gone:
        names = [f"{each.landlord}/{each.reference}" for each in gone]
        yield f"{_some(len(gone), names)} open in the register and not running: `complaints register reconcile`"
    old = patient.clock() - _JUST_BEGUN
    unwritten = [each.id for each in running if each.id not in here and each.began_at < old]
    missing = await of_register(patient, lambda engine: _without_line(Queries(engine), unwritten))
    if missing:
        yield f"{_some(len(missing), missing)} running and not in the register: `complaints register reconcile`"


def _without_line(queries: Queries, ids: Iterable[str]) -> list[str]:
    """Those of which the register has nothing; what it has as settled is about to end."""
    places = ((each, each.split("/")) for each in ids)
    return [each for each, (*_, landlord, reference) in places if queries.complaint(landlord, reference) is None]


def _leavers(patient: Patient, queries: Queries) -> Iterator[str]:
    rulebook, now = Rulebook(patient.settings.policies), patient.clock()
    for landlord in rulebook.landlords():
        try:
            there = {person.id for person in rulebook.directory(landlord).people}
        except RulebookError:  # the check of its folder says so
            continue
        for load in queries.loads(landlord, now, now):
            if load.handler and load.handler not in there:
                yield (
                    f"{load.handler} has left {landlord} and has {load.unsettled} open: "
                    f"`complaints list --landlord {landlord} --handler {load.handler}`, and `complaints reassign`"
                )


async def _running(patient: Patient) -> tuple[Running, ...]:
    with of_temporal(patient):
        return tuple([_read(each) async for each in patient.temporal.list_workflows(RUNNING, page_size=_PAGE)])


def _read(found: WorkflowExecution) -> Running:
    kept = found.raw_info.memo.fields.values()
    keys = (each.metadata.get(KEY_ID, b"").decode(errors="replace") for each in kept)
    return Running(found.id, found.start_time, next((key for key in keys if key), ""))


def _some(many: int, names: Iterable[str]) -> str:
    """How many, with the first of their names: "7 complaints (reliance/REL-…, …)"."""
    shown = list(islice(names, _NAMED))
    more = ", …" if many > len(shown) else ""
    return f"{many} complaint{'s' if many > 1 else ''} ({', '.join(shown)}{more})"
