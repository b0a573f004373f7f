"""Columns of codes beside the texts that they number: “O | Objective | KR | Key result”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from okrsync.mapping.columns_of import Columns
from okrsync.mapping.vocabulary import codes
from okrsync.mapping.vocabulary.headers import match
from okrsync.table import Scalar

_MOST = 0.8
_MEASURED = ("target", "baseline", "current")
_ROWS = ("key_result", "title", "indicator")


def with_codes(
    columns: Columns, samples: Mapping[int, Sequence[Scalar]], headers: Mapping[int, str]
) -> Columns:
    """A column of objectives' codes beside their texts is their id; key results' codes beside
    measured key results are the rows' own, and no reference to rows above them."""
    objective = _of(columns, samples, headers, "objective")
    if objective is not None and "objective" in columns.fields:
        columns = _without(columns, objective)
        columns = replace(columns, scoped={**columns.scoped, ("id", "objective"): objective})
    columns = _titled_by_metric(columns, samples)
    own = _of(columns, samples, headers, "key_result")
    if own is None or not _are_results(columns):
        return columns
    columns = _without(columns, own)
    if "code" in columns.fields:
        return columns
    return replace(columns, fields={**columns.fields, "code": own})


def _titled_by_metric(columns: Columns, samples: Mapping[int, Sequence[Scalar]]) -> Columns:
    """“KR | Metric” with codes alone below the first: what a key result is called stands in the
    other, and the code is its own."""
    named = columns.fields
    at, metric = named.get("key_result"), named.get("indicator", named.get("kpi"))
    if at is None or metric is None or "code" in named or "title" in named:
        return columns
    if not _are_codes(samples.get(at, ()), "key_result"):
        return columns
    rest = {name: column for name, column in named.items() if name not in ("indicator", "kpi")}
    return replace(columns, fields={**rest, "key_result": metric, "code": at})


def _are_results(columns: Columns) -> bool:
    """Whether rows are key results, and no actions that name theirs."""
    named, measured = columns.fields, any(name in columns.fields for name in _MEASURED)
    if "initiative" in named or "kpi" in named:
        return False
    return "key_result" in named or (measured and any(name in named for name in _ROWS))


def _of(
    columns: Columns,
    samples: Mapping[int, Sequence[Scalar]],
    headers: Mapping[int, str],
    entity: str,
) -> int | None:
    """The column of an entity's codes that is not understood, or taken for a reference."""
    if ("id", entity) in columns.scoped:
        return None
    free = [at for _, at in columns.rest if at in headers]
    parent = columns.fields.get("parent")
    if parent is not None and _is_named(headers.get(parent, ""), entity):
        free.append(parent)
    return next((at for at in sorted(free) if _are_codes(samples.get(at, ()), entity)), None)


def _is_named(header: str, entity: str) -> bool:
    """Whether a header says what rows are before it says what they belong to."""
    best = match(header)[:1]
    return bool(best) and best[0].field == entity


def _are_codes(values: Sequence[Scalar], entity: str) -> bool:
    texts = [text for value in values if (text := codes.plain(value))]
    found = [code for text in texts if (code := codes.whole(text)) and code.numbers]
    same = sum(code.entity == entity for code in found)
    return bool(texts) and same == len(found) and same >= _MOST * len(texts)


def _without(columns: Columns, at: int) -> Columns:
    fields = {name: column for name, column in columns.fields.items() if column != at}
    return replace(
        columns, fields=fields, rest=tuple(each for each in columns.rest if each[1] != at)
    )
