"""Where rows and columns go when others are inserted, deleted or moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from tests.servers.google.errors import JSON

Dimension = Literal["ROWS", "COLUMNS"]
Span = tuple[int, int | None]
EDGES: dict[Dimension, tuple[str, str]] = {
    "ROWS": ("startRowIndex", "endRowIndex"),
    "COLUMNS": ("startColumnIndex", "endColumnIndex"),
}


class Shift(Protocol):
    """A change of one dimension's order."""

    @property
    def dimension(self) -> Dimension: ...

    def index(self, index: int) -> int | None:
        """The new place of a row or column; None where it is gone."""

    def span(self, start: int, end: int | None) -> Span | None:
        """The same for a range of them."""


@dataclass(frozen=True, slots=True)
class Inserted:
    """`count` new ones stand before what was at `at`."""

    dimension: Dimension
    at: int
    count: int

    def index(self, index: int) -> int | None:
        return index + self.count if index >= self.at else index

    def span(self, start: int, end: int | None) -> Span | None:
        new_start = start + self.count if start >= self.at and start > 0 else start
        return new_start, end if end is None or end <= self.at else end + self.count


@dataclass(frozen=True, slots=True)
class Deleted:
    """`count` are gone, from `at` on."""

    dimension: Dimension
    at: int
    count: int

    def index(self, index: int) -> int | None:
        if self.at <= index < self.at + self.count:
            return None
        return index - self.count if index >= self.at else index

    def span(self, start: int, end: int | None) -> Span | None:
        def edge(place: int) -> int:
            return place - min(max(place - self.at, 0), self.count)

        if end is None:
            return edge(start), None
        return (edge(start), edge(end)) if edge(start) < edge(end) else None


@dataclass(frozen=True, slots=True)
class Moved:
    """`start`..`end` now stand before what was at `to`; `to` is outside of them."""

    dimension: Dimension
    start: int
    end: int
    to: int

    def index(self, index: int) -> int | None:
        count = self.end - self.start
        if self.start <= index < self.end:
            return index - self.start + (self.to if self.to <= self.start else self.to - count)
        if self.end <= index < self.to:
            return index - count
        if self.to <= index < self.start:
            return index + count
        return index

    def span(self, start: int, end: int | None) -> Span | None:
        inside = end is not None and self.start <= start and end <= self.end
        if not inside or end is None:
            return start, end
        place = self.index(start)
        return None if place is None else (place, place + end - start)


def shift_range(grid: JSON, shift: Shift) -> JSON | None:
    """A GridRange after the shift; None where all of it is gone."""
    start_key, end_key = EDGES[shift.dimension]
    if start_key not in grid and end_key not in grid:
        return grid
    span = shift.span(grid.get(start_key) or 0, grid.get(end_key))
    if span is None:
        return None
    ends = {start_key: span[0]} | ({} if span[1] is None else {end_key: span[1]})
    return grid | ends


def shift_ranges(things: list[JSON], shift: Shift) -> list[JSON]:
    """Protected ranges, rules, filters, named ranges: each with its `range` or `ranges` moved."""
    kept = []
    for thing in things:
        if "ranges" in thing:
            ranges = [r for r in (shift_range(r, shift) for r in thing["ranges"]) if r]
            kept += [thing | {"ranges": ranges}] if ranges else []
        elif "range" in thing:
            moved = shift_range(thing["range"], shift)
            kept += [thing | {"range": moved}] if moved is not None else []
        else:
            kept.append(thing)
    return kept
