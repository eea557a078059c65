"""Whatever is open can be withdrawn; each promise is kept or released by the resident's own word (A-38, F-045)."""

import pytest

from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ClosureFacts
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from tests.spec.cast import SAM, Landlord, promise
from tests.spec.letters import written


@pytest.fixture
def promised(landlord: Landlord) -> Landlord:
    """Two things are promised before any answer."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.promises("Mon 15 Mar 2027")
    landlord.promises("Tue 16 Mar 2027", what="Mend the fan")
    return landlord


@pytest.fixture
def late(landlord: Landlord) -> Landlord:
    """Answered on Thu 19 Nov 2026 and closed; stage 2 is asked for on Mon 21 Dec, after the window."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.responds(on="Thu 19 Nov 2026")
    landlord.is_asked_for_stage_2(on="Mon 21 Dec 2026")
    return landlord


# -- what was promised


def test_A_38_F_045_a_withdrawal_asks_about_each_promise(promised: Landlord) -> None:
    sentence = promised.refuses(lambda: promised.hears_withdrawal(keep=(1,)))

    assert "say which they still want (keep) and which they do not (release): 2 (Mend the fan)." in sentence


@pytest.mark.parametrize(("keep", "release"), [((1, 7), (2,)), ((1, 2), (2,)), ((1, 1, 2), ())])
def test_A_38_about_each_once(promised: Landlord, keep: tuple[int, ...], release: tuple[int, ...]) -> None:
    sentence = promised.refuses(lambda: promised.hears_withdrawal(keep=keep, release=release))

    assert "is not open, or is named twice; the open ones are: 1, 2." in sentence


def test_A_38_F_045_what_is_kept_is_watched_to_its_end_and_what_is_not_is_released(promised: Landlord) -> None:
    promised.hears_withdrawal(on="Tue 03 Nov 2026", keep=(1,), release=(2,))

    assert promised.owes() == ["action.1 due Mon 15 Mar 2027"]
    assert not promised.settled
    promised.waits(until="Tue 16 Mar 2027")
    assert any("promised action 1" in line for line in promised.reminders())
    assert promised.missed == ["action.1 due Mon 15 Mar 2027"]
    promised.completes_action(number=1)
    promised.waits(until="Fri 07 May 2027")
    assert promised.settled


def test_A_38_the_letter_names_what_is_still_done_and_what_is_not(promised: Landlord) -> None:
    promised.hears_withdrawal(on="Tue 03 Nov 2026", keep=(1,), release=(2,))

    words = written(promised, NoticeKind.CLOSURE)
    assert "You asked us to stop looking into it." in words
    assert "What we will not do any more\nYou told us that you do not want this any more:\n- Mend the fan." in words
    assert "- Paint the wall. By when: Monday 15 March 2027." in words


def test_A_38_all_released_nothing_is_left(promised: Landlord) -> None:
    promised.hears_withdrawal(release=(1, 2))

    assert promised.settled
    assert promised.facts(ClosureFacts).actions_open is False
    assert len(promised.record_of(EntryKind.ACTION_RELEASED)) == 2


def test_A_38_closing_as_withdrawn_asks_for_the_withdrawal_where_something_is_promised(promised: Landlord) -> None:
    sentence = promised.refuses(lambda: promised.closes(reason="withdrawn"))

    assert "say of each promise whether the resident still wants it" in sentence
    assert promised.would_help == "withdraw"


def test_A_38_Q_062_F_045_withdrawing_the_review_asks_about_what_stage_1_promised_too(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds(on="Tue 03 Nov 2026", promises=(promise("Fri 15 Jan 2027"),))
    landlord.is_asked_for_stage_2(on="Wed 04 Nov 2026")
    landlord.refuses(landlord.hears_withdrawal)

    landlord.hears_withdrawal(on="Thu 05 Nov 2026", keep=(1,))

    assert landlord.owes() == ["action.1 due Fri 15 Jan 2027"]
    assert landlord.facts(ClosureFacts).actions_open


def test_A_38_promises_kept_go_on_when_it_is_opened_again(promised: Landlord) -> None:
    promised.hears_withdrawal(on="Tue 03 Nov 2026", keep=(1,), release=(2,))

    promised.reopens(on="Wed 04 Nov 2026")

    assert "action.1 due Mon 15 Mar 2027" in promised.owes()
    assert not [line for line in promised.owes() if line.startswith("action.2")]


# -- before it is a complaint


@pytest.fixture
def concerned(landlord: Landlord) -> Landlord:
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    landlord.agrees_to_put_right("Mon 02 Nov 2026", "15:00")
    return landlord


@pytest.fixture
def enquired(landlord: Landlord) -> Landlord:
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    landlord.triages("enquiry", dissatisfied=False, passed_on_to="lettings")
    return landlord


def test_A_38_R_050_Q_043_a_concern_that_the_resident_no_longer_wants_is_withdrawn(concerned: Landlord) -> None:
    concerned.hears_withdrawal(on="Tue 03 Nov 2026")
    concerned.waits(until="Mon 16 Nov 2026")

    assert concerned.settled
    assert concerned.complaint.stages == ()
    assert concerned.missed == []
    words = written(concerned, NoticeKind.CLOSURE)
    assert "We have closed what you told us" in words
    assert "You asked us to stop looking into it." in words
    assert "complaint at any time" in words


def test_A_38_an_enquiry_is_withdrawn_and_nobody_is_reminded_of_it(enquired: Landlord) -> None:
    enquired.hears_withdrawal(on="Tue 03 Nov 2026")
    enquired.waits(until="Mon 01 Mar 2027")

    assert enquired.settled
    assert enquired.reminders() == []
    assert "It was closed (withdrawn)." in enquired.refuses(lambda: enquired.resolves(happy=True))
    assert enquired.would_help == "reopen"


def test_A_38_asked_for_again_an_enquiry_is_followed_up_from_then(enquired: Landlord) -> None:
    enquired.hears_withdrawal(on="Tue 03 Nov 2026")

    enquired.reopens(on="Mon 07 Dec 2026")

    assert enquired.complaint.closed is None
    assert enquired.owes() == ["service_request due Thu 07 Jan 2027"]
    assert "What you told us" in written(enquired, NoticeKind.REOPENED)


def test_A_38_asked_for_again_a_concern_whose_time_has_passed_is_a_complaint_from_then(concerned: Landlord) -> None:
    concerned.hears_withdrawal(on="Tue 03 Nov 2026")

    concerned.reopens(on="Mon 07 Dec 2026")

    assert concerned.complaint.stage is Stage.ONE
    assert concerned.complaint.progress.started_at.date().isoformat() == "2026-12-07"
    assert concerned.missed == []


def test_A_38_asked_for_again_in_time_a_concern_goes_on(concerned: Landlord) -> None:
    concerned.hears_withdrawal(on="Tue 03 Nov 2026")

    concerned.reopens(on="Tue 03 Nov 2026", at="15:00")

    assert [line for line in concerned.owes() if line.startswith("quick_resolution")]
    concerned.resolves(happy=True)
    assert concerned.settled


def test_A_25_a_withdrawn_concern_can_become_a_complaint(concerned: Landlord) -> None:
    concerned.hears_withdrawal(on="Tue 03 Nov 2026")

    concerned.hears_complaint_instead(on="Mon 07 Dec 2026")

    assert concerned.complaint.stage is Stage.ONE


def test_D6_a_withdrawal_recorded_late_takes_back_what_the_concern_missed(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    qualitas.agrees_to_put_right("Mon 02 Nov 2026", "15:00")
    qualitas.providers.away = set()

    qualitas.hears_withdrawal(on="Thu 05 Nov 2026", at="09:00")

    assert qualitas.missed == []


# -- a late request alone


def test_A_06_a_late_request_is_taken_back_and_nobody_decides_on_it(late: Landlord) -> None:
    late.hears_withdrawal(on="Tue 22 Dec 2026", reason="I have moved.")
    late.waits(until="Mon 01 Feb 2027")

    assert late.owes() == []
    assert late.settled
    assert not late.told(NoticeKind.ESCALATION_DECLINED)
    assert late.record_of(EntryKind.LATE_REQUEST_WITHDRAWN) == [
        "the resident took the late request for stage 2 back: I have moved."
    ]
    assert "no request for stage 2 is waiting" in late.refuses(lambda: late.decides_late_request(accept=True))


def test_A_06_the_resident_is_told_that_no_decision_comes_and_that_they_can_ask_again(late: Landlord) -> None:
    late.hears_withdrawal(on="Tue 22 Dec 2026")

    words = written(late, NoticeKind.REQUEST_WITHDRAWN)
    assert "On Tuesday 22 December 2026 you told us that you do not want a review any more." in words
    assert "You can ask for a review again" in words
    assert "Your complaint stays closed." in words


def test_A_06_it_can_be_asked_for_once_more(late: Landlord) -> None:
    late.hears_withdrawal(on="Tue 22 Dec 2026")

    late.is_asked_for_stage_2(on="Wed 23 Dec 2026")

    assert late.complaint.waiting_request


def test_D6_taken_back_before_the_decision_was_due_it_was_not_missed(late: Landlord) -> None:
    late.waits(until="Wed 30 Dec 2026")
    before = [line for line in late.missed if "decide" in line]

    late.hears_withdrawal(on="Tue 22 Dec 2026", at="11:00")

    assert before
    assert not [line for line in late.missed if "decide" in line]


def test_D6_it_is_not_taken_back_before_it_was_made(late: Landlord) -> None:
    assert "before stage 2 was asked for" in late.refuses(lambda: late.hears_withdrawal(on="Sun 20 Dec 2026"))


def test_F_045_the_complaint_that_waits_for_its_promises_goes_on_waiting(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.responds(on="Thu 19 Nov 2026", promises=(promise("Mon 15 Mar 2027"),))
    reliance.is_asked_for_stage_2(on="Mon 21 Dec 2026")
    reliance.hears_withdrawal(on="Tue 22 Dec 2026")
    before = reliance.complaint.closed

    reliance.completes_action(on="Mon 04 Jan 2027")

    assert before is None
    assert any(line.startswith("Mon 04 Jan: closed: window passed") for line in reliance.record)


# -- what was taken back unsent, opened again by mistake's end


def test_A_38_an_acknowledgement_that_had_not_gone_is_owed_again(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.providers.away = set(landlord.complaint.resident.long_channels)
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.hears_withdrawal(on="Tue 03 Nov 2026", at="13:00")

    landlord.reopens(on="Tue 03 Nov 2026", at="14:00", by=landlord.parts.handler, by_mistake=True)

    assert [line for line in landlord.owes() if "stage_1.acknowledge" in line]
    landlord.providers.away = set()
    landlord.acknowledges(on="Wed 04 Nov 2026")
    assert not [line for line in landlord.owes() if "stage_1.acknowledge" in line]


def test_A_38_a_withdrawal_after_a_response_that_is_not_posted_says_what_comes_first(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.model_copy(update={"prefers": Channel.LETTER}))
    landlord.allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    landlord.responds(on="Mon 09 Nov 2026")

    sentence = landlord.refuses(landlord.hears_withdrawal)

    assert "the stage 1 response has not gone yet; when it has, or is recorded as posted, close" in sentence
    assert landlord.would_help == "record_posted"
    landlord.posts("response")
    assert landlord.refuses(landlord.hears_withdrawal).endswith("close it with the reason that fits.")


def test_A_25_whoever_withdraws_what_is_no_complaint_is_not_asked_what_they_think_of_their_complaint(
    enquired: Landlord,
) -> None:
    enquired.hears_withdrawal()

    assert "your complaint" not in written(enquired, NoticeKind.CLOSURE).split("The Housing Ombudsman Service")[0]
