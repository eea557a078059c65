"""Whatever is typed is refused by the name of its field or kept exactly: never mangled, nothing lost."""

import tomllib
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cli.toml_text import as_toml
from domain.complaint.complainant import Particulars
from domain.complaint.issues import NewIssue
from domain.complaint.resident import Resident
from domain.complaint.support import Support
from intake.checks import MOST_ISSUES
from intake.errors import BadInputError
from intake.new_complaint import NewComplaint, check_and_complete
from tests.world import RULEBOOK

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
RELIANCE = RULEBOOK.landlord("reliance")
FIELDS = ("summary", "resident.name", "name", "issues", "issue ", "words", "particulars.", "support.", "all of it")

ANY = st.text(max_size=60)
"""Any characters there are: every script, signs of direction, control characters, halves of pairs."""
PRINTABLE = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=60)
ISSUES = st.lists(st.builds(NewIssue.model_construct, words=ANY, desired_outcome=ANY), min_size=1, max_size=3)


def kept_or_refused(new: NewComplaint) -> NewComplaint | str:
    """What is kept of it, or why it is not taken."""
    try:
        return check_and_complete(new, RELIANCE, NOW)
    except BadInputError as refusal:
        return str(refusal)


@given(summary=ANY, name=ANY, issues=ISSUES, where=ANY, needs=ANY)
def test_what_is_taken_down_is_refused_by_name_or_kept_exactly(
    summary: str, name: str, issues: list[NewIssue], where: str, needs: str
) -> None:
    new = NewComplaint.model_construct(
        landlord="reliance",
        summary=summary,
        resident=Resident.model_construct(name=name),
        issues=tuple(issues),
        particulars=Particulars.model_construct(property_address=where),
        support=Support.model_construct(needs=needs),
    )
    kept = kept_or_refused(new)
    if isinstance(kept, str):
        assert kept.startswith(FIELDS)
        return
    assert kept.resident.name == name
    assert [(issue.words, issue.desired_outcome) for issue in kept.issues] == [
        (issue.words, issue.desired_outcome) for issue in issues
    ]
    assert (kept.particulars.property_address, kept.support.needs) == (where, needs)
    assert kept.summary == summary or not summary


@given(number=st.integers(min_value=MOST_ISSUES + 1, max_value=MOST_ISSUES + 30))
def test_too_many_issues_are_refused_by_their_number(number: int) -> None:
    new = NewComplaint(
        landlord="reliance", resident=Resident(name="Ann"), issues=tuple(NewIssue(words="x") for _ in range(number))
    )
    assert str(kept_or_refused(new)).startswith(
        f"issues: {number} is too many, as one letter can answer at most {MOST_ISSUES}"
    )


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_]{1,12}", fullmatch=True),
        PRINTABLE
        | st.booleans()
        | st.dates()
        | st.lists(PRINTABLE, max_size=3)
        | st.dictionaries(st.from_regex(r"[a-z_]{1,12}", fullmatch=True), PRINTABLE | st.booleans(), max_size=3)
        | st.lists(st.dictionaries(st.just("words"), PRINTABLE, min_size=1), min_size=1, max_size=3),
        max_size=5,
    )
)
def test_what_is_printed_to_be_kept_is_read_back_exactly(values: dict[str, Any]) -> None:
    assert tomllib.loads(as_toml(values)) == values
