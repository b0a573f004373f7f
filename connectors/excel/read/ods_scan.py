"""One pass over an .ods file's content for its extent, and for what its fast reader lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta

from connectors.excel import mark
from okrsync.table import Address, CellError, Scalar

_SPACES = {
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0": "table",
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0": "office",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0": "style",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
}
_ROWS, _COLUMNS = "table:number-rows-repeated", "table:number-columns-repeated"
_HIDDEN = frozenset({"collapse", "filter"})
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_MOST = 200_000
"""Of repeated cells with a format, so many are noted: beyond it nothing is a table of OKRs."""
_DURATION = re.compile(r"(-?)P(?:T)?(\d{1,9})H(\d{1,9})M(\d{1,9})(?:[.,]\d+)?S")
_FAR = 2**21


@dataclass(slots=True)
class OdsTab:
    """A tab: how far its values reach, formats of percents and money, formulas, hidden rows.

    `values` are those that the fast reader drops or leaves as text: errors and durations.
    """

    name: str
    index: int
    hidden: bool = False
    last_row: int = 0
    last_column: int = -1
    formats: dict[Address, str] = field(default_factory=dict)
    formulas: dict[Address, str] = field(default_factory=dict)
    values: dict[Address, Scalar] = field(default_factory=dict)
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The tab's name: the format has no other."""
        return self.name

    def hidden_numbers(self) -> set[int]:
        """The rows that are hidden or filtered out, as far as values reach."""
        spans = (range(first, min(last, self.last_row) + 1) for first, last in self.hidden_rows)
        return {row for span in spans for row in span}


class OdsScan:
    """Handlers for the elements of content.xml; the result is in `tabs`."""

    def __init__(self) -> None:
        self.tabs: list[OdsTab] = []
        self.summary: str | None = None
        """The name of the tab of our own, which is no source of anything."""
        self._depth = 0
        self._style = ""
        self._invisible: set[str] = set()
        self._row, self._rows, self._column = 0, 1, 0
        self._error: Address | None = None
        self._text: list[str] = []

    def start(self, element: str, attributes: dict[str, str]) -> None:
        """The start of an element, by qualified name."""
        name = _short(element)
        if name == "table:table":
            self._start_table(attributes)
        elif name == "style:style":
            self._style = _get(attributes, "style:name")
        elif name == "style:table-properties" and _get(attributes, "table:display") == "false":
            self._invisible.add(self._style)
        elif name == "table:named-range" and not self._depth:
            self._start_name(attributes)
        elif self._depth == 1 and name == "table:table-row":
            self._start_row(attributes)
        elif self._depth == 1 and name in _CELLS:
            self._start_cell(attributes)

    def end(self, element: str) -> None:
        """The end of an element."""
        name = _short(element)
        if name == "table:table":
            self._depth -= 1
        elif self._depth == 1 and name == "table:table-row":
            self._row += self._rows
        elif self._depth == 1 and name in _CELLS and self._error:
            code = "".join(self._text).strip()
            self.tabs[-1].values[self._error] = CellError(code if code.startswith("#") else "#ERR!")
            self._error = None

    def text(self, text: str) -> None:
        """Text between tags: only an error's is looked at."""
        if self._error:
            self._text.append(text)

    def _start_table(self, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            hidden = _get(attributes, "table:style-name") in self._invisible
            name = _get(attributes, "table:name")
            self.tabs.append(OdsTab(name, len(self.tabs), hidden))
            self._row = 1

    def _start_name(self, attributes: dict[str, str]) -> None:
        if _get(attributes, "table:name").lower() == mark.NAME:
            self.summary = mark.tab_of(_get(attributes, "table:cell-range-address"), ".")

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._rows, self._column = _times(attributes, _ROWS), 0
        if _get(attributes, "table:visibility") in _HIDDEN:
            self.tabs[-1].hidden_rows.append((self._row, self._row + self._rows - 1))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        tab, times = self.tabs[-1], _times(attributes, _COLUMNS)
        column, self._column = self._column, min(self._column + times, _FAR)
        kind = _get(attributes, "office:value-type")
        formula = _get(attributes, "table:formula")
        if not formula and not any(key.endswith("value") for key in attributes):
            return
        tab.last_row = max(tab.last_row, min(self._row + self._rows - 1, _FAR))
        tab.last_column = max(tab.last_column, self._column - 1)
        if formula:
            tab.formulas[self._row, column] = formula.partition(":=")[2] or formula
        if _get(attributes, "calcext:value-type") == "error":
            self._error, self._text = (self._row, column), []
        if kind == "time":
            tab.values[self._row, column] = _duration(_get(attributes, "office:time-value"))
        if kind in {"percentage", "currency"}:
            money = _get(attributes, "office:currency") or "¤"
            self._format(column, times, "0%" if kind == "percentage" else f'#,##0.00 "{money}"')

    def _format(self, column: int, times: int, code: str) -> None:
        if self._rows * times <= _MOST - len(self.tabs[-1].formats):
            for row in range(self._row, self._row + self._rows):
                for each in range(column, column + times):
                    self.tabs[-1].formats[row, each] = code


def _short(element: str) -> str:
    space, _, name = element.rpartition(" ")
    return f"{_SPACES.get(space, '')}:{name}"


def _get(attributes: dict[str, str], name: str) -> str:
    space, _, local = name.partition(":")
    known = next(key for key, prefix in _SPACES.items() if prefix == space)
    return attributes.get(f"{known} {local}", "")


def _times(attributes: dict[str, str], name: str) -> int:
    text = _get(attributes, name)
    return max(1, min(int(text), _FAR)) if text.isdecimal() and len(text) < 9 else 1


def _duration(text: str) -> timedelta | str:
    match = _DURATION.fullmatch(text)
    if match is None:
        return text
    length = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4]))
    return -length if match[1] else length
