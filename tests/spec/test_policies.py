"""Each number of the policy files against the catalogue (requirements, section 4), and the Code as the floor."""

import tomllib
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from domain.calendar.limits import TimeLimit
from domain.complaint.entry_kinds import EntryKind
from domain.policy.channels import Channel
from domain.policy.consistency import duties_of, limits_of
from domain.policy.edition import Edition
from domain.policy.stages import Stage
from providers.rulebook import Rulebook, RulebookError, UnknownEditionError, policies_folder
from tests.spec.cast import Landlord
from tests.spec.days import RULEBOOK

RELIANCE = RULEBOOK.edition("reliance", "2024-06")
QUALITAS = RULEBOOK.edition("qualitas", "2024-04")

# landlord, key: amount, what it counts from, clause, whose number
NUMBERS = {
    ("reliance", "stage_1.acknowledge"): (5, "received", "4.1.1", "theirs"),
    ("reliance", "stage_1.contact"): (5, "received", "4.0 Complaints process", "theirs"),
    ("reliance", "stage_1.details"): (5, "received", "Appendix 1, Concern/Complaint Details", "theirs"),
    ("reliance", "stage_1.investigate"): (9, "acknowledged", "Appendix 1, Action Taken To Investigate", "theirs"),
    ("reliance", "stage_1.respond"): (10, "acknowledged", "4.1.1", "theirs"),
    ("reliance", "stage_1.escalation_window"): (20, "response_sent", "4.0 Complaint Stages", "theirs"),
    ("reliance", "stage_1.escalation_window.late_decided_within"): (
        2,
        "escalation_requested",
        "4.0 Complaint Stages",
        "ours",
    ),
    ("reliance", "stage_1.escalation_window.offered_within"): (2, "reaction", "4.0 Complaints process", "ours"),
    ("reliance", "stage_2.acknowledge"): (5, "escalation_requested", "4.1.2", "theirs"),
    ("reliance", "stage_2.contact"): (5, "escalation_requested", "Appendix 1, Escalation to Stage 2", "theirs"),
    ("reliance", "stage_2.investigate"): (19, "escalation_requested", "Appendix 1, Review of Stage One", "ours"),
    ("reliance", "stage_2.respond"): (20, "acknowledged", "4.0 Complaints process", "theirs"),
    ("reliance", "stage_2.close"): (5, "response_sent", "4.0 Complaints process", "ours"),
    ("reliance", "progress_update"): (5, "response_sent", "Appendix 1, Outcome communicated", "ours"),
    ("reliance", "late_letter"): (1, "missed", "4.1.2", "ours"),
    ("reliance", "late_letter.hear_within"): (5, "late_letter_sent", "4.1.2", "ours"),
    ("qualitas", "late_letter"): (1, "missed", "8.2", "ours"),
    ("qualitas", "late_letter.hear_within"): (5, "late_letter_sent", "8.2", "ours"),
    ("reliance", "quick_resolution.lapses_after"): (4, "received", "4.0 Complaint Stages", "ours"),
    ("reliance", "front_door.follow_up"): (20, "passed_on", "2.1", "ours"),
    ("reliance", "refusal.investigation"): (20, "refused", "3.2.1", "ours"),
    ("qualitas", "quick_resolution.lapses_after"): (3, "quick_resolution_agreed", "7.2.2", "ours"),
    ("qualitas", "front_door.follow_up"): (20, "passed_on", "4.2", "ours"),
    ("qualitas", "quick_resolution.limit"): (3, "quick_resolution_agreed", "7.2.2", "theirs"),
    ("qualitas", "stage_1.acknowledge"): (2, "received", "8.1", "theirs"),
    ("qualitas", "stage_1.contact"): (3, "acknowledged", "8.1", "theirs"),
    ("qualitas", "stage_1.approve"): (2, "response_due", "8.1", "ours"),
    ("qualitas", "stage_1.respond"): (10, "acknowledged", "8.2", "theirs"),
    ("qualitas", "stage_1.escalation_window"): (20, "response_received", "9.1", "theirs"),
    ("qualitas", "stage_1.escalation_window.late_decided_within"): (1, "escalation_requested", "9.1", "ours"),
    ("qualitas", "stage_1.escalation_window.offered_within"): (2, "reaction", "9.1", "ours"),
    ("qualitas", "stage_2.acknowledge"): (2, "escalation_requested", "9.1", "theirs"),
    ("qualitas", "stage_2.contact"): (3, "acknowledged", "9.3", "ours"),
    ("qualitas", "stage_2.understanding"): (10, "escalation_requested", "9.4", "theirs"),
    ("qualitas", "stage_2.confirm_understanding"): (10, "understanding_sent", "9.4", "theirs"),
    ("qualitas", "stage_2.respond"): (10, "acknowledged", "9.5", "theirs"),
    ("qualitas", "stage_2.close"): (5, "response_sent", "9.7", "ours"),
    ("qualitas", "actions.answer_within"): (10, "action_completed", "8.2", "ours"),
    ("qualitas", "progress_update"): (5, "response_sent", "8.2", "ours"),
}


def limits(edition: Edition) -> Iterator[tuple[tuple[str, str], TimeLimit]]:
    return (((edition.landlord, ".".join(map(str, key))), limit) for key, limit in limits_of(edition))


def test_every_limit_of_both_policies_is_the_catalogues() -> None:
    found = dict([*limits(RELIANCE), *limits(QUALITAS)])

    numbers = {
        key: (limit.amount, limit.starts_from, limit.clause, "ours" if limit.ours else "theirs")
        for key, limit in found.items()
    }
    assert numbers == NUMBERS
    assert {limit.unit for limit in found.values()} == {"working_days"}


@pytest.mark.parametrize(
    ("edition", "stage", "expected"),
    [
        pytest.param(RELIANCE, Stage.ONE, (10, "exceptional circumstances", ("department_manager",)), id="R-073"),
        pytest.param(RELIANCE, Stage.TWO, (20, "exceptional circumstances", ("slt",)), id="R-087"),
        pytest.param(QUALITAS, Stage.ONE, (10, "good reason", ("smt",)), id="Q-056"),
        pytest.param(QUALITAS, Stage.TWO, (20, "good reason", ("smt",)), id="A-35"),
    ],
)
def test_R_073_R_087_Q_056_extensions(
    edition: Edition, stage: Stage, expected: tuple[int, str, tuple[str, ...]]
) -> None:
    extension = edition.stage(stage).extension

    assert (extension.amount, extension.beyond, extension.beyond_approved_by) == expected
    assert extension.times == 1
    assert extension.asks_agreement is (edition is QUALITAS)


def test_Q_081_an_extension_asks_the_residents_agreement() -> None:
    assert QUALITAS.stage_1.extension.agreement_clause == QUALITAS.stage_2.extension.agreement_clause == "9.9"


def test_R_053_the_windows_other_figures_are_kept_for_the_reader() -> None:
    window = RELIANCE.stage_1.escalation_window

    assert window is not None
    assert window.variants == ("10 days", "20 days")
    assert window.late_decided_by == ("department_manager",)
    assert window.tell_before_closing == 2


def test_R_054_the_department_manager_reviews_and_consults_slt() -> None:
    assert RELIANCE.stage_2.owner.roles == ("department_manager",)
    assert RELIANCE.stage_2.owner.else_roles == ("slt",)
    assert RELIANCE.stage_2.consult is not None
    assert RELIANCE.stage_2.consult.role == "slt"
    assert RELIANCE.stage_2.apart_from_stage_1


def test_Q_052_the_senior_management_team_approves_stage_1_only() -> None:
    approve = QUALITAS.stage_1.approve

    assert approve is not None
    assert (approve.role, approve.before) == ("smt", True)
    assert QUALITAS.stage_2.approve is None


def test_Q_072_a_manager_not_previously_involved_reviews() -> None:
    assert QUALITAS.stage_2.owner.roles == ("senior_manager", "manager")
    assert QUALITAS.stage_2.owner.else_roles == ("smt",)
    assert (QUALITAS.stage_2.apart_from_stage_1, QUALITAS.stage_2.apart_clause) == (True, "9.2")


def test_Q_053_an_acknowledgement_counts_by_letter_or_email() -> None:
    in_writing = (Channel.EMAIL, Channel.LETTER)

    assert QUALITAS.stage_1.acknowledge.counts_by == QUALITAS.stage_2.acknowledge.counts_by == in_writing


def test_Q_077_the_final_response_must_have_arrived() -> None:
    assert [edition.stage(stage).respond.arrives for edition in (RELIANCE, QUALITAS) for stage in Stage] == [
        False,
        False,
        False,
        True,
    ]


def test_R_060_F_077_the_internal_targets() -> None:
    assert RELIANCE.stage_1.acknowledge.internal_target_earlier == 1
    assert RELIANCE.stage_2.respond.internal_target_from == "escalation_requested"


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        pytest.param(RELIANCE, (12, 12, True, False, True, False), id="reliance"),
        pytest.param(QUALITAS, (12, 6, False, True, False, True), id="qualitas"),
    ],
)
def test_R_037_Q_016_F_045_Q_061_R_090_the_other_rules(edition: Edition, expected: tuple[int | bool, ...]) -> None:
    assert (
        edition.eligibility.age_limit_months,
        edition.eligibility.policy_months,
        edition.closing.waits_for_actions,
        edition.closing.needs_agreement,
        edition.survey.sent,
        edition.actions.resident_confirms,
    ) == expected


EXCLUSIONS = {
    # code: clause, what its refusal needs, what becomes of the matter
    "reliance": {
        "anonymous": ("3.2.1.1", ("anonymity",), None),
        "no_authority": ("3.2.1.2", ("authority",), None),
        "already_investigated": ("3.2.1.3 and 3.2.1.4", ("prior_reference", "prior_answered_on"), None),
        "policy_clarification": ("3.2.1.5", ("passed_on_to",), "enquiry"),
        "policy_content": ("3.2.1.6", ("policy",), "policy_feedback"),
        "insurance_claim": ("3.2.1.7", (), "insurance_team"),
        "out_of_time": ("3.2.1.8", ("discretion",), None),
        "rent_or_service_charge": ("3.2.1.9", (), None),
        "special_arrangement": ("3.2.1.10", ("evidence", "review_on"), None),
        "unreasonable": ("3.2.1.11", ("evidence", "review_on"), None),
        "another_reason": ("3.2.1", ("matter", "evidence"), None),
    },
    "qualitas": {
        "with_or_concluded_by_ombudsman": ("1st bullet", ("ombudsman_reference",), None),
        "first_time_enquiry": ("2nd bullet", ("passed_on_to",), "service_request"),
        "liability_or_pi_claim": ("3rd bullet", (), "insurance_contact"),
        "legal_action": ("4th bullet", ("court_reference", "claim_filed_on"), None),
        "asb_or_neighbour": ("5th bullet", ("passed_on_to",), "service_request"),
        "other_appeal_route": ("6th bullet", ("appeal_route",), None),
        "out_of_time": ("7th bullet", ("discretion",), None),
        "policy_content": ("10th and 13th bullets", ("policy",), "policy_feedback"),
    },
}


@pytest.mark.parametrize("edition", [RELIANCE, QUALITAS], ids=["R-031 to R-040", "Q-010 to Q-023"])
def test_R_030_Q_020_every_exclusion_is_the_policys(edition: Edition) -> None:
    listed = {
        exclusion.code: (
            exclusion.clause.removeprefix("2.3, matters not covered, "),
            exclusion.needs,
            exclusion.becomes or exclusion.refers_to,
        )
        for exclusion in edition.exclusions
    }

    assert listed == EXCLUSIONS[edition.landlord]


@pytest.mark.parametrize(
    ("edition", "decided_by", "needs_alternative", "investigates"),
    [
        pytest.param(RELIANCE, ("department_manager",), False, True, id="R-030"),
        pytest.param(QUALITAS, ("smt", "managing_director"), True, False, id="Q-016, Q-020"),
    ],
)
def test_R_030_Q_016_Q_020_who_refuses_and_with_what(
    edition: Edition, decided_by: tuple[str, ...], *, needs_alternative: bool, investigates: bool
) -> None:
    rule = edition.refusal

    assert rule.decided_by == edition.eligibility.decided_by == decided_by
    assert (rule.least_words, rule.needs_alternative, rule.investigates_internally) == (
        10,
        needs_alternative,
        investigates,
    )


def test_Q_017_Q_018_the_exceptions_to_the_age_limit_serve_both() -> None:
    exceptions = ("ongoing_related_issue", "mp_request", "ombudsman_request", "previously_unrecorded")

    assert RELIANCE.eligibility.exceptions == QUALITAS.eligibility.exceptions == exceptions


@pytest.mark.parametrize("landlord", RULEBOOK.landlords())
def test_D10_the_ladder_is_ours_and_knows_every_duty(landlord: str) -> None:
    ladder = RULEBOOK.landlord(landlord).ladder

    assert ladder.ours
    assert (ladder.starts_at, ladder.ends_at, ladder.spread_minutes, ladder.long_from) == (time(9), time(17), 20, 5)
    assert ladder.spread_to_the_second
    assert (ladder.long.before, ladder.long.on_the_day, ladder.long.after) == ((2, 1), True, (1, 3))
    assert (ladder.short.before, ladder.short.on_the_day, ladder.short.after) == ((1,), True, (1, 3))
    assert {key.ladder for key in duties_of(RULEBOOK.edition(landlord))} <= ladder.told.keys()


@pytest.mark.parametrize("landlord", RULEBOOK.landlords())
def test_A_12_residents_are_told_the_ombudsmans_present_address_and_no_email(landlord: str) -> None:
    ombudsman = RULEBOOK.landlord(landlord).ombudsman

    assert ombudsman.post == ("PO Box 1484", "Unit D", "Preston", "PR2 0ET")
    assert (ombudsman.phone, ombudsman.email) == ("0300 111 3000", None)
    assert "info@housing-ombudsman.org.uk" in ombudsman.as_printed.text


@pytest.mark.parametrize("landlord", RULEBOOK.landlords())
def test_A_33_a_posted_letter_is_received_two_working_days_later(landlord: str) -> None:
    delivery = RULEBOOK.landlord(landlord).delivery

    assert (delivery.email, delivery.text, delivery.letter, delivery.by_hand) == (0, 0, 2, 0)


@pytest.mark.parametrize(
    ("landlord", "role", "least"),
    [
        pytest.param("reliance", "complaints_handler", 2, id="Reliance, stage 1"),
        pytest.param("reliance", "department_manager", 2, id="Reliance, stage 2"),
        pytest.param("reliance", "slt", 2, id="Reliance, who steps in"),
        pytest.param("qualitas", "operations", 2, id="Qualitas, stage 1"),
        pytest.param("qualitas", "senior_manager", 2, id="Qualitas, stage 2"),
        pytest.param("qualitas", "manager", 2, id="Qualitas, another manager"),
        pytest.param("qualitas", "smt", 2, id="Qualitas, approval"),
        pytest.param("reliance", "complaints_officer", 1, id="Reliance, complaints officer"),
        pytest.param("qualitas", "complaints_officer", 1, id="Qualitas, complaints officer"),
    ],
)
def test_D15_duties_can_be_kept_apart(landlord: str, role: str, least: int) -> None:
    people = RULEBOOK.directory(landlord).people

    assert sum(role in person.roles for person in people) >= least


def test_the_code_is_the_floor() -> None:
    code = RULEBOOK.code()

    limits = [
        (stage.acknowledge.amount, stage.respond.amount, stage.extension.amount)
        for stage in (code.stage_1, code.stage_2)
    ]
    assert limits == [(5, 10, 10), (5, 20, 20)]
    assert (code.age_limit.months, code.stages.most) == (12, 2)
    assert code.stage_2.reasons is not None
    assert not code.stage_2.reasons.required
    assert [len(stage.letter.contents) for stage in (code.stage_1, code.stage_2)] == [7, 7]


@pytest.mark.parametrize("landlord", RULEBOOK.landlords())
def test_no_limit_of_a_policy_falls_below_the_code(landlord: str) -> None:
    edition, code = RULEBOOK.edition(landlord), RULEBOOK.code()

    for policy, floor in ((edition.stage_1, code.stage_1), (edition.stage_2, code.stage_2)):
        assert policy.acknowledge.amount <= floor.acknowledge.amount
        assert policy.respond.amount <= floor.respond.amount
        assert policy.extension.amount <= floor.extension.amount
    assert edition.eligibility.age_limit_months >= code.age_limit.months


@pytest.mark.parametrize(
    "path", sorted(policies_folder().glob("*/*.toml")), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_every_file_says_what_it_is_and_every_number_has_its_clause(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.startswith("# ")
    assert all("clause" in table for table in _tables(tomllib.loads(text)) if "amount" in table)


def _tables(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _tables(inner)


def test_D1_a_complaint_keeps_the_edition_in_force_when_it_was_received(tmp_path: Path) -> None:
    rulebook = _with_a_second_edition(tmp_path)

    received = [date(2026, 6, 30), date(2026, 7, 1)]

    assert [rulebook.rules("reliance", on).edition.edition for on in received] == ["2024-06", "2026-07"]
    assert [edition.edition for edition in rulebook.editions("reliance")] == ["2024-06", "2026-07"]
    assert rulebook.edition("reliance").edition == "2026-07"


def _with_a_second_edition(folder: Path) -> Rulebook:
    source = policies_folder() / "reliance"
    (folder / "reliance").mkdir()
    for name in ("landlord.toml", "staff.toml", "2024-06.toml"):
        (folder / "reliance" / name).write_text((source / name).read_text(encoding="utf-8"), encoding="utf-8")
    second = (source / "2024-06.toml").read_text(encoding="utf-8").replace("2024-06-01", "2026-07-01")
    (folder / "reliance" / "2026-07.toml").write_text(second.replace('"2024-06"', '"2026-07"'), encoding="utf-8")
    return Rulebook(folder)


def test_D1_a_complaint_from_before_every_edition_is_judged_by_the_first_and_its_record_says_so() -> None:
    landlord = Landlord("reliance")
    landlord.receives_complaint(on="Fri 31 May 2024")

    assert landlord.rules.edition.edition == "2024-06"
    assert landlord.record_of(EntryKind.RECEIVED)[0].endswith(
        "judged by edition 2024-06 of the policy, the first there is, though it came into force later, on Saturday "
        "1 June 2024"
    )


def test_an_edition_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownEditionError, match="no edition '2023-01'; choose from: 2024-06"):
        RULEBOOK.edition("reliance", "2023-01")


@pytest.mark.parametrize("landlord", ["nobody", "code", "..", ""])
def test_a_landlord_that_does_not_exist_is_refused(landlord: str) -> None:
    with pytest.raises(RulebookError, match=r"there is no landlord .*; choose from: qualitas, reliance"):
        RULEBOOK.landlord(landlord)


def test_D2_the_calendar_reaches_from_a_year_before_receipt_to_two_years_after() -> None:
    calendar = RULEBOOK.rules("reliance", date(2026, 12, 31)).calendar

    assert calendar.covers(date(2025, 12, 31))
    assert calendar.covers(date(2028, 12, 31))


def test_the_rules_survive_the_journey_as_json() -> None:
    rules = RULEBOOK.rules("qualitas", date(2026, 11, 21))

    assert type(rules).model_validate_json(rules.model_dump_json()) == rules
