"""Rows and cells of a tab, before and after: only ours differ, and they hold what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import pairwise

from connectors.excel.address import parse_cell
from connectors.excel.readback.difference import Difference
from connectors.excel.readback.plan import Intent, Value
from connectors.excel.readback.tree import Element, same, same_all, space, text_of, whole
from connectors.excel.write.cell_xml import storable
from okrsync.i18n import Message
from okrsync.table import Address, a1

CELL_CHANGED = Message("cell {what}, which is not okrsync's, would have changed")
CELL_WRONG = Message("cell {what} would not hold what was to be written there")
ROW_CHANGED = Message("row {what} would be laid out differently")

_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"


_NONE = Element("row")


class CellCheck:
    """Compares two `sheetData`. `formats` is how many cell formats the new workbook has."""

    def __init__(self, intent: Intent, formats: int) -> None:
        self._intent, self._formats = intent, formats
        self._styles: set[str | None] = {None}
        self._columns = {a1(1, column)[:-1]: column for column in intent.columns}

    def run(self, old: Element, new: Element) -> set[Address]:
        """The cells of ours that either version shows. Raises Difference."""
        before, after = dict(_numbered(old)), dict(_numbered(new))
        ordered = list(after) == sorted(after) or list(before) != sorted(before)
        if len(after) < len(new) or not ordered:
            raise Difference(ROW_CHANGED, next(iter(after), 0))
        shown: set[Address] = set()
        for number, now in after.items():
            shown |= self._row(number, before.get(number), now)
        if gone := before.keys() - after.keys():
            raise Difference(ROW_CHANGED, min(gone))
        return shown

    def _row(self, number: int, was: Element | None, now: Element) -> set[Address]:
        """Compare one row; the cells of ours that it shows."""
        attributes = now.attrib if was is None else was.attrib
        if attributes != now.attrib and {**attributes, "spans": ""} != {**now.attrib, "spans": ""}:
            raise Difference(ROW_CHANGED, number)
        others, ours, places = self._parted(number, now)
        kept, owned, were = self._parted(number, _NONE if was is None else was)
        if not _ascending(places) and _ascending(were):
            raise Difference(ROW_CHANGED, number)
        if not same_all(kept, others):
            raise Difference(CELL_CHANGED, _first_difference(number, kept, others))
        if new := ours.keys() - owned.keys():
            _require_spans(number, now, new)
        shown = ours.keys() | owned.keys() if owned else ours.keys()
        for cell in shown:
            self._require_ours(cell, owned.get(cell), ours.get(cell))
        return set(shown)

    def _parted(
        self, number: int, row: Element
    ) -> tuple[list[Element], dict[Address, Element], tuple[str, ...]]:
        """A row's cells of others, in order, ours by address, and the columns of all."""
        others: list[Element] = []
        ours: dict[Address, Element] = {}
        places: list[str] = []
        digits, column = str(number), -1
        for cell in row:
            place = cell.get("r")
            if place is None:  # said by where it stands, or no cell at all
                column += 1
                letters = a1(1, column)[:-1]
            else:
                letters = place.removesuffix(digits)
            places.append(letters)
            column = _index(letters)
            address = (number, column)
            mine = letters in self._columns
            if mine and address not in ours and self._intent.covers(*address) and _is_cell(cell):
                ours[address] = cell
            else:
                others.append(cell)
        return others, ours, tuple(places)

    def right(self, cell: Element, value: Value) -> bool:
        """Whether a cell alone holds a value and has a format that exists."""
        style = cell.get("s")
        known = style is None or 0 <= whole(style) < self._formats
        return known and _is_cell(cell) and _holds(cell, value)

    def index(self, letters: str) -> int:
        """The index of a column, -1 for none."""
        return _index(letters)

    def _require_ours(self, cell: Address, was: Element | None, now: Element | None) -> None:
        style = now.get("s") if now is not None else None
        if style not in self._styles:
            if not 0 <= whole(style) < self._formats and (was is None or was.get("s") != style):
                raise Difference(CELL_WRONG, a1(*cell))
            self._styles.add(style)
        row, column = cell
        values = self._intent.values.get(column, {})
        if row in values:
            right = _holds(now, values[row])
        else:
            right = _holds(now, None) or (was is not None and now is not None and same(was, now))
        if not right:
            raise Difference(CELL_WRONG, a1(*cell))


def _is_cell(element: Element) -> bool:
    return element.tag.rpartition("}")[2] == "c"


def _numbered(data: Element) -> Iterator[tuple[int, Element]]:
    number = 0
    for element in data:
        said = element.get("r")
        number = number + 1 if said is None else whole(said.strip())
        yield number, element


@lru_cache(maxsize=4096)
def _index(letters: str) -> int:
    found = parse_cell(letters + "1")
    return found[1] if found else -1


@lru_cache(maxsize=4096)
def _ascending(places: tuple[str, ...]) -> bool:
    return all(one < other for one, other in pairwise(map(_index, places)))


def _first_difference(number: int, kept: list[Element], others: list[Element]) -> str:
    for one, other in zip(kept, others, strict=False):
        if not same(one, other):
            return one.get("r") or other.get("r") or str(number)
    longer: Iterable[Element] = max(kept, others, key=len)[min(len(kept), len(others)) :]
    return next((one.get("r") or str(number) for one in longer), str(number))


def _require_spans(number: int, row: Element, ours: Iterable[Address]) -> None:
    """The hint which columns a row fills takes in those that came."""
    first, _, last = row.get("spans", "").strip().partition(":")
    if first and " " not in last:
        low, high = whole(first), whole(last)
        if any(not low <= column + 1 <= high for _, column in ours):
            raise Difference(ROW_CHANGED, number)


def _holds(cell: Element | None, value: Value) -> bool:
    if cell is None or len(cell) == 0:
        return value is None or value == ""
    inside, kind, name = cell[0], cell.get("t", "n"), space(cell)
    if len(cell) > 1 or inside.tag == f"{name}f":
        return False
    if isinstance(value, Decimal):
        return kind == "n" and inside.tag == f"{name}v" and _is_number(text_of(inside), value)
    if not value or kind != "inlineStr" or inside.tag != f"{name}is" or len(inside) != 1:
        return (
            not value and inside.tag in {f"{name}v", f"{name}is"} and not "".join(inside.itertext())
        )
    return inside[0].tag == f"{name}t" and _is_text(inside[0], value)


def _is_text(element: Element, value: str) -> bool:
    text = element.text
    preserved = value == value.strip() or element.get(_PRESERVE) == "preserve"
    return preserved and (text == value or text == storable(value))


def _is_number(text: str, value: Decimal) -> bool:
    try:
        return Decimal(text) == value or float(text) == float(value)
    except (InvalidOperation, ValueError):
        return False
