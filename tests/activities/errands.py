"""One complaint's notices, ready to be sent."""

from datetime import UTC, datetime, timedelta

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.recipients import THE_RESIDENT, Recipient
from domain.complaint.resident import Resident
from domain.outbox.errands import Errand
from domain.policy.channels import Channel
from domain.policy.staff import Person
from tests.letters.samples import FACTS

STARTED_AT = datetime(2031, 4, 1, 9, 30, tzinfo=UTC)
"""When the activities start, on a complaint's own, virtual clock."""

ANN = Resident(name="Ann Example", email="ann@example.com", mobile="+447700900123")
PRIYA = Person(
    id="priya", name="Priya Nair", job_title="Complaints Handler", roles=frozenset(), email="priya@landlord.example.com"
)


def errand(
    channel: Channel,
    *,
    to: Recipient = THE_RESIDENT,
    resident: Resident = ANN,
    kind: NoticeKind = NoticeKind.ACKNOWLEDGEMENT,
) -> Errand:
    """A notice by *channel*, to the resident unless staff are named."""
    notice = Notice(
        key="QH-2031-1/acknowledgement/1",
        kind=kind,
        to=to,
        channels=(channel,),
        created_at=STARTED_AT,
        not_before=STARTED_AT,
        useful_until=STARTED_AT + timedelta(days=1),
        facts=FACTS[kind],
    )
    return Errand(landlord="qualitas", reference="QH-2031-1", notice=notice, resident=resident)
