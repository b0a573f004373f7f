"""Notion's own OpenAPI document: every answer and every request body is held to it.

The document is older than the API's newest version, whose recorded answers carry more fields and
types. So answers are read openly: fields that it doesn't name are allowed. Of alternatives one
has to fit, or more: an option with both its id and its name fits two. An alternative that would
let every answer through (an object with nothing but an id) does not count.
"""

from __future__ import annotations

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.servers.google.requests import Reply, Request

FILE = "JeremieAlcaraz+notion-cli.json"
LARGEST = 100_000  # bytes of a request; longer ones take seconds to validate
ROWS = 3  # of a list, for the same reason
_STUBS = {f"partial{kind}ObjectResponse" for kind in ("Page", "DataSource", "Database", "Block")}
NEWER = {"place", "button", "verification"}
"""Types of properties that recorded answers have and the document does not, or not everywhere."""
UNDONE = {"incomplete", "unsupported"}
"""What rollups say, by Notion's reference pages, where they can't be worked out."""


class Contract:
    """The document in `folder`, and what broke it so far."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.violations: list[str] = []
        self.checked = 0

    def check(self, request: Request, reply: Reply) -> None:
        """Note what of a request's body or its answer the document does not allow."""
        if not request.name or reply.status != 200:
            return
        if isinstance(request.body, dict) and len(request.raw) < LARGEST:
            self._note(request, "request", request.body)
        self._note(request, "answer", json.loads(reply.payload))

    def _note(self, request: Request, side: str, value: Any) -> None:
        self.checked += 1
        for problem in problems(self.path, request.method, request.path, side, value):
            self.violations.append(f"{side} {request.number} {request.name} {problem}")


def problems(path: Path, method: str, uri: str, side: str, value: Any) -> list[str]:
    """Where a request's body or an answer breaks the document; nothing for other paths."""
    template = _template(path, method, uri)
    validator = _validator(path, method, template, side) if template else None
    if validator is None:
        return []
    found = validator.iter_errors(_sample(value) if side == "answer" else value)
    return [f"{_place(error)}: {error.message[:300]}" for error in map(_cause, found)]


def _place(error: Any) -> str:
    return "/".join(map(str, error.absolute_path))


def _cause(error: Any) -> Any:
    """The innermost error of the alternative that fits best."""
    if not error.context:
        return error
    branches: dict[Any, list[Any]] = {}
    for inner in error.context:
        branches.setdefault(inner.schema_path[0], []).append(inner)
    return _cause(min(branches.values(), key=_unlikely)[0])


def _unlikely(errors: list[Any]) -> tuple[bool, int]:
    return any(one.validator in ("const", "enum") for one in errors), len(errors)


def _sample(answer: Any) -> Any:
    """An answer with its first rows, and without what is newer than the document."""
    if not isinstance(answer, dict):
        return answer
    kept = dict(answer)
    if isinstance(kept.get("results"), list):
        kept["results"] = [_sample(one) for one in kept["results"][:ROWS]]
    if isinstance(kept.get("properties"), dict):
        told = kept["properties"].items()
        kept["properties"] = {name: one for name, one in told if not _is_newer(one)}
    return kept


def _is_newer(told: Any) -> bool:
    rolled = told.get("rollup")
    undone = isinstance(rolled, dict) and rolled.get("type") in UNDONE
    return undone or told.get("type") in NEWER


@cache
def _document(path: Path, side: str) -> Any:
    document = json.loads(path.read_text(encoding="utf-8"))
    return _loosened(document, closed=side == "request")


def _loosened(node: Any, *, closed: bool) -> Any:
    if isinstance(node, list):
        return [_loosened(one, closed=closed) for one in node]
    if not isinstance(node, dict):
        return node
    found = {}
    for key, value in node.items():
        if key in ("oneOf", "anyOf") and isinstance(value, list):
            real = [one for one in value if not _is_stub(one)]
            found["anyOf"] = _loosened(real, closed=closed)
        elif closed or key != "additionalProperties" or value is not False:
            found[key] = _loosened(value, closed=closed)
    return found


def _is_stub(schema: Any) -> bool:
    return str(schema.get("$ref", "")).rpartition("/")[2] in _STUBS


@cache
def _paths(path: Path) -> list[tuple[str, list[str]]]:
    return [(template, template.split("/")) for template in _document(path, "answer")["paths"]]


def _template(path: Path, method: str, uri: str) -> str:
    """The document's path that a request's is one of; the most literal of them."""
    parts = uri.partition("?")[0].split("/")
    found = [
        template
        for template, wanted in _paths(path)
        if len(wanted) == len(parts)
        and all(w.startswith("{") or w == p for w, p in zip(wanted, parts, strict=True))
        and method.lower() in _document(path, "answer")["paths"][template]
    ]
    return min(found, key=lambda template: template.count("{"), default="")


@cache
def _validator(path: Path, method: str, template: str, side: str) -> Any:
    jsonschema: Any = importlib.import_module("jsonschema")  # no types; needed only here
    document = _document(path, side)
    operation = document["paths"][template][method.lower()]
    part = operation["responses"]["200"] if side == "answer" else operation.get("requestBody")
    if part is None:
        return None
    schema = part["content"]["application/json"]["schema"]
    return jsonschema.Draft202012Validator({"components": document["components"], **schema})
