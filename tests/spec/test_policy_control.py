"""What a policy says of itself, what its owner should see to, and which edition a complaint is judged by."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from domain.policy.edition import Edition
from domain.policy.review import Remark, Weight, remarks
from providers.rulebook import Rulebook, policies_folder
from tests.spec.cast import RULEBOOK, Landlord
from tests.spec.days import day

CODE = RULEBOOK.code()
RELIANCE = RULEBOOK.edition("reliance", "2024-06")
QUALITAS = RULEBOOK.edition("qualitas", "2024-04")
TODAY = date(2026, 11, 20)


def seen(edition: Edition, today: date = TODAY) -> dict[str, Remark]:
    """What is remarked on that day, by what it is about."""
    return {remark.about: remark for remark in remarks(edition, RULEBOOK.landlord(edition.landlord), CODE, today)}


def test_R_001_reliances_control_block() -> None:
    control = RELIANCE.control

    assert (control.title, control.version) == ("Complaints Handling Policy", "2")
    assert (control.owner, control.approved_by) == ("Chief Operating Officer", "Chief Executive")
    assert (control.last_review, control.next_review) == ("June 2024", "June 2025")
    assert (RELIANCE.in_force_from, control.review_by) == (day("Sat 01 Jun 2024"), day("Mon 30 Jun 2025"))
    assert control.published_on_website is False
    assert (control.clause, control.settles) == ("Policy Control", ("A-40",))


def test_Q_100_A_39_qualitass_control_block() -> None:
    control = QUALITAS.control

    assert (control.title, control.version, control.owner) == ("Resolving Complaints Policy", "2", "Managing Director")
    assert (control.last_review, control.next_review) == ("April 2024", "April 2027")
    assert (QUALITAS.in_force_from, control.review_by) == (day("Mon 01 Apr 2024"), day("Fri 30 Apr 2027"))
    assert control.published_on_website is None


@pytest.mark.parametrize("edition", [RELIANCE, QUALITAS], ids=["reliance", "qualitas"])
def test_R_001_the_day_of_the_review_is_the_last_of_the_month_that_is_printed(edition: Edition) -> None:
    assert f"{edition.control.review_by:%B %Y}" == edition.control.next_review
    assert (edition.control.review_by + (date(2026, 1, 2) - date(2026, 1, 1))).day == 1


@pytest.mark.parametrize(
    ("edition", "last_day"),
    [
        pytest.param(RELIANCE, "Mon 30 Jun 2025", id="reliance"),
        pytest.param(QUALITAS, "Fri 30 Apr 2027", id="qualitas"),
    ],
)
def test_R_001_A_40_a_review_that_is_overdue_is_said_from_the_day_after(edition: Edition, last_day: str) -> None:
    due = day(last_day)

    assert "review" not in seen(edition, due)
    remark = seen(edition, date.fromordinal(due.toordinal() + 1))["review"]
    assert remark.weight is Weight.WARNING
    assert edition.control.next_review in remark.says
    assert remark.clause == edition.control.clause


def test_R_001_A_40_a_policy_that_is_not_published_is_said_with_the_codes_clause() -> None:
    remark = seen(RELIANCE)["publication"]

    assert remark.weight is Weight.WARNING
    assert "not published on the website" in remark.says
    assert remark.clause == "Policy Control; Code 3.4"


def test_A_40_a_policy_that_does_not_say_is_asked_and_one_that_is_published_is_not() -> None:
    published = QUALITAS.control.model_copy(update={"published_on_website": True})

    assert seen(QUALITAS)["publication"].weight is Weight.INFO
    assert "publication" not in seen(QUALITAS.model_copy(update={"control": published}))


def test_A_03_a_policy_that_prints_fewer_months_than_the_code_is_told_so() -> None:
    remark = seen(QUALITAS)["age limit"]

    assert remark.says == "the policy prints 6 months, the Code has 12; complaints are judged by 12"
    assert remark.clause.endswith("; Code 2.3")
    assert "age limit" not in seen(RELIANCE)


def test_D1_a_limit_beyond_the_codes_is_told_with_both_clauses() -> None:
    longer = RELIANCE.stage_2.respond.model_copy(update={"amount": 25})
    stage_2 = RELIANCE.stage_2.model_copy(update={"respond": longer})

    remark = seen(RELIANCE.model_copy(update={"stage_2": stage_2}))["stage 2 response"]
    assert remark.says == "the policy has 25 working days, the Code 20 working days"
    assert remark.clause == f"{longer.clause}; Code 6.14"
    assert not {about for about in {*seen(RELIANCE), *seen(QUALITAS)} if about.startswith("stage")}


@pytest.mark.parametrize("edition", [RELIANCE, QUALITAS], ids=["reliance", "qualitas"])
def test_A_12_the_ombudsmans_details_are_checked_again_each_year(edition: Edition) -> None:
    verified_on = RULEBOOK.landlord(edition.landlord).ombudsman.verified_on
    a_year_on = verified_on.replace(year=verified_on.year + 1)

    assert "Ombudsman's details" not in seen(edition, a_year_on)
    assert "check them again" in seen(edition, date.fromordinal(a_year_on.toordinal() + 1))["Ombudsman's details"].says


def test_Q_024_A_39_the_list_of_laws_is_kept_as_printed_and_what_is_stale_in_it_is_only_mentioned() -> None:
    framework = QUALITAS.legal_framework

    assert framework is not None
    assert (len(framework.named), framework.clause) == (11, "3.1")
    said = [
        remark for remark in remarks(QUALITAS, RULEBOOK.landlord("qualitas"), CODE, TODAY) if remark.clause == "3.1"
    ]
    assert {remark.weight for remark in said} == {Weight.INFO}
    assert [law.printed for law in framework.outdated] == [
        "General Data Protection Regulation 2018",
        "Tenant Empowerment and Involvement Standard",
    ]
    assert said[-1].says == "the list lacks the Social Housing (Regulation) Act 2023"


def test_R_001_no_remark_stops_a_complaint(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")

    assert remarks(landlord.rules.edition, landlord.rules.landlord, CODE, TODAY)
    assert landlord.due("stage_1.acknowledge")


@pytest.mark.parametrize(
    ("received", "edition"),
    [("Sun 31 May 2026", "2024-06"), ("Mon 01 Jun 2026", "2026-06"), ("Mon 02 Nov 2026", "2026-06")],
)
def test_R_001_a_complaint_is_judged_by_the_version_in_force_when_it_was_received(
    tmp_path: Path, received: str, edition: str
) -> None:
    rulebook = with_a_new_edition(tmp_path)
    rules = rulebook.rules("reliance", day(received))
    told = Landlord("reliance", rules=rules)
    told.receives_complaint(on=received)

    assert told.rules.edition.edition == edition
    assert told.rules.edition.control.version == {"2024-06": "2", "2026-06": "3"}[edition]


def test_R_001_a_complaint_keeps_its_version_when_a_new_one_comes_into_force(tmp_path: Path) -> None:
    rules = with_a_new_edition(tmp_path).rules("reliance", day("Tue 26 May 2026"))
    told = Landlord("reliance", rules=rules)
    told.receives_complaint(on="Tue 26 May 2026")
    due = told.due("stage_1.acknowledge")
    told.waits(until="Mon 01 Jun 2026")

    assert (due, told.due("stage_1.acknowledge")) == ("Tue 02 Jun 2026", "Tue 02 Jun 2026")
    assert told.rules.edition.control.version == "2"


def with_a_new_edition(folder: Path) -> Rulebook:
    """Reliance's policies with a version 3 from June 2026, which acknowledges in three working days."""
    policies = folder / "policies"
    shutil.copytree(policies_folder(), policies)
    text = (policies / "reliance" / "2024-06.toml").read_text(encoding="utf-8")
    for old, new in (
        ('edition = "2024-06"', 'edition = "2026-06"'),
        ("in_force_from = 2024-06-01", "in_force_from = 2026-06-01"),
        ('version = "2"', 'version = "3"'),
        ("[stage_1.acknowledge]\namount = 5", "[stage_1.acknowledge]\namount = 3"),
        ("[quick_resolution.lapses_after]\namount = 4", "[quick_resolution.lapses_after]\namount = 2"),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (policies / "reliance" / "2026-06.toml").write_text(text, encoding="utf-8")
    return Rulebook(policies)
