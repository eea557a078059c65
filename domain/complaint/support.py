"""What helps a resident to complain, and what is done differently for them (R-041, Code 5.10)."""

from domain.value import Day, Given


class Support(Given):
    """What helps the resident to complain, and how letters reach them (R-041, Code 5.10)."""

    needs: str = ""
    """What helps them, in their words."""
    adjustments: tuple[str, ...] = ()
    """What is done differently for them."""
    offered: str = ""
    """What was offered to help them."""
    large_print: bool = False
    """Whether letters are printed large."""
    review_on: Day | None = None
    """The date on which it is reviewed."""

    @property
    def done_differently(self) -> tuple[str, ...]:
        """All that whoever deals with them does differently."""
        return (*self.adjustments, *(("Letters in large print",) if self.large_print else ()))
