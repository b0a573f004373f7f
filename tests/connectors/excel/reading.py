"""Reading through the connector's public door, as tests do."""

from __future__ import annotations

from pathlib import Path

from connectors.excel import ExcelConnector
from okrsync.connector import Location, Snapshot, Want
from okrsync.table import Table
from tests.connectors.excel.books import Parts, book, save, sheet


def read(path: Path, tab: str | None = None, want: Want | None = None) -> Snapshot:
    """The snapshot of a file."""
    text = f"{path}#{tab}" if tab else str(path)
    return ExcelConnector().read(Location(text, "excel", str(path), tab), want or Want(), {})


def table(folder: Path, parts: Parts | str) -> Table:
    """The first table of a workbook, or of one around these rows."""
    made = book(sheet(parts)) if isinstance(parts, str) else parts
    return read(save(folder, made)).tables[0]
