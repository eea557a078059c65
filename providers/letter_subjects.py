"""What is written of a landlord's letters, and what each is given to say: every kind of notice, every report."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple, get_args

from activities.ports import Report
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.notice_rules import NOTICES
from domain.complaint.recipients import Audience
from domain.complaint.resident import Resident
from domain.policy.landlord import Landlord
from domain.policy.staff import Person
from domain.rounds.reports import Reader
from providers.letter_page import Part
from providers.letter_types import Type, attribute, attributes, with_article

_REPORTS: tuple[type[Report], ...] = get_args(Report)
_OFFICE = {"landlord": Landlord}
_OF_A_NOTICE = {"reference": str, "ombudsman": attribute(Landlord, "ombudsman")}
ON_A_PAGE: Mapping[str, Type] = {"subject": str, "date": str, "parts": tuple[Part, ...], "large_print": bool}
"""What the letterhead is given besides."""


class Subject(NamedTuple):
    """Something that is written: its name in a refusal, its template, and what that is given."""

    words: str
    template: str
    there: Mapping[str, Type]
    """What is always there."""
    perhaps: Mapping[str, Type]
    """What may be missing."""
    needs_text: bool = False
    """Whether it is told by text too, and so needs a short form."""


def _of_notice(kind: NoticeKind) -> Subject:
    rule = NOTICES[kind]
    fields = rule.facts.model_fields
    is_for_resident = rule.audience is Audience.RESIDENT
    somebody = {"resident": Resident} if is_for_resident else {"reader": Person}
    return Subject(
        words=f"{with_article(kind.replace('_', ' '))} notice",
        template=f"{kind}.txt",
        there={
            **{name: field.annotation for name, field in fields.items() if field.is_required()},
            **_OFFICE,
            **_OF_A_NOTICE,
            **somebody,
        },
        perhaps={name: field.annotation for name, field in fields.items() if not field.is_required()},
        needs_text=is_for_resident,
    )


def _of_report(report: type[Report]) -> Subject:
    facts = {name: attribute(report, name) for name in attributes(report)}
    there = {**facts, **_OFFICE, "reader": Reader, "today": date}
    name = report.template
    return Subject(words=f"the {name.replace('_', ' ')}", template=f"{name}.txt", there=there, perhaps={})


SUBJECTS = (*(_of_notice(kind) for kind in NoticeKind), *(_of_report(report) for report in _REPORTS))
ANYWHERE = frozenset(name for subject in SUBJECTS for name in (*subject.there, *subject.perhaps))
"""Whatever a fragment may ask after: what it is included in may have it."""
