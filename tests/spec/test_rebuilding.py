"""A complaint built from the register's tables and record alone: what had gone has gone, and the same is owed."""

from collections.abc import Callable

import pytest

from domain.complaint.complaint import Complaint
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.revival import Revived
from domain.complaint.reference import ComplaintId
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.policy.staff import Officer
from domain.revival.rebuild import Lost, rebuild
from domain.value import required
from domain.views.tables import tables
from domain.views.written import record_in_words
from tests.spec.cast import Landlord, promise
from tests.spec.days import day

BY_POST = Resident(name="Ada Post", address=("1 Example Street",), prefers=Channel.LETTER)


def lost(landlord: Landlord) -> Lost:
    """What the register holds in clear of the landlord's complaint."""
    complaint = landlord.complaint
    held = tables(complaint, landlord.rules)
    return Lost(
        place=ComplaintId(landlord=complaint.landlord, reference=complaint.reference),
        key=complaint.key,
        opened_with=complaint.opened_with,
        complainant=required(held.complainant, "complainant"),
        receipt=required(held.receipt, "receipt"),
        tables=held,
        record=record_in_words(complaint),
    )


def built(landlord: Landlord) -> tuple[Complaint, tuple[str, ...]]:
    def who(person: str) -> Officer:
        return landlord.staff.officer(person, day("Mon 02 Nov 2026"))

    case, to_look_up = rebuild(lost(landlord), landlord.rules, who)
    return case.complaint, to_look_up


def received(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")


def extended(landlord: Landlord) -> None:
    received(landlord)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident(on="Wed 04 Nov 2026")
    landlord.extends(5)


def missed(landlord: Landlord) -> None:
    received(landlord)
    landlord.allocates()
    landlord.waits(until="Fri 20 Nov 2026")


def promised(landlord: Landlord) -> None:
    received(landlord)
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident(on="Wed 04 Nov 2026")
    landlord.responds(on="Tue 10 Nov 2026", promises=(promise(),))


def at_stage_2(landlord: Landlord) -> None:
    promised(landlord)
    landlord.is_asked_for_stage_2(on="Wed 11 Nov 2026", reasons="Still damp.")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Thu 12 Nov 2026", wants="")


@pytest.mark.parametrize("story", [received, extended, missed, promised, at_stage_2])
def test_the_same_is_owed_by_the_same_days(landlord: Landlord, story: Callable[[Landlord], None]) -> None:
    story(landlord)
    owed, missed = landlord.owes(), landlord.missed

    landlord.complaint, _ = built(landlord)

    assert landlord.owes() == owed
    assert landlord.missed == missed


def test_it_is_told_who_complained_and_of_what_and_its_record_goes_on_by_number(landlord: Landlord) -> None:
    at_stage_2(landlord)
    before = landlord.complaint

    after, _ = built(landlord)

    same = ("resident", "summary", "issues", "actions", "received_at", "classification", "stage")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.record_summary.entries == before.record_summary.entries
    assert after.handler == before.handler
    assert [each.involved for each in after.stages] == [each.involved for each in before.stages]


def test_it_is_revived_from_the_record_and_the_procedure_goes_on(landlord: Landlord) -> None:
    extended(landlord)
    kept, to_look_up = built(landlord)
    landlord.sleeps(until="Wed 25 Nov 2026")

    landlord.is_rebuilt(kept, to_look_up)
    landlord.releases_notices()
    landlord.responds(on="Thu 26 Nov 2026")

    facts = next(each.facts for each in landlord.complaint.record if isinstance(each.facts, Revived))
    assert facts.from_record
    assert "which letters that went would go again if they came back" in facts.not_rebuilt
    assert landlord.complaint.record[0].number == kept.record_summary.entries + 1
    assert any("stage 1 response" in line for line in landlord.record_of(EntryKind.DUTY_MET))


def test_what_had_not_gone_is_to_be_done_again_and_is_named(reliance: Landlord) -> None:
    received(reliance)
    reliance.allocates()
    reliance.providers.away = {*reliance.complaint.resident.long_channels}
    reliance.acknowledges(on="Tue 03 Nov 2026")

    complaint, _ = built(reliance)

    assert complaint.progress.acknowledgement is None
    reliance.complaint = complaint
    assert "stage_1.acknowledge due Mon 09 Nov 2026" in reliance.owes()


def test_a_printed_letter_that_nobody_has_posted_is_named_until_it_is(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", resident=BY_POST)
    reliance.allocates()
    reliance.acknowledges(on="Tue 03 Nov 2026")
    lies_in_the_tray = "whether the acknowledgement letter that was printed has been posted"

    _, before = built(reliance)
    reliance.posts("acknowledgement", on="Tue 03 Nov 2026")
    _, after = built(reliance)

    assert lies_in_the_tray in before
    assert lies_in_the_tray not in after


def test_what_is_owed_otherwise_than_before_is_named(reliance: Landlord) -> None:
    promised(reliance)
    gone = lost(reliance)
    without = gone._replace(tables=gone.tables.model_copy(update={"actions": ()}))

    _, to_look_up = rebuild(without, reliance.rules, reliance.officer)

    assert "whether the promised action 1 due Fri 26 Mar 2027 is still owed" in to_look_up
