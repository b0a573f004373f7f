"""Notion's own OpenAPI document: answers and request bodies are held to it."""

from __future__ import annotations

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.servers.google.requests import Reply, Request

LARGEST = 400_000  # bytes; longer bodies take seconds to validate
_FILE = "JeremieAlcaraz+notion-cli.json"
_PATHS = {
    "users.me": "/v1/users/me",
    "users.list": "/v1/users",
    "users.retrieve": "/v1/users/{user_id}",
    "databases.retrieve": "/v1/databases/{database_id}",
    "data_sources.retrieve": "/v1/data_sources/{data_source_id}",
    "data_sources.update": "/v1/data_sources/{data_source_id}",
    "data_sources.query": "/v1/data_sources/{data_source_id}/query",
    "pages.create": "/v1/pages",
    "pages.retrieve": "/v1/pages/{page_id}",
    "pages.update": "/v1/pages/{page_id}",
    "pages.properties.retrieve": "/v1/pages/{page_id}/properties/{property_id}",
    "blocks.children.list": "/v1/blocks/{block_id}/children",
    "search": "/v1/search",
}


@cache
def _document(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def _validator(path: Path, name: str, verb: str, side: str) -> Any:
    jsonschema: Any = importlib.import_module("jsonschema")  # no types; needed only here
    document = _document(path)
    operation = document["paths"][_PATHS[name]][verb]
    part = operation["requestBody"] if side == "request" else operation["responses"]["200"]
    found = part["content"]["application/json"]["schema"]
    return jsonschema.Draft202012Validator({**document, **found})


class Contract:
    """The document of `folder`, and what broke it so far."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / _FILE
        self.violations: list[str] = []
        self.checked = 0

    def check(self, request: Request, reply: Reply) -> None:
        """Note what of a request's body or its answer the document does not allow."""
        if not request.name or reply.status != 200:
            return
        if isinstance(request.body, dict) and len(request.raw) < LARGEST:
            self._validate(request, request.body, "request")
        if len(reply.payload) < LARGEST:
            self._validate(request, json.loads(reply.payload), "answer")

    def _validate(self, request: Request, value: Any, side: str) -> None:
        self.checked += 1
        validator = _validator(self.path, request.name, request.method.lower(), side)
        for error in validator.iter_errors(value):
            place = "/".join(map(str, error.absolute_path))
            line = f"{side} {request.number} {request.name} {place}: {error.message[:200]}"
            self.violations.append(line)
