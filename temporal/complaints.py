"""Complaints as Temporal holds them: each call answers, or says in a sentence why there is no answer."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowExecutionStatus,
    WorkflowHistory,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from activities.ports import NoAnswerError, NotRunningError, NoTurnError, NoWorkerError, TemporalAwayError
from domain.calendar.working_calendar import WorkingCalendar
from domain.complaint.actor import Actor
from domain.complaint.complaint import Case, Complaint, NotAllowedError
from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer, Message
from domain.messages.news import CalendarChanged
from domain.procedure.apply import Offer
from domain.views.deadlines import DeadlineShown
from temporal.clocks import Handle, ahead, caught_up, fast_forward, last_asked, now_of, real_now
from temporal.connection import PATIENCE
from temporal.data_converter import seals
from temporal.errors import in_our_words
from temporal.pinned_rules import CALENDAR_CHANGED, case_in, rules_in
from temporal.refusals import TakenError
from temporal.runs import Run
from workflows.attributes import attributes
from workflows.ids import COMPLAINT, complaint_workflow_id
from workflows.orders import NOT_ALLOWED
from workflows.queues import COMPLAINTS_QUEUE

_KEY = "key"
_OPENED_WITH = "opened_with"
_NOBODY_WORKS = {RPCStatusCode.DEADLINE_EXCEEDED, RPCStatusCode.CANCELLED, RPCStatusCode.FAILED_PRECONDITION}
_CONFLICT = {False: WorkflowIDConflictPolicy.USE_EXISTING, True: WorkflowIDConflictPolicy.FAIL}
_SAME_CLOCK = timedelta(seconds=1)

_SEALED_WORDS = "Encoded failure"
"""What the SDK has as the words of a failure whose own are sealed."""
_NO_ANSWER = f"no worker answered within {PATIENCE.seconds} s; see that one runs"
_NO_TURN = (
    f"no worker answered within {PATIENCE.seconds} s, though one has asked for work; its turn may fail, as where its "
    "ring lacks a key: `complaints doctor` says why"
)
_ASKS_EVERY = timedelta(seconds=75)
"""Within so long a worker that runs asks for work again."""


class TemporalComplaints:
    """Starts complaints, gives them messages and asks them; fulfils `RunningComplaints`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def start(self, place: ComplaintId, case: Case) -> None:
        """Start a complaint that is new.

        Raises:
            TakenError: Temporal has had a complaint of that reference.
            TemporalAwayError: nothing was started, or nobody can say.
        """
        with in_our_words(self._client):
            try:
                await self._client.start_workflow(
                    COMPLAINT,
                    self._begun(case),
                    id=complaint_workflow_id(place.landlord, place.reference),
                    task_queue=COMPLAINTS_QUEUE,
                    id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                    search_attributes=attributes(case.complaint, case.rules, case.complaint.logged_at),
                    memo=_memo(case),
                    static_summary=_summary(place, case),
                    rpc_timeout=PATIENCE,
                )
            except WorkflowAlreadyStartedError as there:
                memo = await (await self._handle(place).describe(rpc_timeout=PATIENCE)).memo()
                same_key = memo.get(_KEY) == _memo(case)[_KEY]
                raise TakenError(same_key=same_key, opened_with=memo.get(_OPENED_WITH, "")) from there

    async def last_run(self, place: ComplaintId) -> Run | None:
        """The last run of a complaint; None where Temporal has answered that it has none.

        Raises:
            TemporalAwayError: Temporal does not answer, or has no such namespace.
        """
        with in_our_words(self._client):
            try:
                there = await self._handle(place).describe(rpc_timeout=PATIENCE)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
                await self._check_namespace()
                return None
        running = there.status is WorkflowExecutionStatus.RUNNING
        status = there.status.name.lower() if there.status else "unknown"
        return Run(run_id=there.run_id, started_at=there.start_time, is_running=running, status=status)

    async def unbegun(self, place: ComplaintId) -> Case | None:
        """What a complaint was opened with that was stopped before its first turn: nothing was done of it.

        Raises:
            UnreadableError: what Temporal has of it is sealed with a key that is not ours.
            TemporalAwayError: Temporal does not answer.
        """
        handle = self._handle(place)
        with in_our_words(self._client):
            try:
                history = await handle.fetch_history(rpc_timeout=PATIENCE)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
                return None
            if not _ended_unbegun(history):
                return None
            return await case_in(history, self._client.data_converter, self._client.namespace)

    async def _check_namespace(self) -> None:
        """A namespace that is missing has no complaints either, and says nothing of them: `RPCError`."""
        asked = DescribeNamespaceRequest(namespace=self._client.namespace)
        await self._client.workflow_service.describe_namespace(asked, timeout=PATIENCE)

    async def end_run(self, place: ComplaintId, run_id: str, why: str) -> None:
        """Terminate that run of a complaint; nothing happens where it has ended already.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        handle = self._client.get_workflow_handle(self._handle(place).id, run_id=run_id)
        with in_our_words(self._client):
            try:
                await handle.terminate(reason=why, rpc_timeout=PATIENCE)
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise

    async def start_revived(self, place: ComplaintId, case: Case) -> bool:
        """Start a complaint that has no run, and say whether it was: somebody else may have started it meanwhile.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        try:
            await self._start_again(place, case, await self._ahead(place), must_be_new=True)
        except WorkflowAlreadyStartedError:
            return False
        return True

    async def update_again(self, place: ComplaintId, case: Case, order: Message) -> Answer:
        """Start a complaint that had ended, and give it an order in the same step.

        Raises:
            NotAllowedError: the policy refuses it.
            NotRunningError: its own clock had to be moved first, and it has ended again meanwhile.
            NoWorkerError: nobody answered in time.
            TemporalAwayError: Temporal does not answer.
        """
        if begins_in := await self._ahead(place):
            await self._start_again(place, case, begins_in)
            return await self.update(place, order)
        start: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
            COMPLAINT,
            self._begun(case),
            id=complaint_workflow_id(place.landlord, place.reference),
            task_queue=COMPLAINTS_QUEUE,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            search_attributes=attributes(case.complaint, case.rules, datetime.now(UTC)),
            memo=_memo(case),
            static_summary=_summary(place, case),
        )
        with self._of_its_worker(), _refusals():
            answer: Answer = await self._client.execute_update_with_start_workflow(
                order.name, order, start_workflow_operation=start, result_type=Answer, rpc_timeout=PATIENCE
            )
            return answer

    async def signal_again(self, place: ComplaintId, case: Case, order: Message) -> None:
        """Start a complaint that had ended, and leave a request with it in the same step.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        await self._start_again(place, case, await self._ahead(place), order)

    async def update(self, place: ComplaintId, order: Message) -> Answer:
        """Give an order to a running complaint.

        Raises:
            NotAllowedError: the policy refuses it.
            NotRunningError: it is not running.
            NoWorkerError: nobody answered in time; NoTurnError, though there is a worker.
            TemporalAwayError: Temporal does not answer.
        """
        try:
            with self._of_its_worker(), _refusals():
                answer: Answer = await self._handle(place).execute_update(
                    order.name, order, result_type=Answer, rpc_timeout=PATIENCE
                )
                return answer
        except NoWorkerError as silent:
            if await self._one_asks_for_work():
                raise NoTurnError(_NO_TURN) from silent
            raise

    async def signal(self, place: ComplaintId, order: Message) -> None:
        """Leave a request with a running complaint.

        Raises:
            NotRunningError: it is not running.
            TemporalAwayError: Temporal does not answer.
        """
        with self._of_running():
            await self._handle(place).signal(order.name, order, rpc_timeout=PATIENCE)

    async def complaint(self, place: ComplaintId) -> Complaint:
        """The complaint as it stands, with what of its record the register may not hold yet.

        Raises:
            as `deadlines`
        """
        with self._of_its_worker():
            shown: Complaint = await self._handle(place).query("complaint", result_type=Complaint, rpc_timeout=PATIENCE)
            return shown

    async def case(self, place: ComplaintId) -> Case:
        """The complaint with the rules it is judged by now: its own edition, and the calendar it has taken last.

        Raises:
            as `deadlines`
        """
        with self._of_its_worker():
            history = await self._handle(place).fetch_history(rpc_timeout=PATIENCE)
            rules = await rules_in(history, self._client.data_converter, self._client.namespace)
        complaint = await self.complaint(place)
        return Case(complaint=complaint, rules=rules)

    async def change_calendar(self, place: ComplaintId, calendar: WorkingCalendar) -> None:
        """Tell the complaint that its calendar has changed.

        Raises:
            NotRunningError: it is not running.
            TemporalAwayError: Temporal does not answer.
        """
        with self._of_running():
            news = CalendarChanged(calendar=calendar)
            await self._handle(place).signal(CALENDAR_CHANGED, news, rpc_timeout=PATIENCE)

    async def deadlines(self, place: ComplaintId) -> tuple[DeadlineShown, ...]:
        """Its deadlines with the sums behind them.

        Raises:
            NotRunningError: Temporal does not know it.
            NoWorkerError: nobody answered in time.
            TemporalAwayError: Temporal does not answer.
            NoAnswerError: the worker cannot answer, or what Temporal has of it cannot be read.
        """
        with self._of_its_worker():
            shown: list[DeadlineShown] = await self._handle(place).query(
                "deadlines", result_type=list[DeadlineShown], rpc_timeout=PATIENCE
            )
            return tuple(shown)

    async def offers(self, place: ComplaintId, by: Actor) -> tuple[Offer, ...]:
        """Every order, with whether *by* may give it now.

        Raises:
            as `deadlines`
        """
        with self._of_its_worker():
            shown: list[Offer] = await self._handle(place).query(
                "offers", by, result_type=list[Offer], rpc_timeout=PATIENCE
            )
            return tuple(shown)

    async def now(self, place: ComplaintId) -> datetime:
        """The complaint's own instant.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        with in_our_words(self._client):
            shows = await now_of(self._handle(place))
            is_real = abs(shows - datetime.now(UTC)) < _SAME_CLOCK
            return await real_now(self._client, COMPLAINTS_QUEUE) if is_real else shows

    async def real_now(self) -> datetime:
        """Real time, by the server's clock where this machine's is ahead of it.

        Raises:
            TemporalAwayError: Temporal does not answer.
        """
        with in_our_words(self._client):
            return await real_now(self._client, COMPLAINTS_QUEUE)

    async def fast_forward(self, place: ComplaintId, by: timedelta) -> datetime:
        """Move the complaint's clock on, and return what it shows then.

        Raises:
            NotRunningError: it is not running.
            NoWorkerError: its clock has stood still for too long.
            FixedClockError: it is not a development server.
            TemporalAwayError: Temporal does not answer.
        """
        with self._of_its_worker():
            return await fast_forward(self._client, self._handle(place), by)

    def _begun(self, case: Case) -> Case:
        """*case* as a run begins with it: whether messages may come in clear is settled here, for the whole run."""
        return case.model_copy(update={"takes_plain": not seals(self._client.data_converter)})

    async def _ahead(self, place: ComplaintId) -> timedelta | None:
        """How far an ended complaint's own clock is ahead of real time; on a development server only."""
        by = await self.now(place) - datetime.now(UTC)
        return by if by > _SAME_CLOCK else None

    async def _start_again(
        self,
        place: ComplaintId,
        case: Case,
        begins_in: timedelta | None,
        left: Message | None = None,
        *,
        must_be_new: bool = False,
    ) -> None:
        begins_at = datetime.now(UTC) + (begins_in or timedelta())
        client = ahead(self._client, begins_in) if begins_in else self._client
        with in_our_words(self._client):
            handle = await client.start_workflow(
                COMPLAINT,
                self._begun(case),
                id=complaint_workflow_id(place.landlord, place.reference),
                task_queue=COMPLAINTS_QUEUE,
                id_conflict_policy=_CONFLICT[must_be_new],
                start_delay=begins_in,
                start_signal=left.name if left else None,
                start_signal_args=[left] if left else [],
                search_attributes=attributes(case.complaint, case.rules, begins_at),
                memo=_memo(case),
                static_summary=_summary(place, case),
                rpc_timeout=PATIENCE,
            )
        if begins_in:
            with in_our_words(self._client), suppress(NoWorkerError):  # it is started all the same
                await caught_up(handle)

    async def _one_asks_for_work(self) -> bool:
        """Whether a worker runs, as far as Temporal can say."""
        try:
            with in_our_words(self._client):
                asked = await last_asked(self._client, COMPLAINTS_QUEUE)
        except TemporalAwayError:
            return False
        return asked is not None and datetime.now(UTC) - asked < _ASKS_EVERY

    def _handle(self, place: ComplaintId) -> Handle:
        return self._client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference))

    @contextmanager
    def _of_running(self) -> Iterator[None]:
        """Say besides that the complaint is not running."""
        with in_our_words(self._client):
            try:
                yield
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
                raise NotRunningError("it is not running at Temporal") from error

    @contextmanager
    def _of_its_worker(self) -> Iterator[None]:
        """Say besides that no worker answers for the complaint."""
        with self._of_running():
            try:
                yield
            except WorkflowUpdateRPCTimeoutOrCancelledError as error:
                raise NoWorkerError(_NO_ANSWER) from error
            except WorkflowQueryFailedError as error:
                raise NoAnswerError(_cannot_answer(str(error))) from error
            except RPCError as error:
                if error.status not in _NOBODY_WORKS:
                    raise
                raise NoWorkerError(_NO_ANSWER) from error


def _ended_unbegun(history: WorkflowHistory) -> bool:
    """Whether a run was terminated without ever having taken a turn."""
    turns = any(each.HasField("workflow_task_completed_event_attributes") for each in history.events)
    return not turns and history.events[-1].HasField("workflow_execution_terminated_event_attributes")


@contextmanager
def _refusals() -> Iterator[None]:
    """The policy's refusal as the procedure itself gives it."""
    try:
        yield
    except WorkflowUpdateFailedError as failure:
        if isinstance(failure.cause, ApplicationError) and failure.cause.type == NOT_ALLOWED:
            instead, *unseen = failure.cause.details  # a worker of an older version says nothing of entries
            raise NotAllowedError(
                failure.cause.message, instead=instead, unseen=tuple(unseen[0]) if unseen else ()
            ) from failure
        raise NoAnswerError(f"the worker could not carry it out: {failure.cause}") from failure


def _cannot_answer(said: str) -> str:
    """Why a worker does not answer: what it says, unless that travelled sealed, which nobody opens here."""
    if said != _SEALED_WORDS:
        return f"the worker cannot answer: {said}"
    return "the worker cannot answer, as where its ring lacks a key; `complaints doctor` and its log say why"


def _memo(case: Case) -> dict[str, str]:
    """By which the same key and the same words are known again; hashes, since a key may be anything."""
    complaint = case.complaint
    key = hashlib.sha256(f"{complaint.landlord}\n{complaint.key}".encode()).hexdigest()
    return {_KEY: key, _OPENED_WITH: complaint.opened_with}


def _summary(place: ComplaintId, case: Case) -> str:
    return f"{case.rules.landlord.name}: complaint {place.reference}"
