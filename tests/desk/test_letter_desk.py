"""Letters at the desk: shown before they go as they then go, and afterwards as they went."""

from datetime import UTC, timedelta

import pytest

from cli.letters import letters_in_lines
from desk.desk import Desk
from desk.errors import KeyUsedError, UnknownComplaintError
from desk.letters import LetterDesk, LetterShown, LettersShown, State, told_by, without_copies
from domain.complaint.complaint import NotAllowedError
from domain.complaint.facts.notices import NoticeSent
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.reference import ComplaintId
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from intake.errors import BadInputError
from temporal.complaints import TemporalComplaints
from tests.desk.desks import (
    ANN,
    RESPONSE,
    answered,
    complaint_of,
    everything_sent,
    everything_written,
    gives,
    nowhere,
    opened,
    until,
)
from tests.letters.samples import writer
from tests.spec.cast import Landlord
from tests.world import RULEBOOK, World, register_desk

TEXTS_TOO = Resident(name="Ann Sample", email="ann.sample@example.com", mobile="+447700900123")
ACKNOWLEDGEMENT = {"by": "priya-nair", "understood": "The ceiling leaks.", "desired_outcome": "A dry ceiling."}


@pytest.fixture
def letters(desk: Desk) -> LetterDesk:
    return LetterDesk(desk, writer())


async def allocated(desk: Desk, **more: object) -> ComplaintId:
    place = await opened(desk, **more)
    await gives(desk, place, "allocate", by="daniel-osei", handler="priya-nair")
    return place


async def preview(
    letters: LetterDesk, desk: Desk, place: ComplaintId, step: str, **given: object
) -> tuple[LetterShown, ...]:
    return await letters.preview(place, await desk.order_from(place, step, given))


def test_what_went_and_has_no_copy_in_a_restored_register_is_named() -> None:
    landlord = Landlord("reliance")
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=TEXTS_TOO)
    landlord.allocates()
    sent = [entry.facts for entry in landlord.complaint.record if isinstance(entry.facts, NoticeSent)]

    assert "receipt by email" in list(without_copies(landlord.complaint, ()))
    lines = letters_in_lines(
        LettersShown(letters=(), not_kept=tuple(without_copies(landlord.complaint, ()))),
        *(None, None, "Europe/London"),
        as_list=True,
        as_json=False,
    )
    assert lines.startswith("Gone, as the record says, and no copy is kept here: ")
    assert lines.count(" by ") == len(sent)


async def test_a_letter_is_shown_before_it_goes_in_the_words_in_which_it_then_goes(
    desk: Desk, letters: LetterDesk
) -> None:
    place = await allocated(desk)
    (shown,) = await preview(letters, desk, place, "acknowledge", **ACKNOWLEDGEMENT)

    await gives(desk, place, "acknowledge", **ACKNOWLEDGEMENT)
    await everything_sent(desk, place)

    (went,) = [each for each in (await letters.letters(place)).letters if each.kind is NoticeKind.ACKNOWLEDGEMENT]
    assert (shown.state, went.state) == (State.WOULD_GO, State.WENT)
    assert (shown.to, shown.address, shown.channel) == (went.to, went.address, went.channel)
    assert (shown.to, shown.address, shown.channel) == ("resident", ANN.email, Channel.EMAIL)
    assert (shown.subject, shown.body) == (went.subject, went.body)
    assert "A dry ceiling." in shown.body


async def test_a_preview_sends_and_records_nothing(desk: Desk, letters: LetterDesk) -> None:
    place = await allocated(desk)
    before = await everything_sent(desk, place)

    await preview(letters, desk, place, "acknowledge", **ACKNOWLEDGEMENT)

    assert await desk.complaint(place) == before


async def test_a_text_is_shown_with_its_segments(desk: Desk, letters: LetterDesk) -> None:
    place = await allocated(desk, resident=TEXTS_TOO)

    letter, text = await preview(letters, desk, place, "acknowledge", **ACKNOWLEDGEMENT)

    assert (letter.state, text.state) == (State.WOULD_GO, State.FOLLOWS)
    assert (letter.text, letter.segments, text.body) == ("", 0, "")
    assert (text.channel, text.address, text.segments) == (Channel.TEXT, TEXTS_TOO.mobile, 1)
    assert text.text.startswith(f"Reliance: we are dealing with complaint {place.reference}.")


async def test_what_staff_would_be_told_is_named_and_not_written_out(desk: Desk, letters: LetterDesk) -> None:
    place = await opened(desk)

    (shown,) = await preview(letters, desk, place, "allocate", by="daniel-osei", handler="priya-nair")

    assert (shown.kind, shown.to, shown.is_for_resident) == (NoticeKind.ASSIGNMENT, "priya-nair", False)
    assert shown.subject + shown.body + shown.text == ""


async def test_what_time_alone_brings_is_not_said_to_come_of_the_order(desk: Desk) -> None:
    place = await opened(desk)
    await answered(desk, place)
    case, late = await desk.case_for_order(place), await desk.now(place) + timedelta(days=90)
    asked = {"by": "priya-nair", "ombudsman": {"reference": "HOS-SAMPLE-7", "respond_by": f"{late:%Y-%m-%d}"}}
    order = await desk.order_from(place, "ombudsman-asks", asked)

    done, notices = told_by(case, order.model_copy(update={"at": late}), late)

    assert {notice.kind for notice in done.outbox} == {NoticeKind.CLOSURE, NoticeKind.OMBUDSMAN_ASKED}
    assert {notice.kind for notice in notices} == {NoticeKind.OMBUDSMAN_ASKED}


async def test_what_the_policy_refuses_is_refused_with_the_same_sentence(desk: Desk, letters: LetterDesk) -> None:
    place = await opened(desk)
    order = await desk.order_from(place, "acknowledge", ACKNOWLEDGEMENT)
    with pytest.raises(NotAllowedError) as refused:
        await desk.order(place, order)

    with pytest.raises(NotAllowedError) as refused_in_preview:
        await letters.preview(place, order)

    assert str(refused_in_preview.value) == str(refused.value)


async def test_a_repeat_would_tell_nobody_again(desk: Desk, letters: LetterDesk) -> None:
    place = await allocated(desk)
    await gives(desk, place, "acknowledge", **ACKNOWLEDGEMENT)

    with pytest.raises(NotAllowedError, match="done already, nothing changed"):
        await preview(letters, desk, place, "acknowledge", **ACKNOWLEDGEMENT)


async def test_an_opening_is_shown_before_it_happens(letters: LetterDesk, world: World) -> None:
    reference, (shown,) = await letters.preview_opening(complaint_of(summary="The ceiling leaks, and I am cross."))

    assert (shown.kind, shown.state, shown.address) == (NoticeKind.RECEIPT, State.WOULD_GO, ANN.email)
    assert reference in shown.subject
    assert "The ceiling leaks, and I am cross." in shown.body
    assert world.queries.complaint("reliance", reference) is None


async def test_an_opening_that_makes_no_sense_is_refused_in_preview_too(letters: LetterDesk) -> None:
    with pytest.raises(BadInputError):
        await letters.preview_opening(complaint_of(summary="\x00"))


async def text_of_acknowledgement(letters: LetterDesk, place: ComplaintId) -> LetterShown:
    """It comes once the letter has gone."""
    found: list[LetterShown] = []

    async def is_there() -> bool:
        shown = (await letters.letters(place)).letters
        found.extend(each for each in shown if each.text and each.kind is NoticeKind.ACKNOWLEDGEMENT)
        return bool(found)

    await until(is_there)
    return found[0]


async def test_what_waits_is_shown_as_it_would_go(desk: Desk, letters: LetterDesk) -> None:
    place = await allocated(desk, resident=TEXTS_TOO)
    night = (await desk.now(place)).replace(hour=23) - await desk.now(place)
    await desk.fast_forward(place, max(night, timedelta(minutes=1)))

    await gives(desk, place, "acknowledge", **ACKNOWLEDGEMENT)

    text = await text_of_acknowledgement(letters, place)
    assert (text.state, text.at.astimezone(UTC).hour in {7, 8}) == (State.WAITS, True)


async def test_an_ended_complaint_has_its_letters_still(desk: Desk, letters: LetterDesk) -> None:
    place = await allocated(desk)
    await gives(desk, place, "withdraw", by="priya-nair", reason="It is dry again.")
    await everything_sent(desk, place)

    kinds = [each.kind for each in (await letters.letters(place)).letters if each.is_for_resident]

    assert kinds == [NoticeKind.RECEIPT, NoticeKind.CLOSURE]


async def test_a_response_is_previewed_of_the_draft(desk: Desk, letters: LetterDesk) -> None:
    place = await allocated(desk)
    await gives(desk, place, "acknowledge", **ACKNOWLEDGEMENT)

    (shown,) = await preview(letters, desk, place, "respond", by="priya-nair", response=RESPONSE)

    assert shown.kind is NoticeKind.RESPONSE
    assert "A tile had slipped." in shown.body


async def test_while_temporal_is_away_what_went_is_shown_and_what_waits_is_said_to_be_unknown(
    desk: Desk, world: World
) -> None:
    place = await opened(desk)
    await everything_sent(desk, place)
    cut_off = Desk(TemporalComplaints(await nowhere()), register_desk(world.queries), RULEBOOK)

    found = await LetterDesk(cut_off, writer()).letters(place)

    assert [each.kind for each in found.letters if each.is_for_resident] == [NoticeKind.RECEIPT]
    assert "Temporal does not answer" in found.why_unknown


async def test_a_complaint_that_does_not_exist_has_no_letters(letters: LetterDesk) -> None:
    with pytest.raises(UnknownComplaintError):
        await letters.letters(ComplaintId(landlord="reliance", reference="REL-2222-2222"))


async def test_an_opening_with_a_key_that_was_used_is_not_shown(letters: LetterDesk, desk: Desk) -> None:
    new = complaint_of(summary="The lift stands still.", key="shown-once")
    opened = await desk.open(new)
    await everything_written(desk, opened.place)

    with pytest.raises(BadInputError, match=f"there already, as {opened.place.reference}"):
        await letters.preview_opening(new)
    with pytest.raises(KeyUsedError):
        await letters.preview_opening(complaint_of(summary="The window.", key="shown-once"))


async def test_an_order_on_a_long_record_is_shown_as_it_would_be_taken(letters: LetterDesk, desk: Desk) -> None:
    place = await allocated(desk)
    for number in range(24):
        await gives(desk, place, "contact", by="priya-nair", outcome="spoke", note=f"{number} " + "y" * 45_000)

    shown = await preview(letters, desk, place, "acknowledge", **ACKNOWLEDGEMENT)

    assert NoticeKind.ACKNOWLEDGEMENT in {each.kind for each in shown}


async def test_the_answer_and_the_letter_have_words_of_earlier_orders(letters: LetterDesk, desk: Desk) -> None:
    place = await allocated(desk)
    words = "The ceiling leaks when it rains. " * 90
    await gives(desk, place, "confirm-issue", by="priya-nair", issue=1, understood=words)
    await everything_written(desk, place)

    order = await desk.order_from(place, "confirm-issue", {"by": "priya-nair", "issue": 1, "desired_outcome": "Dry."})
    answer = await desk.order(place, order)
    shown = await preview(letters, desk, place, "acknowledge", **ACKNOWLEDGEMENT | {"understood": ""})

    assert "\ue000" not in answer.said
    assert any(words.strip() in each.body for each in shown)
