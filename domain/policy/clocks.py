"""The names of a policy's clocks, as the command line and the record use them."""

from domain.calendar.limits import Anchor, TimeLimit
from domain.policy.edition import Edition, StagePolicy
from domain.policy.stages import Stage

CLOCKS = (
    "quick_resolution",
    "stage_1.acknowledge",
    "stage_1.contact",
    "stage_1.details",
    "stage_1.investigate",
    "stage_1.approve",
    "stage_1.respond",
    "stage_1.extension",
    "stage_1.escalation_window",
    "stage_2.acknowledge",
    "stage_2.contact",
    "stage_2.understanding",
    "stage_2.investigate",
    "stage_2.respond",
    "stage_2.extension",
)


class UnknownClockError(Exception):
    """No policy has a clock of that name."""


class NoLimitError(Exception):
    """The policy sets no limit for that clock."""


def limit_of(edition: Edition, clock: str) -> TimeLimit:
    """The limit *edition* sets for *clock*.

    Raises:
        UnknownClockError: there is no such clock; the sentence lists those there are.
        NoLimitError: the edition leaves the clock open.
    """
    if clock not in CLOCKS:
        raise UnknownClockError(f"there is no clock {clock!r}; there are: {', '.join(CLOCKS)}")
    limit = edition.quick_resolution.limit if clock == "quick_resolution" else _stage_limit(edition, clock)
    if limit is None:
        raise NoLimitError(f"the {edition.landlord} policy of {edition.edition} sets no limit for {clock}")
    return limit


def extension_limit(policy: StagePolicy) -> TimeLimit:
    """The longest extension a stage allows, as a limit from the current due date."""
    extension = policy.extension
    return TimeLimit(
        amount=extension.amount,
        unit=extension.unit,
        starts_from=Anchor.RESPONSE_DUE,
        clause=extension.clause,
        settles=extension.settles,
        ours=extension.ours,
    )


def _stage_limit(edition: Edition, clock: str) -> TimeLimit | None:
    stage, name = clock.split(".")
    policy = edition.stage(Stage(stage))
    if name == "extension":
        return extension_limit(policy)
    limit = getattr(policy, name)
    return limit if isinstance(limit, TimeLimit) else None
