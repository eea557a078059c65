"""What the doctor looks at in the landlords' folders: whether they hold together, and whether workers read them so."""

import asyncio
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from activities.ports import FolderReading
from cli.operations.checkup import Patient, UnwellError, of_register, of_temporal
from domain.complaint.reference import ComplaintId
from providers.folder_check import faults, references_out_of_reach
from providers.folders import digest_of
from providers.rulebook import Rulebook, RulebookError
from register.folders import RegisterFolders
from register.queries import Queries
from temporal.releases import TemporalReleases


async def folders(patient: Patient) -> str:
    """Whether anything is wrong with a landlord's folder: a worker leaves out a faulty one."""
    keys = Rulebook(patient.settings.policies).landlords()
    if not keys:
        raise UnwellError(f"there is no landlord's folder in {patient.settings.policies}: see PUTRIGHT_POLICIES")
    found = [each.says for key in keys for each in await asyncio.to_thread(faults, patient.settings.policies, key)]
    if found:
        raise UnwellError("; ".join(found))
    return f"nothing is wrong with those of {', '.join(keys)}"


async def prefixes(patient: Patient) -> str:
    """Whether every reference in the register is found: its landlord has a folder, whose file names its prefix."""
    rulebook = Rulebook(patient.settings.policies)

    def out_of_reach(queries: Queries) -> list[str]:
        found = (references_out_of_reach(rulebook, key, queries.of_other_prefixes) for key in rulebook.prefixes())
        gone = without_folder(queries.unsettled(), rulebook.landlords(), patient.settings.policies)
        return [*gone, *(said for each in found for said in each)]

    try:
        found = await of_register(patient, lambda engine: out_of_reach(Queries(engine)))
    except RulebookError as why:
        raise UnwellError(f"{why}: correct the policy file") from why
    if found:
        raise UnwellError("; ".join(found))
    return "every reference is found"


def without_folder(unsettled: Iterable[ComplaintId], landlords: Collection[str], policies: Path) -> Iterator[str]:
    """Landlords who have complaints and no folder, so that no list shows them and no order reaches them."""
    of = Counter(each.landlord for each in unsettled)
    for key in sorted(of.keys() - set(landlords)):
        many = f"{of[key]} complaints of {key} are" if of[key] > 1 else f"1 complaint of {key} is"
        yield f"{many} open or still owing something, and {policies} has no folder {key}: put it back"


async def read_by_workers(patient: Patient) -> str:
    """Whether each worker that runs has read the landlords' folders as they stand."""
    with of_temporal(patient):
        asking = await TemporalReleases(patient.temporal).who_asks(patient.clock())
    said = await of_register(patient, lambda engine: RegisterFolders(engine).of(asking))
    policies = patient.settings.policies
    stand = {key: digest_of(policies, key) for key in Rulebook(policies).landlords()}
    if behind := list(behind_the_files(stand, asking, said)):
        raise UnwellError("; ".join(behind))
    return f"{len(asking)} worker{'s have' if len(asking) != 1 else ' has'} read the folders as they are"


def behind_the_files(
    stand: Mapping[str, str], asking: Collection[str], said: Mapping[str, tuple[FolderReading, ...]]
) -> Iterator[str]:
    """What a worker that asks for work has not read as it stands, with what to do; *stand* has each folder's digest."""
    for worker in sorted(asking):
        if worker not in said:
            yield f"the worker {worker} has not said which folders it read: restart it if it is of an older version"
            continue
        read = {each.landlord: each for each in said[worker]}
        for key, digest in stand.items():
            if key not in read or read[key].digest != digest:
                yield f"the worker {worker} has not read {key}'s folder as it is: look in a minute, else restart it"
            elif not read[key].is_used:
                yield f"the worker {worker} leaves out {key}: mend its folder, and it is taken up by itself"
