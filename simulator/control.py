"""The switches and the STOP list, over HTTP."""

from http import HTTPStatus

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

from simulator.inbox import Inbox
from simulator.switches import Service, Switch, Switches
from simulator.twilio_rules import is_number, plain_number


class OptOut(BaseModel):
    """The number that texted STOP."""

    model_config = ConfigDict(extra="forbid")

    number: str


def control_routes(inbox: Inbox, switches: Switches) -> APIRouter:
    """The routes by which a test makes the services fail."""
    routes = APIRouter(prefix="/control")

    @routes.get("")
    async def show() -> dict[str, object]:
        return {**switches.shown(), "opted_out": inbox.opted_out}

    @routes.delete("")
    async def reset() -> dict[str, object]:
        switches.reset()
        return switches.shown()

    @routes.put("/{service}")
    async def turn(service: Service, switch: Switch) -> dict[str, object]:
        switches.turn(service, switch)
        return switches.shown()

    @routes.post("/opt-out")
    async def opt_out(asked: OptOut) -> dict[str, object]:
        inbox.opt_out(_number(asked.number))
        return {"opted_out": inbox.opted_out}

    @routes.delete("/opt-out/{number}")
    async def opt_in(number: str) -> dict[str, object]:
        inbox.opt_in(_number(number))
        return {"opted_out": inbox.opted_out}

    return routes


async def bad_control(_: Request, error: Exception) -> Response:
    """The answer that says in a sentence what is wrong with what was asked."""
    if not isinstance(error, RequestValidationError):
        raise error
    return JSONResponse({"detail": " ".join(map(_sentence, error.errors()))}, HTTPStatus.UNPROCESSABLE_ENTITY)


def _sentence(detail: dict[str, object]) -> str:
    loc = detail["loc"]
    where = ".".join(str(step) for step in loc if step != "body") if isinstance(loc, tuple) else ""
    why = str(detail["msg"]).removeprefix("Value error, ")
    return f"{where}: {why}." if where else f"{why}."


def _number(number: str) -> str:
    plain = plain_number(number)
    if not is_number(plain):
        detail = f"{number!r} is no telephone number; write it as +447700900123."
        raise HTTPException(HTTPStatus.UNPROCESSABLE_ENTITY, detail)
    return plain
