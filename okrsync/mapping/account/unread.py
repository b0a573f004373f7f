"""Columns that nothing reads: those that hold something and aren't known to be for people, and
those whose header stands over another one that was read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from okrsync.i18n import verbatim
from okrsync.mapping.apply import selecting
from okrsync.mapping.fields import KEPT
from okrsync.mapping.layout import Layout
from okrsync.mapping.profile import SAMPLE, Profile, profile
from okrsync.mapping.reading import Problem
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import same
from okrsync.model import Severity
from okrsync.table import Address, Scalar, a1, letters

UNREAD, TWICE = "DAT16", "DAT15"
_PEOPLE = frozenset((KEPT, "notes", "description", "tags", "id", "code", "author"))
"""What a header may mean without anything being missed: a second column of notes, an old number."""
_CLEAR = 0.7
_STAMPS = frozenset(
    (
        *("created_time", "last_edited_time", "created_by", "last_edited_by"),
        *("url", "files", "email", "phone_number", "button", "unique_id"),
    )
)
"""The types under which a database keeps its own stamps, links and pictures."""
_LINK = re.compile(r"\s*(?:https?://|mailto:|www\.)\S+\s*", re.IGNORECASE)
_HALF = 0.5
_NUMBERED = 3
"""So many rows are numbered at least, before numbers count as those of rows."""
_FREE = {"numbers": ("current", "target", "baseline"), "dates": ("due",), "texts": ("notes",)}
"""The fields that a column may be meant for, by what it holds."""


def unread(layout: Layout) -> Iterator[Problem]:
    """A problem at the header of each column that was not read, from the left: DAT15 where another
    one has the same header, else DAT16.

    Of DAT16, `field` is one that it may be meant for, empty where the table has all of those;
    `detail` is the column as a mapping names it.
    """
    names = {cell.index: cell.name for cell in layout.head.cells}
    again = _again(layout, names)
    for column in sorted({at for _, at in layout.columns.rest} - read_by(layout, names)):
        if column in again:
            yield _twice(layout, names[column], column, again[column])
            continue
        values = _filled(layout, column)
        header = names.get(column, "")
        if not values or _for_people(layout, column, header, values):
            continue
        held = _held(profile(values))
        row, place = header_cell(layout, column)
        yield Problem(
            code=UNREAD,
            source=layout.source.name,
            tab=layout.table.name,
            cell=place,
            row=row,
            column=header,
            field=next((f for f in _FREE[held] if layout.column(f) is None), ""),
            shown=header or letters(column),
            detail=verbatim(_spelled(column, names)),
            severity=Severity.INFO if held == "texts" else Severity.WARN,
        )


def _again(layout: Layout, names: Mapping[int, str]) -> Mapping[int, int]:
    """Each column that was not read under a header that another one has → the one that was."""
    read = read_by(layout, names) - layout.ours
    first: dict[str, int] = {}
    for column in sorted(read & names.keys()):
        first.setdefault(same(names[column]), column)
    rest = {at for _, at in layout.columns.rest} - read
    return {at: first[same(names[at])] for at in rest & names.keys() if same(names[at]) in first}


def _twice(layout: Layout, header: str, column: int, read: int) -> Problem:
    """A problem at the header of the one that was not read; `cells` begins with the other's."""
    row, place = header_cell(layout, column)
    return Problem(
        code=TWICE,
        source=layout.source.name,
        tab=layout.table.name,
        cell=place,
        row=row,
        column=header,
        field="",
        shown=header,
        cells=(header_cell(layout, read)[1], place),
    )


def read_by(layout: Layout, names: Mapping[int, str]) -> set[int]:
    """Every column that a field or a verb reads, and those that are ours."""
    columns, said, shaped = layout.columns, layout.mapping, layout.shaped
    read = {*columns.fields.values(), *columns.scoped.values(), *layout.types.values()}
    read |= {*layout.verdict.titles.values(), *layout.ours, *layout.series}
    wanted = [*said.id, *(each.column for each in (*said.skip_rows, *said.keep_rows))]
    if said.latest_by is not None:
        wanted.append(said.latest_by)
    read |= set(selecting.many((each for each in wanted if each is not None), names))
    if shaped is not None:
        read |= shaped.read | shaped.barred | {*shaped.timed, *shaped.fields.values()}
        read |= set(shaped.headers) - layout.head_columns
    return read


def header_cell(layout: Layout, column: int) -> tuple[int, str]:
    """The row and the address of a column's header; 0 and nothing in a database."""
    head, shaped = layout.head, layout.shaped
    if not head.row:
        return (0, "") if layout.table.columns else _top(layout, column)
    at: Address = (head.row, column)
    at = next(((cell.row, column) for cell in head.cells if cell.index == column), at)
    if shaped is not None and shaped.turned:
        at = (shaped.cell(0, column)[0], at[0] - 1) if shaped.rows else at
    return at[0], a1(*at)


def _top(layout: Layout, column: int) -> tuple[int, str]:
    """Without a header a column is known by its first cell."""
    row = layout.rows[0].number if layout.rows else 1
    return row, a1(row, column)


def _filled(layout: Layout, column: int) -> list[Scalar]:
    """The first cells with something in them."""
    found: list[Scalar] = []
    for row in layout.rows:
        value = row.value(column)
        if value is not None and not (isinstance(value, str) and not value.strip()):
            found.append(value)
            if len(found) == SAMPLE:
                break
    return found


def _for_people(layout: Layout, column: int, header: str, values: Sequence[Scalar]) -> bool:
    """Whether a column is known to hold nothing that is read: notes, links, row numbers, stamps."""
    if any(each.index == column and each.type in _STAMPS for each in layout.table.columns):
        return True
    meant = match(header.rpartition(selecting.JOINT)[2])
    if any(each.field in _PEOPLE and each.score > _CLEAR for each in meant):
        return True
    if all(isinstance(value, str) and _LINK.fullmatch(value) for value in values):
        return True
    return _numbers_rows(values)


def _numbers_rows(values: Sequence[Scalar]) -> bool:
    """Whether it counts 1, 2, 3 … downwards."""
    if len(values) < _NUMBERED or any(isinstance(value, date | bool) for value in values):
        return False
    shown = [str(value).strip().removesuffix(".0").rstrip(".") for value in values]
    return shown == [str(number) for number in range(1, len(values) + 1)]


def _held(seen: Profile) -> str:
    """What most of its cells hold: numbers, dates or texts."""
    if seen.dates >= _HALF:
        return "dates"
    return "numbers" if seen.numbers + seen.numeric_texts + seen.dates >= _HALF else "texts"


def _spelled(column: int, names: Mapping[int, str]) -> str:
    """A column as a mapping names it: "Ovens", or { letter = "F" } where no header tells it."""
    named = selecting.naming(column, names)
    text = json.dumps(named.header or named.letter, ensure_ascii=False)
    return text if named.header else f"{{ letter = {text} }}"
