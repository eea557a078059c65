"""Keeps what a release leaves to every later one: `make release`, when the version has been set, before it is tagged.

The newest histories are kept under the release's name, where every later version replays them; and it is written down
what each kept or sent model requires and reads: every field added later has a default, and none is renamed unread.
"""

import shutil
import sys
import tomllib
from pathlib import Path

from tests.replay.required import freeze
from tests.replay.saved import HISTORIES, NEWEST

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def version() -> str:
    """The version this is, or will be when it is released."""
    found: str = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]["version"]
    return found


def main() -> None:
    """Keep them under the version's name.

    Raises:
        FileExistsError: that version has been released; the next one has another name.
    """
    kept = shutil.copytree(NEWEST, HISTORIES / version())
    freeze(version())
    sys.stdout.write(f"{len([*kept.iterdir()])} histories are kept in {kept.relative_to(PYPROJECT.parent)}\n")


if __name__ == "__main__":
    main()
