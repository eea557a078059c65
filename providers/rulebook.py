"""The rulebook: reads `policies/` and refuses, with file, line, key and reason, what does not hold together."""

import os
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from domain.calendar.working_calendar import WorkingCalendar
from domain.policy.access import Access
from domain.policy.brand import Brand, LandlordFile
from domain.policy.code import CodeFloor
from domain.policy.consistency import between_editions, in_edition, in_landlord, in_staff, unknown_role
from domain.policy.edition import Edition
from domain.policy.landlord import Landlord
from domain.policy.rules import Rules
from domain.policy.staff import SaidAway, StaffDirectory
from domain.record_form.filling import in_form
from domain.record_form.form import RecordForm
from domain.value import Key
from providers.calendars import working_calendar
from providers.policy_files import PolicyFile, RulebookError, read_file, refuse_first, validated

__all__ = ["Rulebook", "RulebookError", "UnknownEditionError", "UnknownLandlordError", "policies_folder"]

LANDLORD, STAFF = "landlord.toml", "staff.toml"
_CODE = "code"
_FORM = Path("forms", "complaint-record.toml")


class UnknownLandlordError(RulebookError):
    """There is no landlord of that key."""


class UnknownEditionError(RulebookError):
    """The landlord has no such edition."""


def policies_folder() -> Path:
    """The folder of policies: `PUTRIGHT_POLICIES`, else the one beside the packages."""
    return Path(os.environ.get("PUTRIGHT_POLICIES") or Path(__file__).parent.parent / "policies")


Said = Callable[[str], Mapping[str, SaidAway]]
"""What people of a landlord say themselves of when they are away, by their ids."""


class Rulebook:
    """Every landlord's policy, staff and calendar, read from one folder; of absences, *said* stands above it."""

    def __init__(self, folder: Path, said: Said | None = None) -> None:
        self._folder = folder
        self._said = said
        self._directories: dict[str, tuple[tuple[int, int, int] | None, StaffDirectory]] = {}
        self._landlords: dict[str, Landlord] = {}
        self._brands: dict[str, Brand] = {}
        self._access: dict[str, Access] = {}
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
            self._landlords[key] = self._landlord_file(key).landlord
        return self._landlords[key]

    def brand(self, key: str) -> Brand:
        """How that landlord's pages look.

        Raises:
            as `landlord`
        """
        if key not in self._brands:
            self._brands[key] = self._landlord_file(key).brand
        return self._brands[key]

    def access(self, key: str) -> Access:
        """What that landlord's roles are for in the desk.

        Raises:
            as `landlord`
        """
        if key not in self._access:
            self._access[key] = self._landlord_file(key).access
        return self._access[key]

    def known(self, key: str) -> str:
        """*key*, where a landlord has it.

        Raises:
            UnknownLandlordError: none has.
        """
        if key not in self._keys:
            known = ", ".join(self._keys) or "none"
            raise UnknownLandlordError(f"there is no landlord {key!r} in {self._folder}; choose from: {known}")
        return key

    def why_shared(self, key: str) -> RulebookError | None:
        """Why the landlord's references could be another's; None where each of its prefixes is its own.

        One that begins with the other is not: REL-XABC-DEFG and RELX-ABCD-EFG are typed alike.

        Raises:
            RulebookError: there is no such landlord, or its file is not TOML.
        """
        every = self.prefixes()
        others = [(other, theirs) for other, held in every.items() if other != key for theirs in held]
        for number, ours in enumerate(every.get(key, ())):
            for other, theirs in others:
                if ours.startswith(theirs) or theirs.startswith(ours):
                    at: Key = ("former_prefixes",) if number else ("reference_prefix",)
                    why = f"{ours!r} cannot be told from {other}'s {theirs!r}: no two landlords may share a prefix"
                    return self.file(key, LANDLORD).refuse(at, why)
        return None

    def prefixes(self) -> Mapping[str, tuple[str, ...]]:
        """With what each landlord's references begin: today's prefix, then former ones.

        Whatever else is wrong with a landlord's file: no fault of one keeps anybody from another's complaint.
        """
        return {key: _prefixes_in(self._folder / key / LANDLORD) for key in self._keys}

    def directory(self, key: str) -> StaffDirectory:
        """Who works for the landlord, as the file stands now, and when they are away, as they say themselves.

        Raises:
            RulebookError: the file does not hold together.
        """
        directory = self._directory(key)
        return directory.as_they_say(self._said(key)) if self._said else directory

    def _directory(self, key: str) -> StaffDirectory:
        """As the file says, which is read again when it has changed."""
        stamp = _stamp(self._folder / self.known(key) / STAFF)
        known, directory = self._directories.get(key, (None, None))
        if directory is None or known != stamp or stamp is None:
            directory = self._read_directory(key)
            self._directories[key] = stamp, directory
        return directory

    def _read_directory(self, key: str) -> StaffDirectory:
        landlord = self.landlord(key)
        file = self.file(key, STAFF)
        directory = validated(StaffDirectory, file)
        refuse_first(file.refuse_each(in_staff(directory, landlord)))
        return directory

    def record_form(self, key: str) -> RecordForm:
        """The form on which the landlord keeps a complaint's record: its own, else the house's record sheet.

        Raises:
            RulebookError: there is neither, or the file does not hold together.
        """
        file = self.form_file(self.landlord(key).key)
        form = validated(RecordForm, file)
        refuse_first(file.refuse_each(in_form(form, self.editions(key))))
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
            raise self.file(key, LANDLORD).refuse(("closures",), why) from refusal

    def code(self) -> CodeFloor:
        """The latest edition of the Ombudsman's Code.

        Raises:
            RulebookError: there is none, or it does not hold together.
        """
        editions = [validated(CodeFloor, self._file(path)) for path in _editions_in(self._folder / _CODE)]
        if not editions:
            raise RulebookError(f"{self._name(self._folder / _CODE)}: holds no edition of the Code")
        return max(editions, key=lambda each: each.in_force_from)

    @cached_property
    def _keys(self) -> tuple[str, ...]:
        return tuple(sorted(path.parent.name for path in self._folder.glob(f"*/{LANDLORD}")))

    def _named(self, key: str, name: str) -> Edition:
        for edition in self.editions(key):
            if edition.edition == name:
                return edition
        known = ", ".join(edition.edition for edition in self.editions(key))
        raise UnknownEditionError(f"the {key} policy has no edition {name!r}; choose from: {known}")

    def _landlord_file(self, key: str) -> LandlordFile:
        file = self.file(key, LANDLORD)
        said = validated(LandlordFile, file)
        refuse_first(wrong_with_landlord(key, said, file))
        return said

    def _read_editions(self, key: str) -> tuple[Edition, ...]:
        landlord = self.landlord(key)
        files = {name: self.file(key, name) for name in self.edition_files(key)}
        editions = tuple(self._read_edition(file, landlord) for file in files.values())
        for number, file in enumerate(files.values(), start=1):
            refuse_first(file.refuse_each(between_editions(editions[:number])))
        return tuple(sorted(editions, key=lambda each: each.in_force_from))

    def _read_edition(self, file: PolicyFile, landlord: Landlord) -> Edition:
        edition = validated(Edition, file)
        refuse_first(wrong_with_edition(edition, file, landlord, self.file(landlord.key, LANDLORD)))
        return edition

    def edition_files(self, key: str) -> tuple[str, ...]:
        """The names of the files of a landlord's editions.

        Raises:
            RulebookError: there is none.
        """
        if names := tuple(path.name for path in _editions_in(self._folder / key)):
            return names
        raise RulebookError(f"{self._name(self._folder / key)}: holds no edition of the policy")

    def file(self, key: str, name: str) -> PolicyFile:
        """A file of a landlord's folder.

        Raises:
            RulebookError: there is no such landlord or file, or it is not TOML.
        """
        return self._file(self._folder / self.known(key) / name)

    def form_file(self, key: str) -> PolicyFile:
        """The file of the form on which a landlord keeps a complaint's record.

        Raises:
            RulebookError: there is none, or it is not TOML.
        """
        own = self._folder / key / _FORM
        return self._file(own if own.exists() else self._folder / _FORM)

    def _file(self, path: Path) -> PolicyFile:
        return read_file(path, self._name(path))

    def _name(self, path: Path) -> str:
        return str(path.relative_to(self._folder.parent))


def _stamp(file: Path) -> tuple[int, int, int] | None:
    """By which a file is known to be as it was; None where it cannot be looked at."""
    try:
        now = file.stat()
    except OSError:
        return None
    return now.st_mtime_ns, now.st_size, now.st_ino


def _editions_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.toml") if path.name not in {LANDLORD, STAFF})


def wrong_with_landlord(key: str, landlord: LandlordFile, file: PolicyFile) -> Iterator[RulebookError]:
    """What is wrong with a landlord's own file, whose every key is right by itself."""
    if landlord.key != key:
        yield file.refuse(("key",), f"is {landlord.key!r} in the folder of {key!r}")
    yield from file.refuse_each(in_landlord(landlord))
    for colour, why in landlord.brand.unreadable():
        yield file.refuse(("brand", colour), why)
    for field, role in landlord.access.named():
        if role not in landlord.roles:
            yield file.refuse(("access", field), unknown_role(role, landlord))


def wrong_with_edition(
    edition: Edition, file: PolicyFile, landlord: Landlord, of_landlord: PolicyFile
) -> Iterator[RulebookError]:
    """What is wrong with an edition, whose every key is right by itself, in its place and beside its landlord."""
    for field, value, expected in (
        ("edition", edition.edition, Path(file.name).stem),
        ("landlord", edition.landlord, landlord.key),
    ):
        if value != expected:
            yield file.refuse((field,), f"is {value!r} where the file's place says {expected!r}")
    for finding in in_edition(edition, landlord):
        yield (of_landlord if finding.key[:1] == ("ladder",) else file).refuse(*finding)


def _prefixes_in(path: Path) -> tuple[str, ...]:
    with suppress(OSError, ValueError, RecursionError):
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        former = values.get("former_prefixes")
        named = (values.get("reference_prefix"), *(former if isinstance(former, list) else ()))
        return tuple(each for each in named if isinstance(each, str) and each)
    return ()
