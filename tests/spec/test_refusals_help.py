"""No refusal points to another: the order that it names may be given, by somebody, as things stand (issue 14)."""

from collections.abc import Callable

import pytest

from domain.complaint.actor import RESIDENT, Actor, staff
from domain.complaint.complaint import NotAllowedError
from domain.complaint.notice_kinds import NoticeKind
from domain.messages.message import Message
from domain.policy.channels import Channel
from domain.procedure.apply import Offer, may, offers
from domain.procedure.steps import step_named
from tests.spec.cast import SAM, Landlord, promise


def received(one: Landlord) -> None:
    one.receives_complaint(on="Mon 02 Nov 2026")


def allocated(one: Landlord) -> None:
    received(one)
    one.allocates()


def acknowledged(one: Landlord) -> None:
    allocated(one)
    one.acknowledges(on="Tue 03 Nov 2026")
    one.speaks_with_resident()


def drafted(one: Landlord) -> None:
    acknowledged(one)
    one.drafts()


def approved(one: Landlord) -> None:
    drafted(one)
    if one.key == "qualitas":
        one.approves()


def extended(one: Landlord) -> None:
    acknowledged(one)
    one.extends(5)


def answered(one: Landlord) -> None:
    acknowledged(one)
    one.responds(on="Thu 05 Nov 2026")


def answered_with_a_promise(one: Landlord) -> None:
    acknowledged(one)
    one.responds(on="Thu 05 Nov 2026", promises=(promise("Mon 15 Mar 2027"),))


def unsatisfied(one: Landlord) -> None:
    answered(one)
    one.hears_reaction(on="Fri 06 Nov 2026")


def answered_but_not_gone(one: Landlord) -> None:
    acknowledged(one)
    one.providers.away = {Channel.EMAIL, Channel.LETTER}
    one.responds(on="Thu 05 Nov 2026")


def answered_by_letter(one: Landlord) -> None:
    one.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.model_copy(update={"prefers": Channel.LETTER}))
    one.allocates()
    one.acknowledges(on="Tue 03 Nov 2026")
    one.responds(on="Thu 05 Nov 2026")


def came_back(one: Landlord) -> None:
    answered(one)
    one.bounces(NoticeKind.RESPONSE)


def closed(one: Landlord) -> None:
    answered(one)
    one.closes(on="Fri 06 Nov 2026")


def closed_by_itself(one: Landlord) -> None:
    answered(one)
    one.waits(until="Mon 11 Jan 2027")


def late_request(one: Landlord) -> None:
    closed_by_itself(one)
    one.is_asked_for_stage_2(on="Tue 12 Jan 2027")


def late_request_declined(one: Landlord) -> None:
    late_request(one)
    reasons = "The wall was mended and measured twice in December, and it was dry both times."
    one.decides_late_request(accept=False, reasons=reasons)


def late_request_taken_back(one: Landlord) -> None:
    late_request(one)
    one.hears_withdrawal()


def withdrawn(one: Landlord) -> None:
    acknowledged(one)
    one.hears_withdrawal(on="Wed 04 Nov 2026")


def reopened(one: Landlord) -> None:
    withdrawn(one)
    one.reopens(on="Thu 05 Nov 2026")


def reopened_after_its_answer(one: Landlord) -> None:
    closed(one)
    one.reopens(on="Mon 09 Nov 2026", by=one.parts.handler, why="It leaks.")


def at_stage_2(one: Landlord) -> None:
    answered(one)
    one.is_asked_for_stage_2(on="Fri 06 Nov 2026")


def reviewed(one: Landlord) -> None:
    at_stage_2(one)
    one.allocates(to=one.parts.reviewer)
    one.acknowledges()
    one.speaks_with_resident()


def finally_answered(one: Landlord) -> None:
    reviewed(one)
    one.consults(one.parts.consulted_at_stage_2)
    one.responds(on="Mon 09 Nov 2026")


def finally_closed(one: Landlord) -> None:
    finally_answered(one)
    one.closes(reason="unable_to_agree")


def review_withdrawn(one: Landlord) -> None:
    at_stage_2(one)
    one.hears_withdrawal()


def refused(one: Landlord) -> None:
    received(one)
    one.refuses_as("insurance_claim" if one.key == "reliance" else "liability_or_pi_claim")


def concern(one: Landlord) -> None:
    one.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    one.agrees_to_put_right("Mon 02 Nov 2026", "15:00")


def concern_withdrawn(one: Landlord) -> None:
    concern(one)
    one.hears_withdrawal()


def enquiry(one: Landlord) -> None:
    one.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    one.triages("enquiry", dissatisfied=False, passed_on_to="lettings")


def enquiry_withdrawn(one: Landlord) -> None:
    enquiry(one)
    one.hears_withdrawal()


def compliment(one: Landlord) -> None:
    one.receives_complaint(on="Mon 02 Nov 2026", sorting=None)
    one.triages("compliment", dissatisfied=False)


def asked_by_the_ombudsman(one: Landlord) -> None:
    answered(one)
    one.hears_from_the_ombudsman(on="Fri 06 Nov 2026")


STATES: tuple[Callable[[Landlord], None], ...] = (
    received,
    allocated,
    acknowledged,
    drafted,
    approved,
    extended,
    answered,
    answered_with_a_promise,
    unsatisfied,
    answered_but_not_gone,
    answered_by_letter,
    came_back,
    closed,
    closed_by_itself,
    late_request,
    late_request_declined,
    late_request_taken_back,
    withdrawn,
    reopened,
    reopened_after_its_answer,
    at_stage_2,
    reviewed,
    finally_answered,
    finally_closed,
    review_withdrawn,
    refused,
    concern,
    concern_withdrawn,
    enquiry,
    enquiry_withdrawn,
    compliment,
    asked_by_the_ombudsman,
)


def somebody(one: Landlord) -> tuple[Actor, ...]:
    """Everybody on the staff, and the resident."""
    return (*(staff(one.officer(person.id)) for person in one.staff.people), RESIDENT)


def may_be_given(one: Landlord, order: type[Message], by: Actor) -> bool:
    try:
        may(one.complaint, by, order, one.rules, one.now)
    except NotAllowedError:
        return False
    return True


def refusals(one: Landlord, everybody: tuple[Actor, ...]) -> dict[tuple[str, str], Offer]:
    """Each refusal that names an order which would help, once."""
    refused = (offer for by in everybody for offer in offers(one.complaint, by, one.rules, one.now) if offer.instead)
    return {(offer.order, offer.instead): offer for offer in refused}


@pytest.mark.parametrize("state", STATES, ids=[state.__name__ for state in STATES])
def test_no_refusal_points_to_an_order_that_is_refused_too(
    landlord: Landlord, state: Callable[[Landlord], None]
) -> None:
    state(landlord)
    everybody = somebody(landlord)

    for (order, instead), offer in refusals(landlord, everybody).items():
        helps = step_named(instead).order
        assert any(may_be_given(landlord, helps, by) for by in everybody), f"{order} → {instead}: {offer.why_not}"
