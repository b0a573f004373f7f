"""Managed columns that come and go, and words that a select lacks: each looked at afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from connectors.notion.errors import LOOK_AT_PROPERTIES, QUOTES, Committed, Forbidden, Rejected
from connectors.notion.read.cache import KnownSource, recall
from connectors.notion.read.tables import revision_of, table_of
from connectors.notion.schema import PLAIN, Property, encoded, folded, properties_of
from connectors.notion.write import denials
from okrsync.connector import Missing, Moved, Snapshot
from okrsync.http import Unclear, reason
from okrsync.i18n import Message
from okrsync.table import NewColumn, PlacedColumn, Shown, Table

if TYPE_CHECKING:
    from connectors.notion.api import Notion
    from connectors.notion.read.cache import Known

Json = Mapping[str, Any]
Wanted = Mapping[str, Sequence[NewColumn]]

COLOURS = {"good": "green", "warning": "yellow", "bad": "red", "neutral": "gray"}
MOST_OPTIONS = 100
_OURS = frozenset(("number", "select", "rich_text"))


def wanted(tables: Sequence[Table], new: Sequence[NewColumn]) -> Wanted:
    """The columns that are really missing, by table, each once."""
    found: dict[str, list[NewColumn]] = {}
    for table in tables:
        there = {folded(column.title) for column in table.columns}
        for column in new:
            if column.table == table.key and folded(column.header) not in there:
                there.add(folded(column.header))
                found.setdefault(table.key, []).append(column)
    return found


def add(notion: Notion, snapshot: Snapshot, new: Wanted) -> Snapshot:
    """The snapshot with these properties added; those that a database does not take, or that we
    may not add, are in `unplaced`. Raises Moved, Denied, Unreachable."""
    known = recall(snapshot.memory)
    placed, unplaced = [*snapshot.placed], [*snapshot.unplaced]
    for key, columns in new.items():
        source = known.sources[key]
        try:
            after = _added(notion, source, columns)
        except Forbidden:
            unplaced += denials.unplaced(notion, columns)
        except Rejected as error:
            unplaced += denials.refused(columns, reason(error.said, QUOTES))
        else:
            placed += _widened(source, columns, after)
    tables = [table_of(known.sources[table.key]) for table in snapshot.tables]
    return replace(
        snapshot,
        tables=tables,
        memory=known.stored(),
        revision=revision_of([known.sources[table.key] for table in snapshot.tables]),
        placed=tuple(placed),
        unplaced=tuple(unplaced),
    )


def _added(notion: Notion, source: KnownSource, columns: Sequence[NewColumn]) -> Sequence[Property]:
    """The properties afterwards. What is there by now, under whatever type, is left as it is:
    a property that is sent by the name of another would be turned into ours."""
    now = properties_of(notion.data_source(source.id))
    there = {folded(one.name) for one in now}
    lacking = [column for column in columns if folded(column.header) not in there]
    if not lacking:
        return now
    body = {column.header.strip(): _configured(column) for column in lacking}
    try:
        now = properties_of(notion.shape(source.id, body))
    except Unclear as error:
        now = properties_of(notion.data_source(source.id))
        if not (_stand(now, lacking) or isinstance(error, Committed)):
            # Looked: it did not take effect.
            now = properties_of(notion.shape(source.id, body))
    if not _stand(now, lacking):
        now = properties_of(notion.data_source(source.id))  # the answer may have lost one
    if not _stand(now, lacking):
        raise Moved(
            Message(
                "the columns that were added to “{database}” are not there as they should be",
                {"database": source.name},
            ),
            hint=LOOK_AT_PROPERTIES,
        )
    headers = {folded(column.header) for column in lacking}
    source.made |= {one.id for one in now if folded(one.name) in headers}
    return now


def _configured(column: NewColumn) -> Json:
    kind = _type_of(column)
    if kind == "number":
        percent = column.shown is Shown.PERCENT
        return {"number": {"format": "percent" if percent else "number"}}
    if kind == "rich_text":
        return {"rich_text": {}}
    options = [{"name": word, "color": colour} for word, colour in _coloured(column).items()]
    return {"select": {"options": options}}


def _coloured(column: NewColumn) -> dict[str, str]:
    """The words of a select, each with its colour."""
    return {word.strip(): COLOURS.get(role, PLAIN) for word, role in column.words.items()}


def _type_of(column: NewColumn) -> str:
    """The property's type. Words that can't be options stand as plain text."""
    if column.shown is not Shown.TEXT:
        return "number"
    distinct = {folded(word) for word in column.words}
    choosable = all(0 < len(w.strip()) <= 100 and "," not in w for w in column.words)
    few = len(column.words) == len(distinct) <= MOST_OPTIONS
    return "select" if column.words and choosable and few else "rich_text"


def _stand(now: Iterable[Property], columns: Iterable[NewColumn]) -> bool:
    """Whether each is there once, of its type and with all its words."""
    found = list(now)
    for column in columns:
        same = [one for one in found if folded(one.name) == folded(column.header)]
        kind = _type_of(column)
        if len(same) != 1 or same[0].type != kind:
            return False
        options = {option.casefold() for option in same[0].options}
        if kind == "select" and not {folded(word) for word in column.words} <= options:
            return False
    return True


def _widened(
    source: KnownSource, columns: Sequence[NewColumn], after: Sequence[Property]
) -> list[PlacedColumn]:
    """Put the new properties at the right edge, empty in every row."""
    by_name = {folded(one.name): one for one in after}
    placed: list[PlacedColumn] = []
    fresh: list[Property] = []
    for column in columns:
        placed.append(PlacedColumn(column, len(source.properties) + len(fresh)))
        fresh.append(by_name[folded(column.header)])
        if by_name[folded(column.header)].type == "select":
            source.watched[by_name[folded(column.header)].id] = _coloured(column)
    source.packed = None
    source.properties = [*source.properties, *fresh]
    source.shown += len(fresh) if source.shown else 0
    source.pages = [
        replace(page, values=[*page.values, *(None for _ in fresh)]) for page in source.pages
    ]
    return placed


def drop(notion: Notion, known: Known, dropped: Sequence[PlacedColumn]) -> None:
    """Take columns out, where a fresh look shows that they are still ours: the very properties
    that we added, under our header."""
    by_table: dict[str, list[PlacedColumn]] = {}
    for one in dropped:
        by_table.setdefault(one.column.table, []).append(one)
    for key, placed in by_table.items():
        _drop_of(notion, known.sources[key], placed)


def _drop_of(notion: Notion, source: KnownSource, placed: Sequence[PlacedColumn]) -> None:
    now = properties_of(notion.data_source(source.id))
    headers = {one.column.header.strip() for one in placed}
    going = [one for one in now if one.name.strip() in headers and _is_ours(source, one)]
    if not going:
        return
    body = {encoded(one.id): None for one in going}
    try:
        after = properties_of(notion.shape(source.id, body))
    except (Unclear, Rejected, Missing):
        after = properties_of(notion.data_source(source.id))
    ids = {one.id for one in after}
    if any(one.id in ids for one in going):
        raise Moved(
            Message("columns of “{database}” could not be taken out", {"database": source.name}),
            hint=Message("run it again"),
        )
    _narrowed(source, ids)


def _is_ours(source: KnownSource, one: Property) -> bool:
    """Whether we added a property. Where nothing is remembered its type has to do."""
    return one.type in _OURS and (one.id in source.made or not source.made)


def _narrowed(source: KnownSource, ids: set[str]) -> None:
    source.packed = None
    keep = [index for index, one in enumerate(source.properties) if one.id in ids]
    source.shown -= len(source.properties) - len(keep) if source.shown else 0
    source.properties = [source.properties[index] for index in keep]
    source.pages = [
        replace(page, values=[page.values[index] for index in keep]) for page in source.pages
    ]
