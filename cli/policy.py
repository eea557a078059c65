"""`complaints policy`: a landlord's policy as its owner sees it, and what they should see to."""

import json
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from activities.ports import RegisterAwayError
from cli.errors import BadUsageError, RefusedError
from cli.say import say
from domain.calendar.days import in_words, landlord_day
from domain.policy.edition import Edition
from domain.policy.review import Remark, remarks
from intake.days import day
from intake.errors import BadInputError
from providers.folder_check import faults, references_out_of_reach
from providers.rulebook import Rulebook, RulebookError, UnknownEditionError, UnknownLandlordError, policies_folder
from providers.settings import BadSettingsError, settings
from register.refusals import BadRegisterUrlError

app = typer.Typer(rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command()
def policy(
    landlord: Annotated[
        str, typer.Argument(metavar="LANDLORD", help="The landlord's key: the name of its folder in policies/.")
    ],
    edition: Annotated[
        str | None, typer.Option(help="An edition of the policy, such as 2024-06 (default: the one in force on DATE).")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="As of that date, for example 24/12/2026 (default: today).")
    ] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether anything in the landlord's folder is wrong.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show a landlord's policy: version, owner, reviews, and what its owner should see to.

    Whatever is wrong with the landlord's files is said in place of it, each with file and line: policy, staff, letters,
    senders, and references of a prefix that its file does not name.
    """
    try:
        rulebook = Rulebook(policies_folder())
        _refuse_faults(landlord, says_if_none=check)
        if check:
            return
        today = _day(on) if on else landlord_day(datetime.now(UTC), rulebook.landlord(landlord).time_zone)
        chosen = rulebook.edition(landlord, edition, in_force_on=today)
        found = remarks(chosen, rulebook.landlord(landlord), rulebook.code(), today)
    except (UnknownLandlordError, UnknownEditionError) as refusal:
        raise BadUsageError(str(refusal)) from refusal
    except RulebookError as refusal:
        raise RefusedError(str(refusal)) from refusal
    say(_as_json(chosen, found) if as_json else _in_lines(chosen, found))


def _refuse_faults(landlord: str, *, says_if_none: bool) -> None:
    """Say what is wrong with the landlord's folder.

    Raises:
        RefusedError: something is.
        UnknownLandlordError: there is no such landlord.
    """
    found = [fault.says for fault in faults(policies_folder(), landlord)]
    not_asked = ""
    if says_if_none:
        try:
            found += _of_other_prefixes(landlord)
        except (RegisterAwayError, BadRegisterUrlError, BadSettingsError) as why:
            not_asked = f"; whether references of another prefix are there, the register could not be asked: {why}"
    if found:
        raise RefusedError("\n".join(found))
    if says_if_none:
        say(f"{landlord}: nothing is wrong with its files{not_asked}")


def _of_other_prefixes(landlord: str) -> tuple[str, ...]:
    from register.engine import open_to_read  # noqa: PLC0415 - it loads SQLAlchemy, and only this option asks
    from register.queries import Queries  # noqa: PLC0415

    engine = open_to_read(settings().register_url)
    try:
        return references_out_of_reach(Rulebook(policies_folder()), landlord, Queries(engine).of_other_prefixes)
    finally:
        engine.dispose()


def _day(text: str) -> date:
    try:
        return day(text)
    except BadInputError as refusal:
        raise BadUsageError(str(refusal)) from refusal


def _as_json(edition: Edition, found: tuple[Remark, ...]) -> str:
    facts = {
        "landlord": edition.landlord,
        "edition": edition.edition,
        "in_force_from": edition.in_force_from.isoformat(),
        **edition.control.model_dump(mode="json", exclude={"settles", "ours", "note"}),
        "remarks": [remark.model_dump(mode="json") for remark in found],
    }
    return json.dumps(facts, ensure_ascii=False)


def _in_lines(edition: Edition, found: tuple[Remark, ...]) -> str:
    control = edition.control
    published = {True: "yes", False: "no", None: "the policy does not say"}[control.published_on_website]
    lines = [
        f"{control.title}, version {control.version}, edition {edition.edition}",
        f"  In force   from {in_words(edition.in_force_from)}",
        f"  Owner      {control.owner}",
        f"  Approved   {control.approved_by}",
        f"  Reviewed   {control.last_review}; next {control.next_review}, every {control.review_every_months} months",
        f"  Published  {published}",
        "",
        "For its owner" if found else "Nothing for its owner to see to.",
    ]
    lines += [f"  {remark.weight:<8} {remark.about}: {remark.says}  ({remark.clause})" for remark in found]
    return "\n".join(lines)
