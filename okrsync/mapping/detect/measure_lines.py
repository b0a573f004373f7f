"""A column that says which line is the target and which the value: “Target” above “Actual”."""

from __future__ import annotations

from collections import Counter

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.fields import KEPT
from okrsync.mapping.files.schema import ColumnRef, Pivot
from okrsync.mapping.profile import SAMPLE
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import same
from okrsync.table import letters

_MEASURES = ("target", "current", "baseline")
_CLEAR = 0.9
_LONGEST = 24


def found(ready: PreparedTable) -> Pivot | None:
    """The verb for such a column, None where a table has none."""
    width = max((len(row.values) for row in ready.rows[:SAMPLE]), default=0)
    for at in range(1, width):
        if at in ready.ours.columns.values():
            continue
        if words := _words([row.value(at) for row in ready.rows[:SAMPLE]]):
            named = selecting.naming(at, ready.names) if at in ready.names else None
            return Pivot(named or ColumnRef(letter=letters(at)), words)
    return None


def _words(values: list[object]) -> dict[str, str]:
    """Word → field, where all of a column's words are measures, two at least, and come again."""
    texts = [value.strip() for value in values if isinstance(value, str) and value.strip()]
    counts = Counter(same(text) for text in texts)
    if len(counts) < 2 or any(value for value in values if not isinstance(value, str)):
        return {}
    meant: dict[str, str] = {}
    for text in dict.fromkeys(texts):
        name = measure(text)
        if name is None:
            return {}
        if same(text) not in map(same, meant) and name != KEPT:
            if name in meant.values():
                return {}  # two words for one thing: nobody can tell which line counts
            meant[text] = name
    return meant if {"target", "current"} <= {*meant.values()} else {}


def measure(text: str) -> str | None:
    """The measure that a line's word says, KEPT for one that people compute, None for none."""
    if len(text) > _LONGEST:
        return None
    clear = [each for each in match(text) if each.score >= _CLEAR]
    named = next((each.field for each in clear if each.field in _MEASURES), None)
    return named or (KEPT if clear and clear[0].field == KEPT else None)
