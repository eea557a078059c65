"""What `complaints open` asks at a terminal, with answers from a list."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import typer

from cli.dialogue.asking import Asking, Sheet
from cli.dialogue.dialogue import ask_for, summary
from cli.dialogue.opening import OpeningDialogue
from cli.errors import RefusedError
from domain.complaint.triage import Choice
from domain.policy.definition import Classification
from tests.world import RULEBOOK

NOW = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)


MOST_TIMES = 20


class Typing:
    """Somebody who gives each answer to the question that begins so, and leaves when there is none."""

    def __init__(self, **answers: str | list[str]) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self._answers = {
            begins: iter([answer] if isinstance(answer, str) else answer) for begins, answer in answers.items()
        }

    def say(self, text: str) -> None:
        self.said.append(text)

    def read(self, question: str) -> str:
        self.asked.append(question)
        assert self.asked.count(question) < MOST_TIMES, f"nothing answers {question}"
        if (answers := self._answering(question)) is None:
            return ""
        if (answer := next(answers, None)) is None:
            raise typer.Abort
        return answer

    def _answering(self, question: str) -> Iterator[str] | None:
        plain = "".join(sign if sign.isalnum() else "_" for sign in question.lower())
        return next((answers for begins, answers in self._answers.items() if begins in plain), None)


COMPLAINT: dict[str, str | list[str]] = {
    "which_landlord": "1",
    "how_did_it_come": "telephone",
    "when_did_it_reach": "2026-11-02 10:15",
    "who_is_taking_this_down": "nadia-karim",
    "what_do_they_say": ["The lift is out again.", "And nobody answers the telephone."],
    "what_would_they_like": ["A lift that works.", ""],
    "do_they_raise_anything": ["y", "n"],
    "is_this_the_first_time": "n",
    "on_which_days": "2026-10-01, 2026-10-12",
    "did_they_have_an_answer": "y",
    "did_that_answer_satisfy": "n",
    "are_they_dissatisfied": "y",
    "do_they_say_who": "y",
    "their_name": "Zoë O\u2019Brien-Łuczak",
    "their_e_mail": "zoe@example.com",
    "their_mobile": "07700 900123",
    "do_they_want_text": "n",
    "what_is_their_relationship": "1",
    "does_anything_make_it_hard": "I cannot read small print.",
    "do_they_want_letters_in_large": "y",
    "did_it_come_through": "n",
}


def dialogue(terminal: Typing, given: dict[str, Any] | None = None) -> dict[str, Any]:
    """What is on the sheet after all was asked."""
    sheet = Sheet(given or {})
    OpeningDialogue(Asking(terminal, sheet), RULEBOOK, NOW).run()
    return sheet.values


def test_F_020_F_023_F_024_every_answer_is_in_its_place() -> None:
    assert dialogue(Typing(**COMPLAINT)) == {
        "landlord": "qualitas",
        "channel": "telephone",
        "at": "2026-11-02 10:15",
        "recorded_by": "nadia-karim",
        "issues": [
            {"words": "The lift is out again.", "desired_outcome": "A lift that works."},
            {"words": "And nobody answers the telephone."},
        ],
        "sorting": {
            "first_contact": False,
            "earlier_contacts": ["2026-10-01", "2026-10-12"],
            "initial_response_given": True,
            "initial_response_satisfactory": False,
            "dissatisfied": True,
            "classification": "complaint",
        },
        "resident": {
            "name": "Zoë O\u2019Brien-Łuczak",
            "email": "zoe@example.com",
            "mobile": "+447700900123",
            "wants_texts": False,
        },
        "particulars": {"relation": "current_tenant"},
        "support": {"needs": "I cannot read small print.", "large_print": True},
    }


def test_R_051_where_the_policy_makes_it_stage_1_no_choice_of_less_is_offered() -> None:
    terminal = Typing(**COMPLAINT)

    dialogue(terminal)

    assert any("complaint at stage 1 (7.2): this is not the first time" in said for said in terminal.said)
    assert not any("What do they want?" in question for question in terminal.asked)


def test_A_02_whoever_is_dissatisfied_at_first_chooses_and_the_choice_is_kept() -> None:
    first = COMPLAINT | {
        "is_this_the_first_time": "y",
        "what_do_they_want": "quick resolution",
        "what_will_be_done": "Somebody comes on Tuesday.",
        "how_did_they_agree": "by telephone",
    }
    terminal = Typing(**first)

    sorting = dialogue(terminal)["sorting"]

    assert sorting["chose"] == Choice.QUICK_RESOLUTION
    assert sorting["classification"] == Classification.CONCERN
    assert (sorting["agreed_action"], sorting["agreed_how"]) == ("Somebody comes on Tuesday.", "by telephone")


def test_R_050_only_whoever_may_agree_to_it_has_it_put_right_at_once() -> None:
    chosen: dict[str, str | list[str]] = {
        "is_this_the_first_time": "y",
        "what_do_they_want": ["2", "1"],
        "who_is_taking_this_down": "elaine-foster",
    }
    terminal = Typing(**COMPLAINT | chosen)

    sorting = dialogue(terminal)["sorting"]

    assert sorting["classification"] == "complaint"
    assert any(
        "7.2: only the role Operations Team can agree to that, and you do not hold it" in said for said in terminal.said
    )


def test_A_02_the_choice_to_complain_makes_it_a_complaint_at_the_first_contact_too() -> None:
    sorting = dialogue(Typing(**COMPLAINT | {"is_this_the_first_time": "y", "what_do_they_want": "1"}))["sorting"]

    assert (sorting["chose"], sorting["classification"]) == ("complaint", "complaint")


def test_R_010_what_is_no_complaint_goes_to_a_service_of_the_policy() -> None:
    asked_for: dict[str, str | list[str]] = {
        "are_they_dissatisfied": "n",
        "what_is_it": "1",
        "who_deals_with_it": ["plumbers", "repairs"],
    }
    terminal = Typing(**COMPLAINT | asked_for)

    sorting = dialogue(terminal)["sorting"]

    assert (sorting["classification"], sorting["passed_on_to"]) == ("service_request", "repairs")
    assert any("'plumbers' is not one of them" in said for said in terminal.said)


def test_dates_are_typed_as_people_write_them() -> None:
    dates: dict[str, str | list[str]] = {
        "when_did_it_reach": "2 November 10:15",
        "when_did_it_happen": ["30/10/2026", "30 October"],
        "on_which_days": "1 October, 12/10/2026",
        "did_it_come_through": "y",
        "the_ombudsman_s_reference": "HOS-1",
        "by_which_date": "24 December",
    }

    values = dialogue(Typing(**COMPLAINT | dates))

    assert values["at"] == "2026-11-02 10:15"
    assert values["sorting"]["earlier_contacts"] == ["2026-10-01", "2026-10-12"]
    assert [issue["occurred_on"] for issue in values["issues"]] == ["2026-10-30", "2026-10-30"]
    assert values["ombudsman"]["respond_by"] == "2026-12-24"


@pytest.mark.parametrize(
    ("question", "wrong", "reason"),
    [
        pytest.param("which_landlord", "3", "'3' is not one of them", id="landlord"),
        pytest.param("when_did_it_reach", "tomorrow", "'tomorrow' is not a date and time", id="moment"),
        pytest.param("when_did_it_reach", "2026-11-04 10:00", "is in the future", id="future"),
        pytest.param("who_is_taking_this_down", "nobody", "known: alan-pryce", id="unknown person"),
        pytest.param("what_do_they_say", "  ", "Please write something", id="blank issue"),
        pytest.param("what_do_they_say", "x" * 200_000, "is too long: 200 kB", id="200 kB"),
        pytest.param("what_do_they_say", "a\x07b", "control character (U+0007)", id="a bell"),
        pytest.param("when_did_it_happen", "last week", "'last week' is not a date", id="day"),
        pytest.param("when_did_it_happen", "2026-11-03", "cannot have been reported on", id="after its receipt"),
        pytest.param("is_this_the_first_time", "perhaps", "Please answer y or n", id="neither"),
        pytest.param("their_name", " ", "name is blank", id="no name"),
        pytest.param("their_e_mail", "zoe@", "email 'zoe@' cannot be used", id="e-mail"),
        pytest.param("their_mobile", "12", "mobile '12' is not a valid phone number", id="mobile"),
    ],
)
def test_a_wrong_answer_is_asked_for_again_with_the_reason(question: str, wrong: str, reason: str) -> None:
    right = COMPLAINT.get(question, "")
    answers: list[str] = [wrong, *([right] if isinstance(right, str) else right), ""]
    terminal = Typing(**COMPLAINT | {question: answers})

    values = dialogue(terminal)

    assert any(reason in said for said in terminal.said)
    assert values == dialogue(Typing(**COMPLAINT))


def test_a_complaint_of_before_the_first_edition_is_taken_down_and_judged_by_the_first() -> None:
    terminal = Typing(**COMPLAINT | {"when_did_it_reach": "2019-11-04 10:00"})

    assert dialogue(terminal)["at"] == "2019-11-04 10:00"


def test_A_03_what_was_known_before_it_happened_is_asked_for_again() -> None:
    days: dict[str, str | list[str]] = {
        "when_did_it_happen": ["2026-10-01", ""],
        "when_did_they_find_out": ["2026-09-30", "2026-10-05", ""],
    }
    terminal = Typing(**COMPLAINT | days)

    issue = dialogue(terminal)["issues"][0]

    assert (issue["occurred_on"], issue["known_on"]) == ("2026-10-01", "2026-10-05")
    assert any("comes before it happened" in said for said in terminal.said)


def test_F_011_somebody_may_say_nothing_of_themselves() -> None:
    terminal = Typing(**COMPLAINT | {"do_they_say_who": "n"})

    values = dialogue(terminal)

    assert values["anonymous"] is True
    assert "resident" not in values
    assert not any("Their" in question for question in terminal.asked)


def test_R_055_what_the_ombudsman_sends_has_their_reference_and_their_day() -> None:
    sent: dict[str, str | list[str]] = {
        "did_it_come_through": "y",
        "the_ombudsman_s_reference": "202612345",
        "by_which_date": ["", "2026-11-30"],
    }

    assert dialogue(Typing(**COMPLAINT | sent))["ombudsman"] == {"reference": "202612345", "respond_by": "2026-11-30"}


def test_what_is_given_already_is_not_asked_again() -> None:
    terminal = Typing(**COMPLAINT)
    given = {"landlord": "reliance", "summary": "It leaks.", "resident": {"name": "Ann"}, "recorded_by": "leah-brooks"}

    values = dialogue(terminal, given)

    assert (values["landlord"], values["summary"], values["resident"]["name"]) == ("reliance", "It leaks.", "Ann")
    begun = " ".join(terminal.asked)
    assert not any(question in begun for question in ("Which landlord", "What do they say", "Their name", "takes it"))


def test_whatever_is_left_is_printed_as_a_file_that_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Typing(**COMPLAINT | {"is_this_the_first_time": []})

    with pytest.raises(typer.Abort), ask_for({}, terminal):
        pass

    said = capsys.readouterr()
    kept = tomllib.loads(said.out)
    assert said.err.startswith("\nNothing was opened. What was typed so far follows.")
    assert [issue["words"] for issue in kept["issues"]] == [
        "The lift is out again.",
        "And nobody answers the telephone.",
    ]
    assert dialogue(Typing(**COMPLAINT | {"do_they_raise_anything": "n"}), kept)["issues"] == kept["issues"]


def test_nothing_is_opened_before_it_was_shown_and_confirmed(capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Typing(**COMPLAINT | {"is_that_right": "n"})

    with pytest.raises(typer.Abort), ask_for({}, terminal):
        pytest.fail("nobody said yes")

    assert any("  issue 2                         And nobody answers the telephone." in said for said in terminal.said)
    assert "Nothing was opened." in capsys.readouterr().err


def test_what_cannot_be_opened_in_the_end_is_not_lost_either(capsys: pytest.CaptureFixture[str]) -> None:
    def refused() -> None:
        with ask_for({}, Typing(**COMPLAINT | {"is_that_right": "y"})):
            raise RefusedError("Temporal does not answer")

    with pytest.raises(RefusedError):
        refused()

    assert tomllib.loads(capsys.readouterr().out)["sorting"]["classification"] == "complaint"


def test_the_summary_shows_every_answer_in_words() -> None:
    shown = list(
        summary({"key": "k", "landlord": "reliance", "sorting": {"first_contact": False}, "about_staff": ["a", "b"]})
    )

    assert [" ".join(line.split()) for line in shown] == ["landlord reliance", "first contact no", "about staff a, b"]


@pytest.mark.parametrize(("goes_on", "exception"), [("y", "ongoing_related_issue"), ("n", None)])
def test_Q_017_of_an_old_issue_it_asks_whether_it_still_goes_on(goes_on: str, exception: str | None) -> None:
    old = COMPLAINT | {"when_did_it_happen": ["20/09/2025", ""], "is_it_still_going_on": goes_on}
    terminal = Typing(**old)

    issue, young = dialogue(terminal)["issues"]

    decides = "older than 12 months: Senior Management Team or Managing Director must accept it"
    assert issue.get("age_exception") == exception
    assert "age_exception" not in young
    assert any(decides in said for said in terminal.said) is (exception is None)


@pytest.mark.parametrize(("email", "way"), [("zoe@example.com", "e-mail"), ("", "post")])
def test_F_013_whoever_says_nothing_of_letters_hears_how_they_will_go(email: str, way: str) -> None:
    terminal = Typing(**COMPLAINT | {"their_e_mail": email, "do_they_want_letters_in_large": ""})

    support = dialogue(terminal)["support"]

    assert f"  Letters will go to them by {way}." in terminal.said
    assert "large_print" not in support
