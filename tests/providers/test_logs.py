"""Logs have one form, and hold neither keys nor what was sent."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
import structlog
from pydantic import ValidationError
from temporalio import activity, workflow
from temporalio.testing import ActivityEnvironment

from activities.ports import ProviderRejectedError
from domain.complaint.resident import Resident
from providers.logs import set_up_logs
from providers.sendgrid_mail import SendgridMail
from providers.settings import LogFormat
from providers.twilio_texts import TwilioTexts
from simulator.running import RunningSimulator
from tests.providers.vendors import WORDS

VENDORS = (
    *("aiohttp", "aiohttp.client", "twilio", "twilio.http_client"),
    *("requests", "urllib3", "urllib3.connectionpool", "urllib3.util.retry"),
)


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What is logged, with the machinery put back afterwards."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    for handler in handlers:
        root.removeHandler(handler)  # or basicConfig would close pytest's own
    yield StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    for logger in map(logging.getLogger, VENDORS):
        logger.setLevel(logging.NOTSET)
        logger.propagate = True
        logger.handlers = []
    workflow.logger.workflow_info_on_message = activity.logger.activity_info_on_message = True
    structlog.reset_defaults()


def lines(written: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_ours_and_the_librarys_have_one_form(written: StringIO) -> None:
    set_up_logs(LogFormat.JSON, to=written)

    structlog.get_logger("ours").info("notice.sent", reference="QH-1")
    logging.getLogger("theirs").warning("watch %s", "out")

    ours, theirs = lines(written)
    assert (ours["event"], ours["reference"], ours["level"], ours["logger"]) == ("notice.sent", "QH-1", "info", "ours")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("watch out", "warning", "theirs")
    assert ours.keys() - {"reference"} == theirs.keys() == {"event", "level", "logger", "timestamp"}


def test_readable_is_one_line_for_people(written: StringIO) -> None:
    set_up_logs(LogFormat.READABLE, to=written)

    structlog.get_logger().info("notice.sent", reference="QH-1")

    assert "notice.sent" in written.getvalue()
    assert "reference=QH-1" in written.getvalue()
    assert "\x1b" not in written.getvalue()


def test_what_temporal_knows_of_an_activity_becomes_fields(written: StringIO) -> None:
    set_up_logs(LogFormat.JSON, to=written)
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, activity_type="send_text", attempt=3)

    environment.run(lambda: activity.logger.warning("slow"))

    (line,) = lines(written)
    assert (line["event"], line["activity_type"], line["attempt"]) == ("slow", "send_text", 3)


def test_an_exception_is_one_line_of_json(written: StringIO) -> None:
    set_up_logs(LogFormat.JSON, to=written)

    logging.getLogger("theirs").error("failed", exc_info=ValueError("broken"))

    (line,) = lines(written)
    assert "ValueError: broken" in str(line["exception"])


def test_a_value_that_cannot_be_read_is_not_quoted(written: StringIO) -> None:
    set_up_logs(LogFormat.JSON, to=written)
    sent = {"name": ["Ann Example"], "mobile": ["+447700900123"]}

    try:
        try:
            Resident.model_validate(sent)
        except ValidationError as error:
            raise RuntimeError("Failed decoding arguments") from error
    except RuntimeError:
        logging.getLogger("temporalio.activity").exception("Completing activity as failed")

    (line,) = lines(written)
    assert "Resident:\n  name: string_type\n  mobile: string_type\n" in str(line["exception"])
    assert "RuntimeError: Failed decoding arguments" in str(line["exception"])
    assert [secret for secret in ("Ann", "447700900123") if secret in written.getvalue()] == []


@pytest.mark.parametrize("style", LogFormat)
def test_an_exception_shows_where_it_was_raised_and_no_variables(written: StringIO, style: LogFormat) -> None:
    set_up_logs(style, to=written)
    resident = {"email": "ann@example.com"}

    try:
        resident["name"]
    except KeyError:
        logging.getLogger("theirs").exception("failed")

    assert "KeyError: 'name'" in written.getvalue()
    assert "test_logs.py" in written.getvalue()
    assert "ann@" not in written.getvalue()


def what_vendors_log(written: StringIO, vendors: RunningSimulator, mail: SendgridMail, texts: TwilioTexts) -> set[str]:
    """Which secrets are logged by a sending, a refusal and a look-up, with all logging at DEBUG."""
    set_up_logs(LogFormat.JSON, logging.DEBUG, to=written)
    for name in VENDORS:
        logging.getLogger(name).setLevel(logging.DEBUG)

    mail.send(key="k", sender="us@landlord.example.com", sender_name="Us", to="ann@example.com", words=WORDS)
    texts.send(sender="+441632960001", to="+447700900123", body="QH-1: received")
    texts.find(to="+447700900123", body="QH-1: received", since=datetime(2026, 11, 2, tzinfo=UTC))
    with pytest.raises(ProviderRejectedError):
        texts.send(sender="+441632960001", to="+15005550001", body="QH-1: received")

    known = vendors.settings
    secrets = {known.sendgrid_key, known.twilio_account, "ann@", "Dear Ann", "7700900123", "5005550001", "received"}
    return {secret for secret in secrets if secret in written.getvalue()}


def test_R_100_even_at_debug_neither_keys_nor_addresses_nor_words_are_logged(
    written: StringIO, vendors: RunningSimulator, sendgrid: SendgridMail, twilio: TwilioTexts
) -> None:
    assert what_vendors_log(written, vendors, sendgrid, twilio) == set()


@pytest.mark.parametrize("vendor", ["twilio.http_client", "aiohttp.client", "urllib3.connectionpool"])
def test_whatever_a_vendors_library_says_is_not_passed_on(written: StringIO, vendor: str) -> None:
    set_up_logs(LogFormat.JSON, logging.DEBUG, to=written)

    logging.getLogger(vendor).error("to +447700900123")

    assert "7700900123" not in written.getvalue()
