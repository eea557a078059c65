"""The questions about who complains, how to reach them, what helps them and what it is about (F-011 to F-016)."""

from datetime import date

from cli.dialogue.asking import Asking, day_or_none, listed, one_of, some_words, words, yes_no_or_unknown, yes_or_no
from domain.complaint.complainant import Relation
from domain.policy.channels import Channel
from domain.policy.staff import StaffDirectory
from intake import checks as input_checks
from intake.days import Nearest
from intake.errors import BadInputError

_PREFERS = {Channel.EMAIL: "e-mail", Channel.TEXT: "text", Channel.LETTER: "letter"}


def ask(asking: Asking, directory: StaffDirectory, today: date) -> None:
    """Ask the questions about the complainant that were not answered beforehand.

    Raises:
        typer.Abort: whoever is asked leaves.
    """
    _person(asking)
    asking.say("")
    _about(asking, directory)
    _support(asking)
    _ombudsman(asking, today)


def _person(asking: Asking) -> None:
    """Who they are, or that they do not say."""
    sheet = asking.sheet
    if sheet.get("anonymous") or sheet.get("resident", "name"):
        says = not sheet.get("anonymous")
    else:
        says = asking.ask("Do they say who they are, or how to reach them? (y/n)", yes_or_no)
        sheet.put(None if says else True, "anonymous")
    if not says:
        return
    asking.once("Their name, exactly as they write it:", input_checks.name, "resident", "name")
    _ways(asking)
    relations = {str(each): each.words for each in Relation}
    stands = listed("What is their relationship to us? (Enter if not said)", relations)
    asking.once(stands, one_of(relations, needed=False), "particulars", "relation")


def _ways(asking: Asking) -> None:
    """How to reach them."""
    email = asking.once("Their e-mail address: (Enter for none)", _email, "resident", "email")
    mobile = asking.once("Their mobile number: (Enter for none)", _mobile, "resident", "mobile")
    if not asking.sheet.get("resident", "address"):
        lines: list[str] = []
        while line := asking.ask(
            f"Their address, line {len(lines) + 1}: (Enter for {'no more' if lines else 'none'})", words
        ):
            lines.append(line)
            asking.sheet.put(lines, "resident", "address")
    if not (email or mobile or asking.sheet.get("resident", "address")):
        asking.say(
            "  We have no way to reach them: please ask for one. "
            "Without it letters are printed, and somebody has to deliver them."
        )
    ways = {str(way): it for way, it in _PREFERS.items()}
    prefers = listed("How do they want to be written to? (Enter for e-mail, if they have it)", ways)
    if not asking.once(prefers, one_of(ways, needed=False), "resident", "prefers"):
        asking.say(f"  Letters will go to them by {'e-mail' if email else 'post'}.")
    if mobile:
        asking.once("Do they want text messages about progress? (y/n)", yes_or_no, "resident", "wants_texts")


def _about(asking: Asking, directory: StaffDirectory) -> None:
    """The property, and who acted."""
    where = "Which property is it about, if not their home? (Enter for their home)"
    asking.once(where, words, "particulars", "property_address")
    asking.once("Which managing agent is it about? (Enter for none)", words, "particulars", "managing_agent")
    who = "Which contractor, or other person acting for us, is it about? (Enter for none)"
    asking.once(who, words, "particulars", "about_contractor")
    staff = "Which members of staff is it about? (their staff ids, separated by commas; Enter for none)"
    asking.once(staff, lambda typed: [directory.person(each.strip()).id for each in _parts(typed)], "about_staff")


def _support(asking: Asking) -> None:
    """What helps them to complain."""
    if asking.sheet.get("support"):
        return
    needs = "Does anything make it hard for them to complain, or to read letters? (in their words; Enter for nothing)"
    if not asking.once(needs, words, "support", "needs"):
        return
    asking.once(
        "What do we do differently for them? (separated by commas; Enter for nothing yet)",
        _parts,
        "support",
        "adjustments",
    )
    asking.once("What help was offered? (Enter for none)", words, "support", "offered")
    if asking.ask("Do they want letters in large print? (y/n; Enter for no)", yes_no_or_unknown):
        asking.sheet.put(True, "support", "large_print")  # noqa: FBT003 - the answer itself


def _ombudsman(asking: Asking, today: date) -> None:
    """Whether the Ombudsman sent it."""
    if asking.sheet.get("ombudsman") or not asking.ask("Did it come through the Ombudsman? (y/n)", yes_or_no):
        return
    asking.once("The Ombudsman's reference:", some_words, "ombudsman", "reference")
    by_when = "By which date must they be answered? (for example 24/12/2026)"
    asking.once(by_when, lambda typed: _needed_day(typed, today), "ombudsman", "respond_by")
    asking.once("What do they ask for? (Enter if not said)", words, "ombudsman", "asked")


def _email(typed: str) -> str:
    return input_checks.email(typed) if typed.strip() else ""


def _mobile(typed: str) -> str:
    return input_checks.mobile(typed) if typed.strip() else ""


def _parts(typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _needed_day(typed: str, today: date) -> str:
    if (day := day_or_none(typed, today, Nearest.COMING)) is None:
        raise BadInputError("Please give the date: the Ombudsman's own deadline is tracked.")
    return day.isoformat()
