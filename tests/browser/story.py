"""A complaint from the telephone to its end, as both landlords have it: who gives which order, and what they write."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from tests.browser.hands import Mouse
from tests.browser.house import House

_TRIES = 6
_UNANSWERED = ("We do not know whether this was recorded", "Sorry, we cannot do that just now")
_COMPLAINT = re.compile(r"/staff/c/([A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4})")


class Step(NamedTuple):
    """One order, given on its page."""

    by: str
    order: str
    fields: Mapping[str, str]


class Story(NamedTuple):
    """A landlord's."""

    landlord: str
    taken_down_by: str
    steps: tuple[Step, ...]


CALL = {
    "name": "Josephine Journey",
    "email": "josephine.journey@example.com",
    "issue-1-words": "The hall is wet again.",
    "issue-2-words": "They said a surveyor would come, and nobody did.",
}
OLD = {"issue-3-words": "The fence fell in a storm years ago.", "issue-3-occurred_on": "2023-02-18"}
FINDINGS = {
    name: value
    for place in range(3)
    for name, value in (
        (f"findings.{place}.issue", str(place + 1)),
        (f"findings.{place}.finding", "upheld"),
        (f"findings.{place}.reasons", "We did not come when we said."),
    )
}
RESPONSE = {
    "outcome": "upheld",
    **FINDINGS,
    "complaint": "Your hall is wet, nobody came to survey it, and the fence is down.",
    "reasons": "The survey was booked and lost.",
    "remedy": "We apologise, and mend the wall and the fence.",
    "learning.0.words": "A survey that is booked has somebody's name on it.",
}
AGAIN = {"understood": "The wall is still wet.", "desired_outcome": "A dry wall."}
BETTER = {"remedy": "We apologise, and mend the wall and the fence this week."}


def _understood(by: str) -> tuple[Step, ...]:
    return tuple(
        Step(by, "confirm_issue", {"issue": str(n), "understood": f"Issue {n} as we see it.", "confirmed": "yes"})
        for n in (1, 2, 3)
    )


def _drafted(by: str, approver: str) -> tuple[Step, ...]:
    """Drafted, returned twice, approved and sent."""
    return (
        Step(by, "draft", RESPONSE),
        Step(approver, "return_draft", {"comments": "Say when the wall is mended."}),
        Step(by, "draft", BETTER),
        Step(approver, "return_draft", {"comments": "And the fence?"}),
        Step(by, "draft", {"reasons": "The survey was booked and lost, and the fence with it."}),
        Step(approver, "approve", {}),
        Step(by, "respond", {}),
    )


RELIANCE = Story(
    "reliance",
    "leah-brooks",
    (
        Step("daniel-osei", "allocate", {"handler": "priya-nair"}),
        Step("amara-okafor", "accept_late", {"issue": "3", "reasons": "It was reported at the time."}),
        *_understood("priya-nair"),
        Step("priya-nair", "record_contact", {"outcome": "spoke"}),
        Step("priya-nair", "acknowledge", {}),
        Step("priya-nair", "request_extension", {"working_days": "5", "reason": "The surveyor comes next week."}),
        Step("priya-nair", "draft", RESPONSE),
        Step("priya-nair", "draft", BETTER),
        Step("priya-nair", "respond", {}),
        Step("priya-nair", "request_escalation", {"reasons": "The wall is still wet."}),
        Step("amara-okafor", "allocate", {"handler": "simon-wright"}),
        Step("simon-wright", "acknowledge", AGAIN),
        Step("simon-wright", "record_contact", {"outcome": "spoke"}),
        Step("simon-wright", "consult", {"officer": "helen-marsh", "summary": "The wall was painted and not dried."}),
        Step("simon-wright", "respond", RESPONSE | {"stage_1_stands": "no"}),
        Step("simon-wright", "close", {"reason": "unable_to_agree"}),
    ),
)
QUALITAS = Story(
    "qualitas",
    "nadia-karim",
    (
        Step("femi-adeyemi", "allocate", {"handler": "nadia-karim"}),
        Step("victoria-lane", "accept_late", {"issue": "3", "reasons": "It was reported at the time."}),
        *_understood("nadia-karim"),
        Step("nadia-karim", "record_contact", {"outcome": "spoke", "agreed": "A surveyor comes this week."}),
        Step("nadia-karim", "acknowledge", {"telephone": "Nadia Karim rang first, and read it to her."}),
        Step("nadia-karim", "request_extension", {"working_days": "5", "reason": "The surveyor comes next week."}),
        *_drafted("nadia-karim", "victoria-lane"),
        Step("nadia-karim", "request_escalation", {"reasons": "The wall is still wet."}),
        Step("femi-adeyemi", "allocate", {"handler": "rachel-stone"}),
        Step("rachel-stone", "acknowledge", {**AGAIN, "telephone": "Rachel Stone rang first, and read it to her."}),
        Step("rachel-stone", "record_contact", {"outcome": "spoke", "agreed": "Nothing yet."}),
        Step("rachel-stone", "consult", {"officer": "imran-shah", "summary": "The wall was painted and not dried."}),
        Step("rachel-stone", "draft", RESPONSE | {"stage_1_stands": "no"}),
        Step("rachel-stone", "respond", {}),
        Step("rachel-stone", "close", {"reason": "unable_to_agree"}),
    ),
)


async def takes_down(hands: Mouse, house: House, story: Story) -> str:
    """Take the call down with its three issues, and return the complaint's reference."""
    await hands.page.goto(f"{house.url}/staff/take-down")
    await hands.presses("Add another issue")
    await hands.presses("Add another issue")
    await hands.fills({**CALL, **OLD})
    await hands.presses("Take it down now")
    come_to = _COMPLAINT.search(hands.page.url)
    assert come_to, await hands.page.inner_text("main")
    return come_to[1]


async def gives(hands: Mouse, house: House, reference: str, step: Step) -> str:
    """Give an order on its page, past the letter as it will go, and return the address of what comes of it.

    Where nobody answers in time the button is pressed again, as the page asks: it is carried out once.
    """
    await hands.page.goto(f"{house.url}/staff/c/{reference}/order/{step.order}")
    await hands.adds_rows(step.fields)
    await hands.fills(step.fields)
    for _ in range(_TRIES):
        await hands.presses("Continue")
        if await hands.page.locator("main").get_by_role("button", name="Send", exact=True).count():
            await hands.presses("Send")
        if not await _nobody_answered(hands):
            break
    return hands.page.url


async def _nobody_answered(hands: Mouse) -> bool:
    """Whether the page says so, as on a busy machine."""
    words = await hands.page.inner_text("main")
    return any(each in words for each in _UNANSWERED)
