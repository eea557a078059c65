"""What a story sent, kept in the register in the words in which it went, as a sending activity keeps it."""

from sqlalchemy import Engine

from activities.ports import Copy
from domain.complaint.recipients import Audience
from domain.outbox.errands import errand_of
from domain.policy.channels import Channel
from providers.letters import LetterWriter
from providers.rulebook import policies_folder
from register.ledger import RegisterLedger
from tests.spec.cast import RULEBOOK, Sent
from tests.web.played import Story

_WRITER = LetterWriter(policies_folder(), RULEBOOK.landlord)


def keep_letters(engine: Engine, story: Story) -> None:
    """Keep what the resident was sent, the oldest first; what went by a provider is confirmed."""
    for sent in story.sent:
        if sent.to != Audience.RESIDENT:
            continue
        ledger = RegisterLedger(engine, lambda at=sent.at: at)  # type: ignore[misc]  # bound at once
        ledger.claim(sent.notice.errand_key, _copy(story, sent))
        if sent.channel is Channel.LETTER:
            ledger.release(sent.notice.errand_key)
        else:
            ledger.confirm(sent.notice.errand_key, f"id-{sent.notice.key}", sent.at, maybe_twice=False)


def _copy(story: Story, sent: Sent) -> Copy:
    errand = errand_of(story.complaint, sent.notice)
    words = _WRITER.render(errand, None)
    if sent.channel is Channel.TEXT:
        words = words.model_copy(update={"text": _WRITER.text(errand, None)})
    return Copy(
        key=sent.notice.errand_key,
        landlord=story.key,
        reference=story.place.reference,
        kind=sent.kind,
        channel=sent.channel,
        recipient=sent.to,
        address=sent.resident.address_by(sent.channel),
        words=words,
    )
