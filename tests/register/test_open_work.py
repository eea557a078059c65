"""What the rounds read: all that is open, what is quiet, and by which calendar each counts."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from domain.views.page import Page, Standing
from register.open_work import RegisterOpenWork
from register.record_book import RegisterRecordBook
from tests.register.registers import RECEIVED_AT, entry

DUE = datetime(2026, 12, 25, tzinfo=UTC)
RUNGS = (DUE - timedelta(days=2, hours=14, minutes=53), DUE)


def write(engine: Engine, reference: str, *, landlord: str = "reliance", number: int = 1, **more: object) -> None:
    stands = Standing(words="at stage 1", next_due="stage 1 response due Thu 24 Dec 2026", next_due_at=DUE)
    page = Page(
        landlord=landlord,
        reference=reference,
        key=reference,
        entries=(entry(number, at=RECEIVED_AT + timedelta(hours=number)),),
        standing=stands.model_copy(update=more),
    )
    RegisterRecordBook(engine).write(page)


def test_a_line_comes_back_as_it_was_written(engine: Engine) -> None:
    write(engine, "REL-1", not_told=("tom-hughes", "priya nair"), acts_at=RUNGS, calendar="a mark")
    write(engine, "REL-1", number=2, not_told=("tom-hughes", "priya nair"), acts_at=RUNGS, calendar="a mark")

    (work,) = RegisterOpenWork(engine).due("reliance", DUE)

    assert work.standing.not_told == ("tom-hughes", "priya nair")
    assert (work.standing.acts_at, work.standing.calendar) == (RUNGS, "a mark")
    assert work.recorded_at == RECEIVED_AT + timedelta(hours=2)


def test_what_is_open_and_due_at_the_landlord_is_read_what_is_due_first_first(engine: Engine) -> None:
    write(engine, "REL-2", handler="priya-nair")
    write(engine, "REL-1", next_due_at=DUE - timedelta(days=1))
    write(engine, "REL-3", closed=True, settled=True)
    write(engine, "REL-4", next_due_at=DUE + timedelta(days=1))
    write(engine, "QUA-1", landlord="qualitas")
    work = RegisterOpenWork(engine)

    assert [each.reference for each in work.due("reliance", DUE)] == ["REL-1", "REL-2"]
    assert [each.reference for each in work.due("reliance", DUE, ("priya-nair",))] == ["REL-2"]


def test_what_was_recorded_since_is_not_quiet_nor_what_acts_only_later(engine: Engine) -> None:
    since = RECEIVED_AT + timedelta(hours=2)
    acts_at = (since - timedelta(seconds=1), DUE)
    write(engine, "REL-1", acts_at=acts_at)
    write(engine, "REL-2", number=3, acts_at=acts_at)
    write(engine, "REL-3", acts_at=(since + timedelta(seconds=1), DUE))
    write(engine, "REL-4")

    quiet = RegisterOpenWork(engine).quiet("reliance", since)

    assert [work.reference for work in quiet] == ["REL-1"]


def test_complaints_are_found_by_the_calendar_they_count_by_part_after_part(engine: Engine) -> None:
    for reference, mark in (("REL-1", "old"), ("REL-2", "new"), ("REL-3", "old"), ("REL-4", "old"), ("REL-5", "")):
        write(engine, reference, calendar=mark)
    write(engine, "REL-6", calendar="old", closed=True, settled=True)
    write(engine, "REL-7", calendar="other", closed=True)
    write(engine, "REL-8", calendar="old", closed=True, next_due_at=None)
    work = RegisterOpenWork(engine)

    first = work.counting_by("reliance", ("old", ""), "", 2)

    assert work.marks("reliance") == {"old": 3, "new": 1, "": 1, "other": 1}
    assert first == ("REL-1", "REL-3")
    assert work.counting_by("reliance", ("old", ""), first[-1], 2) == ("REL-4", "REL-5")


def test_what_is_closed_and_still_owes_something_is_due_and_may_be_quiet(engine: Engine) -> None:
    since = RECEIVED_AT + timedelta(hours=2)
    write(engine, "REL-1", closed=True, acts_at=(since - timedelta(seconds=1),))
    work = RegisterOpenWork(engine)

    assert [each.reference for each in work.due("reliance", DUE)] == ["REL-1"]
    assert [each.reference for each in work.quiet("reliance", since)] == ["REL-1"]


def test_what_a_round_reads_names_no_resident(engine: Engine) -> None:
    write(engine, "REL-1", name="Zoë Łuczak", matter="It leaks.")

    (work,) = RegisterOpenWork(engine).due("reliance", DUE)

    assert (work.standing.name, work.standing.matter) == ("", "")
