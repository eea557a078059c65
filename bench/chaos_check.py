"""What a run of chaos left behind, compared: orders, record, letters, deadlines, and how each complaint stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Engine, or_, select

from bench.world import World
from desk.desk import Desk
from domain.complaint.complaint import Case
from domain.complaint.facts.notices import NoticeSent
from domain.complaint.reference import ComplaintId
from domain.duties.duty import is_noted_missed
from domain.duties.owed import duties
from domain.policy.channels import Channel
from domain.views.standing import standing
from domain.views.written import WrittenEntry
from register.engine import open_to_read
from register.queries import Queries
from register.tables import ComplaintRow, LetterRow, SendRow

Answers = Mapping[str, set[int]]


class Found(NamedTuple):
    """What the comparison looked at, and each thing that is wrong, in a sentence."""

    looked_at: dict[str, int]
    wrong: list[str]


async def compare(desk: Desk, running: World, answered: Mapping[ComplaintId, Answers]) -> Found:
    """Compare what the desks were told with the record, the complaints, the ledger and the inbox."""
    engine = open_to_read(running.settings().register_url)
    looked_at, wrong = Counter[str](), list[str]()
    try:
        queries = Queries(engine)
        for place, answers in answered.items():
            case, now = await desk.case(place), await desk.now(place)
            entries = queries.entries(place.landlord, place.reference)
            looked_at.update(complaints=1, orders=len(answers), entries=len(entries))
            wrong += [f"{place.reference}: {what}" for what in _of_one(case, entries, answers, now)]
            wrong += [f"{place.reference}: {what}" for what in _standing(engine, case, now)]
            wrong += [f"{place.reference}: {what}" for what in _letters(engine, place, entries)]
        sent = _inbox(running)
        looked_at["messages taken by vendors"] = len(sent)
        wrong += messages_wrong(_ledger(engine), sent)
    finally:
        engine.dispose()
    return Found(dict(looked_at), wrong)


def _of_one(case: Case, entries: tuple[WrittenEntry, ...], answers: Answers, now: datetime) -> Iterator[str]:
    numbers = [entry.number for entry in entries]
    yield from orders_wrong(numbers, answers)
    yield from record_wrong(numbers, case.complaint.record_summary.entries)
    yield from deadlines_wrong(case, now)


def orders_wrong(numbers: Sequence[int], answers: Answers) -> Iterator[str]:
    """Orders whose answers name other entries each time, or entries that are not among *numbers*."""
    for key, said in answers.items():
        if len(said) > 1:
            yield f"the order {key} was answered with different entries: {sorted(said)}"
        if missing := said.difference(numbers):
            yield f"the order {key} was answered with entries that are not on the record: {sorted(missing)}"


def record_wrong(numbers: Sequence[int], carried: int) -> Iterator[str]:
    """A record with gaps, or another than the complaint's."""
    if list(numbers) != list(range(1, len(numbers) + 1)):
        yield f"numbers are missing among its {len(numbers)} entries"
    if len(numbers) != carried:
        yield f"the register has {len(numbers)} entries, and the complaint {carried}"


def deadlines_wrong(case: Case, now: datetime) -> Iterator[str]:
    """Deadlines that passed unmet by *now*, and that the complaint has not noted as missed."""
    for duty in duties(case.complaint, case.rules):
        passed = duty.counts and (duty.is_open or duty.is_late) and duty.deadline.passes_at() <= now
        if passed and not is_noted_missed(duty, case.complaint):
            yield f"{duty.words} was due {duty.due_on}, and nobody noticed that it passed"


def _standing(engine: Engine, case: Case, now: datetime) -> Iterator[str]:
    complaint = case.complaint
    which = (ComplaintRow.landlord == complaint.landlord, ComplaintRow.reference == complaint.reference)
    asked = select(ComplaintRow.handler, ComplaintRow.stage, ComplaintRow.closed).where(*which)
    with engine.connect() as connection:
        line = connection.execute(asked).one()
    now_stands = standing(complaint, case.rules, now)
    if (line.handler, line.stage, line.closed) != (now_stands.handler, now_stands.stage, now_stands.closed):
        yield f"the register says {tuple(line)}, the complaint {now_stands.handler}, {now_stands.stage}"


def _letters(engine: Engine, place: ComplaintId, entries: tuple[WrittenEntry, ...]) -> Iterator[str]:
    """What the ledger knows to have gone stands on the record, and what stands there went as far as the ledger knows.

    A vendor's answer that the register could not take leaves a try that may have gone: the record knows better.
    """
    of_it = (LetterRow.landlord == place.landlord, LetterRow.reference == place.reference)
    asked = select(LetterRow.kind, LetterRow.channel, LetterRow.recipient, SendRow.provider_id)
    with engine.connect() as connection:
        rows = connection.execute(asked.join(SendRow, LetterRow.key == SendRow.key).where(*of_it)).all()
    gone = Counter(f"{row.kind} {row.channel} {row.recipient}" for row in rows if row.provider_id)
    tried = Counter(f"{row.kind} {row.channel} {row.recipient}" for row in rows)
    told = (each.facts for each in entries if isinstance(each.facts, NoticeSent) and not each.facts.in_one)
    said = Counter(f"{each.notice} {each.channel} {each.to}" for each in told if each.channel is not Channel.LETTER)
    if more := gone - said:
        yield f"vendors took what does not stand on the record: {', '.join(more)}"
    if more := said - tried:
        yield f"on the record stands what no vendor took: {', '.join(more)}"


class Sent(NamedTuple):
    """A message that a vendor took."""

    id: str
    to: str
    words: str


class Errand(NamedTuple):
    """What the ledger has of a message, with the copy that was kept of it."""

    provider_id: str | None
    in_doubt: bool
    """Whether it may have gone once more than it was answered."""
    to: str | None
    body: str | None
    text: str | None


def _inbox(running: World) -> list[Sent]:
    shown = running.inbox()
    mails = [Sent(mail["id"], mail["to"], mail["text"]) for mail in shown["emails"]]
    return mails + [Sent(text["sid"], text["to"], text["body"]) for text in shown["texts"]]


def _ledger(engine: Engine) -> list[Errand]:
    in_doubt = or_(SendRow.maybe_twice, SendRow.unsettled > 0)
    asked = select(SendRow.provider_id, in_doubt, LetterRow.address, LetterRow.body, LetterRow.text)
    with engine.connect() as connection:
        found = connection.execute(asked.outerjoin(LetterRow, LetterRow.key == SendRow.key))
        return [Errand(*row) for row in found]


def messages_wrong(errands: Iterable[Errand], sent: Iterable[Sent]) -> Iterator[str]:
    """What a vendor took, and the ledger neither knows nor says may have gone once more."""
    errands = list(errands)
    known = {errand.provider_id for errand in errands}
    in_doubt = [errand for errand in errands if errand.in_doubt]
    marked = {(errand.to, _plain(words)) for errand in in_doubt for words in (errand.body, errand.text)}
    for each in sent:
        if each.id not in known and (each.to, _plain(each.words)) not in marked:
            yield f"{each.to} was sent {each.words[:60]!r}, and the ledger does not know it"


def _plain(words: str | None) -> str:
    return " ".join((words or "").split())
