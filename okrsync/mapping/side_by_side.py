"""Two tables side by side on one tab: told apart, so that neither is read as part of the other.

They are refused by name rather than read together. Between them there is hardly ever room for
our columns, and beyond both nobody could tell whose they are; each range of its own is read, and
says where it needs room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from okrsync.i18n import Message
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.narrow import narrowed
from okrsync.mapping.reading import MappingError
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.shell import quoted
from okrsync.table import Area, Table, a1
from okrsync.values import safe

SURE = 0.6
"""A block that is less sure than this to be a table is no second one."""
_NUMBERS = ("target", "current", "baseline")

TWO = Message(
    "{tab}: two tables stand side by side, the second one begins in {cell}. "
    "Nothing says which one is meant."
)
NAME = Message("Name one range, or both: okrsync status {first} {second}")
Understand = Callable[[Table], Sequence[Layout | Unknown]]


def require_one(layout: Layout, understand: Understand) -> None:
    """Raises MappingError where another table stands beside this one, naming its first cell.

    `understand` reads a part of the tab as if it were a tab of its own.
    """
    blocks = list(_blocks(layout))
    if len(blocks) < 2:
        return
    first, *others = [(block, _table(layout.table, block, understand)) for block in blocks]
    for block, other in others:
        if first[1] and other and _are_two(first[1], other):
            raise _refusal(layout, first[0], block, other)


def _blocks(layout: Layout) -> Iterator[Area]:
    """The header's columns with their rows, parted at blank columns."""
    headers = layout.headers
    if layout.table.columns or not headers:
        return
    rows = layout.head.rows
    others = [c for c in range(layout.table.width) if c not in headers]
    if not others:
        return
    spanned = {
        column
        for area in layout.table.merges
        if area.first_row <= layout.head.row and area.last_row >= layout.head.top
        for column in range(area.first_column, area.last_column + 1)
    }
    filled = {c for c in others if c in spanned or any(is_filled(r.value(c)) for r in rows)}
    used = sorted({*headers, *filled})
    starts = [used[0], *(b for a, b in pairwise(used) if b > a + 1)]
    last_row = rows[-1].number if rows else layout.head.row
    for at, first in enumerate(starts):
        before = starts[at + 1] if at + 1 < len(starts) else used[-1] + 1
        last = max(column for column in used if column < before)
        yield Area(layout.head.top, first, last_row, last)


def _table(table: Table, block: Area, understand: Understand) -> Layout | None:
    """A block as a table of its own, None where it is none."""
    for found in understand(narrowed(table, block, {})):
        if isinstance(found, Layout) and not found.verdict.check_ins and found.sureness >= SURE:
            titles = found.verdict.titles.values()
            if any(is_filled(row.value(at)) for row in found.rows for at in titles):
                return found
    return None


def _are_two(first: Layout, other: Layout) -> bool:
    """Whether these are two tables and no wide one with a blank column for the eye: each has a
    header row of its own, or numbers of its own, or the second calls its rows what the first does.
    """
    if other.head.row != first.head.row:
        return True
    if all(any(layout.column(name) is not None for name in _NUMBERS) for layout in (first, other)):
        return True
    titles = [
        {same(layout.headers[at]) for at in layout.verdict.titles.values() if at in layout.headers}
        for layout in (first, other)
    ]
    return bool(titles[0] & titles[1])


def _refusal(layout: Layout, first: Area, second: Area, other: Layout) -> MappingError:
    source, tab = layout.source, layout.table.name
    document = source.location
    if source.named:
        document = document.rpartition("#")[0] or document
    if "://" in document:
        document = document.partition("#")[0].partition("?")[0]
    cell = a1(other.head.row, min(other.headers))
    ranges = {
        name: safe(quoted(f"{document}#{tab}!{area}"))
        for name, area in (("first", first), ("second", second))
    }
    return MappingError(TWO.filled(tab=safe(tab), cell=cell), hint=NAME.filled(**ranges))
