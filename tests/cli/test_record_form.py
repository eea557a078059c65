"""The form at the desk: of an open complaint, of an ended one, as a page and as JSON."""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client
from typer.testing import CliRunner

from cli.main import app
from cli.record_form import filled_in
from desk.desk import Desk
from desk.errors import UnknownComplaintError
from domain.calendar.days import landlord_day
from domain.calendar.deadlines import working_day
from domain.calendar.working_calendar import ClosedDay
from domain.complaint.reference import ComplaintId
from intake.references import BadReferenceError
from providers.rulebook import Rulebook, policies_folder
from temporal.complaints import TemporalComplaints
from tests.desk.desks import answered, desk_at, everything_sent, gives, opened
from tests.world import World, development_server, register_desk
from workflows.ids import complaint_workflow_id

REFERENCE = "REL-7K4M-9QXP"


def fields_of(form: dict[str, Any]) -> dict[str, Any]:
    """The form's fields, by their rows."""
    return {field["row"]: field for section in form["sections"] for field in section["fields"]}


async def test_an_open_complaint_is_filled_in(desk: Desk) -> None:
    place = await opened(desk, summary="Water <b>everywhere</b>.")

    page = await filled_in(desk, place.reference.replace("-", "").lower(), as_json=False)

    assert page.startswith("<!DOCTYPE html>")
    assert '<meta name="generator" content="Putright">' in page
    assert f"<title>Complaint Record {place.reference}</title>" in page
    assert "Water &lt;b&gt;everywhere&lt;/b&gt;." in page


async def test_an_ended_complaint_is_filled_in_from_its_last_state(desk: Desk, world: World) -> None:
    place = await opened(desk)
    await answered(desk, place)
    await gives(desk, place, "reaction", by="priya-nair", satisfied=True, how="by telephone")
    await gives(desk, place, "close", by="priya-nair", reason="resolved_satisfied")
    await everything_sent(desk, place)
    await world.env.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference)).result()

    form = json.loads(await filled_in(desk, place.reference, as_json=True))

    fields = fields_of(form)
    assert fields["F-003"]["lines"] == [place.reference]
    assert fields["F-061"]["lines"] == ["Priya Nair, Complaints Handler"]
    assert [fields[row]["to_fill"] for row in ("F-043", "F-060", "F-080")] == [False, False, True]


def edited(policies: Path) -> Rulebook:
    """The landlord's files, in whose edition the response is due a day sooner than it was."""
    files = shutil.copytree(policies_folder(), policies)
    edition = files / "reliance" / "2024-06.toml"
    before, stage, after = edition.read_text(encoding="utf-8").partition("[stage_1.respond]")
    assert "amount = 10" in after
    edition.write_text(before + stage + after.replace("amount = 10", "amount = 9", 1), encoding="utf-8")
    return Rulebook(files)


@asynccontextmanager
async def in_time(desk: Desk, world: World, place: ComplaintId, *, ended: bool) -> AsyncIterator[Client]:
    """Temporal as it is while the complaint runs, or long after its end: it knows nothing of it any more."""
    if not ended:
        yield world.env.client
        return
    await gives(desk, place, "reaction", by="priya-nair", satisfied=True, how="by telephone")
    await gives(desk, place, "close", by="priya-nair", reason="resolved_satisfied")
    await world.env.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference)).result()
    async with development_server() as another:
        yield another.client


@pytest.mark.parametrize("ended", [pytest.param(False, id="open"), pytest.param(True, id="ended")])
async def test_a_complaint_prints_the_limits_of_its_own_edition_though_the_file_was_edited(
    desk: Desk, world: World, tmp_path: Path, *, ended: bool
) -> None:
    place = await opened(desk)
    await answered(desk, place)

    async with in_time(desk, world, place, ended=ended) as client:
        today = Desk(TemporalComplaints(client), register_desk(world.queries), edited(tmp_path / "policies"))
        form = await filled_in(today, place.reference, as_json=True)

    assert "You have a maximum of 10 working days to do this from when the complaint was acknowledged." in form


@pytest.mark.parametrize("ended", [pytest.param(False, id="open"), pytest.param(True, id="ended")])
async def test_a_complaint_whose_calendar_was_changed_counts_by_its_own(
    desk: Desk, world: World, *, ended: bool
) -> None:
    received_at = datetime.now(UTC) - timedelta(days=14)
    received_on, today = (landlord_day(at, "Europe/London") for at in (received_at, datetime.now(UTC)))
    place = await opened(desk, at=received_at)
    own = (await desk.case(place)).rules.calendar
    proclaimed = ClosedDay(on=working_day(received_on, 2, own), why="A day of mourning")
    changed = own.model_copy(update={"closed": tuple(sorted((*own.closed, proclaimed), key=lambda day: day.on))})
    await TemporalComplaints(world.env.client).change_calendar(place, changed)
    await answered(desk, place)

    async with in_time(desk, world, place, ended=ended) as client:
        form = json.loads(await filled_in(desk_at(client, world), place.reference, as_json=True))

    (communicated,) = fields_of(form)["F-043"]["rows"]
    assert communicated[4] == str(own.working_days_between(received_on, today) - 1)


async def test_a_complaint_nobody_knows_is_refused_by_name(desk: Desk) -> None:
    with pytest.raises(UnknownComplaintError, match="there is no complaint REL-2222-2222 at reliance"):
        await filled_in(desk, "REL-2222-2222", as_json=False)
    with pytest.raises(BadReferenceError):
        await filled_in(desk, "nothing", as_json=False)


def test_it_is_written_to_a_file_or_to_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.record_form.at_desk", lambda _: "<p>Zoë</p>")
    file = tmp_path / "form.html"

    printed = CliRunner().invoke(app, ("form", REFERENCE))
    written = CliRunner().invoke(app, ("form", REFERENCE, "--out", str(file)))

    assert printed.stdout == "<p>Zoë</p>\n"
    assert written.stdout == f"Written to {file}.\n"
    assert file.read_text(encoding="utf-8") == "<p>Zoë</p>\n"


@pytest.mark.parametrize(
    "form", ['<html>\n<meta name="generator" content="Putright">', '{"title":"Record","reference":"R"}']
)
def test_it_takes_the_place_of_an_earlier_form_which_its_owner_alone_may_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr("cli.record_form.at_desk", lambda _: form)
    file = tmp_path / "form.html"

    codes = [CliRunner().invoke(app, ("form", REFERENCE, "--out", str(file))).exit_code for _ in range(2)]

    assert (codes, file.stat().st_mode & 0o777, len(list(tmp_path.iterdir()))) == ([0, 0], 0o600, 1)


def test_it_takes_the_place_of_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.record_form.at_desk", lambda _: "<p>Zoë</p>")
    mine, link = tmp_path / "policy.toml", tmp_path / "form.html"
    mine.write_text("mine", encoding="utf-8")
    link.symlink_to(tmp_path / "elsewhere")

    for there in (mine, link):
        said = CliRunner().invoke(app, ("form", REFERENCE, "--out", str(there)))
        assert (said.exit_code, said.stdout) == (1, "")
        assert "is there already and is not a form that Putright wrote" in said.stderr
    assert mine.read_text(encoding="utf-8") == "mine"


def test_a_file_that_cannot_be_written_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.record_form.at_desk", lambda _: "<p>Zoë</p>")

    said = CliRunner().invoke(app, ("form", REFERENCE, "--out", str(tmp_path / "none" / "form.html")))

    assert (said.exit_code, said.stdout) == (1, "")
    assert "form.html cannot be written: No such file or directory" in said.stderr
