"""Pages that are printed as they were made: a kept letter brings its own stylesheet, and nothing that runs."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from hashlib import sha256
from html import escape

from starlette.responses import HTMLResponse, Response

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_PAPER = re.compile(r"@page \{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_MAIN = re.compile(r"<(/?)main\b")
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def as_printed(page: str) -> Response:
    """*page* as it is, with its own stylesheets and nothing else."""
    return HTMLResponse(page, headers={"Content-Security-Policy": policy_for(_STYLE.findall(page))})


def one_after_another(pages: Sequence[str], title: str) -> tuple[str, list[str]]:
    """Pages in one, each on sheets of its own and under its own stylesheet; with every stylesheet that is in it.

    Each stands in a shadow tree of its own, so that one in large print changes no other.
    """
    own = [_in_shadow(style) for page in pages for style in _STYLE.findall(page)]
    around = _around(pages)
    parts = "\n".join(_sheet(page) for page in pages)
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{around}</style>'
    whole = f'<!DOCTYPE html><html lang="en-GB"><head>{head}</head><body><main>{parts}</main></body></html>'
    return whole, [around, *own]


def _sheet(page: str) -> str:
    """One of the pages, kept apart from the others."""
    style = "".join(f"<style>{_in_shadow(each)}</style>" for each in _STYLE.findall(page))
    body = _BODY.search(page)
    within = _MAIN.sub(r"<\1div", body[1]) if body else ""  # a page has one main part, and the whole has it
    return f'<section><template shadowrootmode="open">{style}{within}</template></section>'


def _in_shadow(style: str) -> str:
    """A stylesheet of a whole page as it holds of a part of one."""
    return re.sub(r"(?<![\w.-])body(?=\s*\{)", ":host", style)


def _around(pages: Sequence[str]) -> str:
    """What holds of paper: margins, which no shadow tree can set, and a new sheet for each."""
    paper = next((rule for page in pages[:1] for rule in _PAPER.findall(page)), "")
    return f"{paper} body {{ margin: 0 }} section + section {{ break-before: page }}"


def policy_for(styles: Iterable[str]) -> str:
    """The content security policy under which these stylesheets hold, each by its digest, and nothing runs."""
    digests = sorted({b64encode(sha256(style.encode()).digest()).decode() for style in styles})
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
