"""Record entries about what was told to other parties (R-100, Q-021)."""

from typing import Literal

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.fact import Fact, People, in_one_line, signature_of


class Disclosed(Fact):
    """A name or other personal data was given to another party."""

    kind: Literal[EntryKind.DISCLOSED] = EntryKind.DISCLOSED
    to: str
    what: str
    why: str
    allowed_by: str
    """A staff id."""

    def sentence(self, people: People) -> str:
        """To whom, what, why it was necessary, and who allowed it."""
        said = in_one_line(self.what, f"necessary because: {self.why}")
        return f"told {self.to}: {said}; allowed by {signature_of(self.allowed_by, people)}"


ConfidentialityFact = Disclosed
"""What other parties know."""
