"""Who acts on a complaint: a person, an organisation, a system, or the procedure itself (D15)."""

from enum import StrEnum
from typing import Self

from pydantic import model_validator

from domain.policy.staff import Officer
from domain.value import Names, Value


class ActorKind(StrEnum):
    """What somebody is to the complaint they act on."""

    STAFF = "staff"
    RESIDENT = "resident"
    REPRESENTATIVE = "representative"
    """Somebody who speaks for the resident."""
    OTHER_PARTY = "other_party"
    """A contractor, a service or another organisation."""
    OMBUDSMAN = "ombudsman"
    SYSTEM = "system"
    """A named system: a provider of e-mail, a web form."""
    PROCEDURE = "procedure"
    """Nobody: the passing of time."""

    @property
    def is_person(self) -> bool:
        """Whether somebody decided to act, rather than a clock or a machine."""
        return self not in {ActorKind.SYSTEM, ActorKind.PROCEDURE}


class ActorRef(Value):
    """Who acted, as an entry of the record keeps it: an id and roles; the name stands beside the record."""

    kind: ActorKind
    id: str = ""
    """Of a member of staff, their id; of a system, its name; of others empty."""
    roles: Names = frozenset()
    """Of a member of staff, the roles they held when they acted."""


class Actor(Value):
    """Who acts, with all that a step may need of them."""

    kind: ActorKind
    officer: Officer | None = None
    """The member of staff, with the roles they hold on the day."""
    name: str = ""
    """What a representative, another party or a system is called."""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        """A member of staff is named by their entry in the directory, and nobody else is."""
        if (self.kind is ActorKind.STAFF) != (self.officer is not None):
            raise ValueError("a member of staff, and nobody else, is given with their id and roles")
        return self

    @property
    def ref(self) -> ActorRef:
        """As an entry keeps it."""
        if self.officer:
            return ActorRef(kind=self.kind, id=self.officer.id, roles=self.officer.roles)
        return ActorRef(kind=self.kind, id=self.name if self.kind is ActorKind.SYSTEM else "")

    @property
    def words(self) -> str:
        """Who it is, as people read it; empty for the procedure itself."""
        return self.officer.signature if self.officer else self.name or words_of(self.kind)


class PersonName(Value):
    """What a member of staff is called, beside the record that holds their id."""

    id: str
    name: str
    job_title: str

    @property
    def signature(self) -> str:
        """As a letter names them: "Priya Nair, Complaints Handler"."""
        return f"{self.name}, {self.job_title}"


def who_is(ref: ActorRef, people: tuple[PersonName, ...]) -> str:
    """Who acted, as people read it: a member of staff by the name in *people*, else by their id."""
    name = next((each.signature for each in people if each.id == ref.id and ref.kind is ActorKind.STAFF), "")
    return name or ref.id or words_of(ref.kind)


def on_staff(staff_id: str) -> ActorRef:
    """A member of staff of whom no more than the id is known; the procedure itself where there is none."""
    return ActorRef(kind=ActorKind.STAFF, id=staff_id) if staff_id else PROCEDURE.ref


RESIDENT = Actor(kind=ActorKind.RESIDENT)
OMBUDSMAN = Actor(kind=ActorKind.OMBUDSMAN)
PROCEDURE = Actor(kind=ActorKind.PROCEDURE)


def staff(officer: Officer) -> Actor:
    """That member of staff."""
    return Actor(kind=ActorKind.STAFF, officer=officer)


def words_of(kind: ActorKind) -> str:
    """What somebody without a name is called."""
    return _WORDS[kind]


_WORDS = {
    ActorKind.STAFF: "a member of staff",
    ActorKind.RESIDENT: "the resident",
    ActorKind.REPRESENTATIVE: "the resident's representative",
    ActorKind.OTHER_PARTY: "another party",
    ActorKind.OMBUDSMAN: "the Housing Ombudsman",
    ActorKind.SYSTEM: "a system",
    ActorKind.PROCEDURE: "",
}
