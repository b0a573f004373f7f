"""A small reader of real files for tests: tables as a connector would give them."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from okrsync.mapping.sources import SourceTables
from okrsync.table import Address, Area, RangeKind, Row, Scalar, Table, TableRange


def load(path: Path) -> SourceTables:
    """The tables of a workbook or a CSV, with the formats and merges that calamine lacks."""
    tables = _csv(path) if path.suffix == ".csv" else _xlsx(path)
    return SourceTables(
        name=path.stem, connector=path.suffix[1:], location=path.name, tables=tables,
        file_hint=path.stem,
    )  # fmt: skip


def _csv(path: Path) -> list[Table]:
    text = path.read_text(encoding="utf-8-sig")
    first = text.splitlines()[0] if text else ""
    delimiter = ";" if first.count(";") > first.count(",") else ","
    records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if records and all(len(record) <= 1 for record in records):
        inner = "\n".join(record[0] for record in records if record)
        records = list(csv.reader(io.StringIO(inner, newline="")))
    rows = [
        Row(number, [cell or None for cell in record])
        for number, record in enumerate(records, start=1)
    ]
    return [Table(path.stem, path.stem, rows)]


def _xlsx(path: Path) -> list[Table]:
    book = CalamineWorkbook.from_path(str(path))
    styled = openpyxl.load_workbook(path)
    tables = []
    for meta in book.sheets_metadata:
        values = book.get_sheet_by_name(meta.name).to_python(skip_empty_area=False)
        sheet = styled[meta.name]
        hidden = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        rows = [
            Row(number, [_scalar(cell) for cell in cells], hidden=number in hidden)
            for number, cells in enumerate(values, start=1)
        ]
        tables.append(
            Table(
                meta.name,
                meta.name,
                rows,
                formats=_formats(sheet),
                merges=[
                    Area(each.min_row, each.min_col - 1, each.max_row, each.max_col - 1)
                    for each in sheet.merged_cells.ranges
                ],
                ranges=[_range(each.name, each.ref) for each in sheet.tables.values()],
                hidden=meta.visible is not SheetVisibleEnum.Visible,
            )
        )
    return tables


def _scalar(cell: object) -> Scalar:
    if cell == "":
        return None
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date()
    return cell  # type: ignore[return-value] # calamine gives the scalars that Table knows


def _formats(sheet: object) -> dict[Address, str]:
    return {
        (cell.row, cell.column - 1): cell.number_format
        for row in sheet.iter_rows()  # type: ignore[attr-defined] # an openpyxl worksheet
        for cell in row
        if cell.value is not None and cell.number_format != "General"
    }


def _range(name: str, ref: str) -> TableRange:
    left, top, right, bottom = range_boundaries(ref)
    return TableRange(RangeKind.TABLE, name, Area(top, left - 1, bottom, right - 1))
