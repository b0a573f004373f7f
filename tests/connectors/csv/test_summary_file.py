"""The summary beside a CSV file: in its dialect, known by what stands in it, never anybody's."""

from __future__ import annotations

import codecs
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.csv import CsvConnector
from okrsync.connector import Busy, KeptSummary, Moved, Receipt, Snapshot, SummaryTab, Want
from tests.connectors.csv.sheets import location

CSV = CsvConnector()
TITLE = "OKR summary"
ROWS: list[list[str | Decimal | None]] = [
    ["OKR summary 2026-Q2"],
    ["Made by okrsync"],
    ["Objective", "Key result", "Honest progress", "Cell"],
    ["Grow, and “thrive”", None, Decimal("0.455"), "A2"],
    [None, '  "=1+1"', Decimal("-0.5"), "C2"],
    [None, "=HYPERLINK(1)", None, "C3"],
    [None, "45%; 5,5\t|", Decimal("1"), "C3"],
]
TAB = SummaryTab(TITLE, ROWS)
OTHER = SummaryTab(TITLE, ROWS[:4])
SHEET = "Objective;Key result;Target\r\nGrow;Members;5,5\r\nGrow;Clients;2,5\r\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "my plan.csv"
    found.write_text(SHEET, "utf-8", newline="")
    return found


def read(path: Path) -> Snapshot:
    return CSV.read(location(path), Want(write=True), {})


def found(path: Path) -> KeptSummary:
    return CSV.summary(read(path), TITLE)


def kept(path: Path, tab: SummaryTab = TAB) -> Receipt:
    return CSV.keep_summary(read(path), found(path), tab)


def beside(path: Path) -> Path:
    return path.with_name(f"{path.stem} {TITLE}{path.suffix}")


@pytest.mark.parametrize(
    ("text", "encoding", "mark", "delimiter"),
    [
        (SHEET, "utf-8", b"", b";"),
        (SHEET.replace(",", ".").replace(";", ","), "utf-8", codecs.BOM_UTF8, b","),
        (SHEET.replace(";", "\t"), "utf-16-le", codecs.BOM_UTF16_LE, "\t".encode("utf-16-le")),
        (SHEET.replace("Grow", "Gröw"), "cp1252", b"", b";"),
        ("sep=^\r\n" + SHEET.replace(",", ".").replace(";", "^"), "utf-8", b"", b","),
    ],
)
def test_in_the_dialect_of_the_sheet(
    path: Path, text: str, encoding: str, mark: bytes, delimiter: bytes
) -> None:
    path.write_bytes(mark + text.encode(encoding))
    before = path.read_bytes()
    kept(path)
    assert CSV.same_summary(found(path), TAB)
    assert not CSV.same_summary(found(path), OTHER)
    data = beside(path).read_bytes()
    assert data.startswith(mark)
    assert data.count(delimiter) >= 3 * len(ROWS)
    assert data[len(mark) :].decode(encoding)
    assert path.read_bytes() == before


def test_a_text_that_the_encoding_can_not_hold(path: Path) -> None:
    path.write_bytes(SHEET.replace("Grow", "Gröw").encode("cp1252"))
    tab = SummaryTab(TITLE, [*ROWS, [None, "増やす", None, "A2"]])
    kept(path, tab)
    assert beside(path).read_bytes().startswith(codecs.BOM_UTF8)
    assert CSV.same_summary(found(path), tab)


def test_numbers_and_formulas(path: Path) -> None:
    kept(path)
    lines = beside(path).read_text("utf-8").splitlines()
    assert lines[3].split(";")[2] == "45,5%"
    assert '"\'=HYPERLINK(1)"' in lines[5]


def test_it_is_found_whatever_it_is_called(path: Path) -> None:
    kept(path)
    beside(path).rename(path.with_name("Overview.csv"))
    assert found(path).title == "Overview.csv"
    kept(path, OTHER)
    assert CSV.same_summary(found(path), OTHER)
    assert sorted(p.name for p in path.parent.iterdir()) == ["Overview.csv", "my plan.csv"]


def test_another_programs_quotes_and_delimiter(path: Path) -> None:
    kept(path)
    rows = list(found(path).rows or ())
    text = "\n".join(",".join('"' + str(v or "").replace('"', '""') + '"' for v in r) for r in rows)
    beside(path).write_text(text, "utf-8")
    assert CSV.same_summary(found(path), TAB)


def test_one_of_another_sheet_is_not_ours(path: Path) -> None:
    other = path.with_name("other.csv")
    other.write_text(SHEET, "utf-8")
    kept(other)
    assert found(path).rows is None
    kept(path)
    assert {p.name for p in path.parent.glob("*summary*")} == {
        f"my plan {TITLE}.csv",
        f"other {TITLE}.csv",
    }


def test_a_broken_file_in_the_folder_is_passed_over(path: Path) -> None:
    path.with_name("a.csv").write_text('okrsync summary x,"never closed\n\n\n', "utf-8")
    kept(path)
    assert CSV.same_summary(found(path), TAB)


def test_it_has_no_table(path: Path) -> None:
    kept(path)
    snapshot = read(beside(path))
    assert list(snapshot.tables) == []
    assert "my plan.csv" in snapshot.notes[0].say()


def test_a_file_that_is_not_as_it_was_seen(path: Path) -> None:
    snapshot, there = read(path), found(path)
    beside(path).write_text("mine", "utf-8")
    with pytest.raises(Moved):
        CSV.keep_summary(snapshot, there, TAB)
    assert beside(path).read_text("utf-8") == "mine"
    beside(path).unlink()
    kept(path)
    there = found(path)
    beside(path).write_text("mine", "utf-8")
    with pytest.raises(Moved):
        CSV.keep_summary(snapshot, there, OTHER)
    with pytest.raises(Moved):
        CSV.drop_summary(snapshot, there)
    assert beside(path).read_text("utf-8") == "mine"
    path.write_text(SHEET + "a;b;c", "utf-8")
    with pytest.raises(Moved):
        CSV.summary(snapshot, TITLE)


def test_a_file_that_somebody_has_open(path: Path) -> None:
    kept(path)
    lock = path.with_name(f".~lock.{beside(path).name}#")
    lock.touch()
    before = beside(path).read_bytes()
    with pytest.raises(Busy):
        kept(path, OTHER)
    with pytest.raises(Busy):
        CSV.drop_summary(read(path), found(path))
    assert beside(path).read_bytes() == before


def test_taken_away(path: Path) -> None:
    kept(path)
    CSV.drop_summary(read(path), found(path))
    assert [p.name for p in path.parent.iterdir()] == ["my plan.csv"]
