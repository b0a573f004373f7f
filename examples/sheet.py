"""What the example workbooks share: one look, and rows written from plain tuples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

Value = str | int | float | date | None
FIXED = datetime(2026, 4, 1, 9, 0)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula and the result that Excel would have cached for it."""

    text: str
    result: float | str


class Book:
    """A workbook in the making; `close` writes it, always with the same bytes."""

    def __init__(self, path: Path, title: str) -> None:
        self.file: Any = xlsxwriter.Workbook(str(path), {"in_memory": True})
        self.file.set_properties({"title": title, "author": "okrsync", "created": FIXED})
        self.title = self.file.add_format({"bold": True, "font_size": 16})
        self.note = self.file.add_format({"italic": True, "font_color": "#666666"})
        self.head = self.file.add_format(
            {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "text_wrap": True}
        )
        self.text = self.file.add_format({"text_wrap": True, "valign": "top"})
        self.percent = self.file.add_format({"num_format": "0%", "valign": "top"})
        self.money = self.file.add_format({"num_format": "[$€-2] #,##0", "valign": "top"})
        self.day = self.file.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})

    def tab(self, name: str, widths: Sequence[int]) -> Any:
        """A new tab with these column widths."""
        sheet = self.file.add_worksheet(name)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def header(self, sheet: Any, row: int, titles: Sequence[str]) -> None:
        """A header row; rows are counted from 0 here, as the library does."""
        for index, title in enumerate(titles):
            sheet.write_string(row, index, title, self.head)

    def rows(self, sheet: Any, first: int, rows: Sequence[Sequence[Value | Formula]]) -> None:
        """Rows below each other: dates, formulas and percents (`"%0.15"`) as what they are."""
        for offset, row in enumerate(rows):
            sheet.set_row(first + offset, 30)  # room for a title on two lines
            for column, value in enumerate(row):
                self._write(sheet, first + offset, column, value)

    def _write(self, sheet: Any, row: int, column: int, value: Value | Formula) -> None:
        if value is None:
            return
        if isinstance(value, Formula):
            sheet.write_formula(row, column, value.text, self.percent, value.result)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, str) and value[1:] and value.startswith("%"):
            sheet.write_number(row, column, float(value[1:]), self.percent)
        elif isinstance(value, str) and value.startswith("€"):
            sheet.write_number(row, column, float(value[1:]), self.money)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, self.text)
        else:
            sheet.write_number(row, column, value, self.text)

    def close(self) -> None:
        """Write the file."""
        self.file.close()
