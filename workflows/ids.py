"""The ids under which Temporal knows our workflows: readable, and nothing personal in them (D7)."""

_COMPLAINT = "complaint"


def complaint_workflow_id(landlord: str, reference: str) -> str:
    """The workflow id of a complaint: "complaint/reliance/REL-7K4M-9QXP"."""
    return f"{_COMPLAINT}/{landlord}/{reference}"
