"""The doctor says of each part that it is well, or what to do; a part that is away stops no other look."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import SecretStr
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment
from typer.testing import CliRunner

from activities.ports import FolderReading, NotRunningError
from cli.development.plan import plan
from cli.main import app
from cli.operations.checks import CHECKS, _waiting, workers
from cli.operations.checkup import Check, CheckResult, Patient, UnwellError, examine
from cli.operations.complaint_checks import how_opened, keys_needed, lines, people, records
from cli.operations.doctor import with_simulator
from cli.operations.folder_checks import behind_the_files, without_folder
from domain.complaint.complaint import Complaint
from domain.complaint.record_summary import RecordSummary
from domain.complaint.reference import ComplaintId
from domain.views.page import Standing
from providers.folder_check import faults
from providers.folders import Folders
from providers.key_ring import new_key
from providers.settings import Payloads, Settings
from register.engine import open_register
from register.folders import RegisterFolders
from register.record_book import RegisterRecordBook
from register.upgrade import upgrade
from simulator.running import RunningSimulator
from temporal.releases import Release, Releases
from temporal.schedules import apply_schedules, planned_schedules, wanted
from temporal.search_attributes import TemporalNamespace, ensure_search_attributes
from tests.register.registers import entry, page
from tests.spec.cast import Landlord
from tests.world import CONVERTER, KEYS, TEMPORAL, free_port, settings_for, working
from workflows.ids import COMPLAINT

ALL = [check.name for check in CHECKS]
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
NOBODY = f"127.0.0.1:{free_port()}"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def well(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Patient]:
    with RunningSimulator() as simulator:
        settings = settings_for(tmp_path_factory.mktemp("doctor"), simulator)
        upgrade(settings.register_url)
        async with await WorkflowEnvironment.start_local(
            dev_server_existing_path=TEMPORAL, data_converter=CONVERTER
        ) as env:
            await ensure_search_attributes(TemporalNamespace(env.client))
            await apply_schedules(env.client, wanted(settings))
            while not all(schedule.next_at for schedule in await planned_schedules(env.client, wanted(settings))):
                await asyncio.sleep(0.05)
            async with working(env, settings) as register:
                said = RegisterFolders(register)
                said.note(env.client.identity, Folders(settings.policies).look(), datetime.now(UTC))
                patient = Patient(settings, env.client)
                while not (await examine(patient, (Check("workers", workers),)))[0].ok:
                    await asyncio.sleep(0.05)
                yield patient


@pytest.fixture(scope="module", autouse=True)
def checked_once() -> Iterator[None]:
    """Each folder's files are gone through once: that takes longer than all else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cli.operations.folder_checks.faults", cache(faults))
        yield


async def unwell(patient: Patient) -> dict[str, str]:
    """What the doctor finds wrong, of which part."""
    findings = await examine(patient, CHECKS)
    assert [finding.check for finding in findings] == ALL
    return {finding.check: finding.says for finding in findings if not finding.ok}


def with_settings(patient: Patient, **changed: object) -> Patient:
    return Patient(patient.settings.model_copy(update=changed), patient.temporal)


async def test_what_is_well_is_ok_with_what_was_found(well: Patient) -> None:
    findings = await examine(well, CHECKS)

    said = [finding.line for finding in findings]
    assert [line for line in said if not line.startswith("ok    ")] == []
    assert said[1] == "ok    namespace: default keeps ended runs for 1 day"
    assert "register.db answers" in said[3]
    assert "ok    keys: tests encrypts, tests decrypt" in said
    assert "qualitas to 20" in said[ALL.index("calendars")]
    assert said[-8:] == [
        "ok    landlords: nothing is wrong with those of qualitas, reliance",
        "ok    workers' folders: 1 worker has read the folders as they are",
        "ok    references: every reference is found",
        "ok    stuck: no complaint is stuck",
        "ok    open complaints: 0 run, and the register has each",
        "ok    records: none has a gap; the 0 written last and running are the same at Temporal",
        "ok    keys in use: no open complaint needs a key",
        "ok    people: everybody who has complaints is in the staff files",
    ]


@pytest.mark.parametrize(
    ("changed", "part", "says"),
    [
        pytest.param({"sendgrid_key": SecretStr("SG.old")}, "SendGrid", "SendGrid answered 401", id="key refused"),
        pytest.param({"sendgrid_key": SecretStr("")}, "SendGrid", "set PUTRIGHT_SENDGRID_KEY", id="no key"),
        pytest.param({"sendgrid_url": f"http://{NOBODY}"}, "SendGrid", "cannot be reached", id="SendGrid away"),
        pytest.param({"payload_keys": SecretStr("old")}, "keys", "PUTRIGHT_PAYLOAD_KEYS: key 1 cannot", id="key ring"),
        pytest.param({"twilio_token": SecretStr("old")}, "Twilio", "Twilio answered 401", id="token refused"),
        pytest.param({"twilio_account": "AC1"}, "Twilio", "Twilio answered 401", id="another account"),
        pytest.param({"twilio_account": ""}, "Twilio", "set PUTRIGHT_TWILIO_ACCOUNT", id="no account"),
        pytest.param({"twilio_url": f"http://{NOBODY}"}, "Twilio", "see PUTRIGHT_TWILIO", id="Twilio away"),
        pytest.param(
            {"register_url": f"postgresql://putright:s3cret@{NOBODY}/putright"},
            "register",
            "bring it back",
            id="register",
        ),
    ],
)
async def test_a_part_that_is_not_well_is_named_with_what_to_do_and_the_others_are_looked_at(
    well: Patient, changed: dict[str, Any], part: str, says: str
) -> None:
    wrong = await unwell(with_settings(well, **changed))

    first, *more = wrong
    assert first == part
    assert says in wrong[part]
    assert "s3cret" not in str(wrong)
    assert all(wrong[each].endswith(f"see {part} above") for each in more)


async def test_a_register_that_is_behind_is_to_be_migrated(well: Patient, tmp_path: Path) -> None:
    wrong = await unwell(with_settings(well, register_url=f"sqlite:///{tmp_path / 'new.db'}"))

    assert next(iter(wrong)) == "register"
    assert wrong["register"].endswith("lacks migrations: `complaints register migrate`")


async def test_a_policy_that_cannot_be_read_is_named(well: Patient, tmp_path: Path) -> None:
    policies = tmp_path / "policies"
    (policies / "reliance").mkdir(parents=True)
    (policies / "reliance" / "landlord.toml").write_text("key = 1\n")

    wrong = await unwell(with_settings(well, policies=policies))

    assert list(wrong) == ["schedules", "landlords", "workers' folders"]
    assert "policies/reliance/landlord.toml, line 1: name: is missing; " in wrong["landlords"]
    assert "policies/reliance/staff.toml: there is no such file" in wrong["landlords"]


async def test_while_temporal_is_away_the_rest_is_looked_at(well: Patient) -> None:
    away = await Client.connect(NOBODY, lazy=True)

    wrong = await unwell(Patient(well.settings, away))

    of_temporal = ["workers' folders", "stuck", "open complaints", "keys in use"]
    assert list(wrong) == ["Temporal", "namespace", "clock", "search attributes", "schedules", "workers", *of_temporal]
    assert wrong["Temporal"] == f"{NOBODY} does not answer: start Temporal, or set TEMPORAL_ADDRESS"


async def test_a_namespace_that_is_not_there_is_to_be_made(well: Patient) -> None:
    target = well.temporal.service_client.config.target_host
    elsewhere = await Client.connect(target, namespace="nowhere", lazy=True)

    wrong = await unwell(Patient(well.settings, elsewhere))

    of_namespace = ["workers' folders", "stuck", "open complaints", "keys in use"]
    assert list(wrong) == ["namespace", "clock", "search attributes", "schedules", "workers", *of_namespace]
    assert "temporal operator namespace create -n nowhere" in wrong["namespace"]


@pytest.mark.parametrize(("off", "says"), [(60, "60 s ahead of Temporal's"), (-60, "60 s behind Temporal's")])
async def test_a_clock_that_is_off_is_to_be_set(well: Patient, off: int, says: str) -> None:
    wrong = await unwell(Patient(well.settings, well.temporal, lambda: datetime.now(UTC) + timedelta(seconds=off)))

    assert list(wrong) == ["clock"]
    assert says in wrong["clock"]


async def test_holidays_that_end_within_24_months_are_said(well: Patient) -> None:
    wrong = await unwell(Patient(well.settings, well.temporal, lambda: datetime(2034, 6, 1, tzinfo=UTC)))

    assert (
        wrong["calendars"]
        == "qualitas's holidays are known to 2035-12-31, not 24 months ahead: install a newer version"
    )


async def test_a_part_that_says_nothing_is_not_waited_for(well: Patient) -> None:
    never = asyncio.Event()

    async def silent(_: Patient) -> str:
        await never.wait()
        return "at last"

    async def lively(_: Patient) -> str:
        return "here"

    found = await examine(well, (Check("silent", silent), Check("lively", lively)), patience=0.05)

    assert [(finding.check, finding.ok) for finding in found] == [("silent", False), ("lively", True)]
    assert "no answer" in found[0].says


def test_the_command_says_a_line_for_each_part_and_leaves_with_1_when_one_is_not_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone(tmp_path, monkeypatch)

    said = CliRunner().invoke(app, ["doctor"])

    each = said.output.splitlines()
    assert (said.exit_code, len(each)) == (1, len(CHECKS))
    assert {line[:6] for line in each} == {"ok    ", "FIX   "}


def test_for_programs_it_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone(tmp_path, monkeypatch)

    said = CliRunner().invoke(app, ["doctor", "--json"])

    findings = [CheckResult.model_validate(each) for each in json.loads(said.output)]
    assert said.exit_code == 1
    assert [finding.check for finding in findings if finding.ok] == [
        *("register", "pages", "calendars", "landlords", "references", "people"),
    ]


def alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No Temporal, and no credentials."""
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TEMPORAL_ADDRESS", NOBODY)
    monkeypatch.setattr("cli.operations.doctor.set_up_logs", lambda *_: None)
    upgrade(f"sqlite:///{folder / 'register.db'}")
    known = Settings(register_url=f"sqlite:///{folder / 'register.db'}")
    monkeypatch.setattr("cli.operations.doctor.settings", lambda: known)


@pytest.mark.parametrize(
    ("release", "current", "waiting"),
    [
        pytest.param(Release(name="7", state="draining", open_complaints=3), "8", "3 open", id="its workers are gone"),
        pytest.param(
            Release(name="7", state="current", open_complaints=2, asked_at=NOW - timedelta(minutes=3)),
            "7",
            "2 open and every new",
            id="gone for three minutes",
        ),
        pytest.param(Release(name="7", state="current", open_complaints=0), "7", "every new", id="nobody began"),
        pytest.param(Release(name="", state="", open_complaints=1), "", "1 open and every new", id="no release"),
        pytest.param(Release(name="", state="", open_complaints=0), "", "every new", id="nothing open, no worker"),
    ],
)
def test_a_release_on_which_nobody_works_is_said(release: Release, current: str, waiting: str) -> None:
    (says,) = _waiting(Releases(current=current, releases=(release,)), NOW)

    assert says.endswith(f"complaints that wait for it: {waiting}")
    assert ("release 7" in says) is bool(release.name)


@pytest.mark.parametrize(
    "release",
    [
        pytest.param(Release(name="7", state="current", open_complaints=9, asked_at=NOW), id="at work"),
        pytest.param(Release(name="6", state="drained", open_complaints=0), id="nothing open"),
        pytest.param(Release(name="", state="", open_complaints=4), id="open without a release: the current one's"),
    ],
)
def test_where_nobody_waits_nothing_is_said(release: Release) -> None:
    assert list(_waiting(Releases(current="7", releases=(release,)), NOW)) == []


def test_what_is_open_without_a_release_waits_for_the_current_one() -> None:
    releases = (
        Release(name="7", state="current", open_complaints=2),
        Release(name="", state="", open_complaints=3, asked_at=NOW),
    )

    (says,) = _waiting(Releases(current="7", releases=releases), NOW)

    assert says.endswith("5 open and every new")


async def test_an_installation_without_a_worker_is_said(well: Patient) -> None:
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=TEMPORAL, data_converter=CONVERTER
    ) as empty:
        wrong = await unwell(Patient(well.settings, empty.client))

    assert wrong["workers"].startswith("no worker without a release asks for work (start one: `complaints worker`)")


async def test_schedules_that_are_not_made_are_to_be_applied(well: Patient) -> None:
    await well.temporal.get_schedule_handle("round/sweep/qualitas").delete()

    wrong = await unwell(well)

    assert "round/sweep/qualitas" in wrong["schedules"]
    assert "`complaints schedules apply`" in wrong["schedules"]


async def test_schedules_under_a_former_key_are_to_be_applied_before_it_goes(well: Patient) -> None:
    await apply_schedules(well.temporal, wanted(well.settings))
    after_a_change = with_settings(well, payload_keys=SecretStr(f"{new_key('newer')} {KEYS}"))

    wrong = await unwell(after_a_change)

    assert "round/sweep/reliance" in wrong["schedules"]
    assert wrong["schedules"].endswith("not kept as other payloads are now: `complaints schedules apply`")
    assert "schedules" not in await unwell(well)
    in_clear = await unwell(with_settings(well, payloads=Payloads.PLAIN))
    assert "not kept as other payloads are now" in in_clear["schedules"]


def reading(digest: str, *, is_used: bool = True) -> FolderReading:
    return FolderReading(landlord="reliance", digest=digest, is_used=is_used)


@pytest.mark.parametrize(
    ("said", "says"),
    [
        pytest.param({}, "the worker 1@a has not said which folders it read", id="nothing said"),
        pytest.param({"1@a": (reading("old"),)}, "has not read reliance's folder as it is", id="changed since"),
        pytest.param({"1@a": ()}, "has not read reliance's folder as it is", id="a new folder"),
        pytest.param({"1@a": (reading("new", is_used=False),)}, "leaves out reliance: mend its", id="a faulty one"),
    ],
)
def test_a_worker_that_has_not_read_a_folder_is_named(said: dict[str, tuple[FolderReading, ...]], says: str) -> None:
    (told,) = behind_the_files({"reliance": "new"}, {"1@a"}, said)

    assert says in told
    assert list(behind_the_files({"reliance": "new"}, {"1@a"}, {"1@a": (reading("new"),)})) == []


def test_keys_that_open_complaints_need_are_counted_and_a_missing_one_is_named() -> None:
    assert how_opened({"2026-05": 14, "2026-11": 3}, {"2026-05", "2026-11"}) == (
        "open complaints began under 2026-05 (14), 2026-11 (3)"
    )
    with pytest.raises(UnwellError, match=r"the ring opens none of the 17 open complaints; it lacks 2026-05, 2026-11 "):
        how_opened({"2026-05": 14, "2026-11": 3}, {"newest"})
    with pytest.raises(UnwellError, match=r"`complaints revive --all --from-record --end-older`$"):
        how_opened({"2026-05": 14}, {"newest"})
    with pytest.raises(UnwellError, match=r"the ring opens 3 of the 17 open complaints; it lacks 2026-05 \(needed: "):
        how_opened({"2026-05": 14, "2026-11": 3}, {"2026-11"})


async def said_by(look: Callable[[Patient], Awaitable[str]], patient: Patient) -> str:
    return (await examine(patient, (Check("one", look),)))[0].says


async def test_a_complaint_at_temporal_alone_or_in_the_register_alone_is_named(
    well: Patient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cli.operations.complaint_checks._ANSWERS_WITHIN", timedelta(seconds=0.5))
    url = f"sqlite:///{tmp_path / 'lines.db'}"
    upgrade(url)
    page_of_leaver = page(entry(1), reference="QUA-7K4M-9QXP", shows=Standing(words="open", handler="mo-left"))
    RegisterRecordBook(open_register(url)).write(page_of_leaver)
    there = with_settings(well, register_url=url)
    in_three_minutes = Patient(there.settings, well.temporal, lambda: datetime.now(UTC) + timedelta(minutes=3))

    lost, left = await said_by(lines, there), await said_by(people, there)
    handle = await well.temporal.start_workflow(
        COMPLAINT, id="complaint/reliance/REL-2222-2222", task_queue="nobody works here", memo={"key": "k"}
    )
    try:
        async with asyncio.timeout(20):
            while "run" not in (both := await said_by(lines, in_three_minutes)):
                await asyncio.sleep(0.1)
        keys, answers = await said_by(keys_needed, there), await said_by(workers, there)
    finally:
        await handle.terminate()

    assert "the register has 1 open" in lost
    assert "`complaints revive --all`" in lost
    assert "mo-left has left qualitas and has 1 open" in left
    assert "1 complaint (qualitas/QUA-7K4M-9QXP) open in the register and not running" in both
    assert "REL-2222-2222) running and not in the register: `complaints register reconcile`" in both
    assert keys == "open complaints began under tests (1)"
    assert answers.startswith("workers have asked for work lately, but none answers for complaint/reliance/REL-2222")


@pytest.mark.parametrize(
    ("numbers", "knows", "says"),
    [
        pytest.param((1, 2), 2, "none has a gap; the 1 written last and running are the same", id="the same"),
        pytest.param((1, 2, 3), 2, "1 complaint (reliance/REL-7K4M-9QXP) not the same", id="Temporal was wound back"),
        pytest.param((1, 2), 3, "1 complaint (reliance/REL-7K4M-9QXP) not the same", id="the register was restored"),
        pytest.param((1, 3), None, "1 complaint (reliance/REL-7K4M-9QXP) not the same", id="a gap"),
        pytest.param((1, 2), None, "none has a gap; the 0 written last and running are the same", id="nobody answers"),
    ],
)
async def test_a_register_or_a_temporal_that_was_restored_is_named(
    well: Patient,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    numbers: tuple[int, ...],
    knows: int | None,
    says: str,
) -> None:
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    upgrade(url)
    entries = (entry(number) for number in numbers)
    RegisterRecordBook(open_register(url)).write(
        page(*entries, landlord="reliance", reference="REL-7K4M-9QXP", shows=Standing(words="open"))
    )

    async def complaint(*_: object) -> Complaint:
        if knows is None:
            raise NotRunningError("it has none")
        landlord = Landlord("reliance", "REL-7K4M-9QXP")
        landlord.receives_complaint(on="Mon 02 Nov 2026")
        written = RecordSummary(entries=knows)
        return landlord.complaint.changed(record=(), record_summary=written)

    monkeypatch.setattr("temporal.complaints.TemporalComplaints.complaint", complaint)

    assert says in await said_by(records, with_settings(well, register_url=url))


def test_where_the_vendors_are_simulated_the_doctor_asks_those_unless_others_are_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = plan(tmp_path, free_port())
    where.simulator_file.write_text(where.simulator_settings, encoding="utf-8")
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(where.temporal_config))
    ours = Settings(twilio_account="AC1")

    simulated = with_simulator(Settings())

    assert (simulated.sendgrid_url, simulated.twilio_url) == (where.inbox, where.inbox)
    assert simulated.sendgrid_key.get_secret_value() == "SG.simulator"
    assert with_simulator(ours) == ours


def test_complaints_of_a_landlord_whose_folder_is_gone_are_named() -> None:
    theirs = {ComplaintId(landlord="gone", reference="GNE-1"), ComplaintId(landlord="reliance", reference="REL-1")}

    (told,) = without_folder(theirs, ("qualitas", "reliance"), Path("policies"))

    assert told == "1 complaint of gone is open or still owing something, and policies has no folder gone: put it back"
