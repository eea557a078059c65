"""Orders: repeated, wrongly dated, malformed, refused and recorded."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from domain.complaint.actor import RESIDENT, staff
from domain.complaint.complaint import Complaint
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.support import Support
from domain.messages.message import AlreadySent, How, Message
from domain.messages.news import NoticeDelivered, NoticeFailed
from domain.policy.channels import Channel
from domain.procedure.apply import apply
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate
from domain.procedure.stages.approve import Approve
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.draft import PutDraft
from domain.procedure.stages.escalate import RequestEscalation
from domain.procedure.stages.extend import RequestExtension
from domain.procedure.stages.withdraw import Withdraw
from domain.procedure.steps import STEPS
from domain.value import Order, required
from tests.spec.cast import SAM, Landlord, posted, promise


@pytest.fixture
def handled(landlord: Landlord) -> Landlord:
    """A complaint of Mon 02 Nov 2026 with its handler."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00")
    landlord.allocates()
    return landlord


def test_E26_a_repeated_order_is_a_harmless_no_op(handled: Landlord) -> None:
    handled.acknowledges()
    before = handled.complaint

    handled.acknowledges()

    assert handled.complaint == before
    assert handled.answer is not None
    assert handled.answer.repeated
    assert handled.answer.said == "acknowledge: done already, nothing changed"


def test_E26_a_contact_may_recur_but_not_within_the_minute(handled: Landlord) -> None:
    handled.tries_to_reach_resident(on="Mon 02 Nov 2026", at="11:00")
    handled.tries_to_reach_resident(on="Mon 02 Nov 2026", at="11:00")
    handled.tries_to_reach_resident(on="Mon 02 Nov 2026", at="11:01")

    assert handled.complaint.progress.attempts.tries == 2


def test_E26_an_action_promised_or_completed_twice_is_one(handled: Landlord) -> None:
    handled.promises("Mon 30 Nov 2026")
    handled.promises("Mon 30 Nov 2026")
    handled.completes_action()
    handled.completes_action()

    assert len(handled.complaint.actions) == 1
    assert len([line for line in handled.record if "action 1 completed" in line]) == 1


def test_E26_back_to_a_former_handler_is_no_repeat(handled: Landlord) -> None:
    handled.reassigns(handled.parts.colleague)
    handled.reassigns(handled.parts.handler)

    handled.reassigns(handled.parts.colleague)

    assert handled.owner.id == handled.parts.colleague


def test_E26_the_same_words_at_stage_2_are_no_repeat(handled: Landlord) -> None:
    handled.acknowledges(understood="Damp.")
    handled.responds()
    handled.is_asked_for_stage_2()
    handled.is_asked_for_stage_2()
    handled.allocates(to=handled.parts.reviewer)

    handled.acknowledges(understood="Damp.")

    assert handled.complaint.progress.acknowledgement is not None


def test_E26_an_orders_identity_is_the_same_in_every_process(handled: Landlord) -> None:
    officer = handled.officer(handled.parts.handler)
    roles = [frozenset({"a", "b", "c", "d"}), frozenset(["d", "c", "b", "a"])]
    by = [officer.model_copy(update={"roles": each}) for each in roles]

    dumps = {Approve(at=handled.now, by=staff(each)).model_dump_json() for each in by}

    assert len(dumps) == 1
    assert '"roles":["a","b","c","d"]' in dumps.pop()


@pytest.mark.parametrize(("ahead", "refused"), [(timedelta(minutes=5), False), (timedelta(minutes=6), True)])
def test_D6_a_clock_a_little_ahead_is_taken_as_now(handled: Landlord, ahead: timedelta, *, refused: bool) -> None:
    order = RecordContact(at=handled.now + ahead, by=staff(handled.owner), outcome="spoke")
    before = handled.now

    if refused:
        sentence = handled.refuses(lambda: _apply(handled, order))
        assert sentence.endswith("is in the future; give when it happened.")
    else:
        assert _apply(handled, order).progress.attempts.spoke_at == before


def test_D6_a_letter_cannot_have_gone_in_the_future(handled: Landlord) -> None:
    went = AlreadySent(at=handled.now + timedelta(days=1), how=How.POST)
    order = Acknowledge(at=handled.now, by=staff(handled.owner), understood="Damp.", already_sent=went)

    assert "is in the future" in handled.refuses(lambda: _apply(handled, order))


def test_D6_a_letters_clock_a_little_ahead_is_taken_as_now(handled: Landlord) -> None:
    went = AlreadySent(at=handled.now + timedelta(minutes=2), how=How.POST)
    order = Acknowledge(at=handled.now, by=staff(handled.owner), understood="Damp.", already_sent=went)

    sending = _apply(handled, order).progress.acknowledgement

    assert sending is not None
    assert sending.met_at == handled.now


def test_D6_nothing_happened_before_the_complaint_was_received(handled: Landlord) -> None:
    sentence = handled.refuses(lambda: handled.speaks_with_resident(on="Mon 02 Nov 2026", at="09:59"))

    assert sentence == (
        "Monday 2 November 2026 at 09:59 is before the complaint was received "
        "(Monday 2 November 2026 at 10:00); give when it happened."
    )


def test_D6_nor_at_stage_2_before_it_was_asked_for(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.responds(on="Tue 10 Nov 2026")
    handled.is_asked_for_stage_2(on="Wed 11 Nov 2026")

    sentence = handled.refuses(lambda: handled.speaks_with_resident(on="Tue 10 Nov 2026"))

    assert "is before stage 2 was asked for (Wednesday 11 November 2026 at 12:00)" in sentence


def test_D6_what_is_typed_to_the_minute_may_follow_what_happened_in_that_minute(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="08:30:20")

    landlord.tries_to_reach_resident(on="Mon 02 Nov 2026", at="08:30")

    assert landlord.complaint.progress.attempts.last_at == landlord.complaint.received_at


def test_A_47_stage_2_is_asked_for_in_the_minute_of_the_response(handled: Landlord) -> None:
    handled.acknowledges(on="Tue 03 Nov 2026")
    handled.responds(on="Mon 09 Nov 2026", at="10:15:30")
    handled.waits("Mon 09 Nov 2026", at="10:20")

    handled.is_asked_for_stage_2(on="Mon 09 Nov 2026", at="10:15")

    assert handled.complaint.progress.started_at == handled.duty("stage_1.respond").done_at


def test_D6_a_letter_that_went_in_the_minute_of_receipt_went_after_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00:45")
    landlord.allocates()

    landlord.acknowledges(on="Mon 02 Nov 2026", at="11:00", already_sent=posted("Mon 02 Nov 2026", at="10:00"))

    assert landlord.duty("stage_1.acknowledge").done_at == landlord.complaint.received_at


def test_D6_a_minute_before_it_is_before_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="08:30:20")

    sentence = landlord.refuses(lambda: landlord.tries_to_reach_resident(on="Mon 02 Nov 2026", at="08:29"))

    assert "is before the complaint was received" in sentence


def test_D6_when_it_happened_and_when_it_was_recorded_are_both_kept(handled: Landlord) -> None:
    handled.waits(until="Fri 06 Nov 2026")

    handled.speaks_with_resident(on="Wed 04 Nov 2026")

    entry = next(entry for entry in handled.written if entry.kind == "contact")
    assert (entry.at.day, entry.recorded_at.day) == (4, 6)


def test_D6_a_miss_noticed_through_a_late_message_is_recorded_when_it_is_read(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance._now += timedelta(days=30)

    reliance.complaint, _ = apply(
        reliance.complaint,
        RecordContact(at=reliance.now - timedelta(days=1), by=staff(reliance.officer("priya-nair")), outcome="spoke"),
        reliance.rules,
        reliance.now,
    )

    entry = next(entry for entry in reliance.written if entry.kind == "duty_missed")
    assert (entry.at.day, entry.recorded_at) == (10, reliance.now)


def test_D6_what_staff_do_names_who_did_it(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    nobody = RecordContact(at=reliance.now, by=RESIDENT, outcome="spoke")

    assert "Only a member of staff can do this: say who" in reliance.refuses(lambda: reliance.obeys(nobody))


# -- malformed

_OFFICER = {"id": "x", "name": "X", "job_title": "Y"}
_BY = {"kind": "staff", "officer": _OFFICER}


@pytest.mark.parametrize("staff_id", ["", " ", "\t\n"])
@pytest.mark.parametrize("name", ["by", "handler"])
def test_D8_an_order_that_names_a_member_of_staff_by_a_blank_id_is_refused(name: str, staff_id: str) -> None:
    nobody = {"id": staff_id, "name": "", "job_title": ""}
    named = {
        "by": {"by": {"kind": "staff", "officer": nobody}, "handler": _OFFICER},
        "handler": {"by": _BY, "handler": nobody},
    }

    with pytest.raises(ValidationError, match="a member of staff is named by their id, and the id is blank"):
        Allocate.model_validate({"at": "2026-11-02T10:00:00Z", **named[name]})


@pytest.mark.parametrize(
    ("kind", "fields", "unknown"),
    [
        pytest.param(Approve, {"colour": "red"}, "colour", id="at the top"),
        pytest.param(Allocate, {"handler": _OFFICER | {"age": 1}}, "handler has no field age", id="nested"),
        pytest.param(
            PutDraft,
            {"response": {"promises": [{"what": "-", "owner": "-", "due_on": "2026-11-02", "cost": 5}]}},
            "response.promises has no field cost",
            id="in a list, at depth",
        ),
        pytest.param(
            Acknowledge,
            {"already_sent": {"at": "2026-11-02T10:00:00Z", "how": "post", "told": True}},
            "already_sent has no field told",
            id="in something optional",
        ),
    ],
)
def test_D8_an_order_with_a_field_nobody_knows_is_refused(
    kind: type[Message], fields: dict[str, Any], unknown: str
) -> None:
    with pytest.raises(ValidationError, match=unknown):
        kind.model_validate({"at": "2026-11-02T10:00:00Z", **fields})


def test_D8_an_order_that_is_no_object_is_refused() -> None:
    with pytest.raises(ValidationError):
        Approve.model_validate("approve")


def test_D8_an_order_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Approve.model_validate({"at": "2026-11-02T10:00:00"})


def test_D8_in_state_a_later_versions_field_is_left_aside(handled: Landlord) -> None:
    state = handled.complaint.model_dump(mode="json")
    state["stages"][0]["mood"] = "hopeful"

    assert Complaint.model_validate(state | {"weather": "damp"}) == handled.complaint


def test_D8_every_order_has_its_step_and_its_own_name() -> None:
    names = [order.name for order in STEPS]

    assert len(names) == len(set(names)) == 52


# -- refused and recorded


def test_D6_a_request_that_could_not_be_taken_is_recorded_and_the_handler_told(handled: Landlord) -> None:
    handled.records_refusal("request_escalation", '{"at": "tomorrow"}', "the date cannot be read")

    assert handled.record[-2] == (
        'Mon 02 Nov: refused: request escalation: the date cannot be read. What came: {"at": "tomorrow"}'
    )
    assert handled.told(NoticeKind.MESSAGE_REJECTED) == [
        f"Mon 02 Nov 10:01 message_rejected to {handled.parts.handler} by email"
    ]


def test_D8_what_came_is_shortened(handled: Landlord) -> None:
    handled.records_refusal("close", "x" * 10_000, "it is no object")

    refusal = next(entry for entry in handled.written if entry.kind == "rejected")
    assert len(refusal.text) < 600
    assert refusal.text.endswith("… (10000 characters)")


def test_D8_and_left_out_where_there_is_nothing(handled: Landlord) -> None:
    handled.records_refusal("close", "", "there is no such signal")

    assert handled.record[-2].endswith("refused: close: there is no such signal")


def test_an_answer_says_what_was_done(handled: Landlord) -> None:
    handled.promises("Mon 30 Nov 2026")

    assert handled.answer is not None
    assert handled.answer.said == (
        f"action 1 promised by Monday 30 November 2026: Paint the wall ({handled.parts.handler})"
    )
    assert handled.answer.entry == next(entry.number for entry in handled.written if entry.kind == "action_promised")


def test_a_promise_and_a_resident_are_plain_values() -> None:
    assert promise().due_on.year == 2027
    assert SAM.short_channels == ("email", "text", "letter")


def _apply(landlord: Landlord, order: Message) -> Complaint:
    complaint, _ = apply(landlord.complaint, order, landlord.rules, landlord.now)
    return complaint


def test_what_a_check_should_have_made_sure_of_is_a_fault_of_ours() -> None:
    with pytest.raises(LookupError, match="there is no draft"):
        required(None, "draft")


@pytest.mark.parametrize("news", [NoticeDelivered, NoticeFailed])
def test_D8_news_with_a_field_nobody_knows_is_refused(news: type[NoticeDelivered] | type[NoticeFailed]) -> None:
    with pytest.raises(ValidationError, match="colour"):
        news.model_validate({"key": "-", "at": "2026-11-02T10:00:00Z", "why": "-", "colour": "red"})


def test_D12_a_notice_has_a_key_for_each_way_it_goes(handled: Landlord) -> None:
    receipt = handled.sent[0].notice

    assert receipt.errand_key.endswith("REL-TEST/1-receipt/email")


def test_D8_an_order_with_known_fields_at_every_depth_is_taken() -> None:
    promised = {"what": "-", "owner": "-", "due_on": "2026-11-02"}
    response = {"promises": [promised, promised], "outcome": "upheld"}

    order = PutDraft.model_validate({"at": "2026-11-02T10:00:00Z", "by": _BY, "response": response})

    assert len(order.response.promises) == 2
    assert (
        Allocate.model_validate({"at": "2026-11-02T10:00:00Z", "by": order.by, "handler": _OFFICER}).handler
        == order.by.officer
    )


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (RequestEscalation, {}),
        (Withdraw, {}),
        (NoticeDelivered, {"key": "reliance/REL-TEST/1-receipt"}),
        (NoticeFailed, {"key": "reliance/REL-TEST/1-receipt", "why": "no mailbox"}),
    ],
)
def test_D8_an_instant_no_time_zone_can_hold_is_malformed(kind: type[Order], more: dict[str, str], at: str) -> None:
    with pytest.raises(ValidationError, match="at\n"):
        kind.model_validate({"at": at, **more})


def test_D8_neither_is_a_number_of_days_or_a_promised_day_beyond_all_calendars(handled: Landlord) -> None:
    by = handled.officer(handled.parts.handler)

    with pytest.raises(ValidationError, match="working_days"):
        RequestExtension(at=handled.now, by=staff(by), working_days=100_000, reason="The surveyor is away.")
    with pytest.raises(ValidationError, match="due_on"):
        promise("Fri 31 Dec 9999")


def test_D8_a_flood_of_malformed_messages_fills_neither_the_record_nor_the_handlers_inbox(handled: Landlord) -> None:
    handled.providers.away = {Channel.EMAIL}

    for number in range(3000):
        handled.records_refusal("close", f"{number}" * 1000, f"field {number} is unknown " * 1000)

    refused = [entry.text for entry in handled.written if entry.kind in {"rejected", "too_many_rejected"}]
    assert len(refused) == 101
    assert max(len(text) for text in refused) < 1200
    assert refused[-1] == "refused: more than 100 messages in a day: the rest are in Temporal's history only"
    assert len([notice for notice in handled.complaint.outbox if notice.kind is NoticeKind.MESSAGE_REJECTED]) == 10


def test_D8_the_next_day_refusals_are_recorded_again(handled: Landlord) -> None:
    for number in range(200):
        handled.records_refusal("close", "", f"reason {number}")
    handled.waits("Tue 03 Nov 2026", "11:00")

    handled.records_refusal("close", "", "it is empty")

    assert any(line.endswith("refused: close: it is empty") for line in handled.record)


def test_D8_the_answer_says_what_was_done_also_where_notices_were_dropped(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="21:30")  # the text waits for the morning

    landlord.hears_withdrawal()

    assert landlord.answer
    assert landlord.answer.said.startswith("closed: withdrawn")


def test_D8_spaces_alone_say_nothing_at_any_depth() -> None:
    parts = {"reasons": " \n", "remedy": " Sorry. ", "learning": ["  ", "Calls are logged."]}
    order = PutDraft.model_validate({"at": "2026-11-02T10:00Z", "by": RESIDENT, "response": parts})

    assert (order.response.reasons, order.response.remedy) == ("", " Sorry. ")
    assert [lesson.words for lesson in order.response.learning] == ["Calls are logged."]
    assert Support(adjustments=("", "Letters in large print", "\t")).adjustments == ("Letters in large print",)
