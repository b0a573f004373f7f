"""Which level cells would move a row to the initiatives, and which are left alone and why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from okrsync.language.verdict import Label
from okrsync.mapping.reading import Kind, Reading, RowRef, TableReading
from okrsync.model import Initiative, Plan
from okrsync.rules.finding import Finding
from okrsync.scoring.result import DecidedBy, Decision
from okrsync.table import Area, Choices, Column, Row, Table
from okrsync.writeback import LevelMoves, level_moves
from tests.scoring.plans import MIDDLE, TENTHS, objective, result, score_plan
from tests.writeback.sheets import ask

CELL = (3, 0)
PLAN = Plan(objectives=(objective(),), key_results=(result("k1", 50), result("k2", 20)))
OUTPUT = Decision(Label.OUTPUT, DecidedBy.CHECKER)


def table(level: str | None = "Key result", **more: Any) -> Table:
    rows = [Row(1, ("Type", "Title")), Row(2, ("Objective", "o")), Row(3, (level, "k1"))]
    return Table("tab", "OKRs", [*rows, Row(4, ("Key result", "k2"))], **more)


def moved(
    grid: Table,
    finding: Finding | None = None,
    *,
    plan: Plan = PLAN,
    decision: Decision = OUTPUT,
    blocked: str | None = None,
    columns: dict[str, int] | None = None,
    frozen: bool = False,
    only: frozenset[str] | None = None,
) -> LevelMoves:
    """The moves where k1, in row 3, is found to be an output."""
    rows = [
        RowRef("o", Kind.OBJECTIVES, 2),
        RowRef("k1", Kind.KEY_RESULTS, 3, blocked),
        RowRef("k2", Kind.KEY_RESULTS, 4),
    ]
    fields = {"level": 0, "title": 1} if columns is None else columns
    reading = TableReading("plan", grid, Kind.MIXED, 1, 2, 4, fields, {}, {}, rows, (1,), "en")
    scores = score_plan(plan, MIDDLE, TENTHS)
    if frozen:
        score = scores.key_results["k1"]._replace(frozen=True)
        scores = replace(scores, key_results={**scores.key_results, "k1": score})
    return level_moves(
        Reading(plan, [reading]),
        {"k1": decision},
        scores,
        [finding or ask("k1")],
        only=only,
    )


def reason(found: LevelMoves) -> str:
    assert found.changes == []
    (skip,) = found.left
    assert (skip.table, skip.row, skip.column) == ("tab", *CELL)
    return str(skip.reason)


def test_the_level_cell_changes_and_the_change_says_what_tells_its_row() -> None:
    found = moved(table())
    (change,) = found.changes
    assert (change.row, change.column, change.before, change.after) == (
        *CELL,
        "Key result",
        "Initiative",
    )
    assert (change.entity_id, change.field, change.identity) == ("k1", "level", (1,))
    assert (found.left, found.without) == ([], [])


LOCKED: dict[str, tuple[dict[str, Any], str]] = {
    "a formula": ({"formulas": {CELL: '"Key "&"result"'}}, "formula"),
    "protected": ({"protected": {CELL}}, "protected"),
    "merged": ({"merges": [Area(3, 0, 4, 0)]}, "merged"),
    "a column nobody may write": ({"columns": [Column(0, "Type", writable=False)]}, "protected"),
    "a list without the word": ({"choices": [Choices([Area(2, 0, 9, 0)], ["Result"])]}, "list"),
}


@pytest.mark.parametrize("name", LOCKED)
def test_a_cell_that_may_not_hold_the_word_is_left_alone(name: str) -> None:
    more, said = LOCKED[name]
    assert said in reason(moved(table(**more)))


def test_a_cell_that_does_not_say_key_result_itself_is_left_alone() -> None:
    assert "key result" in reason(moved(table(None)))
    assert "key result" in reason(moved(table("Objective")))


def test_rows_that_share_an_id_or_whose_period_is_over_are_left_alone() -> None:
    assert "id" in reason(moved(table(), blocked="two rows"))
    assert "period" in reason(moved(table(), frozen=True))


@pytest.mark.parametrize("count", [1, 2])
def test_a_row_on_which_others_hang_is_left_alone(count: int) -> None:
    tasks = tuple(Initiative(id=f"i{n}", title="Write", supports=("k1",)) for n in range(count))
    said = reason(moved(table(), plan=PLAN.model_copy(update={"initiatives": tasks})))
    assert ("2 rows" in said) == (count == 2)
    child = objective().model_copy(update={"id": "child", "parent_id": "k1"})
    plan = PLAN.model_copy(update={"objectives": (*PLAN.objectives, child)})
    assert "a row belongs to it" in reason(moved(table(), plan=plan))


@pytest.mark.parametrize(("code", "said"), [("OUT04", "split"), ("OUT05", "milestone")])
def test_what_only_a_person_can_repair_is_told(code: str, said: str) -> None:
    assert said in reason(moved(table(), replace(ask("k1"), code=code)))


@pytest.mark.parametrize("code", ["OUT06", "STR01", "INI01"])
def test_other_findings_move_nothing(code: str) -> None:
    assert moved(table(), replace(ask("k1"), code=code)) == LevelMoves()


@pytest.mark.parametrize("by", list(DecidedBy))
@pytest.mark.parametrize("label", list(Label))
def test_only_what_the_checker_decides_to_be_an_output(label: Label, by: DecidedBy) -> None:
    found = moved(table(), decision=Decision(label, by))
    assert bool(found.changes) == (label is Label.OUTPUT and by is DecidedBy.CHECKER)
    assert found.left == []


def test_a_waived_finding_and_a_row_nobody_asked_for_move_nothing() -> None:
    assert moved(table(), ask("k1", waived="a learning quarter")) == LevelMoves()
    assert moved(table(), only=frozenset({"k2"})) == LevelMoves()
    assert moved(table(), only=frozenset()) == LevelMoves()
    assert len(moved(table(), only=frozenset({"k1"})).changes) == 1


def test_a_table_without_a_level_column_is_named() -> None:
    found = moved(table(), columns={"title": 1})
    assert [t.table.name for t in found.without] == ["OKRs"]
    assert (found.changes, found.left) == ([], [])
