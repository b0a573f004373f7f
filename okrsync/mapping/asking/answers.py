"""What an answer makes of a table's mapping."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from okrsync.mapping.apply import selecting
from okrsync.mapping.asking.about_columns import SECTIONS
from okrsync.mapping.asking.columns_seen import field_of, title_column
from okrsync.mapping.asking.question import KEEP
from okrsync.mapping.fields import ENTITIES, TITLES
from okrsync.mapping.files.schema import ColumnRef, Levels, TableMapping
from okrsync.mapping.layout import Layout


def with_field(layout: Layout, at: int, name: str) -> TableMapping:
    """The mapping with a column as this field, and as no other; `keep` is none at all. Another
    column that was this field changes places with it."""
    columns = _without(layout, at)
    if name != KEEP:
        before, other = field_of(layout, at), columns.get(name)
        columns[name] = _naming(layout, at)
        if before is not None and other is not None:
            columns[before] = other
    return replace(layout.mapping, columns=columns, guess=False)


def with_title(layout: Layout, at: int) -> TableMapping:
    """The mapping with its rows called by this column."""
    before = title_column(layout)
    dropped = {before, at} - {None}
    places = _places(layout)
    columns = {
        name: column
        for name, column in layout.mapping.columns.items()
        if name not in TITLES or places.get(name) not in dropped
    }
    columns[layout.verdict.entity or "title"] = _naming(layout, at)
    return replace(layout.mapping, columns=columns, guess=False)


def with_level(layout: Layout, level: str) -> TableMapping:
    """The mapping with every row as this, or parted by rows that hold a title alone."""
    title = title_column(layout)
    columns = dict(layout.mapping.columns)
    if title is not None and level not in columns:
        columns = {
            name: column
            for name, column in _without(layout, title).items()
            if name not in TITLES or name in ENTITIES
        }
        columns["title" if level == SECTIONS else level] = _naming(layout, title)
    if level == SECTIONS:
        levels = Levels("sections")
        return replace(layout.mapping, columns=columns, level=None, levels=levels, guess=False)
    return replace(layout.mapping, columns=columns, level=level, levels=None, guess=False)  # type: ignore[arg-type] # one of the four


def with_words(layout: Layout, at: int, words: Mapping[str, str]) -> TableMapping:
    """The mapping with a column that says what each row is, and what its words mean beside those
    that are said already."""
    title = title_column(layout)
    columns = _without(layout, at)
    if title is not None and title != at:
        columns = {name: c for name, c in columns.items() if name not in TITLES}
        columns["title"] = _naming(layout, title)
    columns["level"] = _naming(layout, at)
    said = layout.mapping.levels.words if layout.mapping.levels else {}
    levels = Levels("column", {**said, **words})
    return replace(layout.mapping, columns=columns, level=None, levels=levels, guess=False)


def _places(layout: Layout) -> dict[str, int | None]:
    return {name: selecting.one(c, _names(layout)) for name, c in layout.mapping.columns.items()}


def _without(layout: Layout, at: int) -> dict[str, ColumnRef]:
    """The mapping's columns, but for what this one is read as."""
    places = _places(layout)
    return {name: c for name, c in layout.mapping.columns.items() if places[name] != at}


def _names(layout: Layout) -> dict[int, str]:
    return {cell.index: cell.name for cell in layout.head.cells}


def _naming(layout: Layout, at: int) -> ColumnRef:
    return selecting.naming(at, _names(layout))


def candidates(layout: Layout) -> Iterator[int]:
    """The columns that may say what each row is: a few words, repeated."""
    for at in sorted({*layout.headers, *(place for _, place in layout.columns.rest)}):
        values = [str(v) for row in layout.rows if (v := row.value(at)) not in (None, "")]
        if at not in layout.ours and values and len(set(values)) <= max(2, len(values) // 2):
            yield at
