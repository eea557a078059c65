"""What the simulator keeps of each message it accepted."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Message(BaseModel):
    """A message as the inbox keeps it; its instant is the simulator's own clock, UTC."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)

    at: datetime
    from_: str = Field(alias="from")
    to: str


class Email(Message):
    """An e-mail SendGrid would have delivered: one for each personalisation."""

    id: str
    cc: str = ""
    bcc: str = ""
    reply_to: str = ""
    subject: str
    text: str
    html: str
    custom_args: dict[str, str]
    attachments: tuple[str, ...] = ()


class Text(Message):
    """A text Twilio would have delivered."""

    sid: str
    body: str
    segments: int
    messaging_service_sid: str | None = None
    validity_period: int | None = None
    """Seconds after which it is not sent any more."""
