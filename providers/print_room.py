"""Letters for print, kept in a folder that somebody prints from."""

import os
import re
import tempfile
from pathlib import Path

from activities.ports import ProviderAwayError

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_EVERYBODY_READS = 0o644


class FolderPrintRoom:
    """Fulfils `PrintRoom`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, *, reference: str, key: str, page: str) -> str:
        """Keep the page unless its key has one, and return its path within the folder.

        Raises:
            ProviderAwayError: it cannot be kept now.
        """
        place = Path(_file_name(reference), _file_name(key) + ".html")
        try:
            _write_once(self._folder / place, page)
        except OSError as error:
            raise ProviderAwayError(f"the letters' folder cannot be written: {error.strerror}") from None
        return place.as_posix()


def _file_name(words: str) -> str:
    """*words* without what a file's name may not hold; nothing of it leads elsewhere."""
    return _UNSAFE.sub("-", words).lstrip(".") or "-"


def _write_once(place: Path, page: str) -> None:
    """Write the whole page or none of it: who prints it never finds half a letter."""
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place.parent, suffix=".draft")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).chmod(_EVERYBODY_READS)
        Path(draft).replace(place)
    finally:
        Path(draft).unlink(missing_ok=True)
