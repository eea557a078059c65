"""What another site's page can do with somebody's session, in a real browser: nothing."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import Visits
from tests.browser.house import House

FORM = """<!DOCTYPE html><title>Elsewhere</title>
<form method="post" action="{there}"><input name="reason" value="They came."><button>Win a prize</button></form>"""
FRAME = '<!DOCTYPE html><title>Elsewhere</title><iframe src="{there}" width="900" height="700"></iframe>'


class Elsewhere:
    """A site on another port of this machine, which a browser takes for the same site, and gives it the cookie."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        pages = self.pages

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(pages.get(self.path, "").encode())

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    site = Elsewhere()
    serving = threading.Thread(target=site.server.serve_forever)
    serving.start()
    yield site
    site.server.shutdown()
    serving.join()
    site.server.server_close()


async def test_a_form_on_another_port_brings_the_cookie_and_is_refused(
    house: House, visits: Visits, elsewhere: Elsewhere
) -> None:
    visitor = await visits("priya-nair")
    place = house.seeds["reliance-2-boiler"]
    elsewhere.pages["/form"] = FORM.format(there=f"{house.url}/staff/c/{place.reference}/order/withdraw")
    before = len((await house.desk.registered(place))[1])

    await visitor.page.goto(f"{elsewhere.url}/form")
    async with visitor.page.expect_response(lambda answer: answer.request.method == "POST") as answered:
        await visitor.page.get_by_role("button").click()
    answer = await answered.value
    sent = await answer.request.all_headers()

    assert "__Host-staff=" in sent["cookie"]
    assert sent.get("sec-fetch-site", "same-site") == "same-site"
    assert answer.status == 403
    assert len((await house.desk.registered(place))[1]) == before


async def test_no_page_is_shown_in_another_sites_frame(house: House, visits: Visits, elsewhere: Elsewhere) -> None:
    visitor = await visits("priya-nair")
    elsewhere.pages["/frame"] = FRAME.format(there=f"{house.url}/staff/queue?whose=mine")

    await visitor.page.goto(f"{elsewhere.url}/frame")
    (frame,) = visitor.page.frames[1:]

    said = " ".join(visitor.faults)
    visitor.faults.clear()
    assert "frame-ancestors" in said
    assert frame.url.startswith("chrome-error:")


async def test_a_link_from_another_site_finds_whoever_follows_it_signed_in(
    house: House, visits: Visits, elsewhere: Elsewhere
) -> None:
    visitor = await visits("priya-nair")
    page = f"{house.url}/staff/c/{house.reference('reliance-2-boiler')}"
    elsewhere.pages["/link"] = f'<!DOCTYPE html><title>Mail</title><a href="{page}">Your complaint</a>'

    await visitor.page.goto(f"{elsewhere.url}/link")
    async with visitor.page.expect_navigation(wait_until="load"):
        await visitor.page.get_by_role("link").click()

    assert "Ömer Beispiel" in await visitor.words()
    assert await visitor.page.evaluate("document.referrer") in {"", f"{elsewhere.url}/"}
