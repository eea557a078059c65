"""Every page of the staff, module by module."""

from fastapi import APIRouter

from web.staff import take_down

ROUTERS: tuple[APIRouter, ...] = (take_down.router,)
"""Each module of `web/staff` has a `router`, and stands here."""
