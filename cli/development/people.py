"""Who can sign in at the provider that `complaints dev` runs: everybody in the landlords' directories."""

import json
from collections.abc import Iterator
from pathlib import Path

from providers.rulebook import Rulebook, policies_folder


def write_people(file: Path) -> None:
    """Write them down as the simulator reads them: each with what they do, under their landlord.

    Raises:
        RulebookError: a landlord's files do not hold together.
    """
    file.write_text(json.dumps(list(_people(Rulebook(policies_folder())))), encoding="utf-8")


def _people(rulebook: Rulebook) -> Iterator[dict[str, str]]:
    for key in rulebook.landlords():
        landlord = rulebook.landlord(key)
        for person in rulebook.directory(key).people:
            yield {
                "subject": f"{key}/{person.id}",
                "name": person.name,
                "what": person.job_title,
                "group": landlord.name,
                "email": person.email,
            }
