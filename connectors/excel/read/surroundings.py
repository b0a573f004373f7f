"""What a sheet's XML says around its cells: merged areas, its filter, protection, column styles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from connectors.excel.address import parse_area
from connectors.excel.read.styles import Styles
from okrsync.table import Address, Area

TRUE = frozenset({"1", "true", "on"})
Handler = Callable[[dict[str, str]], None]


@dataclass(slots=True)
class Surroundings:
    """Filled by a scan. `column_styles` are (first, last column index, style)."""

    merges: list[Area] = field(default_factory=list)
    filter: Area | None = None
    guarded: bool = False
    column_styles: list[tuple[int, int, str]] = field(default_factory=list)
    is_sheet: bool = False
    _in_views: bool = False

    def handlers(self) -> dict[str, Handler]:
        """What to call at the start of which element."""
        return {
            "worksheet": self._root,
            "mergeCell": self._merge,
            "autoFilter": self._filter,
            "sheetProtection": self._protect,
            "customSheetViews": self._views,
            "col": self._col,
        }

    def _root(self, _: dict[str, str]) -> None:
        self.is_sheet = True

    def _merge(self, attributes: dict[str, str]) -> None:
        if over := parse_area(attributes.get("ref", "")):
            self.merges.append(over)

    def _views(self, _: dict[str, str]) -> None:
        self._in_views = True

    def _filter(self, attributes: dict[str, str]) -> None:
        if not self._in_views:  # a custom view remembers a filter of its own
            self.filter = parse_area(attributes.get("ref", ""))

    def _protect(self, attributes: dict[str, str]) -> None:
        self.guarded = attributes.get("sheet") in TRUE

    def _col(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if "style" in attributes and first.isdecimal() and last.isdecimal():
            self.column_styles.append((int(first) - 1, int(last) - 1, attributes["style"]))


@dataclass(frozen=True, slots=True)
class LockedCells:
    """The cells of a protected sheet that may not be changed: all but those with an unlocked style.

    A cell's own style counts, else its row's, else its column's, else it is locked.
    """

    styles: Styles
    cells: Mapping[Address, str]
    rows: Mapping[int, str]
    columns: list[tuple[int, int, str]]

    def __contains__(self, address: object) -> bool:
        if not (isinstance(address, tuple) and len(address) == 2):
            return False
        row, column = address
        style = self.cells.get((row, column)) or self.rows.get(row) or self._column(column)
        return style not in self.styles.unlocked

    def _column(self, column: int) -> str:
        return next((style for a, b, style in self.columns if a <= column <= b), "0")
