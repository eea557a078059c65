"""The letters' store: each notice in the words in which it went, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, event

from activities.ports import Copy, Rendered
from domain.complaint.notice_kinds import NoticeKind
from domain.policy.channels import Channel
from register.ledger import RegisterLedger
from register.lines import KeptLetter
from register.queries import Queries
from tests.fakes import FakeClock

ACCEPTED_AT = datetime(2031, 4, 1, 9, 30, 1, 5, tzinfo=UTC)


def copy(number: int, channel: Channel = Channel.EMAIL, reference: str = "QH-1") -> Copy:
    return Copy(
        key=f"qualitas/{reference}/{number}-receipt/{channel}",
        landlord="qualitas",
        reference=reference,
        kind=NoticeKind.RECEIPT,
        channel=channel,
        recipient="resident",
        address="ann@example.com",
        words=Rendered(subject="Received", body="Dear Ann \N{BELL}", html="<p>Dear Ann</p>", text="Received"),
    )


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def ledger(engine: Engine, clock: FakeClock) -> RegisterLedger:
    return RegisterLedger(engine, clock)


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are executed meanwhile."""
    said: list[str] = []

    def note(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


def test_a_complaints_letters_are_shown_as_they_went_the_oldest_first(
    engine: Engine, ledger: RegisterLedger, clock: FakeClock
) -> None:
    first, second, anothers = copy(1), copy(2, Channel.LETTER), copy(3, reference="QH-2")
    ledger.claim(first.key, first)
    ledger.confirm(first.key, "SG1", ACCEPTED_AT, maybe_twice=True)
    kept_at = clock.now
    clock.now += timedelta(minutes=1)
    ledger.keep_copy(second)
    ledger.claim(anothers.key, anothers)

    shown = Queries(engine).letters("qualitas", "QH-1")

    went = first.model_dump(exclude={"landlord", "reference"})
    printed = second.model_dump(exclude={"landlord", "reference"})
    assert shown == (
        KeptLetter(**went, kept_at=kept_at, accepted_at=ACCEPTED_AT, maybe_twice=True, unsettled=1),
        KeptLetter(**printed, kept_at=clock.now, accepted_at=None, maybe_twice=False, unsettled=0),
    )


def test_a_try_that_nobody_confirmed_is_shown_without_its_time(engine: Engine, ledger: RegisterLedger) -> None:
    ledger.claim(copy(1).key, copy(1))

    (shown,) = Queries(engine).letters("qualitas", "QH-1")

    assert (shown.words, shown.accepted_at, shown.unsettled) == (copy(1).words, None, 1)


def test_a_complaint_that_has_told_nobody_has_no_letters(engine: Engine) -> None:
    assert Queries(engine).letters("qualitas", "QH-1") == ()


def test_to_keep_a_copy_costs_a_send_one_statement_and_no_transaction(engine: Engine, ledger: RegisterLedger) -> None:
    with counted(engine) as bare:
        ledger.claim("some/1-receipt/email")
    with counted(engine) as with_copy:
        ledger.claim(copy(1).key, copy(1))

    assert len(with_copy) == len(bare) + 1


def test_what_went_or_may_have_gone_is_known_by_complaint(ledger: RegisterLedger, engine: Engine) -> None:
    went, lost, away, of_another = copy(1), copy(2), copy(3), copy(1, reference="QH-12")
    for each in (went, lost, away, of_another):
        ledger.claim(each.key, each)
    ledger.confirm(went.key, "id-1", ACCEPTED_AT, maybe_twice=False)
    ledger.release(away.key)
    ledger.keep_copy(copy(4, Channel.LETTER))

    sends = Queries(engine).sends("qualitas", "QH-1")

    assert [(each.key, each.accepted_at) for each in sends] == [
        (went.key, ACCEPTED_AT),
        (lost.key, None),
        (copy(4, Channel.LETTER).key, None),
    ]
    assert {(each.to, each.first_line) for each in sends} == {("resident", "Dear Ann \N{BELL}")}
