"""Columns that number what they hold: “Key result 1”, “KR1 target” or “Target 1” …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from okrsync.mapping.apply.numbering import numbered
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.files.schema import Unpivot
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import same

_NUMBERED = re.compile(r"^\s*([^\W\d_][^\d]{0,30}?)[\s#.:_-]*(\d{1,2})(?!\d)[\s.:()/–-]*(.*)$")
_LED = re.compile(r"^\s*([^\W\d_][^\d]{0,40}?)[\s#.:_(–-]*(\d{1,2})\W*$")
"""What stands before a number: “Target 1”, “Current value KR 2”."""
_BETWEEN = r"[\s#.:_()/–-]*"
_ROWS = ("key_result", "initiative", "kpi")
_CLEAR = 0.7
_SHORT = 3
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
            own = [text for text, named in texts.items() if named == entity]
            led = _led(ready, own, numbers[entity], entity)
            every = measures.get(entity, {}) | led
            verb = Unpivot("periods", entity, every, _pattern(own, led))
            return (verb,) if len(numbered(ready.names, verb)) > 1 else ()
    return ()


def _led(
    ready: PreparedTable, own: list[str], numbers: AbstractSet[str], entity: str
) -> dict[str, str]:
    """What stands before the numbers of these rows, and the field that it is: “Target 1”, also
    where the rows' own word, added to `own`, stands between (“Target KR 1”)."""
    found: dict[str, str] = {}
    for text in ready.names.values():
        parts = _LED.match(text)
        if parts is None or parts[2] not in numbers:
            continue
        word, last = _parted(same(parts[1]), entity)
        name = _measure(word, entity) if word else None
        if name is not None and name != entity:
            found[word] = name
            if last and last not in own:
                own.append(last)
    return found


def _parted(text: str, entity: str) -> tuple[str, str]:
    """What a header says, and the rows' own word at its end, if it has one: any code of three
    letters at most will do, since everybody has their own."""
    said = text.split()
    for count in (1, 2):
        last = " ".join(said[-count:]).strip("(-")
        own = _entity(last) == entity or (count == 1 and len(last) <= _SHORT and last.isalpha())
        if count < len(said) and own:
            return " ".join(said[:-count]).rstrip(" (-–"), last
    return text, ""


def _pattern(own: Sequence[str], led: Iterable[str]) -> str:
    """A header's parts: the word, its number, what else it says, in front or behind."""
    words = "|".join(map(re.escape, own))
    pattern = rf"(?:{words})[\s#.:_-]*(?P<row>[0-9]+)[\s.:()/–-]*(?P<measure>.*)"
    before = "|".join(map(re.escape, led))
    if before:
        pattern += rf"|(?P<measure>{before}){_BETWEEN}(?:{words})?{_BETWEEN}(?P<row>[0-9]+)\W*"
    return pattern


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
    """The field that a header names beside a row's own word. What is the goal of a key result is
    its target: “Doel KR 1”, “Ziel 2”."""
    clear = [m for m in match(rest.strip("()")) if m.score >= _CLEAR and m.field != "objective"]
    if not clear or clear[0].scope or clear[0].field == "kept":
        return None
    return entity if clear[0].field in _NAMES else clear[0].field
