"""Notices: everything a person is told (D11).

A notice is a kind, an audience and facts. It is rendered from the landlord's own template only when it goes, tries its
channels in order, and keeps its key for life: the send ledger knows it by that key (D12).
"""

from datetime import date, datetime
from typing import Any

from pydantic import SerializeAsAny, ValidationInfo, field_validator

from domain.complaint.carried_out import digest
from domain.complaint.marks import Owed
from domain.complaint.notice_facts import Facts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES
from domain.complaint.recipients import Audience, Recipient
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.policy.duty_kinds import DutyKey
from domain.value import Names, Value


def notice_and_channel(key: str) -> tuple[str, Channel | None]:
    """A notice's key, and its channel where *key* is that of its errand, which is what providers are given."""
    notice, _, last = key.rpartition("/")
    return (notice, Channel(last)) if last in set(Channel) else (key, None)


class Failure(Value):
    """A channel by which a notice could not go, and why."""

    channel: Channel
    why: str
    at: datetime


class Notice(Value):
    """Something a person is to be told."""

    key: str
    kind: NoticeKind
    to: Recipient
    not_to: Names = frozenset()
    """Ids of members of staff who may not be told: it is about them, or they wrote what is to be approved, or they took
    part in what is to be reviewed."""
    channels: tuple[Channel, ...]
    """The ways left to try, best first."""
    created_at: datetime
    not_before: datetime
    useful_until: datetime
    facts: SerializeAsAny[Facts]
    """What it may say, in the model of its kind."""
    fulfils: DutyKey | None = None
    """The duty that is met when this is accepted."""
    about: tuple[Owed, ...] = ()
    """The duties a reminder speaks of: it is dropped unsent when none of them is open any more."""
    failures: tuple[Failure, ...] = ()
    formerly: tuple[str, ...] = ()
    """Errand keys under which it set out by this channel before it was written for another day: it may have gone."""
    asked_for_address: bool = False
    """Whether somebody was asked for the address without which it cannot go by letter."""
    post_on: date | None = None
    """Where it goes by letter: the day on which it is to be posted, which it bears."""
    reach: Resident | None = None
    """The resident as they were reached before, where it goes that way; None where it goes as they are reached now."""
    clause: str = ""

    @field_validator("facts", mode="before")
    @classmethod
    def _of_its_kind(cls, given: Any, known: ValidationInfo) -> Any:  # noqa: ANN401 - what is read back may be anything
        kind = known.data.get("kind")
        return NOTICES[kind].facts.model_validate(given) if kind else given

    @property
    def words(self) -> str:
        """What it is about, in words."""
        return self.kind.replace("_", " ")

    @property
    def is_for_resident(self) -> bool:
        """Whether the resident is told, rather than staff."""
        return self.to.audience is Audience.RESIDENT

    @property
    def must_reach_resident(self) -> bool:
        """Whether it goes by letter in the end, where no other way is left; not a status text beside it."""
        return self.is_for_resident and Channel.LETTER in self.channels

    @property
    def channel(self) -> Channel:
        """The way it goes now."""
        return self.channels[0]

    @property
    def facts_digest(self) -> str:
        """A digest of what it says and to whom, by which it is told from another notice of the same key.

        Who signs it is left out where that may change while it waits; so are defaults, which a release may add.
        """
        signed = type(self.facts).model_fields.get("handler")
        left_out = set() if signed is None or signed.is_required() else {"handler"}
        facts = self.facts.model_dump_json(exclude_defaults=True, exclude=left_out)
        return digest(f"{self.kind}\n{self.to.model_dump_json(exclude_defaults=True)}\n{facts}")

    @property
    def errand_key(self) -> str:
        """The ledger's key for this notice by this channel."""
        return f"{self.key}/{self.channel}"
