"""What the pages in a browser keep, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from activities.ports import Keeping, Swept
from domain.complaint.reference import ComplaintId
from domain.policy.staff import Absence
from register.web.lines import Identity, Seen
from register.web.tables import DraftRow, SessionRow
from register.web.web_register import WebRegister

NOW = datetime(2026, 11, 30, 10, 42, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PRIYA = Identity(issuer="https://id.example", subject="s-1", session="browser-1")
ELSEWHERE = Identity(issuer="https://id.example", subject="s-1", session="browser-2")
TOM = Identity(issuer="https://id.example", subject="s-2", session="browser-1b")
PLACE = ComplaintId(landlord="reliance", reference="RHG-ABCD-EFGH")
WORDS = (("notes", "Damp again"), ("issue", "1"), ("issue", "2"))


@pytest.fixture
def register(engine: Engine) -> WebRegister:
    return WebRegister(engine)


def test_a_session_is_found_by_what_the_browser_holds_and_by_nothing_else(register: WebRegister) -> None:
    token = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)

    found = register.sessions.find(token, NOW)

    assert found
    assert (found.landlord, found.person, found.ends_at) == ("reliance", "priya-nair", NOW + HOUR)
    assert register.sessions.find(found.id, NOW) is None
    assert register.sessions.find("", NOW) is None
    assert register.sessions.identity(found) == PRIYA


def test_what_a_browser_holds_stands_nowhere_in_the_register(register: WebRegister, engine: Engine) -> None:
    token = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)
    put_by = register.drafts.put_by("/staff/take-down", WORDS, NOW, reference="")

    with engine.connect() as connection:
        rows = [str(row) for table in (SessionRow, DraftRow) for row in connection.execute(select(table.__table__))]

    assert len(rows) == 2
    assert not [row for row in rows if token in row or put_by in row]


def test_a_session_ends_when_nobody_uses_it_for_an_hour(register: WebRegister) -> None:
    token = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)
    session = register.sessions.find(token, NOW + HOUR - MINUTE)
    assert session

    used = register.sessions.use(session, NOW + HOUR - MINUTE)

    assert used.ends_at == NOW + 2 * HOUR - MINUTE
    assert register.sessions.find(token, NOW + 2 * HOUR - 2 * MINUTE)
    assert register.sessions.find(token, NOW + 2 * HOUR - MINUTE) is None


def test_a_session_ends_after_its_longest_time_however_it_is_used(register: WebRegister) -> None:
    token = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)
    for hours in range(1, 24):
        if session := register.sessions.find(token, NOW + hours * HOUR / 2):
            register.sessions.use(session, NOW + hours * HOUR / 2)

    last = register.sessions.find(token, NOW + 12 * HOUR - MINUTE)

    assert last
    assert last.ends_at == NOW + 12 * HOUR
    assert register.sessions.find(token, NOW + 12 * HOUR) is None


def test_that_a_session_is_used_is_written_once_a_minute(register: WebRegister) -> None:
    session = register.sessions.find(register.sessions.begin("reliance", "priya-nair", PRIYA, NOW), NOW)
    assert session

    assert register.sessions.use(session, NOW + MINUTE - timedelta(seconds=1)) == session
    assert register.sessions.use(session, NOW + MINUTE).used_at == NOW + MINUTE


def test_signing_in_again_ends_the_session_the_browser_had(register: WebRegister) -> None:
    old = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)

    new = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW, old=old)

    assert new != old
    assert register.sessions.find(old, NOW) is None
    assert register.sessions.find(new, NOW)


def test_a_session_that_was_ended_meanwhile_is_not_brought_back_by_its_use(register: WebRegister) -> None:
    token = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)
    session = register.sessions.find(token, NOW)
    assert session
    register.sessions.end(token)

    register.sessions.use(session, NOW + 2 * MINUTE)
    register.sessions.remember(session, words="nair")

    assert register.sessions.find(token, NOW + 2 * MINUTE) is None


def test_who_leaves_is_signed_out_everywhere_and_nobody_else_is(register: WebRegister) -> None:
    begin = register.sessions.begin
    hers = [begin("reliance", "priya-nair", PRIYA, NOW), begin("reliance", "priya-nair", ELSEWHERE, NOW)]
    others = [begin("reliance", "tom-hughes", TOM, NOW), begin("qualitas", "priya-nair", PRIYA, NOW)]

    assert register.sessions.end_all_of("reliance", "priya-nair") == 2

    assert [register.sessions.find(token, NOW) for token in hers] == [None, None]
    assert all(register.sessions.find(token, NOW) for token in others)


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        (Identity(issuer="https://id.example", subject="s-1", session="browser-1"), [0]),
        (Identity(issuer="https://id.example", subject="", session="browser-2"), [1]),
        (Identity(issuer="https://id.example", subject="s-1"), [0, 1]),
        (Identity(issuer="https://other.example", subject="s-1"), []),
        (Identity(issuer="https://id.example", subject=""), []),
    ],
)
def test_what_a_provider_says_has_ended_ends(register: WebRegister, said: Identity, ended: list[int]) -> None:
    people = [("priya-nair", PRIYA), ("priya-nair", ELSEWHERE), ("tom-hughes", TOM)]
    tokens = [register.sessions.begin("reliance", person, identity, NOW) for person, identity in people]

    assert register.sessions.end_at_provider(said) == len(ended)

    assert [number for number, token in enumerate(tokens) if not register.sessions.find(token, NOW)] == ended


def test_a_session_remembers_what_pages_ask_it_to(register: WebRegister) -> None:
    token = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)
    session = register.sessions.find(token, NOW)
    assert session

    register.sessions.remember(session, find_1="ann obi")
    register.sessions.remember(session, queue="all")

    found = register.sessions.find(token, NOW)
    assert found
    assert found.remembered == {"find_1": "ann obi", "queue": "all"}


def test_whose_a_session_was_is_known_for_a_day_after_it_ended_of_itself(register: WebRegister) -> None:
    token = register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)

    register.sweep(NOW + HOUR + DAY - MINUTE)
    assert register.sessions.whose(token) == ("reliance", "priya-nair")

    register.sweep(NOW + HOUR + DAY)
    assert register.sessions.whose(token) is None


def test_what_is_written_is_kept_by_person_and_page_and_the_later_wins(register: WebRegister) -> None:
    page = "/staff/c/RHG-ABCD-EFGH/contact"
    register.drafts.keep("reliance", "priya-nair", page, WORDS[:1], NOW, reference=PLACE.reference)
    register.drafts.keep("reliance", "priya-nair", page, WORDS, NOW + MINUTE, reference=PLACE.reference)

    draft = register.drafts.take("reliance", "priya-nair", page, NOW)

    assert draft
    assert (draft.fields, draft.reference, draft.kept_at) == (WORDS, PLACE.reference, NOW + MINUTE)
    assert register.drafts.take("reliance", "tom-hughes", page, NOW) is None
    assert register.drafts.take("qualitas", "priya-nair", page, NOW) is None
    register.drafts.drop("reliance", "priya-nair", page)
    assert register.drafts.take("reliance", "priya-nair", page, NOW) is None


def test_what_nobody_was_signed_in_for_is_claimed_once_by_who_signs_in_in_that_browser(register: WebRegister) -> None:
    token = register.drafts.put_by("/staff/take-down", WORDS, NOW, reference="")

    assert register.drafts.claim("another", "reliance", "tom-hughes", NOW) is None
    claimed = register.drafts.claim(token, "reliance", "priya-nair", NOW)

    assert claimed
    assert claimed.fields == WORDS
    assert register.drafts.take("reliance", "priya-nair", "/staff/take-down", NOW) == claimed
    assert register.drafts.claim(token, "reliance", "tom-hughes", NOW) is None


def test_drafts_and_sightings_are_erased_with_their_complaint(register: WebRegister) -> None:
    for reference in ("RHG-ABCD-EFGH", "RHG-2222-3333"):
        page = f"/staff/c/{reference}/contact"
        register.drafts.keep("reliance", "priya-nair", page, WORDS, NOW, reference=reference)
        register.seen.note(ComplaintId(landlord="reliance", reference=reference), "priya-nair", "overview", NOW)

    register.erase(PLACE)

    assert register.drafts.take("reliance", "priya-nair", "/staff/c/RHG-ABCD-EFGH/contact", NOW) is None
    assert register.drafts.take("reliance", "priya-nair", "/staff/c/RHG-2222-3333/contact", NOW)
    assert register.seen.of(PLACE) == ()
    assert register.seen.of(ComplaintId(landlord="reliance", reference="RHG-2222-3333"))


def test_each_opening_of_a_complaint_is_kept_the_latest_first(register: WebRegister) -> None:
    register.seen.note(PLACE, "priya-nair", "overview", NOW)
    register.seen.note(PLACE, "priya-nair", "overview", NOW)
    register.seen.note(PLACE, "tom-hughes", "letters", NOW + MINUTE)

    assert register.seen.of(PLACE) == (
        Seen(person="tom-hughes", page="letters", at=NOW + MINUTE),
        Seen(person="priya-nair", page="overview", at=NOW),
    )


def test_what_people_say_of_their_absences_is_all_there_is(register: WebRegister) -> None:
    away = (Absence(first=date(2026, 12, 21), last=date(2026, 12, 31)),)
    register.absences.enter("reliance", "priya-nair", away, NOW, deputy="tom-hughes", by="priya-nair")
    register.absences.enter("reliance", "tom-hughes", away, NOW, deputy="", by="sue-hart")
    register.absences.enter("reliance", "tom-hughes", (), NOW + MINUTE, deputy="", by="tom-hughes")

    said = register.absences.of("reliance")

    assert (said["priya-nair"].absences, said["priya-nair"].deputy) == (away, "tom-hughes")
    assert (said["tom-hughes"].absences, said["tom-hughes"].entered_by) == ((), "tom-hughes")
    assert register.absences.of("qualitas") == {}


def test_a_subject_means_one_person_and_a_person_has_one_subject(register: WebRegister) -> None:
    assert register.sign_ins.bind(PRIYA, "reliance", "priya-nair", NOW)

    assert not register.sign_ins.bind(PRIYA, "reliance", "tom-hughes", NOW)
    assert not register.sign_ins.bind(TOM, "reliance", "priya-nair", NOW)

    assert register.sign_ins.of(PRIYA, NOW) == ("reliance", "priya-nair")
    assert register.sign_ins.of(TOM, NOW) is None
    assert register.sign_ins.forget("reliance", "priya-nair")
    assert register.sign_ins.of(PRIYA, NOW) is None


def test_each_table_is_swept_after_its_own_time_and_says_how_much_went(engine: Engine, register: WebRegister) -> None:
    keeping = Keeping(idle=HOUR, longest=2 * HOUR, drafts=DAY, seen=2 * DAY, absences=3 * DAY, sign_ins=4 * DAY)
    register = WebRegister(engine, keeping=keeping)
    register.sessions.begin("reliance", "priya-nair", PRIYA, NOW)
    register.drafts.keep("reliance", "priya-nair", "/staff/take-down", WORDS, NOW, reference="")
    register.seen.note(PLACE, "priya-nair", "overview", NOW)
    register.absences.enter("reliance", "priya-nair", (), NOW, deputy="", by="priya-nair")
    register.sign_ins.bind(PRIYA, "reliance", "priya-nair", NOW)

    swept = [register.sweep(NOW + days * DAY + HOUR) for days in range(5)]

    assert swept[0] == Swept()
    assert swept[1] == Swept(sessions=1, drafts=1)
    assert [each.seen for each in swept] == [0, 0, 1, 0, 0]
    assert [each.absences for each in swept] == [0, 0, 0, 1, 0]
    assert [each.sign_ins for each in swept] == [0, 0, 0, 0, 1]


def test_what_is_past_its_time_is_not_given_out_before_the_sweep_either(register: WebRegister) -> None:
    token = register.drafts.put_by("/staff/take-down", WORDS, NOW, reference="")
    register.drafts.keep("reliance", "priya-nair", "/staff/take-down", WORDS, NOW, reference="")
    register.sign_ins.bind(PRIYA, "reliance", "priya-nair", NOW)

    assert register.drafts.claim(token, "reliance", "priya-nair", NOW + 30 * DAY) is None
    assert register.drafts.take("reliance", "priya-nair", "/staff/take-down", NOW + 30 * DAY) is None
    assert register.sign_ins.of(PRIYA, NOW + 400 * DAY) is None
