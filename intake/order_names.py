"""The steps of a scenario: the order each one gives, and what the world around the complaint can do."""

from domain.messages.message import Message
from domain.procedure.exclusions.accept_late import AcceptLate
from domain.procedure.exclusions.refuse import RefuseComplaint
from domain.procedure.exclusions.reverse import ReverseRefusal
from domain.procedure.front_door.convert import Convert
from domain.procedure.front_door.receive import Receive
from domain.procedure.front_door.resolve import Resolve
from domain.procedure.front_door.support import RecordSupport
from domain.procedure.front_door.triage import Triage
from domain.procedure.ombudsman.enquiry import AnswerOmbudsman, OmbudsmanAsks
from domain.procedure.remedies.actions import AddAction, AnswerAction, CompleteAction
from domain.procedure.stages.acknowledge import Acknowledge
from domain.procedure.stages.allocate import Allocate, Reassign
from domain.procedure.stages.close import Close, Withdraw
from domain.procedure.stages.contact import RecordContact
from domain.procedure.stages.details import RecordDetails
from domain.procedure.stages.draft import Approve, PutDraft, ReturnDraft
from domain.procedure.stages.escalate import DecideEscalation, RequestEscalation
from domain.procedure.stages.extend import AnswerExtension, RequestExtension
from domain.procedure.stages.investigate import Consult, RecordInvestigation
from domain.procedure.stages.issues import AddIssue, ConfirmIssue
from domain.procedure.stages.post import RecordPosted
from domain.procedure.stages.respond import Respond

STEPS: dict[str, type[Message]] = {
    "receive": Receive,
    "triage": Triage,
    "convert": Convert,
    "resolve": Resolve,
    "add-issue": AddIssue,
    "confirm-issue": ConfirmIssue,
    "support": RecordSupport,
    "refuse": RefuseComplaint,
    "reverse-refusal": ReverseRefusal,
    "accept-late": AcceptLate,
    "ombudsman-asks": OmbudsmanAsks,
    "answer-ombudsman": AnswerOmbudsman,
    "allocate": Allocate,
    "reassign": Reassign,
    "acknowledge": Acknowledge,
    "contact": RecordContact,
    "details": RecordDetails,
    "investigation": RecordInvestigation,
    "consult": Consult,
    "draft": PutDraft,
    "return": ReturnDraft,
    "approve": Approve,
    "respond": Respond,
    "posted": RecordPosted,
    "add-action": AddAction,
    "complete-action": CompleteAction,
    "answer-action": AnswerAction,
    "extend": RequestExtension,
    "answer-extension": AnswerExtension,
    "escalate": RequestEscalation,
    "decide-escalation": DecideEscalation,
    "withdraw": Withdraw,
    "close": Close,
}
"""The order of each step: its fields are the keys that the step may have."""

BY_THE_RESIDENT = frozenset({"receive", "convert", "answer-action", "answer-extension", "escalate", "withdraw"})
"""Steps that are the resident's own where nobody is named; every other says which member of staff took it."""

FROM_ABOVE = frozenset(
    {
        "landlord",
        "reference",
        "summary",
        "resident",
        "about_staff",
        "issues",
        "sorting",
        "particulars",
        "support",
        "ombudsman",
    }
)
"""What the first step takes from the head of the scenario."""

OFFICERS = ("by", "handler", "officer", "approved_by")
"""Keys that name a member of staff by their id, and reach the order with the roles they hold on the day."""
