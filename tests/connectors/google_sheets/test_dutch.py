"""Whatever Google Sheets has to tell somebody, it tells in their language: no English is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from okrsync.connector import Denied, Location, Snapshot, SummaryTab, Want
from okrsync.errors import OkrsyncError
from okrsync.i18n import Message
from okrsync.pipeline import explain
from okrsync.table import Area, Change
from tests.connectors.google_sheets.desk import Desk, at
from tests.connectors.google_sheets.test_saying_no import NOES
from tests.connectors.google_sheets.test_syncing import sync
from tests.connectors.plan import PROGRESS, STATUS, TITLE, changes, managed
from tests.servers.google import errors, faults, people, seeding
from tests.servers.google.book import Book
from tests.servers.google.cells import Formula

TAB = "OKRs"
HEADER = ["Objective", TITLE, "Current", "Target"]
ROWS = [["Grow", f"Result {n}", n, 100 + n] for n in range(4)]
VERBATIM = "{text}"
Told = Iterator[Message | None]


def plan(desk: Desk, *, columns: bool = False) -> Book:
    header = [*HEADER, PROGRESS, STATUS] if columns else HEADER
    book = desk.book({TAB: [header, *([*row, None, None] if columns else row for row in ROWS)]})
    book.tab(TAB).resize(20, 12)
    return book


def ready(desk: Desk, book: Book) -> Snapshot:
    snapshot = desk.read(book)
    return desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))


def wanted(snapshot: Snapshot) -> list[Change]:
    return changes(snapshot, 1, {(f"Result {n}", STATUS): f"say {n}" for n in range(4)})


def raised(act: Callable[[], object]) -> Told:
    with pytest.raises(OkrsyncError) as caught:
        act()
    yield from (caught.value.message, caught.value.hint)


def written(desk: Desk, snapshot: Snapshot) -> Told:
    receipt = desk.connector.write(snapshot, wanted(snapshot))
    yield from (skip.reason for skip in receipt.skipped)
    for barred in receipt.barred:
        yield from (barred.message, barred.hint)
    yield from receipt.notes


def placed(snapshot: Snapshot) -> Told:
    for one in snapshot.unplaced:
        yield from (one.reason, one.hint)
    yield from snapshot.notes


# --- reading, and where a spreadsheet is


def an_outage(desk: Desk) -> Told:
    desk.google.faults.decide = lambda request: faults.unavailable()
    return raised(lambda: desk.read(plan(desk)))


def no_address(desk: Desk) -> Told:
    place = Location("gsheets:?", "google_sheets", "?")
    return raised(lambda: desk.connector.locate(place))


def no_copy(desk: Desk) -> Told:
    snapshot, copy = desk.read(plan(desk)), Location("copy.xlsx", "excel", "copy.xlsx")
    return raised(lambda: desk.connector.write(snapshot, [], to=copy))


def only_a_reader(desk: Desk) -> Told:
    book = plan(desk)
    book.roles[desk.who] = "reader"
    return raised(lambda: ready(desk, book))


def no_key(desk: Desk) -> Told:
    desk.key.unlink()
    return raised(lambda: desk.read(plan(desk)))


def another_file(desk: Desk) -> Told:
    desk.key.write_text("[]", encoding="utf-8")
    return raised(lambda: desk.read(plan(desk)))


def a_client(desk: Desk) -> Told:
    desk.key.write_text('{"installed": {}}', encoding="utf-8")
    return raised(lambda: desk.read(plan(desk)))


def half_a_key(desk: Desk) -> Told:
    desk.key.write_text('{"type": "service_account"}', encoding="utf-8")
    return raised(lambda: desk.read(plan(desk)))


def the_doctor(desk: Desk) -> Told:
    book = plan(desk)
    for location in (None, at(book)):
        yield from (remark.message for remark in desk.connector.diagnose(location))
    book.roles[desk.who] = "reader"
    (remark,) = desk.connector.diagnose(at(book))
    yield from (remark.message, remark.hint)


# --- columns


def protected(desk: Desk) -> Told:
    book = plan(desk)
    seeding.protect(book.tab(TAB))
    return placed(ready(desk, book))


def full(desk: Desk) -> Told:
    book = plan(desk)
    book.tab(TAB).resize(999_900, 10)
    return placed(ready(desk, book))


def beside_others(desk: Desk) -> Told:
    book = plan(desk)
    people.write(TAB, {"H1": "Team", "H2": "Sales"})(book)
    snapshot = desk.read(book)
    columns = [replace(one, reads=3) for one in managed(snapshot.tables[0], 1)]
    return placed(desk.connector.ensure_columns(snapshot, columns))


def a_range_with_a_neighbour(desk: Desk) -> Told:
    book = plan(desk)
    people.write(TAB, {"E1": "Team", "E2": "Sales"})(book)
    snapshot = desk.read(book)
    columns = [replace(one, within=Area(1, 0, 5, 2)) for one in managed(snapshot.tables[0], 1)]
    return placed(desk.connector.ensure_columns(snapshot, columns))


def moved_while_columns_came(desk: Desk) -> Told:
    book = plan(desk)
    desk.google.faults.before_write(people.insert_row(TAB, 1))
    return raised(lambda: ready(desk, book))


def moved_before_columns_came(desk: Desk) -> Told:
    book = plan(desk)
    snapshot = desk.read(book)
    people.all_of(people.insert_row(TAB, 1), people.rename_tab(TAB, "Ours"))(book)
    desk.google.faults.next(faults.refused(errors.unparsable(f"'{TAB}'!A1:F1")), on="write")
    columns = managed(snapshot.tables[0], 1)
    return raised(lambda: desk.connector.ensure_columns(snapshot, columns))


# --- writing


def cells_that_are_not_ours(desk: Desk) -> Told:
    book = plan(desk, columns=True)
    with book.changing("colleague@example.org"):
        book.write(book.tab(TAB), 1, 5, seeding.as_cell(book, Formula("=1+1")))
    seeding.protect(book.tab(TAB), "F3")
    seeding.merge(book.tab(TAB), "E4:F4")
    return written(desk, desk.read(book))


def a_row_that_was_deleted(desk: Desk) -> Told:
    snapshot = ready(desk, plan(desk))
    desk.google.faults.before_write(people.delete_row(TAB, 3))
    return written(desk, snapshot)


def a_term_that_was_edited(desk: Desk) -> Told:
    snapshot = ready(desk, plan(desk))
    desk.google.faults.before_write(people.edit(TAB, "C2", 77))
    all_changes = [replace(change, terms=(2,)) for change in wanted(snapshot)]
    yield from desk.connector.write(snapshot, all_changes).notes


def columns_that_were_covered(desk: Desk) -> Told:
    book = plan(desk, columns=True)
    snapshot = desk.read(book)
    desk.google.faults.before_write(people.insert_column(TAB, "A", "Note"))
    return written(desk, snapshot)


def a_column_that_was_removed(desk: Desk) -> Told:
    snapshot = ready(desk, plan(desk))
    desk.google.faults.before_write(people.delete_column(TAB, "F"))
    return raised(lambda: desk.connector.write(snapshot, wanted(snapshot)))


def a_tab_that_was_deleted(desk: Desk) -> Told:
    book = desk.book({"Notes": [["x"]], TAB: [HEADER, *ROWS]})
    snapshot = desk.read(book, TAB)
    snapshot = desk.connector.ensure_columns(snapshot, managed(snapshot.tables[0], 1))
    desk.google.faults.before_write(people.delete_tab(TAB))
    return raised(lambda: desk.connector.write(snapshot, wanted(snapshot)))


def a_sheet_that_never_rests(desk: Desk) -> Told:
    book = plan(desk)
    snapshot = ready(desk, book)
    restless = people.insert_row(TAB, 2, ["Grow", "Another", 1, 2])
    desk.google.faults.before_write(*[restless] * 30)
    desk.google.faults.decide = lambda request: (
        restless(book) if request.effect == "write" else None
    )
    return raised(lambda: desk.connector.write(snapshot, wanted(snapshot)))


def writes_that_all_fail(desk: Desk) -> Told:
    snapshot = ready(desk, plan(desk))
    desk.google.faults.decide = lambda request: (
        faults.unavailable() if request.effect == "write" else None
    )
    return raised(lambda: desk.connector.write(snapshot, wanted(snapshot)))


def a_protected_tab(desk: Desk) -> Told:
    snapshot = ready(desk, plan(desk))
    refused = faults.refused(errors.invalid(errors.PROTECTED))
    desk.google.faults.decide = lambda request: refused if request.effect == "write" else None
    return raised(lambda: desk.connector.write(snapshot, wanted(snapshot)))


def a_protected_summary(desk: Desk) -> Told:
    snapshot = desk.read(plan(desk))
    kept = desk.connector.summary(snapshot, "Summary")
    refused = faults.refused(errors.invalid(errors.PROTECTED))
    desk.google.faults.next(refused, on="write")
    tab = SummaryTab("Summary", [["x"]])
    return raised(lambda: desk.connector.keep_summary(snapshot, kept, tab))


def rows_that_can_not_be_added(desk: Desk) -> Told:
    snapshot = desk.read(plan(desk))
    desk.google.faults.decide = lambda request: (
        faults.unavailable() if request.effect == "write" else None
    )
    key = snapshot.tables[0].key
    return raised(lambda: desk.connector.append(snapshot, key, [{0: "Grow"}]))


SCENES = (
    *(an_outage, no_address, no_copy, only_a_reader, no_key, another_file, a_client, half_a_key),
    *(the_doctor, protected, full, beside_others, a_range_with_a_neighbour),
    *(moved_while_columns_came, moved_before_columns_came, cells_that_are_not_ours),
    *(a_row_that_was_deleted, a_term_that_was_edited, columns_that_were_covered),
    *(a_column_that_was_removed, a_tab_that_was_deleted, a_sheet_that_never_rests),
    *(writes_that_all_fail, a_protected_tab, a_protected_summary, rows_that_can_not_be_added),
)


def english(message: Message) -> Iterator[str]:
    """The sentences in a message, and in those that fill it, that are the same in Dutch."""
    bare = re.sub(r"\{\w+\}", "", message.text)
    if message.text != VERBATIM and re.search(r"[a-z]{2}", bare):
        places = dict.fromkeys(message.values, "")
        told = replace(message, values=places) if places else message
        if told.say("nl") == told.say("en"):
            yield message.text
    for value in message.values.values():
        if isinstance(value, Message):
            yield from english(value)


def check(told: Told) -> None:
    messages = [message for message in told if message is not None]
    assert messages
    for message in messages:
        assert message.text != VERBATIM, f"a text in one language only: {message}"
        assert list(english(message)) == []


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_what_is_told_is_told_in_dutch(desk: Desk, scene: Callable[[Desk], Told]) -> None:
    check(scene(desk))


@pytest.mark.parametrize("case", NOES)
def test_a_no_of_googles_is_dutch_too(desk: Desk, case: str) -> None:
    book = NOES[case][0](desk)
    check(raised(lambda: desk.connector.read(at(book), Want(), {})))


def test_a_reason_leaves_the_tabs_name_to_who_tells_it(desk: Desk) -> None:
    for scene in (protected, full, a_range_with_a_neighbour):
        reason = next(scene(desk))
        assert reason is not None
        assert not str(reason).startswith(TAB)


def test_a_sync_that_may_not_read_says_so_in_dutch(desk: Desk, tmp_path: Path) -> None:
    book = plan(desk)
    del book.roles[desk.who]
    with pytest.raises(Denied) as caught:
        sync(desk, tmp_path, at(book).text)
    told = explain(caught.value, "nl")
    assert book.id in told.message
    assert "mag" in told.message
    assert str(told.hint).startswith("deel de spreadsheet met")
