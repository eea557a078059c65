"""Letters: puts a notice into words from the landlord's own templates (D11); fulfils the port `Letters`.

A template is `policies/<landlord>/letters/<kind>.txt`, else `policies/letters/<kind>.txt`: a `subject:` line, a `text:`
line where the notice has a short form, a line `---`, and the letter.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from jinja2 import Template, TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError

from activities.ports import LetterError, Rendered, Report
from domain.calendar.days import in_words, landlord_day
from domain.outbox.errands import Errand
from domain.policy.channels import Channel
from domain.policy.landlord import Landlord
from domain.policy.staff import Person
from domain.rounds.reports import Reader
from providers.letter_check import check_letters, unused_letters, wrong_letters
from providers.letter_head import headed
from providers.letter_page import as_text, parts
from providers.letter_sandbox import PAGE, Sandbox
from providers.segments import plain

__all__ = ["LetterError", "LetterWriter"]


class _Letter(NamedTuple):
    """One template, read: fills in what it is given."""

    subject: Callable[[Mapping[str, object]], str]
    text: Callable[[Mapping[str, object]], str]
    body: Callable[[Mapping[str, object]], str]


class LetterWriter:
    """Writes each landlord's letters; a template is read, and checked, once."""

    def __init__(self, policies: Path, landlord: Callable[[str], Landlord]) -> None:
        self._policies = policies
        self._landlord = landlord
        self._sandboxes: dict[str, Sandbox] = {}
        self._letters: dict[tuple[str, str], _Letter] = {}

    def render(self, errand: Errand, reader: Person | None) -> Rendered:
        """The notice in words; *reader* is the member of staff who is told, None for the resident.

        Raises:
            LetterError: the template is missing, or asks for a fact the notice lacks; the sentence names both.
        """
        landlord = self._landlord(errand.landlord)
        letter = self._letter(landlord.key, errand.notice.kind)
        known = _variables(errand, reader, landlord)
        large_print = errand.large_print and errand.notice.is_for_resident
        return self._rendered(landlord, letter, known, _dated(errand, landlord), large_print=large_print)

    def text(self, errand: Errand, reader: Person | None) -> str:
        """The notice's short form alone, for a text message; empty where it has none.

        Raises:
            LetterError: as `render`.
        """
        landlord = self._landlord(errand.landlord)
        letter = self._letter(landlord.key, errand.notice.kind)
        return plain(letter.text(_variables(errand, reader, landlord)))

    def report(self, landlord: str, report: Report, reader: Reader, on: date) -> Rendered:
        """A report in words; a landlord may have a template of its own for it.

        Raises:
            LetterError: the template is missing, or asks for a fact the report lacks; the sentence names both.
        """
        known = self._landlord(landlord)
        letter = self._letter(landlord, report.template)
        facts = {name: getattr(report, name) for name in (*type(report).model_fields, *_properties(type(report)))}
        variables = {**facts, "landlord": known, "reader": reader, "today": on}
        return self._rendered(known, letter, variables, on, large_print=False)

    def check(self, landlord: str) -> None:
        """Read every template of *landlord*, and check that it asks only for what it is given.

        Raises:
            LetterError: one is missing, or does or asks what it may not; the sentence names file and line.
        """
        check_letters(self._sandbox(landlord))

    def faults(self, landlord: str) -> tuple[LetterError, ...]:
        """What is wrong with each template of *landlord*; what `check` would raise is the first."""
        return wrong_letters(self._sandbox(landlord))

    def unused(self, landlord: str) -> tuple[LetterError, ...]:
        """The landlord's own templates that nothing is written from."""
        folder = self._policies / landlord / "letters"
        names = unused_letters(path.name for path in folder.glob("*.txt"))
        where = folder.relative_to(self._policies.parent)
        return tuple(LetterError(f"{where}/{name}: no notice and no report has that name") for name in names)

    def _rendered(
        self, landlord: Landlord, letter: _Letter, known: Mapping[str, object], on: date, *, large_print: bool
    ) -> Rendered:
        subject = " ".join(letter.subject(known).split())
        marked = letter.body(known).strip()
        page = {
            **known,
            "subject": subject,
            "date": in_words(on),
            "parts": parts(marked),
            "large_print": large_print,
        }
        return Rendered(
            subject=subject,
            body=f"{subject}\n\n{as_text(marked)}\n",
            html=_fill(self._page(landlord.key), PAGE, page),
            text=plain(letter.text(known)),
        )

    def _letter(self, landlord: str, kind: str) -> _Letter:
        if (landlord, kind) not in self._letters:
            self._letters[landlord, kind] = _read(self._sandbox(landlord), landlord, f"{kind}.txt")
        return self._letters[landlord, kind]

    def _page(self, landlord: str) -> Template:
        try:
            return self._sandbox(landlord).get_template(PAGE)
        except TemplateNotFound as error:
            raise _absent(f"{landlord}'s {PAGE}", error) from error

    def _sandbox(self, landlord: str) -> Sandbox:
        if landlord not in self._sandboxes:
            own, house = (folder / "letters" for folder in (self._policies / landlord, self._policies))
            self._sandboxes[landlord] = Sandbox(own, house)
        return self._sandboxes[landlord]


def _variables(errand: Errand, reader: Person | None, landlord: Landlord) -> dict[str, object]:
    """All a template may ask for; a fact the notice lacks is not there at all."""
    facts = errand.notice.facts
    given = {name: getattr(facts, name) for name in type(facts).model_fields}
    return {name: fact for name, fact in given.items() if fact is not None and fact != ""} | {
        "reference": errand.reference,
        "landlord": landlord,
        "ombudsman": landlord.ombudsman,
        **({"reader": reader} if reader else {"resident": errand.resident}),
    }


def _properties(report: type[Report]) -> tuple[str, ...]:
    return tuple(name for name, value in vars(report).items() if isinstance(value, property))


def _dated(errand: Errand, landlord: Landlord) -> date:
    """The day a letter bears: the one on which it is posted, or the first on which its notice may go."""
    notice = errand.notice
    if notice.channel is Channel.LETTER and notice.post_on:
        return notice.post_on
    return landlord_day(max(notice.created_at, notice.not_before), landlord.time_zone)


def _read(sandbox: Sandbox, landlord: str, name: str) -> _Letter:
    where = f"{landlord}'s {name}"
    try:
        parts = headed(sandbox.source(name), sandbox.where(name))
        return _Letter(*(partial(_fill, sandbox.from_string(part.words), where) for part in parts))
    except TemplateNotFound as error:
        raise _absent(where, error) from error
    except TemplateSyntaxError as error:
        raise LetterError(f"{where}: {error.message}") from error


def _absent(where: str, error: TemplateNotFound) -> LetterError:
    return LetterError(f"{where}: there is no template {error.name}, neither its own nor the house's")


def _fill(template: Template, where: str, known: Mapping[str, object]) -> str:
    try:
        return template.render(known)
    except TemplateNotFound as error:
        raise LetterError(f"{where} includes {error.name}, which is not there") from error
    except (TemplateRuntimeError, TypeError) as error:
        raise LetterError(f"{where}: {error}") from error
