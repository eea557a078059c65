"""Signing in and out (web.md 3.5 and 5), at the provider of a development machine and against forged tokens."""

import json
import re
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from httpx2 import ASGITransport, AsyncBaseTransport, ConnectError, Request, Response
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from sqlalchemy import select

from domain.complaint.reference import ComplaintId
from register.web.lines import Identity
from register.web.tables import SessionRow
from simulator.sign_in import Person
from tests.web.conftest import Web
from tests.web.signing_in import HERE, SETTINGS, THERE, Signing, people_changed
from web.staff import provider as ours
from web.staff.sign_in import safe_next
from web.staff.signed_in import COOKIE, DRAFT_COOKIE, FIRST_PAGE, Staff

ISSUER = f"{THERE}/sign-in"
PRIYA, TOM = Identity(issuer=ISSUER, subject="p-1"), Identity(issuer=ISSUER, subject="t-1")
PEOPLE = (
    Person(subject="p-1", name="Priya Nair", email="priya-nair@reliance.example.com"),
    Person(subject="t-1", name="Tom Hughes", email="Tom-Hughes@Reliance.example.com"),
    Person(subject="n-1", name="Nadia Karim", email="nadia-karim@qualitas.example.com"),
)


@pytest.fixture
def signing(web: Web) -> Signing:
    signing = Signing(web, PEOPLE)

    @signing.app.get("/staff/who")
    def _who(staff: Staff) -> str:
        return f"{staff.person.id} of {staff.landlord}"

    @signing.app.post("/staff/c/{reference}/contact")
    def _contact(reference: str, staff: Staff) -> str:
        return f"{reference} by {staff.person.id}"

    return signing


def test_somebody_signs_in_and_is_where_they_wanted_to_be(signing: Signing) -> None:
    asked = signing.browser.get("/staff/who?part=due")
    assert (asked.status_code, asked.headers["location"]) == (303, "/staff/sign-in?next=%2Fstaff%2Fwho%3Fpart%3Ddue")

    answer = signing.signs_in("p-1", "/staff/who?part=due")

    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/who?part=due")
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{COOKIE}="))
    assert {each.strip().lower() for each in cookie.split(";")[1:]} == {"httponly", "secure", "path=/", "samesite=lax"}
    assert signing.browser.get("/staff/who").json() == "priya-nair of reliance"
    assert signing.browser.get("/staff/sign-in?next=/staff/who").headers["location"] == "/staff/who"


def test_a_code_a_proof_and_a_nonce_are_asked_for_every_time_anew(signing: Signing) -> None:
    first, second = (signing.asked(signing.begins()) for _ in range(2))

    assert (first["response_type"], first["code_challenge_method"], first["scope"]) == (
        "code",
        "S256",
        "openid email profile",
    )
    assert first["redirect_uri"] == f"{HERE}/staff/signed-in"
    for each in ("state", "nonce", "code_challenge"):
        assert len(first[each]) >= 20
        assert first[each] != second[each]


def test_each_landlords_people_sign_in_as_its_own(signing: Signing) -> None:
    signing.signs_in("n-1")

    assert signing.browser.get("/staff/who").json() == "nadia-karim of qualitas"


def test_a_stranger_is_told_whom_to_ask_and_is_not_signed_in(signing: Signing) -> None:
    answer = signing.signs_in("nobody/stranger")

    assert answer.status_code == 403
    assert "Ask your complaints team" in answer.text
    assert "0121 496 0101" in answer.text
    assert COOKIE not in signing.browser.cookies


def test_a_first_sign_in_binds_the_subject_and_an_address_alone_opens_nothing_after_that(
    signing: Signing, web: Web
) -> None:
    signing.signs_in("p-1")
    twin = Signing(web, (Person(subject="p-2", name="Priya Nair", email="priya-nair@reliance.example.com"),))

    assert twin.signs_in("p-2").status_code == 403
    moved = Signing(web, (Person(subject="p-1", name="Priya Nair-Obi", email="priya-obi@reliance.example.com"),))
    assert moved.signs_in("p-1").status_code == 303


def test_who_the_directorys_file_names_is_known_by_that_and_never_by_an_address(signing: Signing, web: Web) -> None:
    with people_changed(web, "reliance", priya_nair={"sign_in": "p-9"}, tom_hughes={"sign_in": "p-1"}):
        signing.signs_in("p-1")
        assert signing.browser.get("/staff/who").json() == "tom-hughes of reliance"
        signing.browser = signing.new_browser()
        assert signing.signs_in("t-1").status_code == 403


def test_what_was_bound_gives_way_to_the_directorys_file(signing: Signing, web: Web) -> None:
    signing.signs_in("p-1")
    signing.browser = signing.new_browser()

    with people_changed(web, "reliance", priya_nair={"sign_in": "p-9"}):
        assert signing.signs_in("p-1").status_code == 403


def test_two_people_of_one_address_are_nobody(signing: Signing, web: Web) -> None:
    same = {"email": "priya-nair@reliance.example.com"}
    with people_changed(web, "reliance", tom_hughes=same):
        assert signing.signs_in("p-1").status_code == 403


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_nobody_vouches_for_is_no_way_in(
    signing: Signing, monkeypatch: pytest.MonkeyPatch, verified: object
) -> None:
    _tokens_say(signing, monkeypatch, {"email_verified": verified})

    assert signing.signs_in("p-1").status_code == 403


def test_a_landlord_may_vouch_for_its_providers_addresses(
    signing: Signing, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tokens_say(signing, monkeypatch, {"email_verified": False})
    access = web.parts.rulebook.access
    vouching = {"reliance": access("reliance").model_copy(update={"vouches_for_addresses": True})}
    monkeypatch.setattr(web.parts.rulebook, "access", lambda key: vouching.get(key) or access(key))

    assert signing.signs_in("p-1").status_code == 303
    signing.browser = signing.new_browser()
    assert signing.signs_in("n-1").status_code == 403


def test_several_claims_together_say_who_somebody_is(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    signing = Signing(web, PEOPLE, SETTINGS.model_copy(update={"subject": "tid/oid"}))
    _tokens_say(signing, monkeypatch, {"tid": "t-9", "oid": "o-9"})
    with people_changed(web, "reliance", tom_hughes={"sign_in": "t-9/o-9"}):
        signing.signs_in("p-1")
        assert _sessions(signing) == [("reliance", "tom-hughes")]

    signing.browser = signing.new_browser()
    _tokens_say(signing, monkeypatch, {"tid": "t-9", "oid": ""})
    assert signing.signs_in("p-1").status_code == 400


@pytest.mark.parametrize(
    ("typed", "goes_to"),
    [
        ("/staff/c/REL-ABCD-EFGH?tab=letters", "/staff/c/REL-ABCD-EFGH?tab=letters"),
        ("https://evil.example/staff/", FIRST_PAGE),
        ("//evil.example/", FIRST_PAGE),
        ("/staff//evil.example", FIRST_PAGE),
        ("/staff/\\evil.example", FIRST_PAGE),
        ("\\\\evil.example/staff/", FIRST_PAGE),
        ("/\t/evil.example", FIRST_PAGE),
        ("/staff/\r\nSet-Cookie: a=b", FIRST_PAGE),
        ("javascript:alert(1)//staff/", FIRST_PAGE),
        ("/staffing", FIRST_PAGE),
        ("/staff/sign-out", FIRST_PAGE),
        ("/staff/sign-in?next=/staff/queue", FIRST_PAGE),
        ("/staff/" + "a" * 600, FIRST_PAGE),
        ("http://[", FIRST_PAGE),
        ("", FIRST_PAGE),
    ],
)
def test_after_signing_in_somebody_is_on_a_page_of_ours(signing: Signing, typed: str, goes_to: str) -> None:
    assert safe_next(typed) == goes_to
    assert signing.signs_in("p-1", typed).headers["location"] == goes_to


def test_what_comes_back_without_having_been_asked_for_is_refused(signing: Signing) -> None:
    theirs = signing.chooses("p-1", signing.begins())
    signing.browser = signing.new_browser()

    for forged in (
        theirs,
        "/staff/signed-in",
        "/staff/signed-in?code=x&state=y",
        "/staff/signed-in?error=access_denied",
    ):
        answer = signing.browser.get(forged)
        assert answer.status_code == 400
        assert "You are not signed in" in answer.text
    assert not _sessions(signing)


def test_another_state_in_the_same_browser_is_refused(signing: Signing) -> None:
    back = signing.chooses("p-1", signing.begins())

    assert signing.browser.get(back.replace("state=", "state=x")).status_code == 400
    assert not _sessions(signing)


def test_a_way_back_is_good_once(signing: Signing) -> None:
    back = signing.chooses("p-1", signing.begins())
    assert signing.browser.get(back).status_code == 303

    assert signing.browser.get(back).status_code == 400
    assert len(_sessions(signing)) == 1


def test_a_code_that_was_used_is_good_for_nobody_else(signing: Signing) -> None:
    used = signing.asked(signing.chooses("p-1", first := signing.begins()))
    signing.browser.get(f"/staff/signed-in?code={used['code']}&state={signing.asked(first)['state']}")
    signing.browser = signing.new_browser()
    state = signing.asked(signing.begins())["state"]

    assert signing.browser.get(f"/staff/signed-in?code={used['code']}&state={state}").status_code == 400


def test_a_stolen_code_is_no_use_without_the_proof_of_who_asked(signing: Signing) -> None:
    stolen = signing.asked(signing.chooses("p-1", signing.begins()))["code"]
    signing.browser = signing.new_browser()
    state = signing.asked(signing.begins())["state"]

    assert signing.browser.get(f"/staff/signed-in?code={stolen}&state={state}").status_code == 400
    assert not _sessions(signing)


@pytest.mark.parametrize(
    "forged",
    [
        {"iss": "http://127.0.0.1:7511/another"},
        {"aud": "another-client"},
        {"aud": ["another-client", "a-third"], "azp": "putright"},
        {"exp": 1_000_000_000, "iat": 999_999_000},
        {"nonce": "of-another-time"},
        {"nonce": None},
        {"sub": None},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_a_token_that_is_not_said_to_us_now_of_this_sign_in_is_refused(
    signing: Signing, monkeypatch: pytest.MonkeyPatch, forged: Mapping[str, object]
) -> None:
    _tokens_say(signing, monkeypatch, forged)

    assert signing.signs_in("p-1").status_code == 400
    assert not _sessions(signing)


def test_a_token_that_the_provider_did_not_sign_is_refused(signing: Signing, monkeypatch: pytest.MonkeyPatch) -> None:
    _tokens_say(signing, monkeypatch, {})
    monkeypatch.setattr(signing.provider, "keys", lambda: {"keys": [ECKey.generate_key("P-256").as_dict()]})

    assert signing.signs_in("p-1").status_code == 400
    assert not _sessions(signing)


def test_a_token_that_nobody_signed_is_refused(signing: Signing, monkeypatch: pytest.MonkeyPatch) -> None:
    head = urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()

    def unsigned(issuer: str, claims: Mapping[str, object]) -> str:
        now = int(time.time())
        always = {"iss": issuer, "aud": "putright", "iat": now, "exp": now + 60}
        said = urlsafe_b64encode(json.dumps({**always, **claims}).encode()).rstrip(b"=").decode()
        return f"{head}.{said}."

    monkeypatch.setattr(signing.provider, "signed", unsigned)

    assert signing.signs_in("p-1").status_code == 400


def test_a_value_that_somebody_else_chose_for_a_browser_is_never_its_session(signing: Signing) -> None:
    signing.browser.cookies.set(COOKIE, "chosen", domain="127.0.0.1", path="/")

    signing.signs_in("p-1")

    assert signing.browser.cookies[COOKIE] != "chosen"
    other = signing.new_browser()
    other.cookies.set(COOKIE, "chosen")
    assert other.get("/staff/who").status_code == 303


def test_each_sign_in_has_a_session_of_its_own_and_ends_the_one_before(signing: Signing) -> None:
    signing.signs_in("p-1")
    before = signing.browser.cookies[COOKIE]
    back = _another_way_back(signing, "t-1")

    signing.browser.get(back)

    assert signing.browser.get("/staff/who").json() == "tom-hughes of reliance"
    other = signing.new_browser()
    other.cookies.set(COOKIE, before)
    assert other.get("/staff/who").status_code == 303


def test_signing_out_ends_the_session_and_offers_to_end_the_providers(signing: Signing) -> None:
    signing.signs_in("p-1")
    held = signing.browser.cookies[COOKIE]

    answer = signing.browser.post("/staff/sign-out")

    assert answer.status_code == 200
    end = re.search(rf'href="({ISSUER}/end\?client_id=putright&amp;post_logout_redirect_uri=[^"]+)"', answer.text)
    assert end
    assert unquote(end[1]).endswith(f"={HERE}/staff/signed-out")
    assert "You are signed out" in signing.browser.get("/staff/signed-out").text
    assert COOKIE not in signing.browser.cookies
    other = signing.new_browser()
    other.cookies.set(COOKIE, held)
    assert other.get("/staff/who").status_code == 303
    assert signing.browser.get("/staff/sign-out").status_code == 405


def test_somebody_who_leaves_is_signed_out_everywhere_at_once(signing: Signing, web: Web) -> None:
    signing.signs_in("p-1")

    with people_changed(web, "reliance", priya_nair=None):
        assert signing.browser.get("/staff/who").status_code == 303
        assert not _sessions(signing)
        signing.browser = signing.new_browser()
        assert signing.signs_in("p-1").status_code == 403
    assert signing.browser.get("/staff/who").status_code == 303


def test_roles_are_those_of_the_directory_today_whatever_a_token_says(
    signing: Signing, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tokens_say(signing, monkeypatch, {"roles": ["department_manager"], "groups": ["slt"]})

    @signing.app.get("/staff/roles")
    def _roles(staff: Staff) -> list[str]:
        return sorted(staff.roles)

    signing.signs_in("p-1")

    assert signing.browser.get("/staff/roles").json() == ["complaints_handler"]
    with people_changed(web, "reliance", priya_nair={"roles": frozenset({"team_supervisor"})}):
        assert signing.browser.get("/staff/roles").json() == ["team_supervisor"]


def test_a_session_ends_when_nothing_is_done_and_is_kept_by_what_is_done(signing: Signing) -> None:
    sessions, now = signing.parts.register.sessions, datetime.now(UTC)
    idle = sessions.begin("reliance", "priya-nair", PRIYA, now - timedelta(minutes=61))
    signing.browser.cookies.set(COOKIE, idle)
    assert signing.browser.get("/staff/who").status_code == 303

    used = sessions.begin("reliance", "priya-nair", PRIYA, now - timedelta(minutes=59))
    signing.browser.cookies.set(COOKIE, used)
    assert signing.browser.get("/staff/who").status_code == 200
    found = sessions.find(used, now)
    assert found
    assert found.used_at >= now


@pytest.mark.parametrize("of", ["session", "subject"])
def test_who_signs_out_at_the_provider_is_signed_out_here(signing: Signing, of: str) -> None:
    signing.signs_in("p-1")
    said = _identity(signing)
    token = signing.provider.logout_token(ISSUER, *(("", said.session) if of == "session" else (said.subject, "")))

    answer = signing.new_browser().post("/hooks/oidc/logout", data={"logout_token": token})

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert signing.browser.get("/staff/who").status_code == 303


EVENT: Mapping[str, object] = {"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"events": {"another": {}}, "sub": "p-1"},
        {**EVENT},
        {**EVENT, "sub": "p-1", "nonce": "x"},
        {**EVENT, "sub": "p-1", "iss": "http://127.0.0.1:7511/another"},
        {**EVENT, "sub": "p-1", "aud": "another"},
        {**EVENT, "sub": "p-1", "iat": 999_999_000},
        {**EVENT, "sub": "p-1", "iat": None},
        {**EVENT, "sub": "p-1", "exp": 999_999_000},
    ],
    ids=str,
)
def test_a_word_of_signing_out_that_is_not_the_providers_or_not_of_now_ends_nothing(
    signing: Signing, claims: Mapping[str, object]
) -> None:
    signing.signs_in("p-1")
    token = _signed(signing, claims)

    answer = signing.new_browser().post("/hooks/oidc/logout", data={"logout_token": token})

    assert answer.status_code == 400
    assert signing.browser.get("/staff/who").status_code == 200


@pytest.mark.parametrize("nonsense", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_nonsense_at_the_back_channel_is_refused(signing: Signing, nonsense: str) -> None:
    signing.signs_in("p-1")

    assert signing.new_browser().post("/hooks/oidc/logout", data={"logout_token": nonsense}).status_code == 400
    assert signing.browser.get("/staff/who").status_code == 200


def test_a_word_of_signing_out_that_is_signed_with_the_clients_secret_is_refused(signing: Signing) -> None:
    signing.signs_in("p-1")
    now = int(time.time())
    claims = {**EVENT, "iss": ISSUER, "aud": "putright", "sub": "p-1", "iat": now, "exp": now + 60}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("simulator" * 4), algorithms=["HS256"])

    assert signing.new_browser().post("/hooks/oidc/logout", data={"logout_token": token}).status_code == 400
    assert signing.browser.get("/staff/who").status_code == 200


class Away(AsyncBaseTransport):
    """A provider that does not answer."""

    async def handle_async_request(self, request: Request) -> Response:
        raise ConnectError("nobody there", request=request)


def test_while_the_provider_is_away_who_is_signed_in_goes_on_and_the_rest_are_told(signing: Signing) -> None:
    signing.signs_in("p-1")
    signing.app.state.provider = ours.Provider(SETTINGS, Away())

    assert signing.browser.get("/staff/who").status_code == 200
    told = signing.new_browser().get("/staff/sign-in")
    assert told.status_code == 503
    assert "You cannot sign in just now" in told.text
    out = signing.browser.post("/staff/sign-out")
    assert (out.status_code, "sign out of your" in out.text) == (200, False)


def test_a_provider_that_names_itself_otherwise_is_not_the_one_that_was_meant(signing: Signing) -> None:
    settings = SETTINGS.model_copy(update={"issuer": f"{THERE}/sign-in/."})
    signing.app.state.provider = ours.Provider(settings, ASGITransport(signing.there))

    assert signing.browser.get("/staff/sign-in").status_code == 503


def test_new_keys_of_the_provider_are_taken_up(signing: Signing, web: Web) -> None:
    signing.signs_in("p-1")
    again = Signing(web, PEOPLE)
    signing.provider.__dict__.update(again.provider.__dict__)  # as after a restart
    signing.browser = signing.new_browser()

    assert signing.signs_in("p-1").status_code == 303


FIELDS = {"notes": "Damp again, and \N{PILE OF POO}", "form": "f-1", "record": "12"}
PLACE = ComplaintId(landlord="reliance", reference="REL-ABCD-EFGH")
FORM = f"/staff/c/{PLACE.reference}/contact"


def test_what_is_sent_after_a_session_has_ended_is_kept_for_its_person_alone(signing: Signing) -> None:
    register, now = signing.parts.register, datetime.now(UTC)
    ended = register.sessions.begin("reliance", "priya-nair", PRIYA, now - timedelta(hours=2))
    signing.browser.cookies.set(COOKIE, ended)

    answer = signing.browser.post(FORM, data=FIELDS)

    assert answer.status_code == 401
    assert "What you wrote is kept." in answer.text
    assert "/staff/sign-in?next=%2Fstaff%2Fc%2FREL-ABCD-EFGH%2Fcontact" in answer.text
    assert DRAFT_COOKIE not in signing.browser.cookies
    assert signing.signs_in("t-1", FORM).headers["location"] == FORM
    assert register.drafts.take("reliance", "tom-hughes", FORM, now) is None
    draft = register.drafts.take("reliance", "priya-nair", FORM, now)
    assert draft
    assert (dict(draft.fields), draft.reference) == (FIELDS, PLACE.reference)


def test_what_is_sent_from_a_browser_nobody_is_known_in_is_there_after_signing_in(signing: Signing) -> None:
    answer = signing.browser.post(FORM, data=FIELDS, headers={"referer": f"{HERE}{FORM}?tab=1"})
    assert answer.status_code == 401
    assert DRAFT_COOKIE in signing.browser.cookies

    signing.signs_in("p-1", FORM)

    draft = signing.parts.register.drafts.take("reliance", "priya-nair", FORM, datetime.now(UTC))
    assert draft
    assert dict(draft.fields) == FIELDS
    assert DRAFT_COOKIE not in signing.browser.cookies


def test_what_a_browser_keeps_by_itself_while_nobody_is_signed_in_is_not_put_by(signing: Signing) -> None:
    @signing.app.post("/staff/keep")
    def _keep(staff: Staff) -> str:
        return staff.landlord

    answer = signing.browser.post("/staff/keep", data=FIELDS)

    assert (answer.status_code, "is kept" in answer.text) == (401, False)
    assert DRAFT_COOKIE not in signing.browser.cookies


def test_another_sites_referer_is_not_where_somebody_goes(signing: Signing) -> None:
    answer = signing.browser.post(FORM, data=FIELDS, headers={"referer": "https://evil.example/staff/c/x"})

    assert "next=%2Fstaff%2Fc%2FREL-ABCD-EFGH%2Fcontact" in answer.text


def _tokens_say(signing: Signing, monkeypatch: pytest.MonkeyPatch, more: Mapping[str, object]) -> None:
    """Have the provider sign *more*, in the place of what it would say; None for nothing."""
    monkeypatch.setattr(signing.provider, "signed", lambda _, claims: _signed(signing, {**claims, **more}))


def _signed(signing: Signing, claims: Mapping[str, object]) -> str:
    now = int(time.time())
    said = {"iss": ISSUER, "aud": "putright", "iat": now, "exp": now + 60, **claims}
    key = signing.provider.key
    head = {"alg": "ES256", "kid": str(key.kid)}
    return jwt.encode(head, {name: it for name, it in said.items() if it is not None}, key, algorithms=["ES256"])


def _another_way_back(signing: Signing, subject: str) -> str:
    """A sign-in that was begun before the browser had the session it has."""
    held = signing.browser.cookies[COOKIE]
    del signing.browser.cookies[COOKIE]
    back = signing.chooses(subject, signing.begins())
    signing.browser.cookies.set(COOKIE, held, domain="127.0.0.1", path="/")
    return back


def _identity(signing: Signing) -> Identity:
    session = signing.parts.register.sessions.find(signing.browser.cookies[COOKIE], datetime.now(UTC))
    assert session
    identity = signing.parts.register.sessions.identity(session)
    assert identity
    return identity


def _sessions(signing: Signing) -> list[tuple[str, str]]:
    """Who has a session: landlord and person."""
    with signing.engine.connect() as connection:
        rows = connection.execute(select(SessionRow.landlord, SessionRow.person))
        return [(row.landlord, row.person) for row in rows]
