"""Who has how much: each person of a landlord, what nobody has yet, and what people hold who have left."""

from collections.abc import Iterable, Mapping
from datetime import date

from domain.policy.staff import Person, StaffDirectory
from domain.value import Value
from register.lines import NOBODY, Load

_NOTHING = {"unsettled": 0, "overdue": 0, "due": 0, "today": 0}


class Member(Value):
    """One person, with what they have."""

    id: str
    """A staff id; empty for what nobody has yet."""
    name: str
    team: str = ""
    """Their department in the directory."""
    unsettled: int
    """Complaints that are open, or closed and owe something."""
    overdue: int
    due: int
    """Due this week, and not overdue."""
    today: int = 0
    """Of those, due today."""
    absent_until: date | None = None
    """The last day of the absence they are on; None while they are there."""
    deputy: str = ""
    """Who stands in for them, by name; of a leaver nobody knows the name any more."""
    has_left: bool = False
    """Whether the directory knows nobody of that id any more."""


def members(loads: Iterable[Load], directory: StaffDirectory, today: date) -> tuple[Member, ...]:
    """What nobody has yet, what those hold who have left, and then everybody of the directory in its order."""
    of = {load.handler: load for load in loads}
    names = {person.id: person.name for person in directory.people}
    without = (_without_person(load) for each, load in of.items() if each == NOBODY)
    left = (_without_person(load) for each, load in of.items() if each not in names and each != NOBODY)
    there = (_member(person, of.get(person.id), names, today) for person in directory.people)
    return (*without, *left, *there)


def members_of(team: str, directory: StaffDirectory) -> tuple[str, ...]:
    """Ids of those who work in a department, however it is capitalised; none where there is no such department."""
    return tuple(person.id for person in directory.people if person.department.casefold() == team.casefold())


def teams(directories: Iterable[StaffDirectory]) -> tuple[str, ...]:
    """The departments there are, each once, in order."""
    return tuple(sorted({person.department for each in directories for person in each.people if person.department}))


def _without_person(load: Load) -> Member:
    is_nobody = load.handler == NOBODY
    return Member(
        id=load.handler,
        name="nobody yet" if is_nobody else load.handler,
        has_left=not is_nobody,
        **load.model_dump(exclude={"handler"}),
    )


def _member(person: Person, load: Load | None, names: Mapping[str, str], today: date) -> Member:
    return Member(
        id=person.id,
        name=person.name,
        team=person.department,
        absent_until=person.away_until(today),
        deputy=names.get(person.deputy, f"{person.deputy}, who left") if person.deputy else "",
        **load.model_dump(exclude={"handler"}) if load else _NOTHING,
    )
