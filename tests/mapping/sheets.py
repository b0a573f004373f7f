"""Sheets in memory for tests: a grid of cells as a connector would give it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from okrsync.config import Config, parse
from okrsync.mapping import SourceTables, read
from okrsync.mapping.account import accounted
from okrsync.mapping.files.toml_dump import dump
from okrsync.mapping.proposal import mapping_of
from okrsync.mapping.reading import Reading
from okrsync.mapping.workspace import read_work
from okrsync.table import Address, Area, Row, Table

TODAY = date(2026, 5, 6)
Cells = Sequence[Any]
"""Rows of cells: what a test writes down need not be told apart by type."""


def tab(
    cells: Cells,
    name: str = "Sheet1",
    *,
    formats: Mapping[Address, str] | None = None,
    merges: Sequence[Area] = (),
    hidden: bool = False,
    hidden_rows: Sequence[int] = (),
    locale: str | None = None,
) -> Table:
    """A tab whose first row of cells is row 1."""
    rows = [
        Row(number, list(values), hidden=number in hidden_rows)
        for number, values in enumerate(cells, start=1)
    ]
    return Table(
        name, name, rows, formats=formats or {}, merges=merges, hidden=hidden, locale=locale
    )


def source(*tables: Table, name: str = "plan", **more: Any) -> SourceTables:
    """A source of these tabs; `more` are fields of SourceTables."""
    return SourceTables(name, "excel", "plan.xlsx", tables, **more)


def read_tabs(*tables: Table, config: Config | None = None, **more: Any) -> Reading:
    """A workspace of one source. What was found, written as TOML, must read it just the same, and
    no cell is lost."""
    given, settings = source(*tables, **more), config or Config()
    reading, work = read_work([given], settings, TODAY)
    accounted.held(work, reading)
    if len({table.name for table in tables}) == len(tables):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "found.toml")
            file.write_text(dump(mapping_of(given, settings, TODAY)), encoding="utf-8")
            said = replace(given, mapping=str(file), columns={}, level=None)
            again = read([said], settings, TODAY)
        assert again.plan == reading.plan
        # What a mapping says is no guess any more.
        assert list(again.problems) == [p for p in reading.problems if p.code != "DAT17"]
        assert [each.rows for each in again.tables] == [each.rows for each in reading.tables]
        assert [each.columns for each in again.tables] == [e.columns for e in reading.tables]
    return reading


def read_cells(cells: Cells, name: str = "Sheet1", **more: Any) -> Reading:
    """A workspace of one tab."""
    return read_tabs(tab(cells, name), **more)


def configured(text: Mapping[str, object]) -> Config:
    """A configuration from what okrsync.toml would hold."""
    return parse(text, "okrsync.toml")


def shown(*values: object) -> tuple[object, ...]:
    """Values of several types, to compare with plain numbers and words."""
    return values
