"""Takes the pictures of the README from a running system: `make screenshots`, with Chromium on this machine.

A system of its own is started for it, on free ports and in a folder that is thrown away; everybody in it is made up.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from urllib.parse import quote

from cli.development.plan import HOST, TEMPORAL_UI, USUAL_PORTS, WEB
from docs.screenshots.browser import Browser, browser

PICTURES = Path(__file__).parent
OPERATING = PICTURES.parent / "operating.md"
COMPLAINTS = (sys.executable, "-m", "cli")
COLUMNS = (
    "Workflow ID",
    "ComplaintStatus",
    "ComplaintStage",
    "NextDueKind",
    "NextDueAt",
    "Overdue",
    "Handler",
    "ComplaintTags",
)

_VIEW = re.compile(r"^\| (?P<name>[A-Z][^|]*) \| `(?P<query>[^`$]+)` \|", re.MULTILINE)
"""A view of `operating.md` that asks for no instant."""
_REFERENCE = re.compile(r"\b[A-Z]{3}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_READY = "Ready."
_SHOWS = "[...document.querySelectorAll('iframe')].some(shown => shown.contentDocument.body.innerText.includes({}))"
"""The UI sets Markdown in frames."""


def views() -> dict[str, str]:
    """The saved views of `operating.md`, by name."""
    return {found["name"]: found["query"] for found in _VIEW.finditer(OPERATING.read_text(encoding="utf-8"))}


class System:
    """A running system."""

    def __init__(self, folder: Path, ports_from: int) -> None:
        self.folder = folder
        self._ports = dict(zip(USUAL_PORTS, range(ports_from, ports_from + len(USUAL_PORTS)), strict=True))
        self.environment = {**os.environ, "PUTRIGHT_PORTS_FROM": str(ports_from)}

    @property
    def workflows(self) -> str:
        """The UI's page of all complaints."""
        return f"http://{HOST}:{self._ports[TEMPORAL_UI]}/namespaces/default/workflows"

    @property
    def desk(self) -> str:
        """The desk in a browser."""
        return f"http://{HOST}:{self._ports[WEB]}"

    def does(self, *arguments: str) -> str:
        """What a command of ours says, done or refused."""
        command = (*COMPLAINTS, *arguments)
        said = subprocess.run(  # noqa: S603 - our own command
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=60, check=False
        )
        return said.stdout

    @contextmanager
    def running(self) -> Iterator[None]:
        """Start everything, and stop it with the block."""
        with subprocess.Popen(  # noqa: S603 - our own command
            (*COMPLAINTS, "dev"), cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, text=True
        ) as started:
            try:
                if not any(line.strip() == _READY for line in started.stdout or ()):
                    raise RuntimeError("it did not start")
                yield
            finally:
                started.terminate()


def take_list(page: Browser, system: System) -> None:
    """The list of all complaints, with the saved views beside it."""
    page.resize(1900, 740)
    page.open(f"{system.workflows}?query={quote(views()['Open'])}")
    page.until("document.querySelectorAll('tbody tr').length > 5 && document.body.innerText.includes('priya-nair')")
    _keep(page, "list")


def take_complaint(page: Browser, system: System) -> None:
    """What the UI says of one complaint that is overdue and refused a message."""
    known: list[dict[str, Any]] = json.loads(system.does("list", "--landlord", "reliance", "--json"))
    reference = next(one["reference"] for one in known if one["standing"]["overdue"] and one["standing"]["handler"])
    system.does("close", reference, "--by", "priya-nair", "--reason", "resolved_satisfied")
    page.resize(1400, 1420)
    page.open(f"{system.workflows}/{quote(f'complaint/reliance/{reference}', safe='')}")
    page.until("location.pathname.endsWith('/timeline')")
    page.open(str(page.evaluate("location.href")).removesuffix("timeline") + "user-metadata")
    page.until(_SHOWS.format("'only a withdrawal closes it now'"))
    _keep(page, "complaint")


class DeskPicture(NamedTuple):
    """A page of the desk: who looks at it, where it is, and what is done on it before the picture is taken."""

    name: str
    person: str
    path: str
    """Where a sample's name stands in braces, its reference comes."""
    height: int = 900
    writes: Mapping[str, str] = {}
    presses: str = ""


DESK = (
    DeskPicture("desk-queue", "Priya Nair", "/staff/queue?whose=mine"),
    DeskPicture(
        "desk-find", "Priya Nair", "/staff/find", writes={"typed": "Example Street"}, presses="main form button"
    ),
    DeskPicture("desk-complaint", "Priya Nair", "/staff/c/{boiler}", 1600),
    DeskPicture("desk-record", "Priya Nair", "/staff/c/{stage-2}/record", 1200),
    DeskPicture(
        "desk-letter-first",
        "Leah Brooks",
        "/staff/c/{overdue}/order/acknowledge",
        1500,
        {"understood": "Your communal door has not locked since the summer.", "desired_outcome": "A door that locks."},
        "main form button.govuk-button",
    ),
    DeskPicture("desk-take-down", "Leah Brooks", "/staff/take-down", 1400),
    DeskPicture("desk-team", "Daniel Osei", "/staff/team", 1000),
    DeskPicture("desk-approval", "Victoria Lane", "/staff/approvals/{draft}", 1600),
)
"""The eight main pages."""
_SAMPLES = {
    "boiler": "omer.beispiel@example.com",
    "stage-2": "imogen.trial@example.com",
    "overdue": "walter.placeholder@example.com",
    "draft": "priscilla.example@example.com",
}
"""Samples of `complaints dev`, by how their residents are reached."""


def take_desk(page: Browser, system: System, wanted: DeskPicture) -> None:
    """One page of the desk, as somebody sees it who signed in at the provider's page."""
    found = {name: _reference(system.does("find", address)) for name, address in _SAMPLES.items()}
    _sign_in(page, system, wanted.person)
    page.resize(1280, wanted.height)
    page.open(system.desk + wanted.path.format_map(found))
    page.until("document.readyState === 'complete' && document.querySelector('main h1')")
    for name, words in wanted.writes.items():
        field = f"document.querySelector('main [name={json.dumps(name)}]')"
        page.evaluate(f"{field}.value = {json.dumps(words)}")
    if wanted.presses:
        page.evaluate("window.before = true")
        page.evaluate(f"[...document.querySelectorAll({json.dumps(wanted.presses)})].pop().click()")
        page.until("!window.before && document.readyState === 'complete' && document.querySelector('main h1')")
    _keep(page, wanted.name)


def _sign_in(page: Browser, system: System, name: str) -> None:
    page.forget()
    page.open(f"{system.desk}/staff/sign-in")
    button = f"[...document.querySelectorAll('button')].find(each => each.innerText.includes({json.dumps(name)}))"
    page.until(button)
    page.evaluate(f"{button}.click()")
    page.until(f"location.href.startsWith({json.dumps(system.desk)}) && document.readyState === 'complete'")


def _reference(found: str) -> str:
    named = _REFERENCE.search(found)
    if named is None:
        raise RuntimeError(f"no sample: {found}")
    return named[0]


def main() -> None:
    """Take them all."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("Chromium is missing: on Debian and Ubuntu `apt-get install chromium`.")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        system = System(Path(folder), _free_ports(len(USUAL_PORTS)))
        with system.running(), browser(Path(chromium)) as page:
            page.before_each_page(_preferences())
            take_list(page, system)
            take_complaint(page, system)
            for wanted in DESK:
                take_desk(page, system, wanted)


def _keep(page: Browser, name: str) -> None:
    path = PICTURES / f"{name}.png"
    path.write_bytes(page.picture())
    sys.stdout.write(f"{path.relative_to(Path.cwd())}: {path.stat().st_size // 1024} kB\n")


def _preferences() -> str:
    """What an engineer has set in the UI: columns, saved views, UTC."""
    columns = [{"label": name} for name in COLUMNS]
    saved = [
        {"name": name, "query": query, "id": str(number), "type": "user"}
        for number, (name, query) in enumerate(views().items())
    ]
    kept = {
        "namespace-workflow-table-columns": {"default": columns},
        "saved-workflow-queries": {"default": saved},
        "timeFormat": "UTC",
        "savedQueryNavOpen": True,
    }
    return "".join(f"localStorage.setItem({json.dumps(key)}, {json.dumps(json.dumps(kept[key]))});" for key in kept)


def _free_ports(many: int) -> int:
    """The first of so many free ports in a row."""
    for first in range(9300, 65000 - many, 100):
        try:
            for port in range(first, first + many):
                with socket.socket() as probe:
                    probe.bind((HOST, port))
        except OSError:
            continue
        return first
    raise RuntimeError("no free ports")


if __name__ == "__main__":
    main()
