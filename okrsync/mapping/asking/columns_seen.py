"""What a question tells of a column: its name, what stands in it, what it is read as."""

from __future__ import annotations

from okrsync.i18n import Message, verbatim
from okrsync.mapping.account.certainty import kind
from okrsync.mapping.account.unread import header_cell
from okrsync.mapping.layout import Layout
from okrsync.mapping.profile import SAMPLE, profile
from okrsync.table import letters
from okrsync.values import safe

NAMED = Message("“{header}” ({cell})")
_SHOWN, _LONGEST, _WIDEST = 3, 30, 50


def field_of(layout: Layout, at: int) -> str | None:
    """The field that a column is read as."""
    own = {place: name for name, place in (*layout.columns.fields.items(), *layout.types.items())}
    own |= {place: f"{about}_{name}" for (name, about), place in layout.columns.scoped.items()}
    return own.get(at)


def title_column(layout: Layout) -> int | None:
    """The column that says what the rows are called."""
    titles, main = layout.verdict.titles, layout.verdict.entity
    if main:
        return titles.get(main)
    return titles.get("title", min(titles.values(), default=None))


def named(layout: Layout, at: int) -> Message:
    """A column as people know it: its header and that one's cell, else its letter."""
    header, cell = layout.headers.get(at), header_cell(layout, at)[1]
    if not header:
        return verbatim(letters(at))
    shown = safe(header)
    shown = shown if len(shown) <= _WIDEST else f"{shown[: _WIDEST - 1]}…"
    return NAMED.filled(header=shown, cell=cell) if cell else verbatim(f"“{shown}”")


def can_be_named(layout: Layout, at: int) -> bool:
    """Whether a column is the sheet's own, so that a mapping can name it."""
    return layout.shaped is None or at in layout.head_columns


def columns_of(layout: Layout) -> list[int]:
    """The columns that have a header or hold something, but for those of ours."""
    filled = set(layout.headers) | {at for _, at in layout.columns.rest}
    return sorted(at for at in filled - layout.ours if can_be_named(layout, at))


def _values(layout: Layout, at: int) -> list[object]:
    return [value for row in layout.rows[:SAMPLE] if (value := row.value(at)) not in (None, "")]


def holds(layout: Layout, at: int) -> str:
    """What mostly stands in a column: number, date, flag or text."""
    return kind(profile([row.value(at) for row in layout.rows[:SAMPLE]]))


def sample(layout: Layout, at: int) -> list[str]:
    """The first few of a column's values, short."""
    values = _values(layout, at)
    shown = [
        f"{value:.6g}" if isinstance(value, float) else safe(str(value))
        for value in values[:_SHOWN]
    ]
    cut = [text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in shown]
    return cut + (["…"] if len(values) > _SHOWN else [])
