"""A table with its verbs carried out, and the columns that its mapping names found in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from okrsync.mapping import head as heads
from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.filtering import until
from okrsync.mapping.apply.reshape import reshaped, title_column
from okrsync.mapping.apply.sections import headings, lines_above
from okrsync.mapping.apply.shaped import Shaped, whole
from okrsync.mapping.apply.transposing import homes, turned
from okrsync.mapping.files.schema import ColumnRef, TableMapping
from okrsync.mapping.head import Head, HeaderCell
from okrsync.mapping.narrow import narrowed
from okrsync.mapping.vocabulary import managed
from okrsync.mapping.vocabulary.managed import Ours
from okrsync.mapping.vocabulary.normal import header, is_filled
from okrsync.table import Row, Table
from okrsync.tabs import area


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """What is said outside a mapping: the headers of our own columns by managed field, the day
    that is read for, and the month with which a business year begins."""

    own: Mapping[str, str]
    today: date
    fiscal_year_start: int = 1


@dataclass(frozen=True, slots=True)
class PreparedTable:
    """A table on its way to a layout.

    `table` is the sheet's own, `names` are its whole headers; `cells` are the headers of what
    the verbs made of it, but for columns that are ignored or that a verb has read, `barred` those
    that get no other field. `fixed` maps the fields of the mapping, and of its verbs, to columns.
    """

    table: Table
    head: Head
    mapping: TableMapping
    names: Mapping[int, str]
    shaped: Shaped | None
    rows: Sequence[Row]
    cells: tuple[HeaderCell, ...]
    barred: frozenset[int]
    ours: Ours
    fixed: Mapping[str, int]

    def saying(self, mapping: TableMapping) -> PreparedTable:
        """The same with a mapping that has the same verbs and says more of the columns."""
        return replace(self, mapping=mapping, fixed=_fixed(mapping, self.names, self.shaped))


def grid(table: Table, mapping: TableMapping) -> Table:
    """The part of a tab that a mapping is about, turned where it stands on its side."""
    if mapping.range is not None and (over := area(mapping.range)) is not None:
        table = narrowed(table, over, {})
    return turned(table) if mapping.transpose else table


def prepare(
    table: Table, head: Head, mapping: TableMapping, settings: ReadingSettings
) -> PreparedTable:
    """Carry out the verbs of a mapping on the table below a header."""
    names = {cell.index: cell.name for cell in head.cells}
    rows = until(head.rows, mapping.stop_at)
    marked = {} if mapping.transpose else table.marked
    own = managed.find(((cell.index, cell.text) for cell in head.cells), settings.own, marked)
    ours = {*own.columns.values(), *own.copies}
    above = _above(table, head, mapping, names, ours)
    rows = [*above, *rows] if above else rows
    shaped = None
    if mapping.reshapes:
        shaped = whole(names, rows, max((len(row.values) for row in rows), default=0))
        if mapping.transpose:
            shaped = homes(shaped, table)
        start = settings.fiscal_year_start
        shaped = reshaped(shaped, mapping, settings.today, start, len(above), ours)
        rows = shaped.rows
        if mapping.pivot is not None:
            own_fields = {*shaped.fields.values()}
            names |= {at: t for at, t in shaped.headers.items() if at not in own_fields}
    gone = {*selecting.many(mapping.ignore, names), *(shaped.read if shaped else ())}
    cells = tuple(cell for cell in head.cells if cell.index not in gone)
    if shaped is not None:
        cells += tuple(_made(shaped, names, head))
    return PreparedTable(
        table,
        head,
        mapping,
        names,
        shaped,
        rows,
        cells,
        shaped.barred if shaped else frozenset(),
        own,
        _fixed(mapping, names, shaped),
    )


def _above(
    table: Table,
    head: Head,
    mapping: TableMapping,
    names: Mapping[int, str],
    ours: Collection[int],
) -> Sequence[Row]:
    """The lines above the header that head the rows below it: with sections all from the heading
    on, with codes the heading alone."""
    by = mapping.levels.by if mapping.levels is not None else None
    if table.columns or mapping.transpose or by not in ("sections", "code", "title"):
        return ()
    if by != "sections":
        return lines_above(table, head.top, coded=True)[:1]
    title = title_column(mapping, names)
    body = headings(head.rows, names, title, 0, ours) if title is not None else []
    first = next((at for at, row in enumerate(head.rows) if any(map(is_filled, row.values))), 0)
    own = bool(body) and not any(each.coded for each in body) and body[0].at != first
    return lines_above(table, head.top, coded=not own)


def located(table: Table, mapping: TableMapping, before: int | None = None) -> Head | None:
    """The header of a mapping's table: in the rows that it names or, where its headers are no
    longer there, in the only place that has most of them. None where it is nowhere."""
    if table.columns:
        return heads.of_columns(table)
    if mapping.header_rows == ():
        return heads.none(table)
    wanted = [each for each in mapping.columns.values() if each.letter is None]
    found: list[tuple[int, Head]] = []
    if mapping.header_rows:
        there = heads.at_rows(table, mapping.header_rows, before)
        if there is not None and _named(there, wanted) == len(wanted):
            return there
        found = [(_named(there, wanted), there)] if there is not None else []
    depth = len(mapping.header_rows or (1,))
    for row in table.rows[:200] if wanted else ():
        numbers = range(max(1, row.number - depth + 1), row.number + 1)
        head = heads.at_rows(table, tuple(numbers), before)
        if head is not None:
            found.append((_named(head, wanted), head))
    best = max(found, key=lambda each: each[0], default=(0, None))
    return best[1] if best[0] or not wanted else None


def _named(head: Head, wanted: Sequence[ColumnRef]) -> int:
    names = {cell.index: cell.name for cell in head.cells}
    return sum(selecting.one(column, names) is not None for column in wanted)


def _made(shaped: Shaped, names: Mapping[int, str], head: Head) -> list[HeaderCell]:
    """Header cells of the columns that verbs made."""
    return [
        HeaderCell(column, text.rpartition(selecting.JOINT)[2], head.row, None,
                   header(text).bracket)
        for column, text in shaped.headers.items()
        if column not in names
    ]  # fmt: skip


def _fixed(
    mapping: TableMapping, names: Mapping[int, str], shaped: Shaped | None
) -> Mapping[str, int]:
    said = dict(mapping.columns)
    for join in mapping.join:
        said[f"{join.to}_id" if join.to else "parent"] = join.on
    if len(mapping.id) == 1:
        said["id"] = mapping.id[0]
    found = {}
    for name, column in said.items():
        at = selecting.one(column, names)
        if at is None and shaped is not None:
            at = selecting.one(column, shaped.headers)
        if at is not None:
            found[name] = at
    return {**found, **(shaped.fields if shaped else {})}
