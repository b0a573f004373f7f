"""Whether what was taken for titles looks like titles."""

from __future__ import annotations

import re

from okrsync.mapping.detect.evidence import Evidence
from okrsync.mapping.vocabulary.headers import strength

_FIGURE = re.compile(r"[\d\s.,%€$£+−-]+")
_FIGURES = 0.5
"""Where more than so many titles are numbers, they are none."""
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
    figures = sum(_FIGURE.fullmatch(text) is not None for text in filled)
    if filled and figures > _FIGURES * len(filled):
        return False
    if filled and len(filled) < 0.25 * rows and sure < 0.95:
        return False
    headers = sum(strength(text) > 0.9 for text in filled)
    if len(filled) > 1 and headers > 0.5 * len(filled) and not _measured(seen):
        # Attributes stand below each other: the table is turned on its side.
        return False
    if sure >= 0.8:
        return True
    return bool(seen.columns.fields.keys() & _SUPPORT) or bool(seen.columns.scoped)


def _measured(seen: Evidence) -> bool:
    """Whether numbers stand under a target or a current value: then rows are rows."""
    places = (seen.columns.fields.get(name) for name in ("target", "current", "baseline"))
    profiles = [seen.profiles[at] for at in places if at is not None and at in seen.profiles]
    return any(each.numbers + each.numeric_texts > 0.5 for each in profiles)
