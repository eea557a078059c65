"""Keeps accepted messages and opt-outs, in a file between runs if one is given."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from simulator.messages import Email, Text


class UnreadableStateError(Exception):
    """The state file holds something else than the simulator's state."""


class Contents(BaseModel):
    """All that is kept, as the state file holds it, oldest first."""

    model_config = ConfigDict(extra="forbid")

    emails: list[Email] = []
    texts: list[Text] = []
    opted_out: set[str] = set()


class Inbox:
    """The messages both services accepted, and the numbers that texted STOP."""

    def __init__(self, state_file: Path | None = None) -> None:
        self._state_file = state_file
        self._contents = _read(state_file)
        self._save()

    @property
    def emails(self) -> tuple[Email, ...]:
        """The e-mails, newest first."""
        return tuple(reversed(self._contents.emails))

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts, newest first."""
        return tuple(reversed(self._contents.texts))

    @property
    def opted_out(self) -> tuple[str, ...]:
        """The numbers that texted STOP, in order."""
        return tuple(sorted(self._contents.opted_out))

    def keep_emails(self, emails: list[Email]) -> None:
        """Keep what one request to SendGrid sent."""
        self._contents.emails += emails
        self._save()

    def keep_text(self, text: Text) -> None:
        """Keep a text."""
        self._contents.texts.append(text)
        self._save()

    def opt_out(self, number: str) -> None:
        """Refuse texts to *number* from now on."""
        self._contents.opted_out.add(number)
        self._save()

    def opt_in(self, number: str) -> None:
        """Accept texts to *number* again."""
        self._contents.opted_out.discard(number)
        self._save()

    def empty(self) -> None:
        """Forget the messages; opt-outs stay, as they would."""
        self._contents = Contents(opted_out=self._contents.opted_out)
        self._save()

    def _save(self) -> None:
        if self._state_file is None:
            return
        self._state_file.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._state_file.with_name(self._state_file.name + ".new")
        fresh.write_text(self._contents.model_dump_json(indent=1), encoding="utf-8")
        fresh.replace(self._state_file)


def _read(state_file: Path | None) -> Contents:
    if state_file is None or not state_file.exists():
        return Contents()
    try:
        return Contents.model_validate_json(state_file.read_bytes())
    except ValidationError as error:
        raise UnreadableStateError(f"{state_file} does not hold the simulator's state.") from error
