"""Chaos for twenty seconds: nothing is lost that was answered, nothing goes twice unmarked, no deadline goes unnoticed.

The long one is `python -m bench.chaos`; what its runs found stands in docs/reliability.md.
"""

import pytest

from bench.chaos import Plan, report, run
from bench.chaos_check import Errand, Sent, deadlines_wrong, messages_wrong, orders_wrong, record_wrong
from domain.complaint.complaint import Case
from tests.spec.cast import Landlord

SMALL = Plan(seed=5, complaints=8, seconds=20)
MAIL = Sent("id-1", "sam@example.com", "Dear Sam,\nwe have it.")


@pytest.mark.timeout(300)
async def test_complaints_come_through_chaos_whole() -> None:
    outcome = await run(SMALL)

    assert sum(outcome.faults.values()) > 1
    assert outcome.found.looked_at["orders"] > SMALL.complaints
    assert outcome.found.looked_at["messages taken by vendors"] > SMALL.complaints
    assert outcome.found.wrong == [], report(outcome, SMALL)


def test_an_order_that_is_on_the_record_twice_or_not_at_all_is_found() -> None:
    answers = {"twice": {1, 2}, "lost": {9}, "once": {1}, "unnumbered": set[int]()}

    assert [said.split(" was ")[0] for said in orders_wrong([1, 2], answers)] == ["the order twice", "the order lost"]


def test_a_record_with_a_gap_or_shorter_than_the_complaint_is_found() -> None:
    assert list(record_wrong([1, 2, 3], 3)) == []
    assert list(record_wrong([1, 3], 2)) == ["numbers are missing among its 2 entries"]
    assert list(record_wrong([1, 2], 3)) == ["the register has 2 entries, and the complaint 3"]


def test_a_message_that_the_ledger_does_not_know_is_found() -> None:
    known = Errand("id-1", in_doubt=False, to=MAIL.to, body=MAIL.words, text="")
    other = known._replace(provider_id="id-2")

    assert list(messages_wrong([known], [MAIL])) == []
    assert list(messages_wrong([other._replace(in_doubt=True)], [MAIL])) == []
    assert len(list(messages_wrong([other], [MAIL]))) == 1


def test_a_deadline_that_nobody_noticed_is_found() -> None:
    landlord = Landlord("reliance")
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.waits(until="Mon 21 Dec 2026")
    noticed = Case(complaint=landlord.complaint, rules=landlord.rules)
    unnoticed = Case(complaint=landlord.complaint.changed(missed=()), rules=landlord.rules)

    assert list(deadlines_wrong(noticed, landlord.now)) == []
    assert list(deadlines_wrong(unnoticed, landlord.now))
