"""What people look at grows with the plan and not with its square: operations are counted."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from types import FrameType
from typing import Any

import pytest

from okrsync.pipeline.results import PlannedChange, PlannedColumn, PlannedRun
from okrsync.report.bars import UNICODE
from okrsync.report.changes import plan_lines
from okrsync.report.status import status_json
from okrsync.report.summary import SummaryTree
from okrsync.report.tree import StatusTree
from okrsync.report.view import View
from tests.scoring import plans

SMALL, TIMES = 30, 6


def operations(work: Callable[[], Iterable[object]]) -> int:
    """How many operations the interpreter does for this in the room of reports."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if event == "call" and "okrsync/report/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        for _ in work():
            pass
    finally:
        sys.settrace(before)
    return count


def chain(number: int) -> str | None:
    """Every third objective hangs below the one before it."""
    return f"o{number - 1}" if number % 3 else None


def loop(number: int) -> str | None:
    """Two by two, objectives hang below each other."""
    return f"o{number + 1 - 2 * (number % 2)}"


def view(count: int, parent: Callable[[int], str | None]) -> View:
    rows = [
        row
        for number in range(count)
        for row in (
            plans.objective(f"o{number}", parent_id=parent(number), theme=f"t{number}"),
            plans.result(f"k{number}", number % 90, objective_id=f"o{number}"),
        )
    ]
    return View(plans.plan(rows), plans.scored(*rows))


def tree(count: int, parent: Callable[[int], str | None] = chain) -> Iterable[object]:
    return StatusTree(view(count, parent), "en", {}, 80, UNICODE).lines()


def planned(count: int) -> PlannedRun:
    tabs = [f"Tab {number}" for number in range(count)]
    changes = [
        PlannedChange("plan", f"k{tab}", "Renewals", tab, "F2", "OKR progress", "progress", None, 1)
        for tab in tabs
    ]
    columns = [PlannedColumn("plan", tab, "progress", "OKR progress") for tab in tabs]
    return PlannedRun(date(2026, 5, 6), "en", (), None, ("plan",), changes, columns, (), "f")


WORKS: dict[str, Callable[[int], Iterable[object]]] = {
    "the tree": tree,
    "a tree of loops": lambda count: tree(count, loop),
    "status as JSON": lambda count: status_json(view(count, chain)),
    "the summary": lambda count: SummaryTree(view(count, chain), "en", {}).rows(),
    "a plan of many tabs": lambda count: plan_lines(planned(count), "en"),
}


@pytest.mark.parametrize("name", WORKS)
def test_it_grows_in_a_straight_line(name: str) -> None:
    small, large = (operations(lambda n=n: WORKS[name](n)) for n in (SMALL, SMALL * TIMES))  # type: ignore[misc] # bound now
    assert small > 100 * SMALL
    assert large < 1.2 * TIMES * small


def test_what_hangs_below_a_loop_stands_once_and_below_it() -> None:
    parents = {0: "o1", 1: "o0", 2: "o1", 3: None}
    order = [(o.id, depth) for o, depth in view(4, lambda n: parents[n]).in_order()]
    assert order == [("o3", 0), ("o0", 0), ("o1", 1), ("o2", 2)]
