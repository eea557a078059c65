"""The sample scenarios: what a complaints officer must find in each timeline, by the dates of the catalogue."""

import pytest

from rehearsal.rehearsal import Rehearsal
from tests.rehearsal.rehearsals import due, first_lines, lines, sample


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "reliance-to-the-ombudsman",
            [
                "Mon 09 Nov 2026: stage 1 acknowledgement",  # T1
                "Mon 09 Nov 2026: stage 1 contact with the resident",
                "Mon 09 Nov 2026: stage 1 details on record",
                "Wed 18 Nov 2026: stage 1 investigation (before: Fri 20 Nov 2026)",  # T2
                "Thu 19 Nov 2026: stage 1 response (before: Mon 23 Nov 2026)",
                "Thu 17 Dec 2026: last day to ask for stage 2",  # T3
                "Mon 07 Dec 2026: stage 2 acknowledgement",  # T4
                "Mon 07 Dec 2026: stage 2 contact with the resident",
                "Mon 04 Jan 2027: stage 2 final response (before: Thu 07 Jan 2027)",
            ],
            id="T1-T4",
        ),
        pytest.param(
            "qualitas-extended",
            [
                "Tue 29 Dec 2026: stage 1 acknowledgement",  # T5
                "Thu 31 Dec 2026: stage 1 contact with the resident (before: Mon 04 Jan 2027)",  # T6
                "Tue 12 Jan 2027: stage 1 response (before: Wed 13 Jan 2027)",
                "Tue 26 Jan 2027: stage 1 response (before: Tue 12 Jan 2027)",
                "Fri 22 Jan 2027: stage 1 approval of the response",
                "Mon 22 Feb 2027: last day to ask for stage 2",
            ],
            id="T5-T6",
        ),
        pytest.param("reliance-extended", ["Fri 27 Nov 2026: stage 1 acknowledgement"], id="T9"),
        pytest.param("qualitas-to-the-ombudsman", ["Wed 31 Mar 2027: stage 1 acknowledgement"], id="T10"),
        pytest.param(
            "qualitas-by-letter",
            [
                "Mon 14 Dec 2026: last day to ask for stage 2",  # from the second working day after posting
                "Tue 08 Dec 2026: stage 2 final response, to be posted by Fri 04 Dec 2026 (before: Wed 09 Dec 2026)",
            ],
            id="A-33",
        ),
    ],
)
def test_deadlines_are_those_of_the_catalogue(name: str, expected: list[str]) -> None:
    assert set(expected) <= set(due(sample(name)))


def in_order(rehearsal: Rehearsal, *expected: str) -> None:
    """Each of *expected* begins a line of the timeline, one after the other."""
    left = iter(lines(rehearsal))
    for words in expected:
        assert any(line.startswith(words) for line in left), f"not there, or not in this place: {words}"


def test_reliance_runs_to_the_ombudsmans_door_across_christmas() -> None:
    rehearsal = sample("reliance-to-the-ombudsman")

    in_order(
        rehearsal,
        "Mon 02 Nov 2026 10:15 receipt to resident by email",
        "Mon 02 Nov 2026 14:00 assignment to priya-nair by email",
        "Thu 05 Nov 2026 09:12 reminder to priya-nair by email",
        "Thu 05 Nov 2026 15:30 acknowledgement to resident by email",
        "Thu 19 Nov 2026 14:45 response to resident by email",
        "Thu 19 Nov 2026 14:45 response to resident by text",
        "Mon 30 Nov 2026 09:40 escalation_receipt to resident by email",
        "Tue 01 Dec 2026 10:00 assignment to simon-wright by email",
        "Fri 04 Dec 2026 15:00 action_completed to resident by email",
        "Thu 17 Dec 2026 09:30 rejected: refused: respond: 4.0 Complaint Stages: record the consultation with the ",
        "Tue 22 Dec 2026 11:00 final_response to resident by email",
        "Tue 29 Dec 2026 10:00 message_rejected to simon-wright by email",
        "Thu 14 Jan 2027 10:00 closed: closed: unable to agree",
        "Thu 14 Jan 2027 10:00 closure to resident by email",
    )
    assert not any(line.kind == "duty_missed" for line in rehearsal.lines)
    assert rehearsal.is_settled


def test_Code_5_8_a_reviewer_whom_the_complaint_is_about_leaves_all_of_it_to_somebody_else() -> None:
    rehearsal = sample("reliance-about-its-reviewer")

    in_order(
        rehearsal,
        "Tue 17 Nov 2026 11:15 acknowledgement to resident by email",
        "Wed 18 Nov 2026 10:30 drafted: response drafted",
        "Wed 18 Nov 2026 15:00 about_staff: the complaint is about Simon Wright, Property Services Manager (promised "
        "action 1 needs another owner): She rang: it was Mr Wright who promised the visit",
        "Wed 18 Nov 2026 15:00 needs_handler to amara-okafor by email",
        "Wed 18 Nov 2026 16:00 rejected: refused: respond: Code 5.8: the complaint is about Simon Wright",
        "Wed 18 Nov 2026 16:05 rejected: refused: withdraw: Code 5.8: the complaint is about Simon Wright",
        "Thu 19 Nov 2026 09:30 assignment to amara-okafor by email",
        "Thu 19 Nov 2026 09:45 action_changed to resident by email",
        "Mon 23 Nov 2026 17:00 rejected: refused: respond: 4.0 Complaints process: The complaint is about whoever put ",
        "Tue 24 Nov 2026 11:00 final_response to resident by email",
        "Mon 07 Dec 2026 10:00 closed: closed: unable to agree",
    )
    told = [line for line in lines(rehearsal) if " to simon-wright " in line]
    assert told == ["Mon 16 Nov 2026 13:00 assignment to simon-wright by email"]
    assert not any(line.kind == "duty_missed" for line in rehearsal.lines)
    assert rehearsal.is_settled


def test_qualitas_runs_to_the_ombudsmans_door_across_easter() -> None:
    rehearsal = sample("qualitas-to-the-ombudsman")

    in_order(
        rehearsal,
        "Thu 25 Mar 2027 17:40 receipt to resident by text",  # he prefers texts
        "Wed 31 Mar 2027 11:00 acknowledgement to resident by email",  # which 8.1 wants in writing
        "Thu 08 Apr 2027 16:00 approval_requested to victoria-lane by email",
        "Fri 09 Apr 2027 10:00 rejected: refused: approve: 8.1: ",  # she is not of senior management
        "Fri 09 Apr 2027 12:30 draft_returned to nadia-karim by email",
        "Mon 12 Apr 2027 15:00 draft_approved to nadia-karim by email",
        "Tue 13 Apr 2027 09:30 response to resident by email",
        "Tue 04 May 2027 10:00 action_unsatisfactory to nadia-karim by email",
        "Wed 05 May 2027 13:20 escalated to rachel-stone by email",
        "Thu 20 May 2027 16:00 final_response to resident by email",
        "Wed 26 May 2027 10:00 closed: closed: unable to agree",
    )
    assert rehearsal.is_settled


def test_Q_081_who_does_not_agree_to_an_extension_hears_of_the_ombudsman_at_once() -> None:
    rehearsal = sample("qualitas-extended")

    in_order(
        rehearsal,
        "Fri 08 Jan 2027 11:00 rejected: refused: request extension: 8.2: an extension is at most 10 working days",
        "Fri 08 Jan 2027 11:20 extension to resident by email",
        "Mon 11 Jan 2027 16:00 ombudsman_details to resident by email",
        "Mon 25 Jan 2027 09:15 response to resident by email",
        "Wed 27 Jan 2027 13:10 closed: closed: resolved satisfied",
    )


def test_R_073_a_second_extension_needs_exceptional_circumstances_and_a_manager() -> None:
    rehearsal = sample("reliance-extended")

    in_order(
        rehearsal,
        "Sat 21 Nov 2026 18:30 received: complaint received by visit",
        "Mon 23 Nov 2026 09:20 receipt to resident by email",
        "Thu 26 Nov 2026 12:55 contact_note to resident by email",
        "Wed 09 Dec 2026 14:00 extension to resident by email",
        "Tue 15 Dec 2026 09:12 reminder to priya-nair by email",  # Tom Hughes is away that week: his deputy is told
        "Wed 16 Dec 2026 10:00 message_rejected to priya-nair by email",
        "Wed 16 Dec 2026 11:30 extension_to_approve to amara-okafor by email",
        "Wed 16 Dec 2026 14:00 extension to resident by email",
        "Mon 04 Jan 2027 15:30 response to resident by email",
        "Thu 28 Jan 2027 09:12 closing_soon to tom-hughes by email",
        "Tue 02 Feb 2027 00:00 closed: closed: window passed",
        "Tue 02 Feb 2027 08:00 closure to resident by text",  # texts wait for the morning
    )
    assert "Wed 06 Jan 2027: stage 1 response (before: Fri 18 Dec 2026)" in due(rehearsal)


def test_D4_a_late_acknowledgement_buys_no_time_and_the_ladder_climbs_to_the_top() -> None:
    rehearsal = sample("reliance-late")

    in_order(
        rehearsal,
        "Wed 03 Feb 2027 09:08 reminder to daniel-osei by email",  # nobody has it yet
        "Fri 05 Feb 2027 09:08 reminder to leah-brooks by email",
        "Sat 06 Feb 2027 00:00 duty_missed: stage 1 acknowledgement missed: due Friday 5 February 2027",
        "Mon 08 Feb 2027 09:08 overdue to daniel-osei by email",
        "Wed 10 Feb 2027 09:08 overdue to amara-okafor by email",
        "Thu 18 Feb 2027 09:30 acknowledged: stage 1 acknowledgement: full response by Friday 19 February 2027",
        "Sat 20 Feb 2027 00:00 duty_missed: stage 1 response missed: due Friday 19 February 2027",
        "Fri 19 Feb 2027 10:00 contact: contact: spoke",  # recorded on Monday
        "Thu 04 Mar 2027 16:45 duty_met: stage 1 response done 9 working days late (due Friday 19 February 2027)",
    )
    assert not any("stage 1 response (before" in text for text in due(rehearsal))


def test_a_manager_declines_a_late_request_and_the_complaint_closes_with_its_last_promise() -> None:
    rehearsal = sample("reliance-late")

    in_order(
        rehearsal,
        "Thu 01 Apr 2027 00:00 duty_missed: promised action 1 missed: due Wednesday 31 March 2027",
        "Tue 06 Apr 2027 19:20 late_request to amara-okafor by email",
        "Tue 06 Apr 2027 19:20 escalation_receipt to resident by email",
        "Tue 13 Apr 2027 09:08 overdue to helen-marsh by email",
        "Thu 15 Apr 2027 10:00 rejected: refused: decide-escalation: 4.0 Complaint Stages: ",  # no manager
        "Thu 15 Apr 2027 15:00 escalation_declined to resident by email",
        "Tue 20 Apr 2027 12:00 closed: closed: window passed",
    )
    assert rehearsal.is_settled


def test_qualitas_late_everywhere_comes_back_for_stage_2_after_it_closed() -> None:
    rehearsal = sample("qualitas-late")

    in_order(
        rehearsal,
        "Wed 02 Jun 2027 08:00 receipt to resident by text",  # received at night
        "Fri 04 Jun 2027 09:05 overdue to victoria-lane by email",
        "Tue 22 Jun 2027 09:05 overdue to patrick-doyle by email",  # the approval, to the top
        "Wed 28 Jul 2027 00:00 closed: closed: window passed",
        "Mon 09 Aug 2027 11:00 late_request: stage 2 requested after the last day to ask (Tuesday 27 July 2027); "
        "a manager must decide",
        "Tue 17 Aug 2027 14:00 duty_met: decision on the late request for stage 2 done 5 working days late "
        "(due Tuesday 10 August 2027)",
        "Tue 31 Aug 2027 09:05 overdue to patrick-doyle by email",
        "Wed 08 Sep 2027 15:00 final_response to resident by email",
        "Sat 25 Sep 2027 00:00 duty_missed: promised action 1 missed: due Friday 24 September 2027",
        "Thu 07 Oct 2027 16:00 action_completed to resident by email",
        "Fri 22 Oct 2027 00:00 action_answered: no reply from the resident on action 1",
    )
    assert rehearsal.is_settled


def test_with_neither_email_nor_mobile_letters_are_printed_and_count_when_they_are_posted() -> None:
    rehearsal = sample("qualitas-by-letter")

    in_order(
        rehearsal,
        "Tue 03 Nov 2026 10:00 acknowledgement to resident by letter",
        "Tue 03 Nov 2026 10:00 letter_to_post to owen-price by email",
        "Wed 04 Nov 2026 16:00 duty_met: stage 1 acknowledgement done in time (due Wednesday 4 November 2026)",
        "Thu 12 Nov 2026 16:00 duty_met: stage 1 response done in time (due Tuesday 17 November 2026)",
        "Wed 02 Dec 2026 09:14 reminder to imran-shah by email",  # two working days before the day to post it
        "Fri 04 Dec 2026 15:30 duty_met: stage 2 final response done in time (due Tuesday 8 December 2026)",
    )
    to_her = {line.channel for line in rehearsal.lines if line.to == "resident"}
    assert to_her == {"letter"}


def test_a_response_that_comes_back_twice_is_owed_each_time_and_its_window_runs_from_the_one_that_got_through() -> None:
    rehearsal = sample("qualitas-bounces-twice")

    in_order(
        rehearsal,
        "Tue 17 Nov 2026 16:00 duty_met: stage 1 response done in time (due Tuesday 17 November 2026)",
        "Wed 18 Nov 2026 09:30 duty_reopened: response letter is owed again: the mailbox does not exist",
        "Thu 19 Nov 2026 09:07 reminder to nadia-karim by email",
        "Thu 19 Nov 2026 14:00 posted: response letter posted",
        "Thu 26 Nov 2026 10:00 duty_reopened: response letter is owed again: addressee gone away",
        "Fri 27 Nov 2026 15:00 posted: response letter handed over",
        "Fri 01 Jan 2027 00:00 closed: closed: window passed",
        "Mon 04 Jan 2027 10:00 posted: closure letter posted",
    )
    assert "Thu 31 Dec 2026: last day to ask for stage 2 (before: Mon 21 Dec 2026)" in due(rehearsal)
    assert rehearsal.is_settled


def test_a_number_that_can_never_work_is_tried_once_and_the_handler_told() -> None:
    rehearsal = sample("reliance-wrong-number")

    in_order(
        rehearsal,
        "Mon 01 Feb 2027 09:30 notice_failed: receipt can never be sent by text: it is not a telephone number",
        "Mon 01 Feb 2027 09:30 receipt to resident by email",
        "Mon 01 Feb 2027 09:30 cannot_reach to daniel-osei by email",
        "Wed 03 Feb 2027 10:00 closed: closed: withdrawn: The neighbour's cat has settled it.",
    )
    assert len(first_lines(rehearsal, "cannot_reach")) == 1
    assert "text" not in {line.channel for line in rehearsal.lines if line.kind == "notice_sent"}


def test_A_38_F_045_withdrawn_with_a_promise_kept_and_opened_again_with_dates_from_then() -> None:
    in_order(
        sample("qualitas-withdrawn-and-back"),
        "Thu 04 Feb 2027 09:30 rejected: refused: withdraw: 8.2: ask the resident about each action",
        "Thu 04 Feb 2027 09:40 action_released: action 2 released",
        "Thu 04 Feb 2027 09:40 closed: closed: withdrawn",
        "Thu 25 Feb 2027 16:00 reopened: opened again, its dates counted from Thursday 25 February 2027",
        "Fri 26 Feb 2027 11:00 duty_met: stage 1 acknowledgement done in time (due Monday 1 March 2027)",
        "Thu 04 Mar 2027 15:00 duty_met: promised action 1 done in time (due Friday 5 March 2027)",
        "Tue 09 Mar 2027 14:00 duty_met: stage 1 response done in time (due Friday 12 March 2027)",
        "Wed 10 Mar 2027 11:00 reaction: the resident is satisfied with the stage 1 response",
        "Wed 10 Mar 2027 11:10 closed: closed: resolved satisfied",
    )


def test_D2_D11_a_new_bank_holiday_and_a_letter_that_comes_back_reach_everybody() -> None:
    rehearsal = sample("reliance-new-bank-holiday")

    in_order(
        rehearsal,
        "Tue 13 Apr 2027 10:00 acknowledgement to resident by email",
        "Tue 13 Apr 2027 18:20 duty_reopened: stage 1 acknowledgement is owed again: the mailbox does not exist",
        "Tue 13 Apr 2027 18:20 acknowledgement to resident by letter",
        "Wed 14 Apr 2027 16:00 duty_met: stage 1 acknowledgement done in time (due Monday 19 April 2027)",
        "Thu 15 Apr 2027 12:00 dates_moved to leah-brooks by email",
        "Thu 15 Apr 2027 12:00 date_moved to resident by letter",
        "Mon 26 Apr 2027 10:40 duty_met: stage 1 response done in time (due Wednesday 28 April 2027)",  # by hand
        "Wed 28 Apr 2027 10:00 closed: closed: resolved satisfied",
    )
    assert "Wed 28 Apr 2027: stage 1 response (before: Tue 27 Apr 2027)" in due(rehearsal)


def test_R_030_a_refusal_lacks_nothing_and_tells_its_reasons_and_the_ombudsman() -> None:
    rehearsal = sample("reliance-refused")

    in_order(
        rehearsal,
        "Tue 17 Nov 2026 10:00 rejected: refused: refuse: 3.2.1.3 and 3.2.1.4: answer this first, yes or no: ",
        "Tue 17 Nov 2026 10:05 rejected: refused: refuse: 3.2.1.3 and 3.2.1.4: this refusal needs the reference of ",
        "Tue 17 Nov 2026 10:30 rejected: refused: refuse: 3.2.1: only the role Department Manager decides ",
        "Tue 17 Nov 2026 10:40 rejected: refused: refuse: 3.2.1.3 and 3.2.1.4: REL-4K7M is not in the register; ",
        "Wed 18 Nov 2026 09:40 not_accepted: not accepted as a complaint (already_investigated): Our final response ",
        "Wed 18 Nov 2026 09:40 closed: closed: refused",
        "Wed 18 Nov 2026 09:40 refusal to resident by email",
        "Wed 18 Nov 2026 09:40 duty_met: stage 1 refusal letter done in time (due Monday 23 November 2026)",
    )
    assert rehearsal.is_settled


def test_R_030_Q_020_a_refusal_that_the_ombudsman_reverses_begins_stage_1_anew() -> None:
    rehearsal = sample("qualitas-refusal-reversed")

    in_order(
        rehearsal,
        "Wed 04 Nov 2026 10:00 rejected: refused: refuse: 2.3, matters not covered, 4th bullet: this refusal needs ",
        "Wed 04 Nov 2026 11:30 refusal to resident by email",
        "Mon 23 Nov 2026 14:20 ombudsman_asked to elaine-foster by email",
        "Thu 26 Nov 2026 16:00 duty_met: answer to the Ombudsman done in time (due Monday 7 December 2026)",
        "Tue 01 Dec 2026 10:10 rejected: refused: reverse-refusal: ",
        "Tue 01 Dec 2026 10:30 refusal_reversed to resident by email",
        "Wed 02 Dec 2026 09:30 acknowledgement to resident by email",
        "Thu 10 Dec 2026 14:00 response to resident by email",
        "Tue 15 Dec 2026 11:00 closed: closed: resolved satisfied",
    )
    assert "Thu 03 Dec 2026: stage 1 acknowledgement (before: Wed 04 Nov 2026)" in due(rehearsal)
    assert rehearsal.is_settled


def test_A_13_A_25_a_quick_resolution_that_fails_is_stage_1_from_when_the_resident_asks_for_it() -> None:
    rehearsal = sample("qualitas-quick-fails")

    in_order(
        rehearsal,
        "Mon 09 Nov 2026 16:50 rejected: refused: triage: 7.2: agree with the resident what will be done",
        "Mon 09 Nov 2026 16:55 quick_agreed to resident by email",
        "Wed 11 Nov 2026 17:30 rejected: refused: resolve: 7.2: ask the resident whether they are happy with it",
        "Wed 11 Nov 2026 17:45 quick_failed: quick resolution failed: ",
        "Wed 11 Nov 2026 17:45 stage_1_begun to resident by email",
        "Wed 11 Nov 2026 17:45 stage_1_to_allocate to nadia-karim by email",
        "Thu 19 Nov 2026 11:00 response to resident by email",
    )
    assert "Thu 12 Nov 2026: quick resolution" in due(rehearsal)
    assert "Fri 13 Nov 2026: stage 1 acknowledgement (before: Wed 11 Nov 2026)" in due(rehearsal)
    assert rehearsal.is_settled


def test_A_13_an_early_resolution_that_lapses_is_stage_1_from_its_receipt() -> None:
    rehearsal = sample("reliance-early-resolution")

    in_order(
        rehearsal,
        "Wed 04 Nov 2026 11:00 quick_agreed to resident by email",
        "Tue 10 Nov 2026 16:00 rejected: refused: allocate: 2.1: REL-E2NC is recorded as a concern; convert it ",
        "Wed 11 Nov 2026 00:00 quick_failed: early resolution lapsed: ",
        "Wed 11 Nov 2026 00:00 stage_1_begun to resident by email",
        "Wed 11 Nov 2026 10:00 rejected: refused: resolve: 4.0 Complaint Stages: the early resolution ended on ",
        "Wed 11 Nov 2026 14:00 acknowledgement to resident by email",
        "Mon 16 Nov 2026 15:00 response to resident by email",
    )
    assert due(rehearsal).count("Wed 11 Nov 2026: stage 1 acknowledgement") == 2  # it is owed again
    assert not any(line.kind == "duty_missed" for line in rehearsal.lines)
    assert rehearsal.is_settled


def test_F_023_A_24_of_three_issues_none_is_passed_over() -> None:
    rehearsal = sample("reliance-three-issues")

    in_order(
        rehearsal,
        "Wed 11 Nov 2026 14:30 issue_confirmed: issue 1 confirmed by the resident; ",
        "Wed 11 Nov 2026 14:40 issue_confirmed: issue 2 confirmed by the resident; ",
        "Thu 12 Nov 2026 11:00 rejected: refused: acknowledge: 4.1.1: say what was understood of issue 3 ",
        "Thu 12 Nov 2026 11:30 issue_confirmed: issue 3 recorded, not confirmed yet; ",
        "Thu 12 Nov 2026 12:00 acknowledgement to resident by email",
        "Mon 23 Nov 2026 15:00 rejected: refused: respond: 4.1.1: issue 3 ",
        "Tue 24 Nov 2026 11:00 responded: stage 1 response: partly upheld",
        "Tue 24 Nov 2026 11:00 response to resident by email",
    )
    assert rehearsal.complaint.issues[2].not_ours.startswith("The road belongs to Birmingham City Council")
    assert rehearsal.is_settled
