"""The grid's own laws: what moves where, and that references survive being written down."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers.google import a1, seeding
from tests.servers.google.book import Book
from tests.servers.google.clock import Clock
from tests.servers.google.errors import ApiError
from tests.servers.google.shifts import Deleted, Dimension, Inserted, Moved, Shift
from tests.servers.google.tab import Tab

SIZE = 6
DIMENSIONS: list[Dimension] = ["ROWS", "COLUMNS"]


@st.composite
def shifts(draw: st.DrawFn) -> Shift:
    dimension: Dimension = draw(st.sampled_from(DIMENSIONS))
    start = draw(st.integers(0, SIZE - 1))
    end = draw(st.integers(start + 1, SIZE))
    kind = draw(st.sampled_from(["insert", "delete", "move"]))
    if kind == "insert":
        return Inserted(dimension, start, end - start)
    if kind == "delete" and end - start < SIZE:
        return Deleted(dimension, start, end - start)
    to = draw(st.integers(0, SIZE).filter(lambda place: place <= start or place >= end))
    return Moved(dimension, start, end, to)


def square() -> tuple[Book, Tab]:
    """A full grid whose cells name their first place."""
    book = Book("1", "Plan", Clock())
    rows = [[a1.cell_name(row, column) for column in range(SIZE)] for row in range(SIZE)]
    return book, seeding.add_tab(book, "T", rows, row_count=SIZE, column_count=SIZE)


def do(tab: Tab, shift: Shift) -> None:
    if isinstance(shift, Inserted):
        tab.insert(shift.dimension, shift.at, shift.count)
    elif isinstance(shift, Deleted):
        tab.delete(shift.dimension, shift.at, shift.count)
    elif isinstance(shift, Moved):
        tab.move(shift.dimension, shift.start, shift.end, shift.to)


@given(shifts())
def test_cells_and_metadata_go_where_the_shift_says(shift: Shift) -> None:
    _, tab = square()
    for dimension in DIMENSIONS:
        for index in range(SIZE):
            tab.set_info(dimension, index, pixels=100 + index)
    do(tab, shift)
    rows = shift.dimension == "ROWS"
    for index in range(SIZE):
        place = shift.index(index)
        name = a1.cell_name(index, 0) if rows else a1.cell_name(0, index)
        everywhere = [cell.entered for row in tab.rows for cell in row]
        if place is None:
            assert name not in everywhere
            continue
        assert tab.cell(*((place, 0) if rows else (0, place))).entered == name
        assert tab.info(shift.dimension, place).pixels == 100 + index


@given(shifts(), st.integers(0, SIZE - 1), st.integers(1, SIZE))
def test_ranges_hold_what_they_held(shift: Shift, start: int, length: int) -> None:
    end = min(start + length, SIZE)
    if isinstance(shift, Moved) and not (shift.start <= start and end <= shift.end):
        return  # a range of which only a part is moved stays where it is
    span = shift.span(start, end)
    kept = [place for place in map(shift.index, range(start, end)) if place is not None]
    assert (span is None) == (not kept)
    if span is not None:
        assert span[1] is not None
        assert (span[0], span[1] - 1) == (min(kept), max(kept)) or isinstance(shift, Inserted)
        assert set(kept) <= set(range(span[0], span[1]))


@given(
    st.text(min_size=1).filter(lambda title: "\x00" not in title),
    st.integers(0, 2000),
    st.integers(0, 700),
    st.integers(1, 9),
    st.integers(1, 9),
)
def test_references_can_be_read_back(
    title: str, top: int, left: int, rows: int, columns: int
) -> None:
    area = a1.Area(top, top + rows, left, left + columns)
    named, cells = a1.split(a1.name(title, area))
    assert named == title
    assert a1.parse_cells(cells or "") == area


@given(st.lists(shifts(), max_size=3))
def test_what_fails_leaves_no_trace(changes: list[Shift]) -> None:
    book, tab = square()
    tab.merges = [{"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0}]
    before: Any = tab.clone()

    def fail() -> None:
        with book.changing("me@example.org"):
            for change in changes:
                do(tab, change)
            book.write(tab, 0, 0, seeding.as_cell(book, "changed"))
            book.title = "changed"
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert tab == before
    assert (book.title, book.history, book.version) == ("Plan", [], 1)


def test_an_error_is_told_apart() -> None:
    book, _ = square()
    with pytest.raises(ApiError, match="Unable to parse range: T!!"):
        book.resolve("T!!")
