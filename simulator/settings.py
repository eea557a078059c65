"""What the simulator is told when it starts."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """The credentials that are accepted, and the files that are used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sendgrid_key: str = "SG.simulator"
    twilio_account: str = "AC" + "0" * 32
    twilio_token: str = "simulator"  # noqa: S105 - opens nothing but this simulator
    state_file: Path | None = None
    letters_folder: Path | None = None
