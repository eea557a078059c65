"""The check of a landlord's whole folder: all that is wrong with its files, beside each other and the others'."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from domain.policy.brand import LandlordFile
from domain.policy.consistency import between_editions, in_staff, who_has_left
from domain.policy.edition import Edition
from domain.policy.landlord import Landlord
from domain.policy.staff import StaffDirectory
from domain.record_form.filling import in_form
from domain.record_form.form import RecordForm
from providers.calendars import CHECKED_FROM, CHECKED_TO
from providers.letters import LetterWriter
from providers.policy_files import PolicyFile, RulebookError, wrong_keys
from providers.rulebook import LANDLORD, STAFF, Rulebook, wrong_with_edition, wrong_with_landlord
from providers.senders import wrong_with_addresses, wrong_with_senders

_Model = TypeVar("_Model", bound=BaseModel)
_Given = TypeVar("_Given")


class Fault(NamedTuple):
    """Something that is wrong with a landlord's folder."""

    says: str
    """File, line, key and reason, in a sentence."""
    stops: bool = True
    """Whether a worker leaves the landlord out for it; False for what is only to be mended."""


def faults(policies: Path, key: str) -> tuple[Fault, ...]:
    """All that is wrong with the landlord's folder, however much of it.

    Raises:
        UnknownLandlordError: there is no such landlord.
    """
    rulebook = Rulebook(policies)
    return faults_with(key, rulebook, LetterWriter(policies, rulebook.landlord))


def faults_with(key: str, rulebook: Rulebook, letters: LetterWriter) -> tuple[Fault, ...]:
    """As `faults`, by those who will use the folder: where nothing is wrong, they have read all of it.

    Raises:
        as `faults`
    """
    rulebook.known(key)
    return tuple(_Check(rulebook, letters, key).all())


def references_out_of_reach(
    rulebook: Rulebook, key: str, of_other_prefixes: Callable[[str, Sequence[str]], tuple[int, str]]
) -> tuple[str, ...]:
    """What is to be mended where references are kept that begin with no prefix of the landlord's, which nobody finds.

    Raises:
        RegisterAwayError: they cannot be counted.
        RulebookError: the landlord's file is not TOML.
    """
    prefixes = rulebook.prefixes()[key]
    many, first = of_other_prefixes(key, prefixes)
    if not many:
        return ()
    kept = f"{many} {'complaints are' if many > 1 else 'complaint is'} kept under another prefix ({first})"
    why = f"{kept}, which nobody finds so: name the prefix in former_prefixes"
    return (str(rulebook.file(key, LANDLORD).refuse(("reference_prefix",), why)),)


class _Check:
    """One folder, being looked at."""

    def __init__(self, rulebook: Rulebook, letters: LetterWriter, key: str) -> None:
        self._rulebook = rulebook
        self._letters = letters
        self._key = key
        self._found: list[RulebookError] = []

    def all(self) -> Iterator[Fault]:
        """Everything that is wrong, what stops the landlord first."""
        landlord = self._read(lambda: self._file(LANDLORD), LandlordFile, self._with_landlord)
        directory = self._read(lambda: self._file(STAFF), StaffDirectory, partial(_with_staff, landlord))
        editions = self._editions(landlord)
        if landlord:
            self._try(lambda: self._rulebook.calendar(self._key, CHECKED_FROM, CHECKED_TO))
        self._read(lambda: self._rulebook.form_file(self._key), RecordForm, partial(_with_form, editions))
        yield from (Fault(str(each)) for each in self._found)
        yield from (Fault(str(each)) for each in self._letters.faults(self._key))
        yield from (Fault(str(each), stops=False) for each in self._letters.unused(self._key))
        yield from (Fault(str(each), stops=False) for each in self._to_mend(landlord, directory, editions))

    def _with_landlord(self, landlord: LandlordFile, file: PolicyFile) -> Iterator[RulebookError]:
        yield from wrong_with_landlord(self._key, landlord, file)
        yield from file.refuse_each(wrong_with_senders(landlord))

    def _editions(self, landlord: Landlord | None) -> tuple[Edition, ...]:
        def beside_landlord(edition: Edition, file: PolicyFile) -> Iterator[RulebookError]:
            if landlord:
                yield from wrong_with_edition(edition, file, landlord, self._file(LANDLORD))

        read: list[Edition] = []
        for name in self._try(lambda: self._rulebook.edition_files(self._key)) or ():
            if edition := self._read(partial(self._file, name), Edition, beside_landlord):
                read.append(edition)
                self._found += self._file(name).refuse_each(between_editions(tuple(read)))
        return tuple(read)

    def _to_mend(
        self, landlord: Landlord | None, directory: StaffDirectory | None, editions: tuple[Edition, ...]
    ) -> Iterator[RulebookError]:
        if landlord and directory:
            yield from self._file(STAFF).refuse_each(who_has_left(directory, landlord, editions))
        if landlord and (shared := self._rulebook.why_shared(self._key)):
            yield shared

    def _read(
        self,
        file: Callable[[], PolicyFile],
        model: type[_Model],
        wrong: Callable[[_Model, PolicyFile], Iterator[RulebookError]],
    ) -> _Model | None:
        """What a file says, where every key is right by itself; what is wrong with it is noted."""
        read = self._try(file)
        if read is None:
            return None
        if refused := wrong_keys(model, read):
            self._found += refused
            return None
        value = model.model_validate(read.values)
        self._found += wrong(value, read)
        return value

    def _try(self, read: Callable[[], _Given]) -> _Given | None:
        try:
            return read()
        except RulebookError as refusal:
            self._found.append(refusal)
            return None

    def _file(self, name: str) -> PolicyFile:
        return self._rulebook.file(self._key, name)


def _with_staff(landlord: Landlord | None, directory: StaffDirectory, file: PolicyFile) -> Iterator[RulebookError]:
    yield from file.refuse_each(wrong_with_addresses(directory))
    if landlord:
        yield from file.refuse_each(in_staff(directory, landlord))


def _with_form(editions: tuple[Edition, ...], form: RecordForm, file: PolicyFile) -> Iterator[RulebookError]:
    if editions:
        yield from file.refuse_each(in_form(form, editions))
