"""What holds for every sheet: nothing twice, nothing of theirs, no order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.mapping.reading import Reading
from okrsync.model import Plan
from okrsync.rules.finding import Finding
from okrsync.table import Scalar
from okrsync.writeback import WritePlan
from okrsync.writeback.names import FIELDS
from tests.scoring.plans import Q2, score_plan
from tests.scoring.strategies import day, plans
from tests.writeback.sheets import Sheet, ask, write

few = settings(max_examples=100, deadline=None)
CELLS: tuple[Scalar, ...] = (
    None, "", "  ", "45%", "op schema", "on track", "mine", 0.5, 1, True, "=A1", "31,5 %",
)  # fmt: skip
LANGUAGES = st.sampled_from(("en", "nl", "de", "xx"))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet of any plan, with some columns of ours and anything in their cells."""
    plan = draw(plans())
    ids = [row.id for row in (*plan.objectives, *plan.key_results)]
    rows = draw(st.permutations(ids))
    managed = draw(st.lists(st.sampled_from(FIELDS), unique=True))
    cells = {
        (entity, name): draw(st.sampled_from(CELLS))
        for entity in rows
        for name in managed
        if draw(st.booleans())
    }
    blocked = frozenset(entity for entity in rows if draw(st.integers(0, 9)) == 0)
    flat = draw(st.booleans())
    return Sheet(plan, rows, managed, cells=cells, blocked=blocked, flat=flat)


@st.composite
def asked(draw: st.DrawFn) -> list[Finding]:
    """Some questions."""
    ids = st.sampled_from([f"{kind}{n}" for kind in "ko" for n in range(4)])
    return [ask(draw(ids), draw(st.sampled_from(("A?", "B?", None)))) for _ in range(3)]


def addresses(done: WritePlan) -> set[tuple[int, int]]:
    return {(c.row, c.column) for c in done.changes}


@few
@given(sheets(), asked(), day(), LANGUAGES, st.lists(st.sampled_from(FIELDS), unique=True))
def test_a_second_run_changes_nothing(
    sheet: Sheet, findings: list[Finding], as_of: object, language: str, fields: list[str]
) -> None:
    scores = score_plan(sheet.plan, as_of, Q2)  # type: ignore[arg-type]  # a day

    def run(on: Sheet) -> WritePlan:
        return write(on, findings, language=language, scores=scores, fields=fields, finding=True)

    first = run(sheet)
    again = run(sheet.filled(first))
    assert again.changes == []
    assert again.new_columns == []


@few
@given(sheets(), asked(), st.lists(st.sampled_from(FIELDS), unique=True))
def test_only_columns_of_ours_are_addressed(
    sheet: Sheet, findings: list[Finding], fields: list[str]
) -> None:
    done = write(sheet, findings, fields=fields, finding=True)
    ours = {sheet.column(name) for name in sheet.managed}
    edge = sheet.table().width
    new = set(range(edge, edge + len(done.new_columns)))
    rows = {sheet.number(entity) for entity in sheet.rows}
    assert {column for _, column in addresses(done)} <= ours | new
    assert {row for row, _ in addresses(done)} <= rows
    assert len(addresses(done)) == len(done.changes)
    blocked = {sheet.number(entity) for entity in sheet.blocked}
    assert not {row for row, _ in addresses(done)} & blocked


@few
@given(sheets(), asked(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    sheet: Sheet, findings: list[Finding], random: object
) -> None:
    rows = list(sheet.rows)
    random.shuffle(rows)  # type: ignore[attr-defined]  # Hypothesis hands a Random
    one, other = write(sheet, findings), write(replace(sheet, rows=rows), findings)
    if not sheet.flat:
        assert _by_row(sheet, one) == _by_row(replace(sheet, rows=rows), other)
    assert one.new_columns == other.new_columns


def _by_row(sheet: Sheet, done: WritePlan) -> dict[tuple[str, str], object]:
    entities = {sheet.number(entity): entity for entity in sheet.rows}
    return {(entities[c.row], c.field): (c.before, c.after) for c in done.changes}


@few
@given(sheets(), asked())
def test_every_locked_cell_is_said_and_none_is_changed(
    sheet: Sheet, findings: list[Finding]
) -> None:
    free = write(sheet, findings, fields=())
    formulas = dict.fromkeys(addresses(free), "=A1")
    done = write(replace(sheet, more={"formulas": formulas}), findings, fields=())
    assert done.changes == []
    doubled = {(s.row, s.column) for s in free.unwritable}
    assert {row for row, _ in doubled} <= {sheet.number(entity) for entity in sheet.blocked}
    assert {(s.row, s.column) for s in done.unwritable} == addresses(free) | doubled


def test_an_empty_reading_writes_nothing() -> None:
    done = write(Sheet(Plan(), ()))
    assert (done.changes, done.new_columns, done.unwritable) == ([], [], [])
    assert Reading(Plan(), []).tables == []
