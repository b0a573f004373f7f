"""A loopback Notion, and a machine that has its token."""

from collections.abc import Iterator

import pytest

from tests.connectors.notion.desk import Desk, signed_in
from tests.servers.conftest import notion
from tests.servers.notion.server import NotionServer

__all__ = ["notion"]


@pytest.fixture
def desk(notion: NotionServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A machine with the token, and a clock that never really waits."""
    with signed_in(notion, monkeypatch) as made:
        yield made
