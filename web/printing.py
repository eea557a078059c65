"""Pages that are printed as they were made: a kept letter brings its own stylesheet, and nothing that runs."""

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from starlette.responses import HTMLResponse, Response

_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def as_printed(page: str) -> Response:
    """*page* as it is, with its own stylesheets and nothing else."""
    return HTMLResponse(page, headers={"Content-Security-Policy": policy_for(_STYLE.findall(page))})


def policy_for(styles: Iterable[str]) -> str:
    """The content security policy under which these stylesheets hold, each by its digest, and nothing runs."""
    digests = sorted({b64encode(sha256(style.encode()).digest()).decode() for style in styles})
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
