"""What a policy officer should know of a policy: its review, its publication, the Code's floor, what has aged.

Nothing here stops a complaint: the remarks are for whoever owns the policy (R-001, A-39, A-40).
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from domain.calendar.days import in_words, months_after
from domain.calendar.limits import TimeLimit
from domain.policy.code import CodeFloor, CodeStage
from domain.policy.edition import Edition, StagePolicy
from domain.policy.landlord import Landlord
from domain.policy.stages import Stage
from domain.value import Value

_PUBLICATION = "Code 3.4"


class Weight(StrEnum):
    """How much a remark asks for."""

    WARNING = "warning"
    INFO = "info"
    """Good to know: nothing counts on it."""


class Remark(Value):
    """Something about a policy that its owner should see to, with the clauses it goes by."""

    about: str
    weight: Weight
    says: str
    clause: str


def remarks(edition: Edition, landlord: Landlord, code: CodeFloor, today: date) -> tuple[Remark, ...]:
    """All there is to say of *edition* on that day, what asks for something first."""
    found = (
        *_on_the_control_block(edition, today),
        *_on_the_code(edition, code),
        *_on_addresses(landlord, today),
        *_on_the_laws(edition),
    )
    return tuple(sorted(found, key=lambda remark: remark.weight is Weight.INFO))


def _on_the_control_block(edition: Edition, today: date) -> Iterator[Remark]:
    control = edition.control
    if today > control.review_by:
        says = f"the review was due in {control.next_review}, by {in_words(control.review_by)}, and is overdue"
        yield _warning("review", says, control.clause)
    if control.published_on_website is False:
        says = "the policy says that it is not published on the website; the Code asks for that"
        yield _warning("publication", says, f"{control.clause}; {_PUBLICATION}")
    elif control.published_on_website is None:
        says = "the policy does not say whether it is published on the website; the Code asks for that"
        yield _info("publication", says, f"{control.clause}; {_PUBLICATION}")


def _on_the_code(edition: Edition, code: CodeFloor) -> Iterator[Remark]:
    """Where the policy as printed gives residents less than the Code does."""
    printed, floor = edition.eligibility, code.age_limit
    if printed.policy_months < floor.months:
        yield _warning(
            "age limit",
            f"the policy prints {printed.policy_months} months, the Code has {floor.months}; "
            f"complaints are judged by {printed.age_limit_months}",
            f"{printed.clause}; Code {floor.clause}",
        )
    for stage, of_code in ((Stage.ONE, code.stage_1), (Stage.TWO, code.stage_2)):
        for words, ours, theirs in _limits(edition.stage(stage), of_code):
            if ours.amount > theirs.amount:
                yield _warning(
                    f"{stage.words} {words}",
                    f"the policy has {ours.words}, the Code {theirs.words}",
                    f"{ours.clause}; Code {theirs.clause}",
                )


def _limits(policy: StagePolicy, code: CodeStage) -> Iterator[tuple[str, TimeLimit, TimeLimit]]:
    yield "acknowledgement", policy.acknowledge, code.acknowledge
    yield "response", policy.respond, code.respond


def _on_addresses(landlord: Landlord, today: date) -> Iterator[Remark]:
    ombudsman = landlord.ombudsman
    if today > months_after(ombudsman.verified_on, ombudsman.verify_every_months):
        says = f"the Ombudsman's details were last checked on {in_words(ombudsman.verified_on)}: check them again"
        yield _warning("Ombudsman's details", says, ombudsman.as_printed.clause)


def _on_the_laws(edition: Edition) -> Iterator[Remark]:
    framework = edition.legal_framework
    if framework is None:
        return
    for law in framework.outdated:
        yield _info("legal framework", f"the list names {law.printed}; it is now {law.now}", framework.clause)
    for name in framework.missing:
        yield _info("legal framework", f"the list lacks the {name}", framework.clause)


def _warning(about: str, says: str, clause: str) -> Remark:
    return Remark(about=about, weight=Weight.WARNING, says=says, clause=clause)


def _info(about: str, says: str, clause: str) -> Remark:
    return Remark(about=about, weight=Weight.INFO, says=says, clause=clause)
