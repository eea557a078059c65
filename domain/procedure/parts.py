"""Who took part in a stage: everybody who took a step of it, and whom such a step names (A-17, Q-072, D15).

It is kept by person, through reassignment and absence: none of them reviews at stage 2 what they had a part in.
"""

from domain.complaint.complaint import Complaint
from domain.messages.message import Message
from domain.procedure.step import Step


def note_part(step: Step, order: Message, before: Complaint, done: Complaint) -> Complaint:
    """*done*, in which everybody who took part by *order* is remembered at the stage that it belongs to."""
    took_part = _part_of(step, order)
    stage = before.stage or done.stage
    progress = done.at_stage(stage) if stage else None
    if progress is None:
        return done.changed(dealt_with_before=done.dealt_with_before | took_part)
    return done.with_progress(progress, involved=progress.involved | took_part)


def _part_of(step: Step, order: Message) -> frozenset[str]:
    """Whoever took the step, and whom it names: the owner that it gives the stage, or who was consulted."""
    giver = order.by.officer if step.takes_part else None
    named = getattr(order, order.names_as_part) if order.names_as_part else None
    return frozenset(officer.id for officer in (giver, named) if officer)
