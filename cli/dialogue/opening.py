"""What `complaints open` asks at a terminal, in a handler's words: the landlord, how it came, what they say."""

from collections.abc import Callable
from datetime import datetime

from cli.dialogue import complainant as person_dialogue
from cli.dialogue import triage as sorting_dialogue
from cli.dialogue.asking import Asking, day_or_none, listed, one_of, some_words, words, yes_or_no
from domain.calendar.days import landlord_day, local_time, months_after
from domain.complaint.issues import NewIssue
from domain.policy.exclusions import AgeException
from domain.policy.landlord import Landlord
from domain.policy.rules import Rules
from domain.procedure.exclusions.age_limit import check_days, deciders, limit_words
from intake import checks as input_checks
from intake.days import Nearest
from intake.moments import instant
from intake.new_complaint import received_at
from providers.rulebook import Rulebook

_DAYS = {
    "occurred_on": "When did it happen, or begin? (for example 28/10/2026; Enter if not known)",
    "known_on": "When did they find out, if that was later? (Enter if it was not, or is not known)",
}
_GOES_ON = "Is it still going on, or part of something that is? (y/n)"
_WAYS = "telephone, e-mail, visit, letter, web form, social media …"


class OpeningDialogue:
    """The dialogue that opens a complaint: it asks each question that is not answered yet."""

    def __init__(self, asking: Asking, rulebook: Rulebook, now: datetime) -> None:
        self._asking = asking
        self._rulebook = rulebook
        self._now = now

    def run(self) -> None:
        """Ask everything.

        Raises:
            typer.Abort: whoever is asked leaves.
            UnknownLandlordError: the landlord that was given beforehand is none.
        """
        asking = self._asking
        asking.say(
            "Please answer each question, or press Enter if the answer is not known. Ctrl-C stops; nothing is lost."
        )
        landlord = self._landlord()
        zone = landlord.time_zone
        self._receipt(landlord)
        at = instant(asking.sheet.get("at"), zone, landlord_day(self._now, zone))
        rules = self._rules(landlord, at)
        self._issues(at, rules)
        asking.say("")
        today = landlord_day(at, zone)
        taker = self._rulebook.directory(landlord.key).officer(str(asking.sheet.get("recorded_by")), today)
        sorting_dialogue.ask(asking, rules, taker, today)
        asking.say("")
        person_dialogue.ask(asking, self._rulebook.directory(landlord.key), today)

    def _landlord(self) -> Landlord:
        """Whose complaint it is."""
        landlords = {key: self._rulebook.landlord(key).name for key in self._rulebook.landlords()}
        key = self._asking.once(listed("Which landlord is it for?", landlords), one_of(landlords), "landlord")
        return self._rulebook.landlord(str(key))

    def _receipt(self, landlord: Landlord) -> None:
        """When and how it came, and to whom."""
        asking, zone = self._asking, landlord.time_zone
        directory = self._rulebook.directory(landlord.key)

        def moment(typed: str) -> str:
            if not typed.strip():
                return f"{local_time(self._now, zone):%Y-%m-%d %H:%M}"
            at = received_at(instant(typed, zone, landlord_day(self._now, zone)), landlord, self._now)
            self._rules(landlord, at)
            return f"{local_time(at, zone):%Y-%m-%d %H:%M}"

        def person(typed: str) -> str:
            return directory.person(some_words(typed).strip()).id

        asking.once(f"How did it come? ({_WAYS})", words, "channel")
        when = "When did it reach any member of staff? (for example 02/11/2026 10:15; Enter for just now)"
        asking.once(when, moment, "at")
        asking.once("Who is taking this down? (your staff id)", person, "recorded_by")

    def _rules(self, landlord: Landlord, at: datetime) -> Rules:
        """What it is judged by."""
        return self._rulebook.rules(landlord.key, landlord_day(at, landlord.time_zone))

    def _issues(self, at: datetime, rules: Rules) -> None:
        """What they say, one issue after the other."""
        if self._asking.sheet.get("summary"):
            return
        issues: list[dict[str, str]] = list(self._asking.sheet.get("issues") or [])
        while not issues or self._asking.ask("Do they raise anything else? (y/n)", yes_or_no):
            self._issue(issues, at, rules)
            if len(issues) == input_checks.MOST_ISSUES:
                self._asking.say(f"  {len(issues)} issues is the limit. Please open another complaint for the rest.")
                break

    def _issue(self, issues: list[dict[str, str]], at: datetime, rules: Rules) -> None:
        """One issue; kept from its first answer on."""
        asking = self._asking
        asking.say("")
        which = f"Issue {len(issues) + 1}: what do they say" if issues else "What do they say"
        issue = {"words": asking.ask(f"{which}, in their own words?", some_words)}
        issues.append(issue)
        asking.sheet.put(issues, "issues")
        if outcome := asking.ask("What would they like to happen? (Enter if not known yet)", words):
            issue["desired_outcome"] = outcome
        self._days(issue, at, rules)

    def _days(self, issue: dict[str, str], at: datetime, rules: Rules) -> None:
        """When it happened, and when they came to know of it."""

        def checked(field: str) -> Callable[[str], str]:
            def read(typed: str) -> str:
                if (day := day_or_none(typed, landlord_day(at, rules.zone), Nearest.PAST)) is None:
                    return ""
                with_day = NewIssue.model_validate({**issue, field: day})
                input_checks.check_known(with_day.occurred_on, with_day.known_on)
                check_days(with_day, at, rules)
                return day.isoformat()

            return read

        for field, question in _DAYS.items():
            if answer := self._asking.ask(question, checked(field)):
                issue[field] = answer
        self._age(issue, at, rules)

    def _age(self, issue: dict[str, str], at: datetime, rules: Rules) -> None:
        """Of what is too old, whether it still goes on: then it is taken; else somebody decides, and that is said."""
        rule = rules.edition.eligibility
        starts_from = max((issue[field] for field in _DAYS if field in issue), default="")
        limit = months_after(landlord_day(at, rules.zone), -rule.age_limit_months)
        if not starts_from or starts_from >= limit.isoformat() or "age_exception" in issue:
            return
        if AgeException.ONGOING in rule.exceptions and self._asking.ask(_GOES_ON, yes_or_no):
            issue["age_exception"] = AgeException.ONGOING
            return
        self._asking.say(
            f"  That is older than {limit_words(rules)}: {deciders(rules)} must accept it with reasons, or refuse it, "
            "before it is acknowledged."
        )
