"""The steps of a scenario: the order each one gives, and what the world around the complaint can do."""

from domain.messages import orders
from domain.messages.orders import Message

STEPS: dict[str, type[Message]] = {
    "receive": orders.Receive,
    "triage": orders.Triage,
    "convert": orders.Convert,
    "resolve": orders.Resolve,
    "add-issue": orders.AddIssue,
    "confirm-issue": orders.ConfirmIssue,
    "support": orders.RecordSupport,
    "refuse": orders.RefuseComplaint,
    "reverse-refusal": orders.ReverseRefusal,
    "accept-late": orders.AcceptLate,
    "ombudsman-asks": orders.OmbudsmanAsks,
    "answer-ombudsman": orders.AnswerOmbudsman,
    "allocate": orders.Allocate,
    "reassign": orders.Reassign,
    "acknowledge": orders.Acknowledge,
    "contact": orders.RecordContact,
    "details": orders.RecordDetails,
    "investigation": orders.RecordInvestigation,
    "consult": orders.Consult,
    "draft": orders.PutDraft,
    "return": orders.ReturnDraft,
    "approve": orders.Approve,
    "respond": orders.Respond,
    "posted": orders.RecordPosted,
    "add-action": orders.AddAction,
    "complete-action": orders.CompleteAction,
    "answer-action": orders.AnswerAction,
    "extend": orders.RequestExtension,
    "answer-extension": orders.AnswerExtension,
    "escalate": orders.RequestEscalation,
    "decide-escalation": orders.DecideEscalation,
    "withdraw": orders.Withdraw,
    "close": orders.Close,
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
