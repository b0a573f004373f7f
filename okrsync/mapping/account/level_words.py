"""Words of a level column that nobody knows."""

from __future__ import annotations

from okrsync.mapping.layout import Layout
from okrsync.mapping.vocabulary import types
from okrsync.mapping.vocabulary.normal import phrase

_MOST = 12


def unknown(layout: Layout, at: int) -> list[str]:
    """The words of a column that say neither by themselves nor by the mapping what a row is."""
    said = layout.mapping.levels.words if layout.mapping.levels else {}
    known = {phrase(word) for word in said}
    found: dict[str, str] = {}
    for row in layout.rows:
        text = str(row.value(at) or "").strip()
        if text and types.level_of(text) is None and phrase(text) not in known:
            found.setdefault(phrase(text), text)
    return list(found.values())[:_MOST]
