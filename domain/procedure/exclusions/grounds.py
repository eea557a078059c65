"""What a refusal rests on: its question answered, its evidence there, reasons that speak of the case.

Source: Reliance 3.2.1, Qualitas "matters not covered" (after 2.3), Code 2.1 to 2.5, as the edition files hold them. The
questions and needs of each exclusion are data: nothing here knows a code.
"""

import re
from datetime import date, timedelta

from domain.calendar.days import in_words
from domain.complaint.complainant import Relation
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.exclusions import Grounds, Prior
from domain.complaint.issues import Issue
from domain.policy.exclusions import Exclusion, Need
from domain.policy.rules import Rules
from domain.procedure.exclusions.age_limit import check_too_old

_REVIEWED_WITHIN = timedelta(days=366)
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")


def check_grounds(
    complaint: Complaint,
    issues: tuple[Issue, ...],
    given: Grounds,
    decided_on: date,
    exclusion: Exclusion,
    rules: Rules,
) -> None:
    """What is refused is refused on its own merits, and with all that its exclusion asks for (Code 2.1 and 2.5).

    *issues* are those that are refused: all that the complaint is about, or one of them.

    Raises:
        NotAllowedError: the sentence names the clause, and what is missing or why the complaint is accepted.
    """
    _check_anonymity(complaint, exclusion)
    _check_authority(complaint, exclusion, rules)
    if exclusion.is_age:
        check_too_old(complaint, issues, exclusion, rules)
    _check_needs(given, exclusion)
    _check_references(complaint, given, exclusion, rules)
    _check_prior(given, exclusion)
    _check_days(given, exclusion, decided_on)
    rule = rules.edition.refusal
    check_reasons(given.reasons, exclusion.says, rules, rule.clause, "Code 2.1")
    if rule.needs_alternative and not given.alternative.strip():
        raise NotAllowedError(f"{rule.clause}: say what will be done instead (alternative); the letter gives it.")


def _check_anonymity(complaint: Complaint, exclusion: Exclusion) -> None:
    if Need.ANONYMITY in exclusion.needs and not complaint.resident.is_anonymous:
        raise NotAllowedError(
            f"{exclusion.clause}: we have a name or a way to reach the person complaining, so it is not anonymous; "
            "accept the complaint, or refuse it for a reason that fits."
        )


def _check_authority(complaint: Complaint, exclusion: Exclusion, rules: Rules) -> None:
    """A refusal for want of authority needs somebody who speaks for another, and who was asked in vain (A-10)."""
    if Need.AUTHORITY not in exclusion.needs:
        return
    if complaint.particulars.relation is not Relation.REPRESENTATIVE:
        raise NotAllowedError(
            f"{exclusion.clause}: nobody is on record as speaking for the resident, so no authority is missing; "
            "accept the complaint, or refuse it for a reason that fits."
        )
    raise NotAllowedError(
        f"{exclusion.clause}: the resident has not been asked for their consent, and there is no way yet to record "
        f"that they were; ask them ({rules.edition.consent.clause}: {rules.edition.consent.form}), and acknowledge the "
        "complaint meanwhile: no time limit waits for their consent.",
        instead="acknowledge",
    )


def _check_needs(given: Grounds, exclusion: Exclusion) -> None:
    if given.matter.strip() and Need.MATTER not in exclusion.needs:
        raise NotAllowedError(
            f"{exclusion.clause}: the policy names what it does not cover here; leave the matter out."
        )
    lacks = [need.words for need in exclusion.needs if need.is_given and not _given(given, need)]
    if lacks:
        raise NotAllowedError(f"{exclusion.clause}: this refusal needs {' and '.join(lacks)}.")


def _given(given: Grounds, need: Need) -> str | date | None:
    fact: str | date | None = getattr(given, need)
    return fact.strip() if isinstance(fact, str) else fact


def _check_references(complaint: Complaint, given: Grounds, exclusion: Exclusion, rules: Rules) -> None:
    if given.prior_reference.strip() == complaint.reference:
        raise NotAllowedError(
            f"{exclusion.clause}: {complaint.reference} is this complaint; give the reference of the earlier one."
        )
    services = rules.edition.front_door.passed_on_to
    if given.passed_on_to and given.passed_on_to not in services:
        raise NotAllowedError(
            f"{rules.edition.front_door.clause}: there is no service {given.passed_on_to!r} to pass it on to; "
            f"choose from: {', '.join(services)}."
        )


def _check_prior(given: Grounds, exclusion: Exclusion) -> None:
    """An earlier complaint is one that the register knows to be answered, or of which somebody says where it is."""
    if Need.PRIOR_REFERENCE not in exclusion.needs or given.prior is Prior.ANSWERED:
        return
    if given.prior is Prior.UNANSWERED:
        raise NotAllowedError(
            f"{exclusion.clause}: {given.prior_reference} has not been answered, so it was not investigated fully; "
            "accept this complaint, or add what is new to that one."
        )
    if not given.prior_elsewhere.strip():
        raise NotAllowedError(
            f"{exclusion.clause}: {given.prior_reference} is not in the register; correct the reference, "
            "or say why the register does not know it, and where it is kept (prior elsewhere)."
        )


def _check_days(given: Grounds, exclusion: Exclusion, decided_on: date) -> None:
    past = {
        Need.PRIOR_ANSWERED_ON: given.prior_answered_on,
        Need.CLAIM_FILED_ON: given.claim_filed_on,
    }
    for need, day in past.items():
        if day and day > decided_on:
            raise NotAllowedError(
                f"{exclusion.clause}: {need.words} ({in_words(day)}) is after the decision; give the day it happened."
            )
    if given.review_on and given.review_on <= decided_on:
        raise NotAllowedError(
            f"{exclusion.clause}: {Need.REVIEW_ON.words} ({in_words(given.review_on)}) must come after the decision."
        )
    if given.review_on and given.review_on - decided_on > _REVIEWED_WITHIN:
        raise NotAllowedError(
            f"{exclusion.clause}: {Need.REVIEW_ON.words} ({in_words(given.review_on)}) is more than a year away; "
            "look at it again sooner."
        )


def check_reasons(reasons: str, says: str, rules: Rules, clause: str, code: str) -> None:
    """Reasons speak of the case, in any decision not to take something (Code 2.1 and 5.11).

    The policy's own words, as in what it *says*, do not count, and a word that is repeated counts once.

    Raises:
        NotAllowedError: too few words are left.
    """
    least = rules.edition.refusal.least_words
    own = _words(reasons) - _words(says)
    if len(own) < least:
        raise NotAllowedError(
            f"{clause}: the reasons must be specific to this case, in at least {least} different words "
            f"that are not the policy's own; these have {len(own)} ({code})."
        )


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}
