"""Every process leaves by one door, with its exit code, having said all it had to say."""

import os
import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("work", "code", "printed", "warned"),
    [
        pytest.param("lambda: print('done', end='')", 0, "done", "", id="nothing returned"),
        pytest.param("lambda: 3", 3, "", "", id="an exit code"),
        pytest.param("lambda: sys.exit(2)", 2, "", "", id="sys.exit"),
        pytest.param("lambda: sys.exit()", 0, "", "", id="sys.exit without a code"),
        pytest.param("lambda: sys.exit('no')", 1, "", "no\n", id="sys.exit with a sentence"),
        pytest.param("lambda: 1 / 0", 1, "", "ZeroDivisionError: division by zero", id="our bug"),
        pytest.param("interrupted", 130, "", "", id="interrupted"),
    ],
)
def test_a_process_ends_with_the_outcome_of_its_work(work: str, code: int, printed: str, warned: str) -> None:
    program = (
        f"import sys\nfrom cli.process import run_main\ndef interrupted(): raise KeyboardInterrupt\nrun_main({work})"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (said.returncode, said.stdout) == (code, printed)
    assert warned in said.stderr


def test_what_was_logged_is_flushed() -> None:
    program = (
        "import logging, logging.handlers, sys\nfrom cli.process import run_main\n"
        "kept = logging.handlers.MemoryHandler(100, target=logging.StreamHandler(sys.stdout))\n"
        "logging.getLogger().addHandler(kept)\n"
        "run_main(lambda: logging.warning('the last words'))"
    )

    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert said.stdout == "the last words\n"


def test_a_reader_that_has_gone_is_no_failure() -> None:
    program = "from cli.process import run_main; run_main(lambda: print('x' * 100))"

    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}

    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=buffered
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        warned = process.stderr.read()

    assert (process.returncode, warned) == (0, b"")
