"""A draft that was saved or returned is changed in parts, without typing it again."""

import tomllib

import pytest

from cli.show import draft_as_toml
from domain.complaint.entry_kinds import EntryKind
from domain.complaint.facts.stages import DraftChanged, Drafted
from domain.complaint.notice_kinds import NoticeKind
from domain.complaint.responses import Outcome
from domain.complaint.stages import Draft
from domain.procedure.stages.draft import PutDraft
from domain.value import required
from intake.order_fields import nest
from tests.spec.cast import Landlord, promise, response
from tests.spec.letters import written


@pytest.fixture
def drafted(landlord: Landlord) -> Landlord:
    """A response drafted with a promise on Mon 02 Nov 2026."""
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.drafts(promises=(promise(), promise(what="Paint the wall")))
    return landlord


def draft_of(landlord: Landlord) -> Draft:
    return required(landlord.complaint.progress.draft, "draft")


def test_A_29_only_what_is_given_changes(drafted: Landlord) -> None:
    before = draft_of(drafted).response

    drafted.changes_draft(reasons="We lost the report of the first inspection.")

    after = draft_of(drafted).response
    assert after == before.model_copy(update={"reasons": "We lost the report of the first inspection."})
    assert drafted.record_of(EntryKind.DRAFT_CHANGED) == ["draft changed: reasons"]


def test_A_29_a_promise_in_the_same_words_is_replaced_and_another_is_added(drafted: Landlord) -> None:
    sooner, new = promise("Fri 15 Jan 2027", what="paint the wall."), promise(what="Clear the gutter")

    drafted.changes_draft(promises=(sooner, new))

    assert draft_of(drafted).response.promises == (promise(), sooner, new)


def test_A_29_a_part_can_be_taken_out(drafted: Landlord) -> None:
    drafted.changes_draft(without=("promises",))

    assert draft_of(drafted).response.promises == ()


def test_A_29_what_is_learnt_and_why_nothing_is_give_way_to_each_other(drafted: Landlord) -> None:
    drafted.changes_draft(no_learning_because="It was an accident.")

    assert draft_of(drafted).response.learning == ()


def test_A_29_a_change_that_leaves_something_out_is_refused(drafted: Landlord) -> None:
    assert drafted.refuses(lambda: drafted.changes_draft(without=("reasons",))).endswith("still lacks: the reasons.")
    assert "is not a part of a response; choose from: outcome" in drafted.refuses(
        lambda: drafted.changes_draft(without=("reason",))
    )


def test_A_29_a_change_that_changes_nothing_is_refused(drafted: Landlord) -> None:
    same = draft_of(drafted).response.reasons

    assert drafted.refuses(lambda: drafted.changes_draft(reasons=same)).endswith("give what is to change.")


def test_A_29_where_there_is_no_draft_there_is_nothing_to_change(landlord: Landlord) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()

    assert "there is no draft to change" in landlord.refuses(lambda: landlord.changes_draft(reasons="New."))
    assert landlord.would_help == "draft"


def test_Q_052_a_returned_draft_that_is_changed_waits_for_approval_again(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.drafts()
    qualitas.returns_draft(comments="Say when.")

    qualitas.changes_draft(remedy="We apologise, and inspect on Monday 16 November.")

    assert len(qualitas.told(NoticeKind.APPROVAL_REQUESTED)) == 2
    qualitas.approves()
    assert draft_of(qualitas).approved_at is not None


def test_Q_052_an_approved_draft_that_is_changed_is_approved_no_longer(qualitas: Landlord) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.drafts()
    qualitas.approves()

    qualitas.changes_draft(outcome=Outcome.PARTLY_UPHELD)

    assert "has not approved a response yet" in qualitas.refuses(qualitas.responds)


def test_A_29_the_command_line_offers_the_draft_as_a_file_that_can_be_given_again(drafted: Landlord) -> None:
    as_file = draft_as_toml(draft_of(drafted).response)

    given = nest(PutDraft, tomllib.loads(as_file))
    again = response(promises=(promise(), promise(what="Paint the wall")))
    assert type(again).model_validate(given["response"]) == again


def test_Q_052_whoever_has_it_now_hears_what_became_of_a_draft_that_somebody_else_put_forward(
    qualitas: Landlord,
) -> None:
    qualitas.receives_complaint(on="Mon 02 Nov 2026")
    qualitas.allocates()
    qualitas.acknowledges()
    qualitas.drafts(by=qualitas.parts.colleague)
    qualitas.returns_draft(comments="Say when.")
    qualitas.drafts(by=qualitas.parts.colleague, remedy="We apologise, and inspect on Friday 6 November.")
    qualitas.approves()

    both = {qualitas.parts.handler, qualitas.parts.colleague}
    for kind in (NoticeKind.DRAFT_RETURNED, NoticeKind.DRAFT_APPROVED):
        assert {sent.to for sent in qualitas.sent if sent.kind is kind} == both
        assert "your draft" not in written(qualitas, kind)


def test_R_073_Q_056_whoever_has_it_now_hears_what_became_of_the_time_that_somebody_else_asked_for(
    landlord: Landlord,
) -> None:
    landlord.receives_complaint(on="Mon 02 Nov 2026")
    landlord.allocates()
    landlord.acknowledges()
    landlord.extends(15, exceptional_reason="A flood.")
    landlord.reassigns(landlord.parts.colleague)
    landlord.returns_draft(comments="Ten days will do.")

    told = [sent.to for sent in landlord.sent if sent.kind is NoticeKind.EXTENSION_RETURNED]
    assert told == [landlord.parts.handler, landlord.parts.colleague]
    assert "has returned the request for more time" in written(landlord, NoticeKind.EXTENSION_RETURNED)


def test_D13_the_record_keeps_every_wording_of_a_draft(drafted: Landlord) -> None:
    first = required(drafted.complaint.progress.draft, "draft").response.reasons

    drafted.changes_draft(reasons="The pump had failed twice.")

    facts = [entry.facts for entry in drafted.complaint.record]
    kept = [each.response for each in facts if isinstance(each, Drafted | DraftChanged)]
    assert [each.reasons for each in kept if each] == [first, "The pump had failed twice."]
