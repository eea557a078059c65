"""The tables of the pages in a browser: what is personal in them goes with their sweep."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from domain.policy.staff import Absence
from register.tables import Kept, Table

Fields = tuple[tuple[str, str], ...]
"""What a form says: names and values, in their order; a name may come more than once."""


class SessionRow(Table):
    """Somebody who has signed in; of what their browser holds, only a digest is kept."""

    __tablename__ = "web_sessions"
    __table_args__ = (
        Index("web_sessions_of_person", "landlord", "person"),
        Index("web_sessions_by_subject", "issuer", "subject"),
        Index("web_sessions_by_use", "used_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    landlord: Mapped[str]
    person: Mapped[str]
    issuer: Mapped[str]
    subject: Mapped[str]
    """Who they are to the provider that signed them in."""
    provider_session: Mapped[str]
    """The provider's own session, by which it says that it has ended; empty where it has none."""
    remembered: Mapped[dict[str, str]] = mapped_column(Kept(dict[str, str]))
    """What pages keep for as long as it lasts, as the words of a search, which no address may hold."""
    began_at: Mapped[datetime]
    used_at: Mapped[datetime]


class DraftRow(Table):
    """What somebody wrote in a form and has not sent."""

    __tablename__ = "web_drafts"
    __table_args__ = (
        Index("web_drafts_of_complaint", "landlord", "reference"),
        Index("web_drafts_by_time", "kept_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    """A digest: of whose it is and on which page, or of what the browser of somebody not signed in holds."""
    landlord: Mapped[str]
    person: Mapped[str]
    """Empty where nobody was signed in."""
    page: Mapped[str]
    """The path of the form's page."""
    reference: Mapped[str]
    """The complaint, with which it is erased; empty where there is none yet."""
    fields: Mapped[Fields] = mapped_column(Kept(Fields))
    kept_at: Mapped[datetime]


class SeenRow(Table):
    """Somebody opened a complaint."""

    __tablename__ = "web_seen"
    __table_args__ = (Index("web_seen_by_time", "at"),)

    landlord: Mapped[str] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    page: Mapped[str] = mapped_column(primary_key=True)
    """Which of its pages, by name."""


class SignInRow(Table):
    """Who somebody is whom a provider once knew by an address it vouched for."""

    __tablename__ = "web_sign_ins"
    __table_args__ = (Index("web_sign_ins_of_person", "landlord", "person", unique=True),)

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    landlord: Mapped[str]
    person: Mapped[str]
    used_at: Mapped[datetime]


class AbsenceRow(Table):
    """When somebody is away, and who stands in, as they say themselves."""

    __tablename__ = "web_absences"

    landlord: Mapped[str] = mapped_column(primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    absences: Mapped[tuple[Absence, ...]] = mapped_column(Kept(tuple[Absence, ...]))
    deputy: Mapped[str]
    """Empty for nobody."""
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    last: Mapped[date]
    """The last day of which it says something: of an absence, else the day on which it was entered."""
