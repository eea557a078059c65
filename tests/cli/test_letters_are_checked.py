"""A letter that asks for what it never has: each command that reads its landlord's files says so, with the line."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from cli.operations.checkup import Patient, UnwellError
from cli.operations.folder_checks import folders
from providers.rulebook import policies_folder
from providers.settings import Settings
from tests.rehearsal.rehearsals import SAMPLES
from tests.world import KEYS

WHY = "policies/reliance/letters/receipt.txt, line 4: asks for 'handler', which a receipt notice never has; it has: "
STORY = str(SAMPLES / "reliance-late.toml")


@pytest.fixture(autouse=True)
def policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Policies of their own, of which one letter is faulty, and a worker's credentials."""
    folder = tmp_path / "policies"
    shutil.copytree(policies_folder(), folder)
    receipt = folder / "reliance" / "letters" / "receipt.txt"
    receipt.write_text("subject: s\ntext: t\n---\n((handler.name))\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "POLICIES": str(folder),
        "PAYLOAD_KEYS": KEYS,
        "SENDGRID_KEY": "SG.sample",
        "TWILIO_ACCOUNT": "AC" + "0" * 32,
        "TWILIO_TOKEN": "sample",
        "REGISTER_URL": f"sqlite:///{tmp_path / 'register.db'}",
    }.items():
        monkeypatch.setenv(f"PUTRIGHT_{name}", value)
    return folder


def complaints(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.mark.parametrize(
    "command",
    [("policy", "reliance"), ("policy", "reliance", "--check"), ("rehearse", STORY)],
    ids=["policy", "check", "rehearse"],
)
def test_the_command_refuses_and_names_file_line_and_fact(command: tuple[str, ...]) -> None:
    said = complaints(*command)

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith(WHY)


def test_a_worker_that_can_use_no_landlords_folder_says_why(policies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.main.set_up_logs", lambda *_: None)
    shutil.rmtree(policies / "qualitas")

    said = complaints("worker")

    assert (said.exit_code, said.stderr.startswith(WHY)) == (1, True)


def test_another_landlords_policy_is_shown_all_the_same() -> None:
    assert complaints("policy", "qualitas").exit_code == 0


async def test_the_doctor_says_which_letter_to_mend(policies: Path) -> None:
    patient = Patient(Settings(policies=policies), None)  # type: ignore[arg-type]  # letters need no Temporal

    with pytest.raises(UnwellError) as unwell:
        await folders(patient)

    assert str(unwell.value).startswith(WHY)


async def test_the_doctor_is_content_with_the_letters_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUTRIGHT_POLICIES")
    patient = Patient(Settings(policies=policies_folder()), None)  # type: ignore[arg-type]  # as above

    assert await folders(patient) == "nothing is wrong with those of qualitas, reliance"
