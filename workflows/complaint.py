"""The complaint workflow: the procedure made durable, from receipt to the last promise kept (D5, D7).

Source: both landlords' policies as `domain/` holds them; this shell waits, takes messages, and sees to the effects. It
never asks why it woke: each turn looks at how things stand.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial, wraps
from typing import Concatenate, ParamSpec, TypeVar

from temporalio import workflow
from temporalio.common import RawValue

with workflow.unsafe.imports_passed_through():
    from activities.recording import Recorded
    from domain.calendar.working_calendar import CalendarShortError
    from domain.complaint.actor import PROCEDURE, Actor
    from domain.complaint.complaint import Case, Complaint, NotAllowedError
    from domain.duties.lives import begin_life, life_of
    from domain.messages.message import Answer, Message
    from domain.messages.news import CalendarChanged, NoticeDelivered, NoticeFailed
    from domain.messages.room import MOST_CARRIED, MOST_FOR_ORDERS
    from domain.policy.channels import Channel
    from domain.policy.staff import Officer
    from domain.procedure.apply import Offer, apply, check, offers
    from domain.procedure.news.credible import check_calendars, check_news, never_was, note_never_was
    from domain.procedure.news.delivery import (
        is_told_of_bounce,
        note_accepted,
        note_bounced,
        note_delivered,
        note_end_of_taken_back,
        note_expired,
        note_undeliverable,
        note_unknown,
    )
    from domain.procedure.news.lost_lives import note_key_used, note_set_aside
    from domain.procedure.news.rejected_messages import note_rejection, reject
    from domain.procedure.stages.close import Close
    from domain.procedure.stages.escalate import RequestEscalation
    from domain.procedure.stages.extend import RequestExtension
    from domain.procedure.time.calendar_changed import change_calendar
    from domain.procedure.time.tick import is_settled, next_due, tick
    from domain.value import Order
    from domain.views.deadlines import DeadlineShown, deadlines_shown
    from domain.views.page import Handed, Page, next_page
    from domain.views.standing import standing
    from workflows.attributes import show_in_list
    from workflows.details import Details
    from workflows.errands import ErrandOutcome, Errands
    from workflows.ids import COMPLAINT
    from workflows.load import Load
    from workflows.messages import MalformedError, decode, what_came
    from workflows.orders import takes_orders
    from workflows.timer import Timer

T = TypeVar("T", bound=Order)

_ENVELOPE = set(Message.model_fields)
P = ParamSpec("P")

_SOME_BOUNCES = "of bounces of what nobody knows the first are told"
"""Before 0.3 each was: a history from then replays as it was."""
_ON_THE_NEWEST = workflow.ContinueAsNewVersioningBehavior.AUTO_UPGRADE


def _when_sure(
    handle: "Callable[Concatenate[ComplaintWorkflow, P], None]",
) -> "Callable[Concatenate[ComplaintWorkflow, P], None]":
    """A handler of signals that waits until the complaint knows its last state."""

    @wraps(handle)
    def handled(complaint: "ComplaintWorkflow", /, *given: P.args, **more: P.kwargs) -> None:
        complaint.hear(partial(handle, complaint, *given, **more))

    return handled


@workflow.defn(name=COMPLAINT)
@takes_orders
class ComplaintWorkflow:
    """One complaint."""

    @workflow.init
    def __init__(self, case: Case) -> None:
        self._complaint, self._handed = case.complaint, Handed()
        if workflow.info().continued_run_id is None:
            self._begin_life(workflow.random_seed())
        workflow.register_random_seed_callback(self._begin_life)  # a reset gives a run another seed
        self._rules = case.rules
        self._takes_plain = case.takes_plain
        self._is_sure = not case.comes_back
        self._heard: list[Callable[[], None]] = []
        self._standing = standing(self._complaint, case.rules, workflow.now())
        self._shown: Complaint | None = None
        self._stirred = False
        self._cancel_refused = False
        self._timer = Timer(self._stir)
        self._errands = Errands(self._hear_of_errand)
        self._details = Details()
        self._load = Load()

    @workflow.run
    async def run(self, case: Case) -> None:  # noqa: ARG002 - taken by __init__, before any message
        """Keep the complaint's promises until none is left."""
        await self._go_on_from_the_last_state()
        while not self._is_over:
            if not self._sleeps_on:
                self._complaint = tick(self._complaint, self._rules, workflow.now())
            self._errands.send(self._complaint)
            is_news = self._complaint is not self._shown
            if is_news:
                self._standing = standing(self._complaint, self._rules, workflow.now())
            self._write_record()
            if is_news:
                self._publish()
            await self._next_event()
            self._take_news()
            self._continue_as_new_if_due()

    # Coming back

    @property
    def is_sure(self) -> bool:
        """Whether this is the complaint's last state: two desks may bring it back, and one had it read before."""
        return self._is_sure

    async def be_sure(self) -> None:
        """Wait until it is."""
        if not self._is_sure:
            await workflow.wait_condition(lambda: self._is_sure)

    def hear(self, handle: Callable[[], None]) -> None:
        """Handle a signal, now or as soon as it is sure."""
        if self._is_sure:
            handle()
        else:
            self._heard.append(handle)

    async def _go_on_from_the_last_state(self) -> None:
        """Where it comes back: take the state that was kept since, if any was, then hear what was said meanwhile."""
        if self._is_sure:
            return
        self._errands.ask_for_later(self._complaint)
        while not self._errands.has_asked:
            await self._next_event()
        if later := self._errands.later():
            self._complaint, self._rules = begin_life(later.complaint, self._complaint.life), later.rules
        self._is_sure = True
        for handle in self._heard:
            handle()

    # What the loop does

    @property
    def _is_over(self) -> bool:
        """Whether nothing is left to do, and the register holds it all."""
        if self._errands.any_under_way or not is_settled(self._complaint, self._rules):
            return False
        return not self._handed.lacks(self._complaint, self._standing, has_ended=True)

    @property
    def _sleeps_on(self) -> bool:
        """Whether nothing has changed since the last look and nothing is due by itself yet: a tick would do nothing."""
        return self._complaint is self._shown and not self._timer.is_due(workflow.now())

    def _write_record(self) -> None:
        """Have what is new written, with the state to go on from; at the very end that in which it can come back."""
        if self._errands.is_writing:
            return
        complaint, has_ended = self._complaint, is_settled(self._complaint, self._rules)
        if self._handed.lacks(complaint, self._standing, has_ended=has_ended):
            page = next_page(complaint, self._rules, self._standing, self._handed, has_ended=has_ended)
            self._errands.write(page)
            self._handed = self._handed.with_page(page, complaint)

    def _publish(self) -> None:
        """Set the timer, and show engineers how the complaint stands."""
        due = next_due(self._complaint, self._rules, workflow.now())
        self._timer.arm(due, self._rules.zone)
        show_in_list(self._complaint, self._rules)
        words = self._details.words(self._complaint, self._rules, self._standing, due, workflow.now())
        workflow.set_current_details(words)
        self._shown = self._complaint

    async def _next_event(self) -> None:
        """Wait until anything happens. A complaint is not cancelled, it is withdrawn: the button is refused."""
        try:
            await workflow.wait_condition(lambda: self._stirred)
        except asyncio.CancelledError:
            if workflow.cancellation_reason() is None or self._cancel_refused:
                raise
            self._cancel_refused = True
            self.reject_message("cancel", "a complaint cannot be cancelled; withdraw or close it", "")
        self._stirred = False

    def _take_news(self) -> None:
        for outcome in self._errands.outcomes():
            self._take_outcome(outcome)
        if filed := self._errands.written():
            self._take_recorded(*filed)

    def _take_recorded(self, page: Page, recorded: Recorded) -> None:
        """Let go of a page, unless the record had gone on otherwise: then it is written again in a new life."""
        if recorded.new_life:
            self._complaint, self._handed = begin_life(self._complaint, recorded.new_life), Handed()
            return
        self._let_go_of(page)
        if recorded.set_aside:
            self._complaint = note_set_aside(self._complaint, recorded.set_aside, self._rules, workflow.now())

    def _let_go_of(self, page: Page) -> None:
        """Carry no more what the register holds; nothing of how the complaint stands is changed by that."""
        is_shown = self._complaint is self._shown
        through = page.entries[-1].number if page.entries else self._complaint.written_through
        self._complaint = self._complaint.written(through, frozenset(each.digest for each in page.texts))
        if is_shown:
            self._shown = self._complaint

    def _take_outcome(self, outcome: ErrandOutcome) -> None:
        complaint, rules, now = self._complaint, self._rules, workflow.now()
        notice, ended = outcome.notice, outcome.ended
        waiting = complaint.notice(notice.key)
        if waiting is None or waiting.errand_key != notice.errand_key:
            self._complaint = note_end_of_taken_back(complaint, notice, ended, rules, now)
        elif outcome.new_life:
            self._complaint = note_key_used(complaint, notice, outcome.new_life, rules, now)
        elif ended.accepted:
            self._complaint = note_accepted(complaint, ended.accepted, rules, now)
        elif outcome.was_rejected:
            self._complaint = note_undeliverable(
                complaint, notice.key, notice.channel, outcome.why, now, rules, now, tries=ended.tries
            )
        elif ended.nobody_knows and notice.channel is not Channel.LETTER:
            self._complaint = note_unknown(complaint, notice.key, ended, rules, now)
        elif not outcome.was_turned_back:
            self._complaint = note_expired(complaint, notice.key, outcome.why, now, rules, now, tries=ended.tries)

    def _continue_as_new_if_due(self) -> None:
        """Start a fresh history when Temporal suggests it or has a new release, with only the state and no errand."""
        info = workflow.info()
        due = info.is_continue_as_new_suggested() or info.is_target_worker_deployment_version_changed()
        if due and not self._errands.any_under_way:
            workflow.continue_as_new(self._case, initial_versioning_behavior=_ON_THE_NEWEST)

    def _begin_life(self, seed: int) -> None:
        """Begin another life, in which nobody knows what the register was handed of it."""
        self._complaint, self._handed = begin_life(self._complaint, life_of(seed)), Handed()

    @property
    def _case(self) -> Case:
        return Case(complaint=self._complaint, rules=self._rules, takes_plain=self._takes_plain)

    def _stir(self) -> None:
        """Take a turn, and look at everything again."""
        self._stirred, self._shown = True, None

    def _hear_of_errand(self) -> None:
        """Take a turn; an errand that changed nothing, as a page that was written, leaves what is shown as it is."""
        self._stirred = True

    # Orders (the updates are made by `takes_orders`)

    def read(self, sent: RawValue, kind: type[T]) -> T:
        """What was sent, as what it is to be.

        Raises:
            MalformedError: it is none, or nobody who holds a key has sent it.
        """
        return decode(sent, kind, takes_plain=self._takes_plain)

    def may(self, order: Message) -> None:
        """Refuse an order the policy does not allow, before it is accepted."""
        check(self._complaint, order, self._rules, workflow.now())

    def obey(self, order: Message, *, most: int = MOST_FOR_ORDERS) -> Answer:
        """Carry an order out, where the complaint then has no more than *most* bytes."""
        self._complaint, answer = apply(self._complaint, order, self._rules, workflow.now(), most=most)
        self._load.has_grown()
        self._stir()
        return answer

    def obey_or_record(self, order: Message) -> Answer:
        """Carry a request out, or keep on the record that it was refused, and why."""
        try:
            return self.obey(order)
        except NotAllowedError as refusal:
            noted = note_rejection(
                self._complaint, order.name, _asked(order), refusal.kept, workflow.now(), by=order.by
            )
            known = self._complaint.record_summary.entries
            self._take(noted.recorded_by(order.recorded_by, since=known), order.name)
            self._stir()
            raise

    def reject_message(self, name: str, why: str, came: str, by: Actor = PROCEDURE) -> None:
        """Keep on the record that a message was refused, and tell the handler."""
        self._take(reject(self._complaint, name, came, why, self._rules, workflow.now(), by=by), name)
        self._stir()

    def _take(self, after: Complaint, message: str) -> None:
        """Take what a message made of the complaint, unless it could not be carried: then its history alone has it."""
        if self._load.allows(self._complaint, after):
            self._complaint = after
        else:
            workflow.logger.error("message.too_much", extra={"message_name": message})

    # Signals: they never bounce, so each is carried out or recorded as refused

    @workflow.signal(name="request_escalation", description="The resident asks for stage 2.")
    @_when_sure
    def on_request_escalation(self, sent: RawValue) -> None:
        """Take the resident's request for stage 2."""
        self._hear(sent, RequestEscalation)

    @workflow.signal(name="request_extension", description="The handler extends the time for the response.")
    @_when_sure
    def on_request_extension(self, sent: RawValue) -> None:
        """Take a request for more time."""
        self._hear(sent, RequestExtension)

    @workflow.signal(name="close", description="The complaint is to be closed.")
    @_when_sure
    def on_close(self, sent: RawValue) -> None:
        """Take an order to close."""
        self._hear(sent, Close)

    @workflow.signal(name="notice_delivered", description="A provider says that a notice arrived.")
    @_when_sure
    def on_notice_delivered(self, sent: RawValue) -> None:
        """Note that a notice arrived; of one that never was the news is counted and dropped."""
        news = self._read(sent, NoticeDelivered, "notice_delivered")
        if news is None or not self._is_ours(news, "notice_delivered"):
            return
        if never_was(self._complaint, news.key):
            workflow.logger.warning("news.of_nothing")
            self._complaint = note_never_was(self._complaint)
        elif self._is_credible(news, "notice_delivered"):
            at, now = min(news.at, workflow.now()), workflow.now()
            self._take(note_delivered(self._complaint, news.key, at, self._rules, now), "notice_delivered")

    @workflow.signal(name="notice_failed", description="A provider says that a notice came back.")
    @_when_sure
    def on_notice_failed(self, sent: RawValue) -> None:
        """A notice came back: what it met is owed again."""
        news = self._read(sent, NoticeFailed, "notice_failed")
        if news and self._is_ours(news, "notice_failed") and self._is_credible(news, "notice_failed"):
            at, now = min(news.at, workflow.now()), workflow.now()
            is_told = is_told_of_bounce(self._complaint, news.key, now) or not workflow.patched(_SOME_BOUNCES)
            noted = note_bounced(
                self._complaint, news.key, news.channel, news.why, at, self._rules, now, is_told=is_told
            )
            self._take(noted, "notice_failed")

    @workflow.signal(name="calendar_changed", description="A holiday was proclaimed, or the calendar renewed.")
    @_when_sure
    def on_calendar_changed(self, sent: RawValue) -> None:
        """Count every open deadline again."""
        if news := self._read(sent, CalendarChanged, "calendar_changed"):
            try:
                check_calendars(self._complaint, workflow.now())
                after, rules = change_calendar(self._complaint, self._rules, news.calendar, workflow.now())
            except (NotAllowedError, CalendarShortError) as refusal:
                self.reject_message("calendar_changed", str(refusal), "")
                return
            self._load.has_grown()
            self._take(after, "calendar_changed")
            if self._complaint is after:
                self._rules = rules

    @workflow.signal(description="Look again: after a release, or to check that the complaint is awake.")
    def nudge(self) -> None:
        """Take another turn of the loop."""
        self._stir()

    @workflow.signal(dynamic=True, description="Any other name: kept on the record as refused.")
    @_when_sure
    def on_unknown(self, name: str, args: Sequence[RawValue]) -> None:
        """Keep a signal that nothing handles on the record, as refused."""
        self.reject_message(name, "there is no such signal", what_came(*args))

    def _hear(self, sent: RawValue, kind: type[Message]) -> None:
        if order := self._read(sent, kind, kind.name):
            try:
                self.obey(order, most=MOST_CARRIED)
            except NotAllowedError as refusal:
                known = self._complaint.record_summary.entries
                self.reject_message(kind.name, refusal.kept, _asked(order), order.by)
                self._complaint = self._complaint.recorded_by(order.recorded_by, since=known)

    def _is_ours(self, news: NoticeDelivered | NoticeFailed, name: str) -> bool:
        if news.key.startswith(f"{self._complaint.landlord}/{self._complaint.reference}/"):
            return True
        self.reject_message(name, "the notice is another complaint's", news.key)
        return False

    def _is_credible(self, news: NoticeDelivered | NoticeFailed, name: str) -> bool:
        try:
            check_news(self._complaint, news, self._rules, workflow.now())
        except NotAllowedError as refusal:
            self.reject_message(name, str(refusal), news.key)
            return False
        return True

    def _read(self, sent: RawValue, kind: type[T], name: str) -> T | None:
        self._stir()
        try:
            return self.read(sent, kind)
        except MalformedError as fault:
            self.reject_message(name, str(fault), what_came(sent))
            return None

    # Queries

    @workflow.query(description="The complaint as it stands.")
    def complaint(self) -> Complaint:
        """The complaint, with what of its record the register may not hold yet."""
        return self._complaint

    @workflow.query(description="Every deadline, with the sum in words.")
    def deadlines(self) -> list[DeadlineShown]:
        """The deadlines, open and done."""
        return list(deadlines_shown(self._complaint, self._rules))

    @workflow.query(description="Every order, with whether somebody may give it now, and if not why.")
    def offers(self, by: Actor) -> list[Offer]:
        """What *by* may do now."""
        return list(offers(self._complaint, by, self._rules, workflow.now()))


def _asked(order: Message) -> str:
    """What *order* asks for, without who sent it; officers by their ids."""
    fields = set(type(order).model_fields) - _ENVELOPE
    officers = {field for field in fields if isinstance(getattr(order, field), Officer)}
    named: dict[str, bool | set[str]] = {**dict.fromkeys(fields, True), **{each: {"id"} for each in officers}}
    return order.model_dump_json(include=named, exclude_defaults=True)
