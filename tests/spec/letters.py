"""What went in a story, in the words of the landlord's own templates."""

from domain.complaint.notice_kinds import NoticeKind
from domain.policy.channels import Channel
from providers.letters import LetterWriter
from providers.rulebook import policies_folder
from tests.spec.cast import RULEBOOK, Landlord, Sent, errand

WRITER = LetterWriter(policies_folder(), RULEBOOK.landlord)


def written(landlord: Landlord, kind: NoticeKind, sent: Sent | None = None) -> str:
    """The last notice of that kind that went at length, or the one that is given, in words."""
    last = sent or next(
        went for went in reversed(landlord.sent) if went.kind is kind and went.channel is not Channel.TEXT
    )
    reader = None if last.notice.is_for_resident else landlord.staff.person(last.to)
    words = WRITER.render(errand(landlord, last), reader)
    return words.text if last.channel is Channel.TEXT else words.body
