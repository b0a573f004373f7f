"""One pass over a sheet's XML for what the fast reader of values lacks.

Formulas, number formats, errors, hidden rows, and how far the sheet really reaches. It sees each
cell before the fast reader does, and says where that one can't be trusted with the sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from connectors.excel import errors, xml
from connectors.excel.address import MAX_COLUMN, MAX_ROW, parse_area, parse_cell, parse_row
from connectors.excel.read.number_formats import Shows
from connectors.excel.read.styles import Styles
from connectors.excel.read.surroundings import TRUE, Handler, Surroundings
from okrsync.connector import Malformed
from okrsync.i18n import Message
from okrsync.table import Address, Area, CellError, column_index

Progress = Callable[[int], None]

_NAMES = xml.main_names(
    *("c", "row", "v", "f", "is", "t", "rPh", "mergeCell", "autoFilter", "customSheetViews"),
    *("sheetProtection", "col", "worksheet", "dataValidation", "formula1"),
)
_TYPES = frozenset({None, "n", "s", "b", "str", "inlineStr", "e"})
_EVERY = 512
"""Rows between two calls of `progress`."""


class _ColumnIndexes(dict[str, int]):
    """Letters → column index, worked out once each; -1 for what is no column."""

    def __missing__(self, letters: str) -> int:
        known = letters.isascii() and letters.isupper() and letters.isalpha() and len(letters) < 4
        index = column_index(letters) if known else -1
        self[letters] = index = index if index <= MAX_COLUMN else -1
        return index


COLUMNS = _ColumnIndexes()


class WorksheetScan:
    """What one sheet's XML says beside its values. Fill it with `run`.

    `formats` and `formulas` are sparse; a cell of a shared formula that has no text of its own
    carries that of the first. `dated` are cells whose number is a date, a time or a duration;
    `uncached` formulas without a stored result; `widths` the last used column of each used
    row, `columns` all used columns; `spread` the areas of array formulas; `lists` the drop-down
    lists: where (`A2:A9 C2`), and their words as a formula. `odd` says why the
    fast reader must not be trusted with this sheet, empty where it may.
    """

    def __init__(
        self, file: str, part: str, styles: Styles, progress: Progress | None = None
    ) -> None:
        self.file, self.part, self.frame, self.odd = file, part, Surroundings(), ""
        self.formats: dict[Address, str] = {}
        self.dated: dict[Shows, list[Address]] = {shows: [] for shows in Shows}
        self.formulas: dict[Address, str] = {}
        self.uncached: set[Address] = set()
        self.errors: dict[Address, CellError] = {}
        self.styled: dict[Address, str] = {}
        self.row_styles: dict[int, str] = {}
        self.hidden: set[int] = set()
        self.spread: list[tuple[Area, str]] = []
        self.lists: list[tuple[str, str]] = []
        self.widths: dict[int, int] = {}
        self.columns: set[int] = set()
        self.styles, self.progress = styles, progress
        self._shared: dict[str, str] = {}
        self._row, self._suffix, self._cut, self._last = 0, "0", -1, -1
        self._at: Address = (0, 0)
        self._type: str | None = None
        self._formula: dict[str, str] = {}
        self._text: list[str] = []
        self._listed = ""
        self._parser = xml.parser(file, part)

    def run(self, data: bytes) -> None:
        """Read the whole part. Raises Malformed, naming the part or the cell."""
        handlers = self.frame.handlers() | self._handlers()
        find = {key: handlers[name] for key, name in _NAMES.items() if name in handlers}.get

        def start(name: str, attributes: dict[str, str]) -> None:
            if handler := find(name):
                handler(attributes)

        self._parser.StartElementHandler = start
        xml.parse(self._parser, data, self.file, self.part)
        if not self.frame.is_sheet:
            raise self._bad(Message("the part {part} is not a worksheet"))

    def _handlers(self) -> dict[str, Handler]:
        return {
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "is": self._start_inline,
            "f": self._start_formula,
            "dataValidation": self._start_validation,
            "formula1": self._start_list,
        }

    def _bad(self, why: Message) -> Malformed:
        return errors.broken(self.file, why.filled(part=self.part))

    def _start_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r")
        row = self._row + 1 if text is None else parse_row(text)
        if not 1 <= row <= MAX_ROW:
            said = Message("the part {part} has a row {row}, which no sheet has")
            raise self._bad(said.filled(row=text or row))
        if row <= self._row:
            self.odd = "rows out of order"
        self._row, self._suffix, self._last = row, str(row), -1
        self._cut = -len(self._suffix)
        if attributes.get("hidden") in TRUE:
            self.hidden.add(row)
        if self.styles.unlocked and "s" in attributes:
            self.row_styles[row] = attributes["s"]
        if self.progress and not row % _EVERY:
            self.progress(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        at = attributes.get("r")
        if at is not None and at[self._cut :] == self._suffix:
            column = COLUMNS[at[: self._cut]]
        else:
            column = -1
        if not self._last < column:
            column = self._stray(at)
        self._last = column
        self._at = address = (self._row, column)
        self._type = kind = attributes.get("t")
        style = attributes.get("s", "0")
        if kind is None or kind == "n":
            if shape := self.styles.formats.get(style):
                self.formats[address], shows = shape
                if shows:
                    self.dated[shows].append(address)
        elif kind not in _TYPES:
            self.odd = f"cells of the type {kind}"
        if self.styles.unlocked:
            self.styled[address] = style

    def _stray(self, at: str | None) -> int:
        """The column of a cell that does not say where it stands, or stands out of order."""
        if at is None:
            found: Address | None = (self._row, self._last + 1)
        else:
            found = parse_cell(at)
        if found is None or not self._row or found[1] > MAX_COLUMN:
            raise self._bad(
                Message("the part {part} has a cell “{cell}”, which stands nowhere").filled(cell=at)
            )
        if found[0] != self._row:
            raise self._bad(
                Message("the part {part} has the cell {cell} in row {row}").filled(
                    cell=at, row=self._row
                )
            )
        self.odd = "cells out of order"
        return found[1]

    def _use(self) -> None:
        row, column = self._at
        if column > self.widths.get(row, -1):
            self.widths[row] = column
        self.columns.add(column)

    def _start_value(self, _: dict[str, str]) -> None:
        self._use()
        if self._type == "e" or self._at in self.uncached:
            self._listen(self._end_value)

    def _end_value(self, _: str) -> None:
        text = self._heard()
        if text or self._type == "str":
            self.uncached.discard(self._at)
        if self._type == "e" and text.strip():
            self.errors[self._at] = CellError(text.strip())

    def _start_inline(self, _: dict[str, str]) -> None:
        self._use()

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self._use()
        self.uncached.add(self._at)
        self._formula = attributes
        self._listen(self._end_formula)

    def _end_formula(self, _: str) -> None:
        self.add_formula(self._at, self._formula, self._heard())

    def add_formula(self, at: Address, attributes: Mapping[str, str], text: str) -> None:
        """Note a formula; `attributes` tell a shared one's group, an array's area."""
        if attributes.get("t") == "shared":
            group = attributes.get("si", "")
            text = text or self._shared.get(group, "")
            self._shared.setdefault(group, text)
        elif over := parse_area(attributes.get("ref", "")):
            self.spread.append((over, text))
        self.formulas[at] = text

    def _start_validation(self, attributes: dict[str, str]) -> None:
        self._listed = attributes.get("sqref", "") if attributes.get("type") == "list" else ""

    def _start_list(self, _: dict[str, str]) -> None:
        if self._listed:
            self._listen(self._end_list)

    def _end_list(self, _: str) -> None:
        self.lists.append((self._listed, self._heard()))

    def _listen(self, end: Callable[[str], None]) -> None:
        self._text = []
        self._parser.CharacterDataHandler = self._text.append
        self._parser.EndElementHandler = end

    def _heard(self) -> str:
        self._parser.CharacterDataHandler = None
        self._parser.EndElementHandler = None
        return "".join(self._text)
