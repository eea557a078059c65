"""The house's letters alone: a new landlord has files of its own for nothing but its numbers, people and addresses."""

import shutil
from pathlib import Path

import pytest

from activities.ports import Rendered
from domain.complaint.notice_kinds import NoticeKind
from providers.letter_sandbox import is_fragment
from providers.letters import LetterWriter
from providers.rulebook import Rulebook
from tests.letters import samples

NEW = "new-landlord"


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> LetterWriter:
    """What writes the letters of a landlord with its three TOML files and no letters."""
    policies = tmp_path_factory.mktemp("project") / "policies"
    shutil.copytree(samples.POLICIES, policies)
    (policies / NEW).mkdir()
    for file in (samples.POLICIES / "reliance").glob("*.toml"):
        words = file.read_text(encoding="utf-8").replace('"reliance"', f'"{NEW}"').replace("Reliance", "New Homes")
        (policies / NEW / file.name).write_text(words, encoding="utf-8")
    return LetterWriter(policies, Rulebook(policies).landlord)


def written(writer: LetterWriter, kind: NoticeKind) -> Rendered:
    return writer.render(samples.errand(NEW, kind), samples.READER if kind in samples.STAFF else None)


def test_the_new_landlord_has_three_files(writer: LetterWriter) -> None:
    assert len(list((writer._policies / NEW).iterdir())) == 3


def test_a_landlord_without_letters_is_sound(writer: LetterWriter) -> None:
    writer.check(NEW)


@pytest.mark.parametrize("kind", sorted(NoticeKind))
def test_a_landlord_without_letters_can_send_every_kind(writer: LetterWriter, kind: NoticeKind) -> None:
    letter = written(writer, kind)

    assert samples.REFERENCE in letter.subject + letter.body
    assert letter.text.startswith("New Homes: ") or kind in samples.STAFF


@pytest.mark.parametrize("kind", sorted(samples.RESIDENT))
def test_the_houses_letters_name_no_team_of_a_landlords(writer: LetterWriter, kind: NoticeKind) -> None:
    letter = written(writer, kind)

    theirs = ("Operations Team", "Senior Management Team", "Senior Leadership Team", "department manager")
    assert not [team for team in theirs if team in letter.body]


@pytest.mark.parametrize("key", samples.LANDLORDS)
def test_a_landlords_own_pieces_each_say_something_else_than_the_houses(key: str) -> None:
    house, own = (folder / "letters" for folder in (samples.POLICIES, samples.POLICIES / key))

    for piece in own.iterdir():
        assert is_fragment(piece.name)
        assert piece.read_bytes() != (house / piece.name).read_bytes()


def test_every_piece_of_the_house_is_included_by_a_letter() -> None:
    files: list[Path] = [*(samples.POLICIES / "letters").glob("*.txt")]
    included = "".join(file.read_text(encoding="utf-8") for file in files)

    assert not [file.name for file in files if is_fragment(file.name) and f'"{file.name}"' not in included]
