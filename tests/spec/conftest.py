"""The landlords of the specifications."""

import pytest

from tests.spec.cast import Landlord


@pytest.fixture
def reliance() -> Landlord:
    return Landlord("reliance")


@pytest.fixture
def qualitas() -> Landlord:
    return Landlord("qualitas", "QUA-TEST")


@pytest.fixture(params=["reliance", "qualitas"])
def landlord(request: pytest.FixtureRequest) -> Landlord:
    """Each landlord in turn."""
    return Landlord(request.param)
