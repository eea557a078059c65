"""Steady work is measured against vendors that accept everything, with orders that the procedure takes at once."""

import os
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.ports import Rendered
from bench import steady
from bench.stories import first_orders, new_case
from bench.world import Process
from domain.procedure.apply import apply
from providers.sendgrid_mail import SendgridMail
from providers.twilio_texts import TwilioTexts
from tests.world import RULEBOOK, free_port

WORDS = Rendered(subject="Your complaint", body="It is open.", html="<p>It is open.</p>", text="It is open.")
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
PAGE = """
# TYPE putright_collector_stopped_milliseconds_total counter
putright_collector_stopped_milliseconds_total{service_name="temporal-core-sdk"} 1250
putright_collector_longest_stop_seconds{service_name="temporal-core-sdk"} 0.0625
"""


@pytest.fixture
async def vendors(tmp_path: Path) -> AsyncIterator[str]:
    """The stand-in in a process of its own; its address."""
    port = free_port()
    stand_in = Process("vendors", (sys.executable, "-m", "bench.vendors", str(port)), os.environ, tmp_path / "log")
    stand_in.start()
    await stand_in.until_said("ready")
    yield f"http://127.0.0.1:{port}"
    stand_in.stop()


def test_the_stand_in_accepts_mails_and_texts_as_the_vendors_do(vendors: str) -> None:
    mail, texts = SendgridMail("SG.key", vendors), TwilioTexts("AC" + "0" * 32, "token", vendors)

    ids = [
        mail.send(key=f"key-{number}", sender="a@example.com", sender_name="A", to="b@example.com", words=WORDS)
        for number in range(2)
    ]
    sid = texts.send(sender="+441632960001", to="+447700900123", body="It is open.")

    assert ids == ["1", "2"]
    assert sid == f"SM{3:032x}"


def test_the_orders_that_are_given_are_taken_one_after_the_other_on_the_day_of_receipt() -> None:
    case = new_case(RULEBOOK.rules("reliance", NOON.date()), "REL-7K4M-9QXP", NOON)

    complaint = case.complaint
    for order in first_orders(RULEBOOK, NOON, 4):
        complaint, answer = apply(complaint, order.model_copy(update={"at": NOON}), case.rules, NOON)
        assert not answer.repeated


def test_what_the_collector_did_is_read_off_the_workers_page() -> None:
    assert steady.shown(PAGE, "putright_collector_stopped_milliseconds_total") == 1250
    assert steady.shown(PAGE, "putright_collector_longest_stop_seconds") == 0.0625
    with pytest.raises(LookupError):
        steady.shown(PAGE, "putright_collector")


def test_an_order_counts_from_its_instant_and_half_of_them_are_no_slower_than_the_median() -> None:
    timed = [steady.Timed(took=number / 1000, late=0.001) for number in range(1, 201)]

    p50, p99, worst, late = steady.speed(timed)

    assert (round(p50.ours), round(p99.ours), worst.ours) == (100, 199, 200)
    assert late.ours == pytest.approx(1)
