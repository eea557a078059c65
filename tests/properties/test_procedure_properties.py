"""What holds of every complaint, whatever is done to it and in whatever order (D5, D10, D15)."""

from datetime import datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.complaint.actor import staff
from domain.complaint.approvals import Approvable
from domain.complaint.complaint import Complaint, NotAllowedError
from domain.complaint.entry_kinds import EntryKind
from domain.duties.of_a_stage import respond_duty
from domain.duties.owed import NOT_RECKONED_FROM, duties, escalation_window
from domain.policy.duty_kinds import DutyKind
from domain.policy.stages import Stage
from domain.procedure.apply import apply
from domain.procedure.stages.approve import Approve
from domain.procedure.stages.extend import RequestExtension
from domain.procedure.time.tick import is_settled, next_due, tick
from tests.properties.stories import Move, alike, landlords, play, steps, story, trodden_paths, unhurried, ways
from tests.records import read
from tests.spec.cast import Landlord


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_every_state_settles_or_has_something_due_next(key: str, way: tuple[bool, bool], path: list[Move]) -> None:
    landlord = story(key, way, path)

    for _ in range(5):
        due = next_due(landlord.complaint, landlord.rules, landlord.now)
        waiting = [notice for notice in landlord.complaint.outbox if notice.not_before <= landlord.now]
        assert due or waiting or is_settled(landlord.complaint, landlord.rules)
        if due is None:
            break
        assert due.at > landlord.now
        landlord._pass(due.at)


@landlords
@unhurried
@given(way=ways, path=trodden_paths, part=st.floats(0, 1, exclude_max=True))
def test_nothing_happens_before_it_is_due(key: str, way: tuple[bool, bool], path: list[Move], part: float) -> None:
    landlord = story(key, way, path)
    landlord._pass(landlord.now)

    due = next_due(landlord.complaint, landlord.rules, landlord.now)
    until = due.at if due else landlord.now + timedelta(days=400)
    just_before = max(landlord.now, until - timedelta.resolution)  # a part of nearly all is rounded up to all
    meanwhile = min(landlord.now + (until - landlord.now) * part, just_before)

    assert tick(landlord.complaint, landlord.rules, meanwhile) == landlord.complaint


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_what_is_owed_does_not_depend_on_what_was_told(key: str, way: tuple[bool, bool], path: list[Move]) -> None:
    landlord = story(key, way, path)
    nothing = {field: Complaint.model_fields[field].default for field in NOT_RECKONED_FROM}

    told = landlord.complaint.model_copy(update=nothing)

    # A copy of the rules each time: what is remembered for the same rules would be the same for both.
    assert duties(told, landlord.rules.model_copy()) == duties(landlord.complaint, landlord.rules.model_copy())
    assert escalation_window(told, landlord.rules.model_copy()) == escalation_window(
        landlord.complaint, landlord.rules.model_copy()
    )


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_the_record_only_ever_grows_and_the_state_survives_the_journey(
    key: str, way: tuple[bool, bool], path: list[Move]
) -> None:
    for step in steps(key, way, path):
        before = step.before.record
        assert step.after.record[: len(before)] == before
    landlord = story(key, way, path)
    assert [entry.number for entry in landlord.complaint.record] == [
        n + 1 for n in range(len(landlord.complaint.record))
    ]
    assert Complaint.model_validate_json(landlord.complaint.model_dump_json()) == landlord.complaint


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_an_order_that_is_repeated_changes_nothing(key: str, way: tuple[bool, bool], path: list[Move]) -> None:
    rules = story(key, way, path).rules
    for step in steps(key, way, path):
        if step.order is None:
            continue

        again, answer = apply(step.after, step.order, rules, step.at)

        assert answer.repeated
        assert again == step.after


@landlords
@settings(unhurried, max_examples=15)  # months pass in each
@given(
    way=ways,
    path=trodden_paths,
    retries=st.lists(st.tuples(st.integers(0, 29), st.integers(0, 75)), min_size=1, max_size=6),
)
def test_nothing_that_has_a_key_is_ever_carried_out_twice(
    key: str, way: tuple[bool, bool], path: list[Move], retries: list[tuple[int, int]]
) -> None:
    landlord = story(key, way, [])
    given_once = [order for number, move in enumerate(path) if (order := play(landlord, move, key=f"click-{number}"))]
    assume(given_once)

    for number, days in retries:
        landlord._pass(landlord.now + timedelta(days=days))
        before = landlord.complaint
        order = given_once[number % len(given_once)]
        again = order.model_copy(update={"at": landlord.now}) if days % 2 else order
        try:
            after, answer = apply(before, again, landlord.rules, landlord.now)
        except NotAllowedError as refusal:
            assert "too old to tell" in str(refusal)  # noqa: PT017 - either answer is right
        else:
            assert answer.repeated
            assert after == before
        play(landlord, Move("promise", 0, 9, 0), key=f"another-{landlord.now}")


@landlords
@unhurried
@alike
@given(way=ways, path=trodden_paths)
def test_nobody_it_is_about_is_ever_told_nor_asked_to_review_their_own_work(
    key: str, way: tuple[bool, bool], path: list[Move]
) -> None:
    landlord = story(key, way, path)

    landlord._pass(landlord.now + timedelta(days=21))

    for sent in landlord.sent:
        assert sent.to not in landlord.complaint.about_staff
        assert sent.to not in sent.notice.not_to
    owner = landlord.complaint.handler
    if owner and landlord.complaint.stage is Stage.TWO:
        assert owner.id not in landlord.complaint.stages[0].involved


@landlords
@unhurried
@given(way=ways, path=trodden_paths, working_days=st.integers(1, 25))
def test_an_extension_never_shortens(key: str, way: tuple[bool, bool], path: list[Move], working_days: int) -> None:
    landlord = story(key, way, path)
    approver = landlord.officer({"reliance": "helen-marsh", "qualitas": "marcus-bell"}[key])
    assume(landlord.complaint.stages)
    before = respond_duty(landlord.complaint, landlord.rules).due_on
    order = RequestExtension(
        at=landlord.now,
        by=staff(landlord.owner),
        working_days=working_days,
        reason="More time is needed.",
        exceptional_reason="A flood.",
    )
    able = approver.model_copy(update={"roles": frozenset({"department_manager", "slt", "smt"})})

    try:
        extended, _ = apply(landlord.complaint, order, landlord.rules, landlord.now)
        if extended.progress.extension_asked:
            answer = Approve(at=landlord.now, by=staff(able), what=Approvable.EXTENSION)
            extended, _ = apply(extended, answer, landlord.rules, landlord.now)
    except NotAllowedError:
        return

    after = respond_duty(extended, landlord.rules).due_on
    assert landlord.rules.calendar.working_days_between(before, after) >= working_days


@landlords
@unhurried
@given(
    way=ways,
    path=trodden_paths,
    days=st.integers(1, 90),
    looks=st.lists(st.floats(0, 1), max_size=6),
)
def test_ticking_in_one_step_or_in_many_comes_to_the_same(
    key: str, way: tuple[bool, bool], path: list[Move], days: int, looks: list[float]
) -> None:
    landlord = story(key, way, path)
    rules, start, length = landlord.rules, landlord.now, timedelta(days=days)

    once = tick(landlord.complaint, rules, start + length)
    sometimes = landlord.complaint
    for share in (*sorted(looks), 1):
        sometimes = tick(sometimes, rules, start + length * share)
    often = _at_every_instant(landlord.complaint, landlord, start + length)

    assert _facts(once, landlord) == _facts(sometimes, landlord) == _facts(often, landlord)


def _at_every_instant(complaint: Complaint, landlord: Landlord, end: datetime) -> Complaint:
    now = landlord.now
    while (due := next_due(complaint, landlord.rules, now)) and due.at <= end:
        now = due.at
        complaint = tick(complaint, landlord.rules, now)
    return tick(complaint, landlord.rules, end)


def _facts(complaint: Complaint, landlord: Landlord) -> dict[str, object]:
    """All but the reminders and the letters about what is late, which name days that count from when they go."""
    kinds = {
        EntryKind.BECAME_COMPLAINT,
        EntryKind.RECLASSIFIED,
        EntryKind.STAGE_1_WITHDRAWN,
        EntryKind.QUICK_FAILED,
        EntryKind.DUTY_MET,
        EntryKind.DUTY_MISSED,
        EntryKind.CLOSED,
        EntryKind.WAITS_TO_CLOSE,
    }
    owed = [duty for duty in duties(complaint, landlord.rules) if duty.key.kind is not DutyKind.LATE_LETTER]
    return {
        "missed": set(complaint.missed),
        "entries": {(entry.kind, entry.text, entry.at) for entry in read(complaint) if entry.kind in kinds},
        "deadlines": [(duty.key, duty.due_on, duty.is_open) for duty in owed],
        "window": escalation_window(complaint, landlord.rules),
        "classification": complaint.classification,
        "stages": complaint.stages,
        "closed": complaint.closed,
    }
