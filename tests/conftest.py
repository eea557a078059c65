"""How every test run ends, what it may not pass over, and the one world its tests share."""

import os
import sys
from collections.abc import AsyncIterator, Generator, Iterator
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, TypeVar

import pytest
import pytest_asyncio

if TYPE_CHECKING:  # most tests need neither Temporal nor the desk: they are loaded where they do
    from desk.desk import Desk
    from tests.world import World

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_cmdline_main() -> Generator[None, int, int]:
    """Leave at once when all is said: with Temporal's SDK the end may be a hang or an abort (sdk-python#300)."""
    code = yield
    if "PYTEST_XDIST_WORKER" in os.environ:  # half of a run: the other half ends it
        return code
    if "coverage" in sys.modules and (measured := sys.modules["coverage"].Coverage.current()):
        measured.stop()
        measured.save()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(int(code or 0))


WAIT = (
    "browser",
    "crash",
    "workflows",
    "cli",
    "faces",
    "desk",
    "temporal",
    "bench",
    "simulator",
    "workers",
    "register",
)
"""The folders of most tests that wait for servers and processes, those that wait longest first."""
RECKON = ("properties", "replay", "spec")
"""Those whose tests keep a core busy, the busiest first; the other folders follow."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several run at a time, each file that waits is followed by one that reckons: no core idles, to the end."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    files = dict[str, list[pytest.Item]]()
    for item in items:
        files.setdefault(item.nodeid.split("::")[0], []).append(item)
    folder = {file: file.split("/")[1] for file in files}
    wait = sorted((file for file in files if folder[file] in WAIT), key=lambda file: WAIT.index(folder[file]))
    reckon = sorted(files.keys() - set(wait), key=lambda file: (_place(folder[file]), file))
    order = (file for file in chain.from_iterable(zip_longest(wait, reckon)) if file)
    items[:] = chain.from_iterable(files[file] for file in order)


def _place(folder: str) -> int:
    return RECKON.index(folder) if folder in RECKON else len(RECKON)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under PUTRIGHT_TESTS_MUST_NOT_SKIP=1 a test that is skipped has failed."""
    return _failed_if_skipped((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """So has a module."""
    return _failed_if_skipped((yield))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """A file's tests run in one process, and all of the browser's in one: there is one house for them."""
    from xdist.scheduler import LoadFileScheduling  # type: ignore[import-untyped]

    made = LoadFileScheduling(config, log)
    by_file = made._split_scope
    made._split_scope = lambda test: "tests/browser" if test.startswith("tests/browser/") else by_file(test)
    return made


def _failed_if_skipped(report: Report) -> Report:
    forbidden = os.environ.get("PUTRIGHT_TESTS_MUST_NOT_SKIP") == "1"
    if forbidden and report.skipped and not hasattr(report, "wasxfail"):
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"may not be skipped here, but: {why}"
    return report


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """What a command sets for its whole process ends with the test that ran it in ours."""
    umask = os.umask(0o022)
    os.umask(umask)
    environment = dict(os.environ)
    yield
    os.umask(umask)
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    os.environ.update({name: value for name, value in environment.items() if os.environ.get(name) != value})


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> "AsyncIterator[World]":
    """A running server with a worker: each complaint in it has a reference and a clock of its own."""
    from tests.world import world as running_world

    async with running_world(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture
def desk(world: "World") -> "Desk":
    """A desk in that world."""
    from tests.desk.desks import desk_at

    return desk_at(world.env.client, world)
