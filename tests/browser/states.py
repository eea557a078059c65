"""Every state of every page, and how to get there: what is looked at for what would keep people out.

A page that is added has its rows here; `test_every_page.py` refuses a GET page of the app that has none.
"""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import NamedTuple

from domain.procedure.steps import STEPS
from tests.browser.house import House
from tests.browser.visitor import Visitor

BAD = HTTPStatus.BAD_REQUEST
Steps = Callable[[Visitor, House], Awaitable[None]]


async def _stays(_: Visitor, __: House) -> None:
    """The page as it is opened."""


class State(NamedTuple):
    """A state of a page."""

    name: str
    route: str
    """The page's address as the app's routes have it."""
    path: str
    """Where it is; a seed in braces stands for its reference: `/staff/c/{reliance-1-damp}`."""
    person: str = "priya-nair"
    """Who looks at it; nobody for somebody who is not signed in."""
    landlord: str = "reliance"
    then: Steps = _stays
    """What is done on the page until it is in this state."""
    status: HTTPStatus = HTTPStatus.OK
    """Of the page that is opened first."""

    async def reached(self, visitor: Visitor, house: House) -> None:
        """Bring a visitor's window into this state."""
        answer = await visitor.opens(self.path.format_map(_References(house.seeds)))
        assert answer.status == self.status, (self.name, answer.status)
        await self.then(visitor, house)


class _References(dict[str, str]):
    """The references of the seeds, by their names."""

    def __init__(self, seeds: Mapping[str, object]) -> None:
        super().__init__({name: getattr(place, "reference", "") for name, place in seeds.items()})


def presses(*buttons: str, **fields: str) -> Steps:
    """Fill in fields, by what they are called on the wire, and press one button after the other."""

    async def steps(visitor: Visitor, _: House) -> None:
        for name, words in fields.items():
            await visitor.page.locator(f'[name="{name.replace("__", "-")}"]').first.fill(words)
        for button in buttons:
            await visitor.presses(button)

    return steps


def _following(*links: str) -> Steps:
    """Follow one link after the other, each by some of its words."""

    async def steps(visitor: Visitor, _: House) -> None:
        for link in links:
            await visitor.follows(link)

    return steps


def _searching(words: str) -> Steps:
    """Look for something in the page's own box."""

    async def steps(visitor: Visitor, _: House) -> None:
        await visitor.page.locator('main [name="typed"]').fill(words)
        async with visitor.page.expect_navigation(wait_until="load"):
            await visitor.page.locator("main form button").first.click()

    return steps


_CALL = {"name": "Tess Sample", "email": "tess.sample@example.com", "issue__1__words": "The stairs are not lit."}

TAKING_DOWN = (
    State("take down: empty", "/staff/take-down", "/staff/take-down"),
    State(
        "take down: nothing was written",
        "/staff/take-down",
        "/staff/take-down",
        then=presses("See the receipt before it goes"),
    ),
    State(
        "take down: a second issue, and the caller's complaints",
        "/staff/take-down",
        "/staff/take-down",
        then=presses("Look for their complaints", "Add another issue", **_CALL),
    ),
    State(
        "take down: the receipt before it goes",
        "/staff/take-down",
        "/staff/take-down",
        then=presses("See the receipt before it goes", **_CALL),
    ),
    State(
        "take down: at a landlord that asks more",
        "/staff/take-down",
        "/staff/take-down",
        person="nadia-karim",
        landlord="qualitas",
    ),
)

QUEUE = tuple(
    State(f"queue: {name}", "/staff/queue", f"/staff/queue?{asked}", person=person, landlord=landlord)
    for name, asked, person, landlord in (
        ("mine", "whose=mine", "priya-nair", "reliance"),
        ("mine, of somebody who has nothing", "whose=mine", "joanna-reid", "reliance"),
        ("my team's", "whose=team", "daniel-osei", "reliance"),
        ("nobody's yet", "whose=nobody", "daniel-osei", "reliance"),
        ("all", "whose=all", "daniel-osei", "reliance"),
        ("all at another landlord", "whose=all", "femi-adeyemi", "qualitas"),
        ("filtered until nothing is left", "whose=all&overdue=true&stage=stage_2", "daniel-osei", "reliance"),
    )
)

FINDING = (
    State("find: empty", "/staff/find", "/staff/find"),
    State("find: nothing was typed", "/staff/find", "/staff/find", then=_searching("")),
    State("find: somebody", "/staff/find/{search}", "/staff/find", then=_searching("example.com")),
    State("find: nobody", "/staff/find/{search}", "/staff/find", then=_searching("Nobody Atall")),
    State("find: a search of another session", "/staff/find/{search}", "/staff/find/abc", status=HTTPStatus.NOT_FOUND),
)

_COMPLAINT = "/staff/c/{reference}"
ONE_COMPLAINT = (
    *(
        State(f"complaint: {seed}", _COMPLAINT, f"/staff/c/{{{seed}}}", person=person, landlord=seed.partition("-")[0])
        for seed, person in (
            ("reliance-1-damp", "daniel-osei"),
            ("reliance-2-boiler", "priya-nair"),
            ("reliance-3-overdue", "leah-brooks"),
            ("reliance-4-stage-2", "simon-wright"),
            ("reliance-5-request", "priya-nair"),
            ("reliance-6-three-issues", "leah-brooks"),
            ("reliance-about", "leah-brooks"),
            ("reliance-extended", "priya-nair"),
            ("reliance-late", "amara-okafor"),
            ("reliance-old", "priya-nair"),
            ("reliance-promises", "priya-nair"),
            ("reliance-script", "priya-nair"),
            ("reliance-withdrawn", "tom-hughes"),
            ("qualitas-1-draft", "nadia-karim"),
            ("qualitas-2-letter", "owen-price"),
            ("qualitas-3-quick", "owen-price"),
            ("qualitas-4-refused", "nadia-karim"),
            ("qualitas-final", "rachel-stone"),
            ("qualitas-returned", "nadia-karim"),
        )
    ),
    State("complaint: an order was just given", _COMPLAINT, "/staff/c/{reliance-1-damp}?done=already"),
    State("complaint: about whoever asks", _COMPLAINT, "/staff/c/{reliance-about}", status=HTTPStatus.NOT_FOUND),
    State("complaint: another landlord's", _COMPLAINT, "/staff/c/{qualitas-1-draft}", status=HTTPStatus.NOT_FOUND),
    State("record: long", f"{_COMPLAINT}/record", "/staff/c/{reliance-4-stage-2}/record"),
    State("record: of words like a script's", f"{_COMPLAINT}/record", "/staff/c/{reliance-script}/record"),
    State("letters: sent", f"{_COMPLAINT}/letters", "/staff/c/{reliance-4-stage-2}/letters"),
    State(
        "letters: to print",
        f"{_COMPLAINT}/letters",
        "/staff/c/{qualitas-2-letter}/letters",
        person="owen-price",
        landlord="qualitas",
    ),
    State("letter: one of them", f"{_COMPLAINT}/letters/{{number}}", "/staff/c/{reliance-4-stage-2}/letters/1"),
    State(
        "letter: as it is printed",
        f"{_COMPLAINT}/letters/{{number}}/page",
        "/staff/c/{qualitas-2-letter}/letters",
        person="owen-price",
        landlord="qualitas",
        then=_following("by letter", "Open the page to print"),
    ),
    State("promises: none", f"{_COMPLAINT}/promises", "/staff/c/{reliance-1-damp}/promises"),
    State("promises: one kept", f"{_COMPLAINT}/promises", "/staff/c/{reliance-promises}/promises"),
    State("form: the landlord's own", f"{_COMPLAINT}/form", "/staff/c/{reliance-4-stage-2}/form", person="grace-lindo"),
    State("seen", f"{_COMPLAINT}/seen", "/staff/c/{reliance-4-stage-2}/seen", person="grace-lindo"),
)

APPROVING = (
    State("approvals: none", "/staff/approvals", "/staff/approvals"),
    State("approvals: one", "/staff/approvals", "/staff/approvals", person="victoria-lane", landlord="qualitas"),
    *(
        State(
            f"approval: {name}",
            "/staff/approvals/{reference}",
            "/staff/approvals/{qualitas-1-draft}",
            person="victoria-lane",
            landlord="qualitas",
            then=steps,
        )
        for name, steps in (
            ("the letter beside the complaint", _stays),
            ("returned without a word", presses("Return it with comments")),
        )
    ),
)

MANAGING = (
    State("team", "/staff/team", "/staff/team", person="daniel-osei"),
    State("team: one of them", "/staff/team", "/staff/team?of=Repairs", person="daniel-osei"),
    State("give: what nobody has", "/staff/give", "/staff/give", person="daniel-osei"),
    State("give: nothing ticked", "/staff/give", "/staff/give", person="daniel-osei", then=presses("Give them")),
    State("give: everything has somebody", "/staff/give", "/staff/give", person="femi-adeyemi", landlord="qualitas"),
)

ABSENCES = (
    State("absence: one's own", "/staff/absence", "/staff/absence"),
    State(
        "absence: a day that is none",
        "/staff/absence",
        "/staff/absence",
        then=presses("Enter the absence", first="soon"),
    ),
    State("absence: for the team", "/staff/absence", "/staff/absence", person="daniel-osei"),
)

_ORDER = f"{_COMPLAINT}/order/{{order}}"
ORDERS = tuple(
    State(f"order: {step.name}", _ORDER, f"/staff/c/{{reliance-2-boiler}}/order/{step.name}") for step in STEPS.values()
)
GIVING = (
    State(
        "order: not filled in",
        _ORDER,
        "/staff/c/{reliance-2-boiler}/order/record_contact",
        then=presses("Continue"),
    ),
    State(
        "order: the letter first",
        _ORDER,
        "/staff/c/{reliance-2-boiler}/order/request_extension",
        then=presses("Continue", working_days="3", reason="The part is on order."),
    ),
    State(
        "order: another row",
        _ORDER,
        "/staff/c/{reliance-2-boiler}/order/draft",
        then=presses("Add another: What we promise"),
    ),
    State(
        "order: refused by the policy",
        _ORDER,
        "/staff/c/{reliance-2-boiler}/order/request_extension",
        then=presses("Continue", working_days="900", reason="The part is on order."),
    ),
)

DECIDING = (
    State("decisions: none", "/staff/decisions", "/staff/decisions", person="joanna-reid"),
    State("decisions: some", "/staff/decisions", "/staff/decisions", person="amara-okafor"),
    State("decision", "/staff/decisions/{reference}", "/staff/decisions/{reliance-late}", person="amara-okafor"),
    State("overdue: some", "/staff/overdue", "/staff/overdue", person="ruth-ellison"),
    State(
        "overdue: at another landlord", "/staff/overdue", "/staff/overdue", person="femi-adeyemi", landlord="qualitas"
    ),
)

POSTING = (
    State("post: nothing", "/staff/post", "/staff/post", person="joanna-reid"),
    State("post: some", "/staff/post", "/staff/post", person="owen-price", landlord="qualitas"),
    State("post: to print", "/staff/post/print", "/staff/post/print", person="owen-price", landlord="qualitas"),
)


async def _as_a_stranger(visitor: Visitor, _: House) -> None:
    await visitor.page.get_by_role("button", name="Somebody the desk does not know").click()
    await visitor.page.wait_for_url(f"{visitor.url}/staff/**")


async def _signs_out(visitor: Visitor, _: House) -> None:
    await visitor.presses("Sign out")


async def _sends_what_was_written_too_late(visitor: Visitor, house: House) -> None:
    house.register.sessions.end_all_of("reliance", "priya-nair")
    await presses("See the receipt before it goes", **_CALL)(visitor, house)


SIGNING_IN = (
    State("sign-in: the provider's page", "/staff/sign-in", "/staff/sign-in", person=""),
    State("sign-in: a stranger", "/staff/signed-in", "/staff/sign-in", person="", then=_as_a_stranger),
    State("sign-in: a forged way back", "/staff/signed-in", "/staff/signed-in?code=x&state=y", "", status=BAD),
    State("signed out", "/staff/queue", "/staff/queue?whose=mine", then=_signs_out),
    State("signed out at the provider too", "/staff/signed-out", "/staff/signed-out", person=""),
    State("reports: for a board member", "/staff/reports", "/staff/queue", person="miriam-stone"),
    State("reports: for a supervisor", "/staff/reports", "/staff/reports", person="daniel-osei"),
    State("session ended while writing", "/staff/take-down", "/staff/take-down", then=_sends_what_was_written_too_late),
    State("an address that is not there", "/staff/queue", "/staff/nothing-here", status=HTTPStatus.NOT_FOUND),
)

STATES: tuple[State, ...] = (
    *SIGNING_IN,
    *QUEUE,
    *FINDING,
    *ONE_COMPLAINT,
    *TAKING_DOWN,
    *MANAGING,
    *ABSENCES,
    *APPROVING,
    *DECIDING,
    *POSTING,
    *ORDERS,
    *GIVING,
)

WITHOUT_A_PAGE = frozenset({"/", "/healthz", "/readyz", "/metrics", "/static/{edition}/brand/{landlord}.css"})
"""What answers a GET, and is no page that anybody reads."""
