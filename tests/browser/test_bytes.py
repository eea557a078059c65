"""Nothing personal in what the web leaves behind: addresses, logs, figures, what a browser tells the next site."""

import json
from urllib.parse import unquote
from urllib.request import urlopen

from tests.browser.conftest import Visits
from tests.browser.hands import Mouse
from tests.browser.house import House

PERSONAL = ("Beispiel", "beispiel", "900112", "2 Example Street", "ZZ1", "heating or hot water", "the kettle")
"""Of one resident: name, address, number, what they say, and what is written about them here."""


async def test_no_address_no_log_and_no_figure_names_a_resident(house: House, visits: Visits) -> None:
    visitor = await visits("priya-nair")
    hands, asked = Mouse(visitor.page), list[str]()
    visitor.page.on("request", lambda request: asked.append(unquote(request.url) + str(request.headers.get("referer"))))
    page = f"/staff/c/{house.reference('reliance-2-boiler')}"

    for words in ("Ömer Beispiel", "07700 900112", "omer.beispiel@example.com", "ZZ1 1ZZ"):
        await visitor.opens("/staff/find")
        await visitor.page.locator('main [name="typed"]').fill(words)
        await hands.presses("Find")
    for part in ("", "/record", "/letters", "/promises", "/order/acknowledge"):
        await visitor.opens(f"{page}{part}")
    await visitor.opens(f"{page}/order/record_investigation")
    await hands.fills({"found": "the kettle"})
    await hands.presses("Continue")
    await visitor.opens("/staff/no/such/page?name=Beispiel")

    left = {
        "addresses": [each for each in asked if "no/such/page" not in each],
        "log": house.web.log.read_text(),
        "figures": urlopen(f"{house.url}/metrics", timeout=60).read().decode(),
    }
    assert len(left["addresses"]) > 10
    assert "putright_web_requests_total" in left["figures"]
    found = [(where, secret) for where, what in left.items() for secret in PERSONAL if secret in str(what)]
    assert found == []
    assert all(isinstance(json.loads(line), dict) for line in left["log"].splitlines())


async def test_no_browser_keeps_a_page_and_none_is_told_of_to_another_site(house: House, visits: Visits) -> None:
    visitor = await visits("priya-nair")

    answer = await visitor.opens(f"/staff/c/{house.reference('reliance-2-boiler')}")

    headers = await answer.all_headers()
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"
