"""One landlord's files are no trouble of another's at the desk: of the others only the prefixes are read."""

import shutil
from pathlib import Path

import pytest

from activities.ports import RegisterAwayError
from desk.desk import Desk
from desk.register_reads import RegisterDesk
from domain.complaint.reference import ComplaintId
from intake.references import BadReferenceError
from providers.rulebook import Rulebook, RulebookError, policies_folder
from temporal.complaints import TemporalComplaints
from tests.desk.desks import complaint_of

OURS = ComplaintId(landlord="reliance", reference="REL-7K4M-9QXP")


class OneComplaint(RegisterDesk):
    """A register that knows one complaint, or cannot be reached."""

    def __init__(self, *, away: bool = False) -> None:
        self._away = away

    async def knows(self, place: ComplaintId) -> bool:
        if self._away:
            raise RegisterAwayError("the register cannot be reached")
        return place == OURS

    async def uses_prefix(self, landlord: str, prefix: str) -> bool:
        return (landlord, prefix) == ("reliance", "REL")

    async def by_key(self, landlord: str, key: str) -> None:
        return None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(policies_folder(), tmp_path / "policies")


@pytest.fixture
def with_copy(folder: Path) -> Path:
    """A second landlord, copied from Reliance, whose prefix nobody has changed."""
    shutil.copytree(folder / "reliance", folder / "caledon")
    for file in (folder / "caledon").glob("*.toml"):
        file.write_text(file.read_text().replace('= "reliance"', '= "caledon"'))
    return folder


def desk_of(folder: Path, *, away: bool = False) -> Desk:
    nobody: TemporalComplaints = None  # type: ignore[assignment]  # no test here gets as far
    return Desk(nobody, OneComplaint(away=away), Rulebook(folder))


@pytest.mark.parametrize("typed", ["REL-7K4M-9QXP", "reliance/rel-7k4m-9qxp"])
async def test_a_reference_of_a_prefix_that_its_landlord_has_changed_says_where_to_name_it(
    folder: Path, typed: str
) -> None:
    file = folder / "reliance" / "landlord.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('reference_prefix = "REL"', 'reference_prefix = "RHA"'))

    with pytest.raises(BadReferenceError, match=r'add "REL" to former_prefixes in policies/reliance/landlord.toml'):
        await desk_of(folder).place(typed)
    with pytest.raises(BadReferenceError, match="references look like"):
        await desk_of(folder, away=True).place(typed)


@pytest.mark.parametrize("written", ["", "key = 1\n", "not TOML", 'reference_prefix = "REL\n'])
async def test_a_faulty_file_of_another_landlord_keeps_nobody_from_a_complaint(folder: Path, written: str) -> None:
    (folder / "caledon").mkdir()
    (folder / "caledon" / "landlord.toml").write_text(written)

    assert await desk_of(folder).place("rel-7k4m-9qxp") == OURS


async def test_a_reference_is_found_at_the_landlord_that_has_it_though_another_shares_its_prefix(
    with_copy: Path,
) -> None:
    assert await desk_of(with_copy).place("REL-7K4M-9QXP") == OURS


async def test_while_nobody_can_say_whose_it_is_it_is_asked_for(with_copy: Path) -> None:
    desk = desk_of(with_copy, away=True)

    with pytest.raises(BadReferenceError, match="write caledon/REL-7K4M-9QXP or reliance/REL-7K4M-9QXP"):
        await desk.place("REL-7K4M-9QXP")

    assert await desk.place("reliance/REL-7K4M-9QXP") == OURS


async def test_no_complaint_is_opened_under_a_prefix_that_is_another_landlords(with_copy: Path) -> None:
    with pytest.raises(RulebookError, match=r"caledon/landlord.toml, line 6: reference_prefix: 'REL' cannot be told"):
        await desk_of(with_copy).open(complaint_of(landlord="caledon"))


async def test_a_leaver_who_is_somebodys_deputy_stops_no_complaint(folder: Path) -> None:
    staff = folder / "reliance" / "staff.toml"
    people = staff.read_text().split("[[people]]")
    staff.write_text("[[people]]".join(each for each in people if 'id = "priya-nair"' not in each))

    drafted = await desk_of(folder).drafted(complaint_of())

    assert drafted.complaint.landlord == "reliance"
