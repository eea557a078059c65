"""A complaint can be read and opened again from the register alone: its last state is sealed, its tables are plain."""

import pytest
from sqlalchemy import Engine, text

from activities.ports import UnreadableStateError
from desk.register_reads import RegisterDesk
from domain.complaint.complaint import Case, Complaint
from domain.complaint.long_texts import as_texts, fill_in, wanted
from domain.complaint.reference import ComplaintId
from domain.policy.stages import Stage
from domain.views.page import Handed, Page, next_page
from domain.views.standing import standing
from domain.views.tables import tables
from providers.key_ring import KeyRing
from providers.sealed_states import StateSeals
from register.queries import Queries
from register.record_book import RegisterRecordBook
from register.resealing import Resealed, reseal
from tests.register.registers import entry, page
from tests.spec.cast import Landlord

OLD, NEW = {"old": b"o" * 32}, {"new": b"n" * 32}
LONG = "The lift stands still. " * 200


class Clerk:
    """Writes a complaint's pages as its workflow does."""

    def __init__(self, engine: Engine, ring: KeyRing) -> None:
        self._book, self._seals = RegisterRecordBook(engine), StateSeals(ring)
        self._handed = Handed()

    def writes(self, landlord: Landlord, *, has_ended: bool = False) -> None:
        left, rules = landlord.complaint, landlord.rules
        while self._handed.lacks(left, stands := standing(left, rules, landlord.now), has_ended=has_ended):
            page = next_page(left, rules, stands, self._handed, has_ended=has_ended)
            self.takes(page)
            self._handed = self._handed.with_page(page, left)
            through = page.entries[-1].number if page.entries else left.written_through
            left = left.written(through, frozenset(each.digest for each in page.texts))
        landlord.complaint = left

    def takes(self, page: Page) -> None:
        self._book.write(
            page,
            self._seals.seal(ComplaintId(landlord=page.landlord, reference=page.reference), page.state.complaint)
            if page.state
            else None,
        )


@pytest.fixture
def reliance() -> Landlord:
    landlord = Landlord("reliance", "REL-1")
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    return landlord


HERE = ComplaintId(landlord="reliance", reference="REL-1")
RING = KeyRing(OLD, "old")


def lets_go(complaint: Complaint) -> Complaint:
    return complaint.written(complaint.record_summary.entries)


def answered(landlord: Landlord) -> None:
    landlord.acknowledges(on="Wed 04 Nov 2026", wants=LONG)
    landlord.drafts(on="Tue 10 Nov 2026")
    landlord.responds(on="Wed 11 Nov 2026")
    landlord.is_asked_for_stage_2(on="Thu 12 Nov 2026", reasons="It still drips.")


def desk_with(engine: Engine, ring: KeyRing) -> RegisterDesk:
    return RegisterDesk(Queries(engine), lambda: StateSeals(ring))


async def test_each_page_leaves_the_state_the_complaint_could_go_on_from(engine: Engine, reliance: Landlord) -> None:
    clerk, desk = Clerk(engine, RING), desk_with(engine, RING)
    clerk.writes(reliance)
    first = await desk.last_case(HERE)

    answered(reliance)
    clerk.writes(reliance)

    last = await desk.last_case(HERE)
    assert first is not None
    assert last is not None
    assert first.complaint.stage is Stage.ONE
    assert (last.complaint, last.rules) == (reliance.complaint, reliance.rules)
    assert (last.complaint.record, last.complaint.texts) == ((), ())


async def test_a_calendar_that_changes_changes_the_rules_that_are_kept(engine: Engine, reliance: Landlord) -> None:
    clerk = Clerk(engine, RING)
    clerk.writes(reliance)

    reliance.hears_of_holiday(on="Wed 11 Nov 2026")
    clerk.writes(reliance)

    last = await desk_with(engine, RING).last_case(HERE)
    assert last is not None
    assert last.rules == reliance.rules


async def test_only_a_complaint_that_has_ended_comes_back_by_itself(engine: Engine, reliance: Landlord) -> None:
    clerk, desk = Clerk(engine, RING), desk_with(engine, RING)
    clerk.writes(reliance)
    open_one = await desk.kept_case(HERE)

    clerk.writes(reliance, has_ended=True)
    ended = await desk.kept_case(HERE)
    reliance.speaks_with_resident()
    clerk.writes(reliance)

    assert open_one is None
    assert ended is not None
    assert await desk.kept_case(HERE) is None


async def test_a_late_try_at_an_older_page_does_not_set_the_state_back(engine: Engine, reliance: Landlord) -> None:
    late, stands = Handed(), standing(reliance.complaint, reliance.rules, reliance.now)
    older = next_page(lets_go(reliance.complaint), reliance.rules, stands, late)
    answered(reliance)
    Clerk(engine, RING).writes(reliance)

    Clerk(engine, RING).takes(older)

    last = await desk_with(engine, RING).last_case(HERE)
    assert last is not None
    assert last.complaint == reliance.complaint


async def test_a_state_opens_with_its_own_key_alone(engine: Engine, reliance: Landlord) -> None:
    Clerk(engine, RING).writes(reliance)

    after_the_change = desk_with(engine, KeyRing(NEW | OLD, "new"))
    assert await after_the_change.last_case(HERE) is not None
    with pytest.raises(UnreadableStateError, match="the key old, which is not on the ring"):
        await desk_with(engine, KeyRing(NEW, "new")).last_case(HERE)


async def test_states_are_sealed_again_before_a_former_key_goes(engine: Engine, reliance: Landlord) -> None:
    Clerk(engine, RING).writes(reliance)
    both = StateSeals(KeyRing(NEW | OLD, "new"))

    done, again = reseal(engine, both, "new"), reseal(engine, both, "new")

    assert (done, again) == (Resealed(resealed=1), Resealed())
    last = await desk_with(engine, KeyRing(NEW, "new")).last_case(HERE)
    assert last is not None
    assert last.complaint == reliance.complaint


def test_a_state_whose_key_is_missing_is_named_and_left_as_it_is(engine: Engine, reliance: Landlord) -> None:
    Clerk(engine, RING).writes(reliance)

    assert reseal(engine, StateSeals(KeyRing(NEW, "new")), "new") == Resealed(unopened=(HERE,))


async def test_a_state_does_not_open_in_another_complaints_place(engine: Engine, reliance: Landlord) -> None:
    other = Landlord("reliance", "REL-2")
    other.receives_complaint(on="Mon 02 Nov 2026")
    Clerk(engine, RING).writes(reliance)
    Clerk(engine, RING).writes(other)
    with engine.begin() as connection:
        theirs = "(SELECT state FROM states WHERE reference = 'REL-2')"
        connection.execute(text(f"UPDATE states SET state = {theirs} WHERE reference = 'REL-1'"))

    with pytest.raises(UnreadableStateError, match="damaged, or another complaint's"):
        await desk_with(engine, RING).last_case(HERE)


async def test_a_state_is_kept_in_clear_only_where_payloads_are_plain(engine: Engine, reliance: Landlord) -> None:
    Clerk(engine, KeyRing(OLD, None)).writes(reliance)

    assert await desk_with(engine, KeyRing({}, None)).last_case(HERE) is not None


def test_the_tables_say_who_complained_of_what_and_what_was_promised_without_a_key(
    engine: Engine, reliance: Landlord
) -> None:
    clerk = Clerk(engine, RING)
    clerk.writes(reliance)
    answered(reliance)
    reliance.promises(due_on="Mon 30 Nov 2026")
    reliance.changes_contact(safe=True, mobile="+447700900321", address=("2 Example Street", "Exampletown"))
    whole = reliance.complaint
    clerk.writes(reliance)

    held = Queries(engine).tables("reliance", "REL-1")

    assert held == fill_in(tables(reliance.complaint, reliance.rules), as_texts(whole.texts))
    assert held is not None
    assert LONG.strip() in str(held.issues)
    assert [line.reasons for line in held.stages or ()] == ["", "It still drips."]


def test_what_is_no_longer_so_is_gone_from_the_tables(engine: Engine, reliance: Landlord) -> None:
    clerk = Clerk(engine, RING)
    answered(reliance)
    clerk.writes(reliance)

    reliance.hears_withdrawal(on="Fri 13 Nov 2026")
    clerk.writes(reliance)

    assert Queries(engine).tables("reliance", "REL-1") == fill_in(
        tables(reliance.complaint, reliance.rules),
        Queries(engine).texts("reliance", "REL-1", wanted(reliance.complaint)),
    )


def test_nothing_is_known_of_a_complaint_that_was_never_written(engine: Engine) -> None:
    assert Queries(engine).tables("reliance", "REL-9") is None
    assert Queries(engine).kept_state("reliance", "REL-9") is None


async def test_a_state_that_an_earlier_version_kept_in_clear_still_brings_a_complaint_back(
    engine: Engine, reliance: Landlord
) -> None:
    RegisterRecordBook(engine).write(page(entry(1), landlord="reliance", reference="REL-1"))
    kept = Case(complaint=lets_go(reliance.complaint), rules=reliance.rules)
    with engine.begin() as connection:
        connection.execute(text("UPDATE complaints SET kept_case = :case"), {"case": kept.model_dump_json()})

    assert await desk_with(engine, RING).kept_case(HERE) == kept
