"""The renderer: what a template may do, and what becomes of the facts it is given."""

import html
from pathlib import Path

import pytest

from activities.ports import Letters
from domain.complaint.notice_facts import Facts
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.resident_facts import ClosureFacts
from domain.policy.staff import Person
from providers.letters import LetterError, LetterWriter
from providers.rulebook import Rulebook
from tests.letters import samples

KIND = NoticeKind.CLOSURE
DONE = ClosureFacts(summary="The invented lift.", reason="It is done.", actions_open=False)
GOOD = "subject: About ((reference))\ntext: Short ((reference))\n---\nDear ((resident.name))\n\n((reason))\n"


class Folder:
    """A policies folder of a test's own, with the house's page."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.writes("_page.html", (samples.POLICIES / "letters" / "_page.html").read_text(encoding="utf-8"))

    def writes(self, name: str, words: str, landlord: str = "") -> None:
        folder = self.root / landlord / "letters"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(words, encoding="utf-8")

    def writes_body(self, body: str) -> None:
        self.writes("closure.txt", f"subject: About ((reference))\n---\n{body}\n")

    def render(self, facts: Facts | None = None, reader: Person | None = None) -> str:
        writer = LetterWriter(self.root, Rulebook(samples.POLICIES).landlord)
        return writer.render(samples.errand("reliance", KIND, facts), reader).body


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_template_is_filled_in(folder: Folder) -> None:
    folder.writes("closure.txt", GOOD)

    body = folder.render(DONE)

    assert body == f"About {samples.REFERENCE}\n\nDear Amina Example\n\nIt is done.\n"


def test_a_landlords_own_template_and_fragment_go_before_the_houses(folder: Folder) -> None:
    folder.writes_body('{% include "_end.txt" %}')
    folder.writes("_end.txt", "the house's end")
    folder.writes("_end.txt", "Reliance's own end", landlord="reliance")

    assert "Reliance's own end" in folder.render()


def test_a_piece_amid_words_goes_on_within_their_line(folder: Folder) -> None:
    folder.writes("_done.txt", "It is done.\n")
    folder.writes("_why.txt", "{% if reason is defined %}((reason)){% endif %}\n")
    folder.writes(
        "closure.txt", 'subject: s\ntext: Now. {% include "_done.txt" %} Bye.\n---\nSo {% include "_why.txt" %} End.\n'
    )

    writer = LetterWriter(folder.root, Rulebook(samples.POLICIES).landlord)
    letter = writer.render(samples.errand("reliance", KIND, DONE.model_copy(update={"reason": "It is mended."})), None)

    assert (letter.text, letter.body) == ("Now. It is done. Bye.", "s\n\nSo It is mended. End.\n")


def test_a_piece_on_a_line_of_its_own_ends_that_line(folder: Folder) -> None:
    folder.writes("_done.txt", "It is done.\n")
    folder.writes_body('Dear you\n{% if reason is defined %}{% include "_done.txt" %}{% endif %}\nBye')

    assert folder.render(DONE).endswith("Dear you\nIt is done.\nBye\n")


def test_a_piece_amid_words_that_is_missing_is_named_as_the_letter_names_it(folder: Folder) -> None:
    folder.writes_body('Words {% include "_absent.txt" %}')

    with pytest.raises(LetterError, match=r"includes _absent\.txt"):
        folder.render()


def test_a_missing_fact_is_refused_naming_template_and_fact(folder: Folder) -> None:
    folder.writes_body("((last_day|in_words))")

    with pytest.raises(LetterError, match=r"reliance's closure\.txt: it asks for 'last_day'"):
        folder.render()


@pytest.mark.parametrize(("fact", "value"), [("stage", None), ("reason", "")], ids=["none", "empty"])
def test_an_empty_fact_is_a_missing_one(folder: Folder, fact: str, value: object) -> None:
    folder.writes_body(f"(({fact}))")

    with pytest.raises(LetterError, match=f"'{fact}'"):
        folder.render(DONE.model_copy(update={fact: value}))


def test_a_missing_template_is_named(folder: Folder) -> None:
    with pytest.raises(LetterError, match=r"no template closure\.txt"):
        folder.render()


def test_a_missing_fragment_is_named(folder: Folder) -> None:
    folder.writes_body('{% include "_absent.txt" %}')

    with pytest.raises(LetterError, match=r"_absent\.txt"):
        folder.render()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        pytest.param("no headers at all", "no line ---", id="no rule"),
        pytest.param("text: only\n---\nbody", "no subject", id="no subject"),
        pytest.param("subject: s\ncolour: red\n---\nbody", "header 'colour'", id="unknown header"),
        pytest.param("subject: s\n---\n{% if reason %}", "line 3", id="block left open"),
        pytest.param("subject: {% if reason %}\n---\n{% endif %}", "closure", id="block across the rule"),
    ],
)
def test_a_template_out_of_form_is_refused(folder: Folder, words: str, why: str) -> None:
    folder.writes("closure.txt", words)

    with pytest.raises(LetterError, match=why):
        folder.render(DONE)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        pytest.param("((reason.upper()))", "may not call", id="call of a method"),
        pytest.param("((range(10)))", "may not call", id="call of a function"),
        pytest.param("((reason * 1000000000))", "may not compute", id="product"),
        pytest.param("((reason + reason))", "may not compute", id="sum"),
        pytest.param("((reason ~ reason))", "may not compute", id="joined"),
        pytest.param("(( -1 ))", "may not compute", id="negative"),
        pytest.param("((2 ** 99))", "may not compute", id="power"),
        pytest.param("((reason[0]))", "may not use Getitem", id="index"),
        pytest.param("(([reason, reason]))", "may not use List", id="list"),
        pytest.param("{% set x = reason %}((x))", "may not use Assign", id="assignment"),
        pytest.param("{% macro m() %}{% endmacro %}", "may not use Macro", id="macro"),
        pytest.param('{% extends "closure.txt" %}', "may not use Extends", id="extends"),
        pytest.param('{% import "_end.txt" as e %}', "may not use Import", id="import"),
        pytest.param("{% include reason %}", "only a letter may include", id="include by a fact"),
        pytest.param('{% include "closure.txt" %}', "only a letter may include", id="include of itself"),
        pytest.param("((reason|upper))", "no filter 'upper'", id="filter not listed"),
        pytest.param("((reason|attr('__class__')))", "no filter 'attr'", id="attr filter"),
        pytest.param("((reason|plural(reason)))", "plain words only", id="filter given a fact"),
        pytest.param("((reason|plural(3)))", "plain words only", id="filter given a number"),
        pytest.param('((reason|plural(" ")))', "plain words only", id="filter given a blank"),
        pytest.param("((reason|plural(*reason)))", "plain words only", id="filter given a fact's parts"),
        pytest.param("((reason|plural))", "takes its noun in brackets, and is given 0", id="filter given too little"),
        pytest.param('((reason|plural("a", "b")))', "its noun in brackets, and is given 2", id="filter given too much"),
        pytest.param('((reason|sentence("x")))', "takes nothing in brackets", id="filter that takes nothing"),
        pytest.param("{% if reason is string %}{% endif %}", "no test 'string'", id="test not listed"),
        pytest.param("{% if reason < reference %}{% endif %}", "by == only", id="comparison"),
        pytest.param("((reason.__class__))", "'__class__'", id="dunder"),
        pytest.param("((landlord.model_fields))", "'model_fields'", id="model's inside"),
        pytest.param("((reason._private))", "'_private'", id="private"),
    ],
)
def test_a_template_that_calls_or_computes_is_refused_when_it_is_read(folder: Folder, body: str, why: str) -> None:
    folder.writes_body(body)

    with pytest.raises(LetterError, match=why) as refusal:
        folder.render(DONE)

    assert "closure.txt, line 3" in str(refusal.value)


def test_a_fragment_is_checked_as_a_letter_is(folder: Folder) -> None:
    folder.writes_body('{% include "_end.txt" %}')
    folder.writes("_end.txt", "fine\n((reason.upper()))")

    with pytest.raises(LetterError, match=r"_end\.txt, line 2: a template may not call"):
        folder.render()


def test_a_fragment_includes_nothing(folder: Folder) -> None:
    folder.writes_body('{% include "_end.txt" %}')
    folder.writes("_end.txt", '{% include "_end.txt" %}')

    with pytest.raises(LetterError, match="only a letter may include"):
        folder.render()


def test_a_landlords_page_is_checked_too(folder: Folder) -> None:
    folder.writes("closure.txt", GOOD)
    folder.writes("_page.html", "((subject.upper()))", landlord="reliance")

    with pytest.raises(LetterError, match=r"_page\.html, line 1: a template may not call"):
        folder.render()


@pytest.mark.parametrize(
    "body",
    ["((self))", "((range))", "((resident.model_copy))", "((reason.upper))", "((landlord.contact.copy))", "((cycler))"],
)
def test_nothing_but_facts_can_be_looked_up(folder: Folder, body: str) -> None:
    folder.writes_body(body)

    with pytest.raises(LetterError):
        folder.render(DONE)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (NoticeKind.ACTION_COMPLETED, "((completed_on))"),
        (NoticeKind.CANNOT_REACH, "((channel))"),
        (NoticeKind.CLOSURE, "((resident.email))"),
        (NoticeKind.CLOSURE, "((landlord))"),
        (NoticeKind.EXTENSION, "((asks_agreement))"),
        (NoticeKind.RESPONSE, "((handler))"),
    ],
)
def test_only_words_are_printed(folder: Folder, kind: NoticeKind, body: str) -> None:
    folder.writes(f"{kind}.txt", f"subject: About ((reference))\n---\n{body}\n")
    unreachable = samples.errand("reliance", kind, resident=samples.AMINA.model_copy(update={"email": None}))

    with pytest.raises(LetterError, match="which is not words"):
        LetterWriter(folder.root, Rulebook(samples.POLICIES).landlord).render(unreachable, None)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("((reason|in_words))", id="words as a day"),
        pytest.param("((reason|channel_words))", id="words as a channel"),
        pytest.param("((landlord|one_line))", id="a landlord as lines"),
        pytest.param('((reason|plural("day")))', id="words as a number"),
        pytest.param("{% for each in actions_open %}{% endfor %}", id="yes or no as a list"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused(folder: Folder, body: str) -> None:
    folder.writes_body(body)

    with pytest.raises(LetterError, match="closure"):
        folder.render(DONE)


def test_a_template_not_in_utf_8_is_refused(folder: Folder) -> None:
    folder.writes("closure.txt", GOOD)
    (folder.root / "letters" / "closure.txt").write_bytes(b"subject: \x93s\x94\n---\nbody")

    with pytest.raises(LetterError, match="UTF-8"):
        folder.render()


def test_templates_written_on_windows_are_read(folder: Folder) -> None:
    folder.writes("closure.txt", GOOD)
    (folder.root / "letters" / "closure.txt").write_bytes(GOOD.replace("\n", "\r\n").encode())

    assert folder.render(DONE).endswith("It is done.\n")


HOSTILE = {
    "html": "<script>alert(\"x\")</script><img src=x onerror=alert(1)> & 'done'",
    "braces": "{{ 7 * 7 }} {% for x in y %} ((reference)) (( {# gone? #} }} ))",
    "headers": "subject: mine\ntext: mine\n---\nbody",
    "marks": "# not a heading\n- not an item",
    "scripts": "شكوى عن المصعد · ביקורת · 電梯壞了 · লিফট · 🛗 · Żółć",
    "long": "The lift stood still. " * 950,
    "lines": "one\n\n\n\ntwo\n   indented",
}


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("key", samples.LANDLORDS)
def test_what_a_resident_wrote_stands_in_the_letter_as_they_wrote_it(key: str, words: str) -> None:
    issues = (samples.ISSUES[0].model_copy(update={"understood": words}),)
    facts = samples.FACTS[NoticeKind.ACKNOWLEDGEMENT].model_copy(update={"issues": issues})

    letter = samples.writer().render(samples.errand(key, NoticeKind.ACKNOWLEDGEMENT, facts), None)

    assert words in letter.body
    assert all(html.escape(line.strip(), quote=False) in _unquoted(letter.html) for line in words.splitlines())
    assert "<script" not in letter.html
    assert words not in letter.text


def test_only_the_template_gives_a_letter_its_shape() -> None:
    facts = samples.FACTS[NoticeKind.RECEIPT].model_copy(update={"summary": "# shout\n- dot \ufdd0 \ufdd1"})

    page = samples.writer().render(samples.errand("reliance", NoticeKind.RECEIPT, facts), None).html

    assert '<p dir="auto"># shout<br>- dot  </p>' in page
    assert "<h2>What happens next</h2>" in page
    assert '<li dir="auto">Phone: 0121 496 0101</li>' in page


def test_an_address_cannot_break_the_page() -> None:
    resident = samples.AMINA.model_copy(update={"name": "<b>O'Amina</b>", "address": ("<i>1</i>", "", "Ex & Co")})

    page = samples.writer().render(samples.errand("reliance", NoticeKind.RECEIPT, resident=resident), None).html

    assert "&lt;b&gt;O&#39;Amina&lt;/b&gt;" in page
    assert "<br>&lt;i&gt;1&lt;/i&gt;\n<br>Ex &amp; Co" in page


def test_a_page_is_a_letter_fit_for_print() -> None:
    page = samples.writer().render(samples.errand("reliance", NoticeKind.RESPONSE), None).html

    assert "size: A4" in page
    assert "font: 12pt" in page
    assert all(line in page for line in ("1 Example Street", "Amina Example", "1 Sample Street", "EX1 1EX"))
    assert "Friday 4 December 2026" in page
    assert f"Reference: {samples.REFERENCE}" in page
    assert "GOV.UK" not in page
    assert "crown" not in page.lower()


def test_a_staff_notice_carries_no_resident() -> None:
    letter = samples.writer().render(samples.errand("reliance", NoticeKind.REMINDER), samples.READER)

    assert "Amina" not in letter.subject + letter.body + letter.html
    assert "Sample Street" not in letter.html


def test_it_is_what_the_activities_ask_for() -> None:
    letters: Letters = samples.writer()

    assert letters.render(samples.errand("reliance", NoticeKind.REMINDER), samples.READER).subject


def _unquoted(page: str) -> str:
    return page.replace("&#34;", '"').replace("&#39;", "'")
