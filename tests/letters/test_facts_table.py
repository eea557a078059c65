"""The table of facts for those who write letters says what the kinds of notice have."""

from tests.letters.facts_table import table
from tests.letters.samples import POLICIES


def test_the_letters_readme_lists_the_facts_of_every_kind() -> None:
    readme = (POLICIES / "letters" / "README.md").read_text(encoding="utf-8")

    assert f"\n{table()}\n" in readme, "print it anew: python -m tests.letters.facts_table"
