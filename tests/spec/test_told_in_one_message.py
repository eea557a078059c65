"""Reminders that one reader has in one minute are one message, which says for whom they stand in (D10)."""

from collections import Counter

import pytest

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES
from domain.outbox.together import REMINDERS
from tests.spec.cast import Landlord, Sent, errand
from tests.spec.letters import WRITER

RESPONSE_DUE = "Tue 17 Nov 2026"


@pytest.fixture
def acknowledged(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026, acknowledged on Tue 03 Nov: the response is due Tue 17 Nov."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()
    landlord.records_details()
    return landlord


def reminded(landlord: Landlord, kind: NoticeKind = NoticeKind.REMINDER) -> Sent:
    """The last reminder that went."""
    return next(sent for sent in reversed(landlord.sent) if sent.kind is kind)


def words(landlord: Landlord, sent: Sent) -> str:
    return WRITER.render(errand(landlord, sent), landlord.staff.person(sent.to)).body


def once_a_minute(landlord: Landlord) -> bool:
    """Whether nobody had two reminders in one minute."""
    had = Counter(
        (sent.to, f"{sent.at:%d %H:%M}")
        for sent in landlord.sent
        if sent.kind in {NoticeKind.REMINDER, NoticeKind.OVERDUE}
    )
    return max(had.values()) == 1


def test_D10_a_contractors_promise_and_the_handlers_own_duty_come_in_one_message(acknowledged: Landlord) -> None:
    acknowledged.promises(RESPONSE_DUE, what="Paint the wall", owner="Damp Ltd")

    acknowledged.waits(until=RESPONSE_DUE)

    handler = acknowledged.owner
    body = words(acknowledged, reminded(acknowledged))
    assert "- stage 1 response: due Tuesday 17 November 2026" in body
    assert "- promised action 1: Paint the wall (Damp Ltd): due Tuesday 17 November 2026" in body
    assert any(line.startswith(f"Tue 17 Nov reminder to {handler.id}:") for line in acknowledged.reminders())
    assert once_a_minute(acknowledged)
    assert any("told in the same message" in line for line in acknowledged.record)


def test_D10_a_deputy_is_told_for_whom_they_stand_in(acknowledged: Landlord) -> None:
    handler = acknowledged.owner
    acknowledged.is_away(handler.id, "Mon 16 Nov 2026", "Fri 20 Nov 2026")

    acknowledged.waits(until=RESPONSE_DUE)

    sent = reminded(acknowledged)
    assert sent.to != handler.id
    assert f"you have this because {handler.name} is away" in words(acknowledged, sent)


def test_D10_who_is_told_in_their_own_right_stands_in_for_nobody(acknowledged: Landlord) -> None:
    acknowledged.waits(until=RESPONSE_DUE)

    assert "is away" not in words(acknowledged, reminded(acknowledged))


def test_D10_a_deputy_has_their_own_promise_and_what_they_stand_in_for_in_one_message(acknowledged: Landlord) -> None:
    handler = acknowledged.owner
    deputy = acknowledged.staff.person(handler.id).deputy
    acknowledged.promises(RESPONSE_DUE, what="Paint the wall", owner=str(deputy))
    acknowledged.is_away(handler.id, "Mon 16 Nov 2026", "Fri 20 Nov 2026")

    acknowledged.waits(until=RESPONSE_DUE)

    lines = [line for line in words(acknowledged, reminded(acknowledged)).splitlines() if line.startswith("- ")]
    assert [f"because {handler.name} is away" in line for line in sorted(lines)] == [False, True]
    assert once_a_minute(acknowledged)


def test_D10_what_is_overdue_and_what_is_due_next_come_in_one_message(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    reliance.promises("Tue 10 Nov 2026", what="Paint the wall", owner="daniel-osei")

    reliance.waits(until="Tue 10 Nov 2026")

    body = words(reliance, reminded(reliance, NoticeKind.OVERDUE))
    assert "What is overdue\n- stage 1 contact with the resident" in body
    assert "What is due next\n- promised action 1: Paint the wall" in body
    assert once_a_minute(reliance)


def test_D10_other_readers_have_messages_of_their_own(acknowledged: Landlord) -> None:
    acknowledged.promises(RESPONSE_DUE, what="Paint the wall", owner=acknowledged.parts.colleague)

    acknowledged.waits(until=RESPONSE_DUE)

    last = {line.split(":")[0] for line in acknowledged.reminders() if line.startswith("Tue 17 Nov")}
    assert last >= {
        f"Tue 17 Nov reminder to {acknowledged.owner.id}",
        f"Tue 17 Nov reminder to {acknowledged.parts.colleague}",
    }


def test_D10_only_reminders_are_told_together() -> None:
    together = {NOTICES[kind].facts for kind in REMINDERS}

    assert {kind for kind, rule in NOTICES.items() if rule.facts in together} == {*REMINDERS}
