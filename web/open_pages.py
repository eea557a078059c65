"""What needs nobody signed in: stylesheets, and what machines ask of the process."""

from asyncio import to_thread
from http import HTTPStatus

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.responses import PlainTextResponse, RedirectResponse

from activities.ports import RegisterAwayError
from providers.rulebook import UnknownLandlordError
from web.brand import edition_of, sheet_of
from web.parts import parts_of
from web.requests_seen import as_prometheus_reads
from web.static_files import FOR_EVER


async def not_through_the_proxy(request: Request) -> None:
    """What is for this installation alone is not there for whoever comes through the proxy.

    Raises:
        HTTPException: they do.
    """
    if "x-forwarded-for" in request.headers or "forwarded" in request.headers:
        raise HTTPException(HTTPStatus.NOT_FOUND)


router = APIRouter()


@router.get("/static/{edition}/brand/{landlord}.css")
async def brand_sheet(request: Request, edition: str, landlord: str) -> Response:
    """The landlord's colours as they are; whoever asks for others does not keep them.

    Raises:
        HTTPException: there is no such landlord.
    """
    try:
        sheet = sheet_of(parts_of(request).rulebook.brand(landlord))
    except UnknownLandlordError:
        raise HTTPException(HTTPStatus.NOT_FOUND) from None
    kept = {"Cache-Control": FOR_EVER} if edition == edition_of(sheet) else {}
    return Response(sheet, media_type="text/css", headers=kept)


@router.get("/")
async def first_page() -> Response:
    """Go to the staff's pages, until there are residents' own."""
    return RedirectResponse("/staff/queue", HTTPStatus.SEE_OTHER)


@router.get("/healthz")
async def healthz() -> Response:
    """Whether the process is alive."""
    return PlainTextResponse("alive\n")


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """Whether it could show pages now: without the register there is nobody signed in and nothing to show."""
    try:
        await to_thread(parts_of(request).register.check)
    except RegisterAwayError:
        return PlainTextResponse("the register cannot be read\n", HTTPStatus.SERVICE_UNAVAILABLE)
    return PlainTextResponse("ready\n")


@router.get("/metrics", dependencies=[Depends(not_through_the_proxy)])
async def metrics(request: Request) -> Response:
    """How many requests each page has had, and how they ended."""
    return PlainTextResponse(as_prometheus_reads(request.app.state.seen), media_type="text/plain; version=0.0.4")
