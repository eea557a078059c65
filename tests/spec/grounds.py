"""What a refusal of each code needs, in invented words: the table the refusal specs tell their stories from."""

from typing import Any, Final

from domain.complaint.exclusions import Prior
from domain.policy.rules import Rules
from tests.spec.days import day

REASONS: Final = (
    "Your letter of 2 November tells of the leak in the kitchen at number three, and asks us for nothing else; "
    "what you ask is decided elsewhere."
)
ALTERNATIVE: Final = "Our neighbourhood team will ring you this week."

# code: what its refusal needs beside the answer no, the reasons and, at Qualitas, the alternative
GROUNDS: Final[dict[str, dict[str, Any]]] = {
    "anonymous": {},
    "no_authority": {},
    "already_investigated": {
        "prior_reference": "REL-2025-000042",
        "prior_answered_on": day("Mon 02 Mar 2026"),
        "prior": Prior.ANSWERED,
    },
    "policy_clarification": {"passed_on_to": "rents"},
    "policy_content": {"policy": "Allocations Policy"},
    "insurance_claim": {},
    "out_of_time": {"discretion": "Nothing kept you from telling us in the spring of last year."},
    "rent_or_service_charge": {},
    "special_arrangement": {"evidence": "Our letter of 1 June 2026.", "review_on": day("Tue 01 Jun 2027")},
    "unreasonable": {"evidence": "Forty calls in a week.", "review_on": day("Tue 01 Jun 2027")},
    "another_reason": {"matter": "a quarrel about a parking space on a private road", "evidence": "The road's deeds."},
    "with_or_concluded_by_ombudsman": {"ombudsman_reference": "202512345"},
    "first_time_enquiry": {"passed_on_to": "repairs"},
    "liability_or_pi_claim": {},
    "legal_action": {"court_reference": "K00BM123", "claim_filed_on": day("Thu 01 Oct 2026")},
    "asb_or_neighbour": {"passed_on_to": "neighbourhoods"},
    "other_appeal_route": {"appeal_route": "ask the First-tier Tribunal about the service charge"},
}


def grounds(code: str, rules: Rules) -> dict[str, Any]:
    """All that a refusal of *code* needs, under those rules."""
    exclusion = rules.edition.exclusion(code)
    answered = {"answer": False} if exclusion and exclusion.asks else {}
    instead = {"alternative": ALTERNATIVE} if rules.edition.refusal.needs_alternative else {}
    return {"code": code, "reasons": REASONS, **GROUNDS.get(code, {}), **answered, **instead}
