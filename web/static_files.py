"""Stylesheets, scripts and pictures: each address holds a digest of what is served, so that it may be kept for ever."""

from hashlib import sha256
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"

FOR_EVER = "public, max-age=31536000, immutable"
"""What a browser is told of an address that never shows anything else."""


def _digest() -> str:
    files = sorted(file for file in FOLDER.rglob("*") if file.is_file())
    return sha256(b"".join(file.name.encode() + file.read_bytes() for file in files)).hexdigest()[:16]


EDITION = _digest()
"""Changes with whatever is served."""


def address_of(file: str) -> str:
    """Where a browser finds a file of `static/`."""
    return f"/static/{EDITION}/{file}"


class KeptForEver(StaticFiles):
    """The files of `static/`, which a browser asks for once."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; what an address of another edition names is not there."""
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = FOR_EVER
        return answer
