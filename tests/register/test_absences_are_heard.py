"""What people say of their absences reaches whoever asks the directory: at once, and while the register is away too."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import Engine

from activities.ports import RegisterAwayError
from domain.policy.staff import Absence, SaidAway
from providers.folders import Folders
from providers.landlords import RulebookLandlords
from providers.rulebook import policies_folder
from register.web.absences import LastSaid
from register.web.web_register import WebRegister

NOW = datetime(2026, 12, 14, 10, tzinfo=UTC)
AWAY = (Absence(first=date(2026, 12, 14), last=date(2026, 12, 18)),)


def test_who_enters_an_absence_is_stood_in_for_in_the_next_reminder(engine: Engine) -> None:
    register, clock = WebRegister(engine), [0.0]
    landlords = RulebookLandlords(Folders(policies_folder(), LastSaid(register.absences.of, lambda: clock[0])))

    def told() -> str:
        return landlords.reader("reliance", ("priya-nair",), NOW, not_to=frozenset()).id

    assert told() == "priya-nair"
    register.absences.enter("reliance", "priya-nair", AWAY, NOW, deputy="leah-brooks", by="priya-nair")
    clock[0] += 1
    assert told() == "leah-brooks"
    register.absences.enter("reliance", "priya-nair", (), NOW, deputy="leah-brooks", by="priya-nair")
    clock[0] += 1
    assert told() == "priya-nair"


def test_while_the_register_is_away_what_was_heard_last_holds_and_it_is_not_asked_at_every_turn() -> None:
    clock, asked, is_away = [0.0], [0], [False]
    away = {"priya-nair": SaidAway(absences=AWAY)}

    def of(_: str) -> Mapping[str, SaidAway]:
        asked[0] += 1
        if is_away[0]:
            raise RegisterAwayError("the register does not answer")
        return away

    said = LastSaid(of, lambda: clock[0])
    assert said("reliance") == away
    clock[0], is_away[0] = 1.0, True
    assert said("reliance") == away
    clock[0] = 10.9
    assert said("reliance") == away
    assert asked[0] == 2

    clock[0], is_away[0] = 11.0, False
    assert said("reliance") == away
    assert asked[0] == 3


def test_before_the_register_was_heard_once_the_file_holds() -> None:
    def of(_: str) -> Mapping[str, SaidAway]:
        raise RegisterAwayError("the register does not answer")

    assert LastSaid(of)("reliance") == {}
