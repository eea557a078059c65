"""The codec server opens payloads for those who may read them, and tells everybody else why not."""

import asyncio
import base64
import json
import subprocess
from collections.abc import Iterator
from http import HTTPStatus
from urllib.request import urlopen

import pytest
from fastapi.testclient import TestClient
from google.protobuf import json_format
from temporalio.api.common.v1 import Payload, Payloads
from typer.testing import CliRunner

from cli.main import app
from cli.operations import codec_app
from providers.key_ring import KeyRing
from temporal.payload_codec import SEALED, SealingCodec
from tests.cli.newcomer import COMPLAINTS, environment
from tests.records import read as entries_of
from tests.world import KEYS, RING, TEMPORAL, World, free_port
from workflows.seals import DAMAGED

PAGE = "https://temporal.example.org"
TOKEN = {"Authorization": "Bearer s3cret"}
ASKED = {"X-Namespace": "complaints", "Origin": PAGE}
CODEC = SealingCodec(RING, "complaints")
CLEAR = Payload(metadata={"encoding": b"json/plain"}, data='"Zoë Łuczak"'.encode())


def server(token: str = "s3cret") -> TestClient:
    return TestClient(codec_app.codec_app(CODEC, origins=(PAGE,), token=token))


@pytest.fixture(scope="module")
def guarded() -> Iterator[TestClient]:
    with server() as client:
        yield client


def sealed(codec: SealingCodec = CODEC) -> Payload:
    return asyncio.run(codec.encode([CLEAR]))[0]


def written(*payloads: Payload) -> str:
    return json_format.MessageToJson(Payloads(payloads=payloads))


def read(answer: str) -> list[Payload]:
    return list(json_format.Parse(answer, Payloads()).payloads)


def test_payloads_are_opened_and_those_that_were_never_sealed_are_left(guarded: TestClient) -> None:
    answer = guarded.post("/decode", content=written(sealed(), CLEAR), headers=ASKED | TOKEN)

    assert (answer.status_code, read(answer.text)) == (HTTPStatus.OK, [CLEAR, CLEAR])
    assert answer.headers["content-type"] == "application/json"


def test_payloads_are_sealed_for_a_message_sent_by_hand(guarded: TestClient) -> None:
    answer = guarded.post("/encode", content=written(CLEAR), headers=ASKED | TOKEN | {"X-Workflow-Id": "complaint/a"})

    assert read(answer.text)[0].metadata["encoding"] == SEALED
    assert asyncio.run(CODEC.for_workflow("complaint/a").decode(read(answer.text))) == [CLEAR]
    elsewhere = asyncio.run(CODEC.for_workflow("complaint/b").decode(read(answer.text)))
    assert elsewhere[0].metadata["encoding"] == DAMAGED


def test_nothing_is_sealed_that_could_be_said_in_any_complaint(guarded: TestClient) -> None:
    answer = guarded.post("/encode", content=written(CLEAR), headers=ASKED | TOKEN)

    assert (answer.status_code, "X-Workflow-Id=" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("changed", "status", "sentence"),
    [
        pytest.param({"Authorization": ""}, HTTPStatus.UNAUTHORIZED, "needs the codec server's token", id="no token"),
        pytest.param({"Authorization": "Bearer s3cre"}, HTTPStatus.UNAUTHORIZED, "token", id="half a token"),
        pytest.param({"Authorization": "Bearer s3cret2"}, HTTPStatus.UNAUTHORIZED, "token", id="more than the token"),
        pytest.param({"X-Namespace": "other"}, HTTPStatus.FORBIDDEN, "namespace complaints", id="another namespace"),
        pytest.param({"X-Namespace": ""}, HTTPStatus.FORBIDDEN, "namespace complaints", id="no namespace"),
    ],
)
def test_a_refusal_is_a_sentence_that_the_page_may_read(
    guarded: TestClient, changed: dict[str, str], status: HTTPStatus, sentence: str
) -> None:
    answer = guarded.post("/decode", content=written(sealed()), headers=ASKED | TOKEN | changed)

    assert answer.status_code == status
    assert sentence in answer.json()["detail"]
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert answer.headers["access-control-allow-credentials"] == "true"


@pytest.mark.parametrize("body", ["", "{", '{"payloads": 1}', "[" * 100_000])
def test_what_is_no_list_of_payloads_is_refused(guarded: TestClient, body: str) -> None:
    answer = guarded.post("/decode", content=body, headers=ASKED | TOKEN)

    assert (answer.status_code, answer.json()) == (400, {"detail": "this is not a JSON list of payloads"})
    assert answer.headers["access-control-allow-origin"] == PAGE


def test_a_key_that_is_not_on_the_ring_is_named(guarded: TestClient) -> None:
    other = SealingCodec(KeyRing({"2020-01": b"k" * 32}, "2020-01"), "complaints")

    answer = guarded.post("/decode", content=written(sealed(other)), headers=ASKED | TOKEN)

    assert (answer.status_code, "2020-01" in answer.json()["detail"]) == (400, True)


def test_a_request_is_bounded(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec_app, "LARGEST", 1000)

    answer = guarded.post("/decode", content="x" * 1001, headers=ASKED | TOKEN)

    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (413, PAGE)


def test_what_a_request_opens_is_bounded(guarded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec_app, "LARGEST_ANSWER", CLEAR.ByteSize() * 2)

    two, three = (
        guarded.post("/decode", content=written(*[sealed()] * many), headers=ASKED | TOKEN) for many in (2, 3)
    )

    assert (two.status_code, three.status_code) == (200, 413)


def test_a_browser_is_told_which_pages_may_ask(guarded: TestClient) -> None:
    before = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,x-namespace"}

    ours = guarded.options("/decode", headers={"Origin": PAGE} | before)
    theirs = guarded.options("/decode", headers={"Origin": f"{PAGE}.evil.example"} | before)

    assert (ours.status_code, ours.headers["access-control-allow-origin"]) == (200, PAGE)
    assert {"authorization", "x-namespace", "content-type"} <= set(
        ours.headers["access-control-allow-headers"].lower().split(", ")
    )
    assert (theirs.status_code, "access-control-allow-origin" in theirs.headers) == (400, False)


@pytest.mark.parametrize("origin", [f"{PAGE}:8080", "http://temporal.example.org", "null"])
def test_a_page_from_elsewhere_gets_nothing_even_without_a_token(origin: str) -> None:
    answer = server(token="").post("/decode", content=written(sealed()), headers=ASKED | {"Origin": origin})

    assert (answer.status_code, "access-control-allow-origin" in answer.headers) == (403, False)
    assert "payloads" not in answer.json()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param((), "set PUTRIGHT_CODEC_TOKEN", id="no token"),
        pytest.param(("--without-token", "--host", "0.0.0.0"), "this machine only", id="open to everybody"),
        pytest.param(("--without-token", "--port", "{taken}"), "Address already in use", id="a port that is taken"),
    ],
)
def test_a_server_that_would_tell_anybody_does_not_start(
    monkeypatch: pytest.MonkeyPatch, world: World, arguments: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.setenv("PUTRIGHT_PAYLOAD_KEYS", KEYS)
    monkeypatch.delenv("PUTRIGHT_CODEC_TOKEN", raising=False)
    taken = world.ui.rpartition(":")[2]

    said = CliRunner().invoke(app, ("codec-server", *(word.format(taken=taken) for word in arguments)))

    assert said.exit_code == 1
    assert sentence in said.stderr


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server as in production, for the world's namespace."""
    folder, port = tmp_path_factory.mktemp("codec"), free_port()
    known = environment(PUTRIGHT_PAYLOAD_KEYS=KEYS, PUTRIGHT_CODEC_TOKEN="s3cret", PUTRIGHT_CODEC_ORIGINS=PAGE)
    command = [*COMPLAINTS, "codec-server", "--port", str(port)]
    process = subprocess.Popen(command, cwd=folder, env=known, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    while not answers(f"{url}/healthz"):
        assert process.poll() is None, process.communicate()
    yield url
    process.terminate()
    said, _ = process.communicate(timeout=20)
    assert (process.returncode, said) == (0, b"")


def answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=30) as page:
            return bool(page.status == HTTPStatus.OK)
    except OSError:
        return False


async def temporal(world: World, *arguments: str) -> str:
    """What Temporal's own command says."""
    address = world.env.client.service_client.config.target_host
    ran = await asyncio.create_subprocess_exec(
        *(TEMPORAL, *arguments, "--address", address), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    said, wrong = await ran.communicate()
    assert ran.returncode == 0, wrong
    return said.decode()


def input_of(history: str) -> str:
    """The input of a workflow, as far as it is text."""
    started = json.loads(history)["events"][0]["workflowExecutionStartedEventAttributes"]
    return base64.b64decode(started["input"]["payloads"][0]["data"]).decode(errors="replace")


async def test_temporals_own_command_reads_and_writes_through_it(world: World, running: str) -> None:
    handle = await world.receives("reliance")
    through = ("--codec-endpoint", running, "--codec-auth", "Bearer s3cret")
    show = ("workflow", "show", "-w", handle.id, "-o", "json")

    in_clear = await temporal(world, *show, *through)
    said = ("--name", "hello", "--input", '"Sam again"', "--codec-header", f"X-Workflow-Id={handle.id}")
    await temporal(world, "workflow", "signal", "-w", handle.id, *said, *through)

    assert "Sam Sample" in input_of(in_clear)
    assert "Sam Sample" not in input_of(await temporal(world, *show))
    assert any('What came: "Sam again"' in entry.text for entry in entries_of(await world.complaint(handle)))
