"""Where columns of one read stand in a later one: known by their metadata and their headers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass

from connectors.google_sheets.cell_values import Raw, key, raw
from okrsync.table import Row, Table


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table's rows are told apart: its header, its identity columns, and ours.

    `header_row` is 0 where none was found.
    """

    header_row: int
    identity: Sequence[int]
    managed: Collection[int]


def layout_of(table: Table, identity: Sequence[int], managed: Collection[int]) -> TableLayout:
    """The layout of a table: the header is the first row with a text in all columns concerned."""
    for columns in ({*identity, *managed}, set(managed)):
        for row in table.rows:
            if all(_is_text(row, column) for column in columns):
                return TableLayout(row.number, identity, managed)
    return TableLayout(0, identity, managed)


def _is_text(row: Row, column: int) -> bool:
    value = row.value(column)
    return isinstance(value, str) and bool(value.strip())


def header(table: Table, at: TableLayout) -> list[Raw]:
    """The header's cells."""
    row = table.row(at.header_row)
    return [raw(value) for value in row.values] if row else []


def match_columns(
    before: Table, after: Table, at: TableLayout, sent: Container[object], marked: Mapping[int, int]
) -> tuple[dict[int, int], int]:
    """Columns by their marks and headers; those without a header of their own keep their
    neighbour's side."""
    old = header(before, at)
    width = max(before.width, after.width)
    if not at.header_row:
        return {c: c for c in range(width)}, 0
    named = {_text(v): c for c, v in enumerate(old) if _text(v)}
    ours = {_text(old[c]) for c in at.managed if c < len(old)}
    header_row = _header_row(after, at.header_row, set(named) - ours, ours - {""})
    row = after.row(header_row)
    new = [raw(value) for value in row.values] if row else []
    if [key(v) for v in new] == [key(v) for v in old] and all(c == n for c, n in marked.items()):
        return {c: c for c in range(width)}, header_row
    columns = {c: n for c, n in marked.items() if n >= 0}
    columns |= {
        c: n for c, n in _by_name(old, new).items() if c not in marked and n not in marked.values()
    }
    new += [None] * (width - len(new))
    unfound = [c for c, v in enumerate(old) if _text(v) and c not in columns and c not in marked]
    # A blank header is one that we cleared only where no column moved.
    still = {*unfound} & {*at.managed} if all(c == n for c, n in columns.items()) else set()
    covered = [
        c
        for c, v in enumerate(new)
        if c not in columns.values()
        and key(v) in sent
        and (v is not None or (c in still and _free(after, c, sent)))
    ]
    for lost in (unfound, [c for c in unfound if c in at.managed]):
        if len(lost) == len(covered):
            return columns | dict(zip(lost, covered, strict=True)), header_row
    return columns, header_row


def _free(table: Table, column: int, sent: Container[object]) -> bool:
    """Whether a column without a header holds something of ours, or nothing at all."""
    values = {key(raw(row.value(column))) for row in table.rows} - {None}
    return not values or any(value in sent for value in values)


def _text(value: Raw) -> str:
    return str(value).strip() if value is not None else ""


def _header_row(table: Table, at: int, theirs: set[str], ours: set[str]) -> int:
    """The row that says most of people's headers, then of ours, the nearest of equals.

    Ours come second: a header that was just put back may stand on a wrong row.
    """

    def score(row: Row) -> tuple[int, int, int]:
        texts = {_text(raw(value)) for value in row.values}
        return len(texts & theirs), len(texts & ours), -abs(row.number - at)

    best = max(table.rows, key=score, default=None)
    return best.number if best is not None and any(score(best)[:2]) else 0


def _by_name(old: Sequence[Raw], new: Sequence[Raw]) -> dict[int, int]:
    places: dict[str, list[int]] = defaultdict(list)
    for column, value in enumerate(new):
        places[_text(value)].append(column)
    times: dict[str, int] = defaultdict(int)
    columns = {}
    for column, value in enumerate(old):
        name = _text(value)
        turn = times[name]
        times[name] += 1
        if name and turn < len(places[name]):
            columns[column] = places[name][turn]
    for column, value in enumerate(old):
        # A column without a header goes with the one left of it.
        if not _text(value) and column - 1 in columns:
            beside = columns[column - 1] + 1
            if beside < len(new) and not _text(new[beside]):
                columns[column] = beside
    return columns
