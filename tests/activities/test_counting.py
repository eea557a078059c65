"""Each fact is counted once, by labels that stay few."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from temporalio.runtime import MetricBuffer, Runtime, TelemetryConfig
from temporalio.testing import ActivityEnvironment

from activities.counting import count_entries
from activities.ports import ProviderAwayError, ProviderUnsureError, RegisterAwayError
from activities.recording import Recording
from domain.complaint.facts.duties import DutyMet, DutyMissed, MissCorrected
from domain.complaint.facts.front_door import Received
from domain.complaint.facts.messages import MessageRejected
from domain.complaint.facts.notices import NoticeExpired, NoticeUndeliverable
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.record import EntryFacts
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.duty_kinds import DutyKey, DutyKind
from domain.policy.stages import Stage
from domain.views.page import Page, Standing
from domain.views.written import WrittenEntry, record_in_words
from providers.key_ring import KeyRing
from providers.letters import LetterWriter
from providers.rulebook import Rulebook, policies_folder
from providers.sealed_states import StateSeals
from rehearsal.rehearsal import rehearse
from rehearsal.scenarios import read_story
from tests.activities.errands import ANN, STARTED_AT, errand
from tests.activities.office import Office, WorkerKilled
from tests.fakes import NOT_A_NUMBER, FakeRecordBook, Fault

OF_THE_SDK = {"namespace", "task_queue", "activity_type", "service_name"}
EMAIL = errand(Channel.EMAIL)
BUFFER: MetricBuffer = MetricBuffer(100)
RUNTIME = Runtime(telemetry=TelemetryConfig(metrics=BUFFER))


class Counting(ActivityEnvironment):
    """Runs activities and keeps what they count."""

    def __init__(self) -> None:
        super().__init__()
        self.metric_meter = RUNTIME.metric_meter
        BUFFER.retrieve_updates()

    @property
    def counted(self) -> list[tuple[str, ...]]:
        return [
            (update.metric.name.removeprefix("putright_"), *[str(value) for value in _ours(update.attributes)])
            for update in BUFFER.retrieve_updates()
        ]


def _ours(attributes: object) -> list[object]:
    assert isinstance(attributes, dict)
    return [attributes[label] for label in sorted(attributes.keys() - OF_THE_SDK)]


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    environment = Counting()
    monkeypatch.setattr("tests.activities.office.ActivityEnvironment", lambda: environment)
    return environment


def entry(number: int, facts: EntryFacts) -> WrittenEntry:
    return WrittenEntry(
        number=number,
        kind=facts.kind,
        at=STARTED_AT,
        recorded_at=STARTED_AT,
        facts=facts,
        text=facts.sentence(()),
    )


def page(*entries: WrittenEntry) -> Page:
    return Page(
        landlord="qualitas",
        reference="QH-2031-1",
        key="k",
        entries=entries,
        standing=Standing(words="at stage 1", stage=Stage.ONE),
    )


SEALS = StateSeals(KeyRing({}, None))
RECEIVED = entry(1, Received(classification=Classification.COMPLAINT, channel="telephone"))
REFUSED = entry(2, MessageRejected(asked="close", why="not yet"))


def test_what_a_page_adds_is_counted_once_however_often_it_is_written(counting: Counting) -> None:
    record = Recording(FakeRecordBook(), SEALS)

    counting.run(record.write_record, page(RECEIVED))
    counting.run(record.write_record, page(RECEIVED, REFUSED))

    assert counting.counted == [
        ("register_writes",),
        ("complaints_opened", "qualitas"),
        ("register_writes",),
        ("messages_refused", "qualitas"),
    ]


def test_what_could_not_be_written_is_not_counted(counting: Counting) -> None:
    with pytest.raises(RegisterAwayError):
        counting.run(Recording(FakeRecordBook(away=True), SEALS).write_record, page(RECEIVED))

    assert counting.counted == []


@pytest.mark.parametrize(
    ("faults", "results"),
    [
        pytest.param([], ["accepted"], id="accepted"),
        pytest.param([ProviderAwayError("503")], ["failed"], id="away"),
        pytest.param([ProviderUnsureError("?")], ["unsure", "maybe_twice"], id="unsure, then sent again"),
    ],
)
def test_each_try_at_an_email_is_counted(
    office: Office, counting: Counting, faults: list[Exception], results: list[str]
) -> None:
    office.mail.faults = [Fault(fault, accepted_first=True) for fault in faults]

    for result in results:
        (office.fails if result in {"failed", "unsure"} else office.runs)(office.sending.send_email, EMAIL)

    assert counting.counted == [("notices", "email", "acknowledgement", result) for result in results]


def test_a_text_that_can_never_arrive_is_counted_as_rejected(office: Office, counting: Counting) -> None:
    office.fails(
        office.sending.send_text, errand(Channel.TEXT, resident=ANN.model_copy(update={"mobile": NOT_A_NUMBER}))
    )

    assert counting.counted == [("notices", "text", "acknowledgement", "rejected")]


def test_a_text_that_waits_for_the_morning_has_not_failed(office: Office, counting: Counting) -> None:
    office.landlords.texts_wait = timedelta(hours=9)

    office.fails(office.sending.send_text, errand(Channel.TEXT))

    assert counting.counted == [("notices", "text", "acknowledgement", "waiting")]


def test_a_letter_is_counted(office: Office, counting: Counting) -> None:
    office.runs(office.sending.print_letter, errand(Channel.LETTER))

    assert counting.counted == [("notices", "letter", "acknowledgement", "accepted")]


def test_an_answer_that_the_ledger_remembers_is_not_counted_again(office: Office, counting: Counting) -> None:
    office.runs(office.sending.send_email, EMAIL)
    office.runs(office.sending.send_email, EMAIL)

    assert len(counting.counted) == 1


def test_a_try_that_was_cut_off_is_counted_when_it_is_made_again(office: Office, counting: Counting) -> None:
    office.mail.faults = [Fault(WorkerKilled(), accepted_first=True)]
    office.is_killed(office.sending.send_email, EMAIL)

    office.runs(office.sending.send_email, EMAIL)

    assert counting.counted == [("notices", "email", "acknowledgement", "maybe_twice")]


def test_a_notice_that_was_given_up_is_counted_with_its_kind_and_channel(counting: Counting) -> None:
    given_up = entry(1, NoticeExpired(notice=NoticeKind.REMINDER, channel=Channel.EMAIL, why="away"))

    counting.run(count_entries, "qualitas", [given_up])

    assert counting.counted == [("notices", "email", "reminder", "given_up")]


def test_a_notice_that_came_back_is_counted_and_one_that_never_went_is_not_counted_again(counting: Counting) -> None:
    rulebook = Rulebook(policies_folder())
    text = Path("scenarios/reliance-new-bank-holiday.toml").read_text()
    told = rehearse(read_story(text, "bounced", rulebook), LetterWriter(policies_folder(), rulebook.landlord))
    refused = NoticeUndeliverable(
        label="1-receipt", notice=NoticeKind.RECEIPT, channel=Channel.TEXT, why="no such number", came_back=False
    )
    never_went = entry(1, refused)

    counting.run(count_entries, "reliance", [never_went, *record_in_words(told.complaint)])

    ends = [counted for counted in counting.counted if counted[0] == "notices"]
    assert ends == [("notices", "email", "acknowledgement", "came_back")]


DUE, LATER = date(2026, 4, 2), date(2026, 4, 7)


def met(duty: DutyKey, done_on: date, called: str = "") -> DutyMet:
    return DutyMet(duty=duty, called=called or duty.words, due_on=DUE, done_on=done_on)


@pytest.mark.parametrize(
    ("facts", "labels"),
    [
        (met(DutyKind.RESPOND.at(Stage.ONE), DUE), ("stage 1 response", "met")),
        (met(DutyKind.RESPOND.at(Stage.ONE), LATER), ("stage 1 response", "late")),
        (
            DutyMissed(duty=DutyKind.ACTION.numbered(12), called="promised action 12", due_on=DUE),
            ("promised action", "missed"),
        ),
        (
            MissCorrected(duty=DutyKind.INVESTIGATE.at(Stage.TWO), called="stage 2 review", done_on=DUE),
            ("stage 2 review", "corrected"),
        ),
        (met(DutyKind.RESPOND.at(Stage.TWO), DUE), ("stage 2 final response", "met")),
        (
            met(DutyKind.SERVICE_REQUEST.key, LATER, "answer to the request passed on to Ann Example"),
            ("answer to the request passed on", "late"),
        ),
    ],
)
def test_a_duty_is_counted_by_its_kind_and_never_by_what_somebody_wrote(
    counting: Counting, facts: EntryFacts, labels: tuple[str, str]
) -> None:
    counting.run(count_entries, "qualitas", [entry(1, facts)])

    duty, result = labels
    assert counting.counted == [("deadlines", duty, "qualitas", result)]


def test_the_record_of_whole_stories_is_counted_by_few_duties(counting: Counting) -> None:
    rulebook = Rulebook(policies_folder())
    letters = LetterWriter(policies_folder(), rulebook.landlord)
    for scenario in sorted(Path("scenarios").glob("*-late.toml")):
        story = read_story(scenario.read_text(), scenario.name, rulebook)
        counting.run(count_entries, "a landlord", record_in_words(rehearse(story, letters).complaint))

    duties = {counted[1] for counted in counting.counted if counted[0] == "deadlines"}
    assert {"stage 1 acknowledgement", "stage 1 response"} <= duties
    assert "other" not in duties
