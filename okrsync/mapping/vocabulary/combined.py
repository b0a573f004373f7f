"""Headers that name two levels at once: “Objective / Key result”, “Ziel oder Ergebnis”."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from okrsync.mapping.vocabulary.meaning import Match

_BETWEEN = re.compile(
    r"\s*[/|&+,;\n]\s*|\s+(?:or|and|of|en|oder|und|ou|et|o|u|y|e)\s+", re.IGNORECASE
)
"""What stands between two names of levels, in any of our languages."""
_MOST = 4
_SCORE = 0.98


def title(text: str, entities: Callable[[str], Mapping[str, frozenset[str]]]) -> tuple[Match, ...]:
    """The meaning of a header whose every part names a level, two different ones at least.

    Such a column holds what rows are called, whatever they are; what they are is told by their
    codes or by a column of levels.
    """
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if not 1 < len(parts) <= _MOST:
        return ()
    named = [entities(part) for part in parts]
    if not all(named) or len(frozenset().union(*named)) < 2 or _same(named):
        return ()
    languages = frozenset().union(*(own for each in named for own in each.values()))
    return (Match("title", None, _SCORE, languages),)


def _same(named: list[Mapping[str, frozenset[str]]]) -> bool:
    """Whether one level can be what all parts name: “Task / Activity”, “Doel / Objective”."""
    return bool(frozenset(named[0]).intersection(*named[1:]))
