"""What an order is called by whoever gives it in plain values: each from its row, and the receipt beside them."""

from domain.complaint.actor import ActorKind
from domain.messages.message import Message
from domain.procedure.front_door.receive import Receive
from domain.procedure.steps import STEPS

RECEIVE = "receive"
"""The first step of a scenario; at the desk a complaint is opened instead."""

ORDERS: dict[str, type[Message]] = {RECEIVE: Receive, **{step.said: step.order for step in STEPS.values()}}
"""The order of each name: its fields are the keys that may be given with it."""

BY_THE_RESIDENT = frozenset({RECEIVE, *(step.said for step in STEPS.values() if ActorKind.RESIDENT in step.givers)})
"""Orders that are the resident's own where nobody is named; every other says which member of staff gave it."""

FROM_ABOVE = frozenset(Receive.model_fields) - frozenset(Message.model_fields)
"""What the receipt takes from the head of a scenario."""
