"""Columns that number what they hold: “Key result 1”, “KR1 target”, “Key result 2” …"""

from __future__ import annotations

import re

from okrsync.mapping.apply.numbering import numbered
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.files.schema import Unpivot
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import same

_NUMBERED = re.compile(r"^\s*([^\W\d_][^\d]{0,30}?)[\s#.:_-]*(\d{1,2})(?!\d)[\s.:()/–-]*(.*)$")
_ROWS = ("key_result", "initiative", "kpi")
_CLEAR = 0.7
_NAMES = ("title", "description")


def found(ready: PreparedTable) -> tuple[Unpivot, ...]:
    """The verb for numbered columns, empty where a table has none: two numbers at least of one
    thing, each with a column that is called nothing more than it and its number."""
    texts: dict[str, str] = {}
    measures: dict[str, dict[str, str]] = {}
    numbers: dict[str, set[str]] = {}
    for text in ready.names.values():
        parts = _NUMBERED.match(text)
        entity = _entity(parts[1]) if parts else None
        if parts is None or entity is None:
            continue
        rest = same(parts[3])
        texts[same(parts[1])] = entity
        if not rest:
            numbers.setdefault(entity, set()).add(parts[2])
        elif (name := _measure(rest, entity)) is not None:
            measures.setdefault(entity, {})[rest] = name
            if name == entity:
                numbers.setdefault(entity, set()).add(parts[2])
    for entity in _ROWS:
        if len(numbers.get(entity, ())) > 1 and not _named_already(ready, entity):
            words = "|".join(re.escape(text) for text, own in texts.items() if own == entity)
            pattern = rf"(?:{words})[\s#.:_-]*(?P<row>[0-9]+)[\s.:()/–-]*(?P<measure>.*)"
            verb = Unpivot("periods", entity, measures.get(entity, {}), pattern)
            return (verb,) if len(numbered(ready.names, verb)) > 1 else ()
    return ()


def _named_already(ready: PreparedTable, entity: str) -> bool:
    """Whether another column says what the rows are: “Activity” beside “Task 1” and “Task 2”,
    which are steps of it."""
    for text in ready.names.values():
        best = match(text)[:1]
        if best and best[0].field == entity and best[0].score >= _CLEAR:
            numbered_too = _NUMBERED.match(text)
            if numbered_too is None or _entity(numbered_too[1]) is None:
                return True
    return False


def _entity(text: str) -> str | None:
    best = match(text)[:1]
    named = best[0].field if best and best[0].score >= _CLEAR else None
    return named if named in _ROWS else None


def _measure(rest: str, entity: str) -> str | None:
    best = match(rest.strip("()"))[:1]
    if not best or best[0].score < _CLEAR or best[0].scope or best[0].field == "kept":
        return None
    return entity if best[0].field in _NAMES else best[0].field
