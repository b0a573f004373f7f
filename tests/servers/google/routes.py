"""Which method of which service a path means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.servers.google import drive_api, sheets_api
from tests.servers.google.call import Call
from tests.servers.google.requests import Effect

Method = Callable[[Call], Any]


@dataclass(frozen=True)
class Route:
    """`writes` asks for a scope that may write, whatever the quota counts it as."""

    verb: str
    path: re.Pattern[str]
    name: str
    effect: Effect
    method: Method
    writes: bool

    @property
    def service(self) -> str:
        return f"{self.name.split('.', maxsplit=1)[0]}.googleapis.com"


def _route(verb: str, path: str, name: str, effect: Effect, method: Method, writes: bool) -> Route:
    pattern = re.escape(path).replace(r"\{", "{").replace(r"\}", "}")
    for variable in ("id", "permission", "sheet"):
        pattern = pattern.replace(f"{{{variable}}}", f"(?P<{variable}>[^/:]+)")
    pattern = pattern.replace("{range}", "(?P<range>.+?)")
    return Route(verb, re.compile(pattern), name, effect, method, writes)


def _sheets(verb: str, path: str, name: str, effect: Effect, method: Method) -> Route:
    # Data filters and metadata ask for the scope to write even where they only read.
    writes = effect == "write" or "DataFilter" in name or "Metadata" in name
    full = f"sheets.spreadsheets.{name}"
    return _route(verb, f"/v4/spreadsheets{path}", full, effect, method, writes)


def _drive(verb: str, path: str, name: str, method: Method) -> Route:
    return _route(verb, f"/drive/v3/files{path}", f"drive.{name}", "other", method, verb != "GET")


_S, _D = sheets_api, drive_api
ROUTES = (
    _sheets("POST", "", "create", "write", _S.create),
    _sheets("GET", "/{id}", "get", "read", _S.get),
    _sheets("POST", "/{id}:getByDataFilter", "getByDataFilter", "read", _S.get_by_data_filter),
    _sheets("POST", "/{id}:batchUpdate", "batchUpdate", "write", _S.batch_update),
    _sheets("GET", "/{id}/values:batchGet", "values.batchGet", "read", _S.values_batch_get),
    _sheets(
        "POST",
        "/{id}/values:batchGetByDataFilter",
        "values.batchGetByDataFilter",
        "read",
        _S.values_batch_get_by_data_filter,
    ),
    _sheets(
        "POST", "/{id}/values:batchUpdate", "values.batchUpdate", "write", _S.values_batch_update
    ),
    _sheets(
        "POST",
        "/{id}/values:batchUpdateByDataFilter",
        "values.batchUpdateByDataFilter",
        "write",
        _S.values_batch_update_by_data_filter,
    ),
    _sheets("POST", "/{id}/values:batchClear", "values.batchClear", "write", _S.values_batch_clear),
    _sheets("POST", "/{id}/values/{range}:append", "values.append", "write", _S.values_append),
    _sheets("POST", "/{id}/values/{range}:clear", "values.clear", "write", _S.values_clear),
    _sheets("GET", "/{id}/values/{range}", "values.get", "read", _S.values_get),
    _sheets("PUT", "/{id}/values/{range}", "values.update", "write", _S.values_update),
    _sheets(
        "POST",
        "/{id}/developerMetadata:search",
        "developerMetadata.search",
        "read",
        _S.metadata_search,
    ),
    _sheets("POST", "/{id}/sheets/{sheet}:copyTo", "sheets.copyTo", "write", _S.copy_to),
    _drive("POST", "/{id}/copy", "files.copy", _D.copied),
    _drive("GET", "", "files.list", _D.listed),
    _drive("POST", "", "files.create", _D.create),
    _drive("GET", "/{id}", "files.get", _D.get),
    _drive("DELETE", "/{id}", "files.delete", _D.delete),
    _drive("GET", "/{id}/export", "files.export", _D.export),
    _drive("GET", "/{id}/permissions", "permissions.list", _D.permissions),
    _drive("POST", "/{id}/permissions", "permissions.create", _D.share),
    _drive("DELETE", "/{id}/permissions/{permission}", "permissions.delete", _D.unshare),
)


def find(verb: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The route of a path as it came, still quoted, and the path's variables."""
    for route in ROUTES:
        match = route.path.fullmatch(path)
        if match and route.verb == verb:
            return route, {key: unquote(value) for key, value in match.groupdict().items()}
    return None
