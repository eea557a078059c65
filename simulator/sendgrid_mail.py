"""The request to send mail, as far as the simulator looks at it (SendGrid's v3 Mail Send)."""

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A part of the request; what the simulator does not look at is let by."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")


class Address(Part):
    """An address, perhaps with a name."""

    email: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>" if self.name else self.email


class Personalization(Part):
    """One envelope of the request."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    bcc: tuple[Address, ...] = ()
    subject: str = ""
    custom_args: dict[str, str] = {}


class Content(Part):
    """The message in one media type."""

    type: str = ""
    value: str = ""


class Attachment(Part):
    """A file that goes with the message."""

    filename: str = ""


class Mail(Part):
    """A request to send mail."""

    personalizations: tuple[Personalization, ...] = ()
    from_: Address = Field(Address(), alias="from")
    reply_to: Address = Address()
    subject: str = ""
    content: tuple[Content, ...] = ()
    template_id: str = ""
    custom_args: dict[str, str] = {}
    attachments: tuple[Attachment, ...] = ()
