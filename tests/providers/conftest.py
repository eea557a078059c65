"""The real SDKs, pointed at one simulator for all these tests, with little patience."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from providers.sendgrid_mail import SendgridMail
from providers.twilio_texts import TwilioTexts
from simulator.running import RunningSimulator
from tests.providers.vendors import MailVendor, RealMail, RealTexts, StandInMail, StandInTexts, TextVendor

PATIENCE = 1.0
"""Seconds: enough for the simulator in the next thread, even on a busy machine."""


@pytest.fixture(scope="session")
def running_vendors() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        yield running


@pytest.fixture
def vendors(running_vendors: RunningSimulator) -> RunningSimulator:
    running_vendors.reset()
    return running_vendors


@pytest.fixture
def sendgrid(vendors: RunningSimulator) -> SendgridMail:
    return SendgridMail(vendors.settings.sendgrid_key, vendors.url, timeout=PATIENCE)


@pytest.fixture
def twilio(vendors: RunningSimulator) -> TwilioTexts:
    known = vendors.settings
    return TwilioTexts(
        known.twilio_account,
        known.twilio_token,
        vendors.url,
        send_timeout=PATIENCE,
        find_timeout=PATIENCE,
        list_lags=timedelta(0),
    )


@pytest.fixture(params=["stand-in", "sendgrid"])
def mail_vendor(request: pytest.FixtureRequest, vendors: RunningSimulator, sendgrid: SendgridMail) -> MailVendor:
    return StandInMail() if request.param == "stand-in" else RealMail(vendors, sendgrid)


@pytest.fixture(params=["stand-in", "twilio"])
def text_vendor(request: pytest.FixtureRequest, vendors: RunningSimulator, twilio: TwilioTexts) -> TextVendor:
    return StandInTexts() if request.param == "stand-in" else RealTexts(vendors, twilio)
