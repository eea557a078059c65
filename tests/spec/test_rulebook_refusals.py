"""Each file that does not hold together is refused with its name, line, key and reason (D1)."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from providers.rulebook import Rulebook, RulebookError, policies_folder

LANDLORD = "reliance/landlord.toml"
STAFF = "reliance/staff.toml"
EDITION = "reliance/2024-06.toml"
QUALITAS = "qualitas/2024-04.toml"
CODE = "code/2024-04.toml"

S1_ACKNOWLEDGE = '[stage_1.acknowledge]\namount = 5\nunit = "working_days"\nstarts_from = "received"'
S1_RESPOND = '[stage_1.respond]\namount = 10\nunit = "working_days"\nstarts_from = "acknowledged"'
S1_WINDOW = '[stage_1.escalation_window]\namount = 20\nunit = "working_days"\nstarts_from = "response_sent"'
APPROVE = 'starts_from = "response_due"\nbefore = true'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(policies_folder(), tmp_path / "policies")


def read(folder: Path) -> None:
    rulebook = Rulebook(folder)
    for landlord in rulebook.landlords():
        rulebook.directory(landlord)
        rulebook.rules(landlord, date(2026, 11, 21))
    rulebook.code()


def refusal(folder: Path, file: str, old: str, new: str) -> str:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RulebookError) as refused:
        read(folder)
    return str(refused.value)


def line(file: str, text: str, after: str = "") -> int:
    """The line on which *text* first stands, looking from *after* on."""
    whole = (policies_folder() / file).read_text(encoding="utf-8")
    return whole[: whole.index(text, whole.index(after))].count("\n") + 1


def test_one_landlords_endless_file_keeps_nobody_from_anothers_complaints(folder: Path) -> None:
    (folder / QUALITAS).with_name("landlord.toml").write_text(f"x = {'[' * 3000}", encoding="utf-8")

    assert Rulebook(folder).prefixes()["reliance"] == ("REL",)
    with pytest.raises(RulebookError, match="too many lists or tables within one another"):
        Rulebook(folder).landlord("qualitas")


def test_the_policies_as_they_are_hold_together(folder: Path) -> None:
    read(folder)


def test_the_sentence_names_file_line_key_and_reason(folder: Path) -> None:
    said = refusal(folder, EDITION, S1_ACKNOWLEDGE, S1_ACKNOWLEDGE.replace("amount = 5", "amount = 0"))

    number = line(EDITION, "amount", after="[stage_1.acknowledge]")
    assert said == f"policies/{EDITION}, line {number}: stage_1.acknowledge.amount: must be more than zero, not 0"


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        pytest.param(EDITION, 'title = "', 'titel = "', "control.title: is missing", id="missing key"),
        pytest.param(EDITION, "times = 1", "time = 1", "extension.time: is not a key this file", id="unknown key"),
        pytest.param(LANDLORD, "key = ", "keys = 1\nkey = ", "keys: is not a key this file may have", id="unknown top"),
        pytest.param(EDITION, S1_RESPOND, S1_RESPOND.replace("amount = 10\n", ""), "amount: is missing", id="no limit"),
        pytest.param(EDITION, "[stage_2.respond]", "[stage_2.answer]", "stage_2.respond: is missing", id="no clock"),
        pytest.param(
            STAFF, '"Priya Nair"', '"Priya\\u001b[2J"', "people.0.name: holds a control character", id="escape"
        ),
        pytest.param(STAFF, '"Priya Nair"', '"Priya \\u202eriaN"', "control character (U+202E)", id="override"),
        pytest.param(LANDLORD, 'name = "Rel', 'name = "\\u0000Rel', "name: holds a control character", id="nul"),
        pytest.param(LANDLORD, 'name = "Reliance', 'name = "a\\r\\nBcc: b', "name: has more than one line", id="lines"),
        pytest.param(
            STAFF, '"Priya Nair"', '"Priya\\nNair"', "people.0.name: has more than one line", id="name's lines"
        ),
        pytest.param(STAFF, '"Priya Nair"', '"\\u3164"', "people.0.name: is blank", id="blank name"),
        pytest.param(STAFF, 'id = "priya-nair"', 'id = " "', "people.0.id: ' ' is not one word", id="blank id"),
        pytest.param(STAFF, 'id = "leah-brooks"', 'id = "nobody"', "id: 'nobody' means something else", id="id nobody"),
        pytest.param(STAFF, 'id = "leah-brooks"', 'id = "slt"', "id: 'slt' means something else", id="id of a role"),
        pytest.param(STAFF, 'id = "leah-brooks"', 'id = "Priya-Nair"', "'Priya-Nair' is given twice", id="id twice"),
        pytest.param(
            STAFF, "first = 2026-12-14", 'first = "14/12/2026"', "is not a date; write it as 2026-12-24", id="no date"
        ),
        pytest.param(
            LANDLORD, "starts_at = 08:00:00", 'starts_at = "25:00"', "'25:00' is not a time of day", id="no time"
        ),
        pytest.param(LANDLORD, '"REL"', '"rel"', "a prefix is two to five capital letters", id="no prefix"),
        pytest.param(EDITION, "amount = 9", "amount = -9", "must be more than zero, not -9", id="negative"),
        pytest.param(EDITION, "amount = 9", 'amount = "nine"', "stage_1.investigate.amount: ", id="no number"),
        pytest.param(EDITION, "amount = 9", "amount = 367", "367 days is longer than a year", id="too long"),
        pytest.param(
            EDITION,
            S1_ACKNOWLEDGE,
            S1_ACKNOWLEDGE.replace("working_days", "weeks"),
            "stage_1.acknowledge.unit: 'weeks' is unknown; choose from: 'working_days' or 'calendar_days'",
            id="unknown unit",
        ),
        pytest.param(
            EDITION,
            S1_ACKNOWLEDGE,
            S1_ACKNOWLEDGE.replace("received", "opened"),
            "stage_1.acknowledge.starts_from: 'opened' is unknown; choose from: 'received'",
            id="unknown event",
        ),
        pytest.param(
            EDITION,
            S1_ACKNOWLEDGE,
            S1_ACKNOWLEDGE.replace("received", "acknowledged"),
            "stage_1.acknowledge.starts_from: cannot start from acknowledged, only from received",
            id="starts from itself",
        ),
        pytest.param(
            EDITION,
            S1_WINDOW,
            S1_WINDOW.replace("response_sent", "acknowledged"),
            "cannot start from acknowledged, only from response_received or response_sent",
            id="window",
        ),
        pytest.param(
            QUALITAS,
            APPROVE,
            APPROVE.replace("response_due", "acknowledged"),
            "stage_1.approve.starts_from: cannot start from acknowledged, only from response_due",
            id="approval not from the due date",
        ),
        pytest.param(
            QUALITAS,
            APPROVE,
            APPROVE.replace("true", "false"),
            "stage_1.approve.before: the limit must be counted back from the response",
            id="approval not counted back",
        ),
        pytest.param(
            EDITION, S1_RESPOND, S1_RESPOND + "\nbefore = true", "the limit cannot be counted back", id="counted back"
        ),
        pytest.param(
            QUALITAS,
            'unit = "working_days"\n' + APPROVE,
            'unit = "calendar_days"\n' + APPROVE,
            "stage_1.approve.unit: a limit that is counted back counts working days",
            id="calendar days back",
        ),
        pytest.param(
            QUALITAS,
            'starts_from = "understanding_sent"',
            'starts_from = "acknowledged"',
            "stage_2.confirm_understanding.starts_from: cannot start from acknowledged, only from understanding_sent",
            id="confirmation not from the letter",
        ),
        pytest.param(
            QUALITAS,
            'starts_from = "action_completed"',
            'starts_from = "received"',
            "actions.answer_within.starts_from: cannot start from received, only from action_completed",
            id="action",
        ),
        pytest.param(
            EDITION,
            'roles = ["complaints_handler"]',
            'roles = ["compliants_handler"]',
            "stage_1.owner.roles: 'compliants_handler' is not a role of Reliance; choose from: board_member",
            id="owner's role",
        ),
        pytest.param(
            LANDLORD,
            'oversees = ["complaints_officer"]',
            'oversees = ["compliants_officer"]',
            "access.oversees: 'compliants_officer' is not a role of Reliance",
            id="who oversees",
        ),
        pytest.param(
            STAFF,
            'email = "tom-hughes@reliance.example.com"',
            'email = "tom-hughes@reliance.example.com"\nsign_in = "a"\n[[people]]\nid = "x"\nname = "X"\n'
            'job_title = "X"\nroles = []\nemail = "x@reliance.example.com"\nsign_in = "a"',
            "sign_in: 'a' is given twice",
            id="one subject for two people",
        ),
        pytest.param(
            EDITION, 'else_roles = ["slt"]', 'else_roles = ["smt"]', "else_roles: 'smt' is not a role", id="else role"
        ),
        pytest.param(EDITION, 'role = "slt"', 'role = "smt"', "stage_2.consult.role: 'smt' is not", id="consultation"),
        pytest.param(QUALITAS, 'role = "smt"', 'role = "slt"', "stage_1.approve.role: 'slt' is not", id="approval"),
        pytest.param(
            EDITION,
            'beyond_approved_by = ["department_manager"]',
            'beyond_approved_by = ["manager"]',
            "stage_1.extension.beyond_approved_by: 'manager' is not a role",
            id="extension's role",
        ),
        pytest.param(
            EDITION,
            'late_decided_by = ["department_manager"]',
            'late_decided_by = ["manager"]',
            "stage_1.escalation_window.late_decided_by: 'manager' is not a role",
            id="window's role",
        ),
        pytest.param(
            LANDLORD,
            '"action" = { remind = ["action_owner", "handler"]',
            '"action" = { remind = ["actions_owner", "handler"]',
            "ladder.told.action.remind: 'actions_owner' is not a role of Reliance",
            id="ladder's role",
        ),
        pytest.param(
            LANDLORD,
            '"stage_1.details" =',
            '"stage_1.detail" =',
            "ladder.told: lacks 'stage_1.details', which the edition 2024-06 asks for",
            id="ladder lacks a duty",
        ),
        pytest.param(
            LANDLORD,
            'raise_to = ["slt", "coo"]',
            "raise_to = []",
            "ladder.told.stage_2.respond.raise_to: names nobody",
            id="ladder tells nobody",
        ),
        pytest.param(
            LANDLORD,
            "ends_at = 17:00:00",
            "ends_at = 09:20:00",
            "ladder.spread_minutes: the last reminders would go after ends_at",
            id="ladder spread past its hours",
        ),
        pytest.param(LANDLORD, "after = [1, 3]", "after = [1, 1]", "ladder.long: names the same day", id="rung twice"),
        pytest.param(
            LANDLORD, "after = [1, 3]", "after = [3, 1]", "ladder.long: names its days out", id="rungs mixed up"
        ),
        pytest.param(LANDLORD, "before = [2, 1]", "before = [0]", "ladder.long.before.0: must be more", id="rung zero"),
        pytest.param(LANDLORD, "starts_at = 09:00", "starts_at = 18:00", "would stop before they", id="ladder hours"),
        pytest.param(LANDLORD, 'link = "#00603a"', 'link = "#ffb000"', "brand.link: '#ffb000' cannot", id="pale"),
        pytest.param(LANDLORD, 'link = "#00603a"', 'link = "green"', "brand.link: 'green' cannot", id="no colour"),
        pytest.param(LANDLORD, "starts_at = 08:00", "starts_at = 21:00", "texts would stop before", id="text hours"),
        pytest.param(
            STAFF, '["team_supervisor"]', '["supervisor"]', "people.3.roles: 'supervisor' is", id="staff role"
        ),
        pytest.param(
            STAFF, 'deputy = "tom-hughes"', 'deputy = "priya-nair"', "cannot stand in for themselves", id="own deputy"
        ),
        pytest.param(STAFF, 'id = "leah-brooks"', 'id = "priya-nair"', "'priya-nair' is given twice", id="id twice"),
        pytest.param(STAFF, "last = 2026-12-18", "last = 2026-12-01", "2026-12-01 comes before", id="absence"),
        pytest.param(
            LANDLORD,
            "working_week = [0, 1, 2, 3, 4]",
            "working_week = []",
            "working_week: no day of the week is a working day",
            id="E-34 no working week",
        ),
        pytest.param(
            LANDLORD, "[0, 1, 2, 3, 4]", "[1, 2, 7]", "the days are 0 (Monday) to 6 (Sunday)", id="no such day"
        ),
        pytest.param(
            LANDLORD,
            "closures = []",
            'closures = [{ first = 2020-01-01, last = 2040-12-31, why = "Closed for good" }]',
            "closures: the closures leave no working day",
            id="E-34 always closed",
        ),
        pytest.param(
            LANDLORD,
            "closures = []",
            'closures = [{ first = 2026-12-31, last = 2026-12-24, why = "Christmas" }]',
            "closures.0: 2026-12-24 comes before 2026-12-31",
            id="closure backwards",
        ),
        pytest.param(LANDLORD, 'nation = "england"', 'nation = "britain"', "nation: 'britain' is unknown", id="nation"),
        pytest.param(LANDLORD, '"Europe/London"', '"Europe/Londn"', "time_zone: 'Europe/Londn' is no", id="time zone"),
        pytest.param(LANDLORD, '"REL"', '"RIO"', "reference_prefix: ", id="prefix with letters like digits"),
        pytest.param(LANDLORD, 'key = "reliance"', 'key = "relyance"', "key: is 'relyance' in the folder of", id="key"),
        pytest.param(
            EDITION, 'edition = "2024-06"', 'edition = "2024-07"', "edition: is '2024-07' where", id="edition"
        ),
        pytest.param(
            EDITION, 'landlord = "reliance"', 'landlord = "qualitas"', "landlord: is 'qualitas'", id="landlord"
        ),
        pytest.param(EDITION, "policy_months = 12", "policy_months = 13", "is longer than age_limit", id="age limit"),
        pytest.param(
            EDITION,
            "age_limit_months = 12",
            "age_limit_months = 0",
            "age_limit_months: must be more",
            id="no age limit",
        ),
        pytest.param(
            EDITION,
            'code = "no_authority"',
            'code = "anonymous"',
            "exclusions.1.code: the code 'anonymous' is given twice",
            id="exclusion twice",
        ),
        pytest.param(
            EDITION,
            "[stage_1.investigate]\namount = 9",
            "[stage_1.investigate]\namount = 11",
            "stage_1.investigate.amount: is due after the response it leads to (11 working days beside 10",
            id="a milestone after the response",
        ),
        pytest.param(
            EDITION,
            "[stage_2.investigate]\namount = 19",
            "[stage_2.investigate]\namount = 21",
            "stage_2.investigate.amount: is due after the response it leads to",
            id="a review after the final response",
        ),
        pytest.param(
            EDITION,
            '[stage_1.contact]\namount = 5\nunit = "working_days"',
            '[stage_1.contact]\namount = 15\nunit = "calendar_days"',
            "stage_1.contact.amount: is due after the response it leads to (15 calendar days beside 10 working days)",
            id="a contact in calendar days after the response",
        ),
        pytest.param(
            QUALITAS,
            "[stage_1.approve]\namount = 2",
            "[stage_1.approve]\namount = 10",
            "stage_1.approve.amount: the response (10 working days) lies inside its approval",
            id="a response inside its approval",
        ),
        pytest.param(
            EDITION,
            "internal_target_earlier = 1",
            "internal_target_earlier = 5",
            "stage_1.acknowledge.internal_target_earlier: the landlord's own target would be past",
            id="a target on the day of receipt",
        ),
        pytest.param(
            EDITION,
            "over_working_days = 3",
            "over_working_days = 6",
            "stage_1.contact.over_working_days: the attempts would take longer than the time to speak",
            id="attempts that take too long",
        ),
        pytest.param(
            EDITION,
            "tell_before_closing = 2",
            "tell_before_closing = 20",
            "stage_1.escalation_window.tell_before_closing: the closing would be told before the window begins",
            id="told before the window begins",
        ),
        pytest.param(
            QUALITAS,
            "[stage_1.escalation_window.offered_within]\namount = 2",
            "[stage_1.escalation_window.offered_within]\namount = 20",
            "offered_within.amount: stage 2 would be offered after the time to ask for it",
            id="an offer after the window",
        ),
        pytest.param(
            QUALITAS,
            "[stage_1.escalation_window.late_decided_within]\namount = 1",
            "[stage_1.escalation_window.late_decided_within]\namount = 3",
            "late_decided_within.amount: a late request would be decided after stage 2 has to be acknowledged",
            id="a decision after its acknowledgement",
        ),
        pytest.param(
            QUALITAS,
            "[quick_resolution.lapses_after]\namount = 3",
            "[quick_resolution.lapses_after]\namount = 2",
            "quick_resolution.lapses_after.amount: it would lapse within the time to put it right (3 working days)",
            id="a lapse within the time",
        ),
        pytest.param(
            EDITION,
            "[quick_resolution.lapses_after]\namount = 4",
            "[quick_resolution.lapses_after]\namount = 5",
            "quick_resolution.lapses_after.amount: stage 1 would begin when it has to be acknowledged already",
            id="a lapse on the day to acknowledge",
        ),
        pytest.param(
            EDITION,
            'asks = "Is it a matter that the arrangement does not cover?"\n',
            "",
            "exclusions.8.code: the exclusion 'special_arrangement': has no question (asks)",
            id="exclusion without its question",
        ),
        pytest.param(
            EDITION,
            "is_age = true\n",
            'is_age = true\nasks = "Is it old?"\n',
            "the exclusion 'out_of_time': the age limit asks no question: days decide",
            id="a question of age",
        ),
        pytest.param(
            EDITION,
            "is_age = true\n",
            'asks = "Is it in time?"\n',
            "exclusions: exactly one exclusion is the age limit (is_age)",
            id="no exclusion by age",
        ),
        pytest.param(
            EDITION,
            'needs = ["discretion"]\n',
            "",
            "discretion beyond the age limit must be considered (Code 2.3)",
            id="no discretion",
        ),
        pytest.param(
            EDITION,
            'needs = ["evidence", "review_on"]',
            'needs = ["proof"]',
            "exclusions.8.needs.0: 'proof' is unknown; choose from: 'anonymity'",
            id="unknown need",
        ),
        pytest.param(
            EDITION,
            'becomes = "enquiry"\nneeds = ["passed_on_to"]\n',
            'becomes = "enquiry"\n',
            "the exclusion 'policy_clarification' lacks 'passed_on_to' in its needs",
            id="passed on to nobody",
        ),
        pytest.param(
            QUALITAS,
            'needs = ["policy"]\n',
            "",
            "the exclusion 'policy_content' lacks 'policy' in its needs",
            id="feedback on no policy",
        ),
        pytest.param(
            EDITION,
            '"compliment", "policy_feedback"]',
            '"compliment"]',
            "exclusions.4.becomes: the front door keeps no records of 'policy_feedback'",
            id="kept as what is not kept",
        ),
        pytest.param(
            EDITION,
            'refers_to = "insurance_team"',
            'refers_to = "insurers"',
            "exclusions.5.refers_to: 'insurers' is not a role of Reliance",
            id="handed to an unknown role",
        ),
        pytest.param(
            QUALITAS,
            'refers_to = "insurance_contact"',
            'refers_to = "insurance_contact"\ndecided_by = ["insurers"]',
            "exclusions.2.decided_by: 'insurers' is not a role of Qualitas Housing",
            id="decided by an unknown role",
        ),
        pytest.param(
            EDITION,
            "least_words = 10",
            "least_words = 0",
            "refusal.least_words: must be more than zero, not 0",
            id="reasons without words",
        ),
        pytest.param(
            EDITION,
            '[refusal]\ndecided_by = ["department_manager"]',
            '[refusal]\ndecided_by = ["manager"]',
            "refusal.decided_by: 'manager' is not a role",
            id="refusal's role",
        ),
        pytest.param(
            EDITION,
            'policy_months = 12\ndecided_by = ["department_manager"]',
            'policy_months = 12\ndecided_by = ["manager"]',
            "eligibility.decided_by: 'manager' is not a role",
            id="eligibility's role",
        ),
        pytest.param(
            EDITION, '"mp_request",', '"mp_wish",', "eligibility.exceptions.1: 'mp_wish' is unknown", id="exception"
        ),
        pytest.param(
            LANDLORD,
            '"stage_1.refusal_letter" =',
            '"stage_1.refusal" =',
            "ladder.told: lacks 'stage_1.refusal_letter'",
            id="ladder lacks the refusal letter",
        ),
        pytest.param(EDITION, "[stage_2.close]", "[stage_2.shut]", "stage_2.shut: is not a key", id="close misspelt"),
        pytest.param(CODE, "required = false", "needed = false", "stage_2.reasons.required: is missing", id="the Code"),
        pytest.param(CODE, "amount = 20", "amount = 0", "stage_2.respond.amount: must be more", id="the Code's zero"),
    ],
)
def test_a_file_that_does_not_hold_together_is_refused(
    folder: Path, file: str, old: str, new: str, reason: str
) -> None:
    said = refusal(folder, file, old, new)

    assert said.startswith(f"policies/{file}, line ")
    assert reason in said


@pytest.mark.parametrize(
    ("table", "file", "reason"),
    [
        pytest.param("[stage_1.escalation_window]", EDITION, "stage_1: escalation_window is missing", id="no window"),
        pytest.param("[stage_2.close]", EDITION, "stage_2: close is missing: the complaint would stay", id="no close"),
        pytest.param("[stage_2.confirm_understanding]", QUALITAS, "stage_2: understanding and confirm", id="half"),
    ],
)
def test_a_stage_that_leads_nowhere_is_refused(folder: Path, table: str, file: str, reason: str) -> None:
    name = table.strip("[]")
    blocks = (folder / file).read_text(encoding="utf-8").split("\n\n")
    kept = [block for block in blocks if not block.startswith((table, f"[{name}."))]
    (folder / file).write_text("\n\n".join(kept), encoding="utf-8")

    with pytest.raises(RulebookError, match=reason):
        read(folder)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        pytest.param(
            "[stage_1.owner]",
            "[stage_1]\napart_from_stage_1 = true\n\n[stage_1.owner]",
            "stage 1 cannot be apart from itself",
            id="apart from itself",
        ),
        pytest.param(
            "[stage_1.investigate]",
            "[stage_1.understanding]",
            "confirmed at stage 2 only",
            id="understanding at stage 1",
        ),
    ],
)
def test_a_stage_with_what_belongs_to_the_other_is_refused(folder: Path, old: str, new: str, reason: str) -> None:
    assert reason in refusal(folder, EDITION, old, new)


def test_a_window_for_a_stage_3_is_refused(folder: Path) -> None:
    text = (folder / EDITION).read_text(encoding="utf-8")
    window = text[
        text.index("[stage_1.escalation_window]") : text.index("# ---", text.index("[stage_1.escalation_window]"))
    ]

    said = refusal(folder, EDITION, "[stage_2.close]", window.replace("stage_1", "stage_2") + "\n[stage_2.close]")

    assert said.endswith("stage_2.escalation_window: there is no stage 3 to ask for")


def test_a_policy_without_regular_updates_holds_together(folder: Path) -> None:
    blocks = (folder / EDITION).read_text(encoding="utf-8").split("\n\n")
    kept = [block for block in blocks if not block.startswith("[progress_update]")]
    (folder / EDITION).write_text("\n\n".join(kept), encoding="utf-8")

    read(folder)


def test_an_ignored_holiday_that_is_also_an_extra_one_is_refused(folder: Path) -> None:
    path = folder / LANDLORD
    extra = 'extra_holidays = [{ first = 2026-11-30, last = 2026-12-01, why = "A wedding" }]'
    text = path.read_text(encoding="utf-8").replace("extra_holidays = []", extra)
    path.write_text(text, encoding="utf-8")

    said = refusal(folder, LANDLORD, "ignored_holidays = []", "ignored_holidays = [2026-12-28, 2026-12-01]")

    assert "ignored_holidays.1: 2026-12-01 is both an extra and an ignored holiday" in said


def test_two_editions_in_force_from_the_same_day_are_refused(folder: Path) -> None:
    text = (folder / EDITION).read_text(encoding="utf-8").replace('"2024-06"', '"2025-01"')
    (folder / "reliance/2025-01.toml").write_text(text, encoding="utf-8")

    with pytest.raises(RulebookError) as refused:
        read(folder)

    assert str(refused.value) == (
        f"policies/reliance/2025-01.toml, line {line(EDITION, 'in_force_from')}: in_force_from: "
        "the edition 2024-06 comes into force on the same day"
    )


def test_what_is_not_toml_is_refused_with_its_line(folder: Path) -> None:
    said = refusal_of_text(folder, "landlord = \n")

    assert said == f"policies/{EDITION}: is not TOML: Invalid value (at line 1, column 12)"


def test_what_is_not_text_is_refused(folder: Path) -> None:
    (folder / EDITION).write_bytes(b"\xff\xfe")

    with pytest.raises(RulebookError, match=f"policies/{EDITION}: is not text in UTF-8"):
        read(folder)


def refusal_of_text(folder: Path, text: str) -> str:
    (folder / EDITION).write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as refused:
        read(folder)
    return str(refused.value)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        pytest.param(STAFF, "policies/reliance/staff.toml: there is no such file", id="no staff"),
        pytest.param(EDITION, "policies/reliance: holds no edition of the policy", id="no edition"),
        pytest.param(CODE, "policies/code: holds no edition of the Code", id="no Code"),
    ],
)
def test_a_file_that_is_not_there_is_refused(folder: Path, file: str, reason: str) -> None:
    (folder / file).unlink()

    with pytest.raises(RulebookError, match=reason):
        read(folder)
