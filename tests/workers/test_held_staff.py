"""An order's word on somebody's roles is compared with the staff directory that the worker holds."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.client import WorkflowUpdateFailedError

from domain.complaint.actor import RESIDENT, staff
from domain.policy.staff import Absence, Officer, SaidAway
from domain.procedure.stages.allocate import Allocate
from providers.rulebook import policies_folder
from tests.world import RULEBOOK, World
from workers.held_staff import HeldStaff
from workflows.staff_check import officers_of

NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)
PRIYA = RULEBOOK.directory("reliance").officer("priya-nair", NOW.date())
GRANDER = PRIYA.model_copy(update={"roles": PRIYA.roles | {"chief_executive"}})


@pytest.fixture
def held(tmp_path: Path) -> HeldStaff:
    shutil.copytree(policies_folder(), tmp_path / "policies")
    held = HeldStaff(tmp_path / "policies")
    held.read()
    return held


def why_not(held: HeldStaff, officer: Officer, landlord: str = "reliance") -> str:
    return held.why_not(landlord, officer, NOW - timedelta(hours=1), NOW)


def test_whoever_the_directory_knows_so_may_give_the_order(held: HeldStaff) -> None:
    assert why_not(held, PRIYA) == ""
    assert why_not(held, PRIYA, "a landlord this worker has not read") == ""


def test_roles_that_the_directory_does_not_give_are_refused_and_so_is_a_stranger(held: HeldStaff) -> None:
    stranger = PRIYA.model_copy(update={"id": "mallory"})

    assert "the order names priya-nair as" in why_not(held, GRANDER)
    assert why_not(held, stranger) == "mallory is not in the staff directory that the worker holds"


def test_the_files_are_read_again_and_a_faulty_one_leaves_what_was_read(held: HeldStaff, tmp_path: Path) -> None:
    file = tmp_path / "policies" / "reliance" / "staff.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"priya-nair"', '"priya-rao"'), encoding="utf-8")
    held.read()
    assert "priya-nair is not in the staff directory" in why_not(held, PRIYA)

    file.write_text("no TOML at all", encoding="utf-8")
    held.read()
    assert why_not(held, PRIYA.model_copy(update={"id": "priya-rao"})) == ""


def test_a_deputy_may_act_as_soon_as_somebody_says_that_they_are_away(tmp_path: Path) -> None:
    shutil.copytree(policies_folder(), tmp_path / "policies")
    said: dict[str, SaidAway] = {}
    held = HeldStaff(tmp_path / "policies", lambda _: said)
    held.read()
    deputy = PRIYA.model_copy(update={"roles": PRIYA.roles | {"team_supervisor"}})
    assert "the order names priya-nair as" in why_not(held, deputy)

    said["daniel-osei"] = SaidAway(absences=(Absence(first=NOW.date(), last=NOW.date()),), deputy="priya-nair")
    held.hear()

    assert why_not(held, deputy) == ""
    held.read()
    assert why_not(held, deputy) == ""


def test_every_officer_that_an_order_names_is_looked_at() -> None:
    other = PRIYA.model_copy(update={"id": "other"})

    assert officers_of(Allocate(at=NOW, by=staff(PRIYA), handler=other)) == (PRIYA, other)
    assert officers_of(Allocate(at=NOW, by=RESIDENT, handler=other)) == (other,)


async def test_an_order_in_a_role_that_nobody_gave_leaves_no_trace(world: World) -> None:
    handle = await world.receives("reliance")
    now = await world.now(handle)

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await world.does(handle, Allocate(at=now, by=staff(GRANDER), handler=PRIYA))

    assert "the order names priya-nair as" in str(refused.value.cause)
    assert (await world.complaint(handle)).handler is None
