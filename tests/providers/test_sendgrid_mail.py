"""What SendGrid is sent, and how its answers are read."""

import json
import socket

import pytest

from activities.ports import AccountFaultError, ProviderAwayError, ProviderRejectedError, ProviderUnsureError
from providers.sendgrid_mail import SendgridMail
from simulator.running import RunningSimulator
from tests.providers.odd_vendor import OddVendor, saying
from tests.providers.vendors import WORDS, turn

ADDRESS = "ann@example.com"


def post(mail: SendgridMail, to: str = ADDRESS, sender: str = "us@landlord.example.com", subject: str = "Hello") -> str:
    words = WORDS.model_copy(update={"subject": subject})
    return mail.send(key="QH-1/receipt/email", sender=sender, sender_name="Landlord & Sons", to=to, words=words)


def test_the_mail_carries_both_forms_the_senders_name_and_the_key(
    vendors: RunningSimulator, sendgrid: SendgridMail
) -> None:
    sent = post(sendgrid)

    (email,) = vendors.inbox()["emails"]
    assert (email["id"], email["to"], email["subject"]) == (sent, ADDRESS, "Hello")
    assert email["from"] == "Landlord & Sons <us@landlord.example.com>"
    assert (email["text"], email["html"]) == (WORDS.body, WORDS.html)
    assert email["custom_args"] == {"notice": "QH-1/receipt/email"}


def test_a_domain_in_other_letters_goes_as_mail_servers_write_it(
    vendors: RunningSimulator, sendgrid: SendgridMail
) -> None:
    post(sendgrid, to="ann@m\u00fcnchen.example")

    assert [email["to"] for email in vendors.inbox()["emails"]] == ["ann@xn--mnchen-3ya.example"]


@pytest.mark.parametrize("key", ["SG.wrong", ""], ids=["wrong", "missing"])
def test_a_wrong_key_is_ours_to_mend_and_loses_no_notice(vendors: RunningSimulator, key: str) -> None:
    with pytest.raises(AccountFaultError, match="its key, its settings"):
        post(SendgridMail(key, vendors.url))


def test_so_is_a_wrong_address_of_the_service(vendors: RunningSimulator) -> None:
    with pytest.raises(AccountFaultError, match="404"):
        post(SendgridMail("SG.simulator", vendors.url + "/elsewhere"))


def test_so_is_the_landlords_own_sending_address(sendgrid: SendgridMail) -> None:
    with pytest.raises(AccountFaultError, match="the landlord's own sending address"):
        post(sendgrid, sender="nobody")


@pytest.mark.parametrize(
    ("changed", "named"),
    [({"to": "nobody"}, "the e-mail address"), ({"subject": ""}, "the subject")],
    ids=["address", "subject"],
)
def test_a_refusal_says_what_was_refused(sendgrid: SendgridMail, changed: dict[str, str], named: str) -> None:
    with pytest.raises(ProviderRejectedError, match=named):
        post(sendgrid, **changed)


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (401, "Maximum credits exceeded"),
        (403, "The from address does not match a verified Sender Identity."),
        (400, "Bad Request"),
        (451, "the account's region is another"),
    ],
)
def test_what_our_account_lacks_is_never_held_against_an_address(status: int, message: str) -> None:
    answer = saying(status, {"errors": [{"message": message, "field": None, "help": None}]})

    with OddVendor(answer) as vendor, pytest.raises(AccountFaultError, match=str(status)):
        post(SendgridMail("SG.key", vendor.url))


def test_a_mail_that_is_too_large_says_nothing_of_the_address() -> None:
    with OddVendor(saying(413)) as vendor, pytest.raises(ProviderRejectedError) as refused:
        post(SendgridMail("SG.key", vendor.url))

    assert refused.value.of_notice


def test_who_unsubscribed_from_a_newsletter_has_the_letters_all_the_same_and_bounces_are_respected() -> None:
    with OddVendor(saying(202)) as vendor:
        post(SendgridMail("SG.key", vendor.url))

    ((_, sent),) = vendor.asked
    assert json.loads(sent)["mail_settings"] == {
        "bypass_unsubscribe_management": {"enable": True},
        "footer": {"enable": False},
    }


def test_no_link_is_rewritten_no_footer_put_below_and_nobody_watched() -> None:
    with OddVendor(saying(202)) as vendor:
        post(SendgridMail("SG.key", vendor.url))

    ((_, sent),) = vendor.asked
    settings = json.loads(sent)["tracking_settings"]
    assert settings.keys() == {"click_tracking", "open_tracking", "subscription_tracking", "ganalytics"}
    assert not any(setting["enable"] for setting in settings.values())


@pytest.mark.parametrize("status", [500, 502, 504, 520])
def test_a_broken_server_may_have_taken_it(vendors: RunningSimulator, sendgrid: SendgridMail, status: int) -> None:
    turn(vendors, "sendgrid", f"error {status}")

    with pytest.raises(ProviderUnsureError, match=str(status)):
        post(sendgrid)


def test_a_refused_connection_has_taken_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and never listens
        mail = SendgridMail("SG.simulator", f"http://127.0.0.1:{taken.getsockname()[1]}", timeout=1)

        with pytest.raises(ProviderAwayError, match="ConnectionRefusedError"):
            post(mail)


def test_a_name_that_cannot_be_found_has_taken_nothing() -> None:
    with pytest.raises(ProviderAwayError, match="cannot be reached"):
        post(SendgridMail("SG.simulator", "http://sendgrid.invalid", timeout=1))


def test_no_error_repeats_the_address(vendors: RunningSimulator, sendgrid: SendgridMail) -> None:
    with pytest.raises(ProviderRejectedError) as refused:
        post(sendgrid, to="ann example@example.com")

    assert "ann" not in repr(refused.value)
    assert refused.value.__context__ is None
