"""Whether rows name the row above them, and by which column: a tree in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from okrsync.mapping.columns_of import Columns
from okrsync.mapping.detect.evidence import Evidence
from okrsync.mapping.rows.parentage import references
from okrsync.mapping.vocabulary import codes
from okrsync.mapping.vocabulary.normal import is_filled
from okrsync.table import Scalar

_MOST = 0.6
_NAMES = ("id", "title", "objective")
_NUMBERS = ("target", "current", "baseline")
Samples = Mapping[int, Sequence[Scalar]]


def with_its_id(columns: Columns, samples: Samples, headers: Mapping[int, str]) -> Columns:
    """The column that a parent column refers to is the rows' id, whatever its header: an export
    numbers its rows (“Row”, “#”) so that they can name each other."""
    parent = columns.get("parent")
    refs = _refs(samples.get(parent, ())) if parent is not None else []
    if not refs:
        return columns
    if any(
        _holds(samples.get(columns.fields[name], ()), refs)
        for name in (*_NAMES, "code", "key_result")
        if name in columns.fields
    ):
        return _without_second_id(columns, samples, headers, refs)
    found = next(
        (at for at in sorted(headers) if at not in _taken(columns) and _is_key(samples, at, refs)),
        None,
    )
    if found is None:
        return columns
    old = columns.get("id")
    rest = tuple(each for each in columns.rest if each[1] != found)
    if old is not None:
        rest = (*rest, (headers.get(old, ""), old))
    return replace(columns, fields={**columns.fields, "id": found}, rest=rest)


def _without_second_id(
    columns: Columns, samples: Samples, headers: Mapping[int, str], refs: Sequence[str]
) -> Columns:
    """Without a goal's id beside the id that rows refer to: both are the same row's own."""
    own, second = columns.get("id"), columns.get("id", "objective")
    if own is None or second is None or not _is_key(samples, own, refs):
        return columns
    if not _is_key(samples, second, ()):
        return columns
    scoped = {key: at for key, at in columns.scoped.items() if at != second}
    return replace(columns, scoped=scoped, rest=(*columns.rest, (headers[second], second)))


def is_tree(seen: Evidence) -> bool:
    """Whether rows name rows of this same table as theirs, and what stands at the ends is
    measured: objectives with their key results, in one list."""
    parent = seen.columns.fields.get("parent")
    numbers = [seen.columns.fields[name] for name in _NUMBERS if seen.has(name)]
    if parent is None or not numbers or seen.has("key_result", "kpi", "initiative"):
        return False
    refs = _refs(seen.samples.get(parent, ()))
    places = [seen.columns.fields[name] for name in _NAMES if seen.has(name)]
    if not refs or not any(_holds(seen.samples.get(at, ()), refs) for at in places):
        return False
    rows = list(zip(*(seen.samples[at] for at in (parent, *numbers)), strict=True))
    tops = [row for row in rows if not is_filled(row[0])]
    below = [row for row in rows if is_filled(row[0])]
    if _share(below) > _share(tops):
        return True
    # Where all are measured, only a header says that they are goals, and not key results.
    return bool(tops) and seen.has("objective") and not seen.has("title")


def _share(rows: Sequence[Sequence[Scalar]]) -> float:
    """The share of rows with a number."""
    return sum(any(map(is_filled, row[1:])) for row in rows) / max(1, len(rows))


def _taken(columns: Columns) -> set[int]:
    named = {at for name, at in columns.fields.items() if name not in ("id", "code")}
    return named | {*columns.scoped.values()}


def _is_key(samples: Samples, column: int, refs: Sequence[str]) -> bool:
    texts = [text for value in samples.get(column, ()) if (text := codes.plain(value))]
    return len(set(texts)) == len(texts) and _holds(samples.get(column, ()), refs)


def _refs(values: Sequence[Scalar]) -> list[str]:
    return [ref for value in values for ref in references(codes.plain(value))]


def _holds(values: Sequence[Scalar], refs: Sequence[str]) -> bool:
    """Whether most of what is referred to stands in a column."""
    known = {text.casefold() for value in values if (text := codes.plain(value))}
    return sum(ref in known for ref in refs) >= _MOST * len(refs)
