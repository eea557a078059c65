"""Every page of the staff: the `router` of each module of this package, found by itself."""

from importlib import import_module
from pathlib import Path

from fastapi import APIRouter


def staff_routers() -> tuple[APIRouter, ...]:
    """The routers of all modules, in the order of their names; no route may stand in another's way."""
    names = sorted(file.stem for file in Path(__file__).parent.glob("*.py") if file.stem != Path(__file__).stem)
    modules = (import_module(f"web.staff.{name}") for name in names)
    found = (getattr(module, "router", None) for module in modules)
    return tuple(each for each in found if isinstance(each, APIRouter))
