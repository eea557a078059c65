"""The rulebook: reads `policies/` and refuses, with file, line, key and reason, what does not hold together."""

import os
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.calendar.working_calendar import WorkingCalendar
from domain.policy.code import CodeFloor
from domain.policy.consistency import Contradiction, between_editions, in_edition, in_landlord, in_staff
from domain.policy.edition import Edition
from domain.policy.landlord import Landlord
from domain.policy.rules import Rules
from domain.policy.staff import StaffDirectory
from domain.record_form.filling import in_form
from domain.record_form.form import RecordForm
from domain.value import Key
from providers.calendars import working_calendar
from providers.toml_lines import line_of

_Model = TypeVar("_Model", bound=BaseModel)

_CODE = "code"
_LANDLORD = "landlord.toml"
_STAFF = "staff.toml"
_FORM = Path("forms", "complaint-record.toml")


class RulebookError(Exception):
    """A policy file cannot be used; the sentence names file, line, key and reason."""


class UnknownLandlordError(RulebookError):
    """There is no landlord of that key."""


class UnknownEditionError(RulebookError):
    """The landlord has no such edition."""


class _File(NamedTuple):
    """A policy file's text and values, and its name as the refusals give it."""

    name: str
    text: str
    values: dict[str, object]

    def refuse(self, key: Key, why: str) -> RulebookError:
        """The refusal of *key*."""
        where = f"{self.name}, line {line_of(self.text, key)}"
        return RulebookError(f"{where}: {_dotted(key)}: {why}" if key else f"{where}: {why}")


def policies_folder() -> Path:
    """The folder of policies: `PUTRIGHT_POLICIES`, else the one beside the packages."""
    return Path(os.environ.get("PUTRIGHT_POLICIES") or Path(__file__).parent.parent / "policies")


class Rulebook:
    """Every landlord's policy, staff and calendar, read from one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._landlords: dict[str, Landlord] = {}
        self._editions: dict[str, tuple[Edition, ...]] = {}

    def landlords(self) -> tuple[str, ...]:
        """The keys of all landlords, in order."""
        return self._keys

    def landlord(self, key: str) -> Landlord:
        """The landlord of that key.

        Raises:
            RulebookError: there is none, or its file does not hold together.
        """
        if key not in self._landlords:
            file = self._landlord_file(key, _LANDLORD)
            landlord = _validated(Landlord, file)
            if landlord.key != key:
                raise file.refuse(("key",), f"is {landlord.key!r} in the folder of {key!r}")
            _refuse_first(file, in_landlord(landlord))
            self._landlords[key] = landlord
        return self._landlords[key]

    def directory(self, key: str) -> StaffDirectory:
        """Who works for the landlord, as the file stands now.

        Raises:
            RulebookError: the file does not hold together.
        """
        landlord = self.landlord(key)
        file = self._landlord_file(key, _STAFF)
        directory = _validated(StaffDirectory, file)
        _refuse_first(file, in_staff(directory, landlord))
        return directory

    def record_form(self, key: str) -> RecordForm:
        """The form on which the landlord keeps a complaint's record: its own, else the house's record sheet.

        Raises:
            RulebookError: there is neither, or the file does not hold together.
        """
        own = self._folder / self.landlord(key).key / _FORM
        file = self._file(own if own.exists() else self._folder / _FORM)
        form = _validated(RecordForm, file)
        _refuse_first(file, in_form(form, self.editions(key)))
        return form

    def editions(self, key: str) -> tuple[Edition, ...]:
        """All editions of the landlord's policy, the earliest first.

        Raises:
            RulebookError: there is none, or one does not hold together.
        """
        if key not in self._editions:
            self._editions[key] = self._read_editions(key)
        return self._editions[key]

    def edition(self, key: str, edition: str | None = None, in_force_on: date | None = None) -> Edition:
        """One edition: by its name, else the one in force on a day, else the latest.

        What happened before the first edition came into force is judged by the first.

        Raises:
            RulebookError: there is no such edition.
        """
        editions = self.editions(key)
        if edition is not None:
            return self._named(key, edition)
        if in_force_on is None:
            return editions[-1]
        return [editions[0], *(each for each in editions[1:] if each.in_force_from <= in_force_on)][-1]

    def rules(self, key: str, received_on: date) -> Rules:
        """All that a complaint received on that day is judged by: the edition in force then, and its calendar.

        Raises:
            RulebookError: a file does not hold together.
        """
        edition = self.edition(key, in_force_on=received_on)
        # A whole year before, and at least 24 months ahead, whatever the day (D2).
        calendar = self.calendar(key, date(received_on.year - 1, 1, 1), date(received_on.year + 2, 12, 31))
        return Rules(landlord=self.landlord(key), edition=edition, calendar=calendar)

    def calendar(self, key: str, covers_from: date, covers_to: date) -> WorkingCalendar:
        """The days on which the landlord works.

        Raises:
            RulebookError: its closures leave none.
        """
        try:
            return working_calendar(self.landlord(key), covers_from, covers_to)
        except ValidationError as refusal:
            why = "the closures leave no working day: no deadline could ever fall due"
            raise self._landlord_file(key, _LANDLORD).refuse(("closures",), why) from refusal

    def code(self) -> CodeFloor:
        """The latest edition of the Ombudsman's Code.

        Raises:
            RulebookError: there is none, or it does not hold together.
        """
        editions = [_validated(CodeFloor, self._file(path)) for path in _editions_in(self._folder / _CODE)]
        if not editions:
            raise RulebookError(f"{self._name(self._folder / _CODE)}: holds no edition of the Code")
        return max(editions, key=lambda each: each.in_force_from)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(sorted(path.parent.name for path in self._folder.glob(f"*/{_LANDLORD}")))

    def _named(self, key: str, name: str) -> Edition:
        for edition in self.editions(key):
            if edition.edition == name:
                return edition
        known = ", ".join(edition.edition for edition in self.editions(key))
        raise UnknownEditionError(f"the {key} policy has no edition {name!r}; choose from: {known}")

    def _read_editions(self, key: str) -> tuple[Edition, ...]:
        landlord = self.landlord(key)
        files = {path.stem: self._file(path) for path in _editions_in(self._folder / key)}
        if not files:
            raise RulebookError(f"{self._name(self._folder / key)}: holds no edition of the policy")
        editions = tuple(self._read_edition(name, file, landlord) for name, file in files.items())
        for number in range(len(editions)):
            _refuse_first(files[editions[number].edition], between_editions(editions[: number + 1]))
        return tuple(sorted(editions, key=lambda each: each.in_force_from))

    def _read_edition(self, name: str, file: _File, landlord: Landlord) -> Edition:
        edition = _validated(Edition, file)
        for field, value, expected in (
            ("edition", edition.edition, name),
            ("landlord", edition.landlord, landlord.key),
        ):
            if value != expected:
                raise file.refuse((field,), f"is {value!r} where the file's place says {expected!r}")
        for finding in in_edition(edition, landlord):
            of_landlord = finding.key[:1] == ("ladder",)
            raise (self._landlord_file(landlord.key, _LANDLORD) if of_landlord else file).refuse(*finding)
        return edition

    def _landlord_file(self, key: str, name: str) -> _File:
        if key not in self._keys:
            known = ", ".join(self._keys) or "none"
            raise UnknownLandlordError(f"there is no landlord {key!r} in {self._folder}; choose from: {known}")
        return self._file(self._folder / key / name)

    def _file(self, path: Path) -> _File:
        name = self._name(path)
        try:
            text = path.read_text(encoding="utf-8")
            return _File(name, text, tomllib.loads(text))
        except FileNotFoundError as refusal:
            raise RulebookError(f"{name}: there is no such file") from refusal
        except UnicodeDecodeError as refusal:
            raise RulebookError(f"{name}: is not text in UTF-8") from refusal
        except tomllib.TOMLDecodeError as refusal:
            raise RulebookError(f"{name}: is not TOML: {refusal}") from refusal

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._folder.parent))


def _editions_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if path.name not in {_LANDLORD, _STAFF})


def _validated(model: type[_Model], file: _File) -> _Model:
    try:
        return model.model_validate(file.values, extra="forbid")
    except ValidationError as refusal:
        raise _refused(file, refusal.errors()[0]) from refusal


def _refuse_first(file: _File, findings: Iterator[Contradiction]) -> None:
    for finding in findings:
        raise file.refuse(*finding)


def _refused(file: _File, error: ErrorDetails) -> RulebookError:
    """The first thing wrong with a value, in a policy officer's words."""
    given = error["input"]
    reasons = {
        "missing": "is missing",
        "extra_forbidden": "is not a key this file may have",
        "greater_than": f"must be more than zero, not {given!r}",
        "enum": f"{given!r} is unknown; choose from: {error.get('ctx', {}).get('expected', '')}",
    }
    return file.refuse(error["loc"], reasons.get(error["type"], f"{error['msg']}, not {given!r}"))


def _dotted(key: Key) -> str:
    return ".".join(str(part) for part in key)
