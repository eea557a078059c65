"""The send ledger: claim, send, confirm (D12), asked of the stand-in and of both databases alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine

from activities.ports import Claim, Copy, Ledger, LostLifeError, Rendered
from domain.complaint.notice_kinds import NoticeKind
from domain.policy.channels import Channel
from register.ledger import RegisterLedger
from register.queries import Queries
from tests.fakes import FakeClock, FakeLedger
from tests.register.registers import Opened

KEY = "QH-1/receipt/1/email"
ACCEPTED_AT = datetime(2031, 4, 1, 9, 30, 1, 5, tzinfo=UTC)


def copy(body: str = "Dear Ann", recipient: str = "resident", facts: str = "") -> Copy:
    return Copy(
        key=KEY,
        landlord="qualitas",
        reference="QH-1",
        kind=NoticeKind.RECEIPT,
        channel=Channel.EMAIL,
        recipient=recipient,
        address="ann@example.com",
        words=Rendered(subject="Received", body=body, html=f"<p>{body}</p>", text=""),
        facts=facts,
    )


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(params=["stand-in", "sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, opened: Opened, clock: FakeClock) -> Ledger:
    if request.param == "stand-in":
        return FakeLedger(clock)
    return RegisterLedger(opened(request.getfixturevalue(f"{request.param}_url")), clock)


def later(clock: FakeClock) -> None:
    clock.now += timedelta(minutes=1)


def test_the_first_claim_is_new(ledger: Ledger, clock: FakeClock) -> None:
    assert ledger.claim(KEY) == Claim(claimed_at=clock.now, is_new=True)


def test_a_claim_that_was_left_open_is_not_new_and_says_since_when(ledger: Ledger, clock: FakeClock) -> None:
    first = ledger.claim(KEY)
    later(clock)

    claims = [ledger.claim(KEY), ledger.claim(KEY)]

    since = first.claimed_at
    assert claims == [
        Claim(claimed_at=since, is_new=False, tries=2, unsettled=1),
        Claim(claimed_at=since, is_new=False, tries=3, unsettled=2),
    ]


def test_each_key_is_its_own(ledger: Ledger) -> None:
    assert [ledger.claim(key).is_new for key in (KEY, "QH-1/receipt/1/text")] == [True, True]


def test_a_released_try_leaves_nothing_behind(ledger: Ledger, clock: FakeClock) -> None:
    ledger.claim(KEY)
    ledger.release(KEY)
    later(clock)

    assert ledger.claim(KEY) == Claim(claimed_at=clock.now, is_new=True, tries=2)


def test_a_released_try_settles_nothing_of_an_earlier_one(ledger: Ledger, clock: FakeClock) -> None:
    unsure = ledger.claim(KEY)
    later(clock)
    ledger.claim(KEY)
    ledger.release(KEY)

    assert ledger.claim(KEY) == Claim(claimed_at=unsure.claimed_at, is_new=False, tries=3, unsettled=1)


def test_a_confirmed_one_stays_so(ledger: Ledger) -> None:
    first = ledger.claim(KEY)
    ledger.confirm(KEY, "SM1", ACCEPTED_AT, maybe_twice=True)
    ledger.release(KEY)
    ledger.confirm(KEY, "SM1", ACCEPTED_AT + timedelta(days=1), maybe_twice=False)

    confirmed = [ledger.claim(KEY), ledger.claim(KEY)]

    expected = Claim(
        claimed_at=first.claimed_at,
        is_new=False,
        provider_id="SM1",
        accepted_at=ACCEPTED_AT,
        maybe_twice=True,
        unsettled=1,
    )
    assert confirmed == [expected] * 2


def test_where_so_many_tries_are_unsettled_no_more_is_claimed(ledger: Ledger, clock: FakeClock) -> None:
    first = ledger.claim(KEY, copy(), most=2)
    later(clock)
    ledger.claim(KEY, copy(), most=2)
    ledger.release(KEY)

    claims = [ledger.claim(KEY, copy(), most=2) for _ in range(3)]

    assert [(claim.is_spent, claim.tries, claim.unsettled) for claim in claims] == [
        (False, 3, 1),
        (True, 3, 2),
        (True, 3, 2),
    ]
    assert {claim.claimed_at for claim in claims} == {first.claimed_at}


def test_how_an_errand_ended_is_told_with_its_tries_and_its_words(ledger: Ledger, clock: FakeClock) -> None:
    assert ledger.known(KEY) is None
    ledger.claim(KEY, copy())
    later(clock)
    ledger.claim(KEY, copy("Other words"))
    unsure = ledger.known(KEY)
    ledger.confirm(KEY, "SM1", ACCEPTED_AT, maybe_twice=True)
    sent = ledger.known(KEY)

    assert unsure
    assert sent
    assert (unsure.tries, unsure.unsettled, unsure.provider_id) == (2, 2, "")
    assert unsure.unsettled_for == timedelta(minutes=1)
    assert (sent.provider_id, sent.accepted_at, sent.maybe_twice) == ("SM1", ACCEPTED_AT, True)
    assert (sent.recipient, sent.words) == ("resident", copy().words)


def test_what_was_kept_for_print_may_have_been_printed(ledger: Ledger) -> None:
    ledger.keep_copy(copy())

    known = ledger.known(KEY)

    assert known
    assert (known.provider_id, known.unsettled, known.words) == ("", 1, copy().words)


def test_two_ids_for_one_key_mean_that_it_went_twice(ledger: Ledger) -> None:
    ledger.claim(KEY)
    ledger.confirm(KEY, "SM1", ACCEPTED_AT, maybe_twice=False)
    ledger.confirm(KEY, "SM2", ACCEPTED_AT, maybe_twice=False)

    claim = ledger.claim(KEY)

    assert (claim.provider_id, claim.maybe_twice) == ("SM1", True)


def test_what_was_never_claimed_can_be_released(ledger: Ledger) -> None:
    ledger.release(KEY)

    assert ledger.claim(KEY).is_new


def test_of_claims_at_once_one_is_new(engine: Engine, clock: FakeClock) -> None:
    everybody = Barrier(6)
    ledger = RegisterLedger(engine, clock)

    def claim(_: int) -> bool:
        everybody.wait()
        return ledger.claim(KEY).is_new

    with ThreadPoolExecutor(6) as tries:
        claims = list(tries.map(claim, range(6)))

    assert sorted(claims) == [False] * 5 + [True]


def test_the_words_of_a_try_that_may_have_gone_are_kept_for_the_next(ledger: Ledger) -> None:
    first = copy()
    assert ledger.claim(KEY, first).words is None

    later_tries = [ledger.claim(KEY, copy("Dear Ann, in other words")) for _ in range(2)]

    assert [claim.words for claim in later_tries] == [first.words] * 2


def test_the_words_of_a_try_that_certainly_did_not_go_give_way(ledger: Ledger) -> None:
    ledger.claim(KEY, copy())
    ledger.release(KEY)
    mended = copy("Dear Ann, with the template mended")

    ledger.claim(KEY, mended)

    assert ledger.claim(KEY, copy()).words == mended.words


def test_what_was_confirmed_is_said_with_its_words(ledger: Ledger) -> None:
    first = copy()
    ledger.claim(KEY, first)
    ledger.confirm(KEY, "SG1", ACCEPTED_AT, maybe_twice=False)

    claim = ledger.claim(KEY, copy("Dear Ann, in other words"))

    assert (claim.provider_id, claim.words) == ("SG1", first.words)


def test_a_claim_left_by_an_earlier_release_has_no_words_and_keeps_those_of_the_next_try(ledger: Ledger) -> None:
    ledger.claim(KEY)

    ledger.claim(KEY, copy())

    assert ledger.claim(KEY, copy("Other words")).words == copy().words


def test_a_colleague_who_is_told_in_anothers_place_is_not_greeted_by_the_others_name(ledger: Ledger) -> None:
    ledger.claim(KEY, copy("Hello Priya", "priya"))
    to_owen = copy("Hello Owen", "owen")

    ledger.claim(KEY, to_owen)

    assert ledger.claim(KEY, to_owen).words == to_owen.words


def test_what_is_printed_is_kept_once(ledger: Ledger) -> None:
    printed = copy()

    kept = [ledger.keep_copy(printed), ledger.keep_copy(copy("Dear Ann, in other words"))]

    assert kept == [printed.words] * 2


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_key_that_may_have_gone_with_other_facts_is_of_a_lost_life_and_claims_nothing(
    ledger: Ledger, *, confirmed: bool
) -> None:
    ledger.claim(KEY, copy(facts="of then"))
    if confirmed:
        ledger.confirm(KEY, "SG1", ACCEPTED_AT, maybe_twice=False)

    with pytest.raises(LostLifeError):
        ledger.claim(KEY, copy("Dear Ann, in other words", facts="of now"))

    again = ledger.claim(KEY, copy(facts="of then"))
    assert (again.words, again.is_new, bool(again.provider_id)) == (copy().words, False, confirmed)


def test_other_facts_are_taken_where_the_earlier_try_certainly_did_not_go(ledger: Ledger) -> None:
    ledger.claim(KEY, copy(facts="of then"))
    ledger.release(KEY)

    assert ledger.claim(KEY, copy("Dear Ann, now", facts="of now")).is_new
    with pytest.raises(LostLifeError):
        ledger.claim(KEY, copy(facts="of then"))


def test_a_send_from_before_facts_were_kept_is_taken_for_the_same(ledger: Ledger) -> None:
    ledger.claim(KEY, copy())
    ledger.confirm(KEY, "SG1", ACCEPTED_AT, maybe_twice=False)

    assert ledger.claim(KEY, copy(facts="of now")).provider_id == "SG1"


def test_what_was_printed_with_other_facts_is_of_a_lost_life(ledger: Ledger) -> None:
    ledger.keep_copy(copy(facts="of then"))

    with pytest.raises(LostLifeError):
        ledger.keep_copy(copy("Dear Ann, in other words", facts="of now"))


def test_the_ids_of_a_complaints_other_errands_are_known(ledger: Ledger) -> None:
    keys = ("qualitas/QH-1/5f/2-receipt/text", "qualitas/QH-1/5f/3-receipt/text", "qualitas/QH-11/5f/2-receipt/text")
    for key in keys:
        ledger.claim(key)
        ledger.confirm(key, f"id of {key}", ACCEPTED_AT, maybe_twice=False)
    ledger.claim("qualitas/QH-1/5f/4-receipt/text")

    beside = ledger.ids_beside(copy().model_copy(update={"key": keys[0]}))

    assert beside == {f"id of {keys[1]}"}


def test_a_send_is_found_by_the_id_that_its_provider_gave_it(engine: Engine, clock: FakeClock) -> None:
    ledger = RegisterLedger(engine, clock)
    for key, provider_id in ((KEY, "SM1"), (f"{KEY}/2", "SM2")):
        ledger.claim(key)
        ledger.confirm(key, provider_id, ACCEPTED_AT, maybe_twice=False)
    ledger.claim("never confirmed")

    assert [Queries(engine).key_sent_as(each) for each in ("SM1", "SM2", "SM3")] == [KEY, f"{KEY}/2", ""]
