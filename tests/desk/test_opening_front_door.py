"""The front door at the desk, on a real server: whatever somebody comes with is opened as what it is."""

from datetime import UTC, datetime, timedelta

import pytest

from desk.desk import Desk
from domain.complaint.complaint import NotAllowedError
from domain.complaint.resident import Resident
from domain.policy.definition import Classification
from intake.errors import BadInputError
from register.lines import Filters
from tests.desk.desks import answered, complaint_of, everything_sent, everything_written, gives, opened


async def test_R_010_what_is_no_complaint_is_recorded_and_listed_as_what_it_is(desk: Desk) -> None:
    request = {"classification": "service_request", "dissatisfied": False, "passed_on_to": "repairs"}

    new = await desk.open(complaint_of(recorded_by="leah-brooks", sorting=request))

    assert (new.classification, [deadline.clock for deadline in new.deadlines]) == (
        Classification.SERVICE_REQUEST,
        ["service_request"],
    )
    complaint = await everything_sent(desk, new.place)
    assert (complaint.stages, complaint.holder and complaint.holder.id) == ((), "leah-brooks")
    asked_for = await desk.page("reliance", Filters(classification=Classification.SERVICE_REQUEST))
    concerns = await desk.page("reliance", Filters(classification=Classification.CONCERN))
    assert new.place.reference in {known.reference for known in asked_for.lines}
    assert new.place.reference not in {known.reference for known in concerns.lines}


async def test_whoever_takes_down_a_concern_agrees_to_what_will_be_done(desk: Desk) -> None:
    quick = {
        "classification": "concern",
        "first_contact": True,
        "dissatisfied": True,
        "chose": "quick_resolution",
        "agreed_action": "A roofer comes tomorrow.",
    }

    new = await desk.open(complaint_of(recorded_by="leah-brooks", sorting=quick))

    tried = (await desk.complaint(new.place)).quick
    assert tried
    assert (tried.by.id, tried.action) == ("leah-brooks", "A roofer comes tomorrow.")
    with pytest.raises(NotAllowedError, match="the role Complaints Handler or Team Supervisor agrees"):
        await desk.open(complaint_of(recorded_by="grace-lindo", sorting=quick))


async def test_everything_that_was_taken_down_reaches_the_complaint(desk: Desk) -> None:
    taken_down = {
        "summary": "",
        "issues": [{"words": "The ceiling leaks.", "desired_outcome": "Dry."}, {"words": "Nobody called."}],
        "particulars": {"relation": "leaseholder", "managing_agent": "Sample Lettings Ltd"},
        "support": {"needs": "Large letters.", "large_print": True},
        "ombudsman": {"reference": "202655501", "respond_by": datetime.now(UTC).date() + timedelta(days=20)},
    }

    complaint = await desk.complaint(await opened(desk, **taken_down))

    assert complaint.summary == "The ceiling leaks. Nobody called."
    assert [(issue.number, issue.words) for issue in complaint.issues] == [
        (1, "The ceiling leaks."),
        (2, "Nobody called."),
    ]
    assert complaint.particulars.managing_agent == "Sample Lettings Ltd"
    assert complaint.support.large_print
    assert complaint.ombudsman
    assert complaint.ombudsman.reference == "202655501"


async def test_R_031_nobody_has_to_say_who_they_are(desk: Desk) -> None:
    place = await opened(desk, resident=Resident(name=""), anonymous=True)

    assert (await desk.complaint(place)).resident.is_anonymous


async def test_R_030_a_refused_complaint_comes_back_when_its_refusal_is_reversed(desk: Desk) -> None:
    place = await opened(desk)
    reasons = "The leak of March was looked into in REL-4K7M, to its end; nothing that you tell us now is new."
    before = {"prior_reference": "REL-4K7M", "prior_answered_on": "2026-06-30", "prior_elsewhere": "In the archive."}
    await gives(
        desk, place, "refuse", by="amara-okafor", code="already_investigated", answer=False, reasons=reasons, **before
    )
    await everything_sent(desk, place)

    said = await gives(desk, place, "reverse-refusal", by="grace-lindo", ombudsman_reference="202655501")

    assert said.startswith("refusal (already_investigated) reversed: the Ombudsman directed it (202655501)")
    assert (await desk.complaint(place)).closed is None


async def test_R_033_the_register_says_whether_the_earlier_complaint_was_answered(desk: Desk) -> None:
    earlier, place = await opened(desk), await opened(desk)
    reasons = "What you tell us of the leak in March was looked into then, and nothing in your letter is new."
    whole = {
        "answer": False,
        "reasons": reasons,
        "prior_reference": earlier.reference,
        "prior_answered_on": f"{datetime.now(UTC):%Y-%m-%d}",
    }

    async def refuse() -> str:
        return await gives(desk, place, "refuse", by="amara-okafor", code="already_investigated", **whole)

    await everything_written(desk, earlier)
    with pytest.raises(NotAllowedError, match=f"{earlier.reference} has not been answered"):
        await refuse()
    await answered(desk, earlier)
    await everything_written(desk, earlier)
    said = await refuse()

    assert said.startswith("not accepted as a complaint (already_investigated)")


async def test_A_03_an_issue_known_before_it_happened_is_refused(desk: Desk) -> None:
    place = await opened(desk)
    issue = {"words": "Mould.", "occurred_on": "2026-10-02", "known_on": "2026-10-01"}

    with pytest.raises(BadInputError, match="known_on Thursday 1 October 2026 comes before it happened"):
        await desk.order_from(place, "add-issue", {"by": "leah-brooks", "issue": issue})
