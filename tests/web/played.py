"""Complaints that are carried out in this process: a page's test gives orders without a server, and reads at once.

They are told by the specifications' story-teller, on the real procedure, and written to a real register as a workflow
does it: so lists, pages and letters show what they would show.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from activities.ports import NotRunningError, Written
from desk.desk import Desk
from domain.calendar.days import landlord_day, short
from domain.complaint.actor import Actor
from domain.complaint.complaint import Case, Complaint
from domain.complaint.reference import ComplaintId
from domain.messages.message import Answer, Message
from domain.procedure.apply import Offer, apply, offers
from domain.views.deadlines import DeadlineShown, deadlines_shown
from domain.views.page import Handed, next_page
from domain.views.standing import standing
from register.queries import Queries
from register.record_book import RegisterRecordBook
from temporal.refusals import TakenError
from tests.spec.cast import RULEBOOK, Landlord
from tests.world import register_desk


class Story(Landlord):
    """A complaint's story up to the real now."""

    @classmethod
    def of(cls, place: ComplaintId, case: Case) -> "Story":
        """The story of a complaint that was opened."""
        story = cls(place.landlord, place.reference, rules=case.rules)
        story.complaint, story._now = case.complaint, case.complaint.logged_at
        return story

    @property
    def place(self) -> ComplaintId:
        """Which complaint it is about."""
        return ComplaintId(landlord=self.key, reference=self._reference)

    def goes_on(self, now: datetime) -> None:
        """Let time pass up to *now*, and send what may go."""
        self._pass(max(now, self._now))

    def carries_out(self, order: Message) -> Answer:
        """Carry *order* out.

        Raises:
            NotAllowedError: the policy refuses it.
        """
        self.complaint, answer = apply(self.complaint, order, self.rules, self._now)
        self._look()
        return answer


class Played:
    """Fulfils what the desk asks of Temporal; a *fault* is raised instead of every answer while there is one."""

    def __init__(self, engine: Engine) -> None:
        self._book = RegisterRecordBook(engine)
        self._stories: dict[ComplaintId, Story] = {}
        self._handed: dict[ComplaintId, Handed] = {}
        self.fault: Exception | None = None
        self.given: list[Message] = []
        """Every order that was given, also in vain."""

    def tell(self, story: Story) -> ComplaintId:
        """Have the complaint of *story*, as it stands today."""
        self._stories[story.place] = story
        self._go_on(story.place)
        return story.place

    def keeps_to_itself(self, story: Story) -> ComplaintId:
        """Have the complaint of *story*, of which the register knows nothing before it is asked."""
        self._stories[story.place] = story
        return story.place

    async def start(self, place: ComplaintId, case: Case) -> None:
        self._check()
        if there := self._stories.get(place):
            same_key = there.complaint.key == case.complaint.key
            raise TakenError(same_key=same_key, opened_with=there.complaint.opened_with)
        self.tell(Story.of(place, case))

    async def update(self, place: ComplaintId, order: Message) -> Answer:
        story = self._go_on(place)
        self.given.append(order)
        answer = story.carries_out(order)
        self._write(story)
        return answer

    async def signal(self, place: ComplaintId, order: Message) -> None:
        await self.update(place, order)

    async def complaint(self, place: ComplaintId) -> Complaint:
        return self._go_on(place).complaint

    async def case(self, place: ComplaintId) -> Case:
        story = self._go_on(place)
        return Case(complaint=story.complaint, rules=story.rules)

    async def deadlines(self, place: ComplaintId) -> tuple[DeadlineShown, ...]:
        story = self._go_on(place)
        return deadlines_shown(story.complaint, story.rules)

    async def offers(self, place: ComplaintId, by: Actor) -> tuple[Offer, ...]:
        story = self._go_on(place)
        return offers(story.complaint, by, story.rules, story.now)

    async def now(self, place: ComplaintId) -> datetime:
        self._check()
        story = self._stories.get(place)
        return max(datetime.now(UTC), story.now) if story else datetime.now(UTC)

    async def real_now(self) -> datetime:
        self._check()
        return datetime.now(UTC)

    async def last_run(self, place: ComplaintId) -> None:
        self._check()

    async def unbegun(self, place: ComplaintId) -> None:
        self._check()

    def _check(self) -> None:
        if self.fault:
            raise self.fault

    def _go_on(self, place: ComplaintId) -> Story:
        self._check()
        if place not in self._stories:
            raise NotRunningError(f"{place.reference} does not run")
        story = self._stories[place]
        story.goes_on(datetime.now(UTC))
        self._write(story)
        return story

    def _write(self, story: Story) -> None:
        """Hand the register what is new, as a workflow does."""
        while True:
            complaint, handed = story.complaint, self._handed.get(story.place, Handed())
            shows = standing(complaint, story.rules, story.now)
            if not handed.lacks(complaint, shows, has_ended=False):
                return
            page = next_page(complaint, story.rules, shows, handed)
            self._written(self._book.write(page))
            self._handed[story.place] = handed.with_page(page, complaint)
            through = page.entries[-1].number if page.entries else complaint.written_through
            story.complaint = complaint.written(through, frozenset(each.digest for each in page.texts))

    @staticmethod
    def _written(written: Written) -> None:
        assert not written.set_aside, "nobody else writes here"


def desk_with(played: Played, engine: Engine) -> Desk:
    """A desk over complaints that are played, and the real register."""
    return Desk(played, register_desk(Queries(engine)), RULEBOOK)  # type: ignore[arg-type]  # it answers as Temporal


def days_ago(days: int) -> str:
    """A day of the landlord's, so many working days before today, as stories name days: "Mon 02 Nov 2026"."""
    return short(_working_day(-days))


def days_ahead(days: int) -> str:
    """The same, after today."""
    return short(_working_day(days))


def told(landlord: str, reference: str, received: str, **more: Any) -> Story:  # noqa: ANN401 - any field
    """The story of a complaint that was received on a day, and no more yet."""
    story = Story(landlord, reference)
    story.receives_complaint(received, "10:00", **more)
    return story


def _working_day(days: int) -> date:
    today = landlord_day(datetime.now(UTC), "Europe/London")
    calendar = RULEBOOK.calendar("reliance", today - timedelta(days=400), today + timedelta(days=400))
    step, day = timedelta(days=1 if days > 0 else -1), today
    for _ in range(abs(days)):
        day += step
        while not calendar.is_working_day(day):
            day += step
    return day
