"""A service and its stand-in behind one face, so that one test asks the same of both."""

from collections.abc import Callable
from typing import Protocol

from activities.ports import Mail, ProviderAwayError, ProviderUnsureError, Rendered, Texts
from simulator.running import RunningSimulator
from tests.fakes import FakeMail, FakeTexts, Fault

WORDS = Rendered(subject="Your complaint", body="Dear Ann\n", html="<p>Dear Ann</p>", text="QH-1: received")

_AS_THE_FAKE_FAILS: dict[str, Callable[[], Fault]] = {
    "rate_limited": lambda: Fault(ProviderAwayError("it answered 429", retry_after=7)),
    "error 503": lambda: Fault(ProviderAwayError("it answered 503")),
    "error 500": lambda: Fault(ProviderUnsureError("it answered 500")),
    "timeout": lambda: Fault(ProviderUnsureError("no answer came")),
    "accept_then_drop": lambda: Fault(ProviderUnsureError("no answer came"), accepted_first=True),
    "accept_then_hang": lambda: Fault(ProviderUnsureError("no answer came"), accepted_first=True),
}


class MailVendor(Protocol):
    """Somebody who takes e-mail."""

    mail: Mail

    def turn(self, how: str) -> None: ...
    def kept(self) -> list[str]: ...


class TextVendor(Protocol):
    """Somebody who takes texts."""

    texts: Texts

    def turn(self, how: str) -> None: ...
    def kept(self) -> list[str]: ...


class StandInMail:
    """The fake."""

    def __init__(self) -> None:
        self._fake = FakeMail()
        self.mail: Mail = self._fake

    def turn(self, how: str) -> None:
        self._fake.faults = [_AS_THE_FAKE_FAILS[how]()]

    def kept(self) -> list[str]:
        return [sent.to for sent in self._fake.sent]


class StandInTexts:
    """The fake."""

    def __init__(self) -> None:
        self._fake = FakeTexts()
        self.texts: Texts = self._fake

    def turn(self, how: str) -> None:
        self._fake.faults = [_AS_THE_FAKE_FAILS[how]()]

    def kept(self) -> list[str]:
        return [sent.to for sent in self._fake.sent]


class RealMail:
    """The real SDK, speaking with the simulator."""

    def __init__(self, simulator: RunningSimulator, mail: Mail) -> None:
        self._simulator = simulator
        self.mail = mail

    def turn(self, how: str) -> None:
        turn(self._simulator, "sendgrid", how)

    def kept(self) -> list[str]:
        return [email["to"] for email in self._simulator.inbox()["emails"]]


class RealTexts:
    """The real SDK, speaking with the simulator."""

    def __init__(self, simulator: RunningSimulator, texts: Texts) -> None:
        self._simulator = simulator
        self.texts = texts

    def turn(self, how: str) -> None:
        turn(self._simulator, "twilio", how)

    def kept(self) -> list[str]:
        return [text["to"] for text in self._simulator.inbox()["texts"]]


def turn(simulator: RunningSimulator, service: str, how: str) -> None:
    """Make the simulator's *service* fail its next request: "error 503", "timeout" …"""
    mode, _, status = how.partition(" ")
    settings = {"retry_after": 7} if mode == "rate_limited" else {"status": int(status)} if status else {}
    simulator.turn(service, mode, times=1, **settings)
