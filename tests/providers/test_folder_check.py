"""A landlord's whole folder is checked before a restart: all that is wrong with it is said, with file and line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from providers.folder_check import faults, references_out_of_reach
from providers.rulebook import Rulebook, policies_folder

Change = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def as_they_are(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(policies_folder(), tmp_path_factory.mktemp("folder") / "policies")


@pytest.fixture
def folder(as_they_are: Path, tmp_path: Path) -> Path:
    return shutil.copytree(as_they_are, tmp_path / "policies")


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(folder: Path, key: str = "reliance") -> list[str]:
    return [fault.says for fault in faults(folder, key)]


@pytest.mark.parametrize("key", Rulebook(policies_folder()).landlords())
def test_nothing_is_wrong_with_the_folders_as_they_are(key: str) -> None:
    assert faults(policies_folder(), key) == ()


def test_all_that_is_wrong_is_said_at_once(folder: Path) -> None:
    change(folder, "reliance/landlord.toml", '"complaints@reliance.example.com"', '"complaints"')
    change(folder, "reliance/landlord.toml", '"+447700900101"', '"07700 900101"')
    change(folder, "reliance/landlord.toml", '"0121 496 0101"', '""')
    change(folder, "reliance/staff.toml", '["team_supervisor"]', '["boss"]')
    change(folder, "reliance/staff.toml", '"priya-nair@reliance.example.com"', '"priya"')
    change(folder, "reliance/2024-06.toml", "amount = 9", "amount = 367")
    (folder / "reliance" / "letters").mkdir(exist_ok=True)
    (folder / "reliance" / "letters" / "receipt.txt").write_text("subject: s\ntext: t\n---\n((handler.name))\n")
    (folder / "letters" / "closure.txt").unlink()

    found = said(folder)

    assert [each.split(": ")[0:2] for each in found if "landlord.toml" in each or "staff.toml" in each] == [
        ["policies/reliance/landlord.toml, line 11", "sends_from_email"],
        ["policies/reliance/landlord.toml, line 12", "sends_from_number"],
        ["policies/reliance/landlord.toml, line 24", "contact.phone"],
        ["policies/reliance/staff.toml, line 9", "people.0.email"],
        ["policies/reliance/staff.toml, line 36", "people.3.roles"],
    ]
    assert any("stage_1.investigate.amount: 367 days is longer" in each for each in found)
    assert any("receipt.txt, line 4: asks for 'handler', which a receipt notice never has" in each for each in found)
    assert any("there is no template closure.txt" in each for each in found)


def test_whoever_has_left_is_named_and_stops_nothing(folder: Path) -> None:
    change(folder, "reliance/staff.toml", 'deputy = "tom-hughes"', 'deputy = "tim-hughes"')
    change(folder, "reliance/staff.toml", '["coo", "slt"]', '["slt"]')

    found = faults(folder, "reliance")

    assert [fault.says.split(": ", 2)[2].split(":")[0] for fault in found] == [
        "nobody in the file has the id 'tim-hughes'",
        "nobody holds the role 'coo', which the ladder of reminders tells",
    ]
    assert not any(fault.stops for fault in found)
    assert Rulebook(folder).directory("reliance").person("priya-nair").deputy == "tim-hughes"


@pytest.mark.parametrize(("prefix", "former"), [("REL", ""), ("RELX", ""), ("RXN", '"REL"')])
def test_a_prefix_that_two_landlords_share_is_refused(folder: Path, prefix: str, former: str) -> None:
    shutil.copytree(folder / "reliance", folder / "caledon")
    for file in (folder / "caledon").glob("*.toml"):
        text = file.read_text().replace('key = "reliance"', 'key = "caledon"')
        text = text.replace('landlord = "reliance"', 'landlord = "caledon"')
        text = text.replace('reference_prefix = "REL"', f'reference_prefix = "{prefix}"\nformer_prefixes = [{former}]')
        file.write_text(text)

    (why,) = said(folder, "caledon")

    assert why.startswith("policies/caledon/landlord.toml, line ")
    assert "cannot be told from reliance's 'REL': no two landlords may share a prefix" in why
    assert len(said(folder, "reliance")) == 1
    assert Rulebook(folder).landlord("reliance").reference_prefix == "REL"


def test_a_prefix_that_was_changed_while_there_are_references_is_refused_until_it_is_named(folder: Path) -> None:
    change(folder, "reliance/landlord.toml", '"REL"', '"RLN"')

    def kept(key: str, prefixes: tuple[str, ...]) -> tuple[int, str]:
        return (0, "") if "REL" in prefixes else (14, "REL-7K4M-9QXP")

    (why,) = references_out_of_reach(Rulebook(folder), "reliance", kept)  # type: ignore[arg-type]  # a tuple is given
    change(folder, "reliance/landlord.toml", '"RLN"', '"RLN"\nformer_prefixes = ["REL"]')

    assert why.startswith("policies/reliance/landlord.toml, line 6: reference_prefix: 14 complaints are kept under")
    assert why.endswith("(REL-7K4M-9QXP), which nobody finds so: name the prefix in former_prefixes")
    assert references_out_of_reach(Rulebook(folder), "reliance", kept) == ()  # type: ignore[arg-type]  # as above


def test_a_letter_whose_name_no_notice_has_is_named(folder: Path) -> None:
    (folder / "reliance" / "letters" / "acknowledgment.txt").write_text("subject: s\ntext: t\n---\nWords.\n")

    assert said(folder) == ["policies/reliance/letters/acknowledgment.txt: no notice and no report has that name"]


def test_a_half_made_folder_says_what_it_lacks(folder: Path) -> None:
    (folder / "caledon").mkdir()
    (folder / "caledon" / "landlord.toml").write_text('key = "caledon"\nreference_prefix = "CAL"\n')

    found = said(folder, "caledon")

    assert "policies/caledon/landlord.toml, line 1: name: is missing" in found
    assert "policies/caledon/staff.toml: there is no such file" in found
    assert "policies/caledon: holds no edition of the policy" in found
    assert Rulebook(folder).prefixes()["caledon"] == ("CAL",)
