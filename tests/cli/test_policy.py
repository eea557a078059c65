"""`complaints policy`: a policy's version, owner and reviews, and what its owner should see to."""

import json

from typer.testing import CliRunner, Result

from cli.main import app


def policy(*arguments: str) -> Result:
    return CliRunner().invoke(app, ("policy", *arguments))


def test_R_001_reliances_policy_as_its_owner_sees_it() -> None:
    said = policy("reliance", "--on", "2026-11-20")

    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.splitlines() == [
        "Complaints Handling Policy, version 2, edition 2024-06",
        "  In force   from Saturday 1 June 2024",
        "  Owner      Chief Operating Officer",
        "  Approved   Chief Executive",
        "  Reviewed   June 2024; next June 2025, every 12 months",
        "  Published  no",
        "",
        "For its owner",
        (
            "  warning  review: the review was due in June 2025, by Monday 30 June 2025, and is overdue  "
            "(Policy Control)"
        ),
        (
            "  warning  publication: the policy says that it is not published on the website; the Code asks for that  "
            "(Policy Control; Code 3.4)"
        ),
    ]


def test_R_001_as_json() -> None:
    said = policy("qualitas", "--edition", "2024-04", "--on", "2026-11-20", "--json")

    answer = json.loads(said.stdout)
    assert (answer["title"], answer["version"], answer["owner"], answer["review_by"]) == (
        "Resolving Complaints Policy",
        "2",
        "Managing Director",
        "2027-04-30",
    )
    assert answer["remarks"][0]["about"] == "age limit"
    assert {remark["weight"] for remark in answer["remarks"]} == {"warning", "info"}


def test_today_where_no_day_is_given() -> None:
    assert policy("reliance").exit_code == 0


def test_an_unknown_landlord_edition_or_day_is_bad_usage() -> None:
    assert (policy("nobody").exit_code, policy("reliance", "--edition", "1999-01").exit_code) == (2, 2)
    refused = policy("reliance", "--on", "soon")
    assert (refused.exit_code, refused.stderr) == (2, "'soon' is not a date; write it as 24/12/2026\n")
