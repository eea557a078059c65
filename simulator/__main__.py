"""`python -m simulator`: runs the simulator until it is told to stop."""

import argparse
import errno
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from simulator.app import simulator_app
from simulator.inbox import UnreadableStateError
from simulator.server import Server, listen
from simulator.settings import Settings
from simulator.sign_in import UnreadablePeopleError

_HIGHEST_PORT = 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, and say why if that cannot be."""
    os.umask(0o077)  # messages are about people, made up or not
    options = _options().parse_args(arguments)
    try:
        server = Server(simulator_app(_settings(options)))
        listener = listen(options.host, options.port)
    except (UnreadableStateError, UnreadablePeopleError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(_why_not(error, options))
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, server.stop)
    server.run([listener])
    return 0


def _options() -> argparse.ArgumentParser:
    usual = Settings()
    options = argparse.ArgumentParser(
        prog="python -m simulator", description="Answers as SendGrid and Twilio do, and signs people in."
    )
    options.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    options.add_argument("--port", type=_port, default=7511, help="port to listen on; 0 takes a free one (%(default)s)")
    options.add_argument("--state", type=Path, metavar="FILE", help="keep messages and opt-outs here between runs")
    options.add_argument("--letters", type=Path, metavar="FOLDER", help="show the letters (*.html) in this folder")
    options.add_argument("--people", type=Path, metavar="FILE", help="who can sign in, as a list in JSON")
    options.add_argument("--sendgrid-key", default=usual.sendgrid_key, help="the key accepted (%(default)s)")
    options.add_argument("--twilio-account", default=usual.twilio_account, help="the account (%(default)s)")
    options.add_argument("--twilio-token", default=usual.twilio_token, help="its token (%(default)s)")
    options.add_argument(
        "--twilio-queued",
        type=_seconds,
        default=usual.twilio_queued,
        metavar="SECONDS",
        help="how long a text is queued (%(default)s)",
    )
    options.add_argument(
        "--twilio-list-lags",
        type=_seconds,
        default=usual.twilio_list_lags,
        metavar="SECONDS",
        help="how long the list does not show a text that was taken (%(default)s)",
    )
    return options


def _seconds(number: str) -> float:
    try:
        seconds = float(number)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{number} is no number of seconds")
    return seconds


def _port(number: str) -> int:
    if not number.isdecimal() or int(number) > _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{number} is no port")
    return int(number)


def _settings(options: argparse.Namespace) -> Settings:
    return Settings(
        sendgrid_key=options.sendgrid_key,
        twilio_account=options.twilio_account,
        twilio_token=options.twilio_token,
        twilio_queued=options.twilio_queued,
        twilio_list_lags=options.twilio_list_lags,
        people_file=options.people,
        state_file=options.state,
        letters_folder=options.letters,
    )


def _why_not(error: OSError, options: argparse.Namespace) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {options.port} on {options.host} is taken; choose another with --port."
    if error.filename is not None:
        return f"A file cannot be used: {error.strerror} ({error.filename})."
    return f"Cannot listen on {options.host}, port {options.port}: {error.strerror}."


def _refuse(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
