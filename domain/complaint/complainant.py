"""The complainant's particulars, recorded at intake alongside the issues: who complains, and about which property."""

from enum import StrEnum

from domain.value import Given


class Relation(StrEnum):
    """The complainant's relationship to the landlord (F-012, Reliance 3.1, Qualitas 5.1)."""

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


class Particulars(Given):
    """What the landlord's form asks for at intake (F-011 to F-016)."""

    relation: Relation | None = None
    """What their relationship to the landlord is."""
    property_address: str = ""
    """The property it is about, if it is not their home."""
    managing_agent: str = ""
    """The managing agent it is about."""
    about_contractor: str = ""
    """The contractor, or other person acting for the landlord, that it is about."""
