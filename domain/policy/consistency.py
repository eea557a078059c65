"""What no single value of a policy can show: files that contradict themselves or each other.

Each finding names the key that is wrong and says why in the words of a policy officer.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.calendar.limits import TimeLimit, Unit
from domain.policy.definition import Classification
from domain.policy.duty_kinds import KEYS, DutyKey, DutyKind
from domain.policy.edition import Edition
from domain.policy.exclusions import Need
from domain.policy.landlord import Closure, Ladder, Landlord, Rungs
from domain.policy.order_of_days import out_of_order
from domain.policy.staff import StaffDirectory
from domain.policy.stages import Stage
from domain.value import Key, shows_nothing

HANDLER = "handler"
ACTION_OWNER = "action_owner"
LONGEST_LIMIT = 366
"""Days: a longer limit is a slip of the keyboard, and no calendar would reach its end."""


_NOBODYS_IDS = frozenset({"resident", "nobody", HANDLER, ACTION_OWNER})
"""What stands in the place of a staff id and is none: whom a notice is for, and what has no handler."""
_PRINTED_OF_PEOPLE = ("name", "job_title")


class Contradiction(NamedTuple):
    """The key that is wrong, and why."""

    key: Key
    why: str


def in_landlord(landlord: Landlord) -> Iterator[Contradiction]:
    """What is wrong within a landlord's own file."""
    yield from _in_one_line({("name",): landlord.name, ("contact", "name"): landlord.contact.name})
    yield from _in_the_working_week(landlord)
    yield from _in_closures("closures", landlord.closures)
    yield from _in_closures("extra_holidays", landlord.extra_holidays)
    for number, day in enumerate(landlord.ignored_holidays):
        if any(closure.first <= day <= closure.last for closure in landlord.extra_holidays):
            yield Contradiction(("ignored_holidays", number), f"{day} is both an extra and an ignored holiday")
    try:
        ZoneInfo(landlord.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield Contradiction(("time_zone",), f"{landlord.time_zone!r} is not a time zone; write it as 'Europe/London'")
    if landlord.text_hours.starts_at >= landlord.text_hours.ends_at:
        yield Contradiction(("text_hours", "ends_at"), "texts would stop before they start")
    yield from _in_ladder(landlord)
    for role in landlord.delivery.released_by:
        if role not in landlord.roles:
            yield Contradiction(("delivery", "released_by"), unknown_role(role, landlord))
    for key, role in _told_by_rounds(landlord):
        if role not in landlord.roles:
            yield Contradiction(key, unknown_role(role, landlord))


def _in_one_line(printed: Mapping[Key, str]) -> Iterator[Contradiction]:
    """What stands in subjects and signatures, and is blank there or breaks their line."""
    for key, text in printed.items():
        if shows_nothing(text):
            yield Contradiction(key, "is blank")
        elif len(text.splitlines()) > 1:
            yield Contradiction(key, "has more than one line")


def in_staff(directory: StaffDirectory, landlord: Landlord) -> Iterator[Contradiction]:
    """What is wrong with the people: ids twice, roles that do not exist, absences that end before they begin."""
    ids = [person.id.casefold() for person in directory.people]
    for number, person in enumerate(directory.people):
        here: Key = ("people", number)
        if person.id.casefold() in ids[:number]:
            yield Contradiction((*here, "id"), f"the id {person.id!r} is given twice")
        if person.id in {*_NOBODYS_IDS, *landlord.roles}:
            yield Contradiction((*here, "id"), f"{person.id!r} means something else: give a name, as 'priya-nair'")
        if len(person.id.split()) != 1:
            yield Contradiction((*here, "id"), f"{person.id!r} is not one word, as 'priya-nair'")
        yield from _in_one_line({(*here, field): getattr(person, field) for field in _PRINTED_OF_PEOPLE})
        for role in sorted(person.roles - landlord.roles.keys()):
            yield Contradiction((*here, "roles"), unknown_role(role, landlord))
        if person.sign_in and person.sign_in in (other.sign_in for other in directory.people[:number]):
            yield Contradiction((*here, "sign_in"), f"{person.sign_in!r} is given twice: each signs in as themselves")
        if person.deputy == person.id:
            yield Contradiction((*here, "deputy"), f"{person.id!r} cannot stand in for themselves")
        for absence in person.absences:
            if absence.last < absence.first:
                yield Contradiction((*here, "absences"), f"{absence.last} comes before {absence.first}")


def who_has_left(
    directory: StaffDirectory, landlord: Landlord, editions: tuple[Edition, ...]
) -> Iterator[Contradiction]:
    """Deputies and holders of roles that the directory does not have any more.

    Nothing stops for them: somebody else stands in, or is told. But they are to be replaced.
    """
    ids = {person.id for person in directory.people}
    for number, person in enumerate(directory.people):
        if person.deputy and person.deputy not in ids:
            why = f"nobody in the file has the id {person.deputy!r}: say who stands in for {person.name} now"
            yield Contradiction(("people", number, "deputy"), why)
    held = {role for person in directory.people for role in person.roles}
    asked = {role: f"which the edition {edition.edition} asks for" for edition in editions for role in _asked(edition)}
    asked |= {role: "which a report by schedule goes to" for _, role in _told_by_rounds(landlord)}
    asked |= dict.fromkeys(_roles_told(landlord.ladder), "which the ladder of reminders tells")
    for role in sorted(asked.keys() - held):
        yield Contradiction(("people",), f"nobody holds the role {role!r}, {asked[role]}")


def in_edition(edition: Edition, landlord: Landlord) -> Iterator[Contradiction]:
    """What is wrong with an edition, by itself and beside its landlord's file."""
    for key, limit in limits_of(edition):
        if limit.amount > LONGEST_LIMIT:
            yield Contradiction((*key, "amount"), f"{limit.amount} days is longer than a year")
    yield from _in_starts(edition)
    for key, role in _roles_named(edition):
        if role not in landlord.roles:
            yield Contradiction(key, unknown_role(role, landlord))
    yield from _in_stages(edition)
    yield from (Contradiction(*found) for found in out_of_order(edition, landlord))
    yield from _in_exclusions(edition)
    if edition.refusal.investigates_internally is not bool(edition.refusal.investigation):
        why = "investigates_internally and investigation (how long it may take) must be given together or not at all"
        yield Contradiction(("refusal",), why)
    if edition.eligibility.policy_months > edition.eligibility.age_limit_months:
        yield Contradiction(("eligibility", "policy_months"), "is longer than age_limit_months, which decides")
    for duty in duties_of(edition):
        if duty.ladder not in landlord.ladder.told:
            why = f"lacks {duty.ladder!r}, which the edition {edition.edition} asks for"
            yield Contradiction(("ladder", "told"), why)


def between_editions(editions: tuple[Edition, ...]) -> Iterator[Contradiction]:
    """Editions of which nobody could say which is in force."""
    days: dict[date, str] = {}
    for edition in editions:
        if other := days.get(edition.in_force_from):
            yield Contradiction(("in_force_from",), f"the edition {other} comes into force on the same day")
        days[edition.in_force_from] = edition.edition


def limits_of(edition: Edition) -> Iterator[tuple[Key, TimeLimit]]:
    """Every limit of an edition with its key; an extension stands there as what it is, not as a limit."""
    return ((key.limit_at, limit) for key, limit in _limits(edition) if key.kind is not DutyKind.EXTENSION)


def duties_of(edition: Edition) -> Iterator[DutyKey]:
    """Every duty of an edition of which the ladder says who is told."""
    in_ladder = (key for key in KEYS if key.row.in_ladder)
    return (key for key in in_ladder if key.limit_in(edition) or not key.row.needs_limit)


def _limits(edition: Edition) -> Iterator[tuple[DutyKey, TimeLimit]]:
    limits = ((key, key.limit_in(edition)) for key in KEYS)
    return ((key, limit) for key, limit in limits if limit)


def _in_the_working_week(landlord: Landlord) -> Iterator[Contradiction]:
    week = landlord.working_week
    if not week:
        yield Contradiction(("working_week",), "no day of the week is a working day: no deadline could ever fall due")
    elif not set(week) <= set(range(7)) or len(set(week)) < len(week):
        yield Contradiction(("working_week",), "the days are 0 (Monday) to 6 (Sunday), each once")


def _in_closures(key: str, closures: tuple[Closure, ...]) -> Iterator[Contradiction]:
    for number, closure in enumerate(closures):
        if closure.last < closure.first:
            yield Contradiction((key, number), f"{closure.last} comes before {closure.first}")


def _in_hours(ladder: Ladder) -> Iterator[Contradiction]:
    if ladder.starts_at >= ladder.ends_at:
        yield Contradiction(("ladder", "ends_at"), "reminders would stop before they start")
    elif _minutes(ladder.starts_at) + ladder.spread_minutes >= _minutes(ladder.ends_at):
        yield Contradiction(("ladder", "spread_minutes"), "the last reminders would go after ends_at, and so never")


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _in_ladder(landlord: Landlord) -> Iterator[Contradiction]:
    ladder = landlord.ladder
    yield from _in_hours(ladder)
    rungs: tuple[tuple[str, Rungs], ...] = (("long", ladder.long), ("short", ladder.short))
    for name, rung in rungs:
        if len(set(rung.before)) < len(rung.before) or len(set(rung.after)) < len(rung.after):
            yield Contradiction(("ladder", name), "names the same day twice")
        elif list(rung.before) != sorted(rung.before, reverse=True) or list(rung.after) != sorted(rung.after):
            yield Contradiction(("ladder", name), "names its days out of order: before falls, after rises")
    for duty, told in ladder.told.items():
        for to, names in (("remind", told.remind), ("raise_to", told.raise_to)):
            key = ("ladder", "told", duty, to)
            if not names:
                yield Contradiction(key, "names nobody")
            for role in names:
                if role not in {*landlord.roles, HANDLER, ACTION_OWNER}:
                    yield Contradiction(key, unknown_role(role, landlord))


def _in_starts(edition: Edition) -> Iterator[Contradiction]:
    for key, limit in _limits(edition):
        at, counted_back = key.limit_at, key.row.counted_back
        if key.anchors and limit.starts_from not in key.anchors:
            names = " or ".join(sorted(key.anchors))
            yield Contradiction((*at, "starts_from"), f"cannot start from {limit.starts_from}, only from {names}")
        if limit.before is not counted_back:
            why = "must be counted back from the response" if counted_back else "cannot be counted back"
            yield Contradiction((*at, "before"), f"the limit {why}")
        if limit.unit is Unit.CALENDAR_DAYS and limit.before:
            yield Contradiction((*at, "unit"), "a limit that is counted back counts working days")


def _in_stages(edition: Edition) -> Iterator[Contradiction]:
    one, two = edition.stage_1, edition.stage_2
    if one.escalation_window is None:
        yield Contradiction(("stage_1",), "escalation_window is missing: nobody could ask for stage 2")
    if two.escalation_window is not None:
        yield Contradiction(("stage_2", "escalation_window"), "there is no stage 3 to ask for")
    if two.close is None:
        yield Contradiction(("stage_2",), "close is missing: the complaint would stay open after its final response")
    if one.understanding or one.confirm_understanding:
        yield Contradiction(("stage_1",), "an understanding is confirmed at stage 2 only")
    if (two.understanding is None) is not (two.confirm_understanding is None):
        yield Contradiction(
            ("stage_2",), "understanding and confirm_understanding must be given together or not at all"
        )
    if one.apart_from_stage_1:
        yield Contradiction(("stage_1", "apart_from_stage_1"), "stage 1 cannot be apart from itself")


_NEEDED_FOR: dict[Classification | None, tuple[Need, ...]] = {
    Classification.POLICY_FEEDBACK: (Need.POLICY,),
    Classification.SERVICE_REQUEST: (Need.PASSED_ON_TO,),
    Classification.ENQUIRY: (Need.PASSED_ON_TO,),
}
"""Without which what a refused matter is kept as would say nothing."""


def _in_exclusions(edition: Edition) -> Iterator[Contradiction]:
    codes = [exclusion.code for exclusion in edition.exclusions]
    for number, exclusion in enumerate(edition.exclusions):
        key: Key = ("exclusions", number)
        if exclusion.code in codes[:number]:
            yield Contradiction((*key, "code"), f"the code {exclusion.code!r} is given twice")
        if exclusion.is_age is bool(exclusion.asks):
            why = "the age limit asks no question: days decide" if exclusion.is_age else "has no question (asks)"
            yield Contradiction((*key, "code"), f"the exclusion {exclusion.code!r}: {why}")
        if exclusion.becomes and exclusion.becomes not in edition.front_door.records:
            yield Contradiction((*key, "becomes"), f"the front door keeps no records of {exclusion.becomes.value!r}")
        for need in _NEEDED_FOR.get(exclusion.becomes, ()):
            if need not in exclusion.needs:
                yield Contradiction(
                    (*key, "code"), f"the exclusion {exclusion.code!r} lacks {need.value!r} in its needs"
                )
        if exclusion.is_age and Need.DISCRETION not in exclusion.needs:
            yield Contradiction((*key, "code"), "discretion beyond the age limit must be considered (Code 2.3): needs")
    if sum(exclusion.is_age for exclusion in edition.exclusions) != 1:
        yield Contradiction(("exclusions",), "exactly one exclusion is the age limit (is_age)")


def _roles_named(edition: Edition) -> Iterator[tuple[Key, str]]:
    yield from _roles_at_the_front_door(edition)
    for stage in Stage:
        policy = edition.stage(stage)
        lists: list[tuple[Key, tuple[str, ...]]] = [
            ((stage, "owner", "roles"), policy.owner.roles),
            ((stage, "owner", "else_roles"), policy.owner.else_roles),
            ((stage, "owner", "else_named_by"), policy.owner.else_named_by),
            ((stage, "extension", "beyond_approved_by"), policy.extension.beyond_approved_by),
        ]
        for number, also in enumerate(policy.also_by):
            lists.append(((stage, "also_by", number, "roles"), also.roles))
        if window := policy.escalation_window:
            lists.append(((stage, "escalation_window", "late_decided_by"), window.late_decided_by))
            lists.append(((stage, "escalation_window", "late_decided_else_by"), window.late_decided_else_by))
        if policy.approve:
            lists.append(((stage, "approve", "role"), (policy.approve.role,)))
        if policy.consult:
            lists.append(((stage, "consult", "role"), (policy.consult.role,)))
        yield from ((key, role) for key, roles in lists for role in roles)


def _asked(edition: Edition) -> set[str]:
    return {role for _, role in _roles_named(edition)}


def _roles_at_the_front_door(edition: Edition) -> Iterator[tuple[Key, str]]:
    lists: list[tuple[Key, tuple[str, ...]]] = [
        (("quick_resolution", "by"), edition.quick_resolution.by),
        (("eligibility", "decided_by"), edition.eligibility.decided_by),
        (("refusal", "decided_by"), edition.refusal.decided_by),
        (("oversight", "roles"), edition.oversight.roles),
        (("confidentiality", "allowed_by"), edition.confidentiality.allowed_by),
    ]
    if social := edition.front_door.social_media:
        lists.append((("front_door", "social_media", "answered_by"), social.answered_by))
        lists.append((("front_door", "social_media", "supported_by"), social.supported_by))
    for number, exclusion in enumerate(edition.exclusions):
        lists.append((("exclusions", number, "decided_by"), exclusion.decided_by))
        if exclusion.refers_to:
            lists.append((("exclusions", number, "refers_to"), (exclusion.refers_to,)))
    yield from ((key, role) for key, roles in lists for role in roles)


def _told_by_rounds(landlord: Landlord) -> Iterator[tuple[Key, str]]:
    if rounds := landlord.rounds:
        lists: tuple[tuple[str, str, tuple[str, ...]], ...] = (
            ("digest", "nobody_yet", rounds.digest.nobody_yet),
            ("overdue_report", "to", rounds.overdue_report.to),
            ("calendar_check", "to", rounds.calendar_check.to),
        )
        yield from ((("rounds", round_, to), role) for round_, to, roles in lists for role in roles)


def _roles_told(ladder: Ladder) -> set[str]:
    names = (name for told in ladder.told.values() for name in (*told.remind, *told.raise_to))
    return set(names) - {HANDLER, ACTION_OWNER}


def unknown_role(role: str, landlord: Landlord) -> str:
    """Says that the landlord has no such role, and which it has."""
    return f"{role!r} is not a role of {landlord.name}; choose from: {', '.join(sorted(landlord.roles))}"
