"""Whatever stands in a sheet: an answer, never a traceback."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.i18n import Message
from okrsync.mapping.reading import MappingError, Reading
from okrsync.table import CellError
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


COLUMNS = ("DAT15", "DAT16", "DAT17")
"""Of columns that were not read, and rows that were guessed."""


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
        assert problem.code in {"DAT01", "DAT04", "DAT05", "DAT06", "DAT11", *COLUMNS}
        assert problem.cell
    plan.model_dump_json()


def answer_to(cells: list[list[object]]) -> Reading | Message:
    """A reading, or what the refusal says."""
    try:
        return read_cells(cells)
    except MappingError as error:
        return error.message


def answered(cells: list[list[object]]) -> bool:
    """Whether a grid was read; what is said is looked at either way."""
    answer = answer_to(cells)
    if isinstance(answer, Reading):
        consistent(answer)
        return True
    assert answer.say()
    assert answer.say("nl")
    return False


def test_any_grid_is_read_or_refused() -> None:
    seen: Counter[bool] = Counter()

    @given(st.one_of(GRIDS, HEADED))
    @settings(max_examples=200, deadline=None)
    def each(cells: list[list[object]]) -> None:
        seen[answered(cells)] += 1

    each()
    assert seen[True] >= 4


TIMED = st.sampled_from(
    [
        "Jan", "Feb 2026", "Mar 2026", "2026-04-06", "2026-04-13", "Q1 2026", "Q2 2026",
        "2025 Actual", "2026 Actual", "2026 Target", "KR 1", "KR 2", "KR1 Target", "KR2 Target",
        "Baseline", "Actual", "KPI", "Objective", "Key Result", "Target",
        date(2026, 4, 20), date(2026, 4, 27), 2025, 2026,
    ]
)  # fmt: skip
PACKED = st.one_of(CELLS, st.sampled_from(["- a\n- b", "1. a\n2. b\n3. c", "4\n5", "a\nb"]))
RESHAPED = st.tuples(
    st.lists(TIMED, min_size=3, max_size=9), st.lists(st.lists(PACKED, max_size=9), max_size=6)
).map(lambda parts: [["KPI", *parts[0]], *([f"K{at}", *row] for at, row in enumerate(parts[1]))])


def test_any_sheet_that_is_taken_apart_is_read_or_refused() -> None:
    """What was found of it reads the same as TOML, and no row is handed on twice for writing."""
    seen: Counter[bool] = Counter()

    @given(RESHAPED)
    @settings(max_examples=150, deadline=None)
    def each(cells: list[list[object]]) -> None:
        seen[answered(cells)] += 1

    each()
    assert seen[True] >= 50


def test_any_cells_below_clear_headers_are_read() -> None:
    """Headers and titles say what the sheet is: whatever stands in the numbers, most are read."""
    seen: Counter[bool] = Counter()
    header = ["Objective", "Key Result", "Start", "Target", "Current"]

    @given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
    @settings(max_examples=100, deadline=None)
    def each(numbers: list[tuple[object, object, object]]) -> None:
        rows = [["Grow", f"Result {'abcdefgh'[at]}", *row] for at, row in enumerate(numbers)]
        seen[answered([list(header), *rows])] += 1

    each()
    assert seen[True] >= 90
