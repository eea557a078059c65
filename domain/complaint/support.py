"""What helps a resident to complain, and what is done differently for them (R-041, Code 5.10)."""

from domain.value import Day, Value


class Support(Value):
    """What helps the resident to complain, and how letters reach them (R-041, Code 5.10)."""

    needs: str = ""
    """In the resident's words."""
    adjustments: tuple[str, ...] = ()
    """What is done differently for them."""
    offered: str = ""
    large_print: bool = False
    """Whether their letters, printed or by e-mail, are set in large print."""
    review_on: Day | None = None
    """When somebody asks whether this still helps."""

    @property
    def done_differently(self) -> tuple[str, ...]:
        """All that whoever deals with them does differently."""
        return (*self.adjustments, *(("Letters in large print",) if self.large_print else ()))
