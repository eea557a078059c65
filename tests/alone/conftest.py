"""Tests of time: `make test` runs them before the others, by themselves, since they measure us and not the load."""

from tests.crash.conftest import crash_world

__all__ = ["crash_world"]
