"""What the simulator is told when it starts."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeFloat


class Settings(BaseModel):
    """The credentials that are accepted, and the files that are used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sendgrid_key: str = "SG.simulator"
    twilio_account: str = "AC" + "0" * 32
    twilio_token: str = "simulator"  # noqa: S105 - opens nothing but this simulator
    twilio_queued: NonNegativeFloat = 2
    """Seconds for which a text is queued: until then nobody knows when it was sent, and no filter by that finds it."""
    twilio_list_lags: NonNegativeFloat = 0
    """Seconds for which the list does not show a text that was taken."""
    client_id: str = "putright"
    """Whom the provider signs people in for."""
    client_secret: str = "simulator"  # noqa: S105 - opens nothing but this simulator
    people_file: Path | None = None
    """Who can sign in."""
    state_file: Path | None = None
    letters_folder: Path | None = None
