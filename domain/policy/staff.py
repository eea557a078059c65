"""People: who works for the landlord, who stands in for whom, and who is told (D15)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Self

from pydantic import field_validator

from domain.calendar.days import short
from domain.policy.landlord import RoleName
from domain.policy.rules import Rules
from domain.value import Names, Value


class UnknownPersonError(Exception):
    """Nobody of that id is in the landlord's staff directory."""


class Absence(Value):
    """Days a person is away, both included."""

    first: date
    last: date


class Officer(Value):
    """A member of staff as a message names them: id, and the roles they held when it was sent."""

    id: str
    name: str
    job_title: str
    department: str = ""
    roles: Names = frozenset()

    @field_validator("id")
    @classmethod
    def _is_somebody(cls, staff_id: str) -> str:
        if not staff_id.strip():
            raise ValueError("a member of staff is named by their id, and the id is blank")
        return staff_id

    @property
    def signature(self) -> str:
        """As a letter names them: "Priya Nair, Complaints Handler"."""
        return f"{self.name}, {self.job_title}"


class Person(Value):
    """A member of staff in the directory."""

    id: str
    name: str
    job_title: str
    department: str = ""
    """Where they work, as the landlord's form asks (F-002)."""
    roles: frozenset[RoleName]
    email: str
    sign_in: str = ""
    """Who they are to the provider that signs them in: a subject of its own, which never changes."""
    deputy: str | None = None
    absences: tuple[Absence, ...] = ()

    def is_away(self, on: date) -> bool:
        """Whether the person is absent on *on*."""
        return self.away_until(on) is not None

    def away_until(self, on: date) -> date | None:
        """The last day of the absence they are on; None where they are there on *on*."""
        return max((absence.last for absence in self.absences if absence.first <= on <= absence.last), default=None)


class SaidAway(Value):
    """When somebody is away and who stands in, as they say themselves, in the place of what the file says of both."""

    absences: tuple[Absence, ...] = ()
    deputy: str = ""
    """Empty for nobody."""


class StaffDirectory(Value):
    """Everybody who works on a landlord's complaints."""

    people: tuple[Person, ...]

    def as_they_say(self, said: Mapping[str, SaidAway]) -> Self:
        """The directory with what people *said* themselves, by their ids, of when they are away and who stands in."""
        if not said:
            return self
        people = (_as_they_say(person, said.get(person.id)) for person in self.people)
        return self.model_copy(update={"people": tuple(people)})

    def person(self, person_id: str) -> Person:
        """The person of that id.

        Raises:
            UnknownPersonError: there is none.
        """
        for person in self.people:
            if person.id == person_id:
                return person
        known = ", ".join(sorted(person.id for person in self.people))
        raise UnknownPersonError(f"nobody in the staff directory has the id {person_id!r}; known: {known}")

    def officer(self, person_id: str, on: date) -> Officer:
        """That person with the roles they hold on *on*: their own, and those of absent people they deputise for.

        Raises:
            UnknownPersonError: nobody has that id.
        """
        person = self.person(person_id)
        stood_in_for = (other.roles for other in self.people if other.deputy == person.id and other.is_away(on))
        return Officer(
            id=person.id,
            name=person.name,
            job_title=person.job_title,
            department=person.department,
            roles=person.roles.union(*stood_in_for),
        )

    def recipient(self, candidates: tuple[str, ...], on: date, not_to: frozenset[str] = frozenset()) -> Person:
        """Who is told: of each candidate in turn (a person's id or a role) the first present, else their deputy.

        Nobody of *not_to* is ever told. When everybody is away the first who may be is told all the same: a notice
        always has a reader.

        Raises:
            UnknownPersonError: no candidate is in the directory.
        """
        people = [person for candidate in candidates for person in self._those(candidate) if person.id not in not_to]
        for person in people:
            if not person.is_away(on):
                return person
            deputy = self._deputy(person)
            if deputy and deputy.id not in not_to and not deputy.is_away(on):
                return deputy
        if not people:
            raise UnknownPersonError(f"nobody in the staff directory matches {', '.join(candidates)}")
        return people[0]

    def stood_in_for(
        self, candidates: tuple[str, ...], on: date, not_to: frozenset[str] = frozenset()
    ) -> Person | None:
        """Whoever would have been told but is away, so that another is; None where the first is told.

        Raises:
            UnknownPersonError: no candidate is in the directory.
        """
        told = self.recipient(candidates, on, not_to)
        first = next(each for role in candidates for each in self._those(role) if each.id not in not_to)
        return first if first.is_away(on) and first.id != told.id else None

    def absence(self, person_id: str, on: date) -> str:
        """How long somebody is away, and who stands in: "away until Fri 18 Dec 2026; Tom Hughes stands in".

        Empty where they are there; whoever has left is said to have.
        """
        person = next((each for each in self.people if each.id == person_id), None)
        if person is None:
            return "has left" if person_id else ""
        until = person.away_until(on)
        if until is None:
            return ""
        deputy = self._deputy(person)
        who = deputy.name if deputy and not deputy.is_away(on) else "nobody"
        return f"away until {short(until)}; {who} stands in"

    def _deputy(self, person: Person) -> Person | None:
        """Who stands in for them; nobody where that person has left the directory."""
        return next((each for each in self.people if each.id == person.deputy), None)

    def _those(self, candidate: str) -> Iterator[Person]:
        return (person for person in self.people if person.id == candidate or candidate in person.roles)


def _as_they_say(person: Person, said: SaidAway | None) -> Person:
    if said is None:
        return person
    return person.model_copy(update={"absences": said.absences, "deputy": said.deputy or None})


def roles_in_words(roles: tuple[RoleName, ...], rules: Rules) -> str:
    """Roles as people say them: "Complaints Handler or Team Supervisor"."""
    return " or ".join(rules.landlord.roles[role] for role in roles)
