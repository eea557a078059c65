"""Nothing that is written is lost and nothing is done twice, whatever happens between the form and its answer."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from tests.browser.conftest import Visits
from tests.browser.hands import Mouse
from tests.browser.house import House
from tests.browser.visitor import Visitor

SEED = "reliance-2-boiler"


def form_of(house: House, order: str = "record_investigation") -> str:
    return f"/staff/c/{house.reference(SEED)}/order/{order}"


def some_words() -> str:
    return f"The tank is full of scale {uuid4().hex}"


async def entries(house: House, words: str) -> int:
    """How many entries of the record have *words*."""
    _, record = await house.desk.registered(house.seeds[SEED])
    return sum(words in entry.text for entry in record)


async def written(house: House, words: str) -> int:
    """As `entries`, once the register has one."""
    async with asyncio.timeout(60):
        while not (found := await entries(house, words)):
            await asyncio.sleep(0.05)
    return found


async def writes(visitor: Visitor, house: House, words: str) -> Mouse:
    await visitor.opens(form_of(house))
    hands = Mouse(visitor.page)
    await hands.fills({"found": words})
    return hands


async def test_a_double_click_records_it_once(house: House, visits: Visits) -> None:
    words = some_words()
    visitor = await visits("priya-nair")
    hands = await writes(visitor, house, words)

    button = visitor.page.locator("main").get_by_role("button", name="Continue", exact=True).last
    await button.dblclick()
    await visitor.page.wait_for_url("**done=**")

    assert await written(house, words) == 1
    assert hands.page is visitor.page


async def test_back_and_once_more_changes_nothing(house: House, visits: Visits) -> None:
    words = some_words()
    visitor = await visits("priya-nair")
    hands = await writes(visitor, house, words)
    await hands.presses("Continue")
    assert "done=record_investigation" in visitor.page.url

    await visitor.page.go_back()
    assert await visitor.page.locator('[name="found"]').input_value() == words
    await hands.presses("Continue")

    assert "done=already" in visitor.page.url
    assert await written(house, words) == 1


async def test_of_two_handlers_the_second_reads_what_the_first_added_and_loses_no_word(
    house: House, visits: Visits
) -> None:
    first, second = await visits("priya-nair"), await visits("tom-hughes")
    hands, others = await writes(first, house, "Written by Priya."), await writes(second, house, "Written by Tom.")

    await others.presses("Continue")
    await hands.presses("Continue")
    assert "Somebody else has added to this complaint" in await first.words()
    assert await first.page.locator('[name="found"]').input_value() == "Written by Priya."
    await hands.presses("Continue")

    assert "done=record_investigation" in first.page.url


async def test_what_is_sent_after_the_session_has_ended_is_there_after_signing_in(house: House, visits: Visits) -> None:
    visitor = await visits("leah-brooks")
    hands = await writes(visitor, house, "Written for an hour.")
    house.register.sessions.end_all_of("reliance", "leah-brooks")

    await hands.presses("Continue")
    assert "What you wrote is kept" in await visitor.words()
    await visitor.page.locator("main").get_by_role("link", name="Sign in").first.click()
    await visitor.page.get_by_role("button", name="Leah Brooks").click()
    await visitor.page.wait_for_url(f"{visitor.url}{form_of(house)}**")

    assert await visitor.page.locator('[name="found"]').input_value() == "Written for an hour."


async def test_what_is_written_in_a_tab_that_is_closed_is_there_when_it_is_opened_again(
    house: House, visits: Visits
) -> None:
    visitor = await visits("daniel-osei")
    await writes(visitor, house, "Half a sentence")
    await visitor.page.close(run_before_unload=False)

    again = Visitor(visitor.context, await visitor.context.new_page(), visitor.url)
    async with asyncio.timeout(60):
        while True:
            await again.opens(form_of(house))
            if await again.page.locator('[name="found"]').input_value() == "Half a sentence":
                break


async def test_an_order_whose_worker_is_killed_before_it_answers_is_carried_out_once(
    house: House, visits: Visits
) -> None:
    words = some_words()
    visitor = await visits("priya-nair")
    hands = await writes(visitor, house, words)
    house.worker.kill()

    await hands.presses("Continue")
    assert "What you wrote is kept" in await visitor.words()
    assert await visitor.page.locator('[name="found"]').input_value() == words
    await house.worker.start()
    await hands.presses("Continue")

    assert "done=" in visitor.page.url
    assert await written(house, words) == 1


async def test_an_order_given_while_temporal_is_away_is_kept_and_carried_out_once(house: House, visits: Visits) -> None:
    words = some_words()
    visitor = await visits("priya-nair")
    hands = await writes(visitor, house, words)

    with temporal_stands_still(house):
        await hands.presses("Continue")
        assert "What you wrote is kept" in await visitor.words()
    await hands.presses("Continue")

    assert "done=" in visitor.page.url
    assert await written(house, words) == 1


@contextmanager
def temporal_stands_still(house: House) -> Iterator[None]:
    port = house.env.client.service_client.config.target_host.rpartition(":")[2]
    listed = subprocess.run(["ps", "-A", "-o", "pid=,args="], capture_output=True, text=True, check=True)
    rows = (line.strip().partition(" ") for line in listed.stdout.splitlines())
    (server,) = [int(pid) for pid, _, args in rows if f"server start-dev --port {port} " in args]
    os.kill(server, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(server, signal.SIGCONT)
