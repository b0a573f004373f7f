"""Cells that hold several key results: a bullet or a line for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from okrsync.mapping.apply import selecting
from okrsync.mapping.apply.prepare import PreparedTable
from okrsync.mapping.apply.splitting import parted, pieces
from okrsync.mapping.columns_of import RowVerdict
from okrsync.mapping.files.schema import Split
from okrsync.mapping.profile import SAMPLE
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.table import Scalar

_MOST = 0.5


def found(ready: PreparedTable, verdict: RowVerdict) -> Split | None:
    """The verb that takes the titles of a table apart, None where each cell holds one.

    Bullets are enough; lines without them where another column has as many in each row, or where
    each line by itself reads as a result.
    """
    if verdict.entity not in ("key_result", "kpi"):
        return None
    title = verdict.titles[verdict.entity]
    if title not in ready.names:
        return None
    for by in ("bullets", "lines"):
        parts = {
            at: own
            for at, row in enumerate(ready.rows[:SAMPLE])
            if len(own := parted(row.value(title), by)) > 1
        }
        beside = _parallel(ready, title, {at: len(own) for at, own in parts.items()}, by)
        told = by == "bullets" or _tells(ready, beside, parts) or _are_whole(parts.values())
        if parts and told:
            named = [selecting.naming(column, ready.names) for column in beside]
            return Split(selecting.naming(title, ready.names), by, tuple(named))
    return None


def _tells(ready: PreparedTable, beside: Sequence[int], parts: Mapping[int, Sequence[str]]) -> bool:
    """Whether cells beside titles on several lines have as many."""
    return any(
        len(pieces(ready.rows[at].value(column), "lines")) == len(own)
        for column in beside
        for at, own in parts.items()
    )


def _are_whole(cells: Iterable[Sequence[str]]) -> bool:
    """Whether each line of each cell is a result by itself, and no text that is wrapped: it begins
    like one, is of some words, and has a number of its own."""
    return all(
        (line[0].isupper() or not line[0].isalpha())
        and len(line.split()) > 1
        and any(char.isdigit() for char in line)
        for lines in cells
        for line in lines
    )


def _is_number(value: Scalar) -> bool:
    return not isinstance(value, bool) and isinstance(value, int | float | Decimal)


def _parallel(ready: PreparedTable, title: int, counts: dict[int, int], by: str) -> list[int]:
    """The columns whose cells have as many parts as the title beside them."""
    above = ready.fixed.get("objective")
    found = []
    for column in ready.names:
        if column in (title, above) or column in ready.ours.columns.values():
            continue
        filled = {at for at in counts if is_filled(ready.rows[at].value(column))}
        if any(_is_number(ready.rows[at].value(column)) for at in filled):
            # One number beside several titles is nobody's: it must not count for each of them.
            found.append(column)
            continue
        equal = sum(len(pieces(ready.rows[at].value(column), by)) == counts[at] for at in filled)
        if filled and equal >= max(1, _MOST * len(filled)):
            found.append(column)
    return found
