"""Columns that number what they hold: “Key result 1”, “KR1 target” or “Target 1” …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from okrsync.mapping.apply.numbering import numbered
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.files.schema import Unpivot
from okrsync.mapping.profile import SAMPLE, profile
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.normal import is_filled, same
from okrsync.table import Scalar
from okrsync.values import Quantity, read_number

_NUMBERED = re.compile(r"^\s*([^\W\d_][^\d]{0,30}?)[\s#.:_-]*(\d{1,2})(?!\d)[\s.:()/–-]*(.*)$")
_LED = re.compile(r"^\s*([^\W\d_][^\d]{0,40}?)[\s#.:_(–-]*(\d{1,2})\W*$")
"""What stands before a number: “Target 1”, “Current value KR 2”."""
_BETWEEN = r"[\s#.:_()/–-]*"
_ROWS = ("key_result", "initiative", "kpi")
_CLEAR = 0.7
_SHORT = 3
_NAMES = ("title", "description")
_SEVERAL = 2


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
        if verb := _scores(ready, entity):
            return (verb,)
        if len(numbers.get(entity, ())) > 1 and not _named_already(ready, entity):
            own = [text for text, named in texts.items() if named == entity]
            led = _led(ready, own, numbers[entity], entity)
            every = measures.get(entity, {}) | led
            verb = Unpivot("periods", entity, every, _pattern(own, led))
            return (verb,) if len(numbered(ready.names, verb)) > 1 else ()
    return ()


def _scores(ready: PreparedTable, entity: str) -> Unpivot | None:
    """The verb for numbered columns that hold figures alone (“KR 1”, “KR 2 score”), whose headers
    are then what the rows are called; None where one of them holds texts."""
    own: dict[str, None] = {}
    fields: dict[str, str] = {}
    figures: list[Scalar] = []
    numbers = set()
    for at, text in ready.names.items():
        parts = _NUMBERED.match(text)
        if parts is None or _entity(parts[1]) != entity:
            continue
        values = [v for row in ready.rows[:SAMPLE] if is_filled(v := row.value(at))]
        seen = profile(values)
        if values and seen.numbers + seen.numeric_texts < 1:
            return None
        if rest := same(parts[3]):
            fields[rest] = _measure(rest, entity) or _asked_for(rest)
        own[same(parts[1])] = None
        figures += values
        numbers.add(parts[2])
    if len(numbers) < _SEVERAL or not figures or _named_already(ready, entity):
        return None
    words = "|".join(map(re.escape, own))
    pattern = rf"(?P<{entity}>(?:{words})[\s#.:_-]*(?P<row>[0-9]+))[\s.:()/–-]*(?P<measure>.*)"
    value = "progress" if all(_is_share(value) for value in figures) else "current"
    if len(fields) > 1 or not {*fields.values()} <= {"", "progress"}:
        return None
    measures = {rest: name or value for rest, name in fields.items()}
    return Unpivot("periods", value, measures, pattern)


def _asked_for(rest: str) -> str:
    """What a question behind the number asks for: progress, where one of its words says so."""
    best = [each for word in rest.split() for each in match(word)[:1]]
    return "progress" if any(m.field == "progress" and m.score >= _CLEAR for m in best) else ""


def _is_share(value: Scalar) -> bool:
    """Whether a figure can be a share of what should be reached."""
    found = read_number(str(value))
    return isinstance(found, Quantity) and found.value is not None and 0 <= found.value <= 1


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
    for at, text in ready.names.items():
        best = match(text)[:1]
        if best and best[0].field == entity and best[0].score >= _CLEAR and _is_used(ready, at):
            numbered_too = _NUMBERED.match(text)
            if numbered_too is None or _entity(numbered_too[1]) is None:
                return True
    return False


def _is_used(ready: PreparedTable, at: int) -> bool:
    return any(is_filled(row.value(at)) for row in ready.rows[:SAMPLE])


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
