"""The one way out of every process: flush what was said, then leave at once."""

import io
import logging
import os
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

INTERRUPTED = 130


def run_main(work: Callable[[], int | None]) -> NoReturn:
    """Do *work* and end the process with its exit code.

    Temporal's SDK can hang or abort while Python shuts down (temporalio/sdk-python#300), so Python does not shut down:
    what was logged and printed is flushed and the process ends here.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what it cannot show is written out, never an error
            stream.reconfigure(errors="backslashreplace")
    code = _outcome(work)
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # the reader has gone, as with `| head`, or never was there
            stream.flush()
    os._exit(code)


def _outcome(work: Callable[[], int | None]) -> int:
    """The exit code of *work*, as Python itself would give it."""
    try:
        return work() or 0
    except SystemExit as leaving:
        return _code_of(leaving)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BaseException:  # noqa: BLE001 - the process ends here, so this is the last place that can print the traceback
        traceback.print_exc()
        return 1


def _code_of(leaving: SystemExit) -> int:
    if leaving.code is None or isinstance(leaving.code, int):
        return leaving.code or 0
    sys.stderr.write(f"{leaving.code}\n")
    return 1
