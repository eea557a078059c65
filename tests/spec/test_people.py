"""Who works for the landlord, who stands in for whom, and who is told (D15)."""

from datetime import date

import pytest

from domain.policy.staff import Absence, Person, SaidAway, StaffDirectory, UnknownPersonError

AWAY = date(2026, 12, 14)
BACK = date(2026, 12, 21)
WEEK_OFF = (Absence(first=AWAY, last=date(2026, 12, 18)),)


def person(name: str, role: str, deputy: str | None = None, absences: tuple[Absence, ...] = ()) -> Person:
    return Person(
        id=name.lower(),
        name=name,
        job_title=f"The {role}",
        roles=frozenset({role}),
        email=f"{name.lower()}@example.com",
        deputy=deputy,
        absences=absences,
    )


STAFF = StaffDirectory(
    people=(
        person("Priya", "handler", deputy="tom", absences=WEEK_OFF),
        person("Tom", "deputy_handler"),
        person("Daniel", "supervisor", absences=WEEK_OFF),
        person("Ruth", "supervisor"),
        person("Leah", "lonely", absences=WEEK_OFF),
        person("Owen", "shadow", deputy="leah", absences=WEEK_OFF),
    )
)


def test_what_people_say_of_their_absences_holds_in_the_place_of_the_file() -> None:
    said = {"tom": SaidAway(absences=WEEK_OFF, deputy="ruth"), "priya": SaidAway(), "daniel": SaidAway(deputy="gone")}

    directory = STAFF.as_they_say(said)

    assert directory.officer("ruth", AWAY).roles == {"supervisor", "deputy_handler"}
    assert directory.recipient(("tom",), AWAY).id == "ruth"
    assert directory.recipient(("priya",), AWAY).id == "priya"
    assert directory.absence("daniel", AWAY) == ""
    assert directory.officer("tom", AWAY).roles == {"deputy_handler"}
    assert STAFF.as_they_say({}) is STAFF


def test_a_person_is_found_by_id() -> None:
    assert STAFF.person("tom").name == "Tom"


def test_an_unknown_id_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownPersonError, match=r"'nobody'; known: daniel, leah, owen, priya, ruth, tom"):
        STAFF.officer("nobody", BACK)


def test_D15_a_deputy_holds_the_roles_of_whom_they_stand_in_for_while_they_are_away() -> None:
    assert STAFF.officer("tom", AWAY).roles == {"handler", "deputy_handler"}
    assert STAFF.officer("tom", BACK).roles == {"deputy_handler"}


def test_a_letter_names_the_officer() -> None:
    assert STAFF.officer("tom", BACK).signature == "Tom, The deputy_handler"


def test_an_absence_includes_its_first_and_last_day() -> None:
    days = [date(2026, 12, n) for n in (13, 14, 18, 19)]

    assert [STAFF.person("priya").is_away(on) for on in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("candidates", "on", "told"),
    [
        pytest.param(("priya", "supervisor"), BACK, "priya", id="the handler"),
        pytest.param(("priya", "supervisor"), AWAY, "tom", id="else the deputy"),
        pytest.param(("supervisor",), BACK, "daniel", id="the first of a role"),
        pytest.param(("supervisor",), AWAY, "ruth", id="the first of a role who is present"),
        pytest.param(("lonely", "supervisor"), AWAY, "ruth", id="else the next candidate"),
        pytest.param(("shadow", "supervisor"), AWAY, "ruth", id="where the deputy is away too"),
        pytest.param(("lonely", "shadow"), AWAY, "leah", id="the first, when everybody is away"),
        pytest.param(("nobody", "supervisor"), BACK, "daniel", id="a role nobody holds is passed over"),
    ],
)
def test_D10_the_recipient_is_found_when_the_rung_fires(candidates: tuple[str, ...], on: date, told: str) -> None:
    assert STAFF.recipient(candidates, on).id == told


def test_a_ladder_that_tells_nobody_in_the_directory_is_refused() -> None:
    with pytest.raises(UnknownPersonError, match="matches nobody, no_one"):
        STAFF.recipient(("nobody", "no_one"), BACK)
