"""Formulas without a stored result in what is read: these cells have no value until somebody opens
the document in a program that computes them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from okrsync.mapping.account.unread import read_by
from okrsync.mapping.attributes import MODEL_NAMES
from okrsync.mapping.layout import Layout
from okrsync.mapping.reading import Problem
from okrsync.mapping.rows.drafts import Draft
from okrsync.table import a1

CODE = "DAT14"


def uncomputed(layout: Layout, drafts: Mapping[int, Draft]) -> Iterator[Problem]:
    """A problem at each such cell of a row that is read, by `drafts` (position → its own draft),
    or that would be, had its title a value."""
    if not layout.table.uncomputed:
        return
    names = {cell.index: cell.name for cell in layout.head.cells}
    titles = frozenset(layout.verdict.titles.values())
    fields = {column: name for (name, _), column in layout.columns.scoped.items()}
    fields |= {column: name for name, column in layout.columns.fields.items()}
    for column in sorted(read_by(layout, names) - layout.ours):
        for at in _without_result(layout, column):
            draft = drafts.get(at)
            if draft is None and column not in titles and not layout.verdict.check_ins:
                continue
            place = layout.cell(at, column)
            yield Problem(
                code=CODE,
                source=layout.source.name,
                tab=layout.table.name,
                cell=a1(*place),
                row=place[0],
                column=layout.headers.get(column, ""),
                field=MODEL_NAMES.get(fields.get(column, ""), fields.get(column, "")),
                shown="",
                entity_id=draft.id if draft else None,
                title=draft.title if draft else None,
            )


def _without_result(layout: Layout, column: int) -> Collection[int]:
    """Positions of the rows whose cell in a column has none."""
    found = layout.table.uncomputed
    return [at for at in range(len(layout.rows)) if layout.cell(at, column) in found]
