"""What all tests share: where the material beside the project is, if it is there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the project with real sheets and labelled texts."""
    if not SHARED.is_dir():
        pytest.skip("the material beside the project (../shared) is not here")
    return SHARED
