"""The sending activities over fakes, run as Temporal's worker runs them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.sending import Sending
from domain.outbox.errands import Accepted, Errand
from tests.activities.errands import PRIYA, STARTED_AT
from tests.fakes import FakeKeptTexts, FakeLandlords, FakeLedger, FakeLetters, FakeMail, FakePrintRoom, FakeTexts

Result = TypeVar("Result")


class WorkerKilled(BaseException):
    """The worker's process ends here."""


@dataclass
class Office:
    """Everything the activities need, and a way to run them."""

    mail: FakeMail = field(default_factory=FakeMail)
    texts: FakeTexts = field(default_factory=FakeTexts)
    print_room: FakePrintRoom = field(default_factory=FakePrintRoom)
    letters: FakeLetters = field(default_factory=FakeLetters)
    landlords: FakeLandlords = field(default_factory=lambda: FakeLandlords((PRIYA,)))
    ledger: FakeLedger = field(default_factory=FakeLedger)
    texts_kept: FakeKeptTexts = field(default_factory=FakeKeptTexts)

    @property
    def sending(self) -> Sending:
        return Sending(
            mail=self.mail,
            texts=self.texts,
            print_room=self.print_room,
            letters=self.letters,
            landlords=self.landlords,
            ledger=self.ledger,
            texts_kept=self.texts_kept,
        )

    def runs(self, activity: Callable[[Errand], Result], errand: Errand) -> Result:
        environment = ActivityEnvironment()
        environment.info = replace(environment.info, started_time=STARTED_AT)
        return environment.run(activity, errand)

    def fails(self, activity: Callable[[Errand], Accepted], errand: Errand) -> ApplicationError:
        with pytest.raises(ApplicationError) as failed:
            self.runs(activity, errand)
        return failed.value

    def is_killed(self, activity: Callable[[Errand], Accepted], errand: Errand) -> None:
        with pytest.raises(WorkerKilled):
            self.runs(activity, errand)
