"""A complaint on a page: who has it, what is owed next and why that day, what was told, the record."""

import re
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from cli import complaint_page_matter as showing_matter
from domain.calendar.days import in_words, local_time, moment_in_full, short
from domain.complaint.complaint import Complaint
from domain.complaint.facts.notices import NoticeSent
from domain.complaint.notices import Notice
from domain.complaint.recipients import Audience
from domain.complaint.resident import Resident
from domain.complaint.sources import say_how_it_came
from domain.outbox.errands import is_on_hold, lacks_address
from domain.policy.channels import Channel
from domain.policy.landlord import Landlord
from domain.policy.staff import StaffDirectory, UnknownPersonError
from domain.views.deadlines import DeadlineShown
from domain.views.overview import HOW_TOLD, LetterNeeds, LetterToDo, entries_missing, in_order, letters_to_do
from domain.views.written import WrittenEntry, record_in_words
from register.lines import FormerEntry, RegisteredComplaint

_WIDTH = 110
_DAY = re.compile(r"[A-Z][a-z]+ \d{1,2} [A-Z][a-z]+( \d{4})?")
_STAYS = "\N{NO-BREAK SPACE}"
_HELD = "it was brought back from the register, and nothing goes to the resident: look at what waits, then"


def page(
    complaint: Complaint, deadlines: Iterable[DeadlineShown], landlord: Landlord, people: StaffDirectory, now: datetime
) -> str:
    """The whole page, for a handler to read."""
    zone = landlord.time_zone
    lines = [*_head(complaint, landlord, now), *_matter(complaint, landlord)]
    deadlines = tuple(deadlines)
    owed = {each.clock for each in deadlines if each.is_open}
    lines += [*_deadlines(deadlines, complaint, local_time(now, zone))]
    lines += [
        *_section("Waiting for a person", _for_a_person(complaint, owed, local_time(now, zone).date())),
        *_waiting(complaint, zone),
    ]
    record = record_in_words(complaint)
    told = [entry for entry in record if entry.kind in HOW_TOLD]
    lines += _section("Told", (_told(entry, people, zone) for entry in told))
    rest = [entry for entry in record if entry.kind not in HOW_TOLD]
    return "\n".join([*lines, *_missing(complaint), *_section("Record", (_entry(entry, zone) for entry in rest))])


def _missing(complaint: Complaint) -> list[str]:
    """What is said where the register cannot be read, or has lost some of the record."""
    lacks = entries_missing(complaint)
    return ["", f"{lacks} earlier entries are missing here: the register cannot be read now."] if lacks else []


def registered_page(known: RegisteredComplaint, entries: Iterable[WrittenEntry], zone: str) -> str:
    """What the register holds of a complaint."""
    lines = [f"{known.reference}  {known.standing.words}"]
    return "\n".join([*lines, *_section("Record", (_entry(entry, zone) for entry in entries))])


def unknown_to_it(reference: str, ahead: Sequence[WrittenEntry], zone: str) -> Iterator[str]:
    """What the register has of the record that the workflow does not know, which was wound back."""
    told = (
        "Temporal has an older copy of this complaint, and what is above is by that. With its next entry it goes on in "
        f"a new life, and these are set aside. What starts it from these instead: complaints revive {reference} "
        "--end-older"
    )
    head = _wrapped("  ", told) if ahead else []
    yield from _section("In the register, and not known to it", [*head, *(_entry(entry, zone) for entry in ahead)])


def former_lives(reference: str, former: tuple[FormerEntry, ...]) -> str:
    """That former lives are kept beside the record, and how they are shown; empty where there is none."""
    if not former:
        return ""
    lives = len({each.life for each in former})
    kept = "A former life of this complaint is" if lives == 1 else f"{lives} former lives of this complaint are"
    entries = "1 entry" if len(former) == 1 else f"{len(former)} entries"
    told = f"{kept} kept beside this record, with {entries}: complaints show {reference} --former"
    return "\n".join(("", *_wrapped("", told)))


def former_page(reference: str, former: tuple[FormerEntry, ...], zone: str) -> str:
    """What former lives of a complaint had otherwise than its record, each life by itself."""
    lives: dict[str, list[WrittenEntry]] = {}
    for each in former:
        lives.setdefault(each.life, []).append(each.entry)
    lines = [f"{reference}: {'what former lives had otherwise than its record' if lives else 'no former life is kept'}"]
    for life, entries in lives.items():
        lines += _section(f"Former life {life}".rstrip(), (_entry(entry, zone) for entry in entries))
    return "\n".join(lines)


def _head(complaint: Complaint, landlord: Landlord, now: datetime) -> Iterator[str]:
    resident, zone = complaint.resident, landlord.time_zone
    stage = complaint.stage.words if complaint.stage else complaint.classification.words
    stage = "closed" if complaint.closed else stage
    yield f"{complaint.reference}  {landlord.name}, {stage}"
    how = f"{_moment(complaint.received_at, zone)} {say_how_it_came(complaint.channel)}".rstrip()
    yield from _wrapped("  Received   ", f"{how}; its clock now shows {_moment(now, zone)}")
    nobody = "nobody yet: allocate it" if complaint.stages and not complaint.closed else "nobody"
    yield f"  Handler    {complaint.handler.signature if complaint.handler else nobody}"
    yield from _wrapped("  Resident   ", _who(resident))
    if was := showing_matter.came_as(complaint, zone):
        yield from _wrapped("  Came as    ", was)
    yield from _taken_down(complaint)
    yield from _wrapped("  About      ", complaint.summary)
    if complaint.stages and complaint.progress.understood:
        yield from _wrapped("  Understood ", complaint.progress.understood)
    if complaint.closed:
        yield f"  Closed     {_moment(complaint.closed.at, zone)}: {complaint.closed.reason.replace('_', ' ')}"


def _who(resident: Resident) -> str:
    if resident.is_anonymous:
        return "does not say who they are, and nothing reaches them"
    ways = [_way(channel, resident) for channel in Channel if resident.address_by(channel)]
    return f"{resident.name} ({'; '.join(ways) or 'no e-mail, no mobile'}), prefers {resident.prefers}"


def _way(channel: Channel, resident: Resident) -> str:
    """One address or number, and that it must not be used where it is not safe."""
    known = ", ".join(resident.address_by(channel).splitlines())
    return known if resident.is_safe(channel) else f"{known} (NOT SAFE: do not use it)"


def _matter(complaint: Complaint, landlord: Landlord) -> Iterator[str]:
    """What it is about, and what became of it before or instead of stage 1."""
    sections = {
        "Issues": showing_matter.issues(complaint, landlord.time_zone),
        "Before stage 1": showing_matter.before_stage_1(complaint, landlord.time_zone),
        "Refused": showing_matter.refusals(complaint, landlord),
        "Told to others": showing_matter.disclosures(complaint, landlord.time_zone),
        "Response": showing_matter.responses(complaint),
        "Draft response": showing_matter.draft(complaint),
    }
    for title, parts in sections.items():
        yield from _section(title, (line for head, text in parts for line in _wrapped(head, text)))


def _taken_down(complaint: Complaint) -> Iterator[str]:
    """What intake wrote down of who complains and what it concerns, and what the Ombudsman asks."""
    particulars, contact = complaint.particulars, complaint.ombudsman
    asks = f"has asked ({contact.reference}), to be answered by {in_words(contact.respond_by)}" if contact else ""
    facts = {
        "Relation": particulars.relation.words if particulars.relation else "",
        "Property": particulars.property_address,
        "Managed by": particulars.managing_agent,
        "Contractor": particulars.about_contractor,
        "Support": "; ".join(complaint.support.done_differently),
        "Ombudsman": f"{asks}; answered" if contact and not contact.awaits_answer else asks,
    }
    for name, fact in facts.items():
        if fact:
            yield from _wrapped(f"  {name:<10} ", fact)


def _deadlines(deadlines: tuple[DeadlineShown, ...], complaint: Complaint, now: datetime) -> Iterator[str]:
    shown = in_order(deadlines, complaint)
    if shown.window:
        yield from _section("The resident", _owed(shown.window, now))
    yield from _section("Owed next", (line for each in shown.owed for line in _owed(each, now)))
    yield from _section("Done", (_done(each) for each in shown.done))


def _owed(deadline: DeadlineShown, now: datetime) -> Iterator[str]:
    overdue = "  OVERDUE" if deadline.is_overdue(now.date()) else ""
    yield from _wrapped(f"  {short(deadline.due_on)}  ", f"{deadline.words}  ({deadline.clause}){overdue}")
    if deadline.explanation:
        yield from _wrapped("      ", deadline.explanation)
    more = {
        "our own target": deadline.internal_target,
        "to be posted by": deadline.send_by,
        "counted from the actual acknowledgement": deadline.literal_due_on,
    }
    if notes := [f"{what}: {in_words(day)}" for what, day in more.items() if day and day != deadline.due_on]:
        yield from _wrapped("      ", "; ".join(notes))


def _done(deadline: DeadlineShown) -> str:
    late = "late" if deadline.missed else "in time"
    done = short(deadline.done_on) if deadline.done_on else ""
    return f"  {done}  {deadline.words}, {late} (due {short(deadline.due_on)})"


def _for_a_person(complaint: Complaint, owed: set[str], today: date) -> Iterator[str]:
    """What no clock shows: letters that are printed and not posted, a draft to be approved, a late request.

    *owed* are the names of what is owed still.
    """
    for letter in letters_to_do(complaint, owed, today):
        yield from _wrapped("  ", _to_do(letter, complaint.reference))
    yield from (line for text in showing_matter.approvals(complaint) for line in _wrapped("  ", text))
    if complaint.hold:
        yield from _wrapped("  ", f"{_HELD} complaints release-notices {complaint.reference}")
    if complaint.waiting_request:
        yield "  a request for stage 2 that came after the window is waiting for a manager's decision"


def _to_do(letter: LetterToDo, reference: str) -> str:
    """What somebody does of a letter that is printed, cannot be, or may have gone."""
    which, called = f"{reference} --letter {letter.number}", letter.called
    posted, again = f"complaints posted {which}", f"complaints print-again {which}"
    match letter.needs:
        case LetterNeeds.FINDING_OUT:
            asks = f"nobody knows whether the {called} went by {letter.channel}: find out, then"
            return f"{asks} complaints settle-letter {which} --arrived or --no-arrived"
        case LetterNeeds.ADDRESS:
            return f"the {called} cannot go: ask for an address, then complaints change-contact {reference} --address …"
        case LetterNeeds.PRINTING_AGAIN if letter.post_on:
            return f"the {called} was printed for {short(letter.post_on)}: {again}, then post it and {posted}"
        case _ if letter.post_on:
            return f"the {called} is printed for {short(letter.post_on)}: post it that day, then {posted}"
    return f"the {called} is printed: post it, then {posted}"


def _waiting(complaint: Complaint, zone: str) -> Iterator[str]:
    return _section("Waiting to go", (f"  {_goes(notice, complaint, zone)}" for notice in complaint.outbox))


def _goes(notice: Notice, complaint: Complaint, zone: str) -> str:
    if is_on_hold(complaint, notice):
        return f"{notice.words} by {notice.channel}, once somebody releases it"
    if lacks_address(complaint, notice):
        return f"{notice.kind.replace('_', ' ')} by {notice.channel}, once an address is known"
    return f"{notice.kind.replace('_', ' ')} by {notice.channel}, from {_moment(notice.not_before, zone)}"


def _told(entry: WrittenEntry, people: StaffDirectory, zone: str) -> str:
    return "\n".join(_wrapped(f"  {_moment(entry.at, zone)}  ", f"{entry.text}{_how_it_went(entry, people)}"))


def _how_it_went(entry: WrittenEntry, people: StaffDirectory) -> str:
    """By which channel, to whom and how it begins, where the sentence does not say so."""
    facts = entry.facts
    if not isinstance(facts, NoticeSent):
        return ""
    printed = facts.channel is Channel.LETTER
    by = "" if printed or facts.all_the_same else f" by {facts.channel}"
    whom = _name(facts.to, people)
    to = f" {'for' if printed else 'to'} {'the ' if whom == Audience.RESIDENT else ''}{whom}"
    return f"{by}{to}: {facts.first_line}"


def _name(person: str, people: StaffDirectory) -> str:
    try:
        return people.person(person).name
    except UnknownPersonError:
        return person


def _entry(entry: WrittenEntry, zone: str) -> str:
    recorder = f"recorded by {entry.recorder}" if entry.recorder else ""
    facts = ", ".join(fact for fact in (entry.by, recorder, entry.clause) if fact)
    text = f"{entry.text}{f'  ({facts})' if facts else ''}"
    head = f"  {entry.number:3} {_moment(entry.at, zone)}  "
    return "\n".join(_wrapped(head, text))


def happened(entry: WrittenEntry, people: StaffDirectory, zone: str) -> str:
    """One entry in a line: what happened, or who was told what."""
    return _told(entry, people, zone) if entry.kind in HOW_TOLD else f"  {_moment(entry.at, zone)}  {entry.text}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    inside = list(lines)
    if inside:
        yield from ("", title, *inside)


def _wrapped(head: str, text: str) -> list[str]:
    indent = " " * len(head)
    unbroken = _DAY.sub(lambda day: day[0].replace(" ", _STAYS), text)
    lines = textwrap.wrap(unbroken, _WIDTH, initial_indent=head, subsequent_indent=indent, break_on_hyphens=False)
    return [line.replace(_STAYS, " ") for line in lines] or [head.rstrip()]


def _moment(at: datetime, zone: str) -> str:
    return moment_in_full(at, zone)
