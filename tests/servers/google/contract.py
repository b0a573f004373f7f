"""Google's own schema files: every answer and every request body is held to them."""

from __future__ import annotations

import importlib
import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.servers.google.batch import without_nulls
from tests.servers.google.requests import Request

LARGEST = 400_000  # bytes; longer bodies take seconds to validate

_METHODS = {
    "sheets.spreadsheets.get": ("", "Spreadsheet"),
    "sheets.spreadsheets.getByDataFilter": ("GetSpreadsheetByDataFilterRequest", "Spreadsheet"),
    "sheets.spreadsheets.create": ("Spreadsheet", "Spreadsheet"),
    "sheets.spreadsheets.batchUpdate": (
        "BatchUpdateSpreadsheetRequest",
        "BatchUpdateSpreadsheetResponse",
    ),
    "sheets.spreadsheets.values.get": ("", "ValueRange"),
    "sheets.spreadsheets.values.batchGet": ("", "BatchGetValuesResponse"),
    "sheets.spreadsheets.values.batchGetByDataFilter": (
        "BatchGetValuesByDataFilterRequest",
        "BatchGetValuesByDataFilterResponse",
    ),
    "sheets.spreadsheets.values.update": ("ValueRange", "UpdateValuesResponse"),
    "sheets.spreadsheets.values.batchUpdate": (
        "BatchUpdateValuesRequest",
        "BatchUpdateValuesResponse",
    ),
    "sheets.spreadsheets.values.batchUpdateByDataFilter": (
        "BatchUpdateValuesByDataFilterRequest",
        "BatchUpdateValuesByDataFilterResponse",
    ),
    "sheets.spreadsheets.values.append": ("ValueRange", "AppendValuesResponse"),
    "sheets.spreadsheets.values.clear": ("", "ClearValuesResponse"),
    "sheets.spreadsheets.values.batchClear": (
        "BatchClearValuesRequest",
        "BatchClearValuesResponse",
    ),
    "sheets.spreadsheets.developerMetadata.search": (
        "SearchDeveloperMetadataRequest",
        "SearchDeveloperMetadataResponse",
    ),
    "sheets.spreadsheets.sheets.copyTo": (
        "CopySheetToAnotherSpreadsheetRequest",
        "SheetProperties",
    ),
    "drive.files.copy": ("File", "File"),
    "drive.files.get": ("", "File"),
    "drive.files.list": ("", "FileList"),
    "drive.files.create": ("File", "File"),
    "drive.permissions.list": ("", "PermissionList"),
    "drive.permissions.create": ("Permission", "Permission"),
}


@cache
def _validator(path: Path, name: str) -> Any:
    jsonschema: Any = importlib.import_module("jsonschema")  # no types; needed only here
    schema = json.loads(path.read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema | {"$ref": f"#/$defs/{name}"})


class Contract:
    """The schemas of `folder`, and what broke them so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.violations: list[str] = []
        self.checked = 0

    def check(self, request: Request, answer: Any, length: int) -> None:
        """Note what of a request's body or its answer the schemas do not allow."""
        asked, answered = _METHODS.get(request.name, ("", ""))
        if asked and isinstance(request.body, dict) and len(request.raw) < LARGEST:
            self._validate(request, asked, without_nulls(request.body), "request")
        if answered and isinstance(answer, dict) and "error" not in answer and length < LARGEST:
            self._validate(request, answered, answer, "answer")

    def _validate(self, request: Request, name: str, value: Any, side: str) -> None:
        self.checked += 1
        service = "drive.v3" if request.name.startswith("drive") else "sheets.v4"
        validator = _validator(self.folder / f"{service}.schema.json", name)
        for error in validator.iter_errors(value):
            place = "/".join(map(str, error.absolute_path))
            line = f"{side} {request.number} {request.name} {place}: {error.message[:200]}"
            self.violations.append(line)
