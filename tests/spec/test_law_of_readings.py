"""The list of readings is whole, and `make clauses` prints it and refuses what is wrong with it."""

from pathlib import Path

import pytest

from tests.clauses import ROOT, faults, main
from tests.law.names import all_tests
from tests.law.readings import AMBIGUITIES, readings_of
from tests.spec.made_up import OPEN_READING, SETTLED_READING, project

OUR_OWN = 'reads = ["R-061"]\nsays = "Late is late."\nsettled = ["domain/duties/owed.py"]\ntests = ["test_R_061_late"]'


def test_there_are_58_ambiguities_and_our_own_readings_are_numbered_without_a_gap() -> None:
    numbers = [reading.number for reading in readings_of(ROOT, all_tests(ROOT))]
    ours = [number for number in numbers if number.startswith("P-")]

    assert len(AMBIGUITIES) == len(numbers) - len(ours) == 58
    assert ours == [f"P-{number:02}" for number in range(1, len(ours) + 1)]
    assert len(ours) >= 46


def test_a_reading_is_printed_with_where_it_is_settled_and_its_tests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(project(tmp_path, readings={"A-05": SETTLED_READING, "P-01": OUR_OWN}))

    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert "A-05 settled Once. domain/duties/owed.py test_steps.py 1" in lines
    assert "P-01 settled Late is late. domain/duties/owed.py test_steps.py 1" in lines
    assert "59 readings: 2 settled, 57 open." in lines


def test_a_reading_of_our_own_is_printed_under_its_ambiguity_and_beside_its_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(project(tmp_path, readings={"P-01": OUR_OWN.replace('["R-061"]', '["A-05", "R-061"]')}))

    printed = capsys.readouterr().out
    assert [line[:5].strip() for line in printed.splitlines() if line[:1] in {"A", "P"}][4:7] == [
        "A-05",
        "P-01",
        "A-06",
    ]
    assert "R-061  open (partly)  ; P-01" in printed


def test_a_test_that_is_named_for_a_reading_holds_it(tmp_path: Path) -> None:
    named = {"tests/test_steps.py": "def test_A_05_R_061_late(): ...\n"}
    settled = SETTLED_READING.replace('\ntests = ["test_R_061_late"]', "")

    assert not list(faults(project(tmp_path, readings={"A-05": settled}, files=named)))


@pytest.mark.parametrize(
    ("readings", "fault"),
    [
        pytest.param(
            {"A-99": OPEN_READING},
            "A-99 is in docs/readings.toml and is not an ambiguity of the catalogue.",
            id="an ambiguity too many",
        ),
        pytest.param(
            {"A-05": OPEN_READING.replace('"Once."', '" "')},
            "A-05 does not say 'default'.",
            id="no default",
        ),
        pytest.param(
            {"P-01": OUR_OWN.replace("says =", "sys =")},
            "P-01 does not say 'says'.\nP-01 has the key 'sys', which nobody reads.",
            id="an unknown key",
        ),
        pytest.param(
            {"A-05": SETTLED_READING.replace("owed", "lost")},
            "A-05 names domain/duties/lost.py, which does not exist.",
            id="a file that does not exist",
        ),
        pytest.param(
            {"A-05": f'{OPEN_READING}\ntests = ["test_R_061_early"]'},
            "A-05 names test_R_061_early, and there is no such test.",
            id="a test that does not exist",
        ),
        pytest.param(
            {"A-05": OPEN_READING.replace('"open"', '"done"')},
            "A-05 has the status 'done'; there are settled, open.",
            id="an unknown status",
        ),
        pytest.param(
            {"A-05": OPEN_READING.replace('"All of it."', '" "')},
            "A-05 is open and does not say what is still to come.",
            id="open without what waits",
        ),
        pytest.param(
            {"A-05": SETTLED_READING.replace('["domain/duties/owed.py"]', "[]")},
            "A-05 is settled and does not say where.",
            id="settled nowhere",
        ),
        pytest.param(
            {"P-01": OUR_OWN.replace('["test_R_061_late"]', "[]")},
            "P-01 is settled and no test holds it.",
            id="settled without a test",
        ),
        pytest.param(
            {"P-01": OUR_OWN.replace('["R-061"]', "[]")},
            "P-01 does not say 'reads'.",
            id="beside nothing",
        ),
    ],
)
def test_what_is_wrong_is_said_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], readings: dict[str, str], fault: str
) -> None:
    code = main(project(tmp_path, readings=readings))

    assert code == 1
    assert capsys.readouterr().err == f"{fault}\n"


def test_an_ambiguity_that_is_lost_is_missed(tmp_path: Path) -> None:
    assert list(faults(project(tmp_path, without="A-05"))) == ["A-05 is missing from docs/readings.toml."]


def test_a_policy_file_that_settles_an_ambiguity_stands_in_the_list(tmp_path: Path) -> None:
    policy = {"policies/reliance/2024-06.toml": '[[exclusions]]\nsettles = ["A-05"]\n'}

    wrong = list(faults(project(tmp_path, files=policy)))

    assert wrong == ["policies/reliance/2024-06.toml settles A-05, and docs/readings.toml does not say so."]
