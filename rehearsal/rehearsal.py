"""Rehearsal: a story played through the very procedure and templates that the workflow uses, without a server.

What the workflow waits for is here the next instant that matters, one after the other: what falls due by itself, and
the next step of the story.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from domain.calendar.days import in_words
from domain.calendar.working_calendar import ClosedDay
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.long_texts import as_texts, fill_in
from domain.messages.message import Message
from domain.outbox.errands import lacks_address
from domain.procedure.apply import apply
from domain.procedure.front_door.receive import Receive, receive
from domain.procedure.news.delivery import note_bounced
from domain.procedure.news.rejected_messages import reject
from domain.procedure.steps import step_of
from domain.procedure.time.calendar_changed import change_calendar
from domain.procedure.time.tick import is_settled, next_due, tick
from providers.letters import LetterWriter
from rehearsal.scenarios import ScenarioEvent, Story
from rehearsal.script import REJECTED, REPEATED, WORLD, Script
from rehearsal.timeline import TimelineLine
from rehearsal.world import RehearsedWorld, last_letter, with_holiday
from rehearsal.world_steps import Bounced, Holiday, ProviderAway, ProviderBack, RefusedForGood, World

_PROVIDERS = {"email": "e-mail", "text": "texts"}


class RefusedStep(NamedTuple):
    """An order that the procedure refused, by its place in the story, and why."""

    place: int
    why: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A story that was played: the complaint at its end, and all that happened."""

    story: Story
    complaint: Complaint
    lines: tuple[TimelineLine, ...]
    refusals: tuple[RefusedStep, ...]
    """What the procedure answered to each order that it refused."""
    is_settled: bool
    """Whether nothing is left to do."""


def rehearse(story: Story, letters: LetterWriter) -> Rehearsal:
    """Play *story* to its end.

    Raises:
        LetterError: a letter cannot be written.
        UnknownPersonError: nobody in the directory can be told.
    """
    play = _Play(story, letters)
    for place, event in enumerate(story.events):
        play.wait_until(event.at)
        play.take(event, place)
    play.wait_until(story.until)
    return play.result()


class _Play:
    """One story on its way."""

    def __init__(self, story: Story, letters: LetterWriter) -> None:
        self._story = story
        self._rules = story.rules
        self._world = RehearsedWorld(story.directory, letters)
        self._script = Script(story.rules.zone)
        self._refusals: list[RefusedStep] = []
        self._now = story.events[0].at
        self._complaint: Complaint | None = None

    def wait_until(self, end: datetime) -> None:
        """Move the rehearsal's clock on to *end*, carrying out each deadline, reminder and notice that falls due."""
        while (instant := self._next_instant()) and instant <= end:
            if instant <= self._now:
                raise RuntimeError(f"the procedure is stuck at {self._now}: what is due then is not done")
            self._now = instant
            self._settle()
        self._now = end

    def take(self, event: ScenarioEvent, place: int) -> None:
        """Let the next step of the story happen."""
        match event.does:
            case Receive() as order:
                self._complaint = _with_its_words(receive(order, self._rules, self._now))
            case Message() as order:
                self._obey(event.step, order, place)
            case world:
                self._befall(world)
        self._settle()

    def result(self) -> Rehearsal:
        """All that has happened."""
        return Rehearsal(
            story=self._story,
            complaint=self._there,
            lines=self._script.lines,
            refusals=tuple(self._refusals),
            is_settled=is_settled(self._there, self._rules),
        )

    @property
    def _there(self) -> Complaint:
        if self._complaint is None:
            raise LookupError("nothing has been received yet")
        return self._complaint

    def _next_instant(self) -> datetime | None:
        """When something happens by itself next; a notice that no provider accepts is useful only so long."""
        if self._complaint is None or is_settled(self._complaint, self._rules):
            return None
        due = next_due(self._complaint, self._rules, self._now)
        could_go = (each for each in self._complaint.outbox if not lacks_address(self._complaint, each))
        waiting = [notice.useful_until for notice in could_go if notice.not_before <= self._now]
        return min([*waiting, *([due.at] if due else [])], default=None)

    def _settle(self) -> None:
        """Bring the complaint up to now, and send whatever may go."""
        if self._complaint is None:
            return
        going = None
        while True:
            self._complaint = tick(self._complaint, self._rules, self._now)
            self._script.note(self._complaint, going)
            there = self._complaint
            going = next((each for each in there.outbox if self._world.answers(there, each, self._now)), None)
            if going is None:
                break
            self._complaint = self._world.send(self._complaint, going, self._rules, self._now)
        self._script.note_deadlines(self._complaint, self._rules, self._now)

    def _obey(self, step: str, order: Message, place: int) -> None:
        try:
            done, answer = apply(self._there, order, self._rules, self._now)
            self._complaint = _with_its_words(done)
        except NotAllowedError as refusal:
            self._refusals.append(RefusedStep(place, str(refusal)))
            if step_of(order).is_signal:
                self._complaint = reject(self._there, order.name, "", str(refusal), self._rules, self._now)
            else:
                self._script.say(REJECTED, f"refused: {step}: {refusal}", self._now, by=order.who)
        else:
            if answer.repeated:
                self._script.say(REPEATED, answer.said, self._now, by=order.who)

    def _befall(self, event: World) -> None:
        """Let the world do what it does."""
        match event:
            case ProviderAway(provider=provider):
                self._say(f"{_PROVIDERS[provider]} cannot be sent from now on")
            case ProviderBack(provider=provider):
                self._say(f"{_PROVIDERS[provider]} can be sent again")
            case RefusedForGood(provider=provider, why=why):
                self._say(f"{_PROVIDERS[provider]} to the resident will be refused for good: {why}")
            case Bounced():
                return self._bounce(event)
            case Holiday(on=on, why=why):
                self._say(f"{in_words(on)} is proclaimed a holiday: {why}")
                calendar = with_holiday(self._rules.calendar, ClosedDay(on=on, why=why))
                self._complaint, self._rules = change_calendar(self._there, self._rules, calendar, self._now)
                return None
        return self._world.turn(event)

    def _bounce(self, event: Bounced) -> None:
        notice = last_letter(self._there, event.letter)
        if notice is None:
            return self._say(f"no {event.letter} letter has gone that could come back")
        self._say(f"the {event.letter} letter comes back: {event.why}")
        self._complaint = note_bounced(
            self._there, notice.key, notice.channel, event.why, self._now, self._rules, self._now
        )
        return None

    def _say(self, text: str) -> None:
        self._script.say(WORLD, text, self._now)


def _with_its_words(complaint: Complaint) -> Complaint:
    """*complaint* with every long text in its place: nothing here is carried by anybody."""
    return fill_in(complaint, as_texts(complaint.texts)).changed(texts=()) if complaint.texts else complaint
