"""The real notion-client, talking to a loopback Notion."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from notion_client import Client

if TYPE_CHECKING:
    from tests.servers.notion.server import NotionServer

VERSION = "2026-03-11"


def client(server: NotionServer, *, token: str = "", version: str = VERSION) -> Client:
    """A client as the integration; its own retries are off. The server closes it."""
    key = (token or server.token, version)
    if key not in server.clients:
        server.clients[key] = server.closing.enter_context(
            Client(
                auth=key[0],
                base_url=server.url,
                notion_version=version,
                retry=False,
                logger=logging.getLogger("tests.notion"),
                log_level=logging.CRITICAL,
            )
        )
    found: Client = server.clients[key]
    return found
