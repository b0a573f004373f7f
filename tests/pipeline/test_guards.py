"""What stops before a human has looked, with its numbers, and how to let it pass."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from okrsync.pipeline import Guard, GuardStop, Options, Usage, explain, guards_from
from tests.pipeline.sandbox import HEADER, PROGRESS, STATUS, Sandbox


def rows(count: int, current: int = 25) -> list[tuple[str, ...]]:
    return [
        ("Grow", f"Result number {n}", "0", str(current + n), "100") for n in range(1, count + 1)
    ]


def edit(box: Sandbox, change: Callable[[str], str]) -> None:
    box.file.write_text(change(box.file.read_text(encoding="utf-8")), encoding="utf-8")


def stopped(box: Sandbox, guard: Guard) -> GuardStop:
    """The run stops at this guard, writes nothing, and says which command goes on."""
    before = box.file.read_bytes()
    with pytest.raises(GuardStop) as stop:
        box.sync()
    assert stop.value.guard == guard
    assert explain(stop.value).exit_code == 4
    assert f"okrsync sync plan.csv --accept {guard}" in (str(stop.value.hint) or "")
    assert box.file.read_bytes() == before
    return stop.value


def accepted(box: Sandbox, guard: Guard) -> None:
    """Accepted once, the run goes on and the next one asks nothing."""
    box.sync(Options(yes=True, accept=[guard]))
    assert box.sync().written == 0


def test_rows_that_were_there_and_are_not(box: Sandbox) -> None:
    box.sync()
    edit(box, lambda text: text.splitlines(keepends=True)[0])
    stop = stopped(box, Guard.ROWS)
    assert "3" in str(stop.message)
    accepted(box, Guard.ROWS)


def test_a_header_without_rows_is_an_empty_plan_at_first(box: Sandbox) -> None:
    box.write([])
    assert box.sync().exit_code == 0


def test_a_column_that_is_gone(box: Sandbox) -> None:
    box.write([(*row, "An") for row in rows(3)], (*HEADER, "Owner"))
    box.sync()
    edit(box, lambda text: text.replace("Owner", "").replace(",An,", ",,"))
    stop = stopped(box, Guard.HEADER)
    assert "'Owner'" in str(stop.message)
    accepted(box, Guard.HEADER)


def test_a_field_that_comes_from_another_column(box: Sandbox) -> None:
    box.sync()
    edit(box, lambda text: text.replace("Current", "Actual", 1))
    stop = stopped(box, Guard.MAPPING)
    assert "'Current'" in str(stop.message)
    assert "'Actual'" in str(stop.message)
    assert stop.cell == "D1"
    accepted(box, Guard.MAPPING)


def test_a_moved_column_is_no_changed_mapping(box: Sandbox) -> None:
    box.sync()
    turned = [list(reversed(row)) for row in box.read()]
    box.write(turned[1:], turned[0])
    assert box.sync(Options()).written == 0


@pytest.mark.parametrize("header", ["  current ", "CURRENT"])
def test_spaces_and_case_are_no_changed_mapping(box: Sandbox, header: str) -> None:
    box.sync()
    edit(box, lambda text: text.replace("Current", header, 1))
    assert box.sync(Options()).exit_code == 0


def test_a_new_column_is_no_changed_mapping(box: Sandbox) -> None:
    box.sync()
    table = box.read()
    box.write([[*row, "An"] for row in table[1:]], [*table[0], "Owner"])
    assert box.sync(Options()).exit_code == 0


def test_our_column_under_another_name_is_not_added_twice(box: Sandbox) -> None:
    box.sync()
    edit(box, lambda text: text.replace(STATUS, "Stand", 1))
    stop = stopped(box, Guard.HEADER)
    assert "Stand" in str(stop.message)
    assert "G1" in str(stop.message)
    box.configure('[write_back]\ncolumns = { status = "Stand" }\n')
    assert box.sync(Options()).written == 0
    assert "Stand" in box.read()[0]
    assert STATUS not in box.read()[0]


def test_our_columns_when_they_were_deleted_are_asked_for_again(box: Sandbox) -> None:
    box.sync()
    table = [row[:5] for row in box.read()]
    box.write(table[1:], table[0])
    assert box.sync().written == 6


@pytest.mark.parametrize(("changing", "stops"), [(5, False), (6, True)])
def test_half_of_what_was_filled_may_change(box: Sandbox, changing: int, stops: bool) -> None:
    """Ten cells filled in five rows; only the progress of each moves, or a status too."""
    box.write(rows(5, 60))
    box.sync()
    table = box.read()
    for row in table[1:]:
        row[3] = str(int(row[3]) + 1)
    if changing > 5:
        table[1][3] = "0"
    box.write(table[1:], table[0])
    if stops:
        stop = stopped(box, Guard.CHANGES)
        assert "6 of the 10" in str(stop.message)
        accepted(box, Guard.CHANGES)
    else:
        assert box.sync().written == 5


def test_fewer_than_ten_filled_cells_are_no_mass(box: Sandbox) -> None:
    box.write(rows(4, 60))
    box.sync()
    edit(box, lambda text: text.replace(",0,6", ",0,1"))
    assert box.sync().written == 8


def test_filling_blank_cells_never_counts(box: Sandbox) -> None:
    box.write(rows(6))
    box.sync()
    table = [[*row[:5], "", ""] for row in box.read()]
    box.write(table[1:], [*HEADER, PROGRESS, STATUS])
    assert box.sync().written == 12


def test_a_new_period_is_a_clean_slate(box: Sandbox) -> None:
    box.configure('[workspace]\nname = "A"\nperiod = "2026-Q2"\n')
    box.write(rows(6, 0))
    box.sync()
    box.configure('[workspace]\nname = "A"\nperiod = "2026-Q3"\n')
    box.today = "2026-09-29"
    edit(box, lambda text: re.sub(r",\d,100", ",95,100", text))
    result = box.sync()
    # Nearly all of them, which within one period would stop.
    assert (result.exit_code, result.written > 6) == (0, True)


def test_the_limit_is_a_setting(box: Sandbox) -> None:
    box.configure('[workspace]\nname = "A"\n[guards]\nmax_changes = 0.1\n')
    box.write(rows(5, 60))
    box.sync()
    edit(box, lambda text: text.replace(",61,", ",12,"))
    assert "2 of the 10" in str(stopped(box, Guard.CHANGES))


def test_a_guard_is_accepted_by_its_name_only() -> None:
    assert guards_from(["rows", "changes"]) == {Guard.ROWS, Guard.CHANGES}
    with pytest.raises(Usage, match="'everything'"):
        guards_from(["everything"])
