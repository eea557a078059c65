"""What a worker has read of each landlord's folder: a faulty one is left out, a new or mended one is taken up."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from activities.ports import FolderReading, LetterError, Rendered, Report
from domain.calendar.working_calendar import WorkingCalendar
from domain.outbox.errands import Errand
from domain.policy.landlord import Landlord
from domain.policy.staff import Person, StaffDirectory
from domain.rounds.reports import Reader
from providers.folder_check import Fault, faults_with
from providers.letters import LetterWriter
from providers.policy_files import RulebookError
from providers.rulebook import Rulebook, Said

_SHARED = ("code", "forms", "letters")
"""Folders of the house, which every landlord's folder stands on."""


class _Taken(NamedTuple):
    """A folder that holds together, as it was read."""

    rulebook: Rulebook
    letters: LetterWriter


class Folders:
    """The landlords' folders as they were read last; each read by itself, and only when it has changed."""

    def __init__(self, policies: Path, said: Said | None = None) -> None:
        self.place = policies
        self._said = said
        self._lock = Lock()
        self._taken: dict[str, _Taken] = {}
        self._readings: dict[str, FolderReading] = {}

    def look(self) -> tuple[FolderReading, ...]:
        """Read what is new or has changed since the last look, and say so of each folder there is."""
        return tuple(self._look_at(key) for key in Rulebook(self.place).landlords())

    def landlord(self, key: str) -> Landlord:
        """The landlord of that key.

        Raises:
            RulebookError: there is none, or its folder is left out.
        """
        return self._used(key).rulebook.landlord(key)

    def directory(self, key: str) -> StaffDirectory:
        """Who works for the landlord, as the file stands now.

        Raises:
            RulebookError: there is no such landlord, its folder is left out, or the file does not hold together now.
        """
        return self._used(key).rulebook.directory(key)

    def calendar(self, key: str, covers_from: date, covers_to: date) -> WorkingCalendar:
        """The days on which the landlord works.

        Raises:
            RulebookError: as `landlord`
        """
        return self._used(key).rulebook.calendar(key, covers_from, covers_to)

    def letters(self, key: str) -> LetterWriter:
        """Who writes the landlord's letters.

        Raises:
            RulebookError: as `landlord`
        """
        return self._used(key).letters

    def _used(self, key: str) -> _Taken:
        if key not in self._taken:
            reading = self._look_at(key)
            if not reading.is_used:
                raise RulebookError(f"{key} is left out until its files are mended: {'; '.join(reading.faults)}")
        return self._taken[key]

    def _look_at(self, key: str) -> FolderReading:
        with self._lock:
            digest = digest_of(self.place, key)
            known = self._readings.get(key)
            if known is None or known.digest != digest:
                self._readings[key] = self._read(key, digest)
            return self._readings[key]

    def _read(self, key: str, digest: str) -> FolderReading:
        rulebook = Rulebook(self.place, self._said)
        letters = LetterWriter(self.place, rulebook.landlord)
        found = faults_with(key, rulebook, letters)
        is_used = not any(fault.stops for fault in found)
        if is_used:
            self._taken[key] = _Taken(rulebook, letters)
        return FolderReading(landlord=key, digest=digest, is_used=is_used, faults=_said(found))


class FolderLetters:
    """Puts notices and reports into words, each from its landlord's own folder; fulfils `Letters`."""

    def __init__(self, folders: Folders) -> None:
        self._folders = folders

    def render(self, errand: Errand, reader: Person | None) -> Rendered:
        """The notice in words.

        Raises:
            LetterError: it cannot be put into words, or the landlord's folder is left out.
        """
        return self._of(errand.landlord).render(errand, reader)

    def text(self, errand: Errand, reader: Person | None) -> str:
        """The notice's short form.

        Raises:
            as `render`
        """
        return self._of(errand.landlord).text(errand, reader)

    def report(self, landlord: str, report: Report, reader: Reader, on: date) -> Rendered:
        """A report in words.

        Raises:
            as `render`
        """
        return self._of(landlord).report(landlord, report, reader, on)

    def _of(self, landlord: str) -> LetterWriter:
        try:
            return self._folders.letters(landlord)
        except RulebookError as why:
            raise LetterError(str(why)) from why


def digest_of(policies: Path, key: str) -> str:
    """By which a landlord's folder is known, with what of the house's it stands on; any change changes it."""
    digest = hashlib.sha256()
    for path in _files(policies, key):
        said = path.read_bytes() if path.is_file() else b""
        digest.update(f"{path.relative_to(policies)}\n{len(said)}\n".encode())
        digest.update(said)
    return digest.hexdigest()


def _files(policies: Path, key: str) -> Iterator[Path]:
    for folder in (key, *_SHARED):
        yield from sorted(path for path in (policies / folder).rglob("*") if path.name[0] != ".")


def _said(found: tuple[Fault, ...]) -> tuple[str, ...]:
    return tuple(fault.says for fault in found)
