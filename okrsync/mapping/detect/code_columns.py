"""Codes that stand in a column for each level, beside one column of texts: “O | KR | What”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.fields import ENTITIES
from okrsync.mapping.files.schema import Pattern, TableMapping
from okrsync.mapping.profile import SAMPLE
from okrsync.mapping.vocabulary import codes
from okrsync.mapping.vocabulary.headers import match
from okrsync.table import Scalar

_MOST = 0.9
_CLEAR = 0.9
_WHOLE = "(?P<code>.+)"


def with_code(said: TableMapping, ready: PreparedTable) -> TableMapping:
    """The mapping with one code a row, the deepest that stands in it; as it was where codes stand
    in one column or none, or where each level has a column of texts, too."""
    if said.pattern or said.levels or said.columns or said.level:
        return said
    coded = _coded(ready)
    if len(coded) < 2 or _texts(ready, coded) > 1:
        return said
    deepest, *above = sorted(coded, key=lambda at: -coded[at])
    if not any(_only(ready, at, [deepest]) for at in above):
        return said  # each row has the lowest code: what stands beside it is what it belongs to
    patterns = tuple(Pattern(selecting.naming(at, ready.names), _WHOLE) for at in above)
    return replace(
        said,
        columns={"code": selecting.naming(deepest, ready.names)},
        pattern=patterns,
    )


def _coded(ready: PreparedTable) -> dict[int, int]:
    """The columns that hold codes of one level, with how deep that is."""
    found: dict[int, int] = {}
    for at in ready.names:
        entity = _level([row.value(at) for row in ready.rows[:SAMPLE]])
        if entity is not None and at not in ready.ours.columns.values():
            found[at] = ENTITIES.index(entity)
    return found if len(set(found.values())) == len(found) else {}


def _level(values: Sequence[Scalar]) -> str | None:
    texts = [text for value in values if (text := codes.plain(value))]
    levels = [code.entity for text in texts if (code := codes.whole(text))]
    entity = levels[0] if levels else None
    return entity if entity and levels.count(entity) >= _MOST * len(texts) else None


def _texts(ready: PreparedTable, coded: dict[int, int]) -> int:
    """How many other columns are named for what rows are."""
    others = [match(text)[:1] for at, text in ready.names.items() if at not in coded]
    return sum(bool(m) and m[0].field in ENTITIES and m[0].score >= _CLEAR for m in others)


def _only(ready: PreparedTable, at: int, below: Sequence[int]) -> bool:
    """Whether some row has this code and none that is lower."""
    return any(
        codes.plain(row.value(at)) and not any(codes.plain(row.value(low)) for low in below)
        for row in ready.rows[:SAMPLE]
    )
