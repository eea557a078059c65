"""The real SDKs, pointed at one simulator for all these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sendgrid.helpers import mail as helpers
from twilio.rest import Client

from simulator.running import RunningSimulator
from simulator.settings import Settings
from tests.simulator.sdks import LocalTwilio, Mail, SendgridSender


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(scope="session")
def running(letters: Path) -> Iterator[RunningSimulator]:
    with RunningSimulator(Settings(letters_folder=letters, twilio_queued=0)) as running:
        yield running


@pytest.fixture
def simulator(running: RunningSimulator) -> RunningSimulator:
    running.reset()
    return running


@pytest.fixture
def twilio(simulator: RunningSimulator) -> Iterator[Client]:
    http = LocalTwilio(simulator.url)
    yield Client(simulator.settings.twilio_account, simulator.settings.twilio_token, http_client=http)
    http.session.close()


@pytest.fixture
def send(simulator: RunningSimulator) -> SendgridSender:
    return SendgridSender(simulator.url, simulator.settings.sendgrid_key)


@pytest.fixture
def mail() -> Mail:
    """A mail as the SDK's own helpers build it."""
    built = helpers.Mail(
        helpers.Email("complaints@example.org", "Complaints"), helpers.To("ann@example.com"), "Your complaint"
    )
    built.add_content(helpers.Content("text/plain", "We have your complaint."))
    built.add_content(helpers.Content("text/html", "<p>We have <b>your</b> complaint.</p>"))
    built.add_custom_arg(helpers.CustomArg("notification_id", "n-1", p=0))
    shape: Mail = built.get()
    return shape
