"""Every page of the staff, module by module."""

from fastapi import APIRouter

from web.staff import approvals, complaint, find, give, officers, queue, take_down, team

ROUTERS: tuple[APIRouter, ...] = (
    queue.router,
    find.router,
    complaint.router,
    officers.router,
    take_down.router,
    team.router,
    give.router,
    approvals.router,
)
"""Each module of `web/staff` has a `router`, and stands here."""
