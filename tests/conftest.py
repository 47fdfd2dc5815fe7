"""What the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"

# On a busy machine the generation of examples may be slow: that is no failure of what is tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The corpora that are not part of the repository."""
    if not (SHARED / "seed").is_dir():
        pytest.skip("the shared corpora are not beside the repository")
    return SHARED


@pytest.fixture(scope="session")
def fixtures() -> Path:
    """The dispatches written for this project."""
    return FIXTURES
