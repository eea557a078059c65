"""Search attributes made sure of before any complaint needs them: one that is not registered stops its workflow."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import GetSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from workflows.attributes import KEYS

Kinds = Mapping[str, "IndexedValueType.ValueType"]
"""Names of search attributes with their types."""

_KIND = "INDEXED_VALUE_TYPE_"
WANTED: Kinds = {key.name: IndexedValueType.Value(f"{_KIND}{key.indexed_value_type.name}") for key in KEYS}

_TRIES = 5
_BETWEEN_TRIES = 0.2
_NOT_FOR_US = {RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED, RPCStatusCode.UNAUTHENTICATED}
"""How a service that is run by somebody else, such as Temporal Cloud, answers its operator's questions."""


class SearchAttributesError(Exception):
    """Search attributes are missing or of another type, and we cannot mend it; the sentence says who can, and how."""


class Namespace(Protocol):
    """Where search attributes are registered."""

    name: str

    async def registered(self) -> Kinds:
        """Those that are there.

        Raises:
            RPCError: they cannot be read.
        """
        ...

    async def register(self, missing: Kinds) -> None:
        """Add some.

        Raises:
            RPCError: they were not added.
        """
        ...


class TemporalNamespace:
    """The client's own namespace."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.name = client.namespace

    async def registered(self) -> Kinds:
        """Those that are there: as the operator sees them, else as everybody does."""
        try:
            asked = ListSearchAttributesRequest(namespace=self.name)
            return (await self._client.operator_service.list_search_attributes(asked)).custom_attributes
        except RPCError as error:
            if error.status not in _NOT_FOR_US:
                raise
        return (await self._client.workflow_service.get_search_attributes(GetSearchAttributesRequest())).keys

    async def register(self, missing: Kinds) -> None:
        """Add some, as the operator does."""
        asked = AddSearchAttributesRequest(namespace=self.name, search_attributes=missing)
        await self._client.operator_service.add_search_attributes(asked)


async def ensure_search_attributes(namespace: Namespace) -> None:
    """Register those that are missing; nothing happens when none is. Any number of workers may do so at once.

    Raises:
        SearchAttributesError: one is there with another type, or cannot be added by us.
        RPCError: Temporal does not answer.
    """
    why: RPCError | None = None
    for _ in range(_TRIES):
        missing = check(await namespace.registered())
        if not missing:
            return
        try:
            await namespace.register(missing)
        except RPCError as error:  # perhaps since another worker was faster: look again
            why = error
            if error.status in _NOT_FOR_US:
                break
        await asyncio.sleep(_BETWEEN_TRIES)
    missing = check(await namespace.registered())
    if missing:
        raise SearchAttributesError(how_to_add(missing, namespace.name, str(why) if why else "")) from why


def check(registered: Kinds) -> Kinds:
    """Those that are missing.

    Raises:
        SearchAttributesError: one is there with another type.
    """
    for name, kind in WANTED.items():
        if name in registered and registered[name] != kind:
            raise SearchAttributesError(
                f"the search attribute {name} is registered as {_type(registered[name])}, and Putright's is "
                f"{_type(kind)}: use a namespace of its own, or remove the other with "
                f"`temporal operator search-attribute remove --name {name}`"
            )
    return {name: kind for name, kind in WANTED.items() if name not in registered}


def how_to_add(missing: Kinds, namespace: str, why: str = "") -> str:
    """Which are missing, and what whoever looks after Temporal does about it."""
    cloud = " ".join(f'--search-attribute "{name}={_type(kind)}"' for name, kind in missing.items())
    own = " ".join(f"--name {name} --type {_type(kind)}" for name, kind in missing.items())
    because = f" and could not be added ({why})" if why else ""
    return (
        f"the namespace {namespace} lacks the search attributes {', '.join(missing)}{because}. "
        f"On Temporal Cloud add them with `tcld namespace search-attributes add --namespace {namespace} {cloud}`, "
        f"else with `temporal operator search-attribute create --namespace {namespace} {own}`"
    )


def _type(kind: "IndexedValueType.ValueType") -> str:
    """As the commands write it: "KeywordList"."""
    return IndexedValueType.Name(kind).removeprefix(_KIND).title().replace("_", "")
