"""The lighter read of a large sheet: bare values, and what a full read told of them.

`values:batchGet` gives a number and does not say whether it is a percent or a day. A full read
remembers that by column, with formulas, protection and hidden rows; for a while the next reads
take the values alone. Whenever something is not as it was then (a header, a cell of ours that
somebody typed in, a row that moved, a number of a kind that its column never had), the light
read is given up and a full one made: that is the only case in which a read takes two requests.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from connectors.google_sheets.address import quoted
from connectors.google_sheets.cell_values import ERRORS, Raw, stored
from connectors.google_sheets.errors import RequestRejected
from connectors.google_sheets.read.cache import (
    KnownTab,
    from_memory,
    known_of,
    to_memory,
)
from connectors.google_sheets.read.response import revision_of
from okrsync.connector import Memory
from okrsync.http.waiting import current
from okrsync.table import Change, PlacedColumn, Scalar, Table
from okrsync.tabs import picked

if TYPE_CHECKING:
    from connectors.google_sheets.address import SheetAddress
    from connectors.google_sheets.api import Sheets

CELLS = 10_000
"""From so many cells on a sheet is read the lighter way."""
FRESH = timedelta(hours=1)
"""How long a full read's knowledge is used: new tabs and formats are seen after that at last."""
_TEXTS: dict[str, Scalar] = {"": None, **ERRORS}


def remember(tables: Sequence[Table], *, whole: bool) -> Memory:
    """What a full read is remembered for; empty for a small sheet. `whole`: all of its tabs."""
    if sum(len(row.values) for table in tables for row in table.rows) <= CELLS:
        return {}
    known = []
    for table in tables:
        rows = [stored(row.values) for row in table.rows]
        known.append(known_of(table, rows))
        known[-1].sign(rows)
    now = current().clock.now().isoformat()
    return {"light": to_memory(known), "read_at": now, "whole": whole}


def after_write(
    memory: Memory,
    rows: Mapping[str, Sequence[Sequence[Raw]]],
    changes: Sequence[Change],
    placed: Sequence[PlacedColumn],
) -> Memory:
    """The memory when these cells were written: which columns are ours, and what is in them.

    `rows` are the stored values of each table as they are now.
    """
    known = from_memory(memory)
    if known is None:
        return memory
    by_key = {each.key: each for each in known}
    touched = {(c.table, c.column): c.shown for c in changes}
    touched |= {(one.column.table, one.index): one.column.shown for one in placed}
    for (key, column), shown in touched.items():
        if key in by_key:
            by_key[key].claim(column, shown)
    changed = {key for key, _ in touched}
    for key in changed & rows.keys() & by_key.keys():
        by_key[key].sign(rows[key])
    return {**memory, "light": to_memory(known)}


def forgotten(memory: Memory) -> Memory:
    """The memory without what the lighter read needs."""
    return {name: value for name, value in memory.items() if name != "light"}


@dataclass(frozen=True, slots=True)
class ValuesRead:
    """What a light read gave."""

    tables: list[Table]
    revision: str


def read(sheets: Sheets, where: SheetAddress, memory: Memory, *, write: bool) -> ValuesRead | None:
    """The tables by their values alone, None where a full read is due. One request at most."""
    known = from_memory(memory) if _fresh(memory) else None
    if known is None or (write and not any(each.ours for each in known)):
        return None
    if where.tab is None:
        wanted = known if memory.get("whole") else []
    else:
        keys = {t.key for t in picked([each.empty() for each in known], where.tab)}
        wanted = [each for each in known if each.key in keys]
    if not wanted:
        return None
    try:
        answer = sheets.values_batch_get([quoted(each.name) for each in wanted])
    except RequestRejected:
        return None
    parts = answer.get("valueRanges") or ()
    if len(parts) != len(wanted):
        return None
    values = [[_cleaned(row) for row in part.get("values") or ()] for part in parts]
    fits = all(each.fits(rows) for each, rows in zip(wanted, values, strict=True))
    return _light(wanted, values, memory) if fits else None


def _light(
    wanted: Sequence[KnownTab], values: Sequence[list[list[Scalar]]], memory: Memory
) -> ValuesRead:
    bare = [each.table((), {}) for each in wanted]
    # Before moments are put into the values: a revision is of what is stored.
    revision = revision_of(zip(bare, values, strict=True))
    tables = [
        replace(each.dressed(rows), marked=_marked(memory, each.key))
        for each, rows in zip(wanted, values, strict=True)
    ]
    return ValuesRead(tables, revision)


def _marked(memory: Memory, key: str) -> dict[int, str]:
    """The marked columns of a tab: where none moved, as no header did, they are where they were."""
    grids = memory.get("grids")
    known = grids.get(key) if isinstance(grids, Mapping) else None
    marked = known.get("marked") if isinstance(known, Mapping) else None
    return {int(column): str(name) for column, name in (marked or {}).items()}


def _fresh(memory: Memory) -> bool:
    try:
        then = datetime.fromisoformat(str(memory.get("read_at")))
        return timedelta(0) <= current().clock.now() - then <= FRESH
    except (ValueError, TypeError):
        return False


def _cleaned(row: Sequence[Any]) -> list[Scalar]:
    """Stored values as a full read has them: blanks are None, whole numbers are whole."""
    found = [
        _TEXTS.get(v, v)
        if type(v) is str
        else int(v)
        if type(v) is float and v.is_integer() and -1e15 < v < 1e15
        else v
        for v in row
    ]
    while found and found[-1] is None:
        found.pop()
    return found
