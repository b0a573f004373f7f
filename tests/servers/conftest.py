"""A loopback Google for each test, held to Google's own schemas where they are at hand."""

from collections.abc import Iterator

import pytest

from tests.conftest import SHARED
from tests.servers.google.server import GoogleServer

GOOGLE = SHARED / "contracts" / "google"


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    """The server. Its own bugs and answers that break the contract fail the test."""
    held = GOOGLE.is_dir()
    if held:
        pytest.importorskip("jsonschema")
    with GoogleServer(contract=GOOGLE if held else None) as server:
        yield server
    assert server.crashes == []
    assert server.unknown == []
    if server.contract is not None:
        assert server.contract.violations == []
