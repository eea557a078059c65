"""A complaint's whole life in the browser: by the keyboard alone at one landlord, without script at the other."""

import pytest

from tests.browser.conftest import Visits
from tests.browser.hands import Keyboard, Mouse
from tests.browser.house import House
from tests.browser.story import QUALITAS, RELIANCE, Story, gives, takes_down


@pytest.mark.timeout(600)  # of two dozen orders each, on a busy machine
@pytest.mark.parametrize(
    ("story", "hand", "script"), [(RELIANCE, Keyboard, True), (QUALITAS, Mouse, False)], ids=["keyboard", "no script"]
)
async def test_from_the_telephone_to_its_end(
    story: Story, hand: type[Mouse], *, script: bool, house: House, visits: Visits
) -> None:
    visitor = await visits(story.taken_down_by, story.landlord, script=script)
    hands = hand(visitor.page)
    reference = await takes_down(hands, house, story)
    for step in story.steps:
        await house.sign_in(visitor.context, step.by, story.landlord)
        came_to = await gives(hands, house, reference, step)
        done = f"done={step.order}" in came_to or "done=already" in came_to  # the latter where it was pressed again
        assert done, f"{step}: {await visitor.page.inner_text('main')}"

    complaint = await house.desk.complaint(await house.desk.place(reference))
    assert complaint.closed is not None


@pytest.mark.parametrize(("name", "landlord"), [("Priya Nair", "Reliance"), ("Nadia Karim", "Qualitas Housing")])
async def test_somebody_signs_in_with_their_button_and_out_again(name: str, landlord: str, visits: Visits) -> None:
    visitor = await visits()

    await visitor.signs_in(name)
    assert f"{landlord} complaints" in await visitor.words()
    assert name in await visitor.words()
    await visitor.presses("Sign out")
    await visitor.opens("/staff/queue")

    assert visitor.url not in visitor.page.url or "Sign in" in await visitor.words()
