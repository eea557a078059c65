"""The page a record form is printed from: every word of the record escaped, every script kept, every box labelled."""

import html
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from domain.complaint.complainant import Particulars
from domain.complaint.complaint import Case
from domain.complaint.issues import NewIssue
from domain.complaint.resident import Resident
from domain.complaint.responses import Lesson, Whose
from domain.record_form.filling import fill
from domain.record_form.form import FilledField, FilledForm
from providers.forms import FormError, FormWriter
from providers.rulebook import policies_folder
from tests.spec.cast import RULEBOOK, Landlord
from tests.spec.days import day

HOSTILE = "<script>alert('x')</script><img src=x onerror=alert(1)> & \"quoted\" {{ 7*7 }} ((reference)) {% raw %}"
NAMES = ("Zoë Łuczak", "محمد الأمين", "陳大文", "Ολυμπία", "ꯃꯅꯤꯄꯨꯔ", "👩🏾‍🦽 Sam")


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, and the words a reader sees."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def filled(landlord: str = "reliance", words: str = "It leaks.", name: str = "Sam Sample") -> FilledForm:
    """A form with the same words in every place that takes a resident's or a handler's."""
    story = Landlord(landlord)
    resident = Resident(name=name, email="sam@example.com", address=(words, "B99 1AA"))
    particulars = Particulars(property_address=words, managing_agent=words, about_contractor=words)
    issues = (NewIssue(words=words, understood=words, desired_outcome=words),)
    story.receives_complaint(
        on="Mon 02 Nov 2026", channel=words, resident=resident, particulars=particulars, issues=issues
    )
    story.allocates()
    story.acknowledges(on="Thu 05 Nov 2026", understood="", wants="")
    story.speaks_with_resident(note=words)
    story.drafts(on="Mon 09 Nov 2026", reasons=words, remedy=words, learning=(Lesson(words=words, whose=Whose.BOTH),))
    paper = RULEBOOK.record_form(landlord)
    return fill(paper, Case(complaint=story.complaint, rules=story.rules), day("Mon 09 Nov 2026"))


def page(form: FilledForm, landlord: str = "reliance") -> str:
    return FormWriter(policies_folder()).render(landlord, form)


def fields(form: FilledForm) -> list[FilledField]:
    return [field for section in form.sections for field in section.fields]


@pytest.mark.parametrize("landlord", ["reliance", "qualitas"])
def test_hostile_words_stay_words(landlord: str) -> None:
    form = filled(landlord, words=HOSTILE, name=HOSTILE)
    plain = Seen(page(filled(landlord), landlord))

    seen = Seen(page(form, landlord))

    assert seen.elements == plain.elements
    assert not {"script", "img", "link", "iframe", "form"} & set(seen.elements)
    assert not [name for name, _ in seen.attributes if name.startswith("on")]
    assert sum(HOSTILE in words for words in seen.words) > 8


@pytest.mark.parametrize("landlord", ["reliance", "qualitas"])
def test_every_value_of_the_form_is_on_the_page(landlord: str) -> None:
    form = filled(landlord, words=HOSTILE)
    values = {
        words
        for field in fields(form)
        for words in (*field.lines, *field.columns, *(cell for row in field.rows for cell in row), field.label)
    }

    shown = html.unescape(page(form, landlord))

    assert [words for words in sorted(values) if words not in shown] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_kept(name: str) -> None:
    assert f'<p dir="auto">{name}</p>' in page(filled(name=name))


def test_no_label_is_blank() -> None:
    shown = page(filled())

    labels = re.findall(r'<div class="label"><strong>(.*?)</strong>', shown)

    assert len(labels) == len(fields(filled()))
    assert all(label.strip() for label in labels)
    assert all(heading.strip() for heading in re.findall(r"<(?:h\d|th)[^>]*>(.*?)</", shown))


def test_what_is_not_known_yet_is_an_empty_box_for_a_pen() -> None:
    form = filled()

    shown = page(form)

    empty = sum(field.to_fill and not (field.rows or field.columns) for field in fields(form))
    assert shown.count('<div class="answer open"') == empty > 0
    assert '<td dir="auto"></td>' not in shown  # a cell says to a screen reader that it is open


def test_the_page_needs_nothing_beside_itself_and_heads_each_sheet_with_reference_and_day() -> None:
    shown = page(filled())

    assert not re.search(r"https?:|url\(|@import|src=", shown)
    assert 'content: "Complaint Record REL-TEST"' in shown
    assert 'content: "Printed on Monday 9 November 2026"' in shown
    assert "Reference REL-TEST. Printed on Monday 9 November 2026." in shown


def test_a_landlords_own_page_goes_before_the_houses(tmp_path: Path) -> None:
    folder = shutil.copytree(policies_folder(), tmp_path / "policies")
    (folder / "reliance" / "forms" / "_page.html").write_text("<p>((form.reference))</p>", encoding="utf-8")

    assert FormWriter(folder).render("reliance", filled()) == "<p>REL-TEST</p>"
    assert "<title>" in FormWriter(folder).render("qualitas", filled("qualitas"))


@pytest.mark.parametrize(
    ("template", "why"),
    [
        pytest.param("((form.colour))", "colour", id="a fact that is not there"),
        pytest.param("((form.sections.__class__))", "may not look up '__class__'", id="Python"),
        pytest.param("{% set a = 1 %}", "a template may not use Assign", id="a computation"),
        pytest.param("{% if %}", "Expected an expression", id="no template"),
    ],
)
def test_a_page_that_cannot_be_written_says_why(tmp_path: Path, template: str, why: str) -> None:
    folder = shutil.copytree(policies_folder(), tmp_path / "policies")
    (folder / "forms" / "_page.html").write_text(template, encoding="utf-8")

    with pytest.raises(FormError) as refused:
        FormWriter(folder).render("reliance", filled())

    assert str(refused.value).startswith("reliance's _page.html")
    assert why in str(refused.value)
