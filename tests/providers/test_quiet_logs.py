"""A command's logs are set up by the first warning, and written as the worker's are."""

import json
import logging
from collections.abc import Iterator

import pytest

from providers.quiet_logs import set_up_quiet_logs
from providers.settings import LogFormat


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_each_warning_is_one_line_and_nothing_less_is_heard(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_quiet_logs(LogFormat.JSON)

    logging.getLogger("desk").info("order.carried_out")
    logging.getLogger("desk").warning("register.slow")
    logging.getLogger("temporal").error("connection.lost")

    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["level"], line["logger"]) for line in lines] == [
        ("register.slow", "warning", "desk"),
        ("connection.lost", "error", "temporal"),
    ]


def test_what_a_vendor_logs_is_not_passed_on_though_it_is_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_quiet_logs(LogFormat.JSON)

    logging.getLogger("twilio").warning("to +447700900123")

    assert capsys.readouterr().err == ""
