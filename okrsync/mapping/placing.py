"""Where the rows of a table stand, for those who write to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from okrsync.mapping.attributes import MODEL_NAMES
from okrsync.mapping.drafts import Draft
from okrsync.mapping.layout import Layout
from okrsync.mapping.normal import same
from okrsync.mapping.reading import Kind, RowRef, TableReading

_KINDS = {
    "objective": Kind.OBJECTIVES,
    "key_result": Kind.KEY_RESULTS,
    "initiative": Kind.INITIATIVES,
    "kpi": Kind.KPIS,
}


def table_reading(layout: Layout, drafts: Sequence[Draft]) -> TableReading:
    """The reading of one table: `drafts` are those whose rows stand in it."""
    own = [draft for draft in drafts if draft.own_row]
    head = layout.head.row
    rows = sorted(
        (RowRef(draft.id, _KINDS[draft.entity], draft.row, draft.blocked) for draft in own),
        key=lambda ref: ref.row,
    )
    return TableReading(
        source=layout.source.name,
        table=layout.table,
        kind=layout.verdict.kind or Kind.MIXED,
        header_row=head,
        first_row=layout.head.first,
        last_row=rows[-1].row if rows else head,
        columns=columns(layout),
        managed=dict(layout.managed),
        managed_headers=dict(layout.managed_headers),
        rows=rows,
        identity=_identity(layout, own),
        language=layout.columns.language,
        sureness=layout.sureness,
        mapping=layout.source.mapping,
        objective_rows=_objective_rows(own),
    )


def joined(readings: Iterable[TableReading]) -> list[TableReading]:
    """One reading a table: where several headers stand under each other, our columns are added
    once, to the right of the first, and serve the rows below all of them."""
    found: dict[str, TableReading] = {}
    for reading in readings:
        above = found.get(reading.table.key)
        found[reading.table.key] = _under(above, reading) if above else reading
    return list(found.values())


def _under(above: TableReading, below: TableReading) -> TableReading:
    """One reading of both; the upper one's columns come first."""
    return replace(
        above,
        kind=above.kind if above.kind is below.kind else Kind.MIXED,
        last_row=max(above.last_row, below.last_row),
        columns={**below.columns, **above.columns},
        managed={**below.managed, **above.managed},
        managed_headers={**below.managed_headers, **above.managed_headers},
        rows=[*above.rows, *below.rows],
        identity=tuple(dict.fromkeys((*above.identity, *below.identity))),
        sureness=min(above.sureness, below.sureness),
        objective_rows={**above.objective_rows, **below.objective_rows},
    )


def columns(layout: Layout) -> dict[str, int]:
    """Model field → column; `title` is the rows' own title."""
    main = layout.verdict.entity
    found = {MODEL_NAMES.get(name, name): at for name, at in layout.columns.fields.items()}
    found |= layout.types
    found |= layout.verdict.titles
    for (name, scope), at in layout.columns.scoped.items():
        if scope == main:
            found[MODEL_NAMES.get(name, name)] = at
        else:
            found[f"{scope}_{name}"] = at
    titles = layout.verdict.titles
    found["title"] = titles[main] if main else titles.get("title", min(titles.values()))
    return found


def _identity(layout: Layout, own: Sequence[Draft]) -> tuple[int, ...]:
    """Ids and titles; where titles repeat, what else tells rows apart."""
    found = [draft.ident_column for draft in own[:1] if draft.ident_column is not None]
    found += layout.verdict.titles.values()
    counts = Counter((draft.entity, same(draft.title)) for draft in own)
    if any(count > 1 for count in counts.values()):
        more = ("code", "owner", "target")
        found += [at for name in more if (at := layout.column(name)) is not None]
    return tuple(dict.fromkeys(found))


def _objective_rows(own: Sequence[Draft]) -> dict[int, str]:
    """Row → the objective that it stands under, where that has no row of its own."""
    found: dict[int, str] = {}
    for draft in own:
        above = draft.joined[0].final() if draft.joined else None
        while above is not None and above.entity != "objective":
            above = above.joined[0].final() if above.joined else None
        if above is not None and not above.own_row:
            found[draft.row] = above.id
    return found
