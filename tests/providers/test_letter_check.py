"""A landlord's letters are checked when its files are read: what asks for a fact it never has is named by its line."""

import shutil
from pathlib import Path

import pytest

from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES
from providers.letter_sandbox import FILTERS
from providers.letter_types import _TAKES
from providers.letters import LetterError, LetterWriter
from providers.rulebook import Rulebook
from tests.letters import samples

TOP = "subject: About ((reference))\ntext: Short ((reference))\n---\n"
"""What stands before line 4."""


class Policies:
    """A copy of the real policies, whose letters may be changed."""

    def __init__(self, root: Path) -> None:
        self.root = root / "policies"
        shutil.copytree(samples.POLICIES, self.root)

    def file(self, name: str, landlord: str = "reliance") -> Path:
        return self.root / landlord / "letters" / name

    def writes(self, name: str, words: str, landlord: str = "reliance") -> None:
        self.file(name, landlord).write_text(words, encoding="utf-8")

    def refusal(self, landlord: str = "reliance") -> str:
        with pytest.raises(LetterError) as refused:
            LetterWriter(self.root, Rulebook(self.root).landlord).check(landlord)
        return str(refused.value)


@pytest.fixture
def policies(tmp_path: Path) -> Policies:
    return Policies(tmp_path)


@pytest.mark.parametrize("key", Rulebook(samples.POLICIES).landlords())
def test_every_landlords_letters_ask_only_for_what_they_are_given(key: str) -> None:
    samples.writer().check(key)


def test_a_fact_that_its_kind_never_has_is_named_with_file_line_and_what_it_has(policies: Policies) -> None:
    policies.writes("receipt.txt", f"{TOP}Dear ((resident.name))\n\n((handler.name)) deals with it.\n")

    refusal = policies.refusal()

    assert refusal.startswith(
        "policies/reliance/letters/receipt.txt, line 6: asks for 'handler', which a receipt notice never has; "
        "it has: received_on, summary, landlord, reference, ombudsman, resident, due_on, issues, from_ombudsman"
    )


@pytest.mark.parametrize(
    ("kind", "body", "why"),
    [
        pytest.param("receipt", "((sumary))", "asks for 'sumary', which a receipt notice never has", id="slip"),
        pytest.param("receipt", "((due_on|in_words))", "asks for 'due_on', which a receipt notice may lack", id="lack"),
        pytest.param("receipt", "{% if handler is defined %}x{% endif %}", "asks for 'handler'", id="asked after"),
        pytest.param(
            "receipt", "{% if due_on is defined %}x{% else %}((due_on|in_words)){% endif %}", "'due_on'", id="else"
        ),
        pytest.param("receipt", "{% if not due_on is defined %}((due_on|in_words)){% endif %}", "'due_on'", id="not"),
        pytest.param(
            "receipt",
            "{% if due_on is defined or issues is defined %}((due_on|in_words)){% endif %}",
            "may lack",
            id="one of two",
        ),
        pytest.param("receipt", "{% if nothing %}x{% endif %}", "asks for 'nothing'", id="in a test"),
        pytest.param("receipt", "((loop.index))", "asks for 'loop'", id="loop outside of one"),
        pytest.param(
            "response", "((response.outcomme|words))", "'response.outcomme', but a Response has no", id="attr"
        ),
        pytest.param("response", "{% for i in issues %}((i.number.x)){% endfor %}", "'i.number.x'", id="deep"),
        pytest.param("response", "{% for i in issues %}{% endfor %}((i.words))", "asks for 'i'", id="loop has ended"),
        pytest.param("response", "{% for i in issues if i.open %}{% endfor %}", "'i.open'", id="loop that picks"),
        pytest.param("response", "{% for i in last_day %}{% endfor %}", "goes through a date", id="not several"),
        pytest.param("response", "((last_day))", "prints a date, which is not words", id="a day as it is"),
        pytest.param("response", "((response.outcome|words))", "'response.outcome', which may be missing", id="None"),
        *(
            pytest.param("response", body, "'response.outcome', which may be missing", id=name)
            for name, body in {
                "another value": '{% if response.outcome == "upheld" %}{% else %}((response.outcome|words)){% endif %}',
                "not equal": '{% if not response.outcome == "upheld" %}((response.outcome|words)){% endif %}',
                "equal to what may be missing": (
                    "{% if response.outcome == response.outcome %}((response.outcome|words)){% endif %}"
                ),
                "one of two equal": (
                    '{% if reference == "x" or response.outcome == "upheld" %}((response.outcome|words)){% endif %}'
                ),
            }.items()
        ),
        pytest.param("response", '((""))', "prints what is written there already", id="nothing at all"),
        pytest.param("response", '(("a"|sentence))', "prints what is written there already", id="written out"),
        pytest.param("response", "((handler|sentence))", r"|sentence cannot put an Officer", id="filter"),
        pytest.param("response", "((landlord.contact.post|in_words))", "|in_words cannot put a list", id="list"),
        pytest.param(
            "response",
            '{% if response.outcome == "uphold" %}x{% endif %}',
            "'response.outcome' is 'uphold'; it can be: upheld, partly_upheld, not_upheld",
            id="never equal",
        ),
        pytest.param("response", "((landlord.contact.fax))", "but an Address has no 'fax'", id="landlord"),
        pytest.param("reminder", "((resident.name))", "asks for 'resident', which a reminder notice", id="staff"),
    ],
)
def test_what_a_letter_cannot_have_is_refused_with_its_line(policies: Policies, kind: str, body: str, why: str) -> None:
    policies.writes(f"{kind}.txt", f"{TOP}Fine.\n{body}\n")

    assert policies.refusal().startswith(f"policies/reliance/letters/{kind}.txt, line 5: ")
    assert why in policies.refusal()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("{% if due_on is defined %}((due_on|in_words)){% endif %}", id="asked after"),
        pytest.param("{% if due_on is not defined %}soon{% else %}((due_on|in_words)){% endif %}", id="the other way"),
        pytest.param(
            "{% if issues is defined %}x{% elif due_on is defined %}((due_on|in_words)){% endif %}", id="elif"
        ),
        pytest.param(
            "{% if issues is defined and due_on is defined %}((due_on|in_words)){% endif %}", id="asked after both"
        ),
        pytest.param("{% if not (due_on is not defined) %}((due_on|in_words)){% endif %}", id="turned twice"),
        pytest.param(
            "{% if due_on is not defined or received_on == due_on %}x{% endif %}", id="asked after on the left"
        ),
        pytest.param("{% if issues is defined %}{% for i in issues %}((loop.index)){% endfor %}{% endif %}", id="loop"),
        pytest.param("{% if resident.email %}((resident.email)){% endif %}", id="an address that may be missing"),
        pytest.param("{% if summary is defined %}((summary)){% else %}Nothing.{% endif %}", id="that may be blank"),
        pytest.param('{% if resident.email == "a@b.example" %}((resident.email)){% endif %}', id="equal to words"),
        pytest.param('{% if "a@b.example" == resident.email %}((resident.email)){% endif %}', id="words equal to it"),
        pytest.param(
            '{% if not resident.email == "a" %}x{% else %}((resident.email)){% endif %}', id="equal in the other branch"
        ),
    ],
)
def test_what_was_asked_after_first_may_be_asked_for(policies: Policies, body: str) -> None:
    policies.writes("receipt.txt", f"{TOP}{body}\n")

    LetterWriter(policies.root, Rulebook(policies.root).landlord).check("reliance")


def test_after_every_value_there_is_a_fact_may_be_asked_for_so_that_a_letter_without_it_waits(
    policies: Policies,
) -> None:
    tests = [f'response.outcome == "{value}"' for value in ("upheld", "partly_upheld", "not_upheld")]
    otherwise = "{% else %}((response.outcome|words)){% endif %}"
    policies.writes("response.txt", f"{TOP}{{% if {' or '.join(tests)} %}}x{otherwise}\n")
    LetterWriter(policies.root, Rulebook(policies.root).landlord).check("reliance")

    policies.writes("response.txt", f"{TOP}{{% if {' or '.join(tests[1:])} %}}x{otherwise}\n")
    assert "'response.outcome', which may be missing" in policies.refusal()


def test_where_a_text_may_be_blank_the_other_branch_is_read_too(policies: Policies) -> None:
    policies.writes("receipt.txt", f"{TOP}{{% if summary is defined %}}x{{% else %}}((handler.name)){{% endif %}}\n")

    assert "receipt.txt, line 4: asks for 'handler'" in policies.refusal()


def test_what_a_template_includes_is_checked_with_the_facts_of_each_that_includes_it(policies: Policies) -> None:
    policies.writes("_stages.txt", "Fine.\n((last_day|in_words))\n")

    # A response has a last day; others that include the piece have none.
    where = "policies/reliance/letters/_stages.txt, line 2"
    assert policies.refusal().startswith(f"{where}: asks for 'last_day', which a stage 1 begun notice never has")


def test_a_piece_that_is_included_without_the_facts_has_none(policies: Policies) -> None:
    policies.writes("receipt.txt", f'{TOP}{{% include "_signature.txt" without context %}}')

    assert policies.refusal().startswith("policies/letters/_signature.txt, line 8: asks for 'landlord'")


def test_a_piece_may_ask_after_what_only_some_letters_have_and_after_nothing_that_none_has(policies: Policies) -> None:
    policies.writes("_stages.txt", "{% if last_day is defined %}((last_day|in_words)){% endif %}\n")
    LetterWriter(policies.root, Rulebook(policies.root).landlord).check("reliance")

    policies.writes("_stages.txt", "{% if lastday is defined %}((lastday|in_words)){% endif %}\n")
    assert "_stages.txt, line 1: asks for 'lastday'" in policies.refusal()


def test_the_houses_letters_are_checked_under_their_own_name(policies: Policies) -> None:
    policies.writes("overdue.txt", "subject: s\n---\n((closes_on|in_words))\n", landlord="")

    assert policies.refusal("qualitas").startswith("policies/letters/overdue.txt, line 3: asks for 'closes_on'")


def test_the_letterhead_and_the_reports_are_checked_too(policies: Policies) -> None:
    policies.writes("digest.txt", "subject: s\n---\n((reference))\n")
    assert policies.refusal().startswith("policies/reliance/letters/digest.txt, line 3: asks for 'reference'")

    policies.writes("_page.html", "<p>\n((resident.name))\n</p>")
    assert policies.refusal().startswith("policies/reliance/letters/_page.html, line 2: asks for 'resident'")


def test_a_template_or_a_piece_that_is_missing_is_named(policies: Policies) -> None:
    policies.writes("receipt.txt", f'{TOP}\n{{% include "_absent.txt" %}}\n')
    assert policies.refusal() == (
        "policies/reliance/letters/receipt.txt, line 5: includes _absent.txt, which is not there"
    )

    policies.file("receipt.txt").unlink()
    policies.file("receipt.txt", landlord="").unlink()
    assert policies.refusal() == (
        "policies/reliance/letters: there is no template receipt.txt, neither the landlord's own nor the house's"
    )


@pytest.mark.parametrize(
    ("words", "why"),
    [
        pytest.param("subject: s\nno rule", "receipt.txt, line 1: there is no line ---", id="no rule"),
        pytest.param("text: t\n---\nx", "receipt.txt, line 1: has no subject", id="no subject"),
        pytest.param("subject: s\ncolour: red\n---\nx", "receipt.txt, line 2: has the header 'colour'", id="header"),
        pytest.param("subject: s\n---\nx", "has no text, and a receipt notice is told by text too", id="no text"),
        pytest.param("subject: s\ntext: t\n---\n((x\n", "receipt.txt, line 4: unexpected end", id="left open"),
        pytest.param(
            "subject: s\ntext: {% if summary %}\n---\nx\n{% endif %}", "receipt.txt, line 2: ", id="across the parts"
        ),
    ],
)
def test_a_letter_out_of_form_is_refused_with_its_line(policies: Policies, words: str, why: str) -> None:
    policies.writes("receipt.txt", words)

    assert why in policies.refusal()


def test_a_letterhead_that_is_missing_is_named(policies: Policies) -> None:
    policies.file("_page.html", landlord="").unlink()
    why = "there is no template _page.html, neither the landlord's own nor the house's"

    assert policies.refusal() == f"policies/reliance/letters: {why}"
    writer = LetterWriter(policies.root, Rulebook(policies.root).landlord)
    with pytest.raises(LetterError, match=r"reliance's _page\.html: there is no template _page\.html"):
        writer.render(samples.errand("reliance", NoticeKind.CLOSURE), None)


@pytest.mark.parametrize("times", [20, 400, 5000])
@pytest.mark.parametrize(
    ("before", "within", "after"),
    [
        pytest.param("{% if reference %}", "x", "{% endif %}", id="if"),
        pytest.param("{% for part in landlord.contact.post %}", "x", "{% endfor %}", id="for"),
        pytest.param("", "{% if reference", " and reference", id="and"),
        pytest.param("", "{% if reference", " or reference", id="or"),
        pytest.param("", "((reference", "|sentence", id="filter"),
    ],
)
def test_what_is_nested_too_deep_is_refused_with_its_file(
    policies: Policies, before: str, within: str, after: str, times: int
) -> None:
    ended = {"{%": " %}x{% endif %}", "((": "))"}.get(within[:2], "")
    policies.writes("receipt.txt", f"{TOP}{before * times}{within}{after * times}{ended}\n")

    assert policies.refusal().startswith("policies/reliance/letters/receipt.txt")
    assert policies.refusal().endswith("is nested more than 20 deep: split it")


@pytest.mark.parametrize("opened", ["(", "not "])
def test_brackets_too_deep_to_read_are_refused_with_their_file(policies: Policies, opened: str) -> None:
    closed = ")" if opened == "(" else ""
    policies.writes("receipt.txt", f"{TOP}{{% if {opened * 5000}reference{closed * 5000} %}}x{{% endif %}}\n")

    assert policies.refusal() == "policies/reliance/letters/receipt.txt is nested more than 20 deep: split it"


def test_what_is_nested_as_deep_as_may_be_can_be_filled_in(policies: Policies) -> None:
    loop, end = "{% for part in landlord.contact.post %}", "{% endfor %}"
    policies.writes("closure.txt", f'{TOP}{loop * 16}{{% include "_empty.txt" %}}{end * 16}\n')
    policies.writes("_empty.txt", "")
    writer = LetterWriter(policies.root, Rulebook(policies.root).landlord)

    writer.check("reliance")
    assert writer.text(samples.errand("reliance", NoticeKind.CLOSURE), None)


def test_a_name_that_leads_out_of_the_folder_is_no_template(policies: Policies) -> None:
    (policies.root / "reliance" / "letters" / "_").mkdir()
    policies.writes("receipt.txt", f'{TOP}{{% include "_/../../staff.toml" %}}')

    assert "includes _/../../staff.toml, which is not there" in policies.refusal()


def test_the_check_knows_every_filter_and_what_every_kind_may_say() -> None:
    assert _TAKES.keys() == FILTERS.keys()


@pytest.mark.parametrize("kind", NoticeKind)
def test_no_letter_can_take_a_fact_that_its_kind_loses(kind: NoticeKind, policies: Policies) -> None:
    """The check fails when it should: for each kind, what it never has is refused in its own template."""
    some_other = next(
        name
        for rule in NOTICES.values()
        for name in rule.facts.model_fields
        if name not in NOTICES[kind].facts.model_fields
    )
    policies.writes(f"{kind}.txt", f"{TOP}(({some_other}))\n")

    assert policies.refusal().startswith(f"policies/reliance/letters/{kind}.txt, line 4: asks for '{some_other}'")
