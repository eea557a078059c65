"""Every route of the app, for tests that walk them all."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

OPEN = {
    "/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/static/{edition}/brand/{landlord}.css",
    "/staff/sign-in",
    "/staff/signed-in",
    "/staff/sign-out",
    "/staff/signed-out",
    "/hooks/oidc/logout",
}
"""Pages that ask nobody to be signed in."""


class Walked(NamedTuple):
    """A route and one of its methods."""

    method: str
    path: str


def every_route(app: FastAPI) -> tuple[Walked, ...]:
    """All routes with each of their methods, however they were put together."""
    found = {Walked(method, each.path) for each in _flat(app.routes) for method in each.methods or ()}
    return tuple(sorted(found - {each for each in found if each.method == "HEAD"}))


def _flat(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            within = getattr(route, "original_router", route)
            yield from _flat(getattr(within, "routes", None) or ())
