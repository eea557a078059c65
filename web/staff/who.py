"""Who somebody is whom a provider has signed in: by its subject alone, but for a first time (web.md 3.5)."""

from asyncio import to_thread
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from domain.policy.staff import Person
from providers.rulebook import Rulebook, RulebookError
from register.web.lines import Identity
from web.parts import Parts

Somebody = tuple[str, Person]
"""A landlord's key, and a person of its directory."""


async def whom(parts: Parts, identity: Identity, claims: Mapping[str, Any], now: datetime) -> Somebody | None:
    """The one member of staff whom *identity* (issuer and unchanging subject) means; None for a stranger.

    The directory's file says so, else what was bound at a first sign-in. Only somebody of whom neither says anything
    may be known by an e-mail address, and only by one that is vouched for; then the subject is bound to them.

    Raises:
        RegisterAwayError: nobody can say.
    """
    everybody = tuple(_everybody(parts.rulebook))
    if named := [each for each in everybody if each[1].sign_in == identity.subject]:
        return _the_only(named)
    if bound := await to_thread(parts.register.sign_ins.of, identity, now):
        return _the_only([each for each in everybody if (each[0], each[1].id) == bound and not each[1].sign_in])
    one = _the_only([each for each in everybody if _is_vouched_for(parts.rulebook, each, claims)])
    if one is None:
        return None
    is_bound = await to_thread(parts.register.sign_ins.bind, identity, one[0], one[1].id, now)
    return one if is_bound else None


def _everybody(rulebook: Rulebook) -> Iterator[Somebody]:
    for key in rulebook.landlords():
        with suppress(RulebookError):  # one landlord's faulty file is no trouble of another's: the doctor names it
            yield from ((key, person) for person in rulebook.directory(key).people)


def _is_vouched_for(rulebook: Rulebook, somebody: Somebody, claims: Mapping[str, Any]) -> bool:
    """Whether the address is theirs, and the provider or their landlord says that it is the address of who signs in."""
    landlord, person = somebody
    address = claims.get("email")
    if person.sign_in or not isinstance(address, str) or address.casefold() != person.email.casefold():
        return False
    return claims.get("email_verified") is True or rulebook.access(landlord).vouches_for_addresses


def _the_only(found: list[Somebody]) -> Somebody | None:
    """Whom several could be, nobody is."""
    return found[0] if len(found) == 1 else None
