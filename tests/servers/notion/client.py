"""The real notion-client, talking to a loopback Notion."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from notion_client import Client

if TYPE_CHECKING:
    from tests.servers.notion.server import NotionServer

VERSION = "2026-03-11"


def client(server: NotionServer, *, token: str = "", version: str = VERSION) -> Any:
    """A Client as the integration; its own retries are off. The server closes it.

    Any, because the library types every answer as one that may have to be awaited.
    """
    key = (token or server.token, version)
    if key not in server.clients:
        made = Client(
            auth=key[0],
            base_url=server.url,
            notion_version=version,
            retry=False,
            logger=logging.getLogger("tests.notion"),
            log_level=logging.CRITICAL,
        )
        server.closing.callback(made.close)
        server.clients[key] = made
    return server.clients[key]
