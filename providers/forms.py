"""Record forms: puts a filled form on a page that is ready to print, in the sandbox the letters are written in.

The page is `policies/<landlord>/forms/_page.html`, else `policies/forms/_page.html`.
"""

from pathlib import Path

from jinja2 import TemplateError

from activities.ports import LetterError
from domain.record_form.form import FilledForm
from providers.letter_sandbox import Sandbox

_PAGE = "_page.html"


class FormError(Exception):
    """A form's page cannot be written; the sentence says why."""


class FormWriter:
    """Writes each landlord's record form; every word of it is escaped."""

    def __init__(self, policies: Path) -> None:
        self._policies = policies

    def render(self, landlord: str, form: FilledForm) -> str:
        """The form as one page of HTML that needs nothing beside itself.

        Raises:
            FormError: the page's template is missing, or does what it may not.
        """
        own, house = (folder / "forms" for folder in (self._policies / landlord, self._policies))
        try:
            return Sandbox(own, house).get_template(_PAGE).render(form=form)
        except (LetterError, TemplateError) as error:
            raise FormError(f"{landlord}'s {_PAGE}: {error}") from error
