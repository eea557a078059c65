"""Every notice a story gives rise to is written from its landlord's own template: none asks for a fact it lacks."""

from collections.abc import Callable

import pytest

from domain.complaint.complaint import Case
from domain.complaint.issues import NewIssue
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.support import Support
from domain.outbox.errands import Errand
from domain.policy.channels import Channel
from domain.procedure.news.lost_lives import note_key_used
from domain.revival.revive import revive
from tests.spec.cast import SAM, Landlord, promise, referral
from tests.spec.days import day
from tests.spec.letters import WRITER


def to_the_ombudsmans_door(landlord: Landlord) -> None:
    """Both stages, in time."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.tries_to_reach_resident()
    landlord.leaves_a_written_note()
    landlord.promises("Mon 09 Nov 2026")
    landlord.responds(on="Tue 10 Nov 2026", promises=(promise(), promise("Mon 01 Mar 2027", "Paint it", "Damp Ltd")))
    landlord.completes_action()
    landlord.hears_of_action(satisfactory=False)
    landlord.is_asked_for_stage_2(on="Wed 11 Nov 2026", reasons="Still damp.")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges(on="Thu 12 Nov 2026", wants="")
    landlord.reassigns({"reliance": "amara-okafor", "qualitas": "imran-shah"}[landlord.key])
    landlord.waits(until="Thu 12 Nov 2026", at="13:00")
    landlord.consults(landlord.parts.consulted_at_stage_2)
    landlord.extends(20)
    landlord.hears_of_extension(agrees=False)
    landlord.responds(on="Fri 13 Nov 2026")
    landlord.changes_action(2, due_on="Mon 08 Mar 2027", owner="Paint Ltd")
    landlord.releases_action(2)
    for action in landlord.complaint.open_actions:
        landlord.completes_action(action.number)
    landlord.closes(reason="unable_to_agree")


def by_the_shortest_way(landlord: Landlord) -> None:
    """With as few facts as the procedure lets through, and refusals."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.records_refusal("close", "", "there is no such signal")
    landlord.allocates()
    landlord.leaves_a_written_note()
    landlord.acknowledges(wants="")
    landlord.extends(20, exceptional_reason="A flood.")
    landlord.returns_draft()
    landlord.extends(15, exceptional_reason="A flood.", approved_by=landlord.parts.approver)
    landlord.hears_of_holiday("Fri 06 Nov 2026")
    landlord.drafts(learning=(), no_learning_because="All was in order.", outcome="not_upheld", remedy="")
    if landlord.key == "qualitas":
        landlord.approves()
    landlord.responds()
    landlord.hears_of_holiday("Wed 11 Nov 2026")
    landlord.waits(until="Mon 21 Dec 2026")
    landlord.is_asked_for_stage_2()
    landlord.hears_withdrawal()
    landlord.hears_reaction()
    landlord.is_asked_for_stage_2()
    landlord.hears_of_holiday("Tue 22 Dec 2026")
    landlord.decides_late_request(accept=False)


def late_everywhere(landlord: Landlord) -> None:
    """Nothing is done, nothing arrives."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.providers.refusing = {Channel.TEXT: "not a mobile number"}
    landlord.waits(until="Mon 16 Nov 2026")
    landlord.hears_of_holiday("Mon 30 Nov 2026")
    landlord.acknowledges()
    landlord.bounces(NoticeKind.ACKNOWLEDGEMENT)
    landlord.providers.away = {Channel.LETTER}
    landlord.waits(until="Mon 21 Dec 2026")
    landlord.providers.away = set()
    landlord.waits(until="Mon 01 Mar 2027")


def with_approval(landlord: Landlord) -> None:
    """A draft is returned and approved, where the policy asks for it."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.drafts()
    if landlord.key == "qualitas":
        landlord.returns_draft()
        landlord.drafts(reasons="We inspect on Monday.")
        landlord.approves()
    landlord.providers.away = {Channel.TEXT}
    landlord.responds()
    landlord.waits(until="Mon 09 Nov 2026")


def from_the_ombudsman(landlord: Landlord) -> None:
    """The Ombudsman is the first to tell, and asks again."""
    support = Support(adjustments=("Ring first",), large_print=True)
    landlord.receives_complaint(on="Mon 02 Nov 2026", ombudsman=referral(asked="Send your file."), support=support)
    landlord.allocates()
    landlord.hears_from_the_ombudsman(respond_by="Fri 30 Oct 2026")
    landlord.hears_withdrawal(on="Tue 03 Nov 2026")
    landlord.hears_from_the_ombudsman(reference="HOS-2")
    landlord.waits(until="Thu 03 Dec 2026")


def refused_and_taken_after_all(landlord: Landlord) -> None:
    """An old issue, a refusal with its referral, a reversal by the Ombudsman, another refusal on second thoughts."""
    old = NewIssue(words="The ceiling fell.", occurred_on=day("Wed 01 Oct 2025"))
    landlord.receives_complaint(on="Mon 02 Nov 2026", issues=(old,))
    landlord.refuses_as("insurance_claim" if landlord.key == "reliance" else "liability_or_pi_claim")
    landlord.reverses_refusal(on="Mon 09 Nov 2026")
    landlord.refuses_as("out_of_time")
    landlord.reverses_refusal(on="Tue 10 Nov 2026", by=landlord.parts.approver, because="It was reported at once.")
    landlord.adds_issue("Your policy on ceilings is wrong.", on="Wed 11 Nov 2026")
    landlord.refuses_as("policy_content", issue=2)
    landlord.reverses_refusal(issue=2, ombudsman_reference="HOS-3")
    landlord.allocates()
    landlord.adds_issue("The cellar flooded.", on="Thu 12 Nov 2026", occurred_on=day("Wed 01 Oct 2025"))
    landlord.accepts_late(issue=3)


def no_complaint_at_first(landlord: Landlord) -> None:
    """A request on social media, a concern that fails, a request that becomes a complaint, and the other way round."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", channel="social media")
    landlord.triages("service_request", dissatisfied=False, passed_on_to="repairs")
    landlord.agrees_to_put_right()
    landlord.hears_of_holiday("Tue 03 Nov 2026")
    landlord.waits(until="Wed 11 Nov 2026")
    landlord.converts("enquiry", passed_on_to="lettings", resident_agrees=True)
    landlord.waits(until="Thu 10 Dec 2026")
    landlord.resolves(happy=False, chose="complaint")
    landlord.converts("policy_feedback", resident_agrees=True)
    landlord.hears_complaint_instead()
    landlord.triages("compliment", dissatisfied=False)


def withdrawn_and_back(landlord: Landlord) -> None:
    """New details; withdrawn and opened again, at stage 1 and 2, before an answer and after one, or by mistake."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.changes_contact(email="ada@example.com", mobile="+447700900456", safe=True)
    landlord.corrects_receipt("Sun 01 Nov 2026")
    landlord.corrects_letter("details_changed", wrong="We wrote Anne.", right="You are Ann.")
    landlord.hears_withdrawal()
    landlord.reopens(on="Tue 03 Nov 2026", why="It is back.")
    landlord.allocates()
    landlord.acknowledges()
    landlord.responds(on="Tue 10 Nov 2026")
    landlord.waits(until="Fri 11 Dec 2026")
    landlord.reopens(on="Mon 14 Dec 2026", by=landlord.parts.handler, why="It was never painted.")
    landlord.is_asked_for_stage_2(on="Tue 15 Dec 2026")
    landlord.allocates(to=landlord.parts.reviewer)
    landlord.acknowledges()
    landlord.consults(landlord.parts.consulted_at_stage_2)
    landlord.responds(on="Fri 18 Dec 2026")
    landlord.closes(reason="unable_to_agree")
    landlord.reopens(on="Mon 21 Dec 2026", by=landlord.parts.reviewer, why="It was never painted.")
    landlord.hears_withdrawal()
    landlord.reopens(on="Tue 22 Dec 2026", by=landlord.parts.reviewer, by_mistake=True)
    landlord.is_directed("other", asked="Pay what you offered.", by_day="Fri 15 Jan 2027")


_NOWHERE = {"email": None, "mobile": None, "address": ()}


def by_post_on_another_day(landlord: Landlord) -> None:
    """All by letter, and the response goes later than the day on it."""
    by_post = SAM.model_copy(update={"prefers": Channel.LETTER})
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=by_post)
    landlord.allocates()
    landlord.acknowledges()
    landlord.posts("acknowledgement")
    landlord.responds(on="Tue 10 Nov 2026")
    landlord.posts_as_it_is("response", on="Fri 13 Nov 2026", went_anyway=True)


def without_an_address(landlord: Landlord) -> None:
    """Nothing is known of the resident but the name."""
    landlord.receives_complaint(on="Mon 02 Nov 2026", resident=SAM.model_copy(update=_NOWHERE))
    landlord.allocates()


def about_its_handler(landlord: Landlord) -> None:
    """Whom it is about turns out to be whoever has it."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.is_found_about(landlord.parts.handler)


def of_what_nobody_knows(landlord: Landlord) -> None:
    """Answers are lost, of an e-mail and of a text; one letter had arrived, and the other goes again."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.providers.losing = {Channel.EMAIL, Channel.TEXT}
    landlord.acknowledges(on="Tue 03 Nov 2026")
    landlord.speaks_with_resident(on="Tue 03 Nov 2026", at="14:00")
    landlord.responds(on="Tue 10 Nov 2026")
    landlord.providers.losing = set()
    landlord.waits(until="Fri 20 Nov 2026")
    landlord.settles("acknowledgement", arrived=True)
    landlord.settles("response", arrived=False)


def of_two_lives(landlord: Landlord) -> None:
    """A key was used in a former life; later Temporal's database is lost, and it is revived."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.providers.away = {Channel.EMAIL}
    landlord.allocates()
    waits = landlord.complaint.outbox[-1]
    landlord.complaint = note_key_used(landlord.complaint, waits, "2-1", landlord.rules, landlord.now)
    landlord.providers.away = set()
    case = Case(complaint=landlord.complaint, rules=landlord.rules)
    landlord.complaint = revive(case, (), landlord.now, life="3-1").complaint
    landlord.waits(until="Tue 03 Nov 2026")


STORIES: dict[str, Callable[[Landlord], None]] = {
    story.__name__: story
    for story in (
        to_the_ombudsmans_door,
        by_the_shortest_way,
        late_everywhere,
        with_approval,
        from_the_ombudsman,
        refused_and_taken_after_all,
        no_complaint_at_first,
        by_post_on_another_day,
        without_an_address,
        withdrawn_and_back,
        about_its_handler,
        of_what_nobody_knows,
        of_two_lives,
    )
}


@pytest.mark.parametrize("story", STORIES)
def test_D11_every_notice_of_a_story_can_be_written(landlord: Landlord, story: str) -> None:
    STORIES[story](landlord)

    for sent in landlord.sent:
        reader = None if sent.notice.is_for_resident else landlord.staff.person(sent.to)
        errand = Errand(
            landlord=landlord.key, reference=landlord.complaint.reference, notice=sent.notice, resident=sent.resident
        )
        words = WRITER.render(errand, reader)
        assert words.text if sent.channel is Channel.TEXT else words.body
        assert WRITER.text(errand, reader) == words.text


def test_D11_the_stories_bring_forth_every_kind_of_notice() -> None:
    told = set()
    for key in ("reliance", "qualitas"):
        for story in STORIES.values():
            landlord = Landlord(key)
            story(landlord)
            told |= {sent.kind for sent in landlord.sent}

    assert told == set(NoticeKind)
