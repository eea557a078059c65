"""`complaints web`: serves the desk in a browser, behind the operator's proxy for TLS.

The app is named, not imported: no command loads it but the server that shows it.
"""

from typing import Annotated

import typer
import uvicorn

from cli.errors import RefusedError
from cli.operations.impatient import ImpatientProtocol
from cli.operations.serving import GentleServer, listen
from providers.logs import set_up_logs
from providers.settings import BadSettingsError, settings
from providers.web_settings import web_settings
from temporal.connection import namespace
from temporal.refusals import BadConnectionError

app = typer.Typer(rich_markup_mode=None)

USUAL_PORT = 8236
_ENDS_WITHIN = 30
"""Seconds in which what has begun is answered, once it is told to stop: an order waits ten for its answer."""


@app.command()
def web(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = USUAL_PORT,
) -> None:
    """Serve the desk in a browser."""
    try:
        chosen, of_web = settings(), web_settings()
        of_web.require_sign_in(host)
        chosen.key_ring()
        namespace()
    except (BadConnectionError, BadSettingsError) as refusal:
        raise RefusedError(str(refusal)) from refusal
    listening = listen(host, port)
    set_up_logs(chosen.log_format)
    served = uvicorn.Config(
        "web.app:from_settings",
        factory=True,
        http=ImpatientProtocol,
        ws="none",
        lifespan="on",
        proxy_headers=True,
        forwarded_allow_ips=of_web.proxies,
        timeout_graceful_shutdown=_ENDS_WITHIN,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
    )
    GentleServer(served).run([listening])
