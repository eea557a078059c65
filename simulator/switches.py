"""Says how each service behaves at the next request."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, NonNegativeFloat, NonNegativeInt, PositiveInt, model_validator


class Service(StrEnum):
    """The services that can be made to fail."""

    SENDGRID = "sendgrid"
    TWILIO = "twilio"


class Mode(StrEnum):
    """How a service behaves."""

    OK = "ok"
    RATE_LIMITED = "rate_limited"
    ERROR = "error"
    TIMEOUT = "timeout"
    ACCEPT_THEN_DROP = "accept_then_drop"
    ACCEPT_THEN_HANG = "accept_then_hang"


_BELONGS_TO = {
    "retry_after": {Mode.RATE_LIMITED},
    "status": {Mode.ERROR},
    "seconds": {Mode.TIMEOUT, Mode.ACCEPT_THEN_HANG},
    "times": set(Mode) - {Mode.OK},
}


class Switch(BaseModel):
    """One service's behaviour, for so many requests or until it is changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode
    times: PositiveInt | None = None
    retry_after: NonNegativeInt = 1
    status: Annotated[int, Field(ge=500, le=599)] = 503
    seconds: NonNegativeFloat = 60

    @model_validator(mode="after")
    def _settings_belong_to_the_mode(self) -> Self:
        for name in self.model_fields_set - {"mode"}:
            if self.mode not in _BELONGS_TO[name]:
                raise ValueError(f"'{name}' means nothing in mode '{self.mode}'")
        return self

    @property
    def accepts(self) -> bool:
        """Whether the fault lies only in how an accepted message is answered."""
        return self.mode in {Mode.ACCEPT_THEN_DROP, Mode.ACCEPT_THEN_HANG}

    def shown(self) -> dict[str, object]:
        """The mode and the settings that mean something in it."""
        means = {name for name, modes in _BELONGS_TO.items() if self.mode in modes}
        return self.model_dump(mode="json", include={"mode"} | means)


OK = Switch(mode=Mode.OK)


class Switches:
    """The switch of each service."""

    def __init__(self) -> None:
        self._switches = dict.fromkeys(Service, OK)

    def turn(self, service: Service, switch: Switch) -> None:
        """Make *service* behave so from the next request on."""
        self._switches[service] = switch

    def reset(self) -> None:
        """Let both services work."""
        self._switches = dict.fromkeys(Service, OK)

    def use(self, service: Service, *, sends: bool) -> Switch:
        """The behaviour for this request, which counts as one of its `times`.

        A mode that accepts first says nothing of a look-up, which is then answered and not counted.
        """
        switch = self._switches[service]
        if switch.accepts and not sends:
            return OK
        if switch.times is not None:
            left = switch.times - 1
            self._switches[service] = switch.model_copy(update={"times": left}) if left else OK
        return switch

    def shown(self) -> dict[str, object]:
        """Each service's switch, as `GET /control` shows it."""
        return {service.value: switch.shown() for service, switch in self._switches.items()}
