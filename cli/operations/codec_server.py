"""`complaints codec-server`: opens what Temporal keeps for Temporal's UI and the `temporal` command."""

from typing import Annotated

import typer
import uvicorn

from cli.errors import RefusedError
from cli.operations.codec_app import codec_app
from cli.operations.impatient import ImpatientProtocol
from cli.operations.serving import GentleServer, is_this_machine, listen
from providers.logs import set_up_logs
from providers.settings import BadSettingsError, Settings, settings
from temporal.connection import namespace
from temporal.payload_codec import SealingCodec
from temporal.refusals import BadConnectionError

app = typer.Typer(rich_markup_mode=None)

USUAL_PORT = 8235


@app.command()
def codec_server(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = USUAL_PORT,
    *,
    without_token: Annotated[
        bool, typer.Option("--without-token", help="Do not ask for a token; on this machine only, for development.")
    ] = False,
) -> None:
    """Open payloads for Temporal's UI and the `temporal` command."""
    try:
        chosen = settings()
        codec = SealingCodec(chosen.key_ring(), namespace())
    except (BadConnectionError, BadSettingsError) as refusal:
        raise RefusedError(str(refusal)) from refusal
    token = _token(chosen, host, without_token=without_token)
    listening = listen(host, port)
    set_up_logs(chosen.log_format)
    pages = codec_app(codec, origins=chosen.codec_origins, token=token)
    GentleServer(
        uvicorn.Config(
            pages,
            http=ImpatientProtocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="warning",
            server_header=False,
        )
    ).run([listening])


def _token(chosen: Settings, host: str, *, without_token: bool) -> str:
    token = chosen.codec_token.get_secret_value()
    if not without_token and not token:
        raise RefusedError(
            "Whoever asks this server can read complaints: set PUTRIGHT_CODEC_TOKEN, "
            "or say --without-token on a machine of your own."
        )
    if without_token and not is_this_machine(host):
        raise RefusedError(f"Without a token the server listens on this machine only, not on {host}.")
    return "" if without_token else token
