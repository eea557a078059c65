"""`complaints dev` and a newcomer's first hour, through real processes."""

import json
import os
import signal
import socket
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import pytest

from cli.development.samples import samples_folder
from intake.references import candidates
from tests.cli.newcomer import Newcomer, children, is_gone, stop, until_ready

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


class Started(NamedTuple):
    """A newcomer, and everything on its way."""

    newcomer: Newcomer
    dev: subprocess.Popen[str]


@pytest.fixture(scope="module")
def in_clear(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """Another newcomer, who wants nothing encrypted."""
    newcomer = Newcomer(tmp_path_factory.mktemp("in-clear"))
    dev = newcomer.starts_dev(PUTRIGHT_PAYLOADS="plain")
    said = until_ready(dev)
    assert "Ready.\n" in said, "".join(said)
    yield Started(newcomer, dev)
    if dev.poll() is None:
        stop(dev, signal.SIGTERM)


def test_the_samples_are_there_at_different_steps(newcomer: Newcomer) -> None:
    queue = newcomer.knows("list")

    assert len(queue) >= 9
    assert {known["landlord"] for known in queue} == {"reliance", "qualitas"}
    assert {known["standing"]["stage"] for known in queue} == {None, "stage_1", "stage_2"}
    assert {known["standing"]["classification"] for known in queue} == {"complaint", "concern", "service_request"}
    refused = [known for known in newcomer.knows("list", "--all") if "refused" in known["standing"]["words"]]
    assert [known["landlord"] for known in refused] == ["qualitas"]
    assert len(newcomer.knows("list", "--classification", "service_request")) == 1
    assert "OVERDUE" in newcomer.says("list")


def test_the_ui_and_the_inbox_can_be_opened(newcomer: Newcomer) -> None:
    with urlopen(f"http://127.0.0.1:{newcomer.ports_from + 1}", timeout=30) as ui:
        assert ui.status == HTTPStatus.OK
    with urlopen(f"http://127.0.0.1:{newcomer.ports_from + 4}", timeout=30) as inbox:
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
        "--address",
        "3 Sample Street",
        "--summary",
        "It leaks.",
    )
    reference = newcomer.says(*call, "--key", "call-17").split(":")[0]
    typed = reference.replace("-", "").lower()
    assert newcomer.says(*call, "--key", "call-17").startswith(f"{reference}: this complaint is there already")
    used = newcomer.types(*call[:-1], "It drips.", "--key", "call-17")
    assert (used.returncode, used.stdout) == (1, "")
    assert f"this key was used for something else: {reference} was opened with it, in other words." in used.stderr

    assert newcomer.says("allocate", typed, "--handler", "priya-nair", "--by", "daniel-osei") == (
        f"{reference}: allocated to Priya Nair, Complaints Handler"
    )
    again = newcomer.says("allocate", typed, "--handler", "priya-nair", "--by", "daniel-osei")
    assert again == f"{reference}: allocate: done already, nothing changed"
    newcomer.says("acknowledge", typed, "--understood", "The ceiling leaks.", "--desired-outcome", "Dry.", **priya)
    page = newcomer.says("show", typed)
    assert "Handler    Priya Nair, Complaints Handler" in page
    assert "Zoë Łuczak (+447700900123" in page
    assert "the acknowledgement letter is printed" in page
    newcomer.says("posted", typed, "--letter", "acknowledgement", "--went-anyway", **priya)
    refused = newcomer.types("respond", typed, "--outcome", "upheld", **priya)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("4.1.1: the response still lacks: the complaint in words;")
    newcomer.says("respond", typed, "--file", "response.toml", **priya)
    newcomer.says("posted", typed, "--letter", "response", "--went-anyway", **priya)
    newcomer.says("action", "done", typed, "--action", "1", **priya)
    escalated = newcomer.says("escalate", typed, "--reasons", "It leaks again.")
    assert escalated == f"{reference}: escalated to stage 2: It leaks again"

    shown = newcomer.knows("show", typed)
    assert shown["complaint"]["stages"][1]["stage"] == "stage_2"
    assert "stage_2.respond" in {deadline["clock"] for deadline in shown["deadlines"]}


def test_a_clock_is_moved_and_says_what_happened(newcomer: Newcomer) -> None:
    sample = next(candidates("reliance", "REL", "sample-reliance-1-damp"))

    said = newcomer.says("fast-forward", sample, "40d")

    assert said.startswith(f"{sample}: its clock now shows ")
    assert "stage 1 acknowledgement missed" in said
    assert "overdue sent by email to Daniel Osei" in said


def samples() -> Iterator[dict[str, Any]]:
    for file in [*samples_folder().glob("*.toml"), *samples_folder().glob("steps/*.toml")]:
        yield tomllib.loads(file.read_text(encoding="utf-8"))


def texts_in(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict() | list():
            for inner in value.values() if isinstance(value, dict) else value:
                yield from texts_in(inner)


def words_of_residents() -> set[str]:
    """How each sample's resident is called and reached, and every sentence that anybody wrote about them."""
    words = {text for sample in samples() for text in texts_in(sample) if len(text.split()) > 2}
    for resident in (sample["resident"] for sample in samples() if "resident" in sample):
        words |= {*resident["name"].split(), *resident.get("address", ())}
        words |= {resident[way].replace(" ", "").removeprefix("0") for way in ("email", "mobile") if way in resident}
    return words


def found(words: set[str], files: Iterable[Path]) -> set[str]:
    """Which of the words stand anywhere in the files, byte for byte."""
    written = b"".join(file.read_bytes() for file in files)
    assert len(written) > 1000
    return {word for word in words if json.dumps(word, ensure_ascii=False)[1:-1].encode() in written}


def test_R_100_nothing_of_a_resident_stands_in_temporals_database_or_in_a_log(newcomer: Newcomer) -> None:
    her = {"Wanda", "Wrong-Number", "wanda@example.com", "5005550001", "A pipe sings at night."}
    call = ("open", "--landlord", "reliance", "--name", "Wanda Wrong-Number", "--email", "wanda@example.com")
    opened = newcomer.says(*call, "--mobile", "+1 500 555 0001", "--summary", "A pipe sings at night.")
    newcomer.says("fast-forward", opened.split(":")[0], "1d")
    words, var = (
        words_of_residents() | her | {"Zoë", "Łuczak", "7700900123", "It leaks again."},
        newcomer.folder / "var",
    )

    assert {file.name for file in var.glob("log/*")} == {
        "temporal.log",
        "simulator.log",
        "worker.log",
        "web.log",
        "codec server.log",
    }
    assert found(words, [*var.glob("temporal.db*"), *var.glob("log/*")]) == set()
    assert found({"wanda@example.com"}, [var / "simulator.json"])


def test_in_clear_all_of_it_stands_in_temporals_database_and_nothing_in_a_log(in_clear: Started) -> None:
    words, var = words_of_residents(), in_clear.newcomer.folder / "var"

    assert len(words) > 40
    assert found(words, var.glob("temporal.db*")) == words
    assert found(words, var.glob("log/*")) == set()


def test_another_dev_says_which_ports_are_taken_and_what_to_do(newcomer: Newcomer, tmp_path: Path) -> None:
    other = Newcomer(tmp_path)
    said = other.types("dev", "--ports-from", str(newcomer.ports_from))

    assert (said.returncode, said.stdout) == (1, "")
    assert f"port {newcomer.ports_from} (Temporal)" in said.stderr
    assert "`complaints dev --data var-" in said.stderr
    assert not (tmp_path / "var").exists()


def test_a_part_that_ends_stops_everything_and_all_goes_on_afterwards_though_encrypted_now(in_clear: Started) -> None:
    newcomer, dev = in_clear.newcomer, in_clear.dev
    before, started = newcomer.knows("list"), children(dev)
    os.kill(next(pid for pid, command in started.items() if "simulator" in command), signal.SIGKILL)
    said, _ = dev.communicate(timeout=60)

    assert (dev.returncode, len(started)) == (1, 5)
    assert "The simulator ended by itself (exit -9); see " in said
    assert [pid for pid in started if not is_gone(pid)] == []

    dev = newcomer.starts_dev()
    until_ready(dev)
    after, started = newcomer.knows("list"), children(dev)
    shown = newcomer.knows("show", before[0]["reference"])
    code, said = stop(dev, signal.SIGINT)

    assert [known["reference"] for known in after] == [known["reference"] for known in before]
    assert shown["complaint"]["reference"] == before[0]["reference"]
    assert (code, said) == (0, "Stopping.\nStopped.\n")
    assert [pid for pid in started if not is_gone(pid)] == []
    assert not (newcomer.folder / "var" / "temporal.toml").exists()
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
