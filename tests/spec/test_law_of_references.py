"""Every number that is referred to is defined, and every decision has its page, with a date and a status."""

from pathlib import Path

import pytest

from tests.clauses import ROOT, faults
from tests.law.references import LISTS, defined
from tests.spec.made_up import project

PAGE = "docs/decisions/0001-one.md"


def test_our_pages_define_what_they_list() -> None:
    known = defined(ROOT, ())

    assert {f"D{number}" for number in range(1, 22)} <= known
    assert {f"D-{number:02}" for number in range(1, 10)} <= known
    assert {f"C-{number:02}" for number in range(1, 30)} <= known
    assert {f"E{number}" for number in range(1, 39)} <= known
    assert all((ROOT / page).is_file() for page in LISTS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(R-061), A-05 and D4: E-4 by C-01, D-04 (decision 1)", id="of each kind"),
        pytest.param("docs/decisions/0001-one.md", id="a page"),
        pytest.param("E9 1AA, UTF-8, SHA-256, D105, AES-GCM, RD-04, 2026-11-21-notes", id="nothing of ours"),
    ],
)
def test_what_is_defined_can_be_referred_to(tmp_path: Path, text: str) -> None:
    assert not list(faults(project(tmp_path, files={"domain/duties/owed.py": f'"""{text}"""\n'})))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("(R-999)", "R-999, which no list defines", id="a row"),
        pytest.param("(A-05c)", "A-05c, which no list defines", id="an ambiguity"),
        pytest.param("(P-01)", "P-01, which no list defines", id="a reading"),
        pytest.param("(C-30)", "C-30, which no list defines", id="a clock"),
        pytest.param("(D-40)", "D-40, which no list defines", id="an inventory"),
        pytest.param("(D22)", "D22, which no list defines", id="a design decision"),
        pytest.param("E-99 nobody", "E-99, which no list defines", id="an edge case"),
        pytest.param("as decision 7 has it", "decision 7, which has no page", id="a decision"),
        pytest.param("decisions/0007-seven.md", "0007-seven.md, which does not exist", id="a page"),
    ],
)
def test_a_reference_that_leads_nowhere_is_said_with_its_line(tmp_path: Path, text: str, what: str) -> None:
    made = project(tmp_path, files={"domain/duties/owed.py": f'"""What is owed.\n\n{text}\n"""\n'})

    assert list(faults(made)) == [f"domain/duties/owed.py:3 refers to {what}."]


@pytest.mark.parametrize(
    "file",
    [
        "web/pages/list.html",
        "policies/reliance/letters/refusal.txt",
        "scenarios/late.toml",
        "tests/workflows/reading.py",
        "docs/glossary.md",
        "README.md",
        "pyproject.toml",
    ],
)
def test_every_folder_and_kind_of_file_is_read(tmp_path: Path, file: str) -> None:
    assert list(faults(project(tmp_path, files={file: "# R-999\n"}))) == [
        f"{file}:1 refers to R-999, which no list defines."
    ]


@pytest.mark.parametrize("file", [".venv/lib/there.py", "var/complaint.txt", "domain/__pycache__/owed.py"])
def test_what_is_not_ours_is_not_read(tmp_path: Path, file: str) -> None:
    assert not list(faults(project(tmp_path, files={file: "R-999\n"})))


def test_the_name_of_a_test_refers_too(tmp_path: Path) -> None:
    made = project(tmp_path, files={"tests/test_steps.py": "def test_R_061_A_99_D22_late(): ...\n"})

    assert list(faults(made)) == [
        "tests/test_steps.py::test_R_061_A_99_D22_late names A-99, which no list defines.",
        "tests/test_steps.py::test_R_061_A_99_D22_late names D22, which no list defines.",
    ]


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        pytest.param(
            "# 1. One\n\nStatus: accepted\n",
            f"{PAGE} has no line 'Date: YYYY-MM-DD'.",
            id="no date",
        ),
        pytest.param(
            "# 1. One\n\nDate: last year\nStatus: accepted\n",
            f"{PAGE} has no line 'Date: YYYY-MM-DD'.",
            id="a date in words",
        ),
        pytest.param(
            "# 1. One\n\nDate: 2026-11-21\n",
            f"{PAGE} has no line 'Status: accepted' or 'Status: superseded …'.",
            id="no status",
        ),
        pytest.param(
            "# 1. One\n\nDate: 2026-11-21\nStatus: superseded by 2\n",
            f"{PAGE} is not in docs/decisions/README.md with its number, title and status.",
            id="another status than in the index",
        ),
        pytest.param(
            "# 1. Another\n\nDate: 2026-11-21\nStatus: accepted\n",
            f"{PAGE} is not in docs/decisions/README.md with its number, title and status.",
            id="another title than in the index",
        ),
        pytest.param(
            "# 2. One\n\nDate: 2026-11-21\nStatus: accepted\n",
            f"{PAGE} is not in docs/decisions/README.md with its number, title and status.",
            id="another number than in the index",
        ),
    ],
)
def test_a_decision_has_its_date_its_status_and_its_line_in_the_index(tmp_path: Path, page: str, fault: str) -> None:
    assert list(faults(project(tmp_path, files={PAGE: page}))) == [fault]


def test_the_page_of_design_decisions_has_them_too(tmp_path: Path) -> None:
    made = project(tmp_path, files={"docs/decisions/design.md": "# Design decisions\n\n## D4. No time\n"})

    assert list(faults(made)) == [
        "docs/decisions/design.md has no line 'Date: YYYY-MM-DD'.",
        "docs/decisions/design.md has no line 'Status: accepted' or 'Status: superseded …'.",
    ]
