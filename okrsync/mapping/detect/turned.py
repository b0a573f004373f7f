"""Whether a table stands on its side: its headers below each other, a column for each row."""

from __future__ import annotations

from okrsync.mapping.vocabulary.headers import strength
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.table import Table

_LOOK = 60
_CLEAR = 0.9
_MOST = 0.5


def looks_turned(table: Table) -> bool:
    """Whether most of the first filled column's cells are words of headers, three at least, and
    there are cells beside them."""
    if table.columns:
        return False
    rows = table.rows[:_LOOK]
    first = next(
        (at for at in range(table.width) if any(is_filled(row.value(at)) for row in rows)), None
    )
    if first is None:
        return False
    texts = [value for row in rows if isinstance(value := row.value(first), str) and value.strip()]
    known = {text for text in texts if strength(text) > _CLEAR}
    beside = any(is_filled(row.value(first + 1)) for row in rows)
    return beside and len(known) >= 3 and len(known) >= _MOST * len(texts)
