"""What came of an errand is known where the ledger has lost its tries too (D12)."""

from temporalio.exceptions import ActivityError, ApplicationError

from activities.sending import NOBODY_KNOWS
from domain.outbox.errands import Ended
from domain.policy.channels import Channel
from tests.activities.errands import errand
from workflows.errands import ErrandOutcome

NOTICE = errand(Channel.EMAIL).notice


def failed(kind: str) -> ActivityError:
    """How an errand fails for good."""
    error = ActivityError(
        "it failed",
        scheduled_event_id=1,
        started_event_id=2,
        identity="",
        activity_type="send_email",
        activity_id="1",
        retry_state=None,
    )
    error.__cause__ = ApplicationError("it may have gone", type=kind, non_retryable=True)
    return error


def test_after_two_lost_answers_nobody_knows_though_the_register_was_restored_from_before_them() -> None:
    outcome = ErrandOutcome(NOTICE, Ended(), failed(NOBODY_KNOWS))

    assert outcome.ended.nobody_knows
    assert (outcome.ended.tries, outcome.ended.unknown) == (2, 2)


def test_what_the_ledger_knows_comes_first() -> None:
    known = Ended(tries=5, unknown=2)

    assert ErrandOutcome(NOTICE, known, failed(NOBODY_KNOWS)).ended is known
    assert ErrandOutcome(NOTICE, Ended(), failed("AccountFault")).ended == Ended()
