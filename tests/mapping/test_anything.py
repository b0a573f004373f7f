"""Whatever stands in a sheet: an answer, never a traceback."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.mapping.reading import MappingError, Reading
from okrsync.table import CellError
from okrsync.text import Text
from tests.mapping.sheets import read_cells

WORDS = st.sampled_from(
    [
        "Objective", "Doel", "Key Result", "KR1.1", "O1", "Target", "Meta", "Start", "Owner",
        "Status", "Type", "Level", "ID", "Parent", "Total", "Initiative", "KPI", "Progress", "%",
        "Period", "Q2 2026", "North star: free", "Weight", "Done", "Date", "OKR progress", "1.1",
        "verdubbel", "≥ 40", "45%", "€ 1.000,50", "x", "=1+1", "", " ", "{0}", "KR1:", "1.10",
    ]
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    WORDS,
    st.text(max_size=12),
    st.integers(-(10**18), 10**18),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),
    st.times(time(0), time(23)),
    st.sampled_from([CellError("#REF!"), CellError("#N/A")]),
)
GRIDS = st.lists(st.lists(CELLS, max_size=8), max_size=10)
HEADED = st.tuples(st.lists(WORDS, min_size=2, max_size=8), GRIDS).map(
    lambda parts: [parts[0], *parts[1]]
)


def consistent(reading: Reading) -> None:
    """What holds of every reading: ids are unique, and rows point at entities."""
    plan = reading.plan
    everything = (*plan.objectives, *plan.key_results, *plan.initiatives, *plan.kpis)
    counts = Counter(each.id for each in everything)
    assert all(count == 1 for count in counts.values())
    for table in reading.tables:
        assert all(ref.entity_id in counts for ref in table.rows)
        assert len({ref.row for ref in table.rows}) == len(table.rows)
        assert not set(table.managed.values()) & {
            at for field, at in table.columns.items() if field != "id"
        }
    for problem in reading.problems:
        assert problem.code in {"DAT01", "DAT04", "DAT05", "DAT06", "DAT11"}
        assert problem.cell
    plan.model_dump_json()


def answer_to(cells: list[list[object]]) -> Reading | Text:
    """A reading, or what the refusal says."""
    try:
        return read_cells(cells)
    except MappingError as error:
        return error.text


@given(st.one_of(GRIDS, HEADED))
@settings(max_examples=200, deadline=None)
def test_any_grid_is_read_or_refused(cells: list[list[object]]) -> None:
    answer = answer_to(cells)
    if isinstance(answer, Reading):
        consistent(answer)
    else:
        assert answer.en
        assert answer.nl
