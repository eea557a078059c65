"""The world around a rehearsed complaint: providers that take every notice at once, unless the story says otherwise."""

from datetime import datetime

from domain.calendar.days import landlord_day
from domain.calendar.working_calendar import ClosedDay, WorkingCalendar
from domain.complaint.complaint import Complaint
from domain.complaint.notice_rules import kinds_called
from domain.complaint.notices import Notice
from domain.complaint.recipients import Audience
from domain.outbox.errands import Accepted, errand_of, lacks_address
from domain.outbox.together import beside, in_one_message, who_by
from domain.policy.channels import Channel
from domain.policy.rules import Rules
from domain.policy.staff import StaffDirectory
from domain.procedure.news.delivery import note_accepted, note_expired, note_undeliverable
from providers.letters import LetterWriter
from rehearsal.world_steps import ProviderAway, ProviderBack, RefusedForGood


class RehearsedWorld:
    """Takes what the complaint sends, and answers as the activities would."""

    def __init__(self, directory: StaffDirectory, letters: LetterWriter) -> None:
        self._directory = directory
        self._letters = letters
        self._away: set[Channel] = set()
        self._refused: dict[Channel, str] = {}

    def turn(self, event: ProviderAway | ProviderBack | RefusedForGood) -> None:
        """Let a provider go away or come back, or refuse the resident for good."""
        match event:
            case ProviderAway(provider=provider):
                self._away.add(Channel(provider))
            case ProviderBack(provider=provider):
                self._away.discard(Channel(provider))
            case RefusedForGood(provider=provider, why=why):
                self._refused[Channel(provider)] = why

    def answers(self, complaint: Complaint, notice: Notice, now: datetime) -> bool:
        """Whether something comes of *notice* now: it may go and is taken or refused, or it has waited too long."""
        is_there = notice.channel not in self._away or notice.useful_until <= now
        return notice.not_before <= now and is_there and not lacks_address(complaint, notice)

    def send(self, complaint: Complaint, notice: Notice, rules: Rules, now: datetime) -> Complaint:
        """The complaint once it has heard what came of *notice*.

        Raises:
            LetterError: the letter cannot be written.
            UnknownPersonError: nobody in the directory can be told.
        """
        if notice.channel in self._away:
            return note_expired(complaint, notice.key, "the provider was away", now, rules, now)
        if notice.is_for_resident and (why := self._refused.get(notice.channel)):
            return note_undeliverable(complaint, notice.key, notice.channel, why, now, rules, now)
        return note_accepted(complaint, self._taken(complaint, notice, rules, now), rules, now)

    def _taken(self, complaint: Complaint, notice: Notice, rules: Rules, now: datetime) -> Accepted:
        on = landlord_day(now, rules.zone)
        reader = None if notice.is_for_resident else self._directory.recipient(notice.to.candidates, on, notice.not_to)
        told, told_too = in_one_message(notice, beside(notice, complaint.outbox), who_by(self._directory, on))
        errand = errand_of(complaint, told)
        words = self._letters.render(errand, reader)
        return Accepted(
            key=notice.key,
            channel=notice.channel,
            at=now,
            told_too=told_too,
            to=reader.id if reader else Audience.RESIDENT.value,
            provider_id=f"rehearsed/{notice.errand_key}",
            first_line=words.text.splitlines()[0] if notice.channel is Channel.TEXT else words.first_line,
        )


def last_letter(complaint: Complaint, letter: str) -> Notice | None:
    """The last letter of that number or kind that has gone."""
    kinds, gone = kinds_called(letter), reversed(complaint.gone)
    return next((each for each in gone if each.kind in kinds or complaint.letter_number(each.key) == letter), None)


def with_holiday(calendar: WorkingCalendar, day: ClosedDay) -> WorkingCalendar:
    """*calendar* with one more day that does not count."""
    closed = tuple(sorted((*calendar.closed, day), key=lambda each: each.on))
    fields = calendar.model_dump() | {"closed": closed, "version": f"{calendar.version}, with {day.why}"}
    return WorkingCalendar.model_validate(fields)
