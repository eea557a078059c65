"""A complaint's record on its landlord's own form, filled in as it stands."""

from desk.desk import Desk
from domain.calendar.days import landlord_day
from domain.complaint.reference import ComplaintId
from domain.record_form.filling import fill
from domain.record_form.form import FilledForm


async def filled_form(desk: Desk, place: ComplaintId, reader: str) -> FilledForm:
    """The complaint's form for *reader*, open, ended or lost; what is not known yet stays open for a pen.

    Raises:
        RulebookError: the landlord has no form, or its file does not hold together.
        as `Desk.check_reader` and `Desk.case_to_read`
    """
    paper = desk.rulebook.record_form(place.landlord)
    case = await desk.case_to_read(place)
    desk.check_reader(place, reader, case.complaint.about_staff)
    return fill(paper, case, landlord_day(await desk.now(place), case.rules.zone))
