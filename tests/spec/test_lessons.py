"""A lesson says whose it is: the landlord's, the managing agent's, or both (F-041, F-076)."""

import pytest

from domain.complaint.complainant import Particulars
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.responses import Lesson, Whose
from tests.spec.cast import Landlord
from tests.spec.letters import written

BOTH = Lesson(words="Keys are handed over on the day.", whose=Whose.BOTH)
THEIRS = Lesson(words="Doors are locked at night.", whose=Whose.MANAGING_AGENT)


def about_an_agent(landlord: Landlord, agent: str = "Sample Lettings Ltd") -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", particulars=Particulars(managing_agent=agent))
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident()


@pytest.mark.parametrize(
    ("typed", "lesson"),
    [
        ("Come sooner.", Lesson(words="Come sooner.")),
        ("Come sooner; managing agent", Lesson(words="Come sooner", whose=Whose.MANAGING_AGENT)),
        ("Come sooner; both", Lesson(words="Come sooner", whose=Whose.BOTH)),
        ("Ring first; then come.", Lesson(words="Ring first; then come.")),
    ],
)
def test_F_041_a_lesson_is_typed_in_a_line_with_whose_it_is(typed: str, lesson: Lesson) -> None:
    assert Lesson.model_validate(typed) == lesson


def test_F_041_F_076_where_a_managing_agent_is_named_each_lesson_says_whose_it_is(landlord: Landlord) -> None:
    about_an_agent(landlord)

    said = landlord.refuses(lambda: landlord.responds(on="Thu 12 Nov 2026"))
    landlord.drafts(on="Thu 12 Nov 2026", learning=(BOTH, THEIRS))
    if landlord.key == "qualitas":
        landlord.approves()
    landlord.responds(on="Thu 12 Nov 2026", at="15:00")
    letter = written(landlord, NoticeKind.RESPONSE)

    assert "(Sample Lettings Ltd); say of each lesson whose it is: landlord, managing_agent or both." in said
    assert "Keys are handed over on the day. This is for us and for the managing agent." in letter
    assert "Doors are locked at night. This is for the managing agent." in letter


@pytest.mark.parametrize("lesson", [BOTH, THEIRS])
def test_F_041_F_076_nobody_learns_for_a_managing_agent_whom_no_record_names(
    landlord: Landlord, lesson: Lesson
) -> None:
    about_an_agent(landlord, agent="")

    said = landlord.refuses(lambda: landlord.drafts(on="Thu 12 Nov 2026", learning=(lesson,)))
    helps = landlord.would_help
    landlord.changes_particulars(on="Thu 12 Nov 2026", managing_agent="Sample Lettings Ltd")
    landlord.drafts(learning=(lesson,))

    assert "a lesson is for the managing agent, and none is on record; record who it is first" in said
    assert helps == "change_particulars"
