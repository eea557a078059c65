"""From a step as it is written to the order it gives, with the people it names as the desk would find them."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, get_args

from domain.calendar.days import landlord_day
from domain.complaint.actor import RESIDENT, staff
from domain.messages.message import Message
from domain.policy.staff import Officer, StaffDirectory, UnknownPersonError
from domain.value import Key
from intake.days import with_days
from intake.errors import NotMeantError, validate
from intake.moments import moment
from intake.order_names import BY_THE_RESIDENT, FROM_ABOVE, ORDERS, RECEIVE

_PERSON_ID = re.compile(r"[a-z]+(-[a-z]+)+")

Given = dict[str, Any]
"""Keys and values as they were written: they may be anything."""


def officer_fields(order: type[Message]) -> tuple[str, ...]:
    """The fields of *order* that name a member of staff: given by id, they reach it with the roles of the day."""
    return tuple(
        name for name, field in order.model_fields.items() if Officer in (field.annotation, *get_args(field.annotation))
    )


class OrderReader:
    """Reads the orders of one scenario."""

    def __init__(self, directory: StaffDirectory, zone: str, above: Mapping[str, object]) -> None:
        self._directory = directory
        self._zone = zone
        self._above = above

    def order(self, step: str, given: Given, at: datetime, key: Key) -> Message:
        """The order that the step gives, at *at*.

        Raises:
            NotMeantError: something in it cannot be meant.
        """
        if step == RECEIVE:
            for name in sorted(given.keys() & FROM_ABOVE):
                raise NotMeantError((*key, name), "belongs above the steps, once for the whole scenario")
            given = {**given, **self._above}
        elif step not in BY_THE_RESIDENT and not given.get("by"):
            why = f"is missing: say who took the step {step}, by their id in the staff directory"
            raise NotMeantError((*key, "by"), why)
        kind, on = ORDERS[step], landlord_day(at, self._zone)
        given = self._with_owners(self._with_sending(given, key), key)
        recorded_by = self._named(given, "recorded_by", key) or self._named(given, "by", key)
        officers = {
            name: self._directory.officer(person, on)
            for name in officer_fields(kind)
            if (person := self._named(given, name, key))
        }
        by = self._named(given, "by", key)
        actor = staff(self._directory.officer(by, on)) if by else RESIDENT
        given = with_days(kind, given, on, key)
        return validate(kind, {**given, **officers, "by": actor, "recorded_by": recorded_by, "at": at}, key)

    def known(self, person: object, key: Key) -> str:
        """The id of a member of staff.

        Raises:
            NotMeantError: nobody has it.
        """
        try:
            return self._directory.person(str(person)).id
        except UnknownPersonError as refusal:
            raise NotMeantError(key, str(refusal)) from refusal

    def moment(self, written: object, key: Key, read: Callable[[object, str], datetime] = moment) -> datetime:
        """The instant that is written.

        Raises:
            NotMeantError: it is none.
        """
        try:
            return read(written, self._zone)
        except ValueError as refusal:
            raise NotMeantError(key, str(refusal)) from refusal

    def _named(self, given: Given, name: str, key: Key) -> str:
        return self.known(given[name], (*key, name)) if name in given else ""

    def _with_sending(self, given: Given, key: Key) -> Given:
        """*given* with the instant at which a letter had gone already."""
        match given:
            case {"already_sent": {"at": written, **how}}:
                return given | {"already_sent": {**how, "at": self.moment(written, (*key, "already_sent"))}}
        return given

    def _with_owners(self, given: Given, key: Key) -> Given:
        """*given* with the names of those who promise to act, as letters print them."""
        match given:
            case {"promise": dict(promise)}:
                return given | {"promise": self._with_owner(promise, (*key, "promise"))}
            case {"terms": dict(terms)}:
                return given | {"terms": self._with_owner(terms, (*key, "terms"))}
            case {"response": {"promises": [*promises], **words}}:
                named = [self._with_owner(promise, (*key, "response", "promises")) for promise in promises]
                return given | {"response": {**words, "promises": named}}
        return given

    def _with_owner(self, promise: Any, key: Key) -> Any:  # noqa: ANN401 - what was written may be anything
        match promise:
            case {"owner": str(owner)} if _PERSON_ID.fullmatch(owner):
                return {**promise, "owner_name": self._directory.person(self.known(owner, key)).name}
        return promise
