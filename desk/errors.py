"""How the desk says what it cannot do; what helps is a field, as each face has its own words for how it is given."""

from datetime import datetime


class DeskError(Exception):
    """What was asked cannot be done; the sentence says how things stand and what to do."""


class UnknownComplaintError(DeskError):
    """There is no such complaint."""


class NotKeptError(DeskError):
    """The complaint was stopped from outside, and its last state was never kept."""


class NoFreeReferenceError(DeskError):
    """Every reference that was tried is taken."""


class KeyUsedError(DeskError):
    """A complaint was opened with the same key and other words."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"this key was used for something else: {reference} was opened with it, in other words. Nothing was "
            "opened; look at that complaint, and if this is another one give it without a key, or with a new one"
        )
        self.reference = reference


class NotOpenedError(DeskError):
    """Temporal was away, so the complaint was not opened; given again with *key*, it is never opened twice."""

    def __init__(self, why: str, key: str, *, is_sure: bool = True) -> None:
        self.why = why
        self.key = key
        self.is_sure = is_sure
        """Whether nothing was opened for certain: the answer may have been lost on its way."""
        super().__init__(f"{why}, so {self.came_of_it}; repeat it with the key {key}")

    @property
    def came_of_it(self) -> str:
        """What is known of the complaint."""
        return "the complaint was not accepted" if self.is_sure else "it is not known whether the complaint was opened"


class UnansweredError(DeskError):
    """Nobody answered: nobody knows whether the order was carried out; a repeat of the same *at* changes nothing."""

    def __init__(self, why: str, reference: str, at: datetime, *, may_leave: bool, lacks_worker: bool = True) -> None:
        super().__init__(f"{why}. It is not known whether the order was carried out: a repeat changes nothing")
        self.why = why
        self.reference = reference
        self.at = at
        """By the landlord's clocks."""
        self.may_leave = may_leave
        """Whether it may be left until a worker is back."""
        self.lacks_worker = lacks_worker
        """Whether no worker seems to run."""
