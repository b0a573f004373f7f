"""Drop-down lists: which words a cell may hold, where the sheet itself says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connectors.excel.address import parse_area
from okrsync.table import Area, Choices, Scalar

_LONGEST = 1000
"""So many cells of a list are read; a list for people is shorter."""


def read(lists: Iterable[tuple[str, str]], grid: Sequence[Sequence[Scalar]]) -> Iterator[Choices]:
    """The lists that are spelled out or stand in this sheet; others' words are not known."""
    for where, formula in lists:
        words = _words(formula.strip(), grid)
        areas = [area for text in where.split() if (area := parse_area(text))]
        if words and areas:
            yield Choices(areas, words)


def _words(formula: str, grid: Sequence[Sequence[Scalar]]) -> list[str]:
    if len(formula) > 1 and formula[0] == formula[-1] == '"':
        listed = formula[1:-1].replace('""', '"').split(",")
        return [word.strip() for word in listed if word.strip()]
    area = parse_area(formula)
    cells = _cells(area, grid) if area else ()
    return [cell.strip() for cell in cells if isinstance(cell, str) and cell.strip()]


def _cells(area: Area, grid: Sequence[Sequence[Scalar]]) -> Iterator[Scalar]:
    rows = grid[area.first_row - 1 : min(area.last_row, area.first_row - 1 + _LONGEST)]
    for row in rows:
        yield from row[area.first_column : area.last_column + 1]
