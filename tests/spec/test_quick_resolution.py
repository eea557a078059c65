"""Early resolution at Reliance, quick resolution at Qualitas, and what follows when it fails or lapses (A-13, A-25).

At Reliance 4 working days from receipt, at Qualitas 3 from the day it was agreed; stories begin on Mon 02 Nov 2026.
"""

from datetime import timedelta
from typing import Any

import pytest

from domain.calendar.days import in_words
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import DateMovedFacts, Stage1BegunFacts
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.policy.stages import Stage
from domain.procedure.time.tick import next_due, tick
from domain.views.standing import standing
from tests.spec.cast import Landlord, errand
from tests.spec.days import day
from tests.spec.letters import WRITER

ENDS = {"reliance": "Fri 06 Nov 2026", "qualitas": "Thu 05 Nov 2026"}
LOGGED = "logged, and counted apart from stage 1"
LAPSED = {"reliance": "Sat 07 Nov", "qualitas": "Fri 06 Nov"}
BEGUN = {NoticeKind.STAGE_1_BEGUN, NoticeKind.STAGE_1_TO_ALLOCATE}


@pytest.fixture
def received(landlord: Landlord) -> Landlord:
    """Somebody is not satisfied, and nobody has asked yet what they choose."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    return landlord


@pytest.fixture
def agreed(received: Landlord) -> Landlord:
    """They chose to have it put right at once, the same day."""
    received.agrees_to_put_right(on="Mon 02 Nov 2026", at="11:00")
    return received


def starts(landlord: Landlord) -> str:
    """From when stage 1 counts."""
    return f"{landlord.complaint.progress.started_at:%a %d %b %H:%M}"


# -- what it needs


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        pytest.param({"first_contact": False}, "this is not the first time they contacted us about it", id="again"),
        pytest.param(
            {"initial_response_satisfactory": False},
            "they are unhappy with what was done about it before",
            id="unhappy before",
        ),
        pytest.param({"chose": "complaint"}, "they want to make a complaint", id="wants to complain"),
    ],
)
def test_R_051_each_of_the_three_triggers_forces_stage_1(
    reliance: Landlord, answers: dict[str, Any], words: str
) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    sentence = reliance.refuses(lambda: reliance.agrees_to_put_right(**answers))

    assert sentence == (
        f"4.0 Complaint Stages: {words}, so it is a stage 1 complaint and not one for early resolution; "
        "record it as a complaint."
    )
    assert reliance.complaint.stage is Stage.ONE


@pytest.mark.parametrize("answers", [{"first_contact": False}, {"chose": "complaint"}], ids=["again", "complains"])
def test_Q_042_quick_resolution_is_for_what_was_not_presented_before(
    qualitas: Landlord, answers: dict[str, Any]
) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    sentence = qualitas.refuses(lambda: qualitas.agrees_to_put_right(**answers))

    assert sentence.startswith("7.2: ")
    assert sentence.endswith("so it is a stage 1 complaint and not one for quick resolution; record it as a complaint.")


def test_Q_042_an_answer_that_was_not_satisfactory_leaves_qualitas_the_choice(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    qualitas.agrees_to_put_right(initial_response_given=True, initial_response_satisfactory=False)

    assert qualitas.owes() == ["quick_resolution due Thu 05 Nov 2026"]


def test_F_020_R_050_the_first_contact_is_asked(received: Landlord) -> None:
    sentence = received.refuses(lambda: received.agrees_to_put_right(first_contact=None))

    assert sentence.endswith("say whether this is the first time they contact us about it (F-020).")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (
            {"dissatisfied": False, "chose": None},
            "is for residents who are dissatisfied and choose it; this resident did not.",
        ),
        ({"chose": "neither"}, "is for residents who are dissatisfied and choose it; this resident did not."),
        ({"agreed_action": " "}, "say what will be done at once to put it right."),
    ],
    ids=["not dissatisfied", "chose neither", "nothing to be done"],
)
def test_Q_043_R_050_the_resident_would_like_it_and_knows_what_is_done(
    received: Landlord, answers: dict[str, Any], words: str
) -> None:
    assert received.refuses(lambda: received.agrees_to_put_right(**answers)).endswith(words)


def test_Q_042_qualitas_agrees_the_action_with_the_resident(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    sentence = qualitas.refuses(lambda: qualitas.agrees_to_put_right(agreed_how=""))

    assert sentence == "7.2: agree with the resident what will be done, and say how they agreed."


def test_R_050_reliance_puts_it_right_without_asking_how(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    reliance.agrees_to_put_right(agreed_how="")

    assert reliance.complaint.classification is Classification.CONCERN


@pytest.mark.parametrize(
    ("key", "by", "words"),
    [
        ("reliance", "helen-marsh", "the role Complaints Handler or Team Supervisor agrees to early resolution"),
        ("qualitas", "rachel-stone", "the role Operations Team agrees to quick resolution"),
    ],
)
def test_R_050_Q_043_those_with_the_authority_agree_to_it(key: str, by: str, words: str) -> None:
    landlord = Landlord(key)
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    assert words in landlord.refuses(lambda: landlord.agrees_to_put_right(by=by))


def test_Q_042_what_was_agreed_when_and_how_is_on_record(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    qualitas.agrees_to_put_right(on="Tue 03 Nov 2026")

    assert qualitas.steps[-1] == (
        "Tue 03 Nov: quick resolution: Make the visit that was missed; agreed with the resident: by telephone; "
        "due Friday 6 November 2026, counted apart from stage 1 (7.2)"
    )


def test_Q_043_A_13_it_has_three_working_days_from_the_agreement(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    qualitas.agrees_to_put_right(on="Wed 04 Nov 2026")

    assert qualitas.owes() == ["quick_resolution due Mon 09 Nov 2026"]


def test_A_13_reliance_leaves_a_day_to_acknowledge_stage_1(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    reliance.agrees_to_put_right(on="Wed 04 Nov 2026")

    assert reliance.owes() == ["quick_resolution due Fri 06 Nov 2026"]


def test_the_resident_is_told_what_was_agreed_and_that_they_can_complain(agreed: Landlord) -> None:
    sent = next(sent for sent in agreed.sent if sent.kind is NoticeKind.QUICK_AGREED)

    words = WRITER.render(errand(agreed, sent), None).body

    assert "Make the visit that was missed." in words
    assert "no written response follows" in words
    assert "look into this as a complaint" in words


def test_it_is_agreed_once(agreed: Landlord) -> None:
    open_still = agreed.refuses(lambda: agreed.agrees_to_put_right(agreed_action="Another visit."))
    agreed.resolves(happy=False)
    tried = agreed.refuses(lambda: agreed.agrees_to_put_right(agreed_action="Another visit."))

    assert "that was agreed is still open" in open_still
    assert tried.endswith("has already been tried; record it as a complaint.")


def test_A_13_it_is_not_agreed_when_its_time_is_over(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", sorting=None)

    sentence = reliance.refuses(lambda: reliance.agrees_to_put_right(on="Mon 09 Nov 2026"))

    assert "the time for early resolution ended on Friday 6 November 2026" in sentence


# -- resolved


def test_R_050_Q_045_A_52_resolved_it_is_closed_without_a_letter(agreed: Landlord) -> None:
    gone = len(agreed.sent)

    agreed.resolves(on="Tue 03 Nov 2026")

    name = agreed.rules.edition.quick_resolution.name.lower()
    who, clause = agreed.officer(agreed.parts.handler).signature, agreed.rules.edition.quick_resolution.clause
    ends = in_words(day(ENDS[agreed.key]))
    assert agreed.steps[-3:] == [
        f"Tue 03 Nov: {name}: The visit was made; the resident is happy with it; {LOGGED} ({clause})",
        f"Tue 03 Nov: {name} done in time (due {ends}) ({agreed.duty('quick_resolution').clause})",
        f"Tue 03 Nov: closed: put right: by {who} ({clause})",
    ]
    assert len(agreed.sent) == gone
    assert agreed.settled


def test_Q_045_it_is_counted_apart_from_stage_1(agreed: Landlord) -> None:
    agreed.resolves()

    stands = standing(agreed.complaint, agreed.rules, agreed.now)

    assert (stands.classification, stands.stage) == (Classification.CONCERN, None)
    assert stands.words == "concern closed: put right"


def test_R_050_while_it_is_open_its_standing_says_so(agreed: Landlord) -> None:
    stands = standing(agreed.complaint, agreed.rules, agreed.now)

    name = agreed.rules.edition.quick_resolution.name.lower()
    assert stands.words == f"concern, {name} agreed; {name} due {ENDS[agreed.key]}"
    assert stands.handler == agreed.parts.handler


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"outcome": ""}, "say what was done, with any offer of compensation; the outcome is logged."),
        ({"happy": None}, "ask the resident whether they are happy with it, and say so."),
        (
            {"happy": False, "chose": "quick_resolution"},
            "it has been tried once; they can go to stage 1 or leave it there.",
        ),
    ],
    ids=["no outcome", "not asked", "once more"],
)
def test_Q_045_Q_044_the_outcome_and_the_residents_view_are_logged(
    agreed: Landlord, more: dict[str, Any], words: str
) -> None:
    assert agreed.refuses(lambda: agreed.resolves(**more)).endswith(words)


def test_R_050_Q_043_those_with_the_authority_resolve_it(agreed: Landlord) -> None:
    sentence = agreed.refuses(lambda: agreed.resolves(by=agreed.parts.reviewer))

    assert "can resolve it," in sentence


def test_it_is_not_resolved_before_it_was_agreed(agreed: Landlord) -> None:
    sentence = agreed.refuses(lambda: agreed.resolves(on="Mon 02 Nov 2026", at="10:30"))

    assert "is before the " in sentence
    assert "resolution was agreed" in sentence


def test_what_is_not_open_is_not_resolved(received: Landlord) -> None:
    assert received.refuses(received.resolves).endswith("so there is nothing to resolve.")


# -- failed


def test_R_050_A_13_unhappy_at_reliance_stage_1_keeps_the_first_receipt(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    reliance.agrees_to_put_right()

    reliance.resolves(on="Wed 04 Nov 2026", happy=False)

    assert starts(reliance) == "Mon 02 Nov 10:00"
    assert reliance.due("stage_1.acknowledge") == "Mon 09 Nov 2026"
    assert not [entry for entry in reliance.written if entry.kind is EntryKind.ESCALATED]


def test_Q_044_A_25_unhappy_at_qualitas_stage_1_counts_from_when_they_say_so(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    qualitas.agrees_to_put_right()

    qualitas.resolves(on="Wed 04 Nov 2026", happy=False, outcome="The visit was made, and 20 pounds offered.")

    assert starts(qualitas) == "Wed 04 Nov 12:00"
    assert f"{qualitas.complaint.received_at:%a %d %b %H:%M}" == "Mon 02 Nov 10:00"
    assert qualitas.due("stage_1.acknowledge") == "Fri 06 Nov 2026"
    assert "20 pounds offered; the resident is not happy with it" in qualitas.steps[-2]


def test_Q_044_R_050_resident_and_team_are_told_that_stage_1_has_begun(agreed: Landlord) -> None:
    agreed.resolves(on="Wed 04 Nov 2026", happy=False)

    assert agreed.told(NoticeKind.STAGE_1_BEGUN) == [
        "Wed 04 Nov 12:00 stage_1_begun to resident by email",
        "Wed 04 Nov 12:00 stage_1_begun to resident by text",
    ]
    assert len(agreed.told(NoticeKind.STAGE_1_TO_ALLOCATE)) == 1
    assert agreed.facts(Stage1BegunFacts).due_on == agreed.duty("stage_1.acknowledge").due_on


def test_A_02_who_wants_neither_is_not_made_to_complain(agreed: Landlord) -> None:
    agreed.resolves(happy=False, chose="neither")

    assert agreed.complaint.stage is None
    assert "offered stage 1, they chose not to complain" in agreed.steps[-2]
    assert "closed: recorded" in agreed.steps[-1]


def test_Q_044_R_050_the_resident_can_ask_for_stage_1_while_it_is_open(agreed: Landlord) -> None:
    agreed.hears_complaint_instead(on="Tue 03 Nov 2026")

    assert agreed.complaint.stage is Stage.ONE
    assert not [owed for owed in agreed.owes() if owed.startswith("quick_resolution")]
    assert agreed.refuses(agreed.resolves).endswith(
        "ended on Tuesday 3 November 2026 and stage 1 has begun; answer the complaint."
    )


def test_R_056_it_is_no_stage_of_its_own(agreed: Landlord) -> None:
    agreed.resolves(happy=False)
    agreed.allocates()
    agreed.acknowledges()
    agreed.responds()
    agreed.is_asked_for_stage_2()

    again = agreed.refuses(lambda: agreed.is_asked_for_stage_2(reasons="Still damp."))

    assert [progress.stage for progress in agreed.complaint.stages] == [Stage.ONE, Stage.TWO]
    assert again.endswith("the complaint is already at stage 2.")


# -- lapsed


def test_A_13_unresolved_it_becomes_stage_1_by_itself(agreed: Landlord) -> None:
    agreed.waits(until=ENDS[agreed.key], at="23:59")
    assert agreed.complaint.stage is None

    agreed.waits(until="Sat 07 Nov 2026", at="00:00")

    name = agreed.rules.edition.quick_resolution.name.lower()
    lapsed = next(entry for entry in agreed.written if entry.kind is EntryKind.QUICK_FAILED)
    assert lapsed.text == f"{name} lapsed: the {name} was not resolved by {in_words(day(ENDS[agreed.key]))}"
    assert agreed.complaint.stage is Stage.ONE
    assert {sent.kind for sent in agreed.sent} >= BEGUN


def test_R_050_A_13_lapsed_at_reliance_it_keeps_its_receipt_and_missed_nothing(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    reliance.agrees_to_put_right()

    reliance.waits(until="Sat 07 Nov 2026")

    assert starts(reliance) == "Mon 02 Nov 10:00"
    assert reliance.due("stage_1.acknowledge") == "Mon 09 Nov 2026"
    assert not reliance.missed


def test_Q_043_A_25_lapsed_at_qualitas_the_aim_is_missed_and_stage_1_counts_from_then(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
    qualitas.agrees_to_put_right()

    qualitas.waits(until="Fri 06 Nov 2026")

    assert starts(qualitas) == "Fri 06 Nov 00:00"
    assert qualitas.due("stage_1.acknowledge") == "Tue 10 Nov 2026"
    assert qualitas.missed == ["quick_resolution due Thu 05 Nov 2026"]


def test_A_13_what_happens_next_is_named(agreed: Landlord) -> None:
    agreed.waits(until=ENDS[agreed.key])

    due = next_due(agreed.complaint, agreed.rules, agreed.now)

    name = agreed.rules.edition.quick_resolution.name.lower()
    assert due
    assert due.words("Europe/London") == (
        f"{LAPSED[agreed.key]} 00:00 stage 1 begins by itself: the time for {name} has passed"
    )


def test_the_handler_is_reminded_before(agreed: Landlord) -> None:
    agreed.waits(until="Sat 07 Nov 2026")

    name = agreed.rules.edition.quick_resolution.name.lower()
    day_before = {"reliance": "Thu 05 Nov", "qualitas": "Wed 04 Nov"}[agreed.key]
    assert agreed.reminders()[0] == f"{day_before} reminder to {agreed.parts.handler}: {name}"


def test_a_reminder_calls_it_what_it_is_and_says_what_follows(agreed: Landlord) -> None:
    agreed.waits(until="Fri 06 Nov 2026")
    sent = next(sent for sent in agreed.sent if sent.kind is NoticeKind.REMINDER)

    words = WRITER.render(errand(agreed, sent), agreed.staff.person(sent.to)).body

    assert "This is a reminder about the concern REL-TEST." in words
    assert "If it is not put right by then, it becomes a complaint at stage 1 by itself." in words


def test_D5_an_outage_changes_nothing_but_when_people_are_told(landlord: Landlord) -> None:
    watched, slept = landlord, Landlord(landlord.key)
    for story in (watched, slept):
        story.receives_complaint(on="Mon 02 Nov 2026", at="10:00", sorting=None)
        story.agrees_to_put_right()

    watched.waits(until="Wed 25 Nov 2026")
    slept.sleeps(until="Wed 25 Nov 2026")

    assert watched.complaint.stages == slept.complaint.stages
    assert watched.missed == slept.missed
    assert watched.complaint.conversions == slept.complaint.conversions


# -- recorded after the lapse


def test_D6_resolved_in_time_and_recorded_after_the_lapse_stage_1_is_taken_back(agreed: Landlord) -> None:
    agreed.waits(until="Thu 12 Nov 2026")

    agreed.resolves(on="Wed 04 Nov 2026")

    assert agreed.complaint.stage is None
    assert any("stage 1 withdrawn: this happened before the" in step for step in agreed.steps)
    assert agreed.steps[-1].startswith("Wed 04 Nov: closed: put right")
    assert not agreed.missed
    assert not agreed.complaint.conversions[1:]
    assert agreed.settled


def test_D6_whoever_was_told_of_stage_1_is_told_that_it_is_not(agreed: Landlord) -> None:
    agreed.waits(until="Mon 09 Nov 2026")

    agreed.resolves(on="Wed 04 Nov 2026")

    assert len(agreed.told(NoticeKind.CLOSURE)) == 2


def test_D6_what_still_waits_to_tell_of_stage_1_is_taken_back(agreed: Landlord) -> None:
    agreed.providers.away = {Channel.EMAIL, Channel.TEXT}
    agreed.waits(until="Sat 07 Nov 2026")

    agreed.resolves(on="Wed 04 Nov 2026")

    assert not [notice for notice in agreed.complaint.outbox if notice.kind in BEGUN | {NoticeKind.CLOSURE}]


def test_D6_unhappy_before_the_lapse_stage_1_counts_as_if_it_had_been_recorded_then(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    qualitas.agrees_to_put_right()
    qualitas.waits(until="Mon 09 Nov 2026")

    qualitas.resolves(on="Wed 04 Nov 2026", happy=False)

    assert starts(qualitas) == "Wed 04 Nov 12:00"
    assert qualitas.missed == ["stage_1.acknowledge due Fri 06 Nov 2026"]


def test_D6_A_25_a_resident_who_asked_before_the_lapse_has_their_own_day(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    qualitas.agrees_to_put_right()
    qualitas.waits(until="Fri 06 Nov 2026")

    qualitas.hears_complaint_instead(on="Thu 05 Nov 2026")

    assert starts(qualitas) == "Thu 05 Nov 12:00"
    assert len(qualitas.complaint.stages) == 1


def test_D6_what_happened_after_the_lapse_comes_too_late(agreed: Landlord) -> None:
    agreed.waits(until="Mon 09 Nov 2026")

    assert "stage 1 has begun; answer the complaint" in agreed.refuses(agreed.resolves)


def test_D6_stage_1_is_not_taken_back_once_it_is_acknowledged(agreed: Landlord) -> None:
    agreed.waits(until="Mon 09 Nov 2026")
    agreed.allocates()
    agreed.acknowledges()

    assert "stage 1 has begun" in agreed.refuses(lambda: agreed.resolves(on="Wed 04 Nov 2026"))


# -- the world


def test_D2_a_holiday_moves_it_and_the_resident_is_told(agreed: Landlord) -> None:
    agreed.hears_of_holiday("Wed 04 Nov 2026")

    agreed.waits(until="Mon 09 Nov 2026", at="00:00")

    assert agreed.due("quick_resolution") == {"reliance": "Mon 09 Nov 2026", "qualitas": "Fri 06 Nov 2026"}[agreed.key]
    assert agreed.facts(DateMovedFacts).what == "what we agreed to do to be done"


def test_D11_news_of_notices_and_refused_messages_need_no_stage(agreed: Landlord) -> None:
    agreed.providers.refusing = {Channel.TEXT: "not a mobile number"}

    agreed.records_refusal("close", "", "there is no such signal")
    agreed._pass(agreed.now + timedelta(days=2))

    assert agreed.told(NoticeKind.MESSAGE_REJECTED)[0].endswith(f"to {agreed.parts.handler} by email")
    assert tick(agreed.complaint, agreed.rules, agreed.now) == agreed.complaint


def test_A_17_who_tried_to_put_it_right_has_taken_part_in_stage_1(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    landlord.agrees_to_put_right(on="Mon 02 Nov 2026", at="13:00", by=landlord.parts.colleague)
    landlord.resolves(on="Tue 03 Nov 2026", happy=False)

    assert landlord.complaint.progress.involved == {landlord.parts.colleague, landlord.parts.handler}


def test_A_25_what_lapses_says_that_nobody_asked_for_it(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 21 Dec 2026", sorting=None)
    qualitas.agrees_to_put_right(on="Mon 21 Dec 2026", at="13:00")
    qualitas.waits("Tue 29 Dec 2026")

    begun = qualitas.record_of(EntryKind.BECAME_COMPLAINT)[-1]
    assert begun.endswith("its dates count from Friday 25 December 2026, when the time to put it right ended")
