"""The findings of a response: one for each issue, and the outcome that follows from them (A-24)."""

from collections import Counter
from collections.abc import Iterator

from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.issues import Issue, list_issues
from domain.complaint.responses import Finding, IssueFinding, Outcome, Response

_OUTCOMES = {
    frozenset({Finding.UPHELD}): Outcome.UPHELD,
    frozenset({Finding.NOT_UPHELD}): Outcome.NOT_UPHELD,
    frozenset[Finding](): Outcome.NOT_UPHELD,
}


def derive_outcome(findings: tuple[IssueFinding, ...]) -> Outcome:
    """The outcome of the whole: what is not the landlord's to decide counts neither way."""
    ours = frozenset(finding.finding for finding in findings) - {Finding.NOT_OURS}
    return _OUTCOMES.get(ours, Outcome.PARTLY_UPHELD)


def settle_outcome(response: Response) -> Response:
    """*response* with the outcome that follows from its findings, where it gives none."""
    if response.outcome or not response.findings:
        return response
    return response.model_copy(update={"outcome": derive_outcome(response.findings)})


def check_findings(complaint: Complaint, response: Response, clause: str, *, instead: str = "") -> None:
    """A response finds on every issue, and its outcome is what follows (A-24); of a single issue the outcome says it.

    *instead* is the order that would help, by its name.

    Raises:
        NotAllowedError: the sentence names each issue that has no finding, two, or one that cannot be.
    """
    if wrong := tuple(_wrong(complaint.taken, response.findings)):
        raise NotAllowedError(f"{clause}: {'; '.join(wrong)}.", instead=instead)
    only = complaint.taken[0]
    if not response.findings and only.not_ours and response.outcome not in {None, Outcome.NOT_UPHELD}:
        raise NotAllowedError(f"{clause}: {_theirs(only)}.", instead=instead)
    if response.findings and response.outcome not in {None, derive_outcome(response.findings)}:
        given = response.outcome.words if response.outcome else ""
        raise NotAllowedError(
            f"{clause}: the outcome given is {given}, but the findings come to "
            f"{derive_outcome(response.findings).words}; "
            "leave the outcome out, or change the findings.",
            instead=instead,
        )


def _theirs(issue: Issue) -> str:
    return (
        f"{issue.shown} is recorded as not ours ({issue.not_ours}): "
        "give the finding not_ours, or first record that it is ours"
    )


def _wrong(issues: tuple[Issue, ...], findings: tuple[IssueFinding, ...]) -> Iterator[str]:
    numbers = {issue.number for issue in issues}
    for number, times in Counter(finding.issue for finding in findings).items():
        if number not in numbers:
            yield f"there is no issue {number}; there is {list_issues(issues)}"
        elif times > 1:
            yield f"{next(issue for issue in issues if issue.number == number).shown} has {times} findings; give one"
    for issue in issues:
        found = [finding for finding in findings if finding.issue == issue.number]
        if not found and (findings or len(issues) > 1):
            yield f"{issue.shown} has no finding"
        if found:
            yield from _wrong_with(issue, found[0], needs_reasons=len(issues) > 1)


def _wrong_with(issue: Issue, found: IssueFinding, *, needs_reasons: bool) -> Iterator[str]:
    is_theirs = found.finding is Finding.NOT_OURS
    if is_theirs and not issue.not_ours:
        yield (f"{issue.shown} is ours: give a finding on it, or first record whose it is and why (Code 5.7)")
    if issue.not_ours and not is_theirs:
        yield _theirs(issue)
    if needs_reasons and not found.says_why:
        yield f"{issue.shown} needs the reasons for its finding"
