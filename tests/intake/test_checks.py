"""What people type is checked at the door."""

from datetime import UTC, date, datetime

import pytest

from domain.complaint.issues import NewIssue
from domain.complaint.resident import Resident
from intake import checks as input_checks
from intake.errors import BadInputError, FutureDateError
from intake.new_complaint import check_and_complete
from tests.desk.desks import complaint_of
from tests.world import RULEBOOK

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("07700 900123", "+447700900123", id="kept for films"),
        pytest.param("+44 7700 900999", "+447700900999", id="with the country"),
        pytest.param("0044 7911 123456", "+447911123456", id="with two noughts"),
        pytest.param("07911-123456", "+447911123456", id="with a hyphen"),
        pytest.param("+33 6 12 34 56 78", "+33612345678", id="from abroad"),
        pytest.param("+15005550001", "+15005550001", id="Twilio's own test number"),
    ],
)
def test_F_013_a_mobile_number_is_kept_as_the_world_writes_it(typed: str, kept: str) -> None:
    assert input_checks.mobile(typed) == kept


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        pytest.param("none", "is not a telephone number", id="a word"),
        pytest.param("07700 90012", "not a valid phone number", id="too short"),
        pytest.param("07700 900", "not a valid phone number", id="half of it"),
        pytest.param("020 7946 0000", "is not a mobile number", id="a landline"),
    ],
)
def test_F_013_a_number_no_text_could_reach_is_refused(typed: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        input_checks.mobile(typed)


def test_an_email_address_is_kept_without_asking_the_network() -> None:
    assert input_checks.email(" Ann@EXAMPLE.com ") == "Ann@example.com"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("ann@xn--mnchen-3ya.example", "ann@xn--mnchen-3ya.example", id="as mail servers write it"),
        pytest.param("ann@m\u00fcnchen.example", "ann@m\u00fcnchen.example", id="in its own letters"),
        pytest.param("\ufeffann@example.com\u200b", "ann@example.com", id="copied with marks"),
    ],
)
def test_an_email_address_is_kept_as_it_was_typed(typed: str, kept: str) -> None:
    assert input_checks.email(typed) == kept


def test_a_mobile_number_is_taken_with_the_marks_that_a_telephone_copies() -> None:
    assert input_checks.mobile("\u202a+44 7700 900123\u202c") == "+447700900123"


@pytest.mark.parametrize("typed", ["ann", "ann@", "ann@localhost", "a b@example.com"])
def test_F_013_what_is_no_email_address_is_refused_by_name(typed: str) -> None:
    with pytest.raises(BadInputError, match=r"^email "):
        input_checks.email(typed)


@pytest.mark.parametrize("name", ["Zoë O’Brien-Łuczak", "محمد علی", "李小龙", "நிலா", "X Æ A-12", "  Bo "])  # noqa: RUF001 - names as people write them
def test_a_name_is_kept_exactly(name: str) -> None:
    assert input_checks.name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "   ", "\u2003", "\u200b", "\u200d\u200c", "\u00ad", "\ufeff", "\u3164", "\u2800 ", "\u115f\u1160", "\ufe0f"],
)
def test_F_011_a_blank_name_is_refused(name: str) -> None:
    with pytest.raises(BadInputError, match=r"^name is blank"):
        input_checks.name(name)


def test_a_name_is_kept_without_the_marks_around_it() -> None:
    assert input_checks.name("\u2068\u0645\u062d\u0645\u062f\u2069") == "\u0645\u062d\u0645\u062f"


def test_words_that_show_nothing_are_nothing_said() -> None:
    assert NewIssue.model_validate({"words": "Damp.", "desired_outcome": "\u200b\u3164"}).desired_outcome == ""


def test_a_name_of_two_lines_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"^name has more than one line"):
        input_checks.name("Ann\nSample")


def test_a_text_that_is_too_long_is_refused_by_name() -> None:
    with pytest.raises(BadInputError, match=r"^summary is too long: 200 kB, and the limit is 50 kB"):
        input_checks.check_texts(complaint_of(summary="x" * 200_000))


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x85", "\ud800", "\u202e", "\u202d"])
def test_a_control_character_is_refused_by_name(sign: str) -> None:
    resident = Resident.model_construct(name=f"Ann{sign}")

    with pytest.raises(BadInputError, match=r"^resident\.name holds a control character"):
        input_checks.check_texts(complaint_of().model_copy(update={"resident": resident}))


def test_lines_and_any_script_are_fine() -> None:
    input_checks.check_texts(complaint_of(summary="First.\r\n\tThen: परेशानी 🙂"))


LONG = "x" * 45_000
MANY = tuple(NewIssue(words=f"Issue {number}.") for number in range(51))


@pytest.mark.parametrize(
    ("wrong", "refusal", "why"),
    [
        pytest.param(
            {"issues": MANY},
            BadInputError,
            r"^issues: 51 is too many, as one letter can answer at most 50",
            id="too many",
        ),
        pytest.param(
            {"issues": [{"words": "a", "occurred_on": date(2026, 10, 2), "known_on": date(2026, 10, 1)}]},
            BadInputError,
            "^known_on Thursday 1 October 2026 comes before it happened, on Friday 2 October 2026; correct one of them",
            id="known before it happened",
        ),
        pytest.param(
            {"issues": [{"words": "x" * 200_000}]}, BadInputError, r"^issues\.1\.words is too long", id="200 kB"
        ),
        pytest.param(
            {"issues": [{"words": "a\x1b"}]}, BadInputError, r"^issues\.1\.words holds a control", id="escape"
        ),
        pytest.param(
            {"issues": [{"words": LONG} for _ in range(6)]},
            BadInputError,
            "^all of it together is too long: 270",
            id="all",
        ),
        pytest.param({"summary": " "}, BadInputError, "^summary is missing", id="a blank summary"),
        pytest.param({"summary": ""}, BadInputError, "^summary is missing", id="nothing at all"),
        pytest.param(
            {"at": datetime(2026, 11, 3, 9, 40, tzinfo=UTC)}, FutureDateError, "is in the future", id="future"
        ),
        pytest.param({"anonymous": True}, BadInputError, "^anonymous: but name is given", id="anonymous, with a name"),
        pytest.param(
            {"anonymous": True, "resident": {"name": "", "mobile": "07700 900123"}},
            BadInputError,
            "^anonymous: but mobile is given, so we know who it is or can reach them",
            id="anonymous, with a number",
        ),
        pytest.param({"resident": {"name": ""}}, BadInputError, "^name is blank", id="no name, and not anonymous"),
        pytest.param(
            {"resident": {"name": "Ann", "mobile": "07700 900101"}},
            BadInputError,
            r"^mobile '\+447700900101' is a number of ours",
            id="the number that texts come from",
        ),
        pytest.param(
            {"resident": {"name": "Ann", "email": "Complaints@Reliance.example.com"}},
            BadInputError,
            "^email 'Complaints@reliance.example.com' is an address of ours",
            id="the address that e-mails come from",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(wrong: dict[str, object], refusal: type[Exception], why: str) -> None:
    new = complaint_of().model_validate(complaint_of().model_dump() | wrong)

    with pytest.raises(refusal, match=why):
        check_and_complete(new, RULEBOOK.landlord("reliance"), NOW)


def test_R_031_who_does_not_say_who_they_are_is_taken_down_all_the_same() -> None:
    new = complaint_of(Resident(name=""), anonymous=True)

    assert check_and_complete(new, RULEBOOK.landlord("reliance"), NOW).resident.is_anonymous


def test_without_a_summary_the_issues_make_one_and_stay_as_they_are() -> None:
    issues = (NewIssue(words="The lift\nis out.  Again. "), NewIssue(words="字" * 300))

    kept = check_and_complete(complaint_of(summary="", issues=issues), RULEBOOK.landlord("reliance"), NOW)

    assert kept.issues == issues
    assert (len(kept.summary), kept.summary[:24], kept.summary[-1]) == (200, "The lift is out. Again. ", "…")
