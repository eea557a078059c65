"""The codec server's pages: Temporal's UI and command ask them to open, and to seal, what Temporal keeps (D14).

The protocol is Temporal's remote codec: a list of payloads in, the same list out, as JSON. What is sealed is sealed for
one workflow, which the protocol does not name: a header of ours does.
"""

import hmac
from collections.abc import Collection, Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.middleware.cors import CORSMiddleware
from google.protobuf import json_format
from starlette.types import ASGIApp
from temporalio.api.common.v1 import Payload, Payloads

from temporal.payload_codec import CannotOpenError, SealingCodec

LARGEST = 16 * 2**20
"""Bytes of one request: several payloads of the two megabytes that Temporal takes, as base64."""
LARGEST_ANSWER = 32 * 2**20
"""Bytes of what one request opens: what is packed may be a thousand times as long when it is opened."""
WORKFLOW_ID = "x-workflow-id"
"""The header that says for which workflow something is sealed."""


def codec_app(codec: SealingCodec, *, origins: Collection[str], token: str) -> ASGIApp:
    """The pages, for those who hold *token*, and in browsers for pages from *origins* only; "" asks for no token."""
    app = FastAPI(openapi_url=None)

    async def payloads(request: Request) -> Sequence[Payload]:
        _check_origin(request, origins)
        _check_token(request, token)
        _check_namespace(request, codec.namespace)
        return _payloads_in(await _body(request))

    Asked = Annotated[Sequence[Payload], Depends(payloads)]  # noqa: N806 - a type, made of what this function was given

    @app.post("/encode")
    async def encode(asked: Asked, request: Request) -> Response:
        return _answer(await codec.for_workflow(_workflow_of(request)).encode(asked))

    @app.post("/decode")
    async def decode(asked: Asked) -> Response:
        try:
            return _answer(await _opened(codec, asked))
        except CannotOpenError as error:
            raise HTTPException(HTTPStatus.BAD_REQUEST, str(error)) from None

    @app.get("/healthz")
    async def healthz() -> Response:
        return Response()

    # Around the whole, so that a browser may read a refusal, and even the news of a fault, as well as an answer.
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_methods=["POST"],
        allow_headers=["content-type", "x-namespace", WORKFLOW_ID, "authorization"],
        allow_credentials=True,
    )


def _check_origin(request: Request, origins: Collection[str]) -> None:
    """A browser names the page that asks; the `temporal` command names none."""
    origin = request.headers.get("origin")
    if origin is not None and origin not in origins:
        raise HTTPException(HTTPStatus.FORBIDDEN, "this page's origin is not one of PUTRIGHT_CODEC_ORIGINS")


def _check_token(request: Request, token: str) -> None:
    held = request.headers.get("authorization", "").encode()
    if token and not hmac.compare_digest(held, f"Bearer {token}".encode()):
        raise HTTPException(
            HTTPStatus.UNAUTHORIZED,
            "this needs the codec server's token: `temporal --codec-auth 'Bearer …'`",
            headers={"WWW-Authenticate": "Bearer"},
        )


def _check_namespace(request: Request, namespace: str) -> None:
    if request.headers.get("x-namespace") != namespace:
        raise HTTPException(HTTPStatus.FORBIDDEN, f"the keys here are for the namespace {namespace} (X-Namespace)")


def _workflow_of(request: Request) -> str:
    if workflow_id := request.headers.get(WORKFLOW_ID, ""):
        return workflow_id
    raise HTTPException(
        HTTPStatus.BAD_REQUEST,
        "what is encrypted is encrypted for one workflow; name it: `temporal --codec-header X-Workflow-Id=complaint/…`",
    )


async def _opened(codec: SealingCodec, sealed: Sequence[Payload]) -> list[Payload]:
    """All of them, one after the other, up to the most that one answer may hold."""
    opened: list[Payload] = []
    left = LARGEST_ANSWER
    for each in sealed:
        opened += await codec.decode([each])
        left -= opened[-1].ByteSize()
        if left < 0:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"an answer may hold {LARGEST_ANSWER} bytes")
    return opened


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a request may hold {LARGEST} bytes")
    return bytes(body)


def _payloads_in(body: bytes) -> Sequence[Payload]:
    try:
        return json_format.Parse(body, Payloads()).payloads
    except (json_format.ParseError, ValueError, RecursionError):
        raise HTTPException(HTTPStatus.BAD_REQUEST, "this is not a JSON list of payloads") from None


def _answer(payloads: Sequence[Payload]) -> Response:
    return Response(json_format.MessageToJson(Payloads(payloads=payloads), indent=None), media_type="application/json")
