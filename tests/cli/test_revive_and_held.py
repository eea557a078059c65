"""What `complaints revive` and `complaints held` print."""

from cli.operations import held as holding
from cli.operations.held import Held
from cli.operations.revive import in_lines
from desk.reviving import Revival
from domain.complaint.facts.revival import NoticeOnHold
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.reference import ComplaintId
from domain.policy.channels import Channel

RESPONSE = NoticeOnHold(notice=NoticeKind.RESPONSE, channel=Channel.EMAIL)
EXTENSION = NoticeOnHold(notice=NoticeKind.EXTENSION, channel=Channel.LETTER)


def place(number: int) -> ComplaintId:
    return ComplaintId(landlord="reliance", reference=f"REL-{number}")


LOST = Revival(
    place=place(1),
    ends="an-old-run",
    through=12,
    due=("stage 1 response due Mon 16 Nov 2026",),
    late=("stage 1 acknowledgement was due Mon 09 Nov 2026",),
    held=(RESPONSE, EXTENSION),
    went=("7-late_letter by email",),
)
RUNNING = Revival(place=place(2), why_not="Temporal has it running", is_running=True)
SEALED = Revival(place=place(3), why_not="its state is sealed")


def test_a_dry_run_says_what_would_become_of_each_and_that_nothing_was_done() -> None:
    assert list(in_lines([LOST, RUNNING, SEALED], done=False)) == [
        "REL-1: would go on from the state kept with entry 12",
        "  ends first, at Temporal: run an-old-run",
        "  missed: stage 1 acknowledgement was due Mon 09 Nov 2026",
        "  due: stage 1 response due Mon 16 Nov 2026",
        "  waits to go to the resident: response by email; extension by letter",
        "  sent before, though the record does not say so: 7-late_letter by email",
        "REL-3: not revived: its state is sealed",
        "1 of 3 are running at Temporal, and are left alone.",
        "1 would be revived; waiting to go to residents: 1 extension, 1 response.",
        "Nothing was done. Add --yes to revive them as shown.",
    ]


def test_after_it_the_way_to_release_them_is_said() -> None:
    lines = list(in_lines([LOST], done=True))

    assert lines[0] == "REL-1: revived from the state kept with entry 12"
    assert "complaints held shows it" in lines[-1]


def test_where_everything_runs_nothing_is_offered() -> None:
    assert list(in_lines([RUNNING, RUNNING], done=False)) == [
        "2 of 2 are running at Temporal, and are left alone.",
        "0 would be revived.",
    ]


def test_what_is_held_is_counted_by_complaint_and_kind() -> None:
    held = [
        Held(place=place(1), notices=(RESPONSE, EXTENSION)),
        Held(place=place(2)),
        Held(place=place(3), notices=(RESPONSE,), why_not="no worker answered"),
    ]

    assert list(holding.in_lines(held, done=False)) == [
        "REL-1: response by email, extension by letter",
        "REL-2: nothing is waiting now",
        "REL-3: no worker answered",
        "3 revived complaints held; notices to residents waiting: 1 extension, 1 response.",
    ]
