"""People enter when they are away and who stands in; whoever supervises enters it for the team."""

from http import HTTPStatus

from starlette.testclient import TestClient

from tests.web.conftest import Web
from tests.web.played import days_ahead
from tests.web.reading import read
from web.staff.marks import mark

PAGE = "/staff/absence"


def enters(browser: TestClient, **fields: str) -> tuple[int, str]:
    answer = browser.post(PAGE, data={"of": "", "do": "add"} | fields)
    return answer.status_code, answer.headers.get("location", "") or read(answer.text)


def test_somebody_enters_when_they_are_away_and_who_stands_in(web: Web) -> None:
    browser = web.client("priya-nair")
    assert "Tom Hughes, Complaints Handler" in read(browser.get(PAGE).text)
    status, location = enters(browser, first=days_ahead(3), last=days_ahead(5))
    assert (status, location) == (HTTPStatus.SEE_OTHER, f"{PAGE}?done=yes")
    assert enters(browser, do="deputy", deputy="leah-brooks")[0] == HTTPStatus.SEE_OTHER
    said = web.parts.register.absences.of("reliance")["priya-nair"]
    assert (len(said.absences), said.deputy, said.entered_by) == (1, "leah-brooks", "priya-nair")
    words = read(browser.get(f"{PAGE}?done=yes").text)
    assert "It is recorded, and holds from now on" in words
    assert "Entered last by Priya Nair" in words


def test_an_absence_of_one_day_needs_one_day(web: Web) -> None:
    enters(web.client("priya-nair"), first=days_ahead(3))
    (absence,) = web.parts.register.absences.of("reliance")["priya-nair"].absences
    assert absence.first == absence.last


def test_one_is_taken_out_and_the_others_stay(web: Web) -> None:
    browser = web.client("priya-nair")
    for days in (3, 7):
        enters(browser, first=days_ahead(days))
    button = browser.get(PAGE).text.partition('value="remove ')[2].partition('"')[0]
    assert enters(browser, do=f"remove {button}")[0] == HTTPStatus.SEE_OTHER
    (left,) = web.parts.register.absences.of("reliance")["priya-nair"].absences
    assert str(left.first) not in button


def test_what_cannot_be_meant_is_said_at_its_field(web: Web) -> None:
    browser = web.client("priya-nair")
    assert "First day away: 'soon' is not a date" in enters(browser, first="soon")[1]
    turned = enters(browser, first=days_ahead(5), last=days_ahead(3))
    assert turned[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "The last day comes before the first" in turned[1]
    assert "This is over" in enters(browser, first="01/11/2025")[1]
    assert "Choose somebody else, or nobody" in enters(browser, do="deputy", deputy="victoria-lane")[1]
    assert not web.parts.register.absences.of("reliance")


def test_whoever_supervises_enters_it_for_the_team_and_nobody_else_does(web: Web) -> None:
    supervisor, colleague = web.client("daniel-osei"), web.client("leah-brooks")
    assert "When Priya Nair is away" in read(supervisor.get(f"{PAGE}?of={mark('priya-nair')}").text)
    entered = enters(supervisor, of=mark("priya-nair"), first=days_ahead(3))
    assert entered == (HTTPStatus.SEE_OTHER, f"{PAGE}?of={mark('priya-nair')}&done=yes")
    assert web.parts.register.absences.of("reliance")["priya-nair"].entered_by == "daniel-osei"
    assert colleague.get(f"{PAGE}?of={mark('priya-nair')}").status_code == HTTPStatus.NOT_FOUND
    assert enters(colleague, of=mark("priya-nair"), first=days_ahead(4))[0] == HTTPStatus.NOT_FOUND
    assert "Somebody on the team" not in read(colleague.get(PAGE).text)
    assert supervisor.get(f"{PAGE}?of={mark('victoria-lane')}").status_code == HTTPStatus.NOT_FOUND


def test_nobody_comes_by_a_role_by_saying_that_somebody_else_is_away(web: Web) -> None:
    supervisor = web.client("daniel-osei")
    chief = mark("judith-amos")

    for deputy in ("daniel-osei", "leah-brooks"):
        status, words = enters(supervisor, of=chief, do="deputy", deputy=deputy)
        assert status == HTTPStatus.UNPROCESSABLE_ENTITY, deputy
        assert "Judith Amos" in words
    assert enters(web.client("martin-cole"), of=chief, first=days_ahead(3))[0] == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not web.parts.register.absences.of("reliance")
    assert enters(supervisor, of=mark("priya-nair"), do="deputy", deputy="leah-brooks")[0] == HTTPStatus.SEE_OTHER
    assert enters(supervisor, of=chief, first=days_ahead(3))[0] == HTTPStatus.SEE_OTHER
