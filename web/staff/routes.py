"""Every page of the staff, module by module."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
"""Each module of `web/staff` has a `router`, and stands here."""
