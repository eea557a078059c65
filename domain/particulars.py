"""What intake writes down of a complaint beside its issues: who brings it, what it concerns, what support they need."""

from enum import StrEnum

from domain.value import Day, Value


class Relation(StrEnum):
    """How whoever complains stands to the landlord (F-012, Reliance 3.1, Qualitas 5.1)."""

    TENANT = "current_tenant"
    LICENSEE = "licensee"
    HOUSEHOLD_MEMBER = "household_member"
    FORMER_TENANT = "former_tenant"
    FORMER_LICENSEE = "former_licensee"
    LEASEHOLDER = "leaseholder"
    APPLICANT = "applicant"
    NEIGHBOUR = "neighbour"
    REPRESENTATIVE = "representative"
    MP = "mp"
    COUNCILLOR = "councillor"
    COUNCIL = "council"
    ORGANISATION = "organisation"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As people say it."""
        return "MP" if self is Relation.MP else self.replace("_", " ")


class Support(Value):
    """What helps the resident to complain, and how letters reach them (R-041, Code 5.10)."""

    needs: str = ""
    """In the resident's words."""
    adjustments: tuple[str, ...] = ()
    """What is done differently for them."""
    offered: str = ""
    large_print: bool = False
    """Whether their letters, printed or by e-mail, are set in large print."""
    review_on: Day | None = None
    """When somebody asks whether this still helps."""

    @property
    def done_differently(self) -> tuple[str, ...]:
        """All that whoever deals with them does differently."""
        return (*self.adjustments, *(("Letters in large print",) if self.large_print else ()))


class Particulars(Value):
    """What the landlord's form asks for at intake (F-011 to F-016)."""

    relation: Relation | None = None
    property_address: str = ""
    """The property it is about, where that is not the resident's own address (F-015)."""
    managing_agent: str = ""
    """The managing agent it is about (F-016)."""
    about_contractor: str = ""
    """Whoever else acted for the landlord (R-011, Q-030)."""
