"""What holds of every page, and of the app as a whole."""

from tests.web.conftest import Web
from web.safe import HEADERS
from web.staff.signed_in import Staff
from web.static_files import address_of


def test_what_is_served_for_ever_has_an_address_of_its_edition(web: Web) -> None:
    answer = web.client().get(address_of("desk.css"))
    assert answer.status_code == 200
    assert "GDS Transport" not in answer.text
    assert {name: answer.headers[name] for name in HEADERS if name != "Cache-Control"}.items() <= HEADERS.items()


def test_a_browser_of_the_tests_is_signed_in_by_a_row_of_the_sessions(web: Web) -> None:
    @web.app.get("/staff/who")
    def _who(staff: Staff) -> str:
        return f"{staff.person.name} of {staff.landlord}"

    assert web.client("priya-nair").get("/staff/who").json() == "Priya Nair of reliance"
    assert web.client().get("/staff/who").status_code == 401
