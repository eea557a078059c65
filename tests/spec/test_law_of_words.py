"""Nothing that people are shown holds words that a native reader stops at."""

import pytest

from tests.clauses import ROOT
from tests.law.words import Printed, everything_printed, help_texts, stopped_at, strings_in


def test_nothing_printed_stops_a_native_reader() -> None:
    faults = [f"{place}: {fault}" for place, text in everything_printed(ROOT) for fault in stopped_at(text)]

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "text",
    [
        "'police' is no service of ours",
        "'x' is no reason of the policy's to refuse a complaint",
        "a complaint, or whatever else somebody comes with",
        "what somebody came with",
        "this is not what was approved; draft it anew",
        "the Ombudsman asks; take it for one",
        "what was taken for missed",
        "Who takes it down?",
        "what came of it",
        "a sentence that is\n    no sentence",
    ],
)
def test_what_a_native_reader_stops_at_is_found(text: str) -> None:
    assert stopped_at(text)


@pytest.mark.parametrize(
    "text",
    [
        "the limit is no longer set",
        "there is no complaint REL-7K4M-9QXP",
        "it is no more than a year away",
        "a renewed calendar",
        "they took it to the office",
        "the policy's own words",
    ],
)
def test_plain_english_passes(text: str) -> None:
    assert not stopped_at(text)


def test_strings_are_read_with_their_values_left_out_and_docstrings_are_not() -> None:
    source = 'def f(x):\n    """It is no docstring."""\n    return f"{x!r} is no {x}" " date"\n\nNAME = "no word"\n'

    assert list(strings_in(source, "a.py")) == [Printed("a.py:3", "… is no … date"), Printed("a.py:5", "no word")]


def test_the_help_of_every_command_and_option_is_read() -> None:
    read = {printed.place: printed.text for printed in help_texts()}

    assert read["complaints refuse --help"].startswith("Refuse a complaint")
    assert read["complaints issue add --help: about"].startswith("A person it turns out to be about (a staff id)")
    assert read["complaints release nudge --help"]


def test_letters_policy_files_and_refusals_are_read() -> None:
    places = {printed.place.split(":")[0] for printed in everything_printed(ROOT)}

    assert {"policies/letters/overdue.txt", "policies/reliance/landlord.toml", "domain/procedure/gates.py"} <= places
