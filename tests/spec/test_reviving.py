"""A complaint that Temporal lost goes on from what was kept: nothing to the resident until somebody releases it."""

import pytest

from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.revival import Revived
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notices import Notice
from domain.complaint.resident import Resident
from domain.complaint.staff_facts import RevivedFacts
from domain.duties.letters import with_key
from domain.policy.channels import Channel
from domain.procedure.time.tick import is_settled, next_due, tick
from domain.procedure.ways_back.release_notices import on_hold
from domain.revival.revive import KnownSend
from domain.views.page import WaitsFor
from domain.views.standing import standing
from domain.views.status import Tag, tags
from tests.spec.cast import SAM, Landlord
from tests.spec.days import short_instant

BY_EMAIL = Resident(name="Ada Mail", email="ada@example.com")
BY_POST = Resident(name="Ada Post", address=("1 Example Street",), prefers=Channel.LETTER)


def acknowledged(landlord: Landlord, resident: Resident = BY_EMAIL) -> Complaint:
    """A complaint whose acknowledgement has gone."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=resident)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    return landlord.complaint


def response_waits(landlord: Landlord, resident: Resident = BY_EMAIL) -> Complaint:
    """A complaint whose response is decided on and waits for its provider."""
    acknowledged(landlord, resident)
    landlord.speaks_with_resident()
    landlord.providers.away = set(Channel)
    landlord.responds(on="Tue 10 Nov 2026")
    landlord.providers.away = set()
    return landlord.complaint


def to_resident(landlord: Landlord) -> list[str]:
    return landlord.told(to="resident")


@pytest.mark.parametrize("resident", [SAM, BY_EMAIL, BY_POST], ids=["with texts", "by e-mail", "by post"])
def test_nothing_goes_to_the_resident_of_a_revived_complaint_until_somebody_releases_it(
    landlord: Landlord, resident: Resident
) -> None:
    kept = response_waits(landlord, resident)
    before = to_resident(landlord)

    landlord.is_revived(kept)
    landlord.waits(until="Fri 20 Nov 2026")
    held = to_resident(landlord)
    landlord.releases_notices(checked="The sent folder was read.")
    landlord.waits(until="Mon 23 Nov 2026")

    assert held == before
    assert [line.split()[4] for line in to_resident(landlord)[len(before) :]].count("response") in {1, 2}
    assert landlord.record_of(EntryKind.NOTICES_RELEASED)[0].endswith("; The sent folder was read")


def test_staff_are_told_at_once_what_is_due_and_missed_and_what_waits(landlord: Landlord) -> None:
    kept = response_waits(landlord)
    landlord.sleeps(until="Wed 25 Nov 2026")

    landlord.is_revived(kept)

    facts = landlord.facts(RevivedFacts)
    assert landlord.told(NoticeKind.REVIVED) == [
        f"Wed 25 Nov 12:00 revived to {landlord.parts.handler} by email",
    ]
    assert "stage 1 response" in [line.what for line in facts.duties if line.overdue_by]
    assert facts.held == ("response by email",)


def test_what_came_due_while_it_was_lost_is_on_the_record_on_its_own_day(landlord: Landlord) -> None:
    kept = acknowledged(landlord)
    landlord.sleeps(until="Wed 25 Nov 2026")

    landlord.is_revived(kept)

    assert any("stage_1.respond" in missed for missed in landlord.missed)


def test_it_shows_as_held_and_waits_for_a_release(landlord: Landlord) -> None:
    kept = response_waits(landlord)

    landlord.is_revived(kept)

    line = standing(landlord.complaint, landlord.rules, landlord.now)
    assert Tag.HELD in tags(landlord.complaint)
    assert [each.of[0] for each in line.waits_for if each.what is WaitsFor.RELEASE] == [landlord.parts.handler]
    assert not is_settled(landlord.complaint, landlord.rules)


def test_a_notice_on_hold_wakes_nobody_and_is_not_written_again_each_day(landlord: Landlord) -> None:
    kept = response_waits(landlord)
    landlord.is_revived(kept)
    (letter,) = on_hold(landlord.complaint)

    landlord.waits(until="Fri 13 Nov 2026")

    due = next_due(landlord.complaint, landlord.rules, landlord.now)
    assert due is None or due.at > landlord.now
    assert tick(landlord.complaint, landlord.rules, landlord.now) == landlord.complaint
    assert on_hold(landlord.complaint)[0].key == letter.key


def test_a_status_text_that_waited_too_long_is_dropped_and_a_letter_has_its_time_again(landlord: Landlord) -> None:
    kept = response_waits(landlord, SAM)
    landlord.is_revived(kept)
    landlord.waits(until="Mon 01 Mar 2027")
    waited = to_resident(landlord)

    landlord.releases_notices()
    landlord.waits(until="Tue 02 Mar 2027")

    assert any(" response to resident by email" in line for line in to_resident(landlord)[len(waited) :])
    assert landlord.record_of(EntryKind.NOTICE_EXPIRED) == []


def test_what_the_ledger_has_as_sent_is_not_sent_again(landlord: Landlord) -> None:
    kept = response_waits(landlord)
    (waiting,) = [notice for notice in kept.outbox if notice.is_for_resident]
    at = short_instant("Tue 10 Nov 2026", "12:01")
    went = KnownSend(key=waiting.errand_key, claimed_at=at, accepted_at=at, to="resident")

    landlord.is_revived(kept, went)
    landlord.releases_notices()

    assert not any(" response to " in line for line in to_resident(landlord))
    assert "response sent" in landlord.record_of(EntryKind.NOTICE_SENT)
    assert landlord.complaint.progress.responded
    assert landlord.complaint.progress.responded.met_at == went.accepted_at


def test_what_may_have_gone_never_goes_by_itself_and_a_person_is_told(landlord: Landlord) -> None:
    kept = response_waits(landlord)
    (waiting,) = [notice for notice in kept.outbox if notice.is_for_resident]
    at = short_instant("Tue 10 Nov 2026", "12:01")

    landlord.is_revived(kept, KnownSend(key=waiting.errand_key, claimed_at=at, unknown=1, to="resident"))
    landlord.releases_notices()
    landlord.waits(until="Fri 20 Nov 2026")

    assert not any(" response to resident" in line for line in to_resident(landlord))
    assert landlord.complaint.unknown_letter(waiting.key)
    assert len(landlord.told(NoticeKind.UNKNOWN_OUTCOME)) == 1
    assert "stage_1.respond" in [each.split(" due")[0] for each in landlord.owes()]


def written_for_another_day(kept: Complaint) -> tuple[Complaint, Notice]:
    """What waits for the resident in *kept*, as it is after a midnight that changed what it says."""
    (waiting,) = [notice for notice in kept.outbox if notice.is_for_resident]
    again = waiting.model_copy(update={"key": f"{waiting.key}-again", "formerly": (waiting.errand_key,)})
    others = tuple(notice for notice in kept.outbox if notice.key != waiting.key)
    return with_key(kept.changed(outbox=(*others, again)), waiting.key, again.key), again


def test_what_may_have_gone_before_midnight_and_went_after_it_has_gone(landlord: Landlord) -> None:
    kept, waiting = written_for_another_day(response_waits(landlord))
    before, after = short_instant("Tue 10 Nov 2026", "12:01"), short_instant("Wed 11 Nov 2026", "00:05")
    unsure = KnownSend(key=waiting.formerly[0], claimed_at=before, unknown=1, to="resident")
    went = KnownSend(key=waiting.errand_key, claimed_at=after, accepted_at=after, to="resident")

    landlord.is_revived(kept, unsure, went)

    assert not landlord.complaint.unknown_letters
    assert landlord.complaint.progress.responded
    assert landlord.complaint.progress.responded.met_at == after


def test_tries_before_and_after_midnight_are_counted_together(landlord: Landlord) -> None:
    kept, waiting = written_for_another_day(response_waits(landlord))
    before, after = short_instant("Tue 10 Nov 2026", "12:01"), short_instant("Wed 11 Nov 2026", "00:05")
    first = KnownSend(key=waiting.formerly[0], claimed_at=before, tries=2, unknown=1, to="resident")
    second = KnownSend(key=waiting.errand_key, claimed_at=after, unknown=1, to="resident")

    landlord.is_revived(kept, first, second)

    (said,) = landlord.record_of(EntryKind.NOTICE_UNKNOWN)
    assert said.endswith("tried 3 times, twice no answer came")
    (letter,) = landlord.complaint.unknown_letters
    assert letter.tried_at == before


def test_what_was_sent_after_the_state_was_kept_is_named(landlord: Landlord) -> None:
    kept = acknowledged(landlord)
    at = short_instant("Tue 10 Nov 2026", "12:00")
    late = KnownSend(
        claimed_at=at,
        key=f"{kept.landlord}/{kept.reference}/{kept.notices_made + 1}-extension/email",
        accepted_at=short_instant("Tue 10 Nov 2026", "12:01"),
    )
    tried = KnownSend(claimed_at=at, key=f"{kept.landlord}/{kept.reference}/{kept.notices_made + 2}-response/email")
    known = KnownSend(
        claimed_at=at, key=f"{kept.landlord}/{kept.reference}/1-receipt/email", accepted_at=kept.received_at
    )

    landlord.is_revived(kept, late, tried, known)

    facts = next(each.facts for each in landlord.complaint.record if isinstance(each.facts, Revived))
    assert facts.went == (f"{kept.notices_made + 1}-extension by email",)
    assert facts.unsure == (f"{kept.notices_made + 2}-response by email",)


def test_only_whoever_has_it_or_a_supervisor_releases(landlord: Landlord) -> None:
    landlord.is_revived(response_waits(landlord))

    refusal = landlord.refuses(lambda: landlord.releases_notices(by=landlord.parts.colleague))

    assert "may do this" in refusal


def test_there_is_nothing_to_release_where_nothing_is_held(landlord: Landlord) -> None:
    acknowledged(landlord)

    assert "go by themselves" in landlord.refuses(landlord.releases_notices)
