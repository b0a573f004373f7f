"""Which method serves which path, what it needs, and what it counts as."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.servers.google.requests import Effect
from tests.servers.notion import making_api, pages_api, sources_api, workspace_api
from tests.servers.notion.call import Call

Method = Callable[[Call], Any]


@dataclass(frozen=True)
class Route:
    """`name` is the client's name of the method; `needs` the capability."""

    verb: str
    path: re.Pattern[str]
    name: str
    effect: Effect
    needs: str
    method: Method


def _route(line: str, effect: Effect, needs: str, method: Method) -> Route:
    name, verb, path = line.split()
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)
    return Route(verb, re.compile(f"/v1/{pattern}"), name, effect, needs, method)


_SOURCE = "data_sources/{data_source_id}"
_PAGE = "pages/{page_id}"

ROUTES = (
    _route("users.me GET users/me", "other", "", workspace_api.me),
    _route("users.list GET users", "other", "user", workspace_api.users),
    _route("users.retrieve GET users/{user_id}", "other", "user", workspace_api.user),
    _route("databases.retrieve GET databases/{database_id}", "read", "read", sources_api.database),
    _route(
        "databases.update PATCH databases/{database_id}",
        "write",
        "update",
        sources_api.update_database,
    ),
    _route("databases.create POST databases", "write", "insert", making_api.database),
    _route("data_sources.create POST data_sources", "write", "insert", making_api.data_source),
    _route(f"data_sources.retrieve GET {_SOURCE}", "read", "read", sources_api.retrieve),
    _route(f"data_sources.update PATCH {_SOURCE}", "write", "update", sources_api.update),
    _route(f"data_sources.query POST {_SOURCE}/query", "read", "read", sources_api.query),
    _route("pages.create POST pages", "write", "insert", pages_api.create),
    _route(f"pages.retrieve GET {_PAGE}", "read", "read", pages_api.retrieve),
    _route(f"pages.update PATCH {_PAGE}", "write", "update", pages_api.update),
    _route(f"pages.move POST {_PAGE}/move", "write", "update", pages_api.move),
    _route(
        f"pages.properties.retrieve GET {_PAGE}/properties/{{property_id}}",
        "read",
        "read",
        pages_api.property_item,
    ),
    _route(
        "blocks.children.list GET blocks/{block_id}/children",
        "read",
        "read",
        workspace_api.children,
    ),
    _route("blocks.delete DELETE blocks/{block_id}", "write", "update", making_api.delete),
    _route("search POST search", "read", "read", workspace_api.search),
)


def find(verb: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a path, and the variables in it, unquoted."""
    for route in ROUTES:
        found = route.path.fullmatch(path) if route.verb == verb else None
        if found:
            return route, {key: unquote(value) for key, value in found.groupdict().items()}
    return None
