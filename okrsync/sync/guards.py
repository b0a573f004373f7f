"""What a run may not do before a human has looked (guarantee 4), each with its numbers.

`--accept NAME` lets one guard pass for one run; the names are those of `Guard`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from okrsync.history import SeenTable
from okrsync.mapping.reading import TableReading
from okrsync.sync.cells import Cell, Tables, plain, same
from okrsync.sync.errors import Guard, GuardStop
from okrsync.sync.recall import Recall
from okrsync.sync.results import Evaluation
from okrsync.table import a1
from okrsync.text import Text
from okrsync.writeback.rows import lines

ENOUGH = 10
"""From so many cells filled before on, a mass change is looked at."""

EMPTY = Text(
    en="{source}, tab {tab}: there are no rows now, and there were {rows}. Nothing was written.",
    nl="{source}, tabblad {tab}: er zijn nu geen rijen, en het waren er {rows}. "
    "Er is niets geschreven.",
)
GONE = Text(
    en="{source}: the tab {tab} is gone; it had {rows} rows. Nothing was written.",
    nl="{source}: het tabblad {tab} is er niet meer; het had {rows} rijen. Er is niets geschreven.",
)
LOST = Text(
    en="{source}, tab {tab}: the column {header!r} ({field}) is gone. Nothing was written.",
    nl="{source}, tabblad {tab}: de kolom {header!r} ({field}) is er niet meer. "
    "Er is niets geschreven.",
)
CHANGED = Text(
    en="{source}, tab {tab}{cell}: {field} would now be read from the column {now!r}; it was "
    "{before!r}. Nothing was written.",
    nl="{source}, tabblad {tab}{cell}: {field} zou nu uit de kolom {now!r} komen; dat was "
    "{before!r}. Er is niets geschreven.",
)
RENAMED = Text(
    en="{source}, tab {tab}{cell}: the column {header!r} of okrsync is called {now!r} now. "
    "Give it its name back, or put {field} = {now!r} into [write_back] columns. "
    "Nothing was written.",
    nl="{source}, tabblad {tab}{cell}: de kolom {header!r} van okrsync heet nu {now!r}. Geef "
    "haar haar naam terug, of zet {field} = {now!r} in [write_back] columns. "
    "Er is niets geschreven.",
)
MANY = Text(
    en="{count} of the {filled} cells that okrsync filled before in {period} would change, more "
    "than {limit} of them. Nothing was written.",
    nl="{count} van de {filled} cellen die okrsync eerder in {period} vulde zouden veranderen, "
    "meer dan {limit} ervan. Er is niets geschreven.",
)
HINT = Text(
    en="If that is how it should be: {command}",
    nl="Als dat de bedoeling is: {command}",
)


@dataclass(frozen=True, slots=True)
class _Stop:
    guard: Guard
    text: Text
    values: dict[str, object]
    cell: str | None = None


def require(
    evaluation: Evaluation,
    recall: Recall,
    tables: Tables,
    cells: Sequence[Cell],
    accepted: Collection[Guard],
    command: str,
) -> None:
    """Let a run pass, or raise GuardStop with the first guard that nobody accepted."""
    stops = (
        *_sources(evaluation, recall, tables),
        *_renamed(evaluation, recall, tables),
        *_mass_change(evaluation, recall, cells),
    )
    for stop in stops:
        if stop.guard in accepted:
            continue
        language = evaluation.language
        options = " ".join(f"--accept {guard}" for guard in sorted({*accepted, stop.guard}))
        raise GuardStop(
            stop.text.say(language, **stop.values),
            guard=stop.guard,
            hint=HINT.say(language, command=f"{command} {options}"),
            cell=stop.cell,
        )


def headers_of(table: TableReading) -> dict[str, str]:
    """Field → header of its column, as it stands."""
    return {
        field: str(
            next((c.title for c in table.table.columns if c.index == index), None)
            or table.table.value(table.header_row, index)
            or ""
        )
        for field, index in table.columns.items()
    }


def _sources(evaluation: Evaluation, recall: Recall, tables: Tables) -> Iterator[_Stop]:
    for name in evaluation.job.sources:
        for old, table in _pairs(name, recall, tables):
            yield from _table(name, old, table)


def _pairs(
    source: str, recall: Recall, tables: Tables
) -> Iterator[tuple[SeenTable, TableReading | None]]:
    """Each table of a source with what it is now: by its lasting key, else by its name, else
    the only one left (a tab that was renamed in a file without lasting keys)."""
    seen = recall.sources.get(source)
    left = [t for t in tables.by_key.values() if t.source == source]
    homeless = []
    for old in seen.tables if seen else ():
        found = tables.known_as(source, old.key) or next(
            (t for t in left if t.table.name == old.name), None
        )
        if found is None or found not in left:
            homeless.append(old)
        else:
            left.remove(found)
            yield old, found
    only = left[0] if len(left) == len(homeless) == 1 else None
    for old in homeless:
        yield old, only


def _table(source: str, old: SeenTable, now: TableReading | None) -> Iterator[_Stop]:
    values: dict[str, object] = {"source": source, "tab": old.name, "rows": old.rows}
    if now is None:
        if old.rows:
            yield _Stop(Guard.ROWS, GONE, values)
        return
    if old.rows and not now.rows:
        yield _Stop(Guard.ROWS, EMPTY, values)
    headers = headers_of(now)
    for field, before in old.headers.items():
        about = {**values, "field": field}
        if field not in headers:
            yield _Stop(Guard.HEADER, LOST, {**about, "header": before})
        elif _folded(headers[field]) != _folded(before):
            cell = None if now.named else a1(now.header_row, now.columns[field])
            about |= {"cell": _at(cell), "now": headers[field], "before": before}
            yield _Stop(Guard.MAPPING, CHANGED, about, cell)


def _renamed(evaluation: Evaluation, recall: Recall, tables: Tables) -> Iterator[_Stop]:
    """Columns of ours that are gone while another one holds what we wrote into them."""
    for name in evaluation.job.sources:
        for old, table in _pairs(name, recall, tables):
            for field, header in old.managed.items() if table else ():
                if table is not None and field not in table.managed:
                    index = _holding(table, field, old, recall)
                    if index is not None:
                        yield _renamed_stop(table, field, header, index)


def _holding(table: TableReading, field: str, old: SeenTable, recall: Recall) -> int | None:
    """The column, neither ours nor known from before, that mostly holds what we last wrote."""
    ours = {
        line.number: recall.written.get((table.source, line.main.entity_id, field))
        for line in lines(table)
    }
    wrote = {row: cell.value for row, cell in ours.items() if cell and cell.value is not None}
    people = {_folded(header) for header in old.headers.values()}
    headers = headers_of(table)
    known = {i for name, i in table.columns.items() if _folded(headers[name]) in people}
    known |= set(table.managed.values())
    for index in range(table.table.width if wrote else 0):
        held = sum(
            same(plain(table.table.value(row, index)), value) for row, value in wrote.items()
        )
        if index not in known and 2 * held > len(wrote):
            return index
    return None


def _renamed_stop(table: TableReading, field: str, header: str, index: int) -> _Stop:
    cell = None if table.named else a1(table.header_row, index)
    values: dict[str, object] = {
        "source": table.source,
        "tab": table.table.name,
        "cell": _at(cell),
        "header": header,
        "field": field,
        "now": next((c.title for c in table.table.columns if c.index == index), None)
        or str(table.table.value(table.header_row, index) or ""),
    }
    return _Stop(Guard.HEADER, RENAMED, values, cell)


def _at(cell: str | None) -> str:
    """The cell after the tab's name; nothing in a database, whose columns have no letters."""
    return f", {cell}" if cell else ""


def _folded(header: str) -> str:
    return " ".join(header.split()).casefold()


def _mass_change(evaluation: Evaluation, recall: Recall, cells: Iterable[Cell]) -> Iterator[_Stop]:
    filled = {
        key
        for key, written in recall.written.items()
        if written.period == evaluation.period.label
        and key[0] in evaluation.job.sources
        and written.value is not None
    }
    limit = evaluation.job.config.guards.max_changes
    changing = sum(cell.key in filled and not same(cell.planned().before, None) for cell in cells)
    if len(filled) >= ENOUGH and Decimal(changing) > limit * len(filled):
        yield _Stop(
            Guard.CHANGES,
            MANY,
            {
                "count": changing,
                "filled": len(filled),
                "period": evaluation.period.label,
                "limit": f"{limit * 100:g} %" if limit < 1 else "all",
            },
        )
