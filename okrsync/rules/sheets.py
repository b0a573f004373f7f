"""What holds for a sheet as a whole, and is said once and not row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from okrsync.model import Entity
from okrsync.rules.context import Context
from okrsync.rules.finding import FindingPlace

Row = TypeVar("Row", bound=Entity)
WHOLE = 3
"""A sheet of so many rows of which none has something most likely has no place for it."""
Sheet = tuple[str | None, str | None]


def by_sheet(context: Context, rows: Iterable[Row]) -> dict[Sheet, list[Row]]:
    """Rows by the source and tab that they stand on, in their order."""
    sheets: dict[Sheet, list[Row]] = {}
    for row in rows:
        place = context.place(row)
        sheets.setdefault((place.source, place.tab), []).append(row)
    return sheets


def lacking(
    context: Context, rows: Iterable[Row], has: Callable[[Row], bool], *, from_rows: int = 1
) -> Iterator[tuple[FindingPlace | None, list[Row]]]:
    """The rows that lack something, a sheet at a time. Where no row of a sheet has it, and it has
    so many rows, the sheet's place comes with them: then it is said once, of the sheet."""
    for all_rows in by_sheet(context, rows).values():
        without = [row for row in all_rows if not has(row)]
        whole = len(without) == len(all_rows) >= from_rows
        if without:
            yield sheet_of(context, without[0]) if whole else None, without


def sheet_of(context: Context, row: Entity) -> FindingPlace:
    """The sheet that a row stands on, as a place without a row."""
    place = context.place(row)
    return FindingPlace(source=place.source, tab=place.tab)
