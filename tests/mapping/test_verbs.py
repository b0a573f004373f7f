"""The verbs by themselves: whatever a table holds, no cell is lost or comes from elsewhere."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.filtering import filtered
from okrsync.mapping.apply.numbering import as_rows
from okrsync.mapping.apply.shaped import Shaped, whole
from okrsync.mapping.apply.splitting import bullets, split
from okrsync.mapping.apply.transposing import turned
from okrsync.mapping.apply.unpivoting import over_time
from okrsync.mapping.files.schema import ColumnRef, Rows, Split, Unpivot
from okrsync.table import Address, Row, Scalar, Table

TODAY = date(2026, 5, 6)
DATES = ("2026-04-06", "2026-04-13", "2026-04-20", "2026-04-27")
WORDS = st.text("abc", min_size=1, max_size=4)
CELLS = st.one_of(st.none(), st.integers(0, 9), WORDS)


def shaped(headers: list[str], cells: list[list[Scalar]]) -> Shaped:
    """A table whose header is row 1."""
    rows = [Row(number, values) for number, values in enumerate(cells, start=2)]
    return whole(dict(enumerate(headers)), rows, len(headers))


def every_cell(found: Shaped) -> dict[Address, set[Scalar]]:
    """All that is said to stand at each address of the sheet."""
    said: dict[Address, set[Scalar]] = {}
    for at, row in enumerate(found.rows):
        for column, value in enumerate(row.values):
            if value is not None:
                said.setdefault(found.cell(at, column), set()).add(value)
    return said


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=6))
def test_the_newest_that_is_filled_is_current_and_stands_where_it_says(
    cells: list[list[Scalar]],
) -> None:
    found = over_time(shaped(list(DATES), cells), Unpivot("dates", "current"), TODAY)
    for at, values in enumerate(cells):
        filled = [column for column, value in enumerate(values) if value is not None]
        current = found.rows[at].value(found.fields["current"])
        assert current == (values[filled[-1]] if filled else None)
        if filled:
            assert found.cell(at, found.fields["current"]) == (at + 2, filled[-1])
    assert [each.on.isoformat() for each in found.series] == list(DATES)


def test_what_lies_ahead_counts_only_where_nothing_else_does() -> None:
    verb = Unpivot("quarters", "current")
    headers = ["Q2 2026", "Q3 2026"]
    found = over_time(shaped(headers, [[4, 0], [None, 7], [None, None]]), verb, TODAY)
    assert [row.value(found.fields["current"]) for row in found.rows] == [4, 7, None]
    assert found.series == ()  # no quarter has ended


def test_an_error_in_the_newest_one_is_not_passed_over() -> None:
    found = over_time(
        shaped(list(DATES), [[1, 2, "#REF!", None]]), Unpivot("dates", "current"), TODAY
    )
    assert found.rows[0].value(found.fields["current"]) == "#REF!"


def test_months_without_a_year_go_on_from_december() -> None:
    headers = ["Nov", "Dec", "Jan", "Feb"]
    found = over_time(shaped(headers, [[1, 2, 3, None]]), Unpivot("months", "current"), TODAY)
    assert [str(each.on)[:7] for each in found.series] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]


@given(st.lists(st.tuples(st.lists(WORDS, max_size=4), CELLS, st.lists(WORDS, max_size=4))))
def test_a_cell_is_parted_into_its_parts_and_nothing_else(
    rows: list[tuple[list[str], Scalar, list[str]]],
) -> None:
    cells: list[list[Scalar]] = [
        ["\n".join(f"- {part}" for part in parts) or None, other, "\n".join(beside) or None]
        for parts, other, beside in rows
    ]
    verb = Split(ColumnRef(header="KR"), "bullets", (ColumnRef(header="Target"),))
    found = split(shaped(["KR", "Owner", "Target"], cells), verb)
    by_row: dict[int, list[Row]] = {}
    for row in found.rows:
        by_row.setdefault(row.number, []).append(row)
    told = {found.rows[odd.at].number for odd in found.odd}
    for number, (parts, other, beside) in enumerate(rows, start=2):
        if len(parts) < 2:
            # The one point of a list loses its bullet too.
            assert [list(row.values) for row in by_row[number]] == [
                [parts[0] if parts else None, *cells[number - 2][1:]]
            ]
            continue
        assert [row.value(0) for row in by_row[number]] == parts
        assert {row.value(1) for row in by_row[number]} == {other}
        equal = len(beside) == len(parts)
        assert [row.value(2) for row in by_row[number]] == (
            beside if equal else [None] * len(parts)
        )
        assert (number in told) == (bool(beside) and not equal)


def test_a_text_with_a_list_in_it_is_one() -> None:
    assert bullets("Improve:\n- this\n- that") == ["Improve:\n- this\n- that"]
    assert bullets("1. Visits\n   from shops\n2. Orders") == ["Visits from shops", "Orders"]
    assert bullets("- only one") == ["- only one"]
    assert bullets("1.5 million\n2.5 million") == ["1.5 million\n2.5 million"]


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=5))
def test_every_numbered_cell_is_in_one_row(cells: list[list[Scalar]]) -> None:
    headers = ["KR 1", "KR 1 Target", "KR 2", "KR 2 Target"]
    verb = Unpivot(
        "periods", "key_result", {"Target": "target"}, "KR (?P<row>[0-9]) ?(?P<measure>.*)"
    )
    found = as_rows(shaped(headers, cells), verb)
    made = {found.fields["key_result"], found.fields["target"]}
    said = {
        found.cell(at, column): row.value(column)
        for at, row in enumerate(found.rows)
        for column in made
        if row.value(column) is not None
    }
    assert said == {
        (number, column): value
        for number, values in enumerate(cells, start=2)
        for column, value in enumerate(values)
        if value is not None
    }


@given(st.lists(st.lists(CELLS, max_size=4), min_size=1, max_size=5))
def test_a_table_turned_twice_is_itself(cells: list[list[Scalar]]) -> None:
    table = Table("k", "t", [Row(number, values) for number, values in enumerate(cells, start=1)])
    again = turned(turned(table))
    for row in table.rows:
        for column, value in enumerate(row.values):
            assert again.value(row.number, column) == value


@given(st.lists(st.sampled_from(["Target", "Q1 / Target", "Q2 / Target", "Owner", ""]), max_size=6))
def test_a_column_is_named_so_that_it_is_found_again(headers: list[str]) -> None:
    named = dict(enumerate(headers))
    for at in named:
        assert selecting.one(selecting.naming(at, named), named) == at


def test_rows_are_kept_or_skipped_by_text_pattern_and_blank() -> None:
    table = shaped(["Team", "KPI"], [["A", "x"], ["B", "y"], [None, "z"], ["Total", "t"]])
    team = ColumnRef(header="Team")

    def left(skip: tuple[Rows, ...] = (), keep: tuple[Rows, ...] = ()) -> list[Scalar]:
        return [row.value(1) for row in filtered(table, skip, keep).rows]

    assert left(skip=(Rows(team, blank=True), Rows(team, ("total",)))) == ["x", "y"]
    assert left(keep=(Rows(team, pattern="^[AB]$"),)) == ["x", "y"]
    assert left(skip=(Rows(team, ("B",)),), keep=(Rows(team, ("A", "B")),)) == ["x"]


@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=4))
def test_no_cell_is_said_to_stand_where_it_does_not(cells: list[list[Scalar]]) -> None:
    found = over_time(shaped(list(DATES), cells), Unpivot("dates", "current"), TODAY)
    for (number, column), values in every_cell(found).items():
        assert values == {cells[number - 2][column]}
