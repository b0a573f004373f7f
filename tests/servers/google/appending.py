"""values.append: after the last table that the range touches, wherever that may be."""

from __future__ import annotations

from tests.servers.google import a1, values
from tests.servers.google.a1 import Area
from tests.servers.google.book import Book
from tests.servers.google.errors import JSON
from tests.servers.google.tab import Tab


def append(book: Book, text: str, body: JSON, options: JSON, who: str) -> JSON:
    """Write rows below a table; the grid grows where they need it."""
    tab, area = book.resolve(text)
    table = _table(tab, area)
    top = area.top if table is None else table[1]
    left = area.left if table is None else table[2]
    rows = body.get("values") or []
    height, width = len(rows), max(map(len, rows), default=0)
    if options.get("insertDataOption") == "INSERT_ROWS" and table is not None and height:
        tab.insert("ROWS", min(top, tab.row_count), height)
    if top + height > tab.row_count:
        tab.insert("ROWS", tab.row_count, top + height - tab.row_count)
    if left + width > tab.column_count:
        tab.insert("COLUMNS", tab.column_count, left + width - tab.column_count)
    start = f"{a1.quoted(tab.title)}!{a1.cell_name(top, left)}"
    updates, _ = values.write(book, start, body, options, who)
    answer: JSON = {"spreadsheetId": book.id}
    if table is not None:
        answer["tableRange"] = a1.name(tab.title, Area(*table))
    return answer | {"updates": updates}


Box = tuple[int, int, int, int]


def _table(tab: Tab, area: Area) -> Box | None:
    """The last block of cells that touch each other and that lies in the range: its edges."""
    boxes: list[Box] = []
    for row, column in tab.filled(tab.area):
        box: Box = (row, row + 1, column, column + 1)
        while True:
            near = next((other for other in boxes if _touch(box, other)), None)
            if near is None:
                break
            boxes.remove(near)
            box = _around(box, near)
        boxes.append(box)
    inside = [box for box in boxes if Area(*box).meets(area)]
    return max(inside, key=lambda box: (box[1], box[2]), default=None)


def _touch(one: Box, other: Box) -> bool:
    rows = one[0] <= other[1] and other[0] <= one[1]
    return rows and one[2] <= other[3] and other[2] <= one[3]


def _around(one: Box, other: Box) -> Box:
    top, left = min(one[0], other[0]), min(one[2], other[2])
    return top, max(one[1], other[1]), left, max(one[3], other[3])
