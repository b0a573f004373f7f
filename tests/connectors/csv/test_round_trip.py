"""Any dialect in, one change written: all other bytes are the same, the value is read back."""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from connectors.csv import CsvConnector
from connectors.csv.records import fields, records, unquote
from okrsync.connector import ConnectorError, Want
from okrsync.table import Change, Shown
from tests.connectors.csv.sheets import Sheet, columns, location, sheets

# The folder is shared by the examples of one test: each writes the whole file anew.
SHARED_FOLDER = [HealthCheck.function_scoped_fixture]
WRITE = Want(write=True)
TYPED = st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\r\n")
STATUSES = st.sampled_from(["on track", "op schema", "größer", 'a "b"', "two\nlines", "x,y;z"])


@settings(max_examples=80, deadline=None, suppress_health_check=SHARED_FOLDER)
@given(sheet=sheets())
def test_values_are_those_that_were_written(sheet: Sheet, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(sheet.to_bytes())
    (table,) = CsvConnector().read(location(path), WRITE, {}).tables
    assert len(table.rows) == len(sheet.rows)
    for row, texts in zip(table.rows, sheet.rows, strict=True):
        found = [row.value(column) for column in range(len(texts))]
        assert found == [_as_read(text, sheet) for text in texts]


def _as_read(text: str, sheet: Sheet) -> str | None:
    """A quoted text that looks like our own escape is read as one: documented, and rare."""
    if sheet.field(text).startswith('"') and text.lstrip("'")[:1] in tuple("=-\t\r\n"):
        return text[1:] if text.startswith("'") else text or None
    return text or None


@settings(max_examples=80, deadline=None, suppress_health_check=SHARED_FOLDER)
@given(sheet=sheets(), data=st.data(), status=STATUSES)
def test_one_change_touches_one_field(
    sheet: Sheet, data: st.DataObject, status: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(sheet.to_bytes())
    row = data.draw(st.integers(1, len(sheet.rows) - 1))
    column = data.draw(st.integers(0, 2))
    old = sheet.rows[row][column] if column < len(sheet.rows[row]) else ""
    assume(not old.startswith("=") and _texts_decide_the_quoting(sheet))
    connector = CsvConnector()
    snapshot = connector.read(location(path), WRITE, {})
    receipt = connector.write(snapshot, [Change("csv", row + 1, column, None, status)])
    assert path.read_bytes() == sheet.to_bytes({(row, column): sheet.field(status)})
    again = connector.read(location(path), WRITE, receipt.memory)
    assert again.tables[0].value(row + 1, column) == status


def _texts_decide_the_quoting(sheet: Sheet) -> bool:
    # With nothing but texts that must be quoted, `quoted` can't be told from not.
    free = [
        t for row in sheet.rows for t in row if t and not set(t) & set(f'\r\n"{sheet.delimiter}')
    ]
    return bool(free)


@settings(max_examples=80, deadline=None, suppress_health_check=SHARED_FOLDER)
@given(sheet=sheets(), data=st.data())
def test_undo_gives_back_the_same_bytes(sheet: Sheet, data: st.DataObject, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    before = sheet.to_bytes()
    path.write_bytes(before)
    connector = CsvConnector()
    snapshot = connector.read(location(path), WRITE, {})
    grown = connector.ensure_columns(snapshot, columns(last_row=len(sheet.rows)))
    rows = data.draw(st.sets(st.integers(2, len(sheet.rows)), min_size=1))
    progress, status = grown.placed
    half = Decimal("0.4525")
    changes = [Change("csv", row, progress.index, None, half, Shown.PERCENT) for row in rows]
    changes += [Change("csv", row, status.index, None, "=ours") for row in rows]
    receipt = connector.write(grown, changes)
    assert list(receipt.written) == changes
    again = connector.read(location(path), WRITE, receipt.memory)
    for row in rows:
        assert again.tables[0].value(row, grown.placed[1].index) == "=ours"
        assert again.tables[0].value(row, grown.placed[0].index) in ("45.25%", "45,25%")
    connector.write(connector.drop_columns(again, grown.placed), [])
    assert path.read_bytes() == before


PIECES = ['"', '""', ",", ";", "\n", "\r\n", " ", "a", '"a,b"', '"a\n', "="]
JUNK = st.one_of(
    st.binary(max_size=60),
    st.text(alphabet="\",;\t|\r\n ab'=9\0é", max_size=60).map(str.encode),
    st.lists(st.sampled_from(PIECES), max_size=25).map(lambda parts: "".join(parts).encode()),
)


def test_any_bytes_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    seen: Counter[str] = Counter()

    @settings(max_examples=80, deadline=None)
    @given(junk=JUNK, data=st.data())
    def each(junk: bytes, data: st.DataObject) -> None:
        path.write_bytes(junk)
        seen[_written_over(path, data)] += 1

    each()
    assert seen["written"] >= 20, seen


def _written_over(path: Path, data: st.DataObject) -> str:
    """What became of a value in any cell: the file was refused, or it was, or it stands there."""
    before, connector = path.read_bytes(), CsvConnector()
    try:
        snapshot = connector.read(location(path), WRITE, {})
    except ConnectorError:
        assert path.read_bytes() == before
        return "refused"
    rows = snapshot.tables[0].rows
    row = data.draw(st.integers(1, len(rows)))
    column = data.draw(st.integers(0, snapshot.tables[0].width))
    change = Change("csv", row, column, None, Decimal("-0.05"), Shown.PERCENT)
    try:
        receipt = connector.write(snapshot, [change])
    except ConnectorError:
        assert path.read_bytes() == before
        return "not written"
    again = connector.read(location(path), WRITE, receipt.memory).tables[0]
    if receipt.written:
        assert again.value(row, column) == "-5%"
    for old in rows:
        for index in range(snapshot.tables[0].width):
            if (old.number, index) != (row, column):
                assert again.value(old.number, index) == old.value(index)
    return "written" if receipt.written else "skipped"


@settings(max_examples=80, deadline=None, suppress_health_check=SHARED_FOLDER)
@given(text=st.text(TYPED, min_size=1))
def test_any_text_of_ours_comes_back_and_never_runs(text: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes("Título,Stand\nä,1\nb,2\n".encode())
    connector = CsvConnector()
    grown = connector.ensure_columns(connector.read(location(path), WRITE, {}), columns()[1:])
    receipt = connector.write(grown, [Change("csv", 2, 2, None, text)])
    again = connector.read(location(path), WRITE, receipt.memory)
    assert again.tables[0].value(2, 2) == text
    with io.StringIO(path.read_text(encoding="utf-8"), newline="") as file:
        shown = list(csv.reader(file))[1][2]
    runs = shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not runs or shown.lstrip("+-")[:1].isdecimal()


@pytest.mark.parametrize("rows", [1, 5])
def test_a_quoted_sheet_is_read_like_the_csv_module_reads_it(rows: int) -> None:
    text = 'a,"b ""c""",\r\n"",x y,"1\n2"\n' * rows
    ours = [[unquote(f) for f in fields(record.text, ",")] for record in records(text, ",", "f")]
    assert ours == list(csv.reader(io.StringIO(text, newline="")))
