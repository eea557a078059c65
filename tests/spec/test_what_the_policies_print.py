"""What a policy prints about itself and about the Ombudsman, carried as data for whoever reads it."""

from tests.spec.days import RULEBOOK


def test_R_113_reliance_keeps_the_address_its_policy_prints_beside_the_one_that_is_right() -> None:
    ombudsman = RULEBOOK.landlord("reliance").ombudsman

    printed = "Housing Ombudsman Service, 81 Aldwych, London WC2B 4HN 0300 111 3000 info@housing-ombudsman.org.uk"
    assert (ombudsman.as_printed.text, ombudsman.as_printed.clause) == (printed, "4.1.3.3")


def test_Q_100_qualitas_reviews_its_policy_every_three_years() -> None:
    control = RULEBOOK.edition("qualitas").control

    assert (control.version, control.owner, control.review_every_months) == ("2", "Managing Director", 36)
    assert (control.last_review, control.next_review, control.clause) == ("April 2024", "April 2027", "11.1")


def test_R_071_R_086_the_sentences_that_break_off_are_read_as_the_limits_printed_elsewhere() -> None:
    edition = RULEBOOK.edition("reliance")
    stage_1, stage_2 = edition.stage_1.respond, edition.stage_2.respond

    assert (stage_1.amount, stage_1.unit, stage_1.starts_from) == (10, "working_days", "acknowledged")
    assert (stage_2.amount, stage_2.unit, stage_2.starts_from) == (20, "working_days", "acknowledged")
    assert "A-07" in stage_1.settles
    assert "A-04" in stage_2.settles
