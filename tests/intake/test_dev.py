"""`complaints dev` and a newcomer's first hour, through real processes."""

import os
import signal
import socket
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest

from intake.references import candidates
from tests.intake.newcomer import Newcomer, children, is_gone, stop, until_ready

RESPONSE = """
outcome = "upheld"
complaint = "The ceiling leaks."
reasons = "A tile had slipped, and we did not come on the day we gave."
remedy = "The tile is back, and we apologise."
learning = ["Roofs are looked at after every storm."]

[[promises]]
what = "Paint the ceiling"
owner = "priya-nair"
due_on = 2099-12-24
"""


@pytest.fixture(scope="module")
def newcomer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newcomer]:
    newcomer = Newcomer(tmp_path_factory.mktemp("newcomer"))
    with newcomer.running():
        yield newcomer


def test_the_samples_are_there_at_different_steps(newcomer: Newcomer) -> None:
    queue = newcomer.knows("list")

    assert len(queue) >= 6
    assert {known["landlord"] for known in queue} == {"reliance", "qualitas"}
    assert {known["standing"]["stage"] for known in queue} == {"stage_1", "stage_2"}
    assert "OVERDUE" in newcomer.says("list")


def test_the_ui_and_the_inbox_can_be_opened(newcomer: Newcomer) -> None:
    with urlopen(f"http://127.0.0.1:{newcomer.ports_from + 1}", timeout=10) as ui:
        assert ui.status == HTTPStatus.OK
    with urlopen(f"http://127.0.0.1:{newcomer.ports_from + 4}", timeout=10) as inbox:
        assert "We have received your complaint" in inbox.read().decode()


def test_a_complaint_goes_from_the_first_call_to_stage_2(newcomer: Newcomer) -> None:
    (newcomer.folder / "response.toml").write_text(RESPONSE, encoding="utf-8")
    priya = {"PUTRIGHT_STAFF": "priya-nair"}
    call = (
        "open",
        "--landlord",
        "reliance",
        "--name",
        "Zoë Łuczak",
        "--mobile",
        "07700 900123",
        "--summary",
        "It leaks.",
    )
    reference = newcomer.says(*call, "--key", "call-17").split(":")[0]
    typed = reference.replace("-", "").lower()
    assert newcomer.says(*call, "--key", "call-17").startswith(f"{reference}: this complaint is there already")

    assert newcomer.says("allocate", typed, "--handler", "priya-nair", "--by", "daniel-osei") == (
        f"{reference}: allocated to Priya Nair, Complaints Handler"
    )
    again = newcomer.says("allocate", typed, "--handler", "priya-nair", "--by", "daniel-osei")
    assert again == f"{reference}: allocate: done already, nothing changed"
    newcomer.says("acknowledge", typed, "--understood", "The ceiling leaks.", "--desired-outcome", "Dry.", **priya)
    page = newcomer.says("show", typed)
    assert "Handler    Priya Nair, Complaints Handler" in page
    assert "Zoë Łuczak (+447700900123)" in page
    assert "the acknowledgement letter is printed" in page
    newcomer.says("posted", typed, "--letter", "acknowledgement", **priya)
    refused = newcomer.types("respond", typed, "--outcome", "upheld", **priya)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("4.1.1: the response still lacks: the complaint in words;")
    newcomer.says("respond", typed, "--file", "response.toml", **priya)
    newcomer.says("posted", typed, "--letter", "response", **priya)
    newcomer.says("action", "done", typed, "--action", "1", **priya)
    assert newcomer.says("escalate", typed, "--reasons", "It leaks again.") == f"{reference}: escalated to stage 2"

    shown = newcomer.knows("show", typed)
    assert shown["complaint"]["stages"][1]["stage"] == "stage_2"
    assert "stage_2.respond" in {deadline["clock"] for deadline in shown["deadlines"]}


def test_a_clock_is_moved_and_says_what_happened(newcomer: Newcomer) -> None:
    sample = next(candidates("reliance", "REL", "sample-reliance-1-damp"))

    said = newcomer.says("fast-forward", sample, "40d")

    assert said.startswith(f"{sample}: its clock now shows ")
    assert "stage 1 acknowledgement missed" in said
    assert "overdue sent by email to Daniel Osei" in said


def test_another_dev_says_which_ports_are_taken_and_what_to_do(newcomer: Newcomer, tmp_path: Path) -> None:
    other = Newcomer(tmp_path)
    said = other.types("dev", "--ports-from", str(newcomer.ports_from))

    assert (said.returncode, said.stdout) == (1, "")
    assert f"port {newcomer.ports_from} (Temporal)" in said.stderr
    assert "`complaints dev --ports-from" in said.stderr
    assert not (tmp_path / "var").exists()


def test_a_part_that_ends_stops_everything_and_all_is_there_again_afterwards(tmp_path: Path) -> None:
    newcomer = Newcomer(tmp_path)
    dev = newcomer.starts_dev()
    until_ready(dev)
    before, started = newcomer.knows("list"), children(dev)
    os.kill(next(pid for pid, command in started.items() if "simulator" in command), signal.SIGKILL)
    said, _ = dev.communicate(timeout=60)

    assert (dev.returncode, len(started)) == (1, 3)
    assert "The simulator ended by itself (exit -9); see " in said
    assert [pid for pid in started if not is_gone(pid)] == []

    dev = newcomer.starts_dev()
    until_ready(dev)
    after, started = newcomer.knows("list"), children(dev)
    code, said = stop(dev, signal.SIGINT)

    assert [known["reference"] for known in after] == [known["reference"] for known in before]
    assert (code, said) == (0, "Stopping.\nStopped.\n")
    assert [pid for pid in started if not is_gone(pid)] == []
    assert not (tmp_path / "var" / "temporal.toml").exists()
    with socket.create_server(("127.0.0.1", newcomer.ports_from)):
        pass


def test_ctrl_c_while_it_starts_leaves_nothing_running(tmp_path: Path) -> None:
    dev = Newcomer(tmp_path).starts_dev()
    assert dev.stdout is not None
    assert dev.stdout.readline().startswith("Starting")
    while not (started := children(dev)):
        pass

    code, _ = stop(dev, signal.SIGINT)

    assert code == 0
    assert [pid for pid in started if not is_gone(pid)] == []
