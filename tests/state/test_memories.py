"""Check-ins and rows: they only grow, and any run's day can be computed again."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.model import CheckIn, KeyResult, Metric, Objective, Plan, Source
from okrsync.state import State, open_state


def check_in(
    value: str | int | Decimal,
    on: date = date(2026, 4, 1),
    entity: str = "kr-1",
    status: str | None = None,
    note: str | None = None,
    author: str | None = None,
) -> CheckIn:
    return CheckIn(
        entity_id=entity, on=on, value=Decimal(value), status=status, note=note, author=author
    )


def plan(*current: int, row: int = 2) -> Plan:
    metric = [Metric(target=Decimal(100), current=Decimal(c)) for c in current]
    return Plan(
        objectives=(Objective(id="o-1", title="Free founders"),),
        key_results=tuple(
            KeyResult(
                id=f"kr-{n}",
                title=f"Result {n}",
                objective_id="o-1",
                metric=m,
                source=Source(connector="csv", location="plan.csv", row=row + n),
            )
            for n, m in enumerate(metric, start=1)
        ),
    )


def test_check_ins_come_back_oldest_first_and_whole(state: State) -> None:
    late = check_in("12.5", date(2026, 4, 9), status="on_track", note="twee scholen", author="An")
    state.memories.check_in("w", "1", [late])
    state.memories.check_in("w", "2", [check_in(3), check_in(4, entity="kr-2")])
    assert state.memories.check_ins("w", "kr-1") == [check_in(3), late]
    assert len(state.memories.check_ins("w")) == 3
    assert state.memories.check_ins("other") == []


def test_two_of_one_day_keep_their_order(state: State) -> None:
    state.memories.check_in("w", "1", [check_in(3)])
    state.memories.check_in("w", "2", [check_in(1)])
    assert [c.value for c in state.memories.check_ins("w")] == [3, 1]


@settings(max_examples=25)
@given(value=st.decimals(allow_nan=False, allow_infinity=False))
def test_a_value_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, value: Decimal
) -> None:
    path = tmp_path_factory.mktemp("state") / "state.db"
    with open_state(str(path)) as state:
        state.memories.check_in("w", "1", [check_in(value)])
        assert state.memories.check_ins("w")[0].value == value


def test_only_rows_that_changed_are_kept(state: State) -> None:
    everything = {"o-1", "kr-1", "kr-2"}
    assert state.memories.keep_rows("w", "1", plan(1, 2), set()) == 3
    assert state.memories.keep_rows("w", "2", plan(1, 2), everything) == 0
    assert state.memories.keep_rows("w", "3", plan(1, 2, row=40), everything) == 0
    assert state.memories.keep_rows("w", "4", plan(1, 7), everything) == 1
    assert state.memories.keep_rows("w", "5", plan(1), everything) == 1


def test_a_row_of_a_source_that_was_not_read_is_not_gone(state: State) -> None:
    state.memories.keep_rows("w", "1", plan(1, 2), set())
    assert state.memories.keep_rows("w", "2", Plan(), {"kr-1"}) == 1
    assert [k.id for k in state.memories.plan("w", "2").key_results] == ["kr-2"]


def test_every_run_finds_its_own_plan_again(state: State) -> None:
    for run, current in (("1", (1, 2)), ("2", (5, 2)), ("3", (5,))):
        state.memories.check_in("w", run, [check_in(current[0])])
        state.memories.keep_rows("w", run, plan(*current), {"o-1", "kr-1", "kr-2"})
    for run, current in (("1", (1, 2)), ("2", (5, 2)), ("3", (5,))):
        found = state.memories.plan("w", run)
        assert [k.metric.current for k in found.key_results if k.metric] == list(current)
        assert len(found.check_ins) == int(run)
    assert state.memories.titles("w")["kr-2"] == "Result 2"


def test_what_was_scored_for_the_last_time_can_be_opened_again(state: State) -> None:
    state.memories.close("w", {"kr-1": date(2026, 6, 30), "kr-2": date(2026, 6, 30)})
    state.memories.close("w", {"kr-2": date(2026, 9, 30)})
    assert state.memories.closed("w") == {"kr-1": date(2026, 6, 30), "kr-2": date(2026, 9, 30)}
    state.memories.reopen("w", ["kr-1"])
    assert state.memories.closed("w") == {"kr-2": date(2026, 9, 30)}
