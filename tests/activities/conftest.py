"""An office for each test."""

import pytest

from tests.activities.office import Office


@pytest.fixture
def office() -> Office:
    return Office()
