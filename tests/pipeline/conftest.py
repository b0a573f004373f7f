"""A sheet of three key results and a state of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.killer import Killer, at_hand
from tests.pipeline.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _quick(no_power_cuts: None) -> None:
    """Every run here."""


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    made = Sandbox(tmp_path)
    made.write()
    return made


@pytest.fixture(scope="session")
def killer() -> Iterator[Killer]:
    """One for all tests: it takes a second to get ready."""
    with at_hand() as made:
        yield made
