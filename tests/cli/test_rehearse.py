"""`complaints rehearse`: its page, its JSON, its refusals, its speed, and what the world can do to a complaint."""

import json
import re
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from domain.complaint.entry_kinds import EntryKind
from rehearsal.rehearsal import rehearse as play
from rehearsal.scenarios import read_story
from rehearsal.timeline import compare_by, timeline_of
from tests.rehearsal.rehearsals import A_STORY, LETTERS, RULEBOOK, SAMPLES, first_lines, in_short, lines, played, sample

EVERY_SAMPLE = sorted(path.stem for path in SAMPLES.glob("*.toml"))


def rehearse(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["rehearse", *map(str, arguments)])


def story(folder: Path, text: str = A_STORY) -> Path:
    path = folder / "story.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_page_has_a_heading_for_each_day_and_columns(tmp_path: Path) -> None:
    said = rehearse(story(tmp_path))

    assert said.exit_code == 0
    page = said.stdout.splitlines()
    assert page[:5] == [
        "REL-T3ST: Damp.",
        "Reliance, Complaints Handling Policy, edition 2024-06. Times are local.",
        "",
        "Monday 2 November 2026",
        "  10:15  received          complaint received [4.1.1]",
    ]
    assert "         due               Mon 09 Nov 2026: stage 1 acknowledgement [4.1.1]" in page
    assert "  11:00  e-mail            to Priya Nair: Complaint REL-T3ST is yours to handle [4.1.1]" in page
    assert page[-1] == "The story is played until Friday 20 November 2026; the complaint is not finished."
    assert max(map(len, page)) <= 120


def test_the_page_says_when_a_step_that_was_recorded_later_happened() -> None:
    said = rehearse(SAMPLES / "reliance-extended.toml")

    assert "by Ruth Ellison (happened Sat 21 Nov 2026 18:30)" in " ".join(said.stdout.split())
    assert said.stdout.endswith("Nothing is left to do: the story ends here.\n")


def test_json_has_the_same_lines(tmp_path: Path) -> None:
    answer = json.loads(rehearse(story(tmp_path), "--json").stdout)

    assert {**answer, "lines": []} == {
        "landlord": "reliance",
        "edition": "2024-06",
        "reference": "REL-T3ST",
        "settled": False,
        "lines": [],
    }
    receipt = next(line for line in answer["lines"] if line.get("notice") == "receipt")
    assert receipt == {
        "at": "2026-11-02T10:15:00Z",
        "recorded_at": "2026-11-02T10:15:00Z",
        "kind": "notice_sent",
        "text": "receipt sent",
        "clause": "4.1.1",
        "to": "resident",
        "channel": "email",
        "first_line": "We have received your complaint REL-T3ST",
        "notice": "receipt",
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            "landlord = nobody", "story.toml: is not TOML: Invalid value (at line 1, column 12)", id="no TOML"
        ),
        pytest.param(f"a = {'[' * 5000}", "story.toml: has too many lists or tables within one another", id="too deep"),
        pytest.param("", "story.toml, line 1: landlord: is missing", id="nothing in it"),
    ],
)
def test_a_bad_scenario_leaves_with_2_and_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    said = rehearse(story(tmp_path, text))

    assert (said.exit_code, said.stdout, said.stderr) == (2, "", f"{sentence}\n")


def test_a_scenario_that_cannot_be_read_leaves_with_2(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'summary = "Caf\xe9"')

    missing, latin = rehearse(tmp_path / "nowhere.toml"), rehearse(tmp_path / "latin.toml")

    assert (missing.exit_code, latin.exit_code) == (2, 2)
    assert missing.stderr.endswith("nowhere.toml cannot be read: No such file or directory\n")
    assert latin.stderr.endswith("latin.toml is not text in UTF-8\n")


def test_a_policy_that_does_not_hold_together_leaves_with_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "reliance").mkdir()
    (tmp_path / "reliance" / "landlord.toml").write_text("key = 1", encoding="utf-8")
    monkeypatch.setenv("PUTRIGHT_POLICIES", str(tmp_path))

    said = rehearse(story(tmp_path))

    assert said.exit_code == 1
    assert "landlord.toml" in said.stderr


@pytest.mark.parametrize("name", EVERY_SAMPLE)
def test_a_sample_plays_in_under_a_second_and_always_alike(name: str) -> None:
    text = (SAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    started = time.process_time()

    first = play(read_story(text, name, RULEBOOK), LETTERS)

    assert time.process_time() - started < 1
    assert played(text).lines == first.lines


def test_a_year_of_reminders_plays_in_under_a_second() -> None:
    text = A_STORY.replace("until = 2026-11-20", "until = 2027-11-20")
    started = time.process_time()

    rehearsal = played(text)

    assert time.process_time() - started < 1
    assert len(first_lines(rehearsal, "overdue")) > 50


@pytest.mark.parametrize("name", EVERY_SAMPLE)
def test_the_timeline_is_the_record(name: str) -> None:
    rehearsal = sample(name)
    own = {"deadline", "world", "repeated", "rejected"}

    of_record = timeline_of(rehearsal.complaint, "Europe/London")

    kinds = [line.kind for line in rehearsal.lines if line.kind not in own]
    assert kinds == [line.kind for line in of_record if line.kind != "rejected"]
    assert len(compare_by(of_record)) == len(rehearsal.complaint.record)


def test_a_refused_order_is_a_line_and_changes_nothing() -> None:
    rehearsal = played(A_STORY + _step("Fri 2026-11-06 10:00", "approve"))

    assert rehearsal.refusals == ((3, "Nothing is waiting for approval at stage 1."),)
    assert "Fri 06 Nov 2026 10:00 rejected: refused: approve: Nothing is waiting for approval at stage 1." in lines(
        rehearsal
    )
    assert EntryKind.REJECTED not in {entry.kind for entry in rehearsal.complaint.record}


def test_a_refused_request_is_on_the_record_and_its_handler_is_told() -> None:
    rehearsal = played(A_STORY + _step("Fri 2026-11-06 10:00", "escalate"))

    assert EntryKind.REJECTED in {entry.kind for entry in rehearsal.complaint.record}
    assert "Fri 06 Nov 2026 10:00 message_rejected to priya-nair by email" in lines(rehearsal)


def test_a_repeated_order_changes_nothing() -> None:
    again = A_STORY[A_STORY.rindex("[[events]]") :]

    rehearsal = played(A_STORY + again)

    assert "Thu 05 Nov 2026 15:30 repeated: acknowledge: done already, nothing changed" in lines(rehearsal)
    assert len(first_lines(rehearsal, "acknowledgement")) == 1


def test_what_a_provider_that_is_away_holds_up_goes_when_it_is_back() -> None:
    rehearsal = played(
        A_STORY
        + _world("Fri 2026-11-06 10:00", "provider-away", provider="email")
        + _world("Tue 2026-11-10 08:30", "provider-back", provider="email")
    )

    missed = "Tue 10 Nov 2026 00:00 duty_missed: stage 1 contact with the resident missed: due Monday 9 November 2026"
    assert missed in lines(rehearsal)
    assert not any(in_short(line).startswith("Mon 09 Nov 2026") for line in rehearsal.lines)
    assert first_lines(rehearsal, "overdue")


def test_a_text_that_nobody_takes_in_time_expires_and_its_handler_is_told() -> None:
    head, receipt, rest = A_STORY.partition("\n[[events]]")
    away = _world("Mon 2026-11-02 08:00", "provider-away")

    rehearsal = played(f'{head}mobile = "+447700900123"\n{away}{receipt}{rest}')

    assert any("could not be sent by text" in line.text for line in rehearsal.lines)
    assert first_lines(rehearsal, "not_sent")


def test_a_letter_that_comes_back_goes_another_way_and_is_owed_again() -> None:
    head, receipt, rest = A_STORY.partition("\n[[events]]")
    rehearsal = played(
        f'{head}address = ["3 Example Street"]\n{receipt}{rest}'
        + _world("Fri 2026-11-06 08:00", "bounced", letter="acknowledgement", why="the mailbox is full")
        + _world("Fri 2026-11-06 08:01", "bounced", letter="response")
    )

    story_lines = lines(rehearsal)
    assert "Fri 06 Nov 2026 08:00 acknowledgement to resident by letter" in story_lines
    assert "Fri 06 Nov 2026 08:00 cannot_reach to priya-nair by email" in story_lines
    assert "Fri 06 Nov 2026 08:01 world: no response letter has gone that could come back" in story_lines
    assert any(line.kind == "duty_reopened" for line in rehearsal.lines)


def test_D2_a_proclaimed_holiday_moves_every_open_date_and_tells_who_was_told() -> None:
    rehearsal = played(f"{A_STORY}{_world('Fri 2026-11-06 10:00', 'holiday', why='a royal wedding')}on = 2026-11-16\n")

    moved = [line.text for line in rehearsal.lines if line.kind == "deadline" and "before: Thu 19 Nov" in line.text]
    assert moved == ["Fri 20 Nov 2026: stage 1 response (before: Thu 19 Nov 2026)"]
    assert first_lines(rehearsal, "date_moved") == ["Your complaint REL-T3ST: a date has moved"]


def test_the_example_in_the_documentation_plays_to_its_end() -> None:
    page = (SAMPLES.parent / "docs" / "scenarios.md").read_text(encoding="utf-8")
    example = re.search(r"```toml\n(.*?)```", page, re.DOTALL)

    assert example
    assert played(example[1]).is_settled


def _step(at: str, step: str) -> str:
    return f'\n[[events]]\nat = "{at}"\nstep = "{step}"\n' + ('by = "priya-nair"\n' if step == "approve" else "")


def _world(at: str, step: str, **more: str) -> str:
    keys = {"provider": "text"} if step.startswith("provider") else {}
    return f'\n[[events]]\nat = "{at}"\nstep = "{step}"\n' + "".join(
        f'{name} = "{value}"\n' for name, value in {**keys, **more}.items()
    )
