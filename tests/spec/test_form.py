"""The record on the landlord's own form: Reliance's Appendix 1, and the house's record sheet for who has none."""

import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from domain.complaint.actor import staff
from domain.complaint.closing import Closed, CloseReason
from domain.complaint.complainant import Particulars, Relation
from domain.complaint.complaint import Case
from domain.complaint.exclusions import Refusal
from domain.complaint.issues import NewIssue
from domain.complaint.resident import Resident
from domain.complaint.triage import QuickTry, TriageAnswers
from domain.policy.channels import Channel
from domain.policy.definition import Classification
from domain.record_form.filling import LINES, TABLES, fill
from domain.record_form.form import FilledField, FilledForm
from providers.rulebook import Rulebook, RulebookError, policies_folder
from tests.spec.cast import RULEBOOK, SAM, Landlord
from tests.spec.days import day

PRINTED_ON = day("Mon 30 Nov 2026")
FORM = "reliance/forms/complaint-record.toml"
ISSUES = (
    NewIssue(words="The bedroom's been wet since October.", understood="Damp.", desired_outcome="The damp treated."),
    NewIssue(words="Nobody came on the 4th."),
)


def form(landlord: Landlord) -> FilledForm:
    """The complaint on its landlord's form, as it stands."""
    paper = RULEBOOK.record_form(landlord.key)
    return fill(paper, Case(complaint=landlord.complaint, rules=landlord.rules), PRINTED_ON)


def field(landlord: Landlord, row: str) -> FilledField:
    return next(field for section in form(landlord).sections for field in section.fields if field.row == row)


def lines(landlord: Landlord, row: str) -> tuple[str, ...]:
    return field(landlord, row).lines


def rows(landlord: Landlord, row: str) -> tuple[tuple[str, ...], ...]:
    return field(landlord, row).rows


def ticked(landlord: Landlord) -> list[str]:
    return [choice.label for choice in field(landlord, "F-062").choices if choice.ticked]


def received(landlord: Landlord, **more: Any) -> Landlord:  # noqa: ANN401 - any field of the receipt
    landlord.receives_complaint(on="Mon 02 Nov 2026", **more)
    return landlord


def acknowledged(landlord: Landlord) -> Landlord:
    received(landlord).allocates()
    landlord.acknowledges(on="Thu 05 Nov 2026")
    return landlord


def answered(landlord: Landlord, **more: Any) -> Landlord:  # noqa: ANN401 - any field of the response
    acknowledged(landlord)
    landlord.consults()
    landlord.responds(on="Thu 19 Nov 2026", **more)
    return landlord


def reviewed(landlord: Landlord) -> Landlord:
    answered(landlord)
    landlord.is_asked_for_stage_2(on="Mon 30 Nov 2026", desired_outcome="The wall repainted.")
    landlord.allocates(to=landlord.parts.reviewer, on="Tue 01 Dec 2026")
    return landlord


def final(landlord: Landlord) -> Landlord:
    reviewed(landlord)
    landlord.acknowledges(on="Wed 02 Dec 2026")
    landlord.speaks_with_resident(note="She wants the wall repainted.")
    landlord.investigates(stage_1_complete=False)
    landlord.consults(whom=landlord.parts.consulted_at_stage_2)
    landlord.responds(on="Wed 16 Dec 2026", stage_1_stands=False)
    return landlord


# -- who has it


def test_F_001_names_the_case_handler_and_stays_with_stage_1(reliance: Landlord) -> None:
    received(reliance)
    assert field(reliance, "F-001").to_fill

    reliance.allocates()
    assert lines(reliance, "F-001") == ("Priya Nair",)

    reliance.acknowledges(on="Thu 05 Nov 2026")
    reliance.consults()
    reliance.responds(on="Thu 19 Nov 2026")
    reliance.is_asked_for_stage_2(on="Mon 30 Nov 2026")
    reliance.allocates(to=reliance.parts.reviewer)
    assert lines(reliance, "F-001") == ("Priya Nair",)


def test_F_001_names_whoever_has_it_before_stage_1(reliance: Landlord) -> None:
    received(reliance)
    concern = {"stages": (), "holder": reliance.officer("leah-brooks"), "classification": Classification.CONCERN}

    reliance.complaint = reliance.complaint.changed(**concern)

    assert lines(reliance, "F-001") == ("Leah Brooks",)


def test_F_002_says_the_handlers_department_and_job_title(reliance: Landlord) -> None:
    received(reliance).allocates()

    assert rows(reliance, "F-002") == (("Customer Services", "Complaints Handler"),)


def test_F_003_gives_the_reference_number(reliance: Landlord) -> None:
    received(reliance)

    assert lines(reliance, "F-003") == ("REL-TEST",)
    assert form(reliance).reference == "REL-TEST"


# -- who complains


def test_F_010_has_a_section_for_the_complainant(reliance: Landlord) -> None:
    received(reliance)

    section = next(section for section in form(reliance).sections if section.row == "F-010")

    assert section.title == "Complainant's Details"
    assert [field.row for field in section.fields] == ["F-011", "F-012", "F-013"]


@pytest.mark.parametrize("name", ["Sam Sample", "Zoë Łuczak", "محمد الأمين", "陳大文", "O'Brien <b>"])
def test_F_011_keeps_the_name_as_it_was_given(reliance: Landlord, name: str) -> None:
    received(reliance, resident=Resident(name=name, email="sam@example.com"))

    assert lines(reliance, "F-011") == (name,)


@pytest.mark.parametrize(
    ("relation", "words"),
    [(Relation.TENANT, "Current tenant"), (Relation.NEIGHBOUR, "Neighbour"), (Relation.MP, "MP")],
)
def test_F_012_says_how_they_stand_to_the_landlord(reliance: Landlord, relation: Relation, words: str) -> None:
    received(reliance, particulars=Particulars(relation=relation))

    assert lines(reliance, "F-012") == (words,)


def test_F_012_stays_open_while_nobody_asked(reliance: Landlord) -> None:
    received(reliance)

    assert field(reliance, "F-012").to_fill


def test_F_013_says_how_to_reach_them_and_how_they_want_to_be_answered(reliance: Landlord) -> None:
    received(reliance, resident=SAM.model_copy(update={"prefers": Channel.LETTER, "wants_texts": False}))

    assert lines(reliance, "F-013") == (
        "+447700900123",
        "sam@example.com",
        "3 Example Street, Birmingham, B99 1AA",
        "Prefers to be answered by letter; no text messages",
    )


def test_A_26_the_garbled_label_is_the_heading_property_and_asks_for_nothing(reliance: Landlord) -> None:
    received(reliance)

    section = next(section for section in form(reliance).sections if section.row == "F-014")

    assert section.title == "Property"
    assert "F-014" not in {field.row for field in section.fields}


def test_F_015_names_the_property_it_is_about(reliance: Landlord) -> None:
    received(reliance, particulars=Particulars(relation=Relation.TENANT, property_address="5 Other Street"))

    assert lines(reliance, "F-015") == ("5 Other Street",)


@pytest.mark.parametrize(
    ("relation", "address"),
    [
        pytest.param(Relation.TENANT, SAM.address, id="a tenant's own home"),
        pytest.param(None, SAM.address, id="nobody asked"),
        pytest.param(Relation.MP, (), id="no MP lives there"),
        pytest.param(Relation.FORMER_TENANT, (), id="who moved away"),
    ],
)
def test_F_015_without_another_property_it_is_the_home_of_who_lives_there(
    reliance: Landlord, relation: Relation | None, address: tuple[str, ...]
) -> None:
    received(reliance, particulars=Particulars(relation=relation))

    assert lines(reliance, "F-015") == address


def test_F_016_names_the_managing_agent_and_the_contractor(reliance: Landlord) -> None:
    received(reliance, particulars=Particulars(managing_agent="Example Homes", about_contractor="Example Roofers"))

    assert lines(reliance, "F-016") == ("Example Homes", "Example Roofers (contractor)")


# -- the concern or complaint


@pytest.mark.parametrize(
    ("sorting", "said"),
    [
        pytest.param(TriageAnswers(first_contact=True), ("Yes",), id="first"),
        pytest.param(TriageAnswers(first_contact=False), ("No",), id="not the first"),
        pytest.param(
            TriageAnswers(first_contact=False, earlier_contacts=(date(2026, 10, 5), date(2026, 10, 19))),
            ("No", "They contacted us before on Monday 5 October 2026; Monday 19 October 2026"),
            id="not the first, with days",
        ),
        pytest.param(TriageAnswers(), (), id="not asked"),
        pytest.param(None, (), id="not sorted"),
    ],
)
def test_F_020_says_whether_it_is_the_first_time(
    reliance: Landlord, sorting: TriageAnswers | None, said: tuple[str, ...]
) -> None:
    received(reliance)

    reliance.complaint = reliance.complaint.changed(sorting=sorting)

    assert lines(reliance, "F-020") == said
    assert field(reliance, "F-020").to_fill == (not said)


def test_F_020_is_what_was_answered_at_the_first_contact(reliance: Landlord) -> None:
    received(reliance, sorting=TriageAnswers(first_contact=False, earlier_contacts=(date(2026, 10, 5),)))

    assert lines(reliance, "F-020") == ("No", "They contacted us before on Monday 5 October 2026")


def test_F_021_says_by_when_the_details_are_complete_as_the_policy_has_it(reliance: Landlord) -> None:
    received(reliance)
    rules, stage_1 = reliance.rules, reliance.rules.edition.stage_1
    assert stage_1.details is not None
    sooner = stage_1.model_copy(update={"details": stage_1.details.model_copy(update={"amount": 3})})
    changed = rules.model_copy(update={"edition": rules.edition.model_copy(update={"stage_1": sooner})})

    notes = [
        next(section.note for section in filled.sections if section.row == "F-021")
        for filled in (
            fill(RULEBOOK.record_form("reliance"), Case(complaint=reliance.complaint, rules=judged_by), PRINTED_ON)
            for judged_by in (rules, changed)
        )
    ]

    assert [note.rpartition("maximum of ")[2] for note in notes] == ["5 working days.", "3 working days."]


@pytest.mark.parametrize(
    ("on", "at", "said"),
    [
        pytest.param("Mon 02 Nov 2026", "14:35", ("Monday 2 November 2026", "14:35", "By telephone"), id="in winter"),
        pytest.param("Wed 01 Jul 2026", "00:30", ("Wednesday 1 July 2026", "00:30", "By telephone"), id="in summer"),
    ],
)
def test_F_022_gives_date_time_and_source_by_the_landlords_clock(
    reliance: Landlord, on: str, at: str, said: tuple[str, ...]
) -> None:
    reliance.receives_complaint(on=on, at=at)

    assert rows(reliance, "F-022") == (said,)


def test_F_022_a_source_that_was_not_noted_stays_open(reliance: Landlord) -> None:
    received(reliance, channel="")

    assert rows(reliance, "F-022") == (("Monday 2 November 2026", "12:00", ""),)
    assert field(reliance, "F-022").to_fill


def test_F_023_has_a_row_an_issue_in_their_words_with_our_understanding_and_when_confirmed(reliance: Landlord) -> None:
    received(reliance, issues=ISSUES)
    assert rows(reliance, "F-023")[1] == ("2", "Nobody came on the 4th.", "", "")
    assert field(reliance, "F-023").to_fill

    reliance.confirms_issue(1, on="Tue 03 Nov 2026")
    reliance.confirms_issue(2, on="Wed 04 Nov 2026", understood="A missed visit.", desired_outcome="An apology.")

    assert rows(reliance, "F-023") == (
        ("1", "The bedroom's been wet since October.", "Damp.", "Tuesday 3 November 2026"),
        ("2", "Nobody came on the 4th.", "A missed visit.", "Wednesday 4 November 2026"),
    )
    assert not field(reliance, "F-023").to_fill


def test_F_023_says_of_which_issue_the_landlord_is_not_responsible(reliance: Landlord) -> None:
    received(reliance, issues=(NewIssue(words="The street is dark.", understood="Lamps.", not_ours="the council's"),))

    assert rows(reliance, "F-023")[0][2] == "Lamps.\nWe are not responsible for this: the council's"


def test_F_023_F_024_a_complaint_from_before_there_were_issues_is_one_issue(reliance: Landlord) -> None:
    acknowledged(reliance)
    first = reliance.complaint.stages[0].model_copy(update={"understood": "Damp.", "desired_outcome": "Dry."})

    reliance.complaint = reliance.complaint.changed(issues=(), stages=(first,))

    assert rows(reliance, "F-023") == (("1", "Damp in the bedroom.", "Damp.", ""),)
    assert rows(reliance, "F-024") == (("1", "Dry."),)


def test_F_024_gives_the_outcome_wanted_for_each_issue(reliance: Landlord) -> None:
    received(reliance, issues=ISSUES)

    assert rows(reliance, "F-024") == (("1", "The damp treated."), ("2", ""))
    assert field(reliance, "F-024").to_fill


def test_F_025_says_the_day_they_were_told_and_the_day_they_were_told_to_expect(reliance: Landlord) -> None:
    acknowledged(reliance)

    assert rows(reliance, "F-025") == (("Thursday 5 November 2026", "Thursday 19 November 2026"),)


def test_F_025_stays_open_until_the_acknowledgement_has_gone(reliance: Landlord) -> None:
    reliance.providers.away.update(Channel)
    acknowledged(reliance)

    assert field(reliance, "F-025").to_fill


def test_F_025_counts_what_they_were_told_in_person_before_the_acknowledgement(reliance: Landlord) -> None:
    received(reliance).allocates()
    reliance.records_details(on="Tue 03 Nov 2026")
    reliance.acknowledges(on="Thu 05 Nov 2026")

    assert [told_on for told_on, _ in rows(reliance, "F-025")] == [
        "Tuesday 3 November 2026",
        "Thursday 5 November 2026",
    ]


# -- what was done and found


def test_F_031_lists_what_was_done_with_whom_and_when(reliance: Landlord) -> None:
    acknowledged(reliance)
    reliance.speaks_with_resident(on="Fri 06 Nov 2026", at="10:15", note="a visit on Monday is agreed")

    assert rows(reliance, "F-031") == (
        (
            "Fri 06 Nov 2026",
            "10:15",
            "Priya Nair, Complaints Handler",
            "Contact: spoke: a visit on Monday is agreed",
        ),
    )


def test_F_040_F_041_a_draft_says_that_it_is_one(reliance: Landlord) -> None:
    acknowledged(reliance)
    assert field(reliance, "F-040").to_fill

    reliance.drafts(on="Mon 09 Nov 2026")

    assert lines(reliance, "F-040")[:2] == ("In draft; not given yet", "Upheld")
    assert lines(reliance, "F-041") == ("Inspections are booked at the first call. (landlord)",)


def test_F_040_says_why_a_complaint_was_not_taken(reliance: Landlord) -> None:
    received(reliance)
    refusal = Refusal(
        code="insurance",
        clause="3.2.1.9",
        reasons="It is a claim for damages.",
        alternative="Our insurers will write to you.",
        decided_by=reliance.officer("amara-okafor"),
        decided_at=reliance.now,
    )

    reliance.complaint = reliance.complaint.changed(refusals=(refusal,))

    assert lines(reliance, "F-040") == (
        "Not taken as a complaint (3.2.1.9)",
        "It is a claim for damages.",
        "Our insurers will write to you.",
    )


def test_F_040_F_060_F_062_early_resolution_is_put_right_before_stage_1(reliance: Landlord) -> None:
    received(reliance)
    at, by = reliance.now, reliance.officer("priya-nair")
    tried = QuickTry(agreed_at=at, by=by, action="The lamp is replaced.")
    reliance.complaint = reliance.complaint.changed(stages=(), holder=by, quick=tried)
    assert field(reliance, "F-040").to_fill

    done = tried.model_copy(update={"resolved_at": at, "outcome": "The lamp was replaced."})
    closed = Closed(at=at, reason=CloseReason.PUT_RIGHT, by=staff(by))
    reliance.complaint = reliance.complaint.changed(quick=done, closed=closed)

    assert lines(reliance, "F-040") == ("Early resolution: The lamp was replaced.",)
    assert lines(reliance, "F-060") == ("Monday 2 November 2026 (put right)",)
    assert lines(reliance, "F-061") == ("Priya Nair, Complaints Handler",)
    assert ticked(reliance) == ["Early resolution"]


def test_F_043_A_50_counts_the_working_days_since_receipt_and_since_acknowledgement(reliance: Landlord) -> None:
    answered(reliance)

    assert rows(reliance, "F-043") == (
        ("Thursday 19 November 2026", "12:00", "By e-mail", "The stage 1 response: upheld", "13", "10"),
    )


def test_F_043_the_days_count_from_the_receipt_also_after_a_refusal_was_reversed(reliance: Landlord) -> None:
    reliance.receives_complaint(on="Mon 02 Nov 2026")
    reliance.allocates()
    reliance.refuses_as("unreasonable", on="Wed 04 Nov 2026")
    reliance.reverses_refusal(on="Wed 16 Dec 2026")
    reliance.allocates(on="Thu 17 Dec 2026")
    reliance.acknowledges(on="Thu 17 Dec 2026", at="15:00")
    reliance.responds(on="Fri 18 Dec 2026")

    assert rows(reliance, "F-043")[0][4:] == ("34", "1")


def test_F_043_F_044_stay_open_until_the_response_has_gone(reliance: Landlord) -> None:
    acknowledged(reliance)
    reliance.consults()
    reliance.providers.away.update(Channel)
    reliance.responds(on="Thu 19 Nov 2026")

    assert field(reliance, "F-043").to_fill
    assert field(reliance, "F-044").to_fill


def test_F_044_says_that_they_were_told_of_stage_2(reliance: Landlord) -> None:
    answered(reliance)

    assert lines(reliance, "F-044") == ("Yes: a review at stage 2, to be asked for by Thursday 17 December 2026",)


def test_F_045_lists_what_is_still_to_be_done_and_says_no_where_nothing_is(reliance: Landlord) -> None:
    answered(reliance)
    assert rows(reliance, "F-045") == (("No", "-", "-", "-"),)

    reliance.promises("Mon 07 Dec 2026", on="Fri 20 Nov 2026")
    assert rows(reliance, "F-045") == (("Paint the wall", "priya-nair", "Monday 7 December 2026", ""),)
    assert field(reliance, "F-045").to_fill

    reliance.completes_action(on="Mon 23 Nov 2026")
    assert rows(reliance, "F-045")[0][-1] == "Monday 23 November 2026"


def test_F_060_F_061_say_when_stage_1_was_closed_and_by_whom(reliance: Landlord) -> None:
    answered(reliance)
    assert field(reliance, "F-060").to_fill

    reliance.closes(on="Fri 20 Nov 2026")

    assert lines(reliance, "F-060") == ("Friday 20 November 2026 (resolved satisfied)",)
    assert lines(reliance, "F-061") == ("Priya Nair, Complaints Handler",)
    assert field(reliance, "F-080").to_fill


def test_F_061_says_that_a_complaint_closed_by_itself(reliance: Landlord) -> None:
    answered(reliance)

    reliance.waits(until="Mon 21 Dec 2026")

    assert lines(reliance, "F-061") == ("Closed by itself",)


def test_F_062_ticks_early_resolution_before_stage_1(reliance: Landlord) -> None:
    received(reliance)

    reliance.complaint = reliance.complaint.changed(stages=(), classification=Classification.CONCERN)

    assert ticked(reliance) == ["Early resolution"]


def test_F_062_F_063_tick_the_stage_and_name_who_reviews(reliance: Landlord) -> None:
    answered(reliance)
    assert ticked(reliance) == ["Stage One"]

    reliance.is_asked_for_stage_2(on="Mon 30 Nov 2026")
    assert ticked(reliance) == ["Stage Two"]
    assert rows(reliance, "F-063") == (("", "", "Monday 30 November 2026"),)

    reliance.allocates(to="simon-wright")
    assert rows(reliance, "F-063") == (("Simon Wright", "Property Services Manager", "Monday 30 November 2026"),)


def test_F_062_ticks_the_ombudsman_beside_the_stage(reliance: Landlord) -> None:
    received(reliance)

    reliance.hears_from_the_ombudsman(on="Tue 03 Nov 2026")

    assert ticked(reliance) == ["Stage One", "Ombudsman"]


# -- stage 2


def test_F_070_F_082_stage_2_stays_open_while_there_is_none(reliance: Landlord) -> None:
    answered(reliance)

    fields = [field for section in form(reliance).sections for field in section.fields if field.row >= "F-070"]

    assert len(fields) == 11
    assert all(field.to_fill for field in fields)


def test_F_071_F_072_F_073_F_074_F_076_F_078_F_079_the_review_is_filled_in(reliance: Landlord) -> None:
    final(reliance)

    assert lines(reliance, "F-071")[0] == "Contacted on Wednesday 2 December 2026"
    assert "Stage 1 was not complete." in lines(reliance, "F-072")[0]
    assert next(what for *_, what in rows(reliance, "F-073")) == "Contact: spoke: She wants the wall repainted."
    assert lines(reliance, "F-074")[:2] == ("Yes: this changes the stage 1 outcome", "Upheld")
    assert lines(reliance, "F-076") == ("Inspections are booked at the first call. (landlord)",)
    assert rows(reliance, "F-078")[0] == (
        "Wednesday 16 December 2026",
        "12:00",
        "By e-mail",
        "The stage 2 response: upheld",
        "12",
        "10",
    )
    assert lines(reliance, "F-079") == ("Yes: the Housing Ombudsman Service",)


def test_F_080_F_081_say_when_stage_2_was_closed_and_by_whom(reliance: Landlord) -> None:
    final(reliance)

    reliance.closes(on="Thu 17 Dec 2026", reason="unable_to_agree")

    assert lines(reliance, "F-080") == ("Thursday 17 December 2026 (unable to agree)",)
    assert lines(reliance, "F-081") == ("Simon Wright, Property Services Manager",)
    assert field(reliance, "F-060").to_fill
    assert field(reliance, "F-061").to_fill
    assert field(reliance, "F-082").to_fill


# -- the form itself


def test_A_48_no_acronym_of_the_printed_form_is_left(reliance: Landlord) -> None:
    received(reliance).allocates()

    printed = form(reliance).model_dump_json()

    assert [short for short in reliance.rules.landlord.acronyms if re.search(rf"\b{re.escape(short)}\b", printed)] == []


def test_the_form_has_every_row_of_the_catalogue() -> None:
    paper = RULEBOOK.record_form("reliance")

    there = {row for section in paper.sections for row in (section.row, *(field.row for field in section.fields))}

    numbers = [*range(1, 4), *range(10, 17), *range(20, 26), 30, 31, *range(40, 46), *range(60, 64), *range(70, 83)]
    assert there - {""} == {f"F-{number:03}" for number in numbers}


def test_a_landlord_without_a_form_has_the_houses_record_sheet(qualitas: Landlord) -> None:
    answered(qualitas)

    sheet = form(qualitas)

    assert sheet.title == "Complaint record sheet"
    answers = {field.answer: field for section in sheet.sections for field in section.fields}
    assert set(answers) == {*LINES, *TABLES} - {"by_hand"}
    assert answers["name"].lines == ("Sam Sample",)
    assert answers["outcome_communicated"].rows[0][-2:] == ("13", "10")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param(
            'answer = "handler"', 'answer = "boss"', "'boss' is unknown; choose from: action_taken,", id="answer"
        ),
        pytest.param('["Name", "Job title", "Date"]', '["Name"]', "escalated_to has 3 columns, not 1", id="columns"),
        pytest.param('answer = "stage"', 'answer = "name"', "only the answer 'stage' has choices", id="choices"),
        pytest.param('value = "stage_2"', 'value = "stage_3"', "'stage_3' is unknown; choose from: early", id="choice"),
        pytest.param("((stage_1.details))", "((stage_1.detail))", "2024-06 has no limit stage_1.detail", id="limit"),
        pytest.param("((stage_1.details))", "((details))", "only a limit stands in double brackets", id="brackets"),
        pytest.param('label = "Name" }', 'label = "" }', "label: ", id="no label"),
        pytest.param('label = "Name" }', 'label = "Name", size = 2 }', "size: is not a key this", id="unknown key"),
    ],
)
def test_a_form_that_asks_what_nobody_can_answer_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    folder = shutil.copytree(policies_folder(), tmp_path / "policies")
    text = (folder / FORM).read_text(encoding="utf-8")
    assert old in text
    (folder / FORM).write_text(text.replace(old, new, 1), encoding="utf-8")

    with pytest.raises(RulebookError) as refused:
        Rulebook(folder).record_form("reliance")

    assert str(refused.value).startswith(f"policies/{FORM}, line ")
    assert reason in str(refused.value)


def test_R_068_F_042_the_form_says_what_the_resident_said_with_who_took_it_down_and_how(reliance: Landlord) -> None:
    answered(reliance)
    reliance.hears_reaction(satisfied=False, said="It leaks.")

    answers = {field.answer: field for section in form(reliance).sections for field in section.fields}

    said = answers["feedback"].lines[0]
    assert said.endswith("the resident is not satisfied with the stage 1 response, told by telephone: It leaks.")
    assert "Priya Nair" in said
    assert answers["stage_2_feedback"].to_fill


def test_D12_the_form_says_that_nobody_knows_whether_a_letter_went(qualitas: Landlord) -> None:
    qualitas.providers.losing = {Channel.EMAIL}
    answered(qualitas)

    answers = {field.answer: field for section in form(qualitas).sections for field in section.fields}

    assert answers["outcome_communicated"].rows[0][0] == "nobody knows whether it went"
    assert answers["told_of_stage_2"].lines == ("The response says so; nobody knows whether it went",)
    assert answers["expected_conclusion"].rows[-1][0] == "nobody knows whether it went"
