"""What the activities may rely on, asked of the stand-ins and of the real SDKs alike."""

from datetime import UTC, datetime, timedelta

import pytest

from activities.ports import ProviderAwayError, ProviderRejectedError, ProviderUnsureError
from tests.fakes import NOT_A_NUMBER, STOPPED
from tests.providers.vendors import WORDS, MailVendor, TextVendor

ANN, BOB, LANDLORD = "+447700900123", "+447700900456", "+441632960001"
BODY = "QH-1: we have your complaint"


def post(vendor: MailVendor, to: str = "ann@example.com") -> str:
    return vendor.mail.send(
        key="QH-1/receipt/email", sender="us@landlord.example.com", sender_name="Landlord", to=to, words=WORDS
    )


def text(vendor: TextVendor, to: str = ANN, body: str = BODY) -> str:
    return vendor.texts.send(sender=LANDLORD, to=to, body=body)


def a_while_ago() -> datetime:
    return datetime.now(UTC) - timedelta(seconds=5)


def test_each_email_that_is_accepted_has_an_id_of_its_own(mail_vendor: MailVendor) -> None:
    ids = {post(mail_vendor), post(mail_vendor)}

    assert len(ids) == 2
    assert all(ids)
    assert mail_vendor.kept() == ["ann@example.com"] * 2


def test_an_address_that_is_none_is_refused_for_good(mail_vendor: MailVendor) -> None:
    with pytest.raises(ProviderRejectedError) as refused:
        post(mail_vendor, to="nobody")

    assert not refused.value.stopped
    assert mail_vendor.kept() == []


@pytest.mark.parametrize(("how", "retry_after"), [("rate_limited", 7), ("error 503", None)])
def test_mail_that_is_away_kept_nothing(mail_vendor: MailVendor, how: str, retry_after: float | None) -> None:
    mail_vendor.turn(how)

    with pytest.raises(ProviderAwayError) as away:
        post(mail_vendor)

    assert away.value.retry_after == (retry_after and pytest.approx(retry_after, abs=2))
    assert mail_vendor.kept() == []


@pytest.mark.parametrize(
    ("how", "kept"), [("error 500", 0), ("timeout", 0), ("accept_then_drop", 1), ("accept_then_hang", 1)]
)
def test_mail_without_an_answer_is_unsure_whether_it_was_kept_or_not(
    mail_vendor: MailVendor, how: str, kept: int
) -> None:
    mail_vendor.turn(how)

    with pytest.raises(ProviderUnsureError):
        post(mail_vendor)

    assert len(mail_vendor.kept()) == kept


def test_a_text_that_was_accepted_is_found_by_number_and_words(text_vendor: TextVendor) -> None:
    sent = text(text_vendor)

    assert text_vendor.texts.find(to=ANN, body=BODY, since=a_while_ago()) == (sent,)


@pytest.mark.parametrize(("to", "body"), [(BOB, BODY), (ANN, BODY + "."), (ANN, BODY.lower())])
def test_other_numbers_and_other_words_are_other_texts(text_vendor: TextVendor, to: str, body: str) -> None:
    text(text_vendor)

    assert text_vendor.texts.find(to=to, body=body, since=a_while_ago()) == ()


def test_a_text_from_before_is_another_text(text_vendor: TextVendor) -> None:
    text(text_vendor)

    assert text_vendor.texts.find(to=ANN, body=BODY, since=datetime.now(UTC) + timedelta(hours=1)) == ()


@pytest.mark.parametrize(("number", "stopped"), [(NOT_A_NUMBER, False), (STOPPED, True)])
def test_a_number_that_cannot_work_is_told_from_one_that_stopped(
    text_vendor: TextVendor, number: str, *, stopped: bool
) -> None:
    with pytest.raises(ProviderRejectedError) as refused:
        text(text_vendor, to=number)

    assert refused.value.stopped is stopped
    assert text_vendor.kept() == []


@pytest.mark.parametrize(("how", "retry_after"), [("rate_limited", 7), ("error 503", None)])
def test_texts_that_are_away_kept_nothing(text_vendor: TextVendor, how: str, retry_after: float | None) -> None:
    text_vendor.turn(how)

    with pytest.raises(ProviderAwayError) as away:
        text(text_vendor)

    assert away.value.retry_after == retry_after
    assert text_vendor.kept() == []


@pytest.mark.parametrize(("how", "found"), [("accept_then_drop", True), ("accept_then_hang", True), ("timeout", False)])
def test_a_text_without_an_answer_is_unsure_and_a_look_up_tells(
    text_vendor: TextVendor, how: str, *, found: bool
) -> None:
    text_vendor.turn(how)

    with pytest.raises(ProviderUnsureError):
        text(text_vendor)

    assert bool(text_vendor.texts.find(to=ANN, body=BODY, since=a_while_ago())) is found
