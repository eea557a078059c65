"""Scenarios are read strictly: whatever cannot be meant is refused with file, line and reason."""

from datetime import UTC, datetime

import pytest

from domain.procedure.remedies.actions import AddAction, ChangeAction
from domain.procedure.stages.allocate import Allocate
from intake.errors import ScenarioError
from rehearsal.scenarios import Story, read_story
from tests.rehearsal.rehearsals import A_STORY, RULEBOOK


def read(text: str) -> Story:
    return read_story(text, "story.toml", RULEBOOK)


def refusal(text: str) -> str:
    with pytest.raises(ScenarioError) as refused:
        read(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        pytest.param('"reliance"', '"nobody"', "line 2: landlord: there is no landlord 'nobody'", id="landlord"),
        pytest.param(
            '"reliance"', '"reliance"\nedition = "x"', "line 3: edition: the reliance policy has no", id="edition"
        ),
        pytest.param(
            "summary", "sumary", "line 4: sumary: is not a key here; choose from: landlord, edition", id="head"
        ),
        pytest.param(
            "REL-T3ST", "Rel 3", "line 3: reference: 'Rel 3' is not a reference: use capital letters", id="reference"
        ),
        pytest.param("2026-11-20", '"tomorrow"', "line 5: until: 'tomorrow' is not a date and time", id="until"),
        pytest.param(
            "until = 2026-11-20", "until = 2026-11-03", "line 5: until: comes before the last step", id="too soon"
        ),
        pytest.param(
            "name =", "nme =", "line 8: resident, nme: is not a key here; choose from: name, email", id="resident"
        ),
        pytest.param(
            "email =", 'prefers = "owl"\nemail =', "line 9: resident, prefers: 'owl' is unknown", id="channel"
        ),
        pytest.param(
            '"receive"',
            '"close"\nby = "priya-nair"\nreason = "withdrawn"',
            "step 1, step: the story begins with",
            id="first",
        ),
        pytest.param(
            '"acknowledge"\nby = "priya-nair"\nunderstood = "Damp."\ndesired_outcome = "No damp."',
            '"receive"',
            "line 23: step 3, step: a complaint is received once",
            id="twice",
        ),
        pytest.param(
            '"allocate"', '"alocate"', "line 17: step 2, step: 'alocate' is not a step; choose from: receive", id="step"
        ),
        pytest.param('step = "allocate"\n', "", "line 15: step 2, step: is missing: say what happens", id="no step"),
        pytest.param(
            'at = "Mon 2026-11-02 11:00"\n',
            "",
            "line 15: step 2: at is missing: say when the step allocate",
            id="no time",
        ),
        pytest.param(
            "Mon 2026", "Tue 2026", "line 16: step 2, at: 'Tue 2026-11-02 11:00' is a Monday, not a Tue", id="weekday"
        ),
        pytest.param(
            "Mon 2026-11-02 11:00",
            "2026-11-31 11:00",
            "line 16: step 2, at: '2026-11-31 11:00' is not a date: there is no such day",
            id="date",
        ),
        pytest.param(
            "Mon 2026-11-02 11:00",
            "noon",
            "line 16: step 2, at: 'noon' is not a date and time; write it as",
            id="words",
        ),
        pytest.param(
            '"Mon 2026-11-02 11:00"', "2026-11-02", "line 16: step 2, at: 2026-11-02 has no time of day", id="a day"
        ),
        pytest.param(
            "T15:30", "T15:30:00Z", "line 22: step 3, at: 2026-11-05 15:30:00+00:00 names a time zone", id="zone"
        ),
        pytest.param(
            "2026-11-05T15:30",
            '"Sun 2027-03-28 01:30"',
            "line 22: step 3, at: Sun 2027-03-28 01:30 does not exist",
            id="clocks",
        ),
        pytest.param(
            "2026-11-05T15:30",
            "2026-11-01T15:30",
            "line 22: step 3, at: comes before the step above it, allocate",
            id="order",
        ),
        pytest.param(
            '"allocate"',
            '"allocate"\nrecorded = 2026-11-01T10:00',
            "line 18: step 2, recorded: comes before it",
            id="recorded",
        ),
        pytest.param(
            "understood",
            "undrstood",
            "line 25: step 3, undrstood: is not a key here; choose from: step, at, recorded, by",
            id="key",
        ),
        pytest.param(
            'understood = "Damp."',
            "understood = [3]",
            "line 25: step 3, understood: [3] is not text",
            id="type",
        ),
        pytest.param('handler = "priya-nair"\n', "", "line 15: step 2, handler: is missing", id="missing"),
        pytest.param(
            'handler = "priya-nair"',
            'handler = "priya"',
            "line 19: step 2, handler: nobody in the staff directory",
            id="person",
        ),
        pytest.param(
            'by = "priya-nair"\n', "", "line 21: step 3, by: is missing: say who took the step acknowledge", id="nobody"
        ),
        pytest.param(
            "summary =", 'about_staff = ["sam"]\nsummary =', "line 4: about_staff: nobody in the staff", id="about"
        ),
        pytest.param(
            '"receive"',
            '"receive"\nsummary = "Mould."',
            "line 14: step 1, summary: belongs above the steps",
            id="above",
        ),
        pytest.param(
            '"No damp."',
            '"-"\nalready_sent = { at = "soon", how = "post" }',
            "step 3, already_sent: 'soon' is no",
            id="sent",
        ),
        pytest.param(
            '"No damp."',
            '"-"\nalready_sent = { at = 2026-11-05T15:00, how = "owl" }',
            "already_sent.how: 'owl' is unknown",
            id="how",
        ),
        pytest.param(
            '"No damp."',
            '"-"\nalready_sent = { at = 2026-11-05T15:00, how = "post", x = 1 }',
            "already_sent: has no key x",
            id="inside",
        ),
    ],
)
def test_refused(old: str, new: str, sentence: str) -> None:
    text = A_STORY.replace(old, new, 1)
    assert text != A_STORY

    assert sentence in refusal(text)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        pytest.param(
            '[[issues]]\nword = "x"',
            "issue 1, word: is not a key here; choose from: words, understood",
            id="unknown key",
        ),
        pytest.param('[[issues]]\nwords = ""', "issue 1, words: is blank", id="a blank issue"),
        pytest.param(
            '[[issues]]\nwords = "x"\n[[issues]]\nwords = "y"\noccurred_on = "soon"', "issue 2, occurred_on:", id="day"
        ),
        pytest.param(
            '[sorting]\nclassification = "moan"',
            "sorting, classification: 'moan' is unknown; choose from: 'complaint'",
            id="classification",
        ),
        pytest.param(
            '[sorting]\nchosen = "x"',
            "sorting, chosen: is not a key here; choose from: classification, first",
            id="answer",
        ),
        pytest.param('[particulars]\nrelation = "cat"', "particulars, relation: 'cat' is unknown", id="relation"),
        pytest.param("[support]\nlarge = true", "support, large: is not a key here; choose from: needs", id="support"),
        pytest.param('[ombudsman]\nreference = "1"', "ombudsman, respond_by: is missing", id="the Ombudsman's day"),
    ],
)
def test_what_was_taken_down_is_read_strictly(table: str, sentence: str) -> None:
    text = A_STORY.replace("\n[[events]]", f"\n{table}\n\n[[events]]", 1)

    assert sentence in refusal(text)


def test_what_was_taken_down_reaches_the_complaint() -> None:
    tables = '[[issues]]\nwords = "Damp."\n\n[sorting]\nfirst_contact = false\n\n[ombudsman]\n'
    tables += 'reference = "2026"\nrespond_by = 2026-12-01\n'

    received = read(A_STORY.replace("\n[[events]]", f"\n{tables}\n[[events]]", 1)).receive

    assert [issue.words for issue in received.issues] == ["Damp."]
    assert received.sorting
    assert received.sorting.first_contact is False
    assert received.ombudsman
    assert received.ombudsman.reference == "2026"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        pytest.param(
            'step = "holiday"\non = 2026-11-09\nwhy = "-"', "the story begins with the step receive", id="holiday"
        ),
        pytest.param('step = "provider-away"\nprovider = "letter"', "provider: 'letter' is unknown", id="no provider"),
        pytest.param('step = "provider-away"', "provider: is missing", id="missing"),
        pytest.param(
            'step = "provider-back"\nby = "priya-nair"', "by: is not a key here; choose from: step, at, prov", id="key"
        ),
    ],
)
def test_what_the_world_cannot_do_is_refused(more: str, sentence: str) -> None:
    head, receipt, rest = A_STORY.partition("\n[[events]]")

    refused = refusal(f'{head}\n[[events]]\nat = "Mon 2026-11-02 08:00"\n{more}\n{receipt}{rest}')

    assert sentence in refused
    assert refused.startswith("story.toml, line 1")


def test_a_scenario_without_steps_or_without_a_receipt_is_refused() -> None:
    head = A_STORY.partition("\n[[events]]")[0]
    away = '\n[[events]]\nat = 2026-11-02T08:00\nstep = "provider-away"\nprovider = "text"\n'

    assert refusal(head) == "story.toml, line 1: events: is missing"
    assert refusal(head + away) == "story.toml, line 11: events: no step receives the complaint"


def test_a_promise_names_its_owner_by_id_or_in_words() -> None:
    step = '\n[[events]]\nat = 2026-11-06T10:00\nstep = "add-action"\nby = "priya-nair"\npromise.what = "Paint it."\n'
    promise = step + "promise.due_on = 2026-12-01\npromise.owner = "

    ours, theirs = read(f'{A_STORY}{promise}"simon-wright"'), read(f'{A_STORY}{promise}"Sample Paint Ltd"')

    assert _owner(ours) == ("simon-wright", "Simon Wright")
    assert _owner(theirs) == ("Sample Paint Ltd", "")
    assert "nobody in the staff directory has the id 'simon-wrong'" in refusal(f'{A_STORY}{promise}"simon-wrong"')


def test_a_promise_in_a_response_does_too() -> None:
    response = '"respond"\nresponse.promises = [{ what = "Paint it.", owner = "simon-wrong", due_on = 2026-12-01 }]'
    said = 'understood = "Damp."\ndesired_outcome = "No damp."\n'
    text = A_STORY.replace('"acknowledge"', response).replace(said, "")
    in_words = A_STORY.replace('"acknowledge"', '"respond"').replace(said, 'response.promises = "Paint it."')

    assert "step 3, response.promises: nobody in the staff directory has the id 'simon-wrong'" in refusal(text)
    assert "step 3, response.promises: 'Paint it.' is not a list" in refusal(in_words)


def test_a_moment_is_local_time_with_or_without_its_weekday() -> None:
    text = A_STORY.replace("T15:30", "T15:30 # after tea").replace("2026-11", "2027-06").replace("Mon ", "Wed ")

    assert [event.at for event in read(text).events] == [
        datetime(2027, 6, 2, 9, 15, tzinfo=UTC),
        datetime(2027, 6, 2, 10, 0, tzinfo=UTC),
        datetime(2027, 6, 5, 14, 30, tzinfo=UTC),
    ]


def test_D15_a_member_of_staff_has_the_roles_they_hold_that_day() -> None:
    absent = RULEBOOK.directory("qualitas").person("chloe-bennett").absences[0]
    step = f'\n[[events]]\nat = {absent.first}T10:00\nstep = "allocate"\nby = "owen-price"\nhandler = "owen-price"\n'
    text = (
        A_STORY.partition('[[events]]\nat = "Mon')[0]
        .replace("reliance", "qualitas")
        .replace("until = 2026-11-20\n", "")
    )

    allocate = read(text + step).events[-1].does

    assert isinstance(allocate, Allocate)
    assert allocate.handler == RULEBOOK.directory("qualitas").officer("owen-price", absent.first)
    assert allocate.recorded_by == "owen-price"


def test_F_045_who_a_promise_is_handed_to_stands_in_the_letter_by_name() -> None:
    change = '"change-action"\naction = 1\nreason = "Leave."\nterms.owner = "simon-wright"'
    said = 'understood = "Damp."\ndesired_outcome = "No damp."\n'

    changed = read(A_STORY.replace('"acknowledge"', change).replace(said, "")).events[-1].does

    assert isinstance(changed, ChangeAction)
    assert (changed.terms.owner, changed.terms.owner_name) == ("simon-wright", "Simon Wright")


def _owner(story: Story) -> tuple[str, str]:
    added = story.events[-1].does
    assert isinstance(added, AddAction)
    return added.promise.owner, added.promise.owner_name
