"""What CSV files have of their own: dialects, encodings, escapes, and undo to the byte."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.csv import CsvConnector
from okrsync.connector import Location, Malformed, Memory, Receipt, Refused, Snapshot, Want
from okrsync.table import Change, NewColumn, PlacedColumn, Scalar, Shown
from tests.connectors.csv.sheets import columns, location

WRITE = Want(write=True)
HALF = Decimal("0.4525")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.csv"


def read(path: Path, data: bytes | str, memory: Memory | None = None) -> Snapshot:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return CsvConnector().read(location(path), WRITE, memory or {})


def grid(snapshot: Snapshot) -> list[list[Scalar]]:
    return [list(row.values) for row in snapshot.tables[0].rows]


def put(path: Path, data: bytes | str, *changes: tuple[int, int, str | Decimal | None]) -> Receipt:
    snapshot = read(path, data)
    made = [
        Change("csv", row, column, None, after, Shown.PERCENT)
        if isinstance(after, Decimal)
        else Change("csv", row, column, None, after)
        for row, column, after in changes
    ]
    return CsvConnector().write(snapshot, made)


def synced(path: Path, data: bytes | str, rows: Sequence[int]) -> tuple[Snapshot, Receipt]:
    snapshot = CsvConnector().ensure_columns(read(path, data), columns(max(rows)))
    progress, status = snapshot.placed
    changes = [Change("csv", row, progress.index, None, HALF, Shown.PERCENT) for row in rows]
    changes += [Change("csv", row, status.index, None, "on track") for row in rows]
    return snapshot, CsvConnector().write(snapshot, changes)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("a,b\n1.5,2\n", "a,b\n45.25%,2\n"),
        ("a;b\n1,5;2\n", "a;b\n45,25%;2\n"),
        ("a;b\n1.5;2\n", "a;b\n45.25%;2\n"),
        ("a;b\nx;2\n", "a;b\n45,25%;2\n"),
        ('a,b\n"1,5",2\n', 'a,b\n"45,25%",2\n'),
        ('a,b\n"1.000,5","€ 3,25"\n', 'a,b\n"45,25%","€ 3,25"\n'),
        ('"a","b"\n"x","2"\n', '"a","b"\n"45.25%","2"\n'),
        ('"a","b"\n"x",2\n', '"a","b"\n45.25%,2\n'),
        ("a\tb\nx\t2\n", "a\tb\n45.25%\t2\n"),
        ("sep=|\r\na|b\r\nx|2\r\n", "sep=|\r\na|b\r\n45.25%|2\r\n"),
        ("a,b\rx,2\r", "a,b\r45.25%,2\r"),
    ],
)
def test_a_percent_is_written_as_the_file_writes_numbers(
    path: Path, data: str, expected: str
) -> None:
    put(path, data, (2, 0, HALF))
    assert path.read_bytes().decode() == expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("0.45", "45%"), ("1", "100%"), ("0", "0%"), ("-0.05", "-5%"), ("0.005", "0.5%"),
        ("0.12345", "12.34%"), ("12.5", "1250%"), ("-0.00001", "0%"), ("NaN", "NaN"),
        ("1e40", "1" + 42 * "0" + "%"), ("1e-400", "0%"),
    ],
)  # fmt: skip
def test_percents(path: Path, after: str, expected: str) -> None:
    put(path, "a,b\nx,2.5\n", (2, 0, Decimal(after)))
    assert path.read_text(encoding="utf-8") == f"a,b\n{expected},2.5\n"


@pytest.mark.parametrize(
    ("after", "field"),
    [
        ("-5%", "-5%"), ("+3.5", "+3.5"), ("-1.000,50", '"-1.000,50"'), ("-", '"\'-"'),
        ("-1+1", '"\'-1+1"'), ("+cmd|'/c'!A0", '"\'+cmd|\'/c\'!A0"'), ("@x", '"\'@x"'),
        ("\uff1d1", '"\'\uff1d1"'), ("'=x", '"\'\'=x"'), ("'x", "'x"), ("a=b", "a=b"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_would_run_is_escaped_and_numbers_are_not(
    path: Path, after: str, field: str
) -> None:
    put(path, "a,b\nx,y\n", (2, 0, after))
    assert path.read_text(encoding="utf-8") == f"a,b\n{field},y\n"
    assert CsvConnector().read(location(path), WRITE, {}).tables[0].value(2, 0) == after


def test_texts_of_ours_carry_no_control_characters(path: Path) -> None:
    put(path, "a,b\nx,y\n", (2, 0, "\x1b[31mred\x00\x9b"), (2, 1, "\x07"))
    assert path.read_text(encoding="utf-8") == "a,b\n[31mred,\n"


@pytest.mark.parametrize(
    ("data", "after", "expected"),
    [
        ("a\tb\nx\ty\n", 'the "best" ', 'a\tb\nthe "best" \ty\n'),
        ("a\tb\nx\ty\n", '"best"', 'a\tb\n"""best"""\ty\n'),
        ('a\t"b"\nx\ty\n', 'the "best"', 'a\t"b"\n"the ""best"""\ty\n'),
        ("a,b\nx,y\n", 'the "best"', 'a,b\n"the ""best""",y\n'),
    ],
)
def test_tab_separated_texts_are_quoted_where_the_file_quotes(
    path: Path, data: str, after: str, expected: str
) -> None:
    put(path, data, (2, 0, after))
    assert path.read_text(encoding="utf-8") == expected
    assert CsvConnector().read(location(path), WRITE, {}).tables[0].value(2, 0) == after


@pytest.mark.parametrize(
    ("data", "width"),
    [
        ("Doel;Waarde\nGroei, snel;1,5\nMeer, beter\n", 2),
        ("Goal,KR,Now\nGrow; fast,a; b,1\n", 3),
        ("Plan 2026, Q1\n\nGoal;KR;Now\na, b;c;1,5\n", 3),
        ("Goal|KR, or not|Now\na|b|1\n", 3),
        ('"Goal";"a, b, c"\n"x, y, z";2\n', 2),
        ("One, two\nsentences; of text\nwith no, columns\n", 2),
        ("Only\none\ncolumn\n", 1),
    ],
)
def test_the_delimiter_is_the_one_that_makes_columns(path: Path, data: str, width: int) -> None:
    assert read(path, data).tables[0].width == width


def test_an_escape_is_ours_only_where_we_wrote_it(path: Path) -> None:
    snapshot = read(path, "a,b\n'=theirs,'-5\n")
    assert grid(snapshot)[1] == ["'=theirs", "'-5"]
    put(path, "a,b\n'=theirs,x\n", (2, 1, "=ours"))
    assert path.read_text(encoding="utf-8") == "a,b\n'=theirs,\"'=ours\"\n"
    again = CsvConnector().read(location(path), WRITE, {})
    assert grid(again)[1] == ["'=theirs", "=ours"]
    assert dict(again.tables[0].formulas) == {}


def test_a_formula_is_known_and_not_overwritten(path: Path) -> None:
    data = "a,b\n=1+1,-5\n"
    assert dict(read(path, data).tables[0].formulas) == {(2, 0): "=1+1"}
    receipt = put(path, data, (2, 0, "x"), (2, 1, "y"), (9, 1, "z"))
    assert [(skip.row, str(skip.reason)) for skip in receipt.skipped] == [
        (2, "it holds a formula"), (9, "there is no such row"),
    ]  # fmt: skip
    assert path.read_text(encoding="utf-8") == "a,b\n=1+1,y\n"


def test_wrapped_lines_stay_wrapped(path: Path) -> None:
    data = b'\xef\xbb\xbf"ID,Title,Note"\r\n"1,Grow,""a, b"""\r\n"2,Hire,x"\r\n'
    snapshot, receipt = synced(path, data, [2])
    assert grid(read(path, data))[1] == ["1", "Grow", "a, b"]
    assert snapshot.notes
    CsvConnector().write(snapshot, [])
    path.write_bytes(data)
    synced(path, data, [2])
    assert path.read_bytes() == (
        b'\xef\xbb\xbf"ID,Title,Note,OKR progress,OKR status"\r\n'
        b'"1,Grow,""a, b"",45.25%,on track"\r\n"2,Hire,x"\r\n'
    )
    assert receipt.calls.write == 1


def test_windows_1252_is_said_kept_and_skipped_where_it_can_not_hold_a_text(path: Path) -> None:
    data = "Größe;Stand\nä €;x\nb;y\n".encode("cp1252")
    assert "Windows-1252" in " ".join(map(str, read(path, data).notes))
    receipt = put(path, data, (2, 1, "größer"), (3, 1, "größer 🚀"))
    assert path.read_bytes() == "Größe;Stand\nä €;größer\nb;y\n".encode("cp1252")
    assert ["UTF-8" in str(skip.reason) for skip in receipt.skipped] == [True]


def test_a_header_that_the_encoding_can_not_hold_is_refused(path: Path) -> None:
    data = "Größe;Stand\nä;x\n".encode("cp1252")
    column = NewColumn("csv", "status", "状態", 1, 2, 2, Shown.TEXT)
    grown = CsvConnector().ensure_columns(read(path, data), [column])
    with pytest.raises(Refused, match="状態"):
        CsvConnector().write(grown, [])
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "data",
    [
        "a,b,c\n1,2,3\nshort\n\n1,2,3,,\n",
        "a,b,c,,\n1,2,3,,\n4,5,6,,\n",
        "a,b,c,\n1,2,3\n4,5,6,\n",
        '"a","b",""\r\n"1","2",""\r\n"3","4",""',
        "Plan of 2026,,,,a remark\na,b,c\n1,2,3\n",
        '"a,b,c"\n"1,2,3"\n"4,""5"",6"\n',
        "sep=;\na;b\n1,5;2\n;\n3",
    ],
)
def test_undo_to_the_byte(path: Path, data: str) -> None:
    rows = [2, 3]
    grown, receipt = synced(path, data, rows)
    more = CsvConnector().read(location(path), WRITE, receipt.memory)
    column = grown.placed[1].index
    second = CsvConnector().write(more, [Change("csv", 3, column, "on track", "off track")])
    again = CsvConnector().read(location(path), WRITE, second.memory)
    CsvConnector().write(CsvConnector().drop_columns(again, grown.placed), [])
    assert path.read_bytes().decode() == data


def test_columns_of_ours_take_blank_ones_at_the_right_edge(path: Path) -> None:
    synced(path, "a,b,,,\n1,2,,,\n", [2])
    assert path.read_text(encoding="utf-8") == (
        "a,b,OKR progress,OKR status,\n1,2,45.25%,on track,\n"
    )


def test_undo_without_memory_takes_out_the_columns_and_nothing_of_a_person(path: Path) -> None:
    grown, _ = synced(path, "a,b\n1,2\n3,4\n", [2, 3])
    edited = path.read_text(encoding="utf-8").replace("OKR status", "OKR status,Mine")
    edited = edited.replace("on track\n3", "on track,remark\n3")
    again = read(path, edited)
    CsvConnector().write(CsvConnector().drop_columns(again, grown.placed), [])
    assert path.read_text(encoding="utf-8") == "a,b,Mine\n1,2,remark\n3,4\n"


def test_what_stands_above_a_column_of_ours_stays(path: Path) -> None:
    grown, _ = synced(path, "a,b\n1,2\n", [2])
    titled = "My plan,,my remark\n" + path.read_text(encoding="utf-8")
    below = columns(last_row=3, header_row=2)
    placed = [PlacedColumn(c, p.index) for c, p in zip(below, grown.placed, strict=True)]
    again = read(path, titled)
    CsvConnector().write(CsvConnector().drop_columns(again, placed), [])
    assert path.read_text(encoding="utf-8") == "My plan,,my remark\na,b,\n1,2,\n"


def test_columns_placed_and_dropped_before_writing_leave_no_trace(path: Path) -> None:
    data = "a,b\n1,2\n"
    connector = CsvConnector()
    grown = connector.ensure_columns(read(path, data), columns())
    receipt = connector.write(connector.drop_columns(grown, grown.placed), [])
    assert (receipt.calls.write, path.read_text(encoding="utf-8")) == (0, data)


def test_rows_are_added_with_the_file_s_line_end(path: Path) -> None:
    for data, expected in (
        ("a;b\r\n1;2", "a;b\r\n1;2\r\n=x;\r\n;y"),
        ("a;b\r\n1;2\r\n\r\n", "a;b\r\n1;2\r\n=x;\r\n;y\r\n\r\n"),
    ):
        receipt = CsvConnector().append(read(path, data), "csv", [{0: "=x"}, {1: "y"}])
        assert path.read_bytes().decode() == expected.replace("=x", '"\'=x"')
        assert [(change.row, change.column) for change in receipt.written] == [(3, 0), (4, 1)]


def test_typed_values_are_added_as_people_write_them(path: Path) -> None:
    row: dict[int, Scalar] = {0: Decimal("1.50"), 1: True, 2: None, 3: -3}
    CsvConnector().append(read(path, "a;b;c;d\nx;2,5;y;z\n"), "csv", [row])
    assert path.read_text(encoding="utf-8").splitlines()[-1] == "1,5;TRUE;;-3"


def test_a_value_that_would_make_the_file_unreadable_is_refused(path: Path) -> None:
    data = "Title\nGrow\n"
    with pytest.raises(Refused, match="columns"):
        put(path, data, (2, 0, ";;;;;"), (1, 0, ";;;;;"))
    assert path.read_text(encoding="utf-8") == data


def test_memory_of_another_state_or_shape_is_not_used(path: Path) -> None:
    data = "a,b\n1,2\n"
    revision = read(path, data).revision
    assert read(path, data, {"revision": "other", "usual": 9}).memory == {}
    forged: Memory = {"revision": revision, "usual": "many", "rows": [1]}
    snapshot = CsvConnector().ensure_columns(read(path, data, forged), columns())
    assert CsvConnector().write(snapshot, []).memory["usual"] == 2


def test_progress_is_told_and_the_name_is_the_files(path: Path) -> None:
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    told: list[tuple[int, int | None]] = []
    want = Want(progress=lambda done, total: told.append((done, total)))
    (table,) = CsvConnector().read(location(path), want, {}).tables
    assert told == [(2, 2)]
    assert (table.key, table.name) == ("csv", "plan")


def test_a_copy_of_another_kind_is_refused(path: Path) -> None:
    snapshot = read(path, "a,b\n1,2\n")
    with pytest.raises(Refused):
        CsvConnector().write(snapshot, [], to=Location("x.xlsx", "excel", "x.xlsx"))


def test_a_line_is_named_as_an_editor_counts(path: Path) -> None:
    with pytest.raises(Malformed, match="line 5"):
        read(path, 'sep=,\r\na,b\r\n"two\r\nlines",1\r\n"open,2\r\n')
