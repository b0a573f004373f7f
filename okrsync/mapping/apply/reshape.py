"""The verbs that take a table apart, one after another; a table without one is read as it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from okrsync.mapping.apply import filtering, selecting
from okrsync.mapping.apply.going_on import joined_rows
from okrsync.mapping.apply.numbering import as_rows, is_numbering
from okrsync.mapping.apply.pivoting import lines_as_columns
from okrsync.mapping.apply.rewriting import rewritten, taken_apart
from okrsync.mapping.apply.sections import sections
from okrsync.mapping.apply.shaped import Shaped
from okrsync.mapping.apply.splitting import split
from okrsync.mapping.apply.unpivoting import over_time
from okrsync.mapping.files.schema import TableMapping

_TITLES = ("key_result", "title", "kpi", "initiative", "indicator")


def reshaped(
    shaped: Shaped,
    mapping: TableMapping,
    today: date,
    fiscal_year_start: int = 1,
    lead: int = 0,
    ours: Collection[int] = (),
) -> Shaped:
    """A table after all reshaping verbs of its mapping, in the order in which they compose:
    sections, rows that count, rows that go on, blanks filled down, lines put beside each other, the
    latest of each, ids, cells parted, columns unpivoted, texts taken apart, and at last the values.
    The first `lead` rows stand above the header, and columns of `ours` tell nothing: both for
    sections alone."""
    if mapping.levels is not None and mapping.levels.by == "sections":
        title = title_column(mapping, shaped.headers)
        shaped = (
            shaped if title is None else sections(shaped, title, lead, ours, mapping.levels.heading)
        )
    if mapping.skip_rows or mapping.keep_rows:
        shaped = filtering.filtered(shaped, mapping.skip_rows, mapping.keep_rows)
    if mapping.goes_on is not None:
        shaped = joined_rows(shaped, mapping.goes_on)
    if mapping.fill_down:
        shaped = filtering.filled_down(shaped, mapping.fill_down)
    if mapping.pivot is not None:
        shaped = lines_as_columns(shaped, mapping.pivot)
    shaped, ids = _identified(shaped, mapping)
    for part in mapping.split:
        shaped = split(shaped, part, ids)
    for verb in mapping.unpivot:
        if is_numbering(verb):
            shaped = as_rows(shaped, verb, ids)
        else:
            shaped = over_time(shaped, verb, today, fiscal_year_start)
    for pattern in mapping.pattern:
        fields = {**_fields(shaped, mapping), **shaped.fields}
        alone = pattern.column in mapping.ignore
        shaped = taken_apart(shaped, pattern, fields, alone=alone)
    return rewritten(shaped, mapping.values, {**_fields(shaped, mapping), **shaped.fields})


def title_column(mapping: TableMapping, headers: Mapping[int, str]) -> int | None:
    """The column of titles, None where the mapping names none."""
    named = (mapping.columns[name] for name in _TITLES if name in mapping.columns)
    return next((at for each in named for at in selecting.all_of(each, headers)), None)


def _identified(shaped: Shaped, mapping: TableMapping) -> tuple[Shaped, list[int]]:
    """The latest row of each id, with the ids that are made of several columns; and the columns
    that hold a row's own id, which are none of several rows' that one becomes."""
    own = _ids(shaped, mapping)
    if mapping.latest_by is not None:
        shaped = filtering.latest(shaped, mapping.latest_by, own)
    for entity, columns in mapping.id_of.items():
        shaped = filtering.composite(shaped, columns, f"{entity}_id")
    if len(mapping.id) > 1:
        shaped = filtering.composite(shaped, mapping.id)
        own = [shaped.fields["id"]]
    return shaped, own


def _ids(shaped: Shaped, mapping: TableMapping) -> list[int]:
    """The columns that make a row's id."""
    said = mapping.id or tuple(filter(None, (mapping.columns.get("id"),)))
    return selecting.many(said, shaped.headers)


def _fields(shaped: Shaped, mapping: TableMapping) -> Mapping[str, int]:
    return {
        name: at
        for name, column in mapping.columns.items()
        if (at := selecting.one(column, shaped.headers)) is not None
    }
