"""What is overdue is shown with how long, who was told, and what was done last."""

import re

from tests.web.conftest import Web
from tests.web.played import days_ago, told
from tests.web.reading import read

PAGE = "/staff/overdue"


def late(web: Web, reference: str = "REL-2222", days: int = 8) -> None:
    story = told("reliance", reference, days_ago(days))
    story.allocates(days_ago(days - 1))
    web.played.tell(story)


def test_nothing_overdue_is_said_with_when_it_was_looked_at(web: Web) -> None:
    web.played.tell(told("reliance", "REL-2222", days_ago(1)))
    words = read(web.client("daniel-osei").get(PAGE).text)
    assert "Nothing is overdue. It was looked at on" in words


def test_what_is_overdue_says_by_how_much_who_was_told_and_what_was_done_last(web: Web) -> None:
    late(web)
    answer = web.client("daniel-osei").get(PAGE)
    words = read(answer.text)
    # Two where the tests run on a day on which nobody works, which counts for none.
    assert re.search(r"Overdue [23] working days What Stage 1 acknowledgement, due", words)
    assert "With Priya Nair" in words
    assert "Last done: allocated to Priya Nair" in words
    assert "Daniel Osei, that it is overdue, on" in words
    assert 'href="/staff/c/REL-2222/order/reassign"' in answer.text


def test_what_is_overdue_longest_comes_first_page_by_page(web: Web) -> None:
    for number in range(26):
        late(web, f"REL-22{chr(65 + number)}2", days=8 + number % 2)
    first = web.client("daniel-osei").get(PAGE)
    assert first.text.count("<article") == 25
    address = first.text.partition('href="/staff/overdue?')[2].partition('"')[0].replace("&amp;", "&")
    following = web.client("daniel-osei").get(f"{PAGE}?{address}")
    assert following.text.count("<article") == 1


def test_nobody_sees_what_is_about_them_or_another_landlords(web: Web) -> None:
    story = told("reliance", "REL-3333", days_ago(8), about_staff=("daniel-osei",))
    web.played.tell(story)
    assert "REL-3333" not in web.client("daniel-osei").get(PAGE).text
    assert "REL-3333" in web.client("ruth-ellison").get(PAGE).text
    assert "REL-3333" not in web.client("victoria-lane", "qualitas").get(PAGE).text
