"""The form at the desk: of an open complaint, of an ended one, as a page and as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from cli.record_form import filled_in
from desk.desk import Desk
from desk.errors import UnknownComplaintError
from intake.references import BadReferenceError
from tests.desk.desks import answered, everything_sent, gives, opened
from tests.world import World
from workflows.ids import complaint_workflow_id

REFERENCE = "REL-7K4M-9QXP"


async def test_an_open_complaint_is_filled_in(desk: Desk) -> None:
    place = await opened(desk, summary="Water <b>everywhere</b>.")

    page = await filled_in(desk, place.reference.replace("-", "").lower(), as_json=False)

    assert page.startswith("<!DOCTYPE html>")
    assert f"<title>Complaint Record {place.reference}</title>" in page
    assert "Water &lt;b&gt;everywhere&lt;/b&gt;." in page


async def test_an_ended_complaint_is_filled_in_from_its_last_state(desk: Desk, world: World) -> None:
    place = await opened(desk)
    await answered(desk, place)
    await gives(desk, place, "close", by="priya-nair", reason="resolved_satisfied")
    await everything_sent(desk, place)
    await world.env.client.get_workflow_handle(complaint_workflow_id(place.landlord, place.reference)).result()

    form = json.loads(await filled_in(desk, place.reference, as_json=True))

    fields = {field["row"]: field for section in form["sections"] for field in section["fields"]}
    assert fields["F-003"]["lines"] == [place.reference]
    assert fields["F-061"]["lines"] == ["Priya Nair, Complaints Handler"]
    assert [fields[row]["to_fill"] for row in ("F-043", "F-060", "F-080")] == [False, False, True]


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


def test_a_file_that_cannot_be_written_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.record_form.at_desk", lambda _: "<p>Zoë</p>")

    said = CliRunner().invoke(app, ("form", REFERENCE, "--out", str(tmp_path / "none" / "form.html")))

    assert (said.exit_code, said.stdout) == (1, "")
    assert "form.html cannot be written: No such file or directory" in said.stderr
