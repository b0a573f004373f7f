"""A state of its own for every test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrsync.state import State, open_state


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with open_state(str(tmp_path / "state.db")) as opened:
        yield opened
