"""What the details on record still lack, of issues, contact and timescale (F-020 to F-025)."""

from datetime import date

from domain.complaint.complaint import Complaint
from domain.policy.rules import Rules
from domain.policy.stages import Stage


def lacking_details(complaint: Complaint, rules: Rules) -> tuple[str, ...]:
    """What the details still lack, in a handler's words."""
    asks_first_contact = complaint.stage is Stage.ONE and rules.edition.stage_1.details is not None
    answered = complaint.sorting is not None and complaint.sorting.first_contact is not None
    there = {
        **_there_of_issues(complaint),
        "whether this is the first time they contact us about it": answered or not asks_first_contact,
        "that they were told the timescale": timescale_told(complaint) is not None,
    }
    return _lacking(there)


def lacking_of_issues(complaint: Complaint) -> tuple[str, ...]:
    """What is still to be known of the issues, or at stage 2 of the request for a review, in a handler's words."""
    return _lacking(_there_of_issues(complaint))


def _lacking(there: dict[str, bool]) -> tuple[str, ...]:
    return tuple(words for words, is_there in there.items() if not is_there)


def _there_of_issues(complaint: Complaint) -> dict[str, bool]:
    """Whether there is all to know of each issue, or at stage 2 of the request for a review (F-023, F-024)."""
    progress = complaint.progress
    if progress.stage is Stage.TWO:
        return {
            "what the resident is unhappy with": bool(progress.understood),
            "the outcome they want": bool(progress.desired_outcome),
        }
    if len(complaint.taken) == 1:
        issue = complaint.taken[0]
        return {
            "what the resident is unhappy with": bool(issue.understood),
            "the outcome they want": bool(issue.desired_outcome),
        }
    there = {}
    for issue in complaint.taken:
        there[f"what was understood of {issue.shown}"] = bool(issue.understood)
        there[f"the outcome they want for {issue.shown}"] = bool(issue.desired_outcome)
    return there


def timescale_told(complaint: Complaint) -> date | None:
    """The day to expect the response by that the resident was told (F-025)."""
    progress = complaint.progress
    return progress.acknowledgement.told if progress.acknowledgement else progress.timescale_told
