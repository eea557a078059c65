"""The two kinds of value everything here is made of: what people send, and what is kept."""

from pydantic import BaseModel, ConfigDict


class Order(BaseModel):
    """Something a person sends: a field it does not know is refused, so that a slip is never taken for a default."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Value(BaseModel):
    """Something kept: a field it does not know is left aside, so that an older version can still read it."""

    model_config = ConfigDict(frozen=True, extra="ignore")
