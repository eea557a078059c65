"""Tests of time, and of starts that have a bound: `make test` runs them before the others, by themselves.

They measure us and not the load.
"""

from tests.crash.conftest import crash_world

__all__ = ["crash_world"]
