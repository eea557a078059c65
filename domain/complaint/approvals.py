"""What waits for somebody's approval: a drafted response, or more time than the policy allows (A-29, A-42)."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from domain.complaint.complaint import Complaint
from domain.complaint.stages import StageProgress
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.landlord import RoleName
from domain.policy.rules import Rules
from domain.value import Names, Value


class Approvable(StrEnum):
    """What somebody may be asked to approve."""

    RESPONSE = "response"
    EXTENSION = "extension"


class Request(Value):
    """Something that waits for approval, and of whom."""

    what: Approvable
    clause: str
    roles: tuple[RoleName, ...]
    """Whose holders may answer."""
    named: str = ""
    """The id of whoever was asked by name."""
    words_of: Names
    """Ids of those whose words it is: none of them answers it."""
    asked_at: datetime
    duty: DutyKey

    @property
    def of(self) -> tuple[str, ...]:
        """Who is asked: by name first, else the roles."""
        return (self.named, *self.roles) if self.named else self.roles


def awaiting(complaint: Complaint, rules: Rules) -> tuple[Request, ...]:
    """What waits for approval at the stage the complaint has reached, the response first."""
    if not complaint.stages or complaint.closed or complaint.progress.responded:
        return ()
    return tuple(_awaiting(complaint.progress, rules))


def _awaiting(progress: StageProgress, rules: Rules) -> Iterator[Request]:
    policy = rules.edition.stage(progress.stage)
    draft, asked = progress.draft, progress.extension_asked
    if policy.approve and draft and draft.awaits_approval:
        yield Request(
            what=Approvable.RESPONSE,
            clause=policy.approve.clause,
            roles=(policy.approve.role,),
            words_of=draft.written_by,
            asked_at=draft.submitted_at,
            duty=DutyKind.APPROVE.at(progress.stage),
        )
    if asked and asked.awaits_approval:
        yield Request(
            what=Approvable.EXTENSION,
            clause=policy.extension.clause,
            roles=policy.extension.beyond_approved_by,
            named=asked.approver.id if asked.approver else "",
            words_of=asked.put_forward_by,
            asked_at=asked.at,
            duty=DutyKind.APPROVE_EXTENSION.at(progress.stage),
        )
