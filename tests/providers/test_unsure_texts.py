"""A text whose answer is lost, from the activity to Twilio's list: it goes once, or is said to have gone twice perhaps.

Its first try is taken and its answer dropped; what the list shows meanwhile is Twilio's own affair.
"""

from datetime import timedelta

from domain.policy.channels import Channel
from providers.twilio_texts import TwilioTexts
from simulator.running import RunningSimulator
from simulator.settings import Settings
from tests.activities.errands import errand
from tests.activities.office import Office

TEXT = errand(Channel.TEXT)


def office_before(simulator: RunningSimulator, lags: timedelta) -> Office:
    office, known = Office(), simulator.settings
    office.texts = TwilioTexts(known.twilio_account, known.twilio_token, simulator.url, list_lags=lags)  # type: ignore[assignment]
    simulator.turn("twilio", "accept_then_drop", times=1)
    office.fails(office.sending.send_text, TEXT)
    return office


def test_a_text_that_is_still_queued_is_found_and_not_sent_again() -> None:
    with RunningSimulator(Settings(twilio_queued=3600)) as simulator:
        office = office_before(simulator, timedelta(0))

        accepted = office.runs(office.sending.send_text, TEXT)

        (text,) = simulator.inbox()["texts"]
        assert (accepted.provider_id, accepted.maybe_twice) == (text["sid"], False)


def test_while_the_list_may_lag_nothing_is_sent() -> None:
    with RunningSimulator(Settings(twilio_list_lags=3600)) as simulator:
        office = office_before(simulator, timedelta(minutes=1))

        failure = office.fails(office.sending.send_text, TEXT)

        assert (failure.type, len(simulator.inbox()["texts"])) == ("ProviderAway", 1)
        assert failure.next_retry_delay
        assert failure.next_retry_delay > timedelta(seconds=50)


def test_what_is_sent_when_the_list_has_had_its_time_may_be_the_second() -> None:
    with RunningSimulator(Settings(twilio_list_lags=3600)) as simulator:
        office = office_before(simulator, timedelta(0))

        assert office.runs(office.sending.send_text, TEXT).maybe_twice
