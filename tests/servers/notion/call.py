"""What a method is handed: the request, the path's ids, and the workspace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.servers.google.requests import Request
from tests.servers.notion.errors import bad_id, bad_json
from tests.servers.notion.ids import dashed
from tests.servers.notion.model import JSON
from tests.servers.notion.scanning import Scans
from tests.servers.notion.workspace import Workspace


@dataclass
class Call:
    """One authorised call. `short` is how many rows a query shows at most this once.

    `unkept` is a property whose value is lost; `made` the id of what the call created.
    """

    request: Request
    parts: dict[str, str]
    ws: Workspace
    scans: Scans
    short: int | None = None
    unkept: str = ""
    made: str | None = None

    @property
    def body(self) -> JSON:
        """The JSON object of the body; {} without one, 400 where it is something else."""
        body: Any = self.request.body
        if body is None:
            return {}
        if not isinstance(body, dict):
            raise bad_json()
        return body

    @property
    def us(self) -> str:
        return self.ws.integration.user.id

    def id(self, name: str) -> str:
        """An id of the path. Raises ApiError where it is no UUID."""
        found = dashed(self.parts[name])
        if found is None:
            raise bad_id(name, self.parts[name])
        return found
