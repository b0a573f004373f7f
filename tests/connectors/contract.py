"""What every connector of tables must do. A connector's test inherits this class.

    class TestMine(Contract):
        @pytest.fixture
        def subject(self, tmp_path): return MySubject(tmp_path)

What a service does not have is skipped by `Subject.needs`. Rows are found by their titles, so
that the suite holds for grids and for databases. `test_contract_rejects` proves that it can fail.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from okrsync.connector import (
    Calls,
    ConnectorError,
    Denied,
    Location,
    Missing,
    Moved,
    Refused,
    TableConnector,
    UnknownTab,
    Want,
    names,
)
from okrsync.table import Change, Shown
from tests.connectors.plan import (
    FIRST,
    PLAN,
    PROGRESS,
    SECOND,
    STATUS,
    SYNCED,
    TITLE,
    VALUES,
    changes,
    ensured,
    expected,
    headers,
    seen,
    titles,
    trimmed,
    write,
)
from tests.connectors.subject import Can, Grid, Subject

TEXTS = {
    "007": "0123456789012345",
    "Größe ≥ 5 — “ja”": "日本語",
    "Naïef 🚀👩‍🚀": "שלום עולם",
    "two\nlines": "x" * 5000,
    "'quoted' \"twice\"": "a, b; c | d",
    "<b>& amp;</b>": "\u00a0no break\u00a0",
}


RACES: Mapping[str, Callable[[Grid], Grid]] = {
    "a row inserted": lambda g: [*g[:2], ["Be found", "New", "1", "2", "", ""], *g[2:]],
    "a row deleted": lambda g: [*g[:1], *g[2:]],
    "rows sorted": lambda g: [g[0], *reversed(g[1:])],
    "a column inserted": lambda g: [[*row[:1], f"x{i}", *row[1:]] for i, row in enumerate(g)],
    "a cell edited": lambda g: [g[0], [*g[1][:2], "121", *g[1][3:]], *g[2:]],
}
"""What people do to the main tab while a run goes on."""
MOVING = frozenset({"a row inserted", "rows sorted", "a column inserted"})


class Contract:
    """The suite. Each test gets a `Subject` and nothing else."""

    def test_it_is_found_by_its_name(self, subject: Subject) -> None:
        assert isinstance(subject.connector, TableConnector)
        assert subject.connector.name in names()

    # --- reading

    def test_every_row_is_read_in_its_order(self, subject: Subject) -> None:
        snapshot = subject.read(subject.make(PLAN))
        assert trimmed(seen(snapshot.tables[0], subject.header_row)) == trimmed(PLAN)
        assert snapshot.complete

    def test_rows_have_the_numbers_that_people_see(self, subject: Subject) -> None:
        subject.needs(Can.GRID)
        grid: Grid = [*PLAN[:2], [], ["", "Alone in its row"], [], *PLAN[2:], ["short"]]
        table = subject.read(subject.make(grid)).tables[0]
        for number, row in enumerate(grid, start=1):
            found = table.row(number)
            assert trimmed([list(found.values) if found else []]) == trimmed([row])

    def test_texts_are_read_as_they_stand(self, subject: Subject) -> None:
        grid: Grid = [["Objective", TITLE], *([k, v] for k, v in TEXTS.items())]
        found = seen(subject.read(subject.make(grid)).tables[0], subject.header_row)
        assert {row[0]: row[1] for row in found[1:]} == TEXTS

    def test_hidden_rows_are_read(self, subject: Subject) -> None:
        subject.needs(Can.HIDDEN_ROWS)
        location = subject.make(PLAN)
        subject.hide(2)
        table = subject.read(location).tables[0]
        assert trimmed(seen(table, subject.header_row)) == trimmed(PLAN)
        assert [row.hidden for row in table.rows] == [False, False, True, False, False]

    def test_all_tabs_or_the_named_one_are_read(self, subject: Subject) -> None:
        subject.needs(Can.TABS)
        location = subject.make(PLAN, Other=[["Objective", TITLE], ["x", "y"]])
        tables = subject.read(location).tables
        assert trimmed(seen(tables[1], 1)) == [["Objective", TITLE], ["x", "y"]]
        other = replace(location, tab="Other")
        assert [table.name for table in subject.read(other).tables] == ["Other"]

    def test_a_tab_that_is_not_there_is_wrong_usage(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        wrong = replace(location, tab="No such")
        with pytest.raises(UnknownTab, match="No such"):
            subject.read(wrong)

    def test_each_read_is_fresh(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        before = subject.read(location)
        edited: Grid = [*PLAN[:1], [*PLAN[1][:2], "999", "400"], *PLAN[2:]]
        subject.put(edited)
        after = subject.connector.read(location, Want(write=True, full=True), before.memory)
        assert trimmed(seen(after.tables[0], subject.header_row)) == trimmed(edited)
        assert after.revision != before.revision or not before.revision

    def test_reading_changes_nothing_and_is_counted(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        before, counted = subject.state(), subject.counted()
        snapshot = subject.read(location)
        assert subject.state() == before
        assert (snapshot.calls.read > 0, snapshot.calls.write) == (True, 0)
        if counted is not None:
            assert subject.counted() == counted + snapshot.calls

    def test_what_is_missing_is_missing(self, subject: Subject) -> None:
        with pytest.raises(Missing):
            subject.read(subject.missing())

    # --- columns

    def test_columns_come_at_the_right_edge(self, subject: Subject) -> None:
        write(subject, {})
        assert trimmed(subject.grid()) == trimmed(SYNCED)

    def test_columns_come_once(self, subject: Subject) -> None:
        snapshot, receipt = write(subject, VALUES)
        ensured(subject, ensured(subject, snapshot))
        again = subject.connector.read(snapshot.location, Want(write=True), receipt.memory)
        again = ensured(subject, again)
        assert not again.placed
        subject.connector.write(again, [])
        assert trimmed(subject.grid()) == expected(subject, SYNCED, VALUES)

    def test_columns_keep_off_what_stands_beside_the_table(self, subject: Subject) -> None:
        subject.needs(Can.GRID)
        grid: Grid = [PLAN[0], PLAN[1], [*PLAN[2], "a remark"], PLAN[3], PLAN[4]]
        snapshot, _ = write(subject, VALUES, grid)
        columns = headers(snapshot.tables[0], 1)
        assert columns[PROGRESS] != len(PLAN[0]) or columns[STATUS] != len(PLAN[0])
        assert subject.grid()[2][len(PLAN[0])] == "a remark"

    # --- writing

    def test_exactly_these_cells_are_written(self, subject: Subject) -> None:
        _, receipt = write(subject, VALUES)
        assert trimmed(subject.grid()) == expected(subject, SYNCED, VALUES)
        assert len(receipt.written) == len(VALUES)
        assert list(receipt.skipped) == []

    def test_written_values_are_read_back(self, subject: Subject) -> None:
        snapshot, receipt = write(subject, VALUES)
        again = subject.connector.read(snapshot.location, Want(full=True), receipt.memory)
        found = seen(again.tables[0], subject.header_row)
        assert trimmed(found) == expected(subject, SYNCED, VALUES)
        assert again.revision == receipt.revision

    def test_a_cell_is_cleared(self, subject: Subject) -> None:
        grid = [*SYNCED[:1], [*SYNCED[1][:4], "", "on track"], *SYNCED[2:]]
        _, receipt = write(subject, {(FIRST, STATUS): None}, grid)
        assert trimmed(subject.grid()) == trimmed(SYNCED)
        assert len(receipt.written) == 1

    def test_rows_that_are_short_are_written_too(self, subject: Subject) -> None:
        subject.needs(Can.GRID)
        grid: Grid = [PLAN[0], PLAN[1], PLAN[2][:2], [], PLAN[3], PLAN[4]]
        synced: Grid = [SYNCED[0], *grid[1:]]
        write(subject, VALUES, grid)
        assert trimmed(subject.grid()) == expected(subject, synced, VALUES)

    def test_nothing_to_write_writes_nothing(self, subject: Subject) -> None:
        snapshot, receipt = write(subject, VALUES)
        before, counted = subject.state(), (subject.counted() or Calls()).write
        again = subject.connector.read(snapshot.location, Want(write=True), receipt.memory)
        nothing = subject.connector.write(ensured(subject, again), [])
        assert (nothing.calls.write, list(nothing.written)) == (0, [])
        assert subject.state() == before
        assert (subject.counted() or Calls()).write == counted

    def test_writes_are_counted(self, subject: Subject) -> None:
        snapshot = ensured(subject, subject.read(subject.make(SYNCED)))
        counted = subject.counted()
        made = changes(snapshot, subject.header_row, VALUES)
        receipt = subject.connector.write(snapshot, made)
        assert receipt.calls.write > 0
        if counted is not None:
            assert subject.counted() == counted + receipt.calls

    def test_what_is_remembered_is_json(self, subject: Subject) -> None:
        snapshot, receipt = write(subject, VALUES)
        for memory in (snapshot.memory, receipt.memory):
            assert json.loads(json.dumps(dict(memory))) == dict(memory)

    def test_a_text_never_becomes_a_formula(self, subject: Subject) -> None:
        for text in ("=1+1", "+1+1", "-1+1", "@now", "\t=1", "'=1"):
            snapshot, receipt = write(subject, {(FIRST, STATUS): text})
            grid = subject.grid()
            column = grid[0].index(STATUS)
            assert not subject.is_live(1, column), text
            again = subject.connector.read(snapshot.location, Want(full=True), receipt.memory)
            assert seen(again.tables[0], subject.header_row)[1][column] == text

    def test_a_formula_is_left_alone(self, subject: Subject) -> None:
        subject.needs(Can.FORMULAS)
        grid = [*SYNCED[:2], [*SYNCED[2][:4], "=C3/D3", ""], *SYNCED[3:]]
        _, receipt = write(subject, VALUES, grid)
        rest = {key: after for key, after in VALUES.items() if key != (SECOND, PROGRESS)}
        assert trimmed(subject.grid()) == expected(subject, grid, rest)
        assert len(receipt.written) == len(rest)
        assert ["formula" in str(skip.reason) for skip in receipt.skipped] == [True]

    def test_a_protected_cell_is_left_alone(self, subject: Subject) -> None:
        subject.needs(Can.PROTECTION)
        location = subject.make(SYNCED)
        subject.protect(1, SYNCED[0].index(STATUS))
        snapshot = subject.read(location)
        receipt = subject.connector.write(snapshot, changes(snapshot, subject.header_row, VALUES))
        rest = {key: after for key, after in VALUES.items() if key != (FIRST, STATUS)}
        assert trimmed(subject.grid()) == expected(subject, SYNCED, rest)
        assert ["protected" in str(skip.reason) for skip in receipt.skipped] == [True]

    def test_other_tabs_stay(self, subject: Subject) -> None:
        subject.needs(Can.TABS)
        other: Grid = [["Objective", TITLE], ["x", "y"]]
        snapshot = subject.read(subject.make(SYNCED, Other=other))
        subject.connector.write(snapshot, changes(snapshot, subject.header_row, VALUES))
        assert trimmed(subject.grid("Other")) == trimmed(other)

    def test_rows_are_added_below_the_last(self, subject: Subject) -> None:
        subject.needs(Can.APPEND)
        snapshot = subject.read(subject.make(PLAN))
        table = snapshot.tables[0]
        column = headers(table, subject.header_row)[TITLE]
        receipt = subject.connector.append(snapshot, table.key, [{column: "=new"}, {column: "b"}])
        again = subject.connector.read(snapshot.location, Want(full=True), receipt.memory)
        assert titles(seen(again.tables[0], subject.header_row)) == [*titles(PLAN), "=new", "b"]
        assert len(receipt.written) == 2

    # --- the source moves, or says no

    def test_a_row_inserted_meanwhile(self, subject: Subject) -> None:
        subject.needs(Can.ORDER)
        _race(subject, RACES["a row inserted"])

    def test_a_row_deleted_meanwhile(self, subject: Subject) -> None:
        _race(subject, RACES["a row deleted"])

    def test_rows_sorted_meanwhile(self, subject: Subject) -> None:
        subject.needs(Can.ORDER)
        _race(subject, RACES["rows sorted"])

    def test_a_column_inserted_meanwhile(self, subject: Subject) -> None:
        subject.needs(Can.ORDER)
        _race(subject, RACES["a column inserted"])

    def test_a_cell_of_a_person_edited_meanwhile(self, subject: Subject) -> None:
        _race(subject, RACES["a cell edited"])

    def test_enough_edits_between_read_and_write_stop_nothing(self, subject: Subject) -> None:
        edits = [RACES[e] for e in RACES if e not in MOVING or Can.ORDER in subject.can]
        assert sum(_race(subject, edit) for edit in edits) >= subject.withstands

    def test_a_write_that_fails_says_so_and_changes_nothing(self, subject: Subject) -> None:
        snapshot = ensured(subject, subject.read(subject.make(SYNCED)))
        made = changes(snapshot, subject.header_row, VALUES)
        before = subject.state()
        subject.obstruct()
        with pytest.raises(ConnectorError) as caught:
            subject.connector.write(snapshot, made)
        assert caught.value.message
        assert subject.state() == before

    def test_a_write_that_is_forbidden_is_denied(self, subject: Subject) -> None:
        snapshot = subject.read(subject.make(SYNCED))
        before = subject.state()
        subject.forbid_writing()
        with pytest.raises(Denied):
            subject.connector.write(snapshot, changes(snapshot, subject.header_row, VALUES))
        assert subject.state() == before

    # --- copies and undo

    def test_a_copy_leaves_the_source_alone(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        before = subject.state()
        snapshot = subject.read(location)
        if Can.COPIES not in subject.can:
            with pytest.raises(Refused):
                subject.connector.write(snapshot, [], to=location)
            return
        snapshot = ensured(subject, snapshot)
        made = changes(snapshot, subject.header_row, VALUES)
        subject.connector.write(snapshot, made, to=subject.copy())
        assert subject.state() == before
        assert trimmed(subject.grid_at(subject.copy())) == expected(subject, SYNCED, VALUES)

    def test_undo_gives_back_the_original(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        before = subject.original()
        snapshot = ensured(subject, subject.read(location))
        placed = snapshot.placed
        made = changes(snapshot, subject.header_row, VALUES)
        memory = subject.connector.write(snapshot, made).memory
        again = subject.connector.read(location, Want(write=True, full=True), memory)
        subject.connector.write(subject.connector.drop_columns(again, placed), [])
        assert subject.original() == before

    def test_undo_leaves_what_stands_below_the_table(self, subject: Subject) -> None:
        subject.needs(Can.GRID)
        location = subject.make(PLAN)
        snapshot = ensured(subject, subject.read(location))
        memory = subject.connector.write(
            snapshot, changes(snapshot, subject.header_row, VALUES)
        ).memory
        grid = [list(row) for row in subject.grid()][: len(PLAN)]
        at = grid[0].index(PROGRESS)
        for text in ("", "Legend"):
            grid.append([text if column == at else "" for column in range(len(grid[0]))])
        subject.put(grid)
        again = subject.connector.read(location, Want(write=True, full=True), memory)
        subject.connector.write(subject.connector.drop_columns(again, snapshot.placed), [])
        now = subject.grid()
        assert [row[at] for row in now if at < len(row) and row[at]] == ["Legend"]
        assert STATUS not in now[0]
        assert trimmed(now)[: len(PLAN)] == trimmed(PLAN)

    def test_undo_leaves_a_renamed_column_alone(self, subject: Subject) -> None:
        location = subject.make(PLAN)
        snapshot = ensured(subject, subject.read(location))
        subject.connector.write(snapshot, changes(snapshot, subject.header_row, VALUES))
        renamed = subject.grid()
        renamed[0][renamed[0].index(STATUS)] = "Ours now"
        subject.put(renamed)
        again = subject.read(location)
        subject.connector.write(subject.connector.drop_columns(again, snapshot.placed), [])
        assert "Ours now" in trimmed(subject.grid())[0]
        assert PROGRESS not in trimmed(subject.grid())[0]


def _race(subject: Subject, edit: Callable[[Grid], Grid]) -> bool:
    """Whether the write landed in spite of the edit; if not, the next run's write must."""
    location = subject.make(SYNCED)
    snapshot = subject.read(location)
    made = changes(snapshot, subject.header_row, VALUES)
    edited = edit(SYNCED)
    subject.put(edited)
    before = subject.state()
    try:
        receipt = subject.connector.write(snapshot, made)
    except Moved:
        assert subject.state() == before
        _write_anew(subject, location, edited)
        return False
    landed = {(c.title, _header(c)): c.after for c in receipt.written}
    assert len(receipt.written) + len(receipt.skipped) == len(made)
    assert trimmed(subject.grid()) == expected(subject, edited, landed)
    return bool(landed)


def _write_anew(subject: Subject, location: Location, edited: Grid) -> None:
    snapshot = subject.connector.read(location, Want(write=True, full=True), {})
    there = titles(edited)
    values = {key: after for key, after in VALUES.items() if key[0] in there}
    receipt = subject.connector.write(snapshot, changes(snapshot, subject.header_row, values))
    assert len(receipt.written) == len(values)
    assert trimmed(subject.grid()) == expected(subject, edited, values)


def _header(change: Change) -> str:
    return PROGRESS if change.shown is Shown.PERCENT else STATUS
