"""Whether what was taken for titles looks like titles."""

from __future__ import annotations

from okrsync.mapping.evidence import Evidence
from okrsync.mapping.headers import strength

_SUPPORT = frozenset(
    ("target", "baseline", "current", "progress", "status", "owner", "due", "done", "id", "parent")
)
"""Columns that make a vague header believable."""


def plausible(seen: Evidence, column: int) -> bool:
    """Whether the titles look like titles, and a vague header has something to support it."""
    values = seen.samples.get(column, ())
    filled = [value for value in values if isinstance(value, str) and value.strip()]
    rows = max((each.filled for each in seen.profiles.values()), default=0)
    sure = seen.columns.sure.get(column, 0)
    if filled and len(filled) < 0.25 * rows and sure < 0.95:
        return False
    if len(filled) > 1 and sum(strength(text) > 0.9 for text in filled) > 0.5 * len(filled):
        # Attributes stand below each other: the table is turned on its side.
        return False
    if sure >= 0.8:
        return True
    return bool(seen.columns.fields.keys() & _SUPPORT) or bool(seen.columns.scoped)
