"""The tables of the documentation, and the list of commands, say what the rows say."""

from cli.main import COMMAND_HELP
from docs.tables import SCENARIOS, command_help, with_tables
from domain.messages.message import Message


def test_the_tables_of_the_steps_are_made_from_the_rows() -> None:
    text = SCENARIOS.read_text(encoding="utf-8")

    assert with_tables(text) == text, "`make tables` writes them anew"
    assert text.count("<!-- made: ") == 4


def test_what_every_step_may_hold_is_told_before_the_steps() -> None:
    before_the_steps = SCENARIOS.read_text(encoding="utf-8").split("<!-- made: steps -->")[0].split("## Steps")[1]

    assert [name for name in Message.model_fields if f"`{name}`" not in before_the_steps] == []


def test_the_list_of_commands_is_made_from_the_commands() -> None:
    assert COMMAND_HELP.read_text(encoding="utf-8") == command_help(), "`make tables` writes it anew"
