"""What people type is checked at the door."""

import pytest

from domain.notices import Resident
from intake import input_checks
from intake.desk_refusals import BadInputError
from tests.intake.desks import complaint_of


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
        pytest.param("none", "is no telephone number", id="a word"),
        pytest.param("07700 90012", "no number anybody can have", id="too short"),
        pytest.param("07700 900", "no number anybody can have", id="half of it"),
        pytest.param("020 7946 0000", "no mobile number", id="a landline"),
    ],
)
def test_F_013_a_number_no_text_could_reach_is_refused(typed: str, why: str) -> None:
    with pytest.raises(BadInputError, match=why):
        input_checks.mobile(typed)


def test_an_email_address_is_kept_without_asking_the_network() -> None:
    assert input_checks.email(" Ann@EXAMPLE.com ") == "Ann@example.com"


@pytest.mark.parametrize("typed", ["ann", "ann@", "ann@localhost", "a b@example.com"])
def test_F_013_what_is_no_email_address_is_refused_by_name(typed: str) -> None:
    with pytest.raises(BadInputError, match=r"^email "):
        input_checks.email(typed)


@pytest.mark.parametrize("name", ["Zoë O’Brien-Łuczak", "محمد علی", "李小龙", "நிலா", "X Æ A-12", "  Bo "])  # noqa: RUF001 - names as people write them
def test_a_name_is_kept_exactly(name: str) -> None:
    assert input_checks.name(name) == name


@pytest.mark.parametrize("name", ["", "   ", "\u2003"])
def test_F_011_a_blank_name_is_refused(name: str) -> None:
    with pytest.raises(BadInputError, match=r"^name is blank"):
        input_checks.name(name)


def test_a_name_of_two_lines_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"^name has more than one line"):
        input_checks.name("Ann\nSample")


def test_a_text_that_is_too_long_is_refused_by_name() -> None:
    with pytest.raises(BadInputError, match=r"^summary is too long: 200 kB, and 50 kB is the most"):
        input_checks.check_texts(complaint_of(summary="x" * 200_000))


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x85", "\ud800"])
def test_a_control_character_is_refused_by_name(sign: str) -> None:
    resident = Resident.model_construct(name=f"Ann{sign}")

    with pytest.raises(BadInputError, match=r"^resident\.name holds a control character"):
        input_checks.check_texts(complaint_of().model_copy(update={"resident": resident}))


def test_lines_and_any_script_are_fine() -> None:
    input_checks.check_texts(complaint_of(summary="First.\r\n\tThen: परेशानी 🙂"))
