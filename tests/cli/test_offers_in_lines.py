"""`complaints may` in words: what may be done, and of the rest why not and which command would help."""

from cli.show import offers_in_lines
from domain.procedure.apply import Offer


def test_what_may_not_be_done_says_which_command_would_help() -> None:
    offers = (
        Offer(order="allocate", said="allocate"),
        Offer(order="acknowledge", said="acknowledge", why_not="Nobody has it yet.", instead="allocate"),
        Offer(order="respond", said="respond", why_not="Something is not understood yet.", instead="confirm_issue"),
        Offer(order="close", said="close", why_not="It is not answered yet."),
    )

    assert offers_in_lines(offers).splitlines() == [
        "Now:",
        "  allocate",
        "Not now:",
        "  acknowledge: Nobody has it yet. (complaints allocate)",
        "  respond: Something is not understood yet. (complaints issue confirm)",
        "  close: It is not answered yet.",
    ]


def test_where_nothing_may_be_done_it_says_so() -> None:
    assert offers_in_lines(()).splitlines() == ["Now:", "  nothing", "Not now:", "  nothing"]
