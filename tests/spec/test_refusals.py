"""A refusal is a person's decision, told in a letter that counts, and it can be reversed (R-030, Q-020, Code 2)."""

import pytest

from domain.complaint.closing import CloseReason
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident import Resident
from domain.policy.channels import Channel
from domain.policy.stages import Stage
from domain.views.deadlines import deadlines_shown
from tests.spec.cast import SAM, Landlord, posted
from tests.spec.days import day
from tests.spec.grounds import ALTERNATIVE, REASONS
from tests.spec.letters import WRITER, written

LOGGED = "Mon 02 Nov 2026"
BY_POST = Resident(name="Sam Sample", address=("3 Example Street",), prefers=Channel.LETTER)
CODE = "policy_content"
"""In both lists."""
OTHER = {"reliance": "unreasonable", "qualitas": "legal_action"}


@pytest.fixture
def logged(landlord: Landlord) -> Landlord:
    """Each landlord with a complaint that has been allocated."""
    landlord.receives_complaint(on=LOGGED)
    landlord.allocates()
    return landlord


# -- what a refusal says, and who decides


def test_R_030_Q_020_a_refusal_is_on_record_with_who_decided_and_why(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Wed 04 Nov 2026")
    stored = logged.complaint.refused

    assert stored
    assert (stored.code, stored.reasons, stored.decided_by.id) == (CODE, REASONS, logged.parts.approver)
    assert stored.decided_by.job_title
    entry = next(entry for entry in logged.written if entry.kind is EntryKind.NOT_ACCEPTED)
    assert (entry.clause, entry.by) == (stored.clause, stored.decided_by.signature)
    assert entry.text == f"not accepted as a complaint ({CODE}): {REASONS}"
    assert logged.complaint.closed
    assert logged.complaint.closed.reason is CloseReason.REFUSED


def test_R_030_Q_020_the_letter_gives_reasons_and_the_ombudsman(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Wed 04 Nov 2026")

    letter = written(logged, NoticeKind.REFUSAL)
    assert REASONS[1:] in letter
    assert "You can challenge this decision with the Housing Ombudsman now." in letter
    assert "Housing Ombudsman Service, PO Box 1484, Unit D, Preston, PR2 0ET" in letter
    assert logged.officer(logged.parts.approver).name in letter
    assert (ALTERNATIVE in letter) is (logged.key == "qualitas")


def test_Q_020_the_letter_needs_what_is_done_instead(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on=LOGGED)

    said = qualitas.refuses(lambda: qualitas.refuses_as(CODE, alternative=" "))

    assert said == "2.3, matters not covered: say what will be done instead (alternative); the letter gives it."


@pytest.mark.parametrize(
    ("reasons", "has"),
    [
        pytest.param("", 0, id="none"),
        pytest.param("Not a complaint.", 3, id="too few words"),
        pytest.param("The content of our policies, procedures and responsibilities.", 0, id="the policy's own words"),
        pytest.param("Sorry no. " * 20, 2, id="the same words again"),
    ],
)
def test_R_030_Q_020_reasons_speak_of_the_case(qualitas: Landlord, reasons: str, has: int) -> None:
    qualitas.receives_complaint(on=LOGGED)

    said = qualitas.refuses(lambda: qualitas.refuses_as(CODE, reasons=reasons))

    assert said == (
        "2.3, matters not covered: the reasons must be specific to this case, in at least 10 different words that are "
        f"not the policy's own; these have {has} (Code 2.1)."
    )


def test_R_030_Q_020_only_a_manager_refuses(logged: Landlord) -> None:
    said = logged.refuses(lambda: logged.refuses_as(CODE, by=logged.parts.handler))

    role = {"reliance": "Department Manager", "qualitas": "Senior Management Team or Managing Director"}[logged.key]
    assert f"the role {role} decides whether a complaint is refused." in said


def test_D15_nobody_the_complaint_is_about_refuses_it(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LOGGED, about_staff=(landlord.parts.approver,))

    said = landlord.refuses(lambda: landlord.refuses_as(CODE))

    assert "who may take no part in it" in said


def test_R_030_internal_investigation_is_the_handlers_task(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LOGGED)
    reliance.allocates()

    reliance.refuses_as(CODE, on="Wed 04 Nov 2026", investigate_internally=True)

    assert reliance.told(NoticeKind.REFERRAL) == ["Wed 04 Nov 12:00 referral to priya-nair by email"]
    said = written(reliance, NoticeKind.REFERRAL)
    assert "Please investigate it, and record what you find by Wednesday 2 December 2026." in said
    assert "We will look into the matter ourselves all the same" in written(reliance, NoticeKind.REFUSAL)


def test_R_030_an_internal_investigation_is_reminded_of_until_what_it_found_is_recorded(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LOGGED)
    reliance.allocates()
    reliance.refuses_as(CODE, on="Wed 04 Nov 2026", investigate_internally=True)

    reliance.waits("Tue 01 Dec 2026")
    assert "Mon 30 Nov reminder to priya-nair: internal investigation of what was refused" in reliance.reminders()
    assert not reliance.settled

    reliance.investigates("Wed 02 Dec 2026", found="The roof was mended in May.")
    assert "internal investigation: The roof was mended in May." in reliance.record_of(
        EntryKind.REFUSED_MATTER_LOOKED_INTO
    )
    assert reliance.settled
    again = reliance.refuses(lambda: reliance.investigates("Thu 03 Dec 2026"))
    assert "It comes back only when the refusal is reversed" in again


def test_R_039_R_040_what_is_to_be_looked_at_again_is_reminded_of(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LOGGED)
    reliance.allocates()
    reliance.refuses_as("special_arrangement", on="Wed 04 Nov 2026", review_on=day("Tue 01 Jun 2027"))
    too_soon = reliance.refuses(lambda: reliance.investigates("Mon 01 Feb 2027"))
    assert "It comes back only when the refusal is reversed" in too_soon
    assert not reliance.settled

    reliance.waits("Thu 03 Jun 2027")
    reminders = reliance.reminders()
    assert "Tue 01 Jun reminder to amara-okafor: looking again at what was refused" in reminders
    assert any(line.startswith("Wed 02 Jun overdue to") for line in reminders)

    reliance.investigates("Thu 03 Jun 2027", found="The arrangement has ended.")
    assert reliance.settled


def test_R_039_R_040_what_is_looked_at_again_is_so_within_a_year(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LOGGED)
    late = reliance.refuses(lambda: reliance.refuses_as("unreasonable", review_on=day("Wed 01 Dec 2027")))
    assert "is more than a year away" in late


def test_Q_020_a_policy_without_internal_investigation_promises_none(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on=LOGGED)

    said = qualitas.refuses(lambda: qualitas.refuses_as(CODE, investigate_internally=True))

    assert "the policy has no internal investigation of refused complaints" in said


# -- when it may be refused


def test_R_030_Q_020_an_acknowledged_complaint_can_still_be_refused(logged: Landlord) -> None:
    logged.acknowledges(on="Tue 03 Nov 2026")

    logged.refuses_as(CODE, on="Wed 04 Nov 2026")

    assert logged.complaint.refused


def test_R_030_Q_020_an_answered_complaint_cannot(logged: Landlord) -> None:
    logged.acknowledges(on="Tue 03 Nov 2026")
    logged.responds(on="Wed 04 Nov 2026")

    answered = logged.refuses(lambda: logged.refuses_as(CODE))
    logged.is_asked_for_stage_2(on="Thu 05 Nov 2026")
    reviewed = logged.refuses(lambda: logged.refuses_as(CODE))

    assert "stage 1 has already been answered" in answered
    assert "a complaint that was accepted cannot be refused later" in reviewed


def test_R_030_Q_020_nothing_more_is_done_to_a_refused_complaint(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Wed 04 Nov 2026")

    said = logged.refuses(lambda: logged.acknowledges(on="Thu 05 Nov 2026"))
    again = logged.refuses(lambda: logged.refuses_as(OTHER[logged.key]))
    stage_2 = logged.refuses(logged.is_asked_for_stage_2)

    assert "the complaint was refused (policy_content). It comes back only when the refusal is reversed" in said
    assert "only when the refusal is reversed" in again
    assert "the resident can go to the Housing Ombudsman now" in stage_2
    assert "stage_1.respond" not in str(logged.owes())


# -- the letter counts


def test_R_030_Q_020_the_letter_is_due_when_the_acknowledgement_was(logged: Landlord) -> None:
    logged.providers.away = {Channel.EMAIL}
    due = logged.due("stage_1.acknowledge")

    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    assert logged.owes() == [f"stage_1.refusal_letter due {due}"]
    assert not logged.settled


def test_R_030_Q_020_decided_later_it_is_due_that_day(logged: Landlord) -> None:
    logged.acknowledges(on="Tue 03 Nov 2026")
    logged.providers.away = {Channel.EMAIL}

    logged.refuses_as(CODE, on="Wed 11 Nov 2026")

    assert logged.owes() == ["stage_1.refusal_letter due Wed 11 Nov 2026"]
    shown = deadlines_shown(logged.complaint, logged.rules)
    why = next(deadline.explanation for deadline in shown if deadline.clock == "stage_1.refusal_letter")
    assert why.endswith(
        "The complaint was refused later than that, on Wednesday 11 November 2026: the letter goes that day."
    )


def test_R_030_Q_020_a_letter_that_does_not_go_is_missed_and_raised(logged: Landlord) -> None:
    logged.acknowledges(on="Tue 03 Nov 2026")
    logged.providers.away = {Channel.LETTER}
    logged.providers.refusing = {Channel.EMAIL: "mailbox closed"}
    logged.refuses_as(CODE, on="Wed 11 Nov 2026")
    logged.providers.refusing = {}

    logged.waits(until="Fri 13 Nov 2026")

    assert "stage_1.refusal_letter due Wed 11 Nov 2026" in logged.missed
    assert "stage 1 refusal letter" in logged.reminders()[-1]
    assert not logged.settled


def test_R_030_Q_020_posting_it_settles_the_complaint(landlord: Landlord) -> None:
    landlord.receives_complaint(on=LOGGED, resident=BY_POST)
    landlord.refuses_as(CODE, on="Tue 03 Nov 2026")
    assert not landlord.settled

    landlord.posts("refusal", on="Wed 04 Nov 2026")

    assert landlord.duty("stage_1.refusal_letter").done_at
    assert landlord.settled


def test_R_030_Q_020_a_letter_handed_over_already_is_not_sent_again(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Wed 04 Nov 2026", already_sent=posted("Tue 03 Nov 2026"))

    assert logged.told(NoticeKind.REFUSAL, to="resident") == ["Wed 04 Nov 12:00 refusal to resident by text"]
    assert "stage 1 refusal letter done in time" in "\n".join(logged.steps)
    assert logged.settled


def test_R_030_Q_020_a_letter_that_comes_back_is_owed_again(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")
    assert logged.settled

    logged.bounces(NoticeKind.REFUSAL)

    assert not logged.settled
    assert "stage_1.refusal_letter" in str(logged.owes())
    logged.posts("refusal", on="Wed 04 Nov 2026")
    assert logged.settled


def test_R_030_Q_020_one_letter_goes_and_no_closure_beside_it(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    assert len(logged.told(NoticeKind.REFUSAL)) == 2  # the letter, and the text beside it
    assert logged.told(NoticeKind.CLOSURE) == []


def test_R_030_Q_020_what_still_waits_and_promises_work_is_taken_back(logged: Landlord) -> None:
    logged.providers.away = {Channel.EMAIL}
    logged.acknowledges(on="Tue 03 Nov 2026")
    logged.refuses_as(CODE, on="Wed 04 Nov 2026")

    logged.providers.away = set()
    logged.waits(until="Thu 05 Nov 2026")

    assert [line for line in logged.told(NoticeKind.ACKNOWLEDGEMENT) if "by email" in line] == []
    assert any("by email" in line for line in logged.told(NoticeKind.REFUSAL))


def test_R_030_Q_020_a_promise_made_before_is_kept_all_the_same(logged: Landlord) -> None:
    logged.promises("Fri 20 Nov 2026")

    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    assert logged.owes() == ["action.1 due Fri 20 Nov 2026"]
    assert not logged.settled


def test_D6_a_refusal_recorded_late_takes_back_what_was_not_missed(logged: Landlord) -> None:
    logged.sleeps(until="Tue 17 Nov 2026")
    assert "stage_1.acknowledge" in str(logged.missed)

    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    assert [missed for missed in logged.missed if "refusal_letter" not in missed] == []


# -- reversal


def test_R_030_Q_020_the_ombudsman_directs_it_and_the_clock_starts_that_day(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    logged.reverses_refusal(on="Mon 16 Nov 2026")

    acknowledge = {"reliance": "Mon 23 Nov 2026", "qualitas": "Wed 18 Nov 2026"}[logged.key]
    assert logged.due("stage_1.acknowledge") == acknowledge
    assert logged.complaint.closed is None
    assert logged.complaint.refused is None
    assert logged.record_of(EntryKind.REFUSAL_REVERSED)[0] == (
        f"refusal ({CODE}) reversed: the Ombudsman directed it (HOS-202611-77); "
        "stage 1 starts again on Monday 16 November 2026; first received on Monday 2 November 2026"
    )


def test_R_030_Q_020_the_resident_is_told_of_the_reversal_with_an_apology(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")
    logged.reverses_refusal(on="Mon 16 Nov 2026")

    letter = written(logged, NoticeKind.REFUSAL_REVERSED)

    acknowledge = {"reliance": "Monday 23 November 2026", "qualitas": "Wednesday 18 November 2026"}[logged.key]
    assert "The Housing Ombudsman has told us to take it. Their reference is HOS-202611-77." in letter
    assert "We are sorry" in letter
    assert "counts from Monday 16 November 2026" in letter
    assert "first came to us on Monday 2 November 2026" in letter
    assert f"By {acknowledge} we will write to you" in letter


def test_R_030_Q_020_a_reversal_recorded_late_promises_no_day_that_is_past(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")
    logged.waits(until="Mon 07 Dec 2026")

    logged.reverses_refusal(on="Mon 16 Nov 2026")

    assert "Soon we will write to you" in written(logged, NoticeKind.REFUSAL_REVERSED)
    assert "stage_1.acknowledge" in str(logged.missed)


def test_R_030_Q_020_the_owners_are_told_to_allocate_it(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    logged.reverses_refusal(on="Mon 16 Nov 2026")

    assert len(logged.told(NoticeKind.STAGE_1_TO_ALLOCATE)) == 1
    assert logged.complaint.progress.owner is None


def test_R_030_Q_020_nothing_of_the_refused_stage_leaks_into_the_new_one(logged: Landlord) -> None:
    logged.waits(until="Fri 20 Nov 2026")
    logged.acknowledges()
    logged.speaks_with_resident()
    logged.refuses_as(CODE, on="Mon 23 Nov 2026")

    logged.reverses_refusal(on="Mon 30 Nov 2026")

    assert logged.missed == []
    assert "stage_1.acknowledge" in str(logged.owes())
    assert "stage_1.contact" in str(logged.owes())
    assert logged.complaint.progress.refusal_letter is None
    assert "stage 1 acknowledgement missed" in "\n".join(logged.record)  # what happened stays on record


def test_D15_who_decided_the_refusal_took_part_in_stage_1(reliance: Landlord) -> None:
    reliance.receives_complaint(on=LOGGED)
    reliance.allocates()
    reliance.refuses_as(CODE, on="Tue 03 Nov 2026")
    reliance.reverses_refusal(on="Mon 16 Nov 2026")
    reliance.allocates()
    reliance.acknowledges()
    reliance.responds(on="Tue 17 Nov 2026")
    reliance.is_asked_for_stage_2(on="Wed 18 Nov 2026")

    said = reliance.refuses(lambda: reliance.allocates(to="amara-okafor"))

    assert "Amara Okafor took part in stage 1 and may not review it at stage 2" in said


def test_R_030_Q_020_the_reopened_complaint_goes_through_its_stages(logged: Landlord) -> None:
    logged.acknowledges(on="Tue 03 Nov 2026")
    logged.refuses_as(CODE, on="Wed 04 Nov 2026")
    logged.reverses_refusal(on="Mon 16 Nov 2026")

    logged.allocates()
    logged.acknowledges(on="Tue 17 Nov 2026")
    logged.responds(on="Wed 18 Nov 2026")

    assert logged.answer
    assert not logged.answer.repeated
    assert logged.complaint.stage is Stage.ONE
    assert logged.duty("stage_1.respond").done_at


def test_R_030_Q_020_an_old_letter_that_comes_back_after_the_reversal_owes_nothing(logged: Landlord) -> None:
    logged.acknowledges(on="Tue 03 Nov 2026")
    logged.refuses_as(CODE, on="Wed 04 Nov 2026")
    logged.reverses_refusal(on="Mon 16 Nov 2026")

    logged.bounces(NoticeKind.REFUSAL)
    logged.bounces(NoticeKind.ACKNOWLEDGEMENT)

    assert logged.complaint.progress.refusal_letter is None
    assert logged.complaint.progress.acknowledgement is None


def test_R_030_Q_020_a_refusal_letter_still_waiting_is_taken_back(logged: Landlord) -> None:
    logged.providers.away = {Channel.EMAIL}
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    logged.reverses_refusal(on="Wed 04 Nov 2026")
    logged.providers.away = set()
    logged.waits(until="Thu 05 Nov 2026")

    assert [line for line in logged.told(NoticeKind.REFUSAL) if "by email" in line] == []
    assert logged.told(NoticeKind.REFUSAL_REVERSED, to="resident")


def test_R_030_Q_020_the_landlord_thinks_again_by_whoever_may_refuse(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    by_a_handler = logged.refuses(lambda: logged.reverses_refusal(because="We misread it."))
    logged.reverses_refusal(on="Thu 05 Nov 2026", by=logged.parts.approver, because="We misread it.")

    assert "where the Ombudsman directs it, give their reference" in by_a_handler
    assert "and we should have taken it" in written(logged, NoticeKind.REFUSAL_REVERSED)


@pytest.mark.parametrize("said", [{"because": " "}, {"ombudsman_reference": ""}])
def test_R_030_Q_020_a_reversal_says_why(logged: Landlord, said: dict[str, str]) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")

    assert "say why: give the Ombudsman's reference" in logged.refuses(
        lambda: logged.reverses_refusal(by=logged.parts.approver, **said)
    )


def test_R_030_Q_020_only_a_refusal_that_stands_is_reversed_and_not_before_it(logged: Landlord) -> None:
    none_stands = logged.refuses(logged.reverses_refusal)
    logged.refuses_as(CODE, on="Wed 04 Nov 2026")
    too_early = logged.refuses(lambda: logged.reverses_refusal(on="Tue 03 Nov 2026"))

    assert "there is no refusal to reverse" in none_stands
    assert "dated before the refusal (Wednesday 4 November 2026)" in too_early


def test_R_030_Q_020_a_second_refusal_needs_another_reason(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")
    logged.reverses_refusal(on="Wed 04 Nov 2026")

    same = logged.refuses(lambda: logged.refuses_as(CODE, reasons=f"{REASONS} Once more."))
    logged.refuses_as(OTHER[logged.key], on="Thu 05 Nov 2026")

    assert f"a refusal for this reason ({CODE}) has already been reversed" in same
    assert [refusal.code for refusal in logged.complaint.refusals] == [CODE, OTHER[logged.key]]
    logged.reverses_refusal(on="Fri 06 Nov 2026")
    assert logged.complaint.refused is None


@pytest.mark.parametrize("reversed_too", [False, True], ids=["the refusal", "the reversal"])
def test_D8_a_refusal_or_a_reversal_that_is_repeated_changes_nothing(logged: Landlord, *, reversed_too: bool) -> None:
    logged.refuses_as(CODE)
    if reversed_too:
        logged.reverses_refusal()
    entries = len(logged.written)

    logged.reverses_refusal() if reversed_too else logged.refuses_as(CODE)

    assert logged.answer
    assert logged.answer.repeated
    assert len(logged.written) == entries


# -- the Ombudsman as residents are told of it


def test_Q_107_Q_109_no_template_holds_what_is_obsolete() -> None:
    folder = WRITER._policies
    stale = (
        "81 Aldwych",
        "WC2B",
        "Box 152",
        "L33 7WQ",
        "info@housing-ombudsman",
        "8 weeks",
        "eight weeks",
        "designated",
    )

    for file in folder.rglob("letters/*.txt"):
        words = file.read_text(encoding="utf-8").casefold()
        assert not [old for old in stale if old.casefold() in words], file
        assert "ombudsman.post" not in words or file.name == "_ombudsman.txt"


def test_Q_107_Q_109_every_letter_that_says_no_gives_the_present_ombudsman(logged: Landlord) -> None:
    logged.refuses_as(CODE, on="Tue 03 Nov 2026")
    logged.reverses_refusal(on="Wed 04 Nov 2026")

    for kind in (NoticeKind.REFUSAL, NoticeKind.REFUSAL_REVERSED):
        letter = written(logged, kind)
        assert "Phone: 0300 111 3000" in letter
        assert "online complaint form: https://www.housing-ombudsman.org.uk/residents/make-a-complaint/" in letter
        assert "PO Box 1484, Unit D, Preston, PR2 0ET" in letter
        assert "info@" not in letter
        assert SAM.name in letter
