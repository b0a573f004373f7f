"""Where the rows of a table stand, for those who write to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from okrsync.mapping.account.certainty import certainty, doubts, worst
from okrsync.mapping.account.say import without_a_row
from okrsync.mapping.attributes import MODEL_NAMES
from okrsync.mapping.layout import Layout
from okrsync.mapping.reading import Kind, RowRef, TableReading
from okrsync.mapping.rows.drafts import Draft
from okrsync.mapping.rows.rowfilter import Left
from okrsync.mapping.vocabulary.normal import same

_KINDS = {
    "objective": Kind.OBJECTIVES,
    "key_result": Kind.KEY_RESULTS,
    "initiative": Kind.INITIATIVES,
    "kpi": Kind.KPIS,
}


def table_reading(layout: Layout, drafts: Sequence[Draft], left: Left) -> TableReading:
    """The reading of one table: `drafts` are those whose rows stand in it, `left` the rows that
    were left out."""
    own = [draft for draft in drafts if draft.own_row and has_its_row(layout, draft)]
    head = layout.head.row
    if layout.shaped is not None and layout.shaped.turned:
        # Its headers are a column: nothing can be put beside a row.
        head = layout.table.rows[0].number if layout.table.rows else 1
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
        copies=dict(layout.copies),
        rows=rows,
        identity=_identity(layout, own),
        language=layout.columns.language,
        certainty=certainty(layout, left),
        doubts=[doubt.why for doubt in doubts(layout, left)],
        mapping=layout.source.mapping,
        objective_rows=_objective_rows(own),
        read=len({draft.row for draft in drafts}),
        apart=without_a_row(layout, drafts),
    )


def has_its_row(layout: Layout, draft: Draft) -> bool:
    """Whether a row of the sheet is this entity's alone, so that something can stand beside it."""
    shaped = layout.shaped
    if layout.head.first == 1 and not layout.table.columns:
        return False  # no header, and no room for one
    if draft.row <= layout.head.row and not (shaped and shaped.turned):
        return False  # it stands above the header, beside which there are no columns of ours
    return shaped is None or (not shaped.turned and draft.row not in shaped.shared)


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
        copies={**below.copies, **above.copies},
        rows=[*above.rows, *below.rows],
        identity=tuple(dict.fromkeys((*above.identity, *below.identity))),
        certainty=worst([above.certainty, below.certainty]),
        doubts=[*above.doubts, *below.doubts],
        objective_rows={**above.objective_rows, **below.objective_rows},
        read=above.read + below.read,
        apart=list(dict.fromkeys([*above.apart, *below.apart])),
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
    homes = {name: _home(layout, column) for name, column in found.items()}
    return {name: column for name, column in homes.items() if column is not None}


def _home(layout: Layout, column: int) -> int | None:
    """The sheet's column that a field stands in."""
    if layout.shaped is None or (column in layout.head_columns and not layout.shaped.turned):
        return column
    return layout.shaped.home(column)


def _identity(layout: Layout, own: Sequence[Draft]) -> tuple[int, ...]:
    """Ids and titles; where titles repeat, what else tells rows apart."""
    found = [draft.ident_column for draft in own[:1] if draft.ident_column is not None]
    found += layout.verdict.titles.values()
    counts = Counter((draft.entity, same(draft.title)) for draft in own)
    if any(count > 1 for count in counts.values()):
        more = ("code", "owner", "target")
        found += [at for name in more if (at := layout.column(name)) is not None]
    homes = (_home(layout, column) for column in found)
    return tuple(dict.fromkeys(at for at in homes if at is not None))


def _objective_rows(own: Sequence[Draft]) -> dict[int, str]:
    """Row → the objective that it stands under, where that has no row of its own."""
    found: dict[int, str] = {}
    for draft in own:
        above = draft.joined[0].final() if draft.joined else None
        seen: list[Draft] = []
        # Rows that name each other as theirs go round in a circle.
        while above is not None and above.entity != "objective" and above not in seen:
            seen.append(above)
            above = above.joined[0].final() if above.joined else None
        above = None if above in seen else above
        if above is not None and not above.own_row:
            found[draft.row] = above.id
    return found
