"""Checks that several steps begin with: the complaint is open, and not answered yet."""

from domain.complaint.complaint import Complaint, NotAllowedError


def check_open(complaint: Complaint) -> None:
    """Nothing is done to a closed complaint but keeping its promises.

    Raises:
        NotAllowedError: it is closed.
    """
    if refusal := complaint.refused:
        raise NotAllowedError(
            f"{refusal.clause}: the complaint was refused ({refusal.code}). "
            "It comes back only when the refusal is reversed: reverse-refusal."
        )
    if complaint.closed and complaint.stage is None:
        raise NotAllowedError(
            f"It was closed ({complaint.closed.reason.replace('_', ' ')}). "
            "It comes back as a complaint whenever the resident wants that: convert it."
        )
    if complaint.closed:
        raise NotAllowedError(
            f"The complaint was closed ({complaint.closed.reason.replace('_', ' ')}). "
            "It comes back only when the resident asks for stage 2."
        )


def check_unanswered(complaint: Complaint, clause: str) -> None:
    """What belongs before a stage's response is not done after it.

    Raises:
        NotAllowedError: the stage is answered, or the complaint is closed.
    """
    check_open(complaint)
    if complaint.progress.responded:
        raise NotAllowedError(f"{clause}: {complaint.progress.stage.words} has been answered already.")
