"""What the tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = ROOT / "fixtures"
SHARED = ROOT.parent / "shared"


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
