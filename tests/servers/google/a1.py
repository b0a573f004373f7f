"""A1 notation, and half-open areas of a grid counted from zero."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.servers.google.errors import JSON

_CELLS = re.compile(
    r"\$?(?P<c1>[A-Za-z]{1,3})?\$?(?P<r1>[1-9]\d*)?(?P<to>:\$?(?P<c2>[A-Za-z]{1,3})?\$?(?P<r2>[1-9]\d*)?)?"
)
_QUOTED = re.compile(r"'(?P<title>(?:[^']|'')+)'(?:!(?P<cells>.+))?")
_PLAIN_TITLE = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class Area:
    """Rows top..bottom and columns left..right, ends excluded; None is the grid's own end."""

    top: int = 0
    bottom: int | None = None
    left: int = 0
    right: int | None = None

    def within(self, rows: int, columns: int) -> Area:
        """The same with its ends closed to a grid of that size."""
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Area(self.top, bottom, self.left, right)

    def holds(self, row: int, column: int) -> bool:
        below = self.bottom is None or row < self.bottom
        before = self.right is None or column < self.right
        return self.top <= row and below and self.left <= column and before

    def meets(self, other: Area) -> bool:
        def overlap(start: int, end: int | None, other_start: int, other_end: int | None) -> bool:
            ends = (end is None or other_start < end, other_end is None or start < other_end)
            return all(ends)

        return overlap(self.top, self.bottom, other.top, other.bottom) and overlap(
            self.left, self.right, other.left, other.right
        )

    @property
    def single(self) -> bool:
        return self.bottom == self.top + 1 and self.right == self.left + 1


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_index(text: str) -> int:
    index = 0
    for letter in text.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def parse_cells(text: str) -> Area | None:
    """`B2`, `A1:C9`, `A:A`, `2:5`, `A2:C`; None where it is none of these."""
    match = _CELLS.fullmatch(text)
    if not match or not text:
        return None
    c1, r1, c2, r2 = (match[name] for name in ("c1", "r1", "c2", "r2"))
    if not match["to"]:
        if not (c1 and r1):
            return None
        c2, r2 = c1, r1
    elif not (c1 or r1) or not (c2 or r2):
        return None
    columns = sorted(column_index(c) for c in (c1, c2) if c)
    rows = sorted(int(r) for r in (r1, r2) if r)
    both_columns, both_rows = len(columns) == 2, len(rows) == 2
    return Area(
        rows[0] - 1 if rows and (r1 or both_rows) else 0,
        rows[-1] if r2 else None,
        columns[0] if columns and (c1 or both_columns) else 0,
        columns[-1] + 1 if c2 else None,
    )


def split(text: str) -> tuple[str | None, str | None]:
    """Tab title and cells of a reference, each None where it is not there."""
    quoted = _QUOTED.fullmatch(text)
    if quoted:
        return quoted["title"].replace("''", "'"), quoted["cells"]
    if "!" in text:
        title, cells = text.rsplit("!", 1)
        return title, cells
    return (None, text) if parse_cells(text) else (text, None)


def quoted(title: str) -> str:
    """The title as it stands in a reference: in quotes only where it needs them."""
    if _PLAIN_TITLE.fullmatch(title) and parse_cells(title) is None:
        return title
    return "'" + title.replace("'", "''") + "'"


def cell_name(row: int, column: int) -> str:
    return f"{letters(column)}{row + 1}"


def name(title: str, area: Area) -> str:
    """`Sheet1!A1:B2` of an area whose ends are closed."""
    first = cell_name(area.top, area.left)
    if area.single or area.bottom is None or area.right is None:
        return f"{quoted(title)}!{first}"
    return f"{quoted(title)}!{first}:{cell_name(area.bottom - 1, area.right - 1)}"


def from_grid_range(grid: JSON) -> Area:
    """An area of a GridRange; what is left out is unbounded."""
    return Area(
        grid.get("startRowIndex") or 0,
        grid.get("endRowIndex"),
        grid.get("startColumnIndex") or 0,
        grid.get("endColumnIndex"),
    )
