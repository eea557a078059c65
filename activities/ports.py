"""What the activities need from the world outside: the providers and the register fulfil these."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Protocol

from pydantic import Field

from domain.calendar.working_calendar import WorkingCalendar
from domain.complaint.complaint import Case
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.reference import ComplaintId
from domain.outbox.errands import Errand
from domain.policy.channels import Channel
from domain.policy.landlord import Landlord
from domain.policy.rules import Rules
from domain.policy.staff import Person, StaffDirectory
from domain.rounds.calendar_check import CalendarReport
from domain.rounds.reports import Digest, OverdueReport, Reader, Work
from domain.rounds.sweep import StuckReport
from domain.value import Value
from domain.views.page import Page


class ProviderRejectedError(Exception):
    """The provider will never accept this: a number or address that cannot work, or texts the resident stopped."""

    def __init__(self, why: str, *, stopped: bool = False, of_notice: bool = False) -> None:
        super().__init__(why)
        self.stopped = stopped
        self.of_notice = of_notice
        """True when the notice itself is at fault, as one that is too long: the number or address may be sound."""


class ProviderAwayError(Exception):
    """The provider certainly kept nothing this time: refused connection, 429, 503."""

    def __init__(self, why: str, *, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        """Seconds the provider asked us to wait, where it did."""


class AccountFaultError(ProviderAwayError):
    """Nothing was kept, by a fault of our account, settings or sending address: operations mend it.

    It says nothing of who was to have the notice, which is tried again.
    """


class ProviderUnsureError(Exception):
    """Nobody knows whether the provider took it: time ran out, or the connection dropped after the request had left."""


class LostLifeError(Exception):
    """The ledger has that key with other facts: an earlier life of the complaint used it, and this notice never went.

    Nothing was claimed. A life is lost where its workflow goes on from an older copy: a restored database, a reset.
    """


class LetterError(Exception):
    """A template is missing, or asks for a fact its notice lacks: the landlord's own words need mending."""


class RegisterAwayError(Exception):
    """The register cannot be reached, or cannot take this now; the sentence names it without its password."""


class NoAnswerError(Exception):
    """A running complaint gives no answer; the sentence says why."""


class NotRunningError(NoAnswerError):
    """Temporal has no such complaint running: it has ended, or there never was one."""


class NoWorkerError(NoAnswerError):
    """No worker answers for it."""


class NoTurnError(NoWorkerError):
    """A worker asks for work, and none answers for it: its turn may fail."""


class UnreadableError(NoAnswerError):
    """What Temporal has of it is sealed with a key, or for a namespace, that is not ours."""


class UnreadableStateError(UnreadableError):
    """The state of a complaint that the register keeps cannot be opened: the key is missing, or it is damaged."""


class TemporalAwayError(Exception):
    """Temporal does not answer; the sentence says where."""


class LostAnswerError(TemporalAwayError):
    """Temporal may have been reached and what it was asked carried out: its answer was lost."""


Report = Digest | OverdueReport | CalendarReport | StuckReport
"""What a round tells somebody."""


class Rendered(Value):
    """A notice in words."""

    subject: str
    body: str
    """Plain text, as an e-mail carries it."""
    html: str
    """The same as a page, fit for an e-mail or for print."""
    text: str
    """The short form for a text message; empty where the notice has none."""

    @property
    def first_line(self) -> str:
        """The first line a reader sees: of the long form, or of a text alone; empty where it has no words."""
        return next((line for line in (self.body or self.text).splitlines() if line.strip()), "")


class Copy(Value):
    """A notice in the words in which it goes by one channel: kept before its first try (D12)."""

    key: str
    """The errand's key, as the ledger has it."""
    landlord: str
    reference: str
    kind: NoticeKind
    channel: Channel
    recipient: str
    """The id of a member of staff, or how the record names another recipient: "resident"."""
    address: str
    """The e-mail address, mobile number or postal address; empty where none is known."""
    words: Rendered
    facts: str = ""
    """A digest of what the notice was to say: the same key with other facts is of a lost life."""


class Claim(Value):
    """What the ledger knows of an errand when it is claimed."""

    claimed_at: datetime
    """When the first try whose fate is unknown claimed it, in real time, as the provider's clock runs."""
    is_new: bool
    """False when an earlier try claimed it and neither confirmed nor released it: it may have been sent."""
    provider_id: str = ""
    """Set when an earlier try was confirmed."""
    accepted_at: datetime | None = None
    maybe_twice: bool = False
    tries: int = 1
    """How often it was tried, with this time."""
    unsettled: int = 0
    """Earlier tries of which nobody knows whether they were accepted."""
    is_spent: bool = False
    """Whether nothing was claimed, because so many tries are unsettled that none may follow."""
    words: Rendered | None = None
    """The words of the earlier tries, where a copy of them was kept: a further try says the same."""


class Known(Value):
    """What the ledger knows of an errand when it has come to an end."""

    tries: int
    unsettled: int
    """Tries of which nobody knows whether they were accepted; of a letter 1 where it may have been printed."""
    unsettled_for: timedelta = timedelta(0)
    """How long ago the first of those was made."""
    provider_id: str = ""
    """Set when it was accepted."""
    accepted_at: datetime | None = None
    maybe_twice: bool = False
    recipient: str = ""
    """As `Copy.recipient`; empty where no copy was kept."""
    facts: str = ""
    """As `Copy.facts`; empty where no copy was kept."""
    words: Rendered | None = None


class Mail(Protocol):
    """Sends e-mail."""

    def send(self, *, key: str, sender: str, sender_name: str, to: str, words: Rendered) -> str:
        """Send and return the provider's id.

        Raises:
            ProviderRejectedError: it can never be accepted.
            ProviderAwayError: it was not accepted this time.
            ProviderUnsureError: it may have been accepted.
        """
        ...


class Texts(Protocol):
    """Sends text messages."""

    def send(self, *, sender: str, to: str, body: str) -> str:
        """Send and return the provider's id; raises as `Mail.send` does."""
        ...

    def find(self, *, to: str, body: str, since: datetime, but: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The provider's ids of the texts with this number and these words created since *since*, oldest first.

        Those of *but* are known as other texts with the same words.

        Raises:
            ProviderAwayError: it cannot be asked now, or none is there and its list may not show the last ones yet.
        """
        ...


class PrintRoom(Protocol):
    """Keeps letters for print."""

    def keep(self, *, reference: str, key: str, page: str) -> str:
        """Keep the page, once for each key, and return where it can be found.

        Raises:
            ProviderAwayError: it cannot be kept now.
        """
        ...


class Letters(Protocol):
    """Puts notices into words, from the landlord's own templates."""

    def render(self, errand: Errand, reader: Person | None) -> Rendered:
        """The notice in words; *reader* is the member of staff who is told, None for the resident.

        Raises:
            LetterError: the template is missing, or asks for a fact the notice lacks; the sentence names both.
        """
        ...

    def text(self, errand: Errand, reader: Person | None) -> str:
        """The notice's short form alone, for a text message; empty where it has none.

        Raises:
            LetterError: as `render`.
        """
        ...


class Landlords(Protocol):
    """Knows each landlord's people and its own addresses today."""

    def reader(self, landlord: str, candidates: tuple[str, ...], at: datetime, *, not_to: frozenset[str]) -> Person:
        """The member of staff who is told at that instant: the first candidate present who may be, or their deputy."""
        ...

    def stood_in_for(
        self, landlord: str, candidates: tuple[str, ...], at: datetime, *, not_to: frozenset[str]
    ) -> Person | None:
        """Whoever would be told at that instant but is away, so that another is; None where the first is told."""
        ...

    def when_texts_go(self, landlord: str, at: datetime) -> datetime:
        """*at* within the landlord's hours for texts, or the next time they begin."""
        ...

    def sender(self, landlord: str) -> tuple[str, str, str]:
        """The landlord's name, the address its e-mail comes from, and the number its texts come from."""
        ...


class Written(Value):
    """What came of a page."""

    new: frozenset[int] = frozenset()
    """The numbers of the entries that were not there before."""
    set_aside: tuple[int, ...] = ()
    """The numbers of the entries of the life before this one that the record has no more: they are kept beside it."""


class Ledger(Protocol):
    """The send ledger (D12): claim, send, confirm. Each method raises RegisterAwayError.

    `claim` and `keep_copy` raise LostLifeError where the key has other facts, and may have gone with them.
    """

    def claim(self, key: str, copy: Copy | None = None, *, most: int | None = None) -> Claim:
        """Claim an errand before a try at sending it, and keep a copy; claiming again says what is known of before.

        The copy of a try that may have been accepted stays; one that was certainly not accepted gives way to *copy*.
        Where as many as *most* tries are unsettled, nothing is claimed, and the claim says that it is spent.
        """
        ...

    def known(self, key: str) -> Known | None:
        """What became of an errand; None where it was never tried."""
        ...

    def ids_beside(self, copy: Copy) -> frozenset[str]:
        """The provider's ids of the other errands of the same complaint."""
        ...

    def keep_copy(self, copy: Copy) -> Rendered:
        """Keep a copy of what is printed, once for each key, and return the words that are kept."""
        ...

    def confirm(self, key: str, provider_id: str, accepted_at: datetime, *, maybe_twice: bool) -> None:
        """Note that the provider accepted it; of two different ids the first is kept, as sent twice."""
        ...

    def release(self, key: str) -> None:
        """Note that this try was certainly not accepted; what is unknown of earlier tries stays unknown."""
        ...


class SealedState(Value):
    """The state of a complaint as the register keeps it."""

    sealed_with: str
    """The id of the key; empty where it is packed alone."""
    state: bytes = Field(repr=False)


class Seals(Protocol):
    """Seals the states of complaints that the register keeps (D14)."""

    def seal(self, place: ComplaintId, state: str) -> SealedState:
        """*state* of that complaint, as only a holder of the key can open it."""
        ...

    def open(self, place: ComplaintId, kept: SealedState) -> str:
        """The state of that complaint again.

        Raises:
            UnreadableStateError: its key is missing, or it is damaged or another complaint's.
        """
        ...


class KeptState(Value):
    """The state a complaint could go on from, as the register keeps it."""

    through: int
    """The last entry of the record that it knows."""
    has_ended: bool
    """Whether nothing was left to do in it: the complaint ended with it."""
    rules: Rules | None = None
    """The rules it is judged by; None where the register lacks them."""
    state: SealedState | None = None
    case: Case | None = None
    """State and rules as workers kept them in clear before, of a complaint that had ended."""


class RecordBook(Protocol):
    """The durable record. Each method raises RegisterAwayError."""

    def write(self, page: Page, state: SealedState | None = None) -> Written:
        """Write a page with its sealed state, and say which entries are new: one written before is left as it is.

        Raises:
            LostLifeError: the record has gone on otherwise, and nothing is written.
        """
        ...

    def kept_state(self, landlord: str, reference: str) -> KeptState | None:
        """The last state that is kept of a complaint."""
        ...


class KeptTexts(Protocol):
    """Long texts of complaints that the register keeps (D5)."""

    def read(self, landlord: str, reference: str, digests: frozenset[str]) -> Mapping[str, str]:
        """The complaint's long texts by their hashes, as far as they are there; raises RegisterAwayError."""
        ...


class LandlordFiles(Protocol):
    """Each landlord's files as they stand."""

    def landlord(self, key: str) -> Landlord:
        """The landlord of that key."""
        ...

    def directory(self, key: str) -> StaffDirectory:
        """Who works for it."""
        ...

    def calendar(self, key: str, covers_from: date, covers_to: date) -> WorkingCalendar:
        """The days on which it works, by today's holidays and closures."""
        ...


class FolderReading(Value):
    """What came of reading a landlord's folder."""

    landlord: str
    digest: str
    """By which the folder is known as it was read, with what of the house's it stands on."""
    is_used: bool
    """Whether it is used; what was read before goes on being used where it is not."""
    faults: tuple[str, ...] = ()


class ReportLetters(Protocol):
    """Puts reports into words, from the landlord's own templates."""

    def report(self, landlord: str, report: Report, reader: Reader, on: date) -> Rendered:
        """The report in words.

        Raises:
            LetterError: the template is missing, or asks for a fact the report lacks.
        """
        ...


class OpenWork(Protocol):
    """What is open or still owes something, as the register holds it. Each method raises RegisterAwayError."""

    def due(self, landlord: str, by: datetime, handlers: tuple[str, ...] | None = None) -> tuple[Work, ...]:
        """What is owed and due by an instant, what is due first first; of *handlers* alone where they are given."""
        ...

    def quiet(self, landlord: str, since: datetime) -> tuple[Work, ...]:
        """What owes something and should have acted before *since*, with nothing recorded from then on."""
        ...

    def marks(self, landlord: str) -> Mapping[str, int]:
        """By which calendars the landlord's complaints count that are open or owe something, and how many by each."""
        ...

    def counting_by(self, landlord: str, marks: tuple[str, ...], after: str, limit: int) -> tuple[str, ...]:
        """References of such complaints that count by one of those calendars, in order, from beyond *after*."""
        ...


class RunningComplaints(Protocol):
    """Complaints as their workflows have them."""

    async def case(self, place: ComplaintId) -> Case:
        """The complaint with the rules it is judged by now.

        Raises:
            NotRunningError: it is not running.
            NoWorkerError: no worker answers for it.
            TemporalAwayError: Temporal does not answer.
            NoAnswerError: what Temporal has of it cannot be read.
        """
        ...

    async def change_calendar(self, place: ComplaintId, calendar: WorkingCalendar) -> None:
        """Tell the complaint that its calendar has changed.

        Raises:
            NotRunningError: it is not running.
            TemporalAwayError: Temporal does not answer.
        """
        ...


class Keeping(Value):
    """For how long each of the tables of the pages in a browser keeps what it has."""

    idle: timedelta = timedelta(minutes=60)
    """A session that nobody uses for so long has ended."""
    longest: timedelta = timedelta(hours=12)
    """A session ends after so long, however it is used."""
    drafts: timedelta = timedelta(days=30)
    seen: timedelta = timedelta(days=730)
    absences: timedelta = timedelta(days=400)
    """After the last day of which they say something."""
    sign_ins: timedelta = timedelta(days=400)
    """After their last use; then whoever it is has to be known again."""


class Swept(Value):
    """How many rows of each table have gone."""

    sessions: int = 0
    drafts: int = 0
    seen: int = 0
    absences: int = 0
    sign_ins: int = 0
