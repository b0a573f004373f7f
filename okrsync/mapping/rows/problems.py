"""Problems that joining and naming meet: broken references, double ids, rows of no level."""

from __future__ import annotations

from okrsync.mapping.account import say
from okrsync.mapping.rows import identity
from okrsync.mapping.rows.drafts import Draft, Ref
from okrsync.mapping.rows.link import NEAREST, Broken
from okrsync.mapping.rows.relations import RELATION
from okrsync.mapping.work import Work
from okrsync.table import a1

_ODD = {"level": say.UNKNOWN_LEVEL, "objective": say.NUMBER_OF_OBJECTIVE}


def broken(work: Work, each: Broken) -> None:
    """A reference that leads nowhere, with the nearest text that exists."""
    detail = NEAREST.filled(near=each.nearest) if each.nearest else None
    draft, ref = each.draft, each.ref
    header, shown = work.layouts[draft.table].headers.get(ref.column, ""), ref.text
    if _is_relation(work, draft, ref):
        # Its key tells people nothing.
        detail, shown = say.UNREAD_ROW, header
    work.problem(
        draft.table, draft.at, "DAT06", ref.column, "parent", detail, draft=draft, shown=shown
    )


def _is_relation(work: Work, draft: Draft, ref: Ref) -> bool:
    columns = work.layouts[draft.table].table.columns
    return any(each.index == ref.column and each.type == RELATION for each in columns)


def doubled(work: Work, pair: identity.Doubled) -> None:
    """Rows that share an id, with the cells of all of them."""
    first = pair.drafts[0]
    cells = tuple(_address(work, draft) for draft in pair.drafts)
    column = first.title_column if first.ident_column is None else first.ident_column
    work.problem(
        first.table,
        first.at,
        "DAT05",
        column,
        "title" if pair.derived else "id",
        identity.NO_DIFFERENCE if pair.derived else None,
        draft=first,
        shown=pair.shown,
        cells=cells,
    )


def _address(work: Work, draft: Draft) -> str:
    column = draft.title_column if draft.ident_column is None else draft.ident_column
    layout = work.layouts[draft.table]
    named = not layout.head.row  # a database: nobody sees letters and numbers
    cell = f"“{draft.title}”" if named else a1(*layout.cell(draft.at, column))
    several = len({each.table.key for each in work.layouts}) > 1
    return f"{layout.table.name}{': ' if named else '!'}{cell}" if several else cell


def odd_cells(work: Work) -> None:
    """Cells that hindered their row."""
    for index, walked in enumerate(work.walked):
        for odd in walked.odd:
            code = "DAT11" if odd.why == "error" else "DAT01"
            detail = _ODD.get(odd.why)
            work.problem(index, odd.at, code, odd.column, odd.field, detail, shown=odd.shown)
