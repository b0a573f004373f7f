"""Loopback services for each test, held to their own schemas where these are at hand."""

from collections.abc import Iterator

import pytest

from tests.conftest import SHARED
from tests.servers.google.server import GoogleServer
from tests.servers.notion.server import NotionServer

GOOGLE = SHARED / "contracts" / "google"
NOTION = SHARED / "contracts" / "notion"


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


@pytest.fixture
def notion() -> Iterator[NotionServer]:
    """The server. Its own bugs and answers that break the contract fail the test."""
    held = NOTION.is_dir()
    if held:
        pytest.importorskip("jsonschema")
    with NotionServer(contract=NOTION if held else None) as server:
        yield server
    assert server.crashes == []
    assert server.unknown == []
    if server.contract is not None:
        assert server.contract.violations == []
