"""The security checklist's rows that hold of every route and of every template: walked, so that none is left out."""

import re
from pathlib import Path

import pytest

from tests.web.conftest import Web
from tests.web.routes import OPEN, Walked, every_route
from web.safe import HEADERS

TEMPLATES = sorted((Path(__file__).parents[2] / "web" / "templates").rglob("*.html"))
NEVER = {
    "a script within the page": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style within the page": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    "a handler within the page": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "text that is taken as markup": re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\("),
    "an address that runs something": re.compile(r"javascript:", re.IGNORECASE),
    "a page that leaves by itself": re.compile(r"http-equiv", re.IGNORECASE),
}
HTML = re.compile(r"""["']html["']\s*:\s*([^,}\]]+)""")
OWN_MARKUP = re.compile(r"\{%-?\s*set\s+(\w+)\s*-?%\}")


def asked(web: Web, route: Walked, officer_id: str = "", **more: str) -> tuple[int, dict[str, str]]:
    path = re.sub(r"\{[^}]+\}", "x", route.path)
    answer = web.client(officer_id).request(route.method, path, headers=more)
    return answer.status_code, dict(answer.headers)


def test_the_walk_finds_the_routes(web: Web) -> None:
    assert {Walked("GET", "/healthz"), Walked("POST", "/staff/stay")} <= set(every_route(web.app))


def test_no_page_is_there_for_whoever_is_not_signed_in(web: Web) -> None:
    came = {route: asked(web, route) for route in every_route(web.app) if route.path not in OPEN}

    for route, (status, headers) in came.items():
        assert status == 401 or (route.method == "GET" and status == 303), route
        assert headers.get("location", "/staff/sign-in").startswith("/staff/sign-in"), route


def test_every_route_has_the_headers(web: Web) -> None:
    web.app.debug = False  # a provider that is away is a page too
    for route in every_route(web.app):
        _, headers = asked(web, route)
        wrong = {name for name, value in HEADERS.items() if headers.get(name.lower()) != value}
        assert wrong <= {"Cache-Control"}, route
        assert route.path.startswith("/static") or not wrong, route


def test_no_route_takes_what_another_site_sends(web: Web) -> None:
    changing = [each for each in every_route(web.app) if each.method != "GET" and not each.path.startswith("/hooks/")]

    for route in changing:
        for site in ("cross-site", "same-site"):
            assert asked(web, route, "priya-nair", **{"Sec-Fetch-Site": site})[0] == 403, route


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_nothing_in_a_template_runs_within_the_page(file: Path) -> None:
    text = file.read_text(encoding="utf-8")

    assert [what for what, pattern in NEVER.items() if pattern.search(text)] == []


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_a_component_is_given_markup_only_where_a_template_made_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    made = set(OWN_MARKUP.findall(text))

    given = [each.strip() for each in HTML.findall(text)]
    assert [each for each in given if each not in made and not each.startswith(("caller(", "'", '"'))] == []


def test_no_route_stands_in_anothers_way(web: Web) -> None:
    web.app.debug = False
    for route in every_route(web.app):
        web.app.state.seen.clear()
        asked(web, route)
        assert [page for page, _ in web.app.state.seen] == [route.path]
