"""The errands of a complaint: notices and pages, each a task beside the loop, never awaited in it (D5).

The clock keeps ticking while a vendor or the register is away; what comes of an errand comes back as news.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import ActivityError, ApplicationError, is_cancelled_exception

with workflow.unsafe.imports_passed_through():
    from activities.recording import Came, Recorded, Recording
    from activities.sending import LOST_LIFE, MOST_UNSURE, NOBODY_KNOWS, Sending
    from domain.complaint.complaint import Case, Complaint
    from domain.complaint.notices import Notice
    from domain.outbox.errands import Ended, Errand, errand_of, setting_out
    from domain.policy.channels import Channel
    from domain.views.page import Page
    from workflows.queues import EMAIL_QUEUE, TEXT_QUEUE

_PATIENT = RetryPolicy(
    initial_interval=timedelta(seconds=2), backoff_coefficient=2, maximum_interval=timedelta(hours=2)
)
_SEND_TIMEOUT = timedelta(seconds=45)
"""Longer than all the vendor's own timeouts in one try, so that no two tries of a send ever run at once."""
_WRITE_TIMEOUT = timedelta(seconds=20)


class ErrandOutcome:
    """What came of a sending errand: what is known of its end and, where it was not accepted, the *error*."""

    def __init__(self, notice: Notice, ended: Ended, error: ActivityError | None = None) -> None:
        self.notice = notice
        self.ended = _as_the_tries_knew(ended, error)
        self.error = error

    @property
    def was_turned_back(self) -> bool:
        """Whether it ended because it was not wanted any more."""
        return self.error is not None and is_cancelled_exception(self.error)

    @property
    def was_rejected(self) -> bool:
        """Whether the number or address can never work. A notice itself at fault only goes another way."""
        return _type_of(self.error) == "ProviderRejected"

    @property
    def new_life(self) -> str:
        """The life in which the complaint goes on, where an earlier one used the notice's key; else empty."""
        cause = self.error.cause if self.error else None
        is_lost = isinstance(cause, ApplicationError) and cause.type == LOST_LIFE
        return str(cause.details[0]) if isinstance(cause, ApplicationError) and is_lost else ""

    @property
    def why(self) -> str:
        """Why it did not go, in the provider's words."""
        cause = self.error.cause if self.error else None
        why = cause.message if isinstance(cause, ApplicationError) else "the provider could not be reached"
        return why or "no reason given"


def _type_of(error: ActivityError | None) -> str:
    cause = error.cause if error else None
    return (cause.type or "") if isinstance(cause, ApplicationError) else ""


def _as_the_tries_knew(ended: Ended, error: ActivityError | None) -> Ended:
    """How it ended, also where the ledger has lost the tries after which nothing was tried any more."""
    if ended.accepted or ended.nobody_knows or _type_of(error) != NOBODY_KNOWS:
        return ended
    return Ended(tries=MOST_UNSURE, unknown=MOST_UNSURE)


class Filed(NamedTuple):
    """A page, and what came of it."""

    page: Page
    recorded: Recorded


class Errands:
    """Runs errands and hands back what came of them."""

    def __init__(self, stir: Callable[[], None]) -> None:
        self._stir = stir
        self._sending: dict[str, asyncio.Task[ErrandOutcome]] = {}
        self._turned_back: set[str] = set()
        self._asking: asyncio.Task[Case | None] | None = None
        self._writing: asyncio.Task[Filed] | None = None

    @property
    def any_under_way(self) -> bool:
        """Whether any errand is in flight."""
        return bool(self._sending) or self._writing is not None

    def send(self, complaint: Complaint) -> None:
        """Set out with the notices that go now; turn back those that no longer should."""
        wanted = {notice.errand_key for notice in complaint.outbox}
        for key in [key for key in self._sending if key not in wanted | self._turned_back]:
            # Once: what is asked afterwards, how it ended, is not turned back.
            self._turned_back.add(key)
            self._sending[key].cancel()
        for notice in setting_out(complaint, workflow.now()):
            # What went under another key before is waited for: it may have gone.
            if self._sending.keys().isdisjoint({notice.errand_key, *notice.formerly}):
                self._sending[notice.errand_key] = self._start(_send(complaint, notice))

    @property
    def is_writing(self) -> bool:
        """Whether something is on its way to the register."""
        return self._writing is not None

    def write(self, page: Page) -> None:
        """Write a page."""
        self._writing = self._start(_write(page))

    def ask_for_later(self, complaint: Complaint) -> None:
        """Ask whether a later state of a complaint that comes back was kept."""
        self._asking = self._start(_later(complaint))

    @property
    def has_asked(self) -> bool:
        """Whether that is known."""
        return self._asking is not None and self._asking.done()

    def later(self) -> Case | None:
        """The later state, if there is one."""
        return self._asking.result() if self._asking else None

    def outcomes(self) -> Iterator[ErrandOutcome]:
        """What came of the notices since last asked; a bug in an errand is raised here, never swallowed."""
        for key in [key for key, task in self._sending.items() if task.done()]:
            task = self._sending.pop(key)
            self._turned_back.discard(key)
            if not task.cancelled():
                yield task.result()

    def written(self) -> Filed | None:
        """What came of the page that was on its way to the register, since last asked."""
        if self._writing is None or not self._writing.done():
            return None
        written = self._writing.result()
        self._writing = None
        return written

    def _start(self, errand: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(errand)
        task.add_done_callback(lambda _: self._stir())
        return task


async def _send(complaint: Complaint, notice: Notice) -> ErrandOutcome:
    errand = errand_of(complaint, notice)
    activity = {
        Channel.EMAIL: (Sending.send_email, EMAIL_QUEUE),
        Channel.TEXT: (Sending.send_text, TEXT_QUEUE),
        Channel.LETTER: (Sending.print_letter, None),
    }[notice.channel]
    try:
        accepted = await workflow.execute_activity_method(
            activity[0],
            errand,
            task_queue=activity[1],
            activity_id=notice.errand_key,
            summary=f"{notice.kind.replace('_', ' ')} by {notice.channel}",
            start_to_close_timeout=_SEND_TIMEOUT,
            schedule_to_close_timeout=max(notice.useful_until - workflow.now(), timedelta(seconds=1)),
            retry_policy=_PATIENT,
            # One that is turned back in the middle of a try may have gone: only its end tells.
            cancellation_type=workflow.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
        )
    except ActivityError as error:
        return ErrandOutcome(notice, await _how_it_ended(errand), error)
    return ErrandOutcome(notice, Ended(accepted=accepted))


async def _how_it_ended(errand: Errand) -> Ended:
    """What the ledger knows of an errand that was given up or turned back: one of its tries may have gone."""
    try:
        return await _ask_ledger(errand)
    except ActivityError as error:
        if not is_cancelled_exception(error):
            raise
        return await _ask_ledger(errand)  # it was turned back meanwhile, and is asked about all the same


async def _ask_ledger(errand: Errand) -> Ended:
    return await workflow.execute_activity_method(
        Sending.how_it_ended,
        errand,
        summary=f"how {errand.notice.words} ended",
        start_to_close_timeout=_WRITE_TIMEOUT,
        retry_policy=_PATIENT,
    )


async def _write(page: Page) -> Filed:
    recorded = await workflow.execute_activity_method(
        Recording.write_record,
        page,
        summary=f"record through entry {page.entries[-1].number}" if page.entries else "how it stands",
        start_to_close_timeout=_WRITE_TIMEOUT,
        retry_policy=_PATIENT,
    )
    return Filed(page, recorded)


async def _later(complaint: Complaint) -> Case | None:
    return await workflow.execute_activity_method(
        Recording.later_case,
        Came(landlord=complaint.landlord, reference=complaint.reference, through=complaint.written_through),
        summary="whether a later state was kept",
        start_to_close_timeout=_WRITE_TIMEOUT,
        retry_policy=_PATIENT,
    )
