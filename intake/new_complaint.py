"""A new contact, such as a complaint or a service request, as it is recorded, and the checks it must pass first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from domain.calendar.days import landlord_day, moment_in_words
from domain.complaint.carried_out import digest
from domain.complaint.complainant import Particulars
from domain.complaint.issues import NewIssue
from domain.complaint.ombudsman import OmbudsmanReferral
from domain.complaint.resident import Resident
from domain.complaint.support import Support
from domain.complaint.triage import TriageAnswers
from domain.messages.timing import CLOCK_SKEW
from domain.policy.landlord import Landlord
from domain.value import Instant, Key, Order
from intake import checks as input_checks
from intake.days import with_days
from intake.errors import BadInputError, FutureDateError, NotMeantError, reason
from intake.moments import DayAlone, instant
from intake.references import read_reference

_BESIDE_ITS_CONTENT = {"at", "key", "reference", "recorded_by", "channel"}
_LONGEST_KEY = 200
"""Bytes. The register finds complaints by their keys, and a database indexes no long ones."""
_LONGEST_SUMMARY = 200
"""Signs of a summary that is made from the issues; they themselves are kept whole."""


class NewComplaint(Order):
    """A new contact as it reaches the desk: a complaint, a service request, an enquiry or anything else."""

    landlord: str
    """The landlord's key: the name of its folder in policies/."""
    summary: str = ""
    """What it is about, in a line; printed in the letter."""
    resident: Resident
    channel: str = ""
    at: Instant | None = None
    """When it reached any member of staff (default: now)."""
    recorded_by: str = ""
    """The staff id of the person who recorded it."""
    about_staff: tuple[str, ...] = ()
    """The staff id of a person it is about."""
    issues: tuple[NewIssue, ...] = ()
    """What they say, in their own words, issue by issue; printed in the letter."""
    sorting: TriageAnswers | None = None
    particulars: Particulars = Particulars()
    support: Support = Support()
    ombudsman: OmbudsmanReferral | None = None
    anonymous: bool = False
    """They do not say who they are, and we cannot reach them."""
    reference: str = ""
    """A reference of your own (default: one is made)."""
    key: str = ""
    """A key of your own: opening it again with that key opens nothing new; with other words it is refused."""

    @property
    def content(self) -> str:
        """A digest of what they said: all but when and how it came, who took it down and what it is known by."""
        return digest(self.model_dump_json(exclude=_BESIDE_ITS_CONTENT, exclude_defaults=True))


def check_and_complete(new: NewComplaint, landlord: Landlord, now: datetime) -> NewComplaint:
    """*new* with everything as it is kept.

    Raises:
        BadInputError: something in it cannot be used.
        FutureDateError: it has not been received yet.
    """
    input_checks.check_texts(new)
    if len(new.key.encode()) > _LONGEST_KEY:
        raise BadInputError(f"key is too long: the limit is {_LONGEST_KEY} characters")
    at = received_at(new.at or now, landlord, now)
    input_checks.check_issues(new.issues)
    reference = (
        read_reference(new.reference, {landlord.key: (landlord.reference_prefix,)})[0].reference
        if new.reference
        else ""
    )
    resident = _resident(new)
    input_checks.check_post(resident.address)
    input_checks.check_not_ours(landlord, resident.email, resident.mobile, resident.address)
    return new.model_copy(update={"summary": _summary(new), "resident": resident, "at": at, "reference": reference})


def received_at(at: datetime, landlord: Landlord, now: datetime) -> datetime:
    """When it was received: a clock that is a little ahead means now.

    Raises:
        FutureDateError: it has not been received yet.
    """
    if at > now + CLOCK_SKEW:
        shown = moment_in_words(at, landlord.time_zone)
        raise FutureDateError(f"{shown} is in the future; give when the complaint was received")
    return min(at, now)


def _summary(new: NewComplaint) -> str:
    if new.summary.strip():
        return new.summary
    if new.summary or not new.issues:
        why = f"is {'blank' if new.summary else 'missing'}; say what the complaint is about"
        raise BadInputError(f"summary {why}", ("summary",), why)
    words = " ".join(" ".join(issue.words for issue in new.issues).split())
    return words if len(words) <= _LONGEST_SUMMARY else f"{words[: _LONGEST_SUMMARY - 1]}…"


def _resident(new: NewComplaint) -> Resident:
    resident = new.resident
    if new.anonymous:
        return _anonymous(resident)
    return resident.model_copy(
        update={
            "name": input_checks.name(resident.name),
            "email": input_checks.email(resident.email) if resident.email else None,
            "mobile": input_checks.mobile(resident.mobile) if resident.mobile else None,
        }
    )


def _anonymous(resident: Resident) -> Resident:
    """Somebody nobody knows and nothing reaches."""
    for field in ("name", "email", "mobile", "address"):
        if getattr(resident, field):
            raise BadInputError(
                f"anonymous: but {field} is given, so we know who it is or can reach them; leave anonymous out, "
                "and give as name what they want to be called",
                (field,),
            )
    return resident


def new_complaint(values: Mapping[str, Any], zone: str, now: datetime) -> NewComplaint:
    """The new contact that is given in plain values, its dates and times in the local time of *zone*.

    Raises:
        BadInputError: one of them cannot be meant.
    """
    at = _received_at(values["at"], zone, now) if "at" in values else None
    nobody = {"resident": {"name": ""}} if values.get("anonymous") and "resident" not in values else {}
    try:
        dated = with_days(NewComplaint, {**values, **nobody}, landlord_day(at or now, zone), ())
        return NewComplaint.model_validate({**dated, "at": at})
    except NotMeantError as refusal:
        raise BadInputError(refusal.sentence, refusal.key, refusal.why) from refusal
    except ValidationError as refusal:
        raise _first(refusal) from refusal


def _received_at(written: object, zone: str, now: datetime) -> datetime:
    try:
        return instant(written, zone, landlord_day(now, zone), DayAlone.BEGINS)
    except BadInputError as refusal:
        raise BadInputError(str(refusal), ("at",), str(refusal)) from refusal


def _first(refusal: ValidationError) -> BadInputError:
    """The first thing that is wrong, with the option's name."""
    error = refusal.errors(include_url=False)[0]
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    key: Key = error["loc"]
    if key == ("resident",) and error["type"] == "missing":
        field, key = "name", ("resident", "name")
    field = field.removeprefix("resident.")
    why = "is unknown here" if error["type"] == "extra_forbidden" else reason(error)
    return BadInputError(f"{field} {why}".strip(), key, why)
