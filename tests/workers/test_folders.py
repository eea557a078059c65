"""A worker reads each landlord's folder by itself: a faulty one is left out, a new or mended one is taken up."""

import asyncio
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from temporalio.common import MetricMeter

from activities.ports import LetterError
from domain.rounds.reports import Digest, Lines, Reader
from providers.folder_check import Fault
from providers.folders import FolderLetters, Folders
from providers.rulebook import RulebookError, policies_folder
from register.engine import open_register
from register.folders import RegisterFolders
from register.upgrade import upgrade
from workers.folders import kept_up

NOBODY_DUE = Digest(overdue=Lines(), due_today=Lines(), coming=Lines())
AMARA = Reader(id="amara-okafor", name="Amara Okafor", email="amara-okafor@reliance.example.com")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(policies_folder(), tmp_path / "policies")


def write(letters: FolderLetters, landlord: str) -> str:
    return letters.report(landlord, NOBODY_DUE, AMARA, datetime(2026, 11, 2, tzinfo=UTC).date()).subject


def test_a_faulty_folder_is_left_out_and_named_until_it_is_mended_and_the_others_go_on(folder: Path) -> None:
    digest = folder / "qualitas" / "letters" / "digest.txt"
    digest.write_text("subject: ((nothing))\n---\nWords.\n", encoding="utf-8")
    folders = Folders(folder)
    letters = FolderLetters(folders)

    faulty, fine = folders.look()
    assert (faulty.landlord, faulty.is_used, fine.landlord, fine.is_used) == ("qualitas", False, "reliance", True)
    assert write(letters, "reliance").startswith("Reliance complaints: your list")
    with pytest.raises(LetterError, match=r"qualitas is left out until its files are mended: .*asks for 'nothing'"):
        write(letters, "qualitas")
    with pytest.raises(RulebookError, match=r"digest\.txt"):
        folders.landlord("qualitas")
    digest.unlink()
    mended, _ = folders.look()

    assert (mended.is_used, mended.faults) == (True, ())
    assert write(letters, "qualitas").startswith("Qualitas")


def unchecked(key: str, *_: object) -> tuple[Fault, ...]:
    """Files are not what these tests are about: one landlord is called faulty."""
    return (Fault("policies/faulty: no"),) if key == "faulty" else ()


def test_a_folder_that_breaks_is_named_and_what_was_read_before_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.folders.faults_with", unchecked)
    folders = Folders(folder)
    folders.look()
    (folder / "reliance" / "2024-06.toml").write_text("broken")
    monkeypatch.setattr("providers.folders.faults_with", lambda *_: (Fault("policies/reliance/2024-06.toml: no"),))

    _, broken = folders.look()

    assert (broken.is_used, broken.faults) == (False, ("policies/reliance/2024-06.toml: no",))
    assert folders.landlord("reliance").name == "Reliance"


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not so():
            await asyncio.sleep(0.01)


async def test_a_running_worker_takes_up_a_new_folder_and_says_in_the_register_what_it_has_read(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("providers.folders.faults_with", unchecked)
    upgrade(url := f"sqlite:///{tmp_path / 'register.db'}")
    said, applied = RegisterFolders(open_register(url)), []

    async def apply() -> None:
        applied.append("rounds")

    def in_use() -> list[tuple[str, bool]]:
        return [(each.landlord, each.is_used) for each in said.of({"1@here"}).get("1@here", ())]

    async with kept_up(Folders(folder), said, "1@here", MetricMeter.noop, apply, every=0.01):
        await until(lambda: in_use() == [("qualitas", True), ("reliance", True)])
        for name in ("caledon", "faulty"):
            (folder / name).mkdir()
            (folder / name / "landlord.toml").write_text("")
        await until(lambda: ("caledon", True) in in_use() and ("faulty", False) in in_use())
        await until(lambda: len(applied) > 1)

    assert in_use() == []
