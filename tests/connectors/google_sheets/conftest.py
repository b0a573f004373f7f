"""A loopback Google, and a machine that is signed in to it with a service account's key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.connectors.google_sheets.desk import Desk, signed_in
from tests.servers.conftest import google
from tests.servers.google.server import GoogleServer

__all__ = ["google"]


@pytest.fixture
def desk(google: GoogleServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A machine with a key, and a clock that never really waits."""
    with signed_in(google, tmp_path, monkeypatch) as made:
        yield made
