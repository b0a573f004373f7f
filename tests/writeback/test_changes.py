"""Which managed cells change, and to what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from okrsync.config import Config
from okrsync.errors import ConfigError
from okrsync.model import Initiative, Kpi, Measures, Plan
from okrsync.table import Area, PlacedColumn, Scalar, Shown
from okrsync.writeback import changes
from tests.scoring.plans import Q3, objective, output, plan, result, score_plan
from tests.writeback.sheets import (
    HEADER,
    Sheet,
    after,
    ask,
    column,
    new_fields,
    only,
    placed,
    simple,
    write,
)


def test_progress_and_status_of_each_row() -> None:
    assert after(write(simple())) == {
        ("o", "progress"): Decimal("0.3500"),
        ("o", "status"): "off track",
        ("k1", "progress"): Decimal("0.5000"),
        ("k1", "status"): "on track",
        ("k2", "progress"): Decimal("0.2000"),
        ("k2", "status"): "off track",
    }


def test_a_change_says_all_about_its_cell() -> None:
    sheet = simple(cells={("k1", "progress"): 0.4})
    change = next(c for c in write(sheet).changes if (c.entity_id, c.field) == ("k1", "progress"))
    assert (change.table, change.row, change.column) == ("tab", HEADER + 2, 2)
    assert (change.before, change.after) == (0.4, Decimal("0.5"))
    assert change.shown is Shown.PERCENT
    assert (change.identity, change.title) == ((0,), "k1")


def test_missing_columns_are_named_in_the_workspaces_language() -> None:
    done = write(simple(managed=()), language="nl")
    assert [(c.field, c.header) for c in done.new_columns] == [
        ("progress", "OKR voortgang"),
        ("status", "OKR status"),
    ]
    progress, status = done.new_columns
    assert (progress.shown, status.shown) == (Shown.PERCENT, Shown.TEXT)
    assert (status.header_row, status.first_row, status.last_row) == (4, 5, 7)
    assert status.words["op schema"] == "good"
    assert status.words["ontspoord"] == "bad"
    assert progress.words == {}


def test_until_it_is_placed_a_new_column_stands_at_the_right_edge() -> None:
    done = write(simple(managed=()))
    assert {(c.field, c.column) for c in done.changes} == {("progress", 2), ("status", 3)}


def test_placed_changes_follow_their_columns_and_no_others_are_left() -> None:
    sheet = simple(managed=("status",))
    done = write(sheet)
    (new,) = done.new_columns
    moved = done.place([PlacedColumn(new, 17), PlacedColumn(column("finding"), 9)])
    assert {(c.field, c.column) for c in moved} == {("progress", 17), ("status", 2)}
    assert {c.field for c in done.place([])} == {"status"}


def test_configured_names_come_before_remembered_ones_before_ours() -> None:
    remembered = {
        "headers": {"progress": "Stand", "status": "Lage"},
        "words": {"on_track": "goed", "off_track": "slecht", "no_such": "x"},
    }
    done = write(
        simple(managed=()),
        remembered=remembered,
        columns={"status": "Verdict"},
        status_words={"on_track": "fine"},
    )
    assert [c.header for c in done.new_columns] == ["Stand", "Verdict"]
    assert after(done)["k1", "status"] == "fine"
    assert after(done)["k2", "status"] == "slecht"


@pytest.mark.parametrize(
    "cell",
    [0.5, Decimal("0.50004"), "50%", "50 %", "50,00%", "0.5", 0.50000000000001],
)
def test_a_cell_that_shows_the_same_number_is_left(cell: Scalar) -> None:
    done = write(simple(cells={("k1", "progress"): cell}))
    assert ("k1", "progress") not in after(done)


@pytest.mark.parametrize("cell", ["-12.5%", "-12,5 %", -0.125])
def test_a_sign_before_a_percent_is_only_a_sign(cell: Scalar) -> None:
    sheet = Sheet(plan([result("k1", "-12.5")]), ("k1",), ("progress",))
    blank = write(sheet, fields=("progress",))
    assert after(blank) == {("k1", "progress"): Decimal("-0.125")}
    filled = replace(sheet, cells={("k1", "progress"): cell})
    assert write(filled, fields=("progress",)).changes == []


@pytest.mark.parametrize("cell", [None, "", "51%", 50, True, "half", 0.5001])
def test_a_cell_that_shows_anything_else_is_not(cell: Scalar) -> None:
    done = write(simple(cells={("k1", "progress"): cell}))
    assert after(done)["k1", "progress"] == Decimal("0.5")


@pytest.mark.parametrize("cell", ["on track", "On Track ", "op schema", "auf Kurs"])
def test_a_status_in_any_language_is_left(cell: str) -> None:
    assert ("k1", "status") not in after(write(simple(cells={("k1", "status"): cell})))


@pytest.mark.parametrize("cell", ["ontspoord", "on track!", 1, None])
def test_another_status_or_no_word_of_ours_is_not(cell: Scalar) -> None:
    assert after(write(simple(cells={("k1", "status"): cell})))["k1", "status"] == "on track"


def test_a_configured_word_is_the_only_one() -> None:
    words = {"on_track": "fine"}
    assert (
        after(write(simple(cells={("k1", "status"): "on track"}), status_words=words))[
            "k1", "status"
        ]
        == "fine"
    )
    assert ("k1", "status") not in after(
        write(simple(cells={("k1", "status"): "FINE"}), status_words=words)
    )


def test_our_own_word_means_what_it_means_here() -> None:
    words = {"achieved": "on track", "on_track": "running"}
    sheet = simple(cells={("k1", "status"): "on track"})
    done = write(sheet, remembered={"words": words})
    assert after(done)["k1", "status"] == "running"


def test_without_a_value_progress_is_blank() -> None:
    blank = Sheet(plan([result("k1")]), ("k1",), ("progress", "status"))
    assert after(write(blank)) == {("k1", "status"): "no data"}
    filled = replace(blank, cells={("k1", "progress"): 0.3, ("k1", "status"): "no data"})
    assert after(write(filled)) == {("k1", "progress"): None}


def test_a_negative_hair_is_zero_and_the_absurd_is_blank() -> None:
    rows = plan([result("k1", "-0.00001"), result("k2", "1e30", "1e-30")])
    done = after(write(Sheet(rows, ("k1", "k2"), ("progress",)), fields=("progress",)))
    assert str(done["k1", "progress"]) == "0.0000"
    assert ("k2", "progress") not in done


def test_a_third_is_rounded_to_four_decimals() -> None:
    sheet = Sheet(plan([result("k1", 1, 3)]), ("k1",), ("progress",))
    assert after(write(sheet, fields=("progress",))) == {("k1", "progress"): Decimal("0.3333")}


@pytest.mark.parametrize(
    ("rows", "blocked", "frozen"),
    [
        ([result("k1", 50)], True, False),
        ([result("k1", 50, parked=True)], False, False),
        ([objective(parked=True), result("k1", 50)], False, False),
        ([result("k1", 50, period=Q3)], False, False),
        ([objective(period=Q3), result("k1", 50)], False, False),
        ([result("k1", 50)], False, True),
    ],
    ids=["two rows", "parked", "objective parked", "to come", "objective to come", "frozen"],
)
def test_rows_that_are_left_alone(rows: list[object], blocked: bool, frozen: bool) -> None:
    made = plan(rows)  # type: ignore[arg-type]  # objectives and key results, in one list
    cells: dict[tuple[str, str], Scalar] = {
        ("k1", "progress"): 0.1,
        ("k1", "status"): "mine",
        ("k1", "finding"): "What?",
    }
    managed = ("progress", "status", "finding", "objective_status")
    sheet = Sheet(made, ("k1",), managed, cells=cells)
    sheet = replace(sheet, blocked=frozenset({"k1"} if blocked else ()))
    scores = score_plan(made, frozen=frozenset({"k1"} if frozen else ()))
    done = write(sheet, scores=scores)
    assert (done.changes, done.new_columns) == ([], [])
    # Only of what nothing tells apart do people have to hear.
    named = {sheet.column(name) for name in managed} if blocked else set()
    assert {skip.column for skip in done.unwritable} == named
    bare = write(replace(sheet, managed=(), cells={}), scores=scores)
    assert (bare.changes, bare.new_columns, bare.unwritable) == ([], [], [])


def test_rows_that_ended_are_written_once_more() -> None:
    sheet = Sheet(plan([result("k1", 50)]), ("k1",), ("progress", "status"))
    assert after(write(sheet, as_of=date(2026, 5, 11)))["k1", "status"] == "partial"


def test_actions_and_kpis_have_no_score_and_an_old_one_is_cleared() -> None:
    made = Plan(
        initiatives=(Initiative(id="i", title="Call", done=True),),
        kpis=(Kpi(id="p", title="Calls"),),
    )
    sheet = Sheet(made, ("i", "p"), ("progress", "status"))
    assert write(sheet).changes == []
    old = replace(sheet, cells={("i", "progress"): 0.4, ("i", "status"): "on track"})
    assert after(write(old)) == {("i", "progress"): None, ("i", "status"): None}
    assert write(replace(sheet, managed=())).new_columns == []


def test_a_row_is_about_its_key_result_before_what_stands_beside_it() -> None:
    made = plan([result("k1", 50)], initiatives=(Initiative(id="i", title="Call"),))
    reading_rows = Sheet(made, ("i", "k1"), ("progress",))
    reading = reading_rows.reading()
    (table,) = reading.tables
    together = [replace(ref, row=5) for ref in table.rows]
    beside = replace(reading, tables=[replace(table, rows=together)])
    done = changes(beside, score_plan(made), [], Config(), language="en")
    assert after(done)["k1", "progress"] == Decimal("0.5")


@pytest.mark.parametrize("kind", ["formula", "protected", "merged"])
def test_a_cell_that_is_not_ours_to_write_is_said(kind: str) -> None:
    address = (HEADER + 2, 2)
    locks = {
        "formula": {"formulas": {address: "=A1"}},
        "protected": {"protected": frozenset({address})},
        "merged": {"merges": [Area(HEADER + 1, 2, HEADER + 2, 2)]},
    }
    done = write(simple(more=locks[kind]))
    assert ("k1", "progress") not in after(done)
    assert ("k1", "status") in after(done)
    skip = next(skip for skip in done.unwritable if (skip.row, skip.column) == address)
    assert skip.reason
    dutch = write(simple(more=locks[kind]), language="nl")
    assert dutch.unwritable[0].reason.say("nl") != skip.reason.say("en")


def test_a_formula_that_shows_the_same_is_nobodys_trouble() -> None:
    more = {"formulas": {(HEADER + 2, 2): "=1/2"}}
    done = write(simple(more=more, cells={("k1", "progress"): 0.5}))
    assert done.unwritable == []


def test_what_is_asked_for_on_demand() -> None:
    fields = ("expected", "false_progress", "id", "measures")
    made = plan([result("k1", 50, measures=Measures.OUTCOME), output("k2", 100), objective()])
    done = write(Sheet(made, ("o", "k1", "k2")), fields=fields)
    assert new_fields(done) == list(fields)
    assert after(done) == {
        ("o", "expected"): Decimal("0.5"),
        ("o", "false_progress"): Decimal("0.25"),
        ("o", "id"): "o",
        ("k1", "expected"): Decimal("0.5"),
        ("k1", "id"): "k1",
        ("k1", "measures"): "outcome",
        ("k2", "expected"): Decimal("0.5"),
        ("k2", "id"): "k2",
        ("k2", "measures"): "output",
    }


def test_an_objective_without_a_row_is_repeated_on_each_of_its_rows() -> None:
    fields = ("objective_progress", "objective_status", "false_progress")
    sheet = Sheet(plan([result("k1", 50), result("k2", 20)]), ("k1", "k2"), flat=True)
    done = write(sheet, fields=fields)
    assert new_fields(done) == list(fields)
    rows = [(c.row, c.field, c.after) for c in done.changes]
    assert rows == [
        (5, "objective_progress", Decimal("0.35")),
        (5, "objective_status", "off track"),
        (5, "false_progress", Decimal(0)),
        (6, "objective_progress", Decimal("0.35")),
        (6, "objective_status", "off track"),
        (6, "false_progress", Decimal(0)),
    ]
    assert {c.entity_id for c in done.changes if c.field == "objective_status"} == {"o"}


def test_columns_that_are_there_are_kept_up_asked_for_or_not() -> None:
    done = write(simple(managed=("progress", "status", "expected")), fields=("progress",))
    assert ("k1", "expected") in after(done)
    assert ("k1", "status") in after(done)


def test_an_unknown_field_or_status_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="did you mean progress"):
        write(simple(), fields=("progres",))
    with pytest.raises(ConfigError, match="did you mean on_track"):
        write(simple(), status_words={"on_trak": "x"})
    with pytest.raises(ConfigError, match="known:"):
        write(simple(), columns={"§": "x"})


# --- the finding column


def test_a_question_stands_beside_its_row_and_goes_when_it_is_answered() -> None:
    sheet = simple(managed=("finding",))
    change = only(c for c in write(sheet, [ask("k2")]).changes if c.field == "finding")
    assert (change.entity_id, change.after, change.shown) == ("k2", "What changes?", Shown.TEXT)
    asked = replace(sheet, cells={("k2", "finding"): "What changes?"})
    assert not [c for c in write(asked, [ask("k2")]).changes if c.field == "finding"]
    gone = only(c for c in write(asked).changes if c.field == "finding")
    assert gone.after is None


def test_one_question_a_row_the_first_that_asks_and_was_not_waived() -> None:
    findings = [
        ask("k1", None),
        ask("k1", "Waived?", "on purpose"),
        ask("k1", "A?"),
        ask("k1", "B?"),
    ]
    done = write(simple(managed=("finding",)), findings)
    assert [c.after for c in done.changes if c.field == "finding"] == ["A?"]


def test_an_objective_without_a_row_is_asked_on_its_first_one() -> None:
    rows = plan([result("k1", 50), result("k2", 20)])
    sheet = Sheet(rows, ("k1", "k2"), ("finding",), flat=True)
    done = write(sheet, [ask("o", "Where to?")])
    assert [(c.row, c.after) for c in done.changes if c.field == "finding"] == [(5, "Where to?")]
    both = write(sheet, [ask("o", "Where to?"), ask("k1", "What?")])
    assert [(c.row, c.after) for c in both.changes if c.field == "finding"] == [(5, "What?")]


def test_the_finding_column_comes_with_its_own_consent_and_only_for_a_question() -> None:
    assert new_fields(write(simple(managed=()), [ask("k1")])) == ["progress", "status"]
    assert "finding" in new_fields(write(simple(managed=()), [ask("k1")], finding=True))
    assert "finding" in new_fields(write(simple(managed=()), [ask("k1")], also=("finding",)))
    assert "finding" not in new_fields(write(simple(managed=()), finding=True))


def test_placing_reaches_the_whole_sheet() -> None:
    sheet = simple(managed=())
    done = write(sheet)
    assert len(done.place(placed(sheet, done))) == len(done.changes)
