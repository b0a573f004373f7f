"""No cell is lost: whatever stands in a sheet is read, blank by a word, or named."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.config import Config
from okrsync.mapping.account import accounted
from okrsync.mapping.reading import MappingError
from okrsync.mapping.workspace import read_work
from tests.mapping.sheets import TODAY, source, tab
from tests.mapping.test_anything import CELLS, GRIDS, HEADED, RESHAPED


def lost(cells: list[list[object]]) -> list[accounted.Lost] | None:
    """The lost cells of a grid; None where it is refused."""
    try:
        reading, work = read_work([source(tab(cells))], Config(), TODAY)
    except MappingError:
        return None
    return list(accounted.lost(work, reading))


@given(st.one_of(GRIDS, HEADED, RESHAPED))
@settings(max_examples=300, deadline=None)
def test_any_grid_keeps_its_cells(cells: list[list[object]]) -> None:
    assert not lost(cells)


LEVELS = ["Objective", "Key Result", "Initiative", "KPI", "Team objective", "?", None]


@given(
    st.lists(st.tuples(st.sampled_from(LEVELS), CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8)
)
@settings(max_examples=150, deadline=None)
def test_rows_of_several_levels_keep_their_cells(rows: list[tuple[object, ...]]) -> None:
    header: list[object] = ["Level", "Title", "Start", "Target", "Current"]
    grid = [[kind, f"Row {'abcdefgh'[at]}", *rest[1:]] for at, (kind, *rest) in enumerate(rows)]
    assert not lost([header, *grid])
