"""Letters for print, kept in a folder that somebody prints from."""

import os
import re
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from activities.ports import ProviderAwayError

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_OWNER_ONLY, _OWNERS_FOLDER = 0o600, 0o700
_FOLDER = os.O_RDONLY | os.O_DIRECTORY


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
            _write_once(self._folder, place, page)
        except OSError as error:
            raise ProviderAwayError(f"the letters' folder cannot be written: {error.strerror}") from None
        return place.as_posix()


def _file_name(words: str) -> str:
    """*words* without what a file's name may not hold; nothing of it leads elsewhere."""
    return _UNSAFE.sub("-", words).lstrip(".") or "-"


def _write_once(folder: Path, place: Path, page: str) -> None:
    """Write the whole page or none of it, for its owner only: who prints it never finds half a letter.

    No link is followed from the letters' folder on: whoever can put one there cannot have letters written elsewhere.
    """
    _make_folder(folder)
    with _opened(folder, _FOLDER) as letters:
        with suppress(FileExistsError):
            os.mkdir(place.parent.name, _OWNERS_FOLDER, dir_fd=letters)
        with _opened(place.parent.name, _FOLDER | os.O_NOFOLLOW, within=letters) as within:
            if not _is_there(place.name, within):
                _put(place.name, within, page)


def _make_folder(folder: Path) -> None:
    for each in reversed([folder, *folder.parents]):
        if not each.exists():
            each.mkdir(_OWNERS_FOLDER, exist_ok=True)


def _put(name: str, within: int, page: str) -> None:
    draft = f"{name}.{secrets.token_hex(4)}.draft"
    try:
        with open(_opened_to_write(draft, within), "w", encoding="utf-8") as file:
            file.write(page)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, name, src_dir_fd=within, dst_dir_fd=within)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft, dir_fd=within)


def _is_there(name: str, within: int) -> bool:
    """Whether the letter is kept; a link in its place is none."""
    try:
        return stat.S_ISREG(os.stat(name, dir_fd=within, follow_symlinks=False).st_mode)
    except FileNotFoundError:
        return False


def _opened_to_write(name: str, within: int) -> int:
    return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY, dir_fd=within)


@contextmanager
def _opened(path: str | Path, flags: int, within: int | None = None) -> Iterator[int]:
    opened = os.open(path, flags, dir_fd=within)
    try:
        yield opened
    finally:
        os.close(opened)
