"""Letters are kept whole, once, and nowhere else."""

from pathlib import Path

import pytest

from activities.ports import PrintRoom, ProviderAwayError
from providers.print_room import FolderPrintRoom
from tests.fakes import FakePrintRoom

KEY = "QH-1/receipt/1/letter"


@pytest.fixture(params=["stand-in", "folder"])
def print_room(request: pytest.FixtureRequest, tmp_path: Path) -> PrintRoom:
    return FakePrintRoom() if request.param == "stand-in" else FolderPrintRoom(tmp_path)


def test_a_key_always_has_the_same_place_below_its_reference(print_room: PrintRoom) -> None:
    places = {print_room.keep(reference="QH-1", key=KEY, page=page) for page in ("<p>one</p>", "<p>two</p>")}

    assert places == {"QH-1/QH-1-receipt-1-letter.html"}


def test_the_first_page_stays(tmp_path: Path) -> None:
    room = FolderPrintRoom(tmp_path)

    place = room.keep(reference="QH-1", key=KEY, page="<p>Tŷ Glas, £5</p>")
    room.keep(reference="QH-1", key=KEY, page="<p>another</p>")

    assert (tmp_path / place).read_text(encoding="utf-8") == "<p>Tŷ Glas, £5</p>"
    assert [path.name for path in (tmp_path / place).parent.iterdir()] == ["QH-1-receipt-1-letter.html"]


@pytest.mark.parametrize("name", ["../../etc", "/etc", "..", ".hidden", ""])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "letters"

    place = FolderPrintRoom(folder).keep(reference=name, key=name, page="<p>page</p>")

    assert (folder / place).resolve().is_relative_to(folder.resolve())
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


def test_a_page_that_cannot_be_written_leaves_no_half_letter(tmp_path: Path) -> None:
    with pytest.raises(UnicodeEncodeError):
        FolderPrintRoom(tmp_path).keep(reference="QH-1", key=KEY, page="<p>\ud800</p>")

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("name", ["letters", "letters/below"])
def test_a_folder_that_cannot_be_written_is_tried_again(tmp_path: Path, name: str) -> None:
    (tmp_path / "letters").write_text("a file, not a folder", encoding="utf-8")

    with pytest.raises(ProviderAwayError, match="the letters' folder cannot be written"):
        FolderPrintRoom(tmp_path / name).keep(reference="QH-1", key=KEY, page="<p>page</p>")


def test_letters_and_their_folders_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "var" / "letters"

    place = folder / FolderPrintRoom(folder).keep(reference="QH-1", key=KEY, page="<p>page</p>")

    made = [place, place.parent, folder, folder.parent]
    assert [path.stat().st_mode & 0o777 for path in made] == [0o600, 0o700, 0o700, 0o700]


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "letters", tmp_path / "elsewhere"
    for each in (folder, elsewhere):
        each.mkdir()
    (folder / "QH-1").symlink_to(elsewhere)

    with pytest.raises(ProviderAwayError, match="the letters' folder cannot be written"):
        FolderPrintRoom(folder).keep(reference="QH-1", key=KEY, page="<p>page</p>")

    assert list(elsewhere.iterdir()) == []


def test_a_link_in_a_letters_place_is_no_letter(tmp_path: Path) -> None:
    diary = tmp_path / "diary"
    diary.write_text("mine", encoding="utf-8")
    room = FolderPrintRoom(tmp_path / "letters")
    place = tmp_path / "letters" / room.keep(reference="QH-1", key=KEY, page="<p>page</p>")
    place.unlink()
    place.symlink_to(diary)

    room.keep(reference="QH-1", key=KEY, page="<p>page</p>")

    assert (place.is_symlink(), place.read_text(encoding="utf-8")) == (False, "<p>page</p>")
    assert diary.read_text(encoding="utf-8") == "mine"
