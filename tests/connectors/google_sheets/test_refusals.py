"""A service that keeps failing, and tabs that may not be written: what the others get."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from okrsync.cli.app import run
from okrsync.connector import ConnectorError, Denied, Moved, Snapshot, SummaryTab, Unreachable
from okrsync.http.waiting import OutOfTime
from okrsync.table import Change, NewColumn
from tests.connectors.google_sheets.desk import Desk
from tests.connectors.google_sheets.test_syncing import sync
from tests.connectors.plan import PROGRESS, STATUS, TITLE, changes, managed
from tests.servers.google import errors, faults, people, seeding
from tests.servers.google.book import Book
from tests.servers.google.faults import Fault
from tests.servers.google.requests import Request

HEADER = ["Objective", TITLE, "Current", "Target"]
ROWS = [["Grow", f"Result {n}", n, 100 + n] for n in range(4)]
TABS = ("Sales", "Support", "Product")
TRIES = 5
MARKED = {4: "progress", 5: "status"}
FILLED = [PROGRESS, 0.1, 0.2, 0.3, 0.4]


@pytest.fixture
def book(desk: Desk) -> Book:
    made = desk.book({name: [HEADER, *ROWS] for name in TABS})
    for tab in made.tabs:
        tab.resize(20, 10)
    return made


def wanted(snapshot: Snapshot) -> list[NewColumn]:
    return [column for table in snapshot.tables for column in managed(table, 1)]


def ready(desk: Desk, book: Book) -> Snapshot:
    snapshot = desk.read(book)
    return desk.connector.ensure_columns(snapshot, wanted(snapshot))


def all_changes(snapshot: Snapshot) -> list[Change]:
    values: dict[tuple[str, str], str | Decimal | None] = {
        (str(row[1]), header): after
        for number, row in enumerate(ROWS, 1)
        for header, after in ((PROGRESS, Decimal(number) / 10), (STATUS, f"say {number}"))
    }
    placed = {one.column.table for one in snapshot.placed}
    tables = [table for table in snapshot.tables if table.key in placed]
    return [change for table in tables for change in changes(snapshot, 1, values, table)]


def standing(book: Book, tab: str) -> list[object]:
    column = [row[4].entered for row in book.tab(tab).rows if len(row) > 4]
    return [value for value in column if value is not None]


def down(request: Request) -> Fault | None:
    return faults.unavailable() if request.effect == "write" else None


def effects(desk: Desk, since: int) -> list[str]:
    return [request.effect for request in list(desk.google.log)[since:]]


def rising(waits: list[float]) -> bool:
    return all(2**at / 2 <= wait <= 2**at for at, wait in enumerate(waits))


# --- 503 to every write


def test_a_service_that_fails_at_every_write_is_left_alone(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    since = len(desk.google.log)
    desk.google.faults.decide = down
    with pytest.raises(Unreachable, match="24 cells are not written"):
        desk.connector.write(snapshot, all_changes(snapshot))
    assert effects(desk, since) == ["write", "read"] * TRIES
    assert len(desk.clock.waits) == TRIES - 1
    assert rising(desk.clock.waits)


def test_it_is_no_moving_sheet_even_where_somebody_works_in_it(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)

    def meanwhile(request: Request) -> Fault | None:
        if request.effect == "write":
            people.insert_row("Sales", 2, ["Grow", "Another", 1, 2])(book)
        return down(request)

    desk.google.faults.decide = meanwhile
    with pytest.raises(Unreachable):
        desk.connector.write(snapshot, all_changes(snapshot))


def test_what_landed_before_it_went_down_is_told(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    desk.google.faults.before_write(people.insert_row("Sales", 3, ["Grow", "Another", 1, 2]))
    asked: list[Request] = []

    def second(request: Request) -> Fault | None:
        asked.extend([request] if request.effect == "write" else [])
        return faults.unavailable() if len(asked) > 1 and request.effect == "write" else None

    desk.google.faults.decide = second
    with pytest.raises(Unreachable) as raised:
        desk.connector.write(snapshot, all_changes(snapshot))
    receipt = raised.value.receipt
    assert receipt is not None
    keys = {tab.title: str(tab.sheet_id) for tab in book.tabs}
    whole = [change.table for change in receipt.written]
    assert whole.count(keys["Support"]) == whole.count(keys["Product"]) == 2 * len(ROWS)
    assert {c.title for c in receipt.written if c.table == keys["Sales"]} == {"Result 0"}
    assert (receipt.calls.read, receipt.calls.write) == (TRIES + 1, TRIES + 1)


def test_where_time_runs_out_what_landed_is_told_too(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    error = errors.unavailable()
    error.headers["Retry-After"] = "9999"
    desk.google.faults.before_write(people.insert_row("Sales", 3, ["Grow", "Another", 1, 2]))
    desk.google.faults.next(faults.refused(error, applied=True), on="write")
    with pytest.raises(OutOfTime) as raised:
        desk.connector.write(snapshot, all_changes(snapshot))
    assert raised.value.receipt is not None
    assert len(raised.value.receipt.written) == 2 * (2 * len(ROWS) + 1)


def test_a_late_success_is_one(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    bad = [faults.unavailable() for _ in range(TRIES - 1)]
    desk.google.faults.next(*bad, faults.unavailable(applied=True), on="write")
    receipt = desk.connector.write(snapshot, all_changes(snapshot))
    assert len(receipt.written) == 24
    assert standing(book, "Sales") == FILLED


def test_an_answer_in_between_begins_the_count_anew(desk: Desk, book: Book) -> None:
    snapshot = ready(desk, book)
    moved = people.insert_row("Sales", 3, ["Grow", "Another", 1, 2])
    asked: list[Request] = []

    def decide(request: Request) -> Fault | None:
        asked.extend([request] if request.effect == "write" else [])
        if request.effect != "write" or len(asked) == TRIES:
            return None  # this one is answered, and shows that rows moved
        return faults.unavailable() if len(asked) < 2 * TRIES - 1 else None

    desk.google.faults.before_write(moved)
    desk.google.faults.decide = decide
    receipt = desk.connector.write(snapshot, all_changes(snapshot))
    assert len(receipt.written) == 24
    assert rising(desk.clock.waits[: TRIES - 1])


def test_columns_are_tried_as_often(desk: Desk, book: Book) -> None:
    snapshot = desk.read(book)
    since = len(desk.google.log)
    desk.google.faults.decide = down
    with pytest.raises(Unreachable, match="none was added"):
        desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert effects(desk, since) == ["write", "read"] * TRIES
    assert rising(desk.clock.waits)
    assert len(desk.clock.waits) == TRIES - 1


def test_added_rows_are_tried_as_often(desk: Desk, book: Book) -> None:
    snapshot = desk.read(book)
    since = len(desk.google.log)
    desk.google.faults.decide = down
    with pytest.raises(Unreachable, match="none was added"):
        desk.connector.append(snapshot, snapshot.tables[0].key, [{0: "Grow", 1: "More"}])
    assert effects(desk, since) == ["write", "read"] * TRIES
    assert rising(desk.clock.waits)


def test_a_summary_is_tried_as_often(desk: Desk, book: Book) -> None:
    snapshot = desk.read(book)
    kept = desk.connector.summary(snapshot, "Summary")
    since = len(desk.google.log)
    desk.google.faults.decide = down
    with pytest.raises(Unreachable, match="write the summary"):
        desk.connector.keep_summary(snapshot, kept, SummaryTab("Summary", [["x"]]))
    assert effects(desk, since).count("write") == TRIES
    assert rising(desk.clock.waits)


def test_a_sync_ends_with_75(
    desk: Desk,
    book: Book,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    ready(desk, book)
    monkeypatch.setenv("OKRSYNC_STATE", str(tmp_path / "state.db"))
    monkeypatch.setenv("OKRSYNC_TODAY", "2026-05-01")
    monkeypatch.setenv("OKRSYNC_TIME_SCALE", "1000000")
    desk.google.faults.decide = down
    assert run(["sync", f"gsheets:{book.id}", "--yes"]) == 75
    said = capsys.readouterr().err
    assert "failed at every attempt to write" in said
    assert "keeps changing" not in said
    assert desk.counted().write == 1 + TRIES  # the columns came in one
    desk.google.faults.clear()
    assert run(["sync", f"gsheets:{book.id}", "--yes"]) == 0


# --- a tab of another name


@pytest.mark.parametrize("applied", [True, False])
def test_a_tab_renamed_before_columns_come_is_known_by_its_id(
    desk: Desk, book: Book, *, applied: bool
) -> None:
    snapshot = desk.read(book)
    since = len(desk.google.log)
    if applied:  # the columns come, and only the answer can't be made
        desk.google.faults.before_write(people.rename_tab("Support", "Help desk"))
    else:
        people.rename_tab("Support", "Help desk")(book)
        error = errors.unparsable("'Support'!A1:F1")
        desk.google.faults.next(faults.refused(error), on="write")
    snapshot = desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert effects(desk, since) == ["write", "read", "write"][: 2 if applied else 3]
    assert [table.name for table in snapshot.tables] == ["Sales", "Help desk", "Product"]
    assert [dict(table.marked) for table in desk.read(book).tables] == [MARKED] * len(TABS)
    desk.connector.write(snapshot, all_changes(snapshot))
    assert standing(book, "Help desk") == FILLED


def test_without_room_for_marks_columns_come_all_the_same(desk: Desk, book: Book) -> None:
    snapshot = desk.read(book)

    def no_marks(request: Request) -> Fault | None:
        full = b"createDeveloperMetadata" in request.raw
        return faults.refused(errors.invalid("No room for metadata.")) if full else None

    desk.google.faults.decide = no_marks
    snapshot = desk.connector.ensure_columns(snapshot, wanted(snapshot))
    desk.connector.write(snapshot, all_changes(snapshot))
    assert standing(book, "Product") == FILLED


# --- protection and a full grid


CLOSED: dict[str, Callable[[Book], None]] = {
    "its header row": lambda book: seeding.protect(book.tab("Support"), "1:1"),
    "the cell": lambda book: seeding.protect(book.tab("Support"), "E1:F1"),
    "all of it": lambda book: seeding.protect(book.tab("Support")),
}


def check_others(desk: Desk, book: Book, snapshot: Snapshot) -> None:
    assert [(one.column.table, one.column.header) for one in snapshot.unplaced] == [
        (str(book.tab("Support").sheet_id), header) for header in (PROGRESS, STATUS)
    ]
    desk.connector.write(snapshot, all_changes(snapshot))
    for name in ("Sales", "Product"):
        assert standing(book, name) == FILLED
    assert [len([c for c in row if c.entered is not None]) for row in book.tab("Support").rows] == [
        4
    ] * 5


@pytest.mark.parametrize("case", CLOSED)
def test_a_tab_that_is_protected_gets_no_columns_and_the_others_do(
    desk: Desk, book: Book, case: str
) -> None:
    CLOSED[case](book)
    snapshot = desk.read(book)
    since = len(desk.google.log)
    snapshot = desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert effects(desk, since) == ["write"]
    assert "protected" in str(snapshot.unplaced[0].reason)
    assert desk.who in str(snapshot.unplaced[0].hint)
    check_others(desk, book, snapshot)


@pytest.mark.parametrize("case", ["its header row", "all of it"])
def test_one_that_is_protected_meanwhile_too(desk: Desk, book: Book, case: str) -> None:
    snapshot = desk.read(book)
    since = len(desk.google.log)
    desk.google.faults.before_write(CLOSED[case])
    snapshot = desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert effects(desk, since) == ["write", "write"]
    check_others(desk, book, snapshot)


@pytest.mark.usefixtures("no_power_cuts")
@pytest.mark.parametrize("meanwhile", [True, False])
def test_a_sync_writes_the_tabs_that_it_may(
    desk: Desk, book: Book, tmp_path: Path, *, meanwhile: bool
) -> None:
    if meanwhile:
        desk.google.faults.before_write(CLOSED["its header row"])
    else:
        CLOSED["its header row"](book)
    sync(desk, tmp_path, f"gsheets:{book.id}")
    for name in ("Sales", "Product"):
        assert standing(book, name)[0] == PROGRESS
        assert standing(book, name)[1:] == [0, 0.0099, 0.0196, 0.0291]
    assert standing(book, "Support") == []


def test_which_tab_is_protected_is_looked_up_where_the_answer_does_not_say(
    desk: Desk, book: Book
) -> None:
    snapshot = desk.read(book)
    since = len(desk.google.log)
    seeding.protect(book.tab("Support"))
    desk.google.faults.next(faults.refused(errors.invalid(errors.PROTECTED)), on="write")
    snapshot = desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert effects(desk, since) == ["write", "read", "write"]
    check_others(desk, book, snapshot)


def test_a_protected_row_of_totals_costs_the_formats_only(desk: Desk, book: Book) -> None:
    snapshot = desk.read(book)
    seeding.protect(book.tab("Support"), "A5:Z5")
    snapshot = desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert snapshot.unplaced == ()
    assert standing(book, "Support")[0] == PROGRESS


def test_a_full_spreadsheet_says_so(desk: Desk, book: Book) -> None:
    book.tab("Support").resize(999_900, 10)
    snapshot = desk.read(book)
    since = len(desk.google.log)
    snapshot = desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert effects(desk, since) == ["write", "write"]
    assert "full" in str(snapshot.unplaced[0].reason)
    assert "blank rows" in str(snapshot.unplaced[0].hint)
    check_others(desk, book, snapshot)


def refusing(book: Book, tab: str, *, said: bool) -> Callable[[Request], Fault | None]:
    """A service that lets nothing through that looks at a tab, as Google may for protection."""

    def decide(request: Request) -> Fault | None:
        if request.effect != "write":
            return None
        for number, data in enumerate(json.loads(request.raw)["data"]):
            over = data.get("dataFilter", {}).get("gridRange", {})
            if over.get("sheetId") == book.tab(tab).sheet_id:
                where = f"Invalid data[{number}]: " if said else ""
                return faults.refused(errors.invalid(where + errors.PROTECTED))
        return None

    return decide


@pytest.mark.parametrize("said", [True, False])
def test_a_tab_that_is_refused_is_left_out_of_the_write(
    desk: Desk, book: Book, *, said: bool
) -> None:
    ready(desk, book)
    seeding.protect(book.tab("Support"), "A1:D1")
    snapshot = desk.read(book)
    placed = {table.key for table in snapshot.tables}
    values: dict[tuple[str, str], str | Decimal | None] = {("Result 1", STATUS): "off track"}
    wanted = [c for t in snapshot.tables for c in changes(snapshot, 1, values, t)]
    since = len(desk.google.log)
    desk.google.faults.decide = refusing(book, "Support", said=said)
    receipt = desk.connector.write(snapshot, wanted)
    assert effects(desk, since) == ["write", "read", "write"]
    (barred,) = receipt.barred
    assert barred.table == str(book.tab("Support").sheet_id)
    assert "“Support”" in str(barred.message)
    assert desk.who in str(barred.message)
    assert "Protect sheets and ranges" in str(barred.hint)
    assert {change.table for change in receipt.written} == placed - {barred.table}
    assert receipt.skipped == []
    assert book.tab("Sales").cell(2, 5).entered == "off track"


def test_a_tab_that_is_refused_after_something_landed_there_is_not_just_left_out(
    desk: Desk, book: Book
) -> None:
    snapshot = ready(desk, book)
    refuse, asked = refusing(book, "Support", said=True), list[Request]()

    def later(request: Request) -> Fault | None:
        asked.extend([request] if request.effect == "write" else [])
        return refuse(request) if len(asked) > 1 else None

    desk.google.faults.before_write(people.insert_row("Support", 3, ["Grow", "Another", 1, 2]))
    desk.google.faults.decide = later
    with pytest.raises(Denied, match="“Support”"):
        desk.connector.write(snapshot, all_changes(snapshot))


def test_the_only_tab_being_refused_is_a_denial_of_it(desk: Desk, book: Book) -> None:
    ready(desk, book)
    snapshot = desk.read(book, "Support")
    values: dict[tuple[str, str], str | Decimal | None] = {("Result 1", STATUS): "off track"}
    desk.google.faults.decide = refusing(book, "Support", said=False)
    with pytest.raises(Denied, match="“Support”") as raised:
        desk.connector.write(snapshot, changes(snapshot, 1, values))
    assert desk.who in str(raised.value.message)


@pytest.mark.parametrize("applied", [True, False])
def test_a_tab_whose_rows_moved_before_columns_come_is_read_anew(
    desk: Desk, book: Book, *, applied: bool
) -> None:
    snapshot = desk.read(book)
    moved = people.all_of(people.insert_row("Support", 1), people.rename_tab("Support", "Desk"))
    if applied:
        desk.google.faults.before_write(moved)
    else:
        moved(book)
        error = errors.unparsable("'Support'!A1:F1")
        desk.google.faults.next(faults.refused(error), on="write")
    with pytest.raises(Moved, match="taken out again" if applied else "changed before columns"):
        desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert standing(book, "Sales") == []


def test_columns_that_came_to_a_row_that_moved_are_taken_out_again(desk: Desk, book: Book) -> None:
    snapshot = desk.read(book)
    desk.google.faults.before_write(people.insert_row("Support", 1))
    with pytest.raises(Moved, match="taken out again"):
        desk.connector.ensure_columns(snapshot, wanted(snapshot))
    assert [standing(book, name) for name in TABS] == [[], [], []]
    assert {tab.column_count for tab in book.tabs} == {10}


def test_what_landed_is_told_where_a_column_cannot_be_taken_out_after_it(
    desk: Desk, book: Book
) -> None:
    snapshot = ready(desk, book)
    desk.connector.write(snapshot, all_changes(snapshot))
    again = desk.read(book)
    going = [one for one in snapshot.placed if one.column.header == STATUS]
    leaving = desk.connector.drop_columns(again, going)
    values: dict[tuple[str, str], str | Decimal | None] = {("Result 1", PROGRESS): Decimal("0.5")}
    wanted_now = [c for table in leaving.tables for c in changes(leaving, 1, values, table)]
    writes: list[Request] = []

    def down_after_the_first(request: Request) -> Fault | None:
        if request.effect == "write":
            writes.append(request)
        return faults.unavailable() if len(writes) > 1 and request is writes[-1] else None

    desk.google.faults.decide = down_after_the_first
    with pytest.raises(ConnectorError) as stopped:
        desk.connector.write(leaving, wanted_now)
    assert stopped.value.receipt is not None
    assert list(stopped.value.receipt.written) == wanted_now
