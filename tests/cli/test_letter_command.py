"""`--preview` and `complaints letter`: what is printed of letters before and after they go."""

import json
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from cli.errors import BadUsageError, RefusedError
from cli.letters import letters_in_lines, letters_of, previewed, previewed_opening, read_kind
from cli.main import app
from desk.desk import Desk
from desk.letters import LetterShown, LettersShown, State
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.procedure.steps import STEPS
from tests.desk.desks import complaint_of, everything_sent, gives, opened

ZONE = "Europe/London"
AT = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
RECEIPT = LetterShown(
    kind=NoticeKind.RECEIPT,
    channel=Channel.EMAIL,
    state=State.WENT,
    to="resident",
    address="ann@example.com",
    at=AT,
    subject="We have received it",
    body="We have received it\n\nDear Ann\n",
)
TEXT = LetterShown(
    kind=NoticeKind.RECEIPT,
    channel=Channel.TEXT,
    state=State.WENT,
    to="resident",
    address="+447700900123",
    at=AT,
    text="x" * 161,
)
REMINDER = RECEIPT.model_copy(update={"kind": NoticeKind.REMINDER, "to": "priya-nair", "state": State.UNSURE})
PRINTED = RECEIPT.model_copy(
    update={"channel": Channel.LETTER, "state": State.FOR_PRINT, "address": "1 Sample St\nEx1"}
)
FOUND = LettersShown(letters=(RECEIPT.model_copy(update={"body": "An earlier one"}), RECEIPT, TEXT, REMINDER))


def lines(
    found: LettersShown = FOUND, kind: NoticeKind | None = None, number: int | None = None, *, as_list: bool = False
) -> str:
    return letters_in_lines(found, kind, number, ZONE, as_list=as_list, as_json=False)


async def test_a_preview_shows_subject_way_address_words_and_says_that_nothing_was_done(desk: Desk) -> None:
    place = await opened(desk, resident=Resident(name="Ann", email="ann@example.com", mobile="+447700900123"))
    await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")
    order = await desk.order_from(
        place, "acknowledge", {"by": "priya-nair", "understood": "It leaks.", "desired_outcome": "Dry."}
    )

    shown = await previewed(desk, place, order, as_json=False)

    assert shown.startswith(
        f"{place.reference}: a preview. Nothing was sent or recorded.\n\nAcknowledgement by e-mail to"
    )
    assert "Acknowledgement by e-mail to the resident (ann@example.com), would go from " in shown
    assert f"\nSubject: Your complaint {place.reference}: who is dealing with it" in shown
    assert "Dear Ann\n" in shown
    assert "Acknowledgement by text to the resident (+447700900123), follows once the letter has gone\n" in shown
    assert "characters, 1 segment\n\nReliance: we are dealing with" in shown


async def test_a_preview_of_what_tells_the_resident_nothing_says_so(desk: Desk) -> None:
    place = await opened(desk)
    order = await desk.order_from(place, "allocate", {"by": "daniel-osei", "handler": "priya-nair"})

    shown = await previewed(desk, place, order, as_json=False)

    assert shown.endswith("The resident would be told nothing.\n\nStaff would be told: assignment, to priya-nair.")


async def test_a_preview_for_programs_is_json(desk: Desk) -> None:
    (receipt,) = json.loads(await previewed_opening(desk, complaint_of(), as_json=True))

    assert (receipt["kind"], receipt["state"], receipt["segments"]) == ("receipt", "would go", 0)


async def test_an_example_of_a_reference_is_called_one(desk: Desk) -> None:
    given = await previewed_opening(desk, complaint_of(reference="REL-7K4M-9QXP"), as_json=False)

    assert "(an example of a reference): a preview." in await previewed_opening(desk, complaint_of(), as_json=False)
    assert given.startswith("REL-7K4M-9QXP: a preview.")


async def test_a_letter_is_shown_as_it_went(desk: Desk) -> None:
    place = await opened(desk)
    await everything_sent(desk, place)

    found, zone = await letters_of(desk, place.reference)

    shown = letters_in_lines(found, NoticeKind.RECEIPT, None, zone, as_list=False, as_json=False)
    assert shown.startswith("1. Receipt by e-mail to the resident (ann.sample@example.com), went ")
    assert "Dear Ann Sample" in shown


def test_the_list_says_what_went_when_and_how() -> None:
    assert lines().splitlines() == [
        "  1  Receipt by e-mail to the resident (ann@example.com), went Mon 30 Nov 2026 09:05",
        "  2  Receipt by e-mail to the resident (ann@example.com), went Mon 30 Nov 2026 09:05",
        "  3  Receipt by text to the resident (+447700900123), went Mon 30 Nov 2026 09:05",
        "  4  Reminder by e-mail to priya-nair (ann@example.com), may have gone, tried Mon 30 Nov 2026 09:05",
    ]


def test_the_list_may_be_of_one_kind_and_says_what_is_not_known() -> None:
    found = LettersShown(letters=(RECEIPT, REMINDER, PRINTED), why_unknown="no worker answers")

    assert lines(found, NoticeKind.RECEIPT, as_list=True).splitlines() == [
        "  1  Receipt by e-mail to the resident (ann@example.com), went Mon 30 Nov 2026 09:05",
        "  3  Receipt by letter to the resident (1 Sample St, Ex1), is kept for print since Mon 30 Nov 2026 09:05",
        "What waits is not known: no worker answers",
    ]


def test_of_a_kind_the_newest_letter_is_shown_with_the_text_beside_it() -> None:
    shown = lines(kind=NoticeKind.RECEIPT)

    assert shown.startswith("2. Receipt by e-mail")
    assert "3. Receipt by text to the resident (+447700900123)" in shown
    assert "161 characters, 2 segments" in shown
    assert "An earlier one" not in shown


def test_any_letter_is_shown_by_its_number() -> None:
    assert lines(number=1).endswith("An earlier one")
    assert lines(kind=NoticeKind.RECEIPT, number=1).endswith("An earlier one")


@pytest.mark.parametrize(
    ("kind", "number", "why"),
    [
        pytest.param(NoticeKind.CLOSURE, None, "there is no letter of the kind closure", id="none of that kind"),
        pytest.param(None, 9, "there is no letter 9", id="no such number"),
        pytest.param(NoticeKind.REMINDER, 1, "there is no letter 1 of the kind reminder", id="another kind's number"),
    ],
)
def test_a_letter_that_is_not_there_is_refused(kind: NoticeKind | None, number: int | None, why: str) -> None:
    with pytest.raises(RefusedError, match=why):
        lines(kind=kind, number=number)


def test_a_complaint_without_letters_says_so() -> None:
    assert lines(LettersShown(letters=())) == "Nothing has gone, and nothing waits to go."


@pytest.mark.parametrize("typed", ["final_response", "final-response", "Final response"])
def test_a_kind_may_be_typed_as_people_write_it(typed: str) -> None:
    assert read_kind(typed) is NoticeKind.FINAL_RESPONSE


def test_what_is_not_a_kind_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadUsageError, match="'cheque' is not a kind of letter; there are: receipt, redirect"):
        read_kind("cheque")


@pytest.mark.parametrize("command", [("open",), *(step.command for step in STEPS.values())], ids=" ".join)
def test_every_order_and_open_can_be_previewed(command: tuple[str, ...]) -> None:
    assert "--preview" in CliRunner().invoke(app, [*command, "--help"]).stdout
